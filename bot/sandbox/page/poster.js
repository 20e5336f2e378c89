// The sheet of posters: links that open the desk with a word, as the camera of a phone would.

import { icon, make } from "./dom.js";
import { language, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const PAYLOAD = /^[\w-]{1,64}$/;
const LOCALES = { en: ["en"], zh: ["zh-Hans", "zh"] };

export class Poster {
  constructor(world) {
    this.world = world;
    this.pane = null;
    byId("poster-cancel").addEventListener("click", () => byId("poster").close());
    byId("poster-word").addEventListener("input", () => byId("poster-word").setCustomValidity(""));
    byId("poster-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(byId("poster-word").value.trim());
    });
  }

  /** Show the posters to the person in this pane. */
  ask(pane) {
    this.pane = pane;
    byId("poster-word").value = "";
    byId("poster-list").replaceChildren(...(this.world.scene?.links ?? []).map((link) => this.draw(link)));
    byId("poster").showModal();
  }

  draw(link) {
    const words = make("span", { class: "door-words" },
      make("span", { class: "poster-name" }, nameOf(link)),
      make("span", { class: "poster-link" }, `t.me/${this.world.bot().username}?start=${link.payload}`));
    return make("li", {}, make("button", { type: "button", class: "poster-key", click: () => this.open(link.payload) }, icon("code"), words));
  }

  /** Take a whole link or only its word. */
  take(text) {
    const word = text.includes("start=") ? text.slice(text.lastIndexOf("start=") + 6) : text;
    if (PAYLOAD.test(word)) return this.open(word);
    byId("poster-word").setCustomValidity(say("poster.wrong"));
    return byId("poster-word").reportValidity();
  }

  open(payload) {
    byId("poster").close();
    return this.pane.act({ do: "start", payload });
  }
}

function nameOf(link) {
  const names = link.names ?? {};
  const locale = LOCALES[language].find((one) => names[one]);
  return names[locale] ?? Object.values(names)[0] ?? link.payload;
}
