// What the page knows of the sandbox: people, chats and their messages, kept fresh by events.

import * as api from "./api.js";
import { listen } from "./live.js";

const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);
const RELOAD_MS = 80;
const RETRY_MS = 1600;

/** One chat's messages, oldest first. What happens while they are being fetched is done again on what was fetched. */
class Conversation {
  constructor(id) {
    this.id = id;
    this.messages = new Map();
    this.isLoaded = false;
    this.botDeeds = 0;
    this.fetches = new Set();
  }

  take(event) {
    this.apply(event);
    this.fetches.forEach((missed) => missed.push(event));
  }

  apply(event) {
    if (event.type === "delete") this.messages.delete(event.message_id);
    else if (event.type === "read") this.markRead(event.message_id);
    else this.messages.set(event.message.message_id, event.message);
  }

  /** The desk has what was said to it: from now on there are two ticks. */
  markRead(id) {
    const message = this.messages.get(id);
    if (message) message.is_read = true;
  }

  async load(viewer) {
    const missed = [];
    this.fetches.add(missed);
    try {
      const messages = await api.getMessages(this.id, viewer);
      this.messages = new Map(messages.map((message) => [message.message_id, message]));
      this.isLoaded = true;
      missed.forEach((event) => this.apply(event));
    } finally {
      this.fetches.delete(missed);
    }
  }

  list() {
    return [...this.messages.values()];
  }
}

/** Tells its listeners: `state`, `chat` (with the event), `answer`, `clock`, `link` (up or not). */
export class World extends EventTarget {
  constructor() {
    super();
    this.state = null;
    this.scene = null;
    this.unread = new Map();
    this.shown = new Set();
    this.conversations = new Map();
    this.answers = new Map();
    this.reloading = 0;
  }

  /** Begin to listen; everything is loaded anew each time the stream opens. */
  open() {
    listen((event) => this.take(event), () => this.tell("link", false));
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  take(event) {
    if (event.type === "hello") this.reload();
    else if (event.type === "message" || event.type === "edit" || event.type === "delete") this.takeMessage(event);
    else if (event.type === "read") this.takeRead(event);
    else if (event.type === "answer") this.takeAnswer(event);
    else if (event.type === "clock") this.tell("clock", event.clock);
    else if (["user", "chat", "member"].includes(event.type)) this.reloadSoon();
  }

  takeMessage(event) {
    const conversation = this.conversation(event.chat_id);
    conversation.take(event);
    const isFromBot = event.message?.from?.is_bot === true;
    if (isFromBot || event.type === "delete") conversation.botDeeds += 1;
    else this.noteStarted(event);
    if (event.type === "message" && !this.shown.has(event.chat_id)) this.count(event.chat_id);
    this.tell("chat", event);
  }

  takeRead(event) {
    this.conversation(event.chat_id).take(event);
    this.tell("chat", event);
  }

  /** Who has written in their private chat has started it; the state need not be asked for that. */
  noteStarted(event) {
    const person = this.person(event.message.from?.id);
    if (person && event.chat_id === person.id) person.started = true;
  }

  takeAnswer(event) {
    this.answers.set(event.query_id, event);
    this.tell("answer", event);
  }

  count(chatId) {
    this.unread.set(chatId, (this.unread.get(chatId) ?? 0) + 1);
    this.tell("unread", chatId);
  }

  /** Say which chats are on the screen; they have nothing unread. */
  show(chatIds) {
    this.shown = new Set(chatIds);
    this.forgetUnread(chatIds);
  }

  /** What came in these chats was expected and need not be looked at. */
  forgetUnread(chatIds) {
    chatIds.forEach((id) => this.unread.delete(id));
    this.tell("unread", null);
  }

  reloadSoon() {
    clearTimeout(this.reloading);
    this.reloading = setTimeout(() => this.reloadState().catch(() => {}), RELOAD_MS);
  }

  /** Ask for everything anew: the stream was cut, and the sandbox may be another one than before. */
  async reload() {
    try {
      this.scene = await api.getScene();
      const state = await api.getState();
      this.forgetStrangers(state);
      this.setState(state);
      await Promise.all([...this.conversations.values()].filter((chat) => chat.isLoaded).map((chat) => this.fetch(chat.id)));
      this.tell("link", true);
    } catch (error) {
      console.warn("the sandbox could not be read", error);
      this.tell("link", false);
      setTimeout(() => this.reload(), RETRY_MS);
    }
  }

  forgetStrangers(state) {
    const known = new Set([...state.users, ...state.chats].map((one) => one.id));
    [...this.conversations.keys()].filter((id) => !known.has(id)).forEach((id) => this.conversations.delete(id));
    [...this.unread.keys()].filter((id) => !known.has(id)).forEach((id) => this.unread.delete(id));
  }

  setState(state) {
    this.state = state;
    this.tell("state", state);
    this.tell("clock", state.clock);
  }

  async reloadState() {
    this.setState(await api.getState());
  }

  conversation(chatId) {
    if (!this.conversations.has(chatId)) this.conversations.set(chatId, new Conversation(chatId));
    return this.conversations.get(chatId);
  }

  /** Fetch a chat's messages, and tell when they are there. */
  async fetch(chatId, viewer = null) {
    const conversation = this.conversation(chatId);
    await conversation.load(viewer ?? (chatId > 0 ? chatId : this.officers()[0] ?? 0));
    this.tell("chat", { type: "loaded", chat_id: chatId });
  }

  bot() {
    return this.state.bots[0];
  }

  person(id) {
    return this.state?.users.find((user) => user.id === id) ?? null;
  }

  name(id) {
    return this.person(id)?.first_name ?? String(id);
  }

  /** Return the group's chat: the scene's, else the first there is, else null. */
  group() {
    const groups = (this.state?.chats ?? []).filter((chat) => chat.type !== "private");
    return groups.find((chat) => chat.id === this.scene?.group) ?? groups[0] ?? null;
  }

  officers() {
    const isBot = new Set((this.state?.bots ?? []).map((bot) => bot.id));
    const present = (this.group()?.members ?? []).filter((member) => PRESENT.has(member.status) && !isBot.has(member.user_id));
    return inOrder(present.map((member) => member.user_id), this.scene?.officers ?? []);
  }

  residents() {
    const officers = new Set([...this.officers(), ...(this.scene?.officers ?? [])]);
    const others = (this.state?.users ?? []).map((user) => user.id).filter((id) => !officers.has(id));
    return inOrder(others, this.scene?.residents ?? []);
  }

  canPullPlug() {
    return (this.state?.controls ?? []).includes("plug");
  }

  /** Return what `find` returns as soon as that is something, or null after `timeout` milliseconds. */
  until(find, timeout) {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found) end(found);
      };
      const end = (found) => {
        clearTimeout(timer);
        ["chat", "answer", "state"].forEach((type) => this.removeEventListener(type, look));
        resolve(found);
      };
      const timer = setTimeout(() => end(null), timeout);
      ["chat", "answer", "state"].forEach((type) => this.addEventListener(type, look));
      look();
    });
  }
}

/** Return `ids` with those that `first` names in front, in its order. */
function inOrder(ids, first) {
  const known = first.filter((id) => ids.includes(id));
  return [...known, ...ids.filter((id) => !known.includes(id))];
}
