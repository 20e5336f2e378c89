// The demo's clock in the top bar. It lives in the sandbox; the page only shows it and asks it to move.

import * as api from "./api.js";
import { dayOf, momentOf, timeOf, zoneName } from "./times.js";
import { say, sayCount } from "./words.js";

const TICK_MS = 1000;
const NOTE_MS = 5000;
const ASK_MS = 3000;
const LOOK_MS = 400;

export class Clock {
  constructor(world) {
    this.find = (name) => document.getElementById(`clock-${name}`);
    this.ahead = 0;
    this.due = null;
    this.isMoving = false;
    world.addEventListener("clock", ({ detail }) => this.set(detail));
    this.find("hour").addEventListener("click", () => this.move({ seconds: 3600 }));
    this.find("day").addEventListener("click", () => this.move({ seconds: 86_400 }));
    this.find("next").addEventListener("click", () => this.move({ next_due: true }));
    setInterval(() => this.draw(), TICK_MS);
    // What is due next changes with every word said, and the bot reports it a little later.
    setInterval(() => document.hidden || this.isMoving || this.ask(), ASK_MS);
  }

  async ask() {
    try {
      this.set(await api.getClock());
    } catch {
      // The page says by other means that the sandbox is away.
    }
  }

  /** Return true once the bot has said that something is due, false after `patience` milliseconds. */
  async untilDue(patience) {
    for (const ends = Date.now() + patience; Date.now() < ends; ) {
      await this.ask();
      if (this.due !== null) return true;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }

  set(clock) {
    this.ahead = clock.now * 1000 - Date.now();
    this.due = clock.next_due ?? null;
    this.draw();
  }

  now() {
    return new Date(Date.now() + this.ahead);
  }

  draw() {
    const now = this.now();
    this.find("time").textContent = timeOf(now);
    this.find("time").dateTime = now.toISOString();
    this.find("date").textContent = dayOf(now);
    this.find("zone").textContent = zoneName(now);
    this.drawKeys();
  }

  drawKeys() {
    const next = this.find("next");
    next.title = this.due !== null ? say("clock.next.at", { time: momentOf(new Date(this.due * 1000)) }) : say("clock.next.none");
    ["hour", "day"].forEach((name) => { this.find(name).disabled = this.isMoving; });
    next.disabled = this.isMoving || this.due === null;
  }

  /** Move ahead and wait until the bot has caught up; says what happened. Returns false if it stayed. */
  async move(by) {
    if (this.isMoving) return false;
    this.setMoving(true);
    try {
      const moved = await api.advance(by);
      this.set({ now: moved.now, next_due: this.due });
      this.note(this.wordsFor(moved));
      return true;
    } catch (error) {
      this.note(say("clock.failed", { error: error.message }));
      return false;
    } finally {
      this.setMoving(false);
    }
  }

  wordsFor(moved) {
    if (moved.late?.length) return say("clock.late");
    const passed = Math.max(0, (moved.stops?.length ?? 0) - 1);
    return passed ? sayCount("clock.passed", passed) : "";
  }

  setMoving(isMoving) {
    this.isMoving = isMoving;
    document.body.classList.toggle("time-passes", isMoving);
    if (isMoving) this.note(say("clock.busy"), Infinity);
    this.drawKeys();
  }

  note(words, lasting = NOTE_MS) {
    const busy = this.find("busy");
    clearTimeout(this.noting);
    busy.textContent = words;
    busy.hidden = !words;
    if (words && lasting < Infinity) this.noting = setTimeout(() => { busy.hidden = true; }, lasting);
  }
}
