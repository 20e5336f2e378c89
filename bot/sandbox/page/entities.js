// Text with entities as nodes. Offsets count UTF-16 units, as JavaScript strings do.

import { make } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code", blockquote: "q" };
const LINKS = new Set(["url", "text_link", "email", "phone_number", "mention", "text_mention", "hashtag", "cashtag"]);

/** Return the nodes for `text`; `onCommand(text)` is called when a command in it is tapped. */
export function drawText(text, entities = [], onCommand = () => {}) {
  const sorted = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  const edges = new Set([0, text.length]);
  sorted.forEach((entity) => edges.add(entity.offset).add(entity.offset + entity.length));
  const cuts = [...edges].filter((at) => at >= 0 && at <= text.length).sort((one, other) => one - other);
  return cuts.slice(0, -1).map((from, index) => drawPiece(text, from, cuts[index + 1], sorted, onCommand));
}

function drawPiece(text, from, to, entities, onCommand) {
  const covering = entities.filter((entity) => entity.offset <= from && to <= entity.offset + entity.length);
  return covering.reduceRight((inner, entity) => wrap(inner, entity, onCommand), document.createTextNode(text.slice(from, to)));
}

function wrap(inner, entity, onCommand) {
  if (entity.type === "bot_command") {
    return make("button", { type: "button", class: "command", click: (event) => onCommand(event.currentTarget.textContent) }, inner);
  }
  if (entity.type === "spoiler") return makeSpoiler(inner);
  // A link goes nowhere from here: nothing on this page leaves the machine.
  if (LINKS.has(entity.type)) return make("span", { class: "link", title: entity.url ?? null }, inner);
  return TAGS[entity.type] ? make(TAGS[entity.type], { class: entity.type }, inner) : inner;
}

function makeSpoiler(inner) {
  const show = (event) => event.currentTarget.classList.add("shown");
  return make("button", { type: "button", class: "spoiler", click: show }, inner);
}
