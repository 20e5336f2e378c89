// One of the three chats on the page.

import * as api from "./api.js";
import { Attachments } from "./attachments.js";
import { Commands } from "./commands.js";
import { Composer } from "./composer.js";
import { make, makeAvatar, paintAvatar } from "./dom.js";
import { openMenu } from "./menu.js";
import { Log } from "./log.js";
import { fillWords, say, sayCount } from "./words.js";

const TOAST_MS = 5000;
const PRESS_MS = 10_000;

export class Pane {
  /** `kind` is resident, group or officer; `sheets` open what asks first: newcomer(kind), poster(pane), farewell(pane). */
  constructor(kind, world, sheets) {
    this.kind = kind;
    this.world = world;
    this.sheets = sheets;
    this.actor = null;
    this.waiting = new Map();
    this.root = document.getElementById("pane-template").content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.root.querySelector(selector);
    this.label();
    const [act, toast] = [(deed) => this.act(deed), (words) => this.toast(words)];
    this.composer = new Composer(this.root, act);
    this.attachments = new Attachments(this.root, act, toast);
    this.commands = new Commands(this.root, () => this.where(), act, toast);
    this.log = new Log(this.root, {
      press: (...facts) => this.press(...facts),
      menu: (...facts) => this.openMessageMenu(...facts),
      command: (text) => this.act({ do: "text", text }),
      lost: () => this.toast(say("quote.gone")),
    });
    this.listen();
  }

  label() {
    fillWords(this.root);
    const title = say(`pane.${this.kind}`);
    this.root.id = `pane-${this.kind}`;
    this.root.dataset.kind = this.kind;
    this.root.setAttribute("aria-label", title);
    this.find(".log").setAttribute("aria-label", say("log", { pane: title }));
    this.find(".pane-more").setAttribute("aria-label", say("pane.more", { pane: title }));
    this.find(".who-select").id = `who-${this.kind}`;
    this.find(".who-select").setAttribute("aria-label", say("who.choose", { pane: title }));
    this.find(".who-label").htmlFor = `who-${this.kind}`;
    this.find(".who-label").textContent = say(`who.${this.kind}`);
  }

  listen() {
    this.find(".who-select").addEventListener("change", (event) => this.choose(Number(event.target.value)));
    this.find(".pane-more").addEventListener("click", (event) => openMenu(event.currentTarget, this.deeds()));
    this.find(".begin-poster").addEventListener("click", () => this.sheets.poster(this));
    this.find(".alert-close").addEventListener("click", () => this.closeAlert());
    this.find(".alert").addEventListener("keydown", (event) => event.key === "Escape" && this.closeAlert());
    this.world.addEventListener("chat", ({ detail }) => detail.chat_id === this.chatId() && this.takeChat(detail));
    this.world.addEventListener("answer", ({ detail }) => this.takeAnswer(detail));
    this.world.addEventListener("unread", () => this.drawPeople());
  }

  title() {
    return say(`pane.${this.kind}`);
  }

  /** Return the id of the chat on show, or null. */
  chatId() {
    return this.kind === "group" ? this.world.group()?.id ?? null : this.actor;
  }

  /** Return whose menu of commands is asked for; in a group a command names the desk. */
  where() {
    const suffix = this.kind === "group" ? `@${this.world.bot().username}` : "";
    return { chat: this.chatId(), user: this.actor, suffix };
  }

  people() {
    return this.kind === "resident" ? this.world.residents() : this.world.officers();
  }

  /** Show what the sandbox knows now; keeps the person where possible. */
  async refresh() {
    const people = this.people();
    const before = this.chatId();
    if (!people.includes(this.actor)) this.actor = people[0] ?? null;
    this.drawHead();
    const chatId = this.chatId();
    if (chatId === null) this.log.showEmpty(say("empty.none"));
    else if (before !== chatId || !this.world.conversation(chatId).isLoaded) await this.openChat();
    else this.drawFoot();
  }

  /** Change the person: another private chat, or another officer who taps in the group. */
  async choose(id) {
    if (id === this.actor) return;
    this.actor = id;
    this.composer.forget();
    this.closeAlert();
    this.drawHead();
    this.root.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
    await this.openChat();
  }

  async openChat() {
    const chatId = this.chatId();
    this.drawLog();
    try {
      await this.world.fetch(chatId, this.actor);
    } catch (error) {
      this.toast(say("failed", { error: error.message }));
    }
  }

  drawHead() {
    const group = this.world.group();
    this.find(".pane-title").textContent = this.kind === "group" && group ? `${this.title()} · ${group.title}` : this.title();
    if (this.actor !== null) paintAvatar(this.find(".avatar"), this.world.name(this.actor), this.actor);
    this.drawPeople();
  }

  drawPeople() {
    const select = this.find(".who-select");
    const people = this.people().map((id) => [id, this.nameWithCount(id)]);
    // An open list is left alone as long as nothing in it changes.
    const stamp = JSON.stringify([this.actor, people]);
    if (select.dataset.stamp === stamp) return;
    select.dataset.stamp = stamp;
    select.replaceChildren(...people.map(([id, name]) => make("option", { value: id, selected: id === this.actor }, name)));
    select.hidden = this.find(".who-label").hidden = people.length === 0;
  }

  nameWithCount(id) {
    const n = this.kind === "group" ? 0 : this.world.unread.get(id) ?? 0;
    if (this.world.person(id)?.deleted) return say("deleted.name", { name: this.world.name(id) });
    return n ? say("who.unread", { name: this.world.name(id), n }) : this.world.name(id);
  }

