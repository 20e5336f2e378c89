// The bottom of a pane: writing, answering, changing one's words, and the chat's reply keyboard.

import { PHONE, PLACE } from "./attachments.js";
import { make } from "./dom.js";
import { summary } from "./media.js";
import { say } from "./words.js";

const TALLEST = 120;

export class Composer {
  /** `send(deed)` does something as the pane's person and resolves when the sandbox took it. */
  constructor(root, send) {
    this.send = send;
    this.form = root.querySelector(".composer");
    this.words = root.querySelector(".words");
    this.keys = root.querySelector(".keys");
    this.begin = root.querySelector(".begin");
    this.answering = root.querySelector(".answering");
    this.about = null;
    this.spent = null;
    this.listen(root);
  }

  listen(root) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.words.addEventListener("keydown", (event) => this.takeKey(event));
    this.words.addEventListener("input", () => this.fit());
    root.querySelector(".answering-close").addEventListener("click", () => this.forget());
    this.begin.querySelector(".primary").addEventListener("click", () => this.send({ do: "start" }));
  }

  takeKey(event) {
    // While a Chinese word is being composed, Enter belongs to the input method.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.about) this.forget();
  }

  fit() {
    this.words.style.height = "auto";
    this.words.style.height = `${Math.min(this.words.scrollHeight, TALLEST)}px`;
  }

  async submit() {
    const text = this.words.value.trim();
    if (!text && !this.about?.isCaption) return;
    const deed = this.about?.isEdit
      ? { do: "edit", message_id: this.about.id, text }
      : { do: "text", text, ...(this.about ? { reply_to: this.about.id } : {}) };
    this.words.value = "";
    this.fit();
    this.forget();
    if (!(await this.send(deed))) this.words.value ||= text;
  }

  /** Answer or edit this message with the next words. */
  turnTo(message, isEdit) {
    this.about = { id: message.message_id, isEdit, isCaption: isEdit && message.text === undefined };
    this.answering.hidden = false;
    this.answering.querySelector(".answering-text").textContent = isEdit ? say("write.edit") : summary(message);
    if (isEdit) this.words.value = message.text ?? message.caption ?? "";
    this.fit();
    this.words.focus();
  }

  forget() {
    if (this.about?.isEdit) this.words.value = "";
    this.about = null;
    this.answering.hidden = true;
  }

  /** Say as whom one writes; who has not begun yet gets only the Start button, as in the app; `note` says why. */
  setWriter(name, { canBegin, canWrite, hasPosters, note }) {
    this.begin.querySelector(".begin-note").textContent = note;
    this.begin.querySelector(".primary").hidden = !canBegin;
    this.begin.querySelector(".begin-poster").hidden = !canBegin || !hasPosters;
    this.words.placeholder = say("write");
    this.words.setAttribute("aria-label", say("write.as", { name }));
    this.begin.hidden = !canBegin && !note;
    this.form.hidden = canBegin || !canWrite;
  }

  /** Show the reply keyboard that the newest message with one asks for; one meant for a single use is then put away. */
  setKeys(messages) {
    const last = messages.findLast((message) => isAboutKeys(message.reply_markup));
    const rows = last?.reply_markup.keyboard ?? [];
    const stamp = JSON.stringify([last?.chat.id, last?.message_id, rows]);
    this.keys.hidden = rows.length === 0 || this.spent === stamp;
    if (this.keys.dataset.stamp === stamp) return;
    this.keys.dataset.stamp = stamp;
    this.keys.replaceChildren(...rows.map((row) => this.drawRow(row, last.reply_markup.one_time_keyboard ? stamp : null)));
  }

  drawRow(row, spends) {
    return make("div", { class: "key-row" }, ...row.map((key) => {
      const use = async () => {
        if (!(await this.send(deedOf(key))) || !spends) return;
        this.spent = spends;
        this.keys.hidden = true;
      };
      return make("button", { type: "button", class: "key", click: use }, make("bdi", { dir: "auto" }, key.text ?? key));
    }));
  }
}

function isAboutKeys(markup) {
  return Boolean(markup && (markup.keyboard || markup.remove_keyboard || markup.force_reply));
}

function deedOf(key) {
  const deed = { do: "key", label: key.text ?? key };
  if (key.request_contact) return { ...deed, phone: PHONE };
  return key.request_location ? { ...deed, ...PLACE } : deed;
}
