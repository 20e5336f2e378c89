// Pulling the plug: the sheet that asks when, and the report of what came of it.

import * as api from "./api.js";
import { make } from "./dom.js";
import { locale, say } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Plug {
  /**
   * `playScene(onReport)` plays the opening of a form and pulls the plug in it; `tell(words)` shows a line.
   * Until the sandbox has said whether there is a plug, the buttons rest, and nothing says that it is missing.
   */
  constructor(world, playScene, tell) {
    this.playScene = playScene;
    this.tell = tell;
    world.addEventListener("state", () => this.setPossible(world.canPullPlug()));
    byId("pull-plug").addEventListener("click", () => byId("plug-sheet").showModal());
    byId("plug-cancel").addEventListener("click", () => byId("plug-sheet").close());
    byId("plug-form").addEventListener("click", () => this.pullInForm());
    byId("plug-now").addEventListener("click", () => this.pullNow());
    byId("report-close").addEventListener("click", () => byId("report").close());
    this.enable(false);
    this.explain("plug.line");
  }

  setPossible(isPossible) {
    this.enable(isPossible);
    this.explain(isPossible ? "plug.line" : "plug.missing");
  }

  enable(isPossible) {
    ["pull-plug", "welcome-plug"].forEach((id) => { byId(id).disabled = !isPossible; });
  }

  explain(key) {
    byId("pull-plug").title = say(key);
    byId("welcome-plug-line").textContent = say(key);
  }

  pullInForm() {
    byId("plug-sheet").close();
    return this.playScene((report) => this.show(report));
  }

  async pullNow() {
    byId("plug-sheet").close();
    this.tell(say("plug.busy"), Infinity);
    try {
      this.show(await api.control("plug"));
      this.tell("");
    } catch (error) {
      this.tell(say("plug.failed", { error: error.message }));
    }
  }

  show(report) {
    const isClean = report.lost === 0 && report.doubled === 0 && !report.wrong && report.isTapAnswered !== false;
    const found = report.found ?? report.checked;
    byId("report-title").textContent = say(isClean ? "plug.clean" : "plug.dirty");
    byId("report-figures").replaceChildren(
      figure("plug.lost", report.lost), figure("plug.doubled", report.doubled),
      ...(report.wrong ? [figure("plug.wrong", report.wrong)] : []), figure("plug.down", seconds(report.down_ms)));
    byId("report-words").textContent = wordsAbout(report);
    byId("report-list").replaceChildren(...(Array.isArray(found) ? found : []).map((line) => make("li", {}, line)));
    byId("report").showModal();
  }
}

function wordsAbout(report) {
  if (report.isTapAnswered === undefined) return say("plug.words");
  return `${say("plug.words")} ${say(report.isTapAnswered ? "plug.answered" : "plug.unanswered")}`;
}

function figure(key, value) {
  return make("div", { class: key !== "plug.down" && value !== 0 ? "bad" : null }, make("dt", {}, say(key)), make("dd", {}, String(value ?? "–")));
}

function seconds(milliseconds) {
  if (milliseconds === undefined) return "–";
  return say("plug.seconds", { n: (milliseconds / 1000).toLocaleString(locale, { maximumFractionDigits: 1 }) });
}
