// The one small menu of the page: opens beside a button, closes by Escape or a tap elsewhere.

import { icon, make } from "./dom.js";

const EDGE = 8;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
const menu = document.getElementById("menu");

/** Open the menu at `button` with `items`: [{icon, label, note, hasMore, run}]; one that has more opens the next menu. */
export function openMenu(button, items) {
  menu.replaceChildren(...items.map(drawItem));
  menu.showPopover();
  place(button);
  button.setAttribute("aria-expanded", "true");
  menu.addEventListener("toggle", (event) => settle(event, button), { once: true });
  menu.firstElementChild.focus();
}

function settle(event, button) {
  if (event.newState === "closed") button.setAttribute("aria-expanded", "false");
  else menu.addEventListener("toggle", (next) => settle(next, button), { once: true });
}

function drawItem(item) {
  const run = () => {
    menu.hidePopover();
    item.run();
  };
  const words = make("span", { class: "menu-words" }, make("bdi", {}, item.label), item.note ? make("small", { dir: "auto" }, item.note) : null);
  const more = item.hasMore ? make("span", { class: "menu-more", "aria-hidden": "true" }, "›") : null;
  const attributes = { type: "button", role: "menuitem", class: "menu-item", "aria-haspopup": item.hasMore ? "menu" : null, click: run };
  return make("button", attributes, item.icon ? icon(item.icon) : null, words, more);
}

function place(button) {
  const at = button.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  const left = Math.min(Math.max(EDGE, at.left), innerWidth - size.width - EDGE);
  const below = at.bottom + EDGE / 2;
  const fitsBelow = below + size.height < innerHeight - EDGE;
  menu.style.left = `${left}px`;
  menu.style.top = `${fitsBelow ? below : Math.max(EDGE, at.top - size.height - EDGE / 2)}px`;
}

menu.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.children];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
});