  drawLog() {
    const chatId = this.chatId();
    if (chatId === null) return;
    const messages = this.world.conversation(chatId).list();
    this.log.show(messages, { actor: this.actor, isGroup: this.kind === "group", empty: say(`empty.${this.kind}`) });
    this.drawFoot();
  }

  drawFoot() {
    const person = this.world.person(this.actor);
    const messages = this.chatId() === null ? [] : this.world.conversation(this.chatId()).list();
    const isPrivate = this.kind !== "group";
    const isGone = Boolean(person?.deleted);
    const isNew = Boolean(person) && !person.started && !messages.some((one) => !one.from?.is_bot);
    const canBegin = isPrivate && !isGone && Boolean(person?.blocked || isNew);
    const note = isGone ? "deleted" : isPrivate && person?.blocked ? "blocked" : null;
    const name = this.world.name(this.actor);
    this.composer.setWriter(name, { canBegin, canWrite: Boolean(person) && !isGone, hasPosters: this.kind === "resident", note: note ? say(note, { name }) : "" });
    this.composer.setKeys(messages);
  }

  takeChat(event) {
    if (event.type === "loaded") this.drawLog();
    else if (event.type === "read") this.log.take(event, this.world.conversation(event.chat_id).list());
    else {
      this.log.take(event, this.world.conversation(event.chat_id).list());
      this.drawFoot();
    }
  }

  /** Do something as this pane's person; returns the result, or null after saying why not. */
  async act(deed) {
    try {
      const chat = this.kind === "group" ? { chat: this.chatId() } : {};
      const done = await api.act({ user: this.actor, ...chat, ...deed });
      this.log.goToEnd();
      return done;
    } catch (error) {
      this.toast(say("failed", { error: error.message }));
      return null;
    }
  }

  async press(message, button, place, element) {
    if (button.url) return this.followLink(button.url);
    element.setAttribute("aria-busy", "true");
    const done = await this.act({ do: "press", message_id: message.message_id, ...place });
    if (!done?.query_id) return element.removeAttribute("aria-busy");
    this.waiting.set(done.query_id, element);
    setTimeout(() => this.release(done.query_id), PRESS_MS);
    this.root.dispatchEvent(new CustomEvent("pressed", { bubbles: true, detail: { actor: this.actor } }));
    const answer = this.world.answers.get(done.query_id);
    return answer ? this.takeAnswer(answer) : undefined;
  }

  release(queryId) {
    this.waiting.get(queryId)?.removeAttribute("aria-busy");
    this.waiting.delete(queryId);
  }

  /** A link to the desk's own private chat opens it; any other goes nowhere from here. */
  followLink(url) {
    const match = /^https?:\/\/t\.me\/(\w+)(?:\?start=([\w-]*))?$/.exec(url);
    if (match && match[1].toLowerCase() === this.world.bot()?.username.toLowerCase()) {
      const detail = { actor: this.actor, payload: match[2] ?? "" };
      this.root.dispatchEvent(new CustomEvent("desk-link", { bubbles: true, detail }));
    } else this.toast(say("link.opens", { url }));
  }

  takeAnswer(answer) {
    if (!this.waiting.has(answer.query_id)) return;
    this.release(answer.query_id);
    if (!answer.text) return;
    if (answer.show_alert) this.openAlert(answer.text);
    else this.toast(answer.text);
  }

  toast(text) {
    const toast = this.find(".toast");
    toast.textContent = text;
    toast.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => { toast.hidden = true; }, TOAST_MS);
  }

  openAlert(text) {
    this.find(".alert-text").textContent = text;
    this.find(".alert").setAttribute("aria-label", text);
    this.before = document.activeElement;
    this.find(".alert").hidden = false;
    this.find(".alert-close").focus({ preventScroll: true });
  }

  closeAlert() {
    if (this.find(".alert").hidden) return;
    this.find(".alert").hidden = true;
    if (this.before?.isConnected) this.before.focus({ preventScroll: true });
  }

  deeds() {
    const who = this.kind === "resident" ? "resident" : "officer";
    const deeds = [{ icon: "person", label: say(`more.${who}`), run: () => this.sheets.newcomer(who) }];
    const person = this.world.person(this.actor);
    if (this.kind === "group" || !person || person.deleted) return deeds;
    deeds.push({ icon: "code", label: say("more.poster"), run: () => this.sheets.poster(this) });
    const deed = person.blocked ? "unblock" : "block";
    if (person.started) deeds.push({ icon: "close", label: say(`more.${deed}`), run: () => this.act({ do: deed }) });
    return [...deeds, { icon: "bin", label: say("more.farewell"), run: () => this.sheets.farewell(this) }];
  }

  openMessageMenu(button, message, canEdit) {
    const items = [{ icon: "reply", label: say("reply"), run: () => this.composer.turnTo(message, false) }];
    if (canEdit) items.push({ icon: "edit", label: say("edit"), run: () => this.composer.turnTo(message, true) });
    openMenu(button, items);
  }

  /** Show who was told something by an alert: [{id, text}]. */
  showFlags(told) {
    const flags = this.find(".flags");
    flags.hidden = told.length === 0;
    if (!told.length) return;
    const faces = told.map(({ id, text }) => {
      const avatar = makeAvatar(this.world.name(id), id);
      avatar.title = say("flags.of", { name: this.world.name(id), text });
      return avatar;
    });
    flags.replaceChildren(make("div", { class: "faces" }, ...faces), make("p", { class: "flags-words" }, make("strong", {}, sayCount("flags.told", told.length)), make("q", { dir: "auto" }, told[0].text)));
  }
}
