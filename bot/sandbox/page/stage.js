// Playing people on the page: finding buttons by their words, tapping, typing, racing.

import * as api from "./api.js";
import { say } from "./words.js";

const PATIENCE_MS = 8000;
const GLANCE_MS = 1500;
const RECENT = 8;
const KEY_MS = 45;
const MOST_MOVES = 40;
const DEAD_MS = 150;
export const NAMES = ["Dana", "小林", "Rosa", "阿莲", "Oleg", "Farida", "老顾", "Ines"];

/** The story could not find its way; the message says what it looked for. */
export class Lost extends Error {}

export class Stage {
  /** `turnTo(kind)` brings a pane into view. */
  constructor(world, panes, clock, turnTo) {
    this.world = world;
    this.panes = panes;
    this.clock = clock;
    this.turnTo = turnTo;
    this.at = "resident";
    this.isTapAnswered = false;
  }

  /** Put a resident who has never written here on the phone, and let every officer say hello to the desk. */
  async prepare() {
    if (this.world.officers().length < 2) throw new Lost(say("story.nobody"));
    await this.world.reloadState();
    await this.panes.resident.choose(await this.freshResident());
    await this.signOnOfficers();
  }

  async freshResident() {
    const fresh = this.world.residents().find((id) => !this.world.person(id).started && !this.world.person(id).deleted);
    if (fresh) return fresh;
    const taken = new Set(this.world.state.users.map((user) => user.first_name));
    const first_name = NAMES.find((name) => !taken.has(name)) ?? `${NAMES[0]} ${taken.size}`;
    const user = await api.addUser({ first_name });
    await this.world.reloadState();
    return user.id;
  }

  /** Who never pressed Start cannot be written to, so the desk could not hand them anything. */
  async signOnOfficers() {
    const silent = this.world.officers().filter((id) => !this.world.person(id).started);
    if (!silent.length) return;
    const before = this.deedsOf(silent);
    const greeted = () => silent.every((id) => this.world.conversation(id).botDeeds > before.get(id));
    await api.actTogether(silent.map((user) => ({ user, do: "start", payload: "officer" })));
    await this.world.until(greeted, PATIENCE_MS);
    await this.world.reloadState();
    this.world.forgetUnread(silent);
  }

  deedsOf(people) {
    return new Map(people.map((id) => [id, this.world.conversation(id).botDeeds]));
  }

  enter(kind) {
    this.at = kind;
    this.turnTo(kind);
  }

  /** Let no pane be lit any more. */
  leave() {
    Object.values(this.panes).forEach((pane) => pane.root.classList.remove("lit"));
  }

  /** Take away what was hung up for the watcher. */
  clear() {
    this.panes.group.showFlags([]);
  }

  residentName() {
    return this.world.name(this.panes.resident.actor);
  }

  pane() {
    return this.panes[this.at];
  }

  chat() {
    return this.world.conversation(this.pane().chatId());
  }

  /** Return the newest button with one of these labels: the same words first, else the shortest that contains them. */
  seek(labels) {
    const withKeys = this.chat().list().filter((message) => message.reply_markup?.inline_keyboard).slice(-RECENT);
    for (const message of withKeys.reverse()) {
      const found = pick(placed(message), labels);
      if (found) return found;
    }
    return null;
  }

  async find(labels, patience = PATIENCE_MS) {
    const found = await this.world.until(() => this.seek(labels), patience);
    if (!found) throw new Lost(say("story.stuck", { label: labels[0], pane: this.pane().title() }));
    return found;
  }

  /** Do it, and return when the bot has said or changed something in this chat. */
  async untilAnswered(deed) {
    const chat = this.chat();
    const before = chat.botDeeds;
    await deed();
    const isAnswered = await this.world.until(() => chat.botDeeds > before, PATIENCE_MS);
    if (!isAnswered) throw new Lost(say("story.silent", { pane: this.pane().title() }));
  }

  async press(found, beat) {
    await this.pane().log.showPress(found.message.message_id, found.row, found.column, beat);
    await api.act({ user: this.pane().actor, ...this.pressDeed(found) });
  }

  pressDeed({ message, row, column }) {
    return { do: "press", chat: this.pane().chatId(), message_id: message.message_id, row, column };
  }

  async tap(labels, beat) {
    const found = await this.find(labels);
    await this.untilAnswered(() => this.press(found, beat));
  }

