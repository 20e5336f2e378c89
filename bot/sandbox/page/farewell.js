// The sheet that asks before an account is deleted.

import { say } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Farewell {
  constructor() {
    this.pane = null;
    byId("farewell-cancel").addEventListener("click", () => byId("farewell").close());
    byId("farewell-do").addEventListener("click", () => this.leave());
  }

  ask(pane) {
    this.pane = pane;
    byId("farewell-title").textContent = say("farewell.title", { name: pane.world.name(pane.actor) });
    byId("farewell").showModal();
    byId("farewell-cancel").focus();
  }

  leave() {
    byId("farewell").close();
    return this.pane.act({ do: "delete_account" });
  }
}
