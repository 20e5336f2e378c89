// The menu of commands that the desk has set for this person and chat.

import * as api from "./api.js";
import { openMenu } from "./menu.js";
import { language, say } from "./words.js";

export class Commands {
  /** `where()` returns {chat, user, suffix}: the suffix names the desk in a group. */
  constructor(root, where, send, tell) {
    this.where = where;
    this.send = send;
    this.tell = tell;
    this.button = root.querySelector(".slash");
    this.button.addEventListener("click", () => this.open());
  }

  async open() {
    const { chat, user, suffix } = this.where();
    try {
      const menu = await api.getCommands(chat, user, language);
      if (menu.length) openMenu(this.button, menu.map((one) => this.item(one, suffix)));
      else this.tell(say("commands.none"));
    } catch (error) {
      this.tell(say("failed", { error: error.message }));
    }
  }

  item({ command, description }, suffix) {
    return { label: `/${command}`, note: description, run: () => this.send({ do: "text", text: `/${command}${suffix}` }) };
  }
}
