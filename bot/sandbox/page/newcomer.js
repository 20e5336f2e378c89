// The sheet that adds a made-up person.

import * as api from "./api.js";
import { NAMES } from "./stage.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Newcomer {
  /** `welcome(kind, id)` is called with whoever was added. */
  constructor(world, welcome) {
    this.world = world;
    this.welcome = welcome;
    byId("newcomer-cancel").addEventListener("click", () => byId("newcomer").close());
    byId("newcomer-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.add(byId("newcomer-name").value.trim());
    });
  }

  ask(kind) {
    this.kind = kind;
    const taken = new Set(this.world.state.users.map((user) => user.first_name));
    byId("newcomer-title").textContent = say(`newcomer.${kind}`);
    byId("newcomer-name").value = NAMES.find((name) => !taken.has(name)) ?? "";
    byId("newcomer-name").setCustomValidity("");
    byId("newcomer").showModal();
    byId("newcomer-name").select();
  }

  async add(first_name) {
    if (!first_name) return;
    try {
      const user = await api.addUser({ first_name });
      if (this.kind === "officer") await api.addMember(this.world.group().id, user.id);
      await this.world.reloadState();
      byId("newcomer").close();
      this.welcome(this.kind, user.id);
    } catch (error) {
      byId("newcomer-name").setCustomValidity(error.message);
      byId("newcomer-name").reportValidity();
    }
  }
}
