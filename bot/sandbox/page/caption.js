// The bar that tells the story: words, progress, and the keys of the player.

import { icon } from "./dom.js";
import { say } from "./words.js";

export class Caption {
  constructor() {
    this.find = (name) => document.getElementById(name ? `caption-${name}` : "caption");
  }

  /** `on`: {pause, skip, stop, speed}. */
  listen(on) {
    ["pause", "skip", "stop"].forEach((name) => this.find(name).addEventListener("click", on[name]));
    this.find("speed").addEventListener("change", (event) => on.speed(Number(event.target.value)));
  }

  open() {
    this.setPhase("playing");
    this.setPaused(false);
    this.show("", "", 0);
    this.find().hidden = false;
  }

  close() {
    this.find().hidden = true;
  }

  show(step, words, share) {
    this.find("step").textContent = step;
    this.find("text").textContent = words;
    this.find("progress").value = share;
  }

  finish(step) {
    this.setPhase("done");
    this.find("step").textContent = step;
  }

  fail(step, words) {
    this.setPhase("lost");
    this.find("step").textContent = step;
    this.find("text").textContent = words;
  }

  /** While nothing plays, only the key that closes the bar is left. */
  setPhase(phase) {
    const isPlaying = phase === "playing";
    this.find().dataset.phase = phase;
    ["pause", "skip"].forEach((name) => { this.find(name).hidden = !isPlaying; });
    this.find("speed").parentElement.hidden = !isPlaying;
    this.find("stop").replaceChildren(icon(isPlaying ? "stop" : "close"));
    const label = isPlaying ? say("story.stop") : say("ok");
    this.find("stop").setAttribute("aria-label", label);
    this.find("stop").title = label;
  }

  setPaused(isPaused) {
    const label = say(isPaused ? "story.resume" : "story.pause");
    this.find("pause").replaceChildren(icon(isPaused ? "play" : "pause"));
    this.find("pause").setAttribute("aria-label", label);
    this.find("pause").title = label;
  }
}
