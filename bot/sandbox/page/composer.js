// The bottom of a pane: writing, attaching, answering, and the chat's reply keyboard.

import { make } from "./dom.js";
import { summary } from "./media.js";
import { openMenu } from "./menu.js";
import { say } from "./words.js";

// A made-up place in the sea, and a number from the range kept for fiction.
const PLACE = { latitude: 0.0012, longitude: 0.0034 };
const PHONE = "+12025550143";
const TALLEST = 120;
const ATTACHED = [
  { icon: "photo", key: "attach.photo", deed: { do: "photo" } },
  { icon: "mic", key: "attach.voice", deed: { do: "voice", seconds: 25 } },
  { icon: "pin", key: "attach.location", deed: { do: "location", ...PLACE } },
  { icon: "person", key: "attach.contact", deed: { do: "contact", own: true, phone: PHONE } },
  { icon: "file", key: "attach.document", deed: { do: "document", file_name: "notes.pdf" } },
  { icon: "smile", key: "attach.sticker", deed: { do: "sticker" } },
];

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
    root.querySelector(".clip").addEventListener("click", (event) => this.openAttachments(event.currentTarget));
    root.querySelector(".answering-close").addEventListener("click", () => this.forget());
    this.begin.firstElementChild.addEventListener("click", () => this.send({ do: "start" }));
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
    if (!text) return;
    const deed = this.about?.isEdit
      ? { do: "edit", message_id: this.about.id, text }
      : { do: "text", text, ...(this.about ? { reply_to: this.about.id } : {}) };
    this.words.value = "";
    this.fit();
    this.forget();
    if (!(await this.send(deed))) this.words.value ||= text;
  }

  openAttachments(button) {
    openMenu(button, ATTACHED.map((item) => ({ icon: item.icon, label: say(item.key), run: () => this.send(item.deed) })));
  }

  /** Answer or edit this message with the next words. */
  turnTo(message, isEdit) {
    this.about = { id: message.message_id, isEdit };
    this.answering.hidden = false;
    this.answering.querySelector(".answering-text").textContent = isEdit ? say("write.edit") : summary(message);
    if (isEdit) this.words.value = message.text;
    this.fit();
    this.words.focus();
  }

  forget() {
    if (this.about?.isEdit) this.words.value = "";
    this.about = null;
    this.answering.hidden = true;
  }

  /** Say as whom one writes; who has not begun yet gets only the Start button, as in the app. */
  setWriter(name, { canBegin, canWrite }) {
    this.words.placeholder = say("write");
    this.words.setAttribute("aria-label", say("write.as", { name }));
    this.begin.hidden = !canBegin;
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
