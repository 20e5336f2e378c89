// One message, or one album of them, as a chat app shows it.

import { icon, make, makeAvatar } from "./dom.js";
import { drawText } from "./entities.js";
import { drawMedia, hasMedia, summary } from "./media.js";
import { timeOf } from "./times.js";
import { say } from "./words.js";

const EDITABLE = ["text", "photo", "voice", "document"];

/**
 * Return the element for a message, or for the messages of one album.
 * `look`: {isMine, isGroup, isFirst (of a run by one sender)}; `on`: {press, menu, command, jump}.
 */
export function drawMessage(bundle, look, on) {
  const [message] = bundle;
  const ids = bundle.map((one) => one.message_id).join(" ");
  const facts = { "data-id": message.message_id, "data-ids": ids, "data-album": message.media_group_id };
  const service = serviceWords(message);
  if (service) return make("p", { class: "service", ...facts, dir: "auto" }, service);
  const sides = `message ${look.isMine ? "mine" : "theirs"}${look.isFirst ? " first" : ""}`;
  const row = make("article", { class: sides, ...facts, "aria-label": senderName(message) });
  if (look.isGroup && !look.isMine) row.append(look.isFirst ? drawAvatar(message) : make("span", { class: "avatar-gap" }));
  row.append(make("div", { class: "stack" }, drawBubble(bundle, look, on), drawKeys(message, on)));
  return row;
}

function drawAvatar(message) {
  return makeAvatar(senderName(message), senderOf(message).id);
}

/** Return who is shown as the author: an anonymous administrator writes as the group. */
export function senderOf(message) {
  return message.sender_chat ?? message.from ?? message.chat;
}

export function senderName(message) {
  const sender = senderOf(message);
  return sender.title ?? sender.first_name ?? "";
}

function drawBubble(bundle, look, on) {
  const [message] = bundle;
  const bubble = make("div", { class: `bubble${message.sticker ? " bare" : ""}` });
  if (look.isGroup && !look.isMine && look.isFirst) bubble.append(drawName(message));
  if (message.forward_origin) bubble.append(make("p", { class: "forwarded" }, say("forwarded")));
  if (message.reply_to_message) bubble.append(drawQuote(message.reply_to_message, on));
  bubble.append(...drawMedia(bundle), ...bundle.flatMap((one) => drawWords(one, on)), ...drawReactions(bundle), drawFoot(bundle, look, on));
  return bubble;
}

function drawName(message) {
  const hue = Math.abs(Number(senderOf(message).id)) % 8;
  return make("p", { class: `sender hue-${hue}`, dir: "auto" }, senderName(message));
}

/** A quote leads to what it quotes. */
function drawQuote(quoted, on) {
  const words = [make("strong", { dir: "auto" }, senderName(quoted)), make("span", { dir: "auto" }, summary(quoted))];
  return make("button", { type: "button", class: "quote", title: say("quote"), click: () => on.jump(quoted.message_id) }, ...words);
}

function drawReactions(bundle) {
  const emoji = bundle.flatMap((message) => message.reactions ?? []);
  return emoji.length ? [make("p", { class: "reactions" }, ...emoji.map((one) => make("span", {}, one)))] : [];
}

function drawWords(message, on) {
  const text = message.text ?? message.caption;
  if (!text) return hasMedia(message) ? [] : [make("p", { class: "text unknown" }, say("unknown"))];
  const nodes = drawText(text, message.entities ?? message.caption_entities, (command) => on.command(command));
  return [make("p", { class: "text", dir: "auto" }, ...nodes)];
}

function drawFoot(bundle, look, on) {
  const [message] = bundle;
  const foot = make("footer", { class: "meta" });
  if (message.has_protected_content) {
    foot.append(make("span", { class: "lock", role: "img", "aria-label": say("protected"), title: say("protected") }, icon("lock")));
  }
  if (bundle.some((one) => one.edit_date)) foot.append(make("span", { class: "edited" }, say("edited")));
  const at = new Date(message.date * 1000);
  foot.append(make("time", { datetime: at.toISOString() }, timeOf(at)));
  if (look.isMine) foot.append(...drawTick(bundle));
  if (on.menu) foot.append(drawMore(bundle, look, on));
  return foot;
}

/** Return one tick for what is sent, two for what the desk has taken, none where the sandbox does not say. */
export function drawTick(bundle) {
  if (bundle.some((message) => message.is_read === undefined)) return [];
  const name = bundle.every((message) => message.is_read) ? "read" : "sent";
  return [make("span", { class: `tick ${name}`, role: "img", "aria-label": say(name), title: say(name) }, icon(name))];
}

function drawMore(bundle, look, on) {
  const message = bundle.find((one) => one.caption) ?? bundle[0];
  const label = say(canEdit(message, look) ? "about.message" : "about.reply");
  const open = (event) => on.menu(event.currentTarget, message, canEdit(message, look));
  return make("button", { type: "button", class: "about", "aria-label": label, title: label, click: open }, icon("more"));
}

function canEdit(message, look) {
  return look.isMine && !message.forward_origin && EDITABLE.some((kind) => message[kind] !== undefined);
}

function drawKeys(message, on) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return make("div", { class: "inline-keys" }, ...rows.map((row, index) => drawRow(message, row, index, on)));
}

function drawRow(message, row, rowIndex, on) {
  const draw = (button, column) => {
    const press = (event) => on.press(message, button, { row: rowIndex, column }, event.currentTarget);
    const mark = button.url ? make("span", { class: "out", "aria-hidden": "true" }, "↗") : null;
    return make("button", { type: "button", class: "inline-key", click: press }, make("bdi", { dir: "auto" }, button.text), mark);
  };
  return make("div", { class: "inline-row" }, ...row.map(draw));
}

/** Return what a service message says, or null for an ordinary one. */
function serviceWords(message) {
  if (message.new_chat_members) return message.new_chat_members.map((who) => say("joined", { name: who.first_name })).join("\n");
  if (message.left_chat_member) return say("left", { name: message.left_chat_member.first_name });
  if (message.new_chat_title) return say("renamed", { name: message.new_chat_title });
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return say("migrated");
  if (message.pinned_message) return say("pinned");
  const isOther = ["group_chat_created", "supergroup_chat_created", "delete_chat_photo", "new_chat_photo"].some((name) => message[name]);
  return isOther ? say("service") : null;
}