  /** Tap it if it is there: some steps may already have been taken by the one before. */
  async tapIfShown(labels, beat) {
    const found = await this.world.until(() => this.seek(labels), GLANCE_MS);
    if (found) await this.untilAnswered(() => this.press(found, beat));
  }

  async start() {
    await this.untilAnswered(() => this.pane().act({ do: "start" }));
  }

  async type(text, beat) {
    const { composer } = this.pane();
    for (let end = 1; end <= text.length; end += 1) {
      composer.words.value = text.slice(0, end);
      await beat(KEY_MS);
    }
    await this.untilAnswered(() => composer.submit());
  }

  async speak(seconds) {
    await this.untilAnswered(() => this.pane().act({ do: "voice", seconds }));
  }

  async expect(labels) {
    const found = await this.find(labels);
    this.pane().log.find(found.message.message_id)?.scrollIntoView({ block: "nearest" });
  }

  /** Let every officer tap in the same moment; turn to the one who has it, flag the others. */
  async race(labels, beat) {
    const found = await this.find(labels);
    const officers = this.world.officers();
    const before = this.deedsOf(officers);
    await this.pane().log.showPress(found.message.message_id, found.row, found.column, beat);
    const done = await api.actTogether(officers.map((user) => ({ user, ...this.pressDeed(found) })));
    const answers = await this.answersTo(done, officers);
    const winner = await this.winnerOf(officers, answers, before);
    this.panes.group.showFlags(answers.filter(({ id, answer }) => id !== winner && answer?.text).map(({ id, answer }) => ({ id, text: answer.text })));
    await this.panes.officer.choose(winner);
  }

  async answersTo(done, officers) {
    const has = (one) => !one.query_id || this.world.answers.has(one.query_id);
    await this.world.until(() => done.every(has), PATIENCE_MS);
    return done.map((one, index) => ({ id: officers[index], answer: this.world.answers.get(one.query_id) }));
  }

  async winnerOf(officers, answers, before) {
    const isWrittenTo = (id) => this.world.conversation(id).botDeeds > before.get(id);
    const isRefused = (id) => answers.find((one) => one.id === id)?.answer?.show_alert === true;
    const winner = await this.world.until(() => officers.find((id) => isWrittenTo(id) && !isRefused(id)), PATIENCE_MS);
    if (!winner) throw new Lost(say("story.silent", { pane: this.panes.officer.title() }));
    return winner;
  }

  /** Move the clock from one due thing to the next until the button is there. */
  async wait(labels, beat) {
    for (let moves = 0; moves < MOST_MOVES && !this.seek(labels); moves += 1) {
      if (!(await this.clock.untilDue(PATIENCE_MS)) || !(await this.clock.move({ next_due: true }))) break;
      await this.world.until(() => this.seek(labels), GLANCE_MS);
      await beat(KEY_MS);
    }
    await this.find(labels, GLANCE_MS);
  }

  /** Kill the bot, tap while it is dead; return the report, and whether the tap was answered in the end. */
  async plug(labels, beat) {
    const found = await this.find(labels);
    const chat = this.chat();
    const before = chat.botDeeds;
    const report = api.control("plug");
    await new Promise((resolve) => setTimeout(resolve, DEAD_MS));
    await this.press(found, beat);
    const told = await report;
    this.isTapAnswered = Boolean(await this.world.until(() => chat.botDeeds > before, PATIENCE_MS));
    return { ...told, isTapAnswered: this.isTapAnswered };
  }

  async answered() {
    if (!this.isTapAnswered) throw new Lost(say("story.silent", { pane: this.pane().title() }));
  }

  async end() {}
}

/** Return the message's buttons with their places, those that only open a link left out. */
function placed(message) {
  return message.reply_markup.inline_keyboard.flatMap((buttons, row) =>
    buttons.map((button, column) => ({ message, row, column, words: plain(button.text), isLink: Boolean(button.url) })).filter((one) => !one.isLink));
}

function pick(buttons, labels) {
  const wanted = labels.map(plain);
  const same = buttons.find((button) => wanted.includes(button.words));
  if (same) return same;
  const holding = buttons.filter((button) => wanted.some((label) => button.words.includes(label)));
  return holding.sort((one, other) => one.words.length - other.words.length)[0] ?? null;
}

/** Return the words of a label without emoji, punctuation or case. */
function plain(label) {
  return label.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N} ]/gu, "").replace(/\s+/g, " ").trim();
}
