// Plays a script step by step, with captions; can be paused, hurried and stopped.

import { language, say } from "./words.js";
import { Lost } from "./stage.js";

const TICK_MS = 40;
const READ = { base: 1300, en: 36, zh: 115 };
const BEFORE = 0.45;

class Stopped extends Error {}

export class Director {
  constructor(stage, caption) {
    this.stage = stage;
    this.caption = caption;
    this.speed = 1;
    this.run = null;
    caption.listen({
      pause: () => this.pause(),
      skip: () => { if (this.run) this.run.isHurried = true; },
      stop: () => this.stop(),
      speed: (speed) => { this.speed = speed; },
    });
  }

  /** Play the script; `onResult` gets what a step gives back. Resolves when it is over, however it ended. */
  async play(script, onResult = () => {}) {
    this.stop();
    const run = { isPaused: false, isHurried: false, isStopped: false };
    this.run = run;
    try {
      this.caption.open();
      await this.stage.prepare();
      for (const [index, step] of script.entries()) await this.playStep(run, step, index, script.length, onResult);
      this.caption.finish(say("story.done"));
    } catch (error) {
      this.explain(run, error);
    } finally {
      if (this.run === run) this.run = null;
      this.stage.leave();
    }
  }

  async playStep(run, step, index, count, onResult) {
    const words = step[language].replaceAll("{name}", this.stage.residentName());
    const reading = READ.base + words.length * READ[language];
    run.isHurried = false;
    this.stage.enter(step.at);
    this.caption.show(say("story.step", { n: index + 1, m: count }), words, (index + 1) / count);
    await this.beat(run, reading * BEFORE);
    const [name, ...facts] = step.deed;
    const result = await this.stage[name](...facts, (ms) => this.beat(run, ms));
    if (result) onResult(result);
    if (name !== "end") await this.beat(run, reading * (1 - BEFORE));
  }

  /** Let time pass as the watcher wants it: faster, paused, or not at all. */
  async beat(run, ms) {
    let left = ms;
    while (!run.isStopped && (run.isPaused || (left > 0 && !run.isHurried))) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      if (!run.isPaused) left -= TICK_MS * this.speed;
    }
    if (run.isStopped) throw new Stopped();
  }

  explain(run, error) {
    if (error instanceof Stopped || run.isStopped) return;
    console.warn("story", error);
    const words = error instanceof Lost ? error.message : say("story.broken", { error: error.message });
    this.caption.fail(say("story.stopped"), words);
  }

  pause() {
    if (!this.run) return;
    this.run.isPaused = !this.run.isPaused;
    this.caption.setPaused(this.run.isPaused);
  }

  stop() {
    if (this.run) this.run.isStopped = true;
    this.run = null;
    this.stage.clear();
    this.caption.close();
  }
}
