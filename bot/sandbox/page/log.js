// The messages of a pane, kept in step with the chat without drawing it all again.

import { drawMessage, senderOf } from "./bubble.js";
import { make } from "./dom.js";
import { dayOf } from "./times.js";
import { say } from "./words.js";

const NEAR_END = 60;
const PRESS_SHOWN_MS = 650;

export class Log {
  constructor(root, on) {
    this.on = on;
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
    return messages.flatMap((message, index) => this.drawAfter(messages[index - 1], message));
  }

  /** Return the message's element, with the day before it where a new day begins. */
  drawAfter(before, message) {
    const day = dayOf(new Date(message.date * 1000));
    const isNewDay = !before || dayOf(new Date(before.date * 1000)) !== day;
    const element = this.draw(message, isNewDay || !isSameRun(before, message));
    return isNewDay ? [make("p", { class: "day" }, make("span", {}, day)), element] : [element];
  }

  draw(message, isFirst) {
    const { actor, isGroup } = this.look;
    return drawMessage(message, { isMine: senderOf(message).id === actor, isGroup, isFirst }, this.on);
  }

  take(event, messages) {
    if (event.type === "delete") this.drop(event.message_id);
    else if (event.type === "edit") this.redraw(event.message);
    else this.add(event.message, messages);
  }

  find(id) {
    return this.list.querySelector(`:scope > [data-id="${id}"]`);
  }

  drop(id) {
    this.find(id)?.remove();
    this.list.querySelectorAll(".day").forEach((day) => {
      if (!day.nextElementSibling || day.nextElementSibling.classList.contains("day")) day.remove();
    });
    if (!this.list.children.length) this.showEmpty(this.look.empty);
  }

  redraw(message) {
    const old = this.find(message.message_id);
    if (!old) return;
    const wasAtEnd = this.isAtEnd();
    const hadFocus = old.contains(document.activeElement);
    const fresh = this.draw(message, old.classList.contains("first"));
    fresh.classList.add("changed");
    old.replaceWith(fresh);
    // The button that was tapped is gone with the old face: keep the keyboard's place in the chat.
    if (hadFocus) (fresh.querySelector(".inline-key") ?? this.list).focus({ preventScroll: true });
    if (wasAtEnd) this.goToEnd();
  }

  add(message, messages) {
    if (this.find(message.message_id)) return;
    const wasAtEnd = this.isAtEnd();
    this.list.querySelector(".empty")?.remove();
    const before = messages[messages.findIndex((one) => one.message_id === message.message_id) - 1];
    const drawn = this.drawAfter(before, message);
    drawn.forEach((element) => element.classList.add("new"));
    this.list.append(...drawn);
    if (wasAtEnd || senderOf(message).id === this.look.actor) this.goToEnd();
    else this.countUnseen();
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

function isSameRun(before, message) {
  return senderOf(before).id === senderOf(message).id && message.date - before.date < 600;
}
