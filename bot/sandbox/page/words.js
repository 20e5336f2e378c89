// Every word of the page itself, by language.

import zh from "./chinese.js";
import en from "./english.js";

const TABLE = { en, zh };

/** Return "zh" or "en": what the address asks for, else what the browser prefers. */
function chooseLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wished = asked ? [asked] : navigator.languages ?? [navigator.language];
  for (const tag of wished) {
    const known = Object.keys(TABLE).find((language) => tag.toLowerCase().startsWith(language));
    if (known) return known;
  }
  return "en";
}

export const language = chooseLanguage();
export const otherLanguage = language === "zh" ? "en" : "zh";
export const locale = language === "zh" ? "zh-CN" : "en-GB";

/** Return the words under `key`, with `{facts}` filled in. */
export function say(key, facts = {}) {
  const words = TABLE[language][key] ?? TABLE.en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** Return the words for a number of things; English has a singular. */
export function sayCount(key, n) {
  return say(n === 1 ? `${key}.one` : key, { n });
}

/** Put the page's words into every element under `root` that names a key. */
export function fillWords(root) {
  for (const element of root.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of root.querySelectorAll("[data-say-title]")) element.title = say(element.dataset.sayTitle);
  for (const element of root.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
    if (element.tagName === "BUTTON") element.title = say(element.dataset.sayLabel);
  }
}
