// The page: three panes, the clock, the story and the plug, put together.

import { Caption } from "./caption.js";
import { Clock } from "./clock.js";
import { Director } from "./director.js";
import { make } from "./dom.js";
import { Farewell } from "./farewell.js";
import { Newcomer } from "./newcomer.js";
import { Pane } from "./pane.js";
import { Plug } from "./plug.js";
import { Poster } from "./poster.js";
import { Stage } from "./stage.js";
import { PLUG_SCENE, STORY } from "./story.js";
import { setZone } from "./times.js";
import { fillWords, language, otherLanguage, say } from "./words.js";
import { World } from "./world.js";

const KINDS = ["resident", "group", "officer"];
const PATIENCE_MS = 4000;
const SEEN = "pavilion.seen";
const byId = (id) => document.getElementById(id);

const world = new World();
const newcomer = new Newcomer(world, (kind, id) => panes[kind].choose(id));
const poster = new Poster(world);
const farewell = new Farewell();
const sheets = { newcomer: (kind) => newcomer.ask(kind), poster: (pane) => poster.ask(pane), farewell: (pane) => farewell.ask(pane) };
const panes = Object.fromEntries(KINDS.map((kind) => [kind, new Pane(kind, world, sheets)]));
const clock = new Clock(world);
const stage = new Stage(world, panes, clock, (kind) => turnTo(kind, true));
const director = new Director(stage, new Caption());

function layOut() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  document.title = say("title");
  fillWords(document);
  byId("panes").append(...KINDS.map((kind) => panes[kind].root));
  byId("tabs").append(...KINDS.map(drawTab));
  for (const id of ["other-language", "welcome-language"]) {
    byId(id).href = `?lang=${otherLanguage}`;
    byId(id).lang = otherLanguage === "zh" ? "zh-Hans" : "en";
    byId(id).textContent = say("other");
  }
  turnTo("resident");
}

function drawTab(kind) {
  const click = () => turnTo(kind);
  return make("button", { type: "button", role: "tab", id: `tab-${kind}`, class: "tab", "aria-controls": `pane-${kind}`, click },
    make("span", {}, say(`tab.${kind}`)), make("span", { class: "dot", hidden: true, "aria-hidden": "true" }));
}

/** Bring a pane into view: on a narrow page the others are hidden. A told pane is also lit. */
function turnTo(kind, isLit = false) {
  byId("panes").dataset.shown = kind;
  for (const one of KINDS) {
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === kind));
    byId(`tab-${one}`).tabIndex = one === kind ? 0 : -1;
    panes[one].root.classList.toggle("lit", isLit && one === kind);
  }
  setFresh(kind, false);
}

function setFresh(kind, isFresh) {
  byId(`tab-${kind}`).querySelector(".dot").hidden = !isFresh;
}

function walkTabs(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const kind = KINDS[(KINDS.indexOf(byId("panes").dataset.shown) + step + KINDS.length) % KINDS.length];
  turnTo(kind);
  byId(`tab-${kind}`).focus();
}

function noteShown() {
  world.show(KINDS.map((kind) => panes[kind].chatId()).filter((id) => id !== null));
}

async function refresh() {
  setZone(world.scene?.timezone);
  await Promise.all(KINDS.map((kind) => panes[kind].refresh()));
  noteShown();
}

function markFresh(event) {
  const kind = KINDS.find((one) => panes[one].chatId() === event.chat_id);
  if (kind && kind !== byId("panes").dataset.shown && !["loaded", "read"].includes(event.type)) setFresh(kind, true);
}

/** Whoever taps in the group is whose private chat stands beside it: that is where the answer comes. */
function followOfficer(event) {
  if (event.target === panes.group.root) panes.officer.choose(event.detail.actor);
}

async function followDeskLink(event) {
  const pane = event.target === panes.resident.root ? panes.resident : panes.officer;
  await pane.choose(event.detail.actor);
  turnTo(pane.kind);
  await pane.act({ do: "start", payload: event.detail.payload });
}

function tellOfLink(isUp) {
  clearTimeout(tellOfLink.later);
  byId("link-down").hidden = isUp;
  byId("link-down").textContent = say("link.down");
  if (!isUp) tellOfLink.later = setTimeout(() => { byId("link-down").textContent = say("link.failed"); }, PATIENCE_MS);
}

function leaveWelcome(then = () => {}) {
  byId("welcome").close();
  then();
}

const playStory = () => director.play(STORY);
const playPlugScene = (onReport) => director.play(PLUG_SCENE, onReport);
const plug = new Plug(world, playPlugScene, (words, lasting) => clock.note(words, lasting));

function listen() {
  world.addEventListener("state", refresh);
  world.addEventListener("chat", ({ detail }) => markFresh(detail));
  world.addEventListener("link", ({ detail }) => tellOfLink(detail));
  byId("panes").addEventListener("chosen", noteShown);
  byId("panes").addEventListener("pressed", followOfficer);
  byId("panes").addEventListener("desk-link", followDeskLink);
  byId("tabs").addEventListener("keydown", walkTabs);
  byId("play-story").addEventListener("click", playStory);
  byId("open-welcome").addEventListener("click", () => byId("welcome").showModal());
  byId("welcome-story").addEventListener("click", () => leaveWelcome(playStory));
  byId("welcome-try").addEventListener("click", () => leaveWelcome());
  byId("welcome-plug").addEventListener("click", () => leaveWelcome(() => plug.pullInForm()));
  byId("welcome").addEventListener("close", () => sessionStorage.setItem(SEEN, "yes"));
}

layOut();
listen();
if (!sessionStorage.getItem(SEEN)) byId("welcome").showModal();
world.open();
