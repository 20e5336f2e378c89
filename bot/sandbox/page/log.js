// The messages of a pane, kept in step with the chat without drawing it all again.

import { drawMessage, drawTick, senderOf } from "./bubble.js";
import { make } from "./dom.js";
import { dayOf } from "./times.js";
import { say } from "./words.js";

const NEAR_END = 60;
const PRESS_SHOWN_MS = 650;
const GOING_MS = 260;
const FOUND_MS = 1400;

export class Log {
  /** `on`: {press, menu, command} of a message, and `lost()` where a quote leads nowhere. */
  constructor(root, on) {
    this.on = { ...on, jump: (id) => this.jumpTo(id) };
    this.list = root.querySelector(".log");
    this.jump = root.querySelector(".jump");
    this.unseen = 0;
    this.look = {};
    this.jump.setAttribute("aria-label", say("jump"));
    this.jump.addEventListener("click", () => this.goToEnd());
    this.list.addEventListener("scroll", () => this.isAtEnd() && this.seeAll());
    this.stayAtEnd();
  }

  /** Keep the newest message in view when the frame or what it holds changes size. */
  stayAtEnd() {
    this.wasAtEnd = true;
    this.list.addEventListener("scroll", () => { this.wasAtEnd = this.isAtEnd(); });
    new ResizeObserver(() => this.wasAtEnd && this.goToEnd()).observe(this.list);
    this.list.addEventListener("load", () => this.wasAtEnd && this.goToEnd(), true);
  }

  /** Draw a whole chat. `look`: {actor, isGroup, empty}. */
  show(messages, look) {
    this.look = look;
    this.list.setAttribute("aria-busy", "true");
    if (messages.length) this.list.replaceChildren(...this.drawAll(messages));
    else this.showEmpty(look.empty);
    this.list.setAttribute("aria-busy", "false");
    this.goToEnd();
  }

  showEmpty(words) {
    this.list.replaceChildren(make("p", { class: "empty" }, words));
  }

  drawAll(messages) {
    const bundles = inBundles(messages);
    return bundles.flatMap((bundle, index) => this.drawAfter(bundles[index - 1]?.[0], bundle));
  }

  /** Return the bundle's element, with the day before it where a new day begins. */
  drawAfter(before, bundle) {
    const [message] = bundle;
    const day = dayOf(new Date(message.date * 1000));
    const isNewDay = !before || dayOf(new Date(before.date * 1000)) !== day;
    const element = this.draw(bundle, isNewDay || !isSameRun(before, message));
    return isNewDay ? [make("p", { class: "day" }, make("span", {}, day)), element] : [element];
  }

  draw(bundle, isFirst) {
    const { actor, isGroup } = this.look;
    return drawMessage(bundle, { isMine: senderOf(bundle[0]).id === actor, isGroup, isFirst }, this.on);
  }

  take(event, messages) {
    if (event.type === "delete") this.drop(event.message_id, messages);
    else if (event.type === "edit") this.redraw(event.message.message_id, messages);
    else if (event.type === "read") this.tick(event.message_id, messages);
    else this.add(event.message, messages);
  }

  /** Return the element that shows this message, alone or in an album. */
  find(id) {
    return this.list.querySelector(`:scope > [data-ids~="${id}"]`);
  }

  tick(id, messages) {
    const old = this.find(id)?.querySelector(".tick");
    if (old) old.replaceWith(...drawTick(bundleOf(id, messages)));
  }

  /** Let the message fade; what is left of its album stays. */
  drop(id, messages) {
    const element = this.find(id);
    if (!element) return;
    const album = element.dataset.album;
    const left = album ? messages.filter((message) => message.media_group_id === album) : [];
    if (left.length) return this.replace(element, left);
    ["data-id", "data-ids", "data-album"].forEach((name) => element.removeAttribute(name));
    element.classList.add("going");
    element.inert = true;
    setTimeout(() => this.clearAway(element), GOING_MS);
  }

  clearAway(element) {
    if (!element.isConnected) return;
    element.remove();
    this.list.querySelectorAll(".day").forEach((day) => {
      if (!day.nextElementSibling || day.nextElementSibling.classList.contains("day")) day.remove();
    });
    if (!this.list.children.length) this.showEmpty(this.look.empty);
  }

  redraw(id, messages) {
    const old = this.find(id);
    if (!old) return;
    const bundle = bundleOf(id, messages);
    if (bundle.length) this.replace(old, bundle).classList.add("changed");
  }

  replace(old, bundle) {
    const wasAtEnd = this.isAtEnd();
    const hadFocus = old.contains(document.activeElement);
    const fresh = this.draw(bundle, old.classList.contains("first"));
    old.replaceWith(fresh);
    // The button that was tapped is gone with the old face: keep the keyboard's place in the chat.
    if (hadFocus) (fresh.querySelector(".inline-key") ?? this.list).focus({ preventScroll: true });
    if (wasAtEnd) this.goToEnd();
    return fresh;
  }

  add(message, messages) {
    if (this.find(message.message_id)) return;
    const bundle = bundleOf(message.message_id, messages);
    const begun = bundle.length > 1 && this.find(bundle[0].message_id);
    if (begun) {
      this.replace(begun, bundle);
      return;
    }
    const wasAtEnd = this.isAtEnd();
    this.list.querySelector(".empty")?.remove();
    const before = messages[messages.findIndex((one) => one.message_id === message.message_id) - 1];
    const drawn = this.drawAfter(before, [message]);
    drawn.forEach((element) => element.classList.add("new"));
    this.list.append(...drawn);
    if (wasAtEnd || senderOf(message).id === this.look.actor) this.goToEnd();
    else this.countUnseen();
  }

  /** Bring a message that somebody answered into view, and let it shine for a moment. */
  jumpTo(id) {
    const element = this.find(id);
    if (!element) return this.on.lost();
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.classList.add("found");
    setTimeout(() => element.classList.remove("found"), FOUND_MS);
  }

  isAtEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END;
  }

  goToEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.seeAll();
  }

  seeAll() {
    this.unseen = 0;
    this.jump.hidden = true;
  }

  countUnseen() {
    this.unseen += 1;
    this.jump.hidden = false;
    this.jump.querySelector("span").textContent = say("jump.new", { n: this.unseen });
  }

  /** Let a watcher see which button is about to be tapped. */
  async showPress(messageId, row, column, pause) {
    const button = this.find(messageId)?.querySelectorAll(".inline-row")[row]?.children[column];
    if (!button) return;
    button.scrollIntoView({ block: "nearest" });
    button.classList.add("tapped");
    await pause(PRESS_SHOWN_MS);
    button.classList.remove("tapped");
  }
}

/** Return the messages in order, those of one album together. */
function inBundles(messages) {
  const bundles = [];
  for (const message of messages) {
    const last = bundles.at(-1);
    if (last && message.media_group_id && last[0].media_group_id === message.media_group_id) last.push(message);
    else bundles.push([message]);
  }
  return bundles;
}

/** Return the message with the others of its album, or alone. */
function bundleOf(id, messages) {
  const message = messages.find((one) => one.message_id === id);
  if (!message?.media_group_id) return message ? [message] : [];
  return messages.filter((one) => one.media_group_id === message.media_group_id);
}

function isSameRun(before, message) {
  return senderOf(before).id === senderOf(message).id && message.date - before.date < 600;
}
