// What a person sends besides words: pictures, voice, places, numbers, files; from a menu, or dropped on the pane.

import { make } from "./dom.js";
import { clockOf } from "./media.js";
import { openMenu } from "./menu.js";
import { say } from "./words.js";

// A made-up place in the sea, and numbers from the range kept for fiction.
export const PLACE = { latitude: 0.0012, longitude: 0.0034 };
export const PHONE = "+12025550143";
const OTHER_PHONE = "+12025550187";
const HOUR = 3600;
const LENGTHS = [5, 25, 60, 180];
const LARGEST = 20 * 1024 * 1024;
const MOST_TOGETHER = 10;

export class Attachments {
  /** `send(deed)` does it as the pane's person; `tell(words)` says why something cannot be sent. */
  constructor(root, send, tell) {
    this.root = root;
    this.send = send;
    this.tell = tell;
    this.button = root.querySelector(".clip");
    this.button.title = say("attach.drop");
    this.button.addEventListener("click", () => this.open());
    this.catchFiles();
  }

  open() {
    openMenu(this.button, [
      this.more("photo", "attach.photo", () => [
        this.item("attach.photo.one", { do: "photo" }),
        this.item("attach.photo.album", { do: "album", count: 3 }),
        { label: say("attach.photo.own"), run: () => this.choose("image/*") },
      ]),
      this.more("mic", "attach.voice", () => LENGTHS.map((seconds) => this.voice(seconds))),
      this.more("pin", "attach.location", () => [
        this.item("attach.location.once", { do: "location", ...PLACE }),
        this.item("attach.location.live", { do: "location", ...PLACE, live_period: HOUR }),
      ]),
      this.more("person", "attach.contact", () => [
        this.item("attach.contact.own", { do: "contact", own: true, phone: PHONE }),
        this.item("attach.contact.other", { do: "contact", own: false, phone: OTHER_PHONE, first_name: say("attach.neighbour") }),
      ]),
      this.more("file", "attach.document", () => [
        this.item("attach.document.one", { do: "document", file_name: "notes.txt" }),
        { label: say("attach.document.own"), run: () => this.choose("") },
      ]),
      { ...this.item("attach.sticker", { do: "sticker" }), icon: "smile" },
    ]);
  }

  more(icon, key, items) {
    return { icon, label: say(key), hasMore: true, run: () => openMenu(this.button, items()) };
  }

  item(key, deed) {
    return { label: say(key), run: () => this.send(deed) };
  }

  voice(seconds) {
    return { label: say("attach.voice.of", { length: clockOf(seconds) }), run: () => this.send({ do: "voice", seconds }) };
  }

  choose(accept) {
    const chooser = make("input", { type: "file", multiple: true, accept });
    chooser.addEventListener("change", () => this.sendFiles([...chooser.files], accept === ""));
    chooser.click();
  }

  catchFiles() {
    const mark = (isOver) => this.root.classList.toggle("dropping", isOver);
    this.root.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("Files") || this.button.form.hidden) return;
      event.preventDefault();
      mark(true);
    });
    this.root.addEventListener("dragleave", (event) => this.root.contains(event.relatedTarget) || mark(false));
    this.root.addEventListener("drop", (event) => {
      mark(false);
      if (!event.dataTransfer.files.length || this.button.form.hidden) return;
      event.preventDefault();
      this.sendFiles([...event.dataTransfer.files], false);
    });
  }

  /** Send pictures as pictures unless they are wanted as files; several together are an album. */
  async sendFiles(files, asFiles) {
    files.filter((file) => file.size > LARGEST).forEach((file) => this.tell(say("attach.large", { name: file.name })));
    const fitting = files.filter((file) => file.size <= LARGEST);
    const isPicture = (file) => !asFiles && file.type.startsWith("image/");
    await this.sendTogether("photo", await Promise.all(fitting.filter(isPicture).map(readPicture)));
    await this.sendTogether("document", await Promise.all(fitting.filter((file) => !isPicture(file)).map(readPaper)));
  }

  async sendTogether(kind, items) {
    for (let from = 0; from < items.length; from += MOST_TOGETHER) {
      const some = items.slice(from, from + MOST_TOGETHER);
      await this.send(some.length === 1 ? { do: kind, ...some[0] } : { do: "album", kind, items: some });
    }
  }
}

async function readPicture(file) {
  const data = await read(file);
  try {
    const { width, height } = await createImageBitmap(file);
    return { data, width, height };
  } catch {
    return { data };
  }
}

async function readPaper(file) {
  return { data: await read(file), file_name: file.name };
}

/** Return the file's bytes in base64. */
function read(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
