// What a message carries besides text: pictures, voice, places, files.

import { fileUrl } from "./api.js";
import { icon, make, makeSvg } from "./dom.js";
import { locale, say } from "./words.js";

const BARS = 32;

/** Return the nodes for everything in the message, or in the messages of an album, that is no text. */
export function drawMedia(bundle) {
  if (bundle.length > 1 && bundle.every((message) => message.photo)) return [drawAlbum(bundle)];
  return bundle.flatMap((message) => Object.entries(DRAWN).filter(([kind]) => message[kind]).map(([kind, draw]) => draw(message[kind], message)));
}

/** An album of pictures is one block: a wide one first where they are an odd number. */
function drawAlbum(bundle) {
  const tiles = bundle.map((message) => drawPhoto(message.photo));
  return make("div", { class: "album", role: "group", "aria-label": say("album", { n: bundle.length }) }, ...tiles);
}

/** Say whether this page can show anything of the message but its text. */
export function hasMedia(message) {
  return Object.keys(DRAWN).some((kind) => message[kind]);
}

/** Return a few words that stand for the message in a quote. */
export function summary(message) {
  const words = message.text ?? message.caption;
  if (words) return words.length > 80 ? `${words.slice(0, 80)}…` : words;
  if (message.voice) return `${say("attach.voice")} ${clockOf(message.voice.duration)}`;
  if (message.document) return message.document.file_name ?? say("attach.document");
  const kind = ["photo", "location", "contact", "sticker"].find((name) => message[name]);
  return kind ? say(kind) : "…";
}

function drawPhoto(sizes) {
  const largest = sizes[sizes.length - 1];
  return make("img", { class: "photo", src: fileUrl(largest.file_id), alt: say("photo"), width: largest.width, height: largest.height });
}

function drawVoice(voice) {
  const play = make("button", { type: "button", class: "round voice-play", "aria-label": say("voice.play", { n: voice.duration }) }, icon("play"));
  const wave = drawWave(voice.file_unique_id ?? voice.file_id);
  const player = make("div", { class: "voice" }, play, wave, make("span", { class: "voice-length" }, clockOf(voice.duration)));
  play.addEventListener("click", () => toggle(play, wave, voice));
  return player;
}

/** A shape that looks like speech; the same file always gives the same one. */
function drawWave(seed) {
  let value = [...String(seed)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 2147483647, 7);
  const wave = makeSvg("svg", { class: "wave", viewBox: `0 0 ${BARS * 4} 24`, "aria-hidden": "true" });
  for (let bar = 0; bar < BARS; bar += 1) {
    value = (value * 48271) % 2147483647;
    const height = 3 + (value % 17) * (0.45 + 0.55 * Math.abs(Math.sin(bar / 3)));
    wave.append(makeSvg("rect", { x: bar * 4, y: 12 - height / 2, width: 2.4, height, rx: 1.2 }));
  }
  return wave;
}

function toggle(play, wave, voice) {
  if (play.sound && !play.sound.paused) {
    play.sound.pause();
    return;
  }
  play.sound ??= prepareSound(play, wave, voice);
  play.sound.play().catch(() => markPlaying(play, voice, false));
}

function prepareSound(play, wave, voice) {
  const sound = new Audio(fileUrl(voice.file_id));
  sound.addEventListener("playing", () => markPlaying(play, voice, true));
  sound.addEventListener("pause", () => markPlaying(play, voice, false));
  sound.addEventListener("timeupdate", () => markHeard(wave, sound.ended ? 0 : sound.currentTime / (sound.duration || 1)));
  sound.addEventListener("ended", () => markHeard(wave, 0));
  return sound;
}

function markPlaying(play, voice, isPlaying) {
  play.replaceChildren(icon(isPlaying ? "pause" : "play"));
  play.setAttribute("aria-label", isPlaying ? say("voice.pause") : say("voice.play", { n: voice.duration }));
}

function markHeard(wave, share) {
  [...wave.children].forEach((bar, index) => bar.classList.toggle("heard", index / BARS < share));
}

function drawPlace(place) {
  const map = makeSvg("svg", { viewBox: "0 0 240 110", class: "map", "aria-hidden": "true" },
    makeSvg("rect", { class: "ground", width: 240, height: 110 }),
    makeSvg("path", { class: "water", d: "M0 84c40-14 70 10 120-2s80-16 120-4v32H0z" }),
    makeSvg("path", { class: "street", d: "M-5 30l250 22M60-5l-18 120M165-5l14 120M-5 66l120-10 130-30" }),
    makeSvg("path", { class: "pin", d: "M120 24a14 14 0 0 0-14 14c0 10 14 24 14 24s14-14 14-24a14 14 0 0 0-14-14z" }),
    makeSvg("circle", { class: "pin-eye", cx: 120, cy: 38, r: 5 }));
  const where = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  const label = say(place.live_period ? "location.live" : "location");
  return make("figure", { class: "place" }, map, make("figcaption", {}, icon("pin"), `${label} · ${where}`));
}

/** A file can be saved under its name, unless its message is protected. */
function drawDocument(file, message) {
  const name = file.file_name ?? say("attach.document");
  const words = make("span", { class: "file-name" }, make("bdi", {}, name), file.file_size ? make("span", { class: "phone" }, sizeOf(file.file_size)) : null);
  if (message.has_protected_content) {
    return make("div", { class: "file", title: say("document.kept", { name }) }, make("span", { class: "file-icon" }, icon("file")), words);
  }
  const facts = { class: "file", href: fileUrl(file.file_id), download: name, "aria-label": say("document.save", { name }), title: say("document.save", { name }) };
  return make("a", facts, make("span", { class: "file-icon" }, icon("save")), words);
}

function sizeOf(bytes) {
  const kilobytes = bytes / 1024;
  const [number, unit] = kilobytes < 1024 ? [Math.max(1, kilobytes), "kilobyte"] : [kilobytes / 1024, "megabyte"];
  return number.toLocaleString(locale, { style: "unit", unit, maximumFractionDigits: unit === "kilobyte" ? 0 : 1 });
}

function drawContact(contact) {
  const words = make("span", { class: "file-name" }, make("bdi", {}, contact.first_name), make("bdi", { class: "phone" }, contact.phone_number));
  return make("div", { class: "file" }, make("span", { class: "file-icon" }, icon("person")), words);
}

function drawSticker(sticker) {
  return make("span", { class: "sticker", role: "img", "aria-label": say("sticker") }, sticker.emoji ?? "🙂");
}

/** Return minutes and seconds, as 0:25. */
export function clockOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const DRAWN = { photo: drawPhoto, voice: drawVoice, location: drawPlace, document: drawDocument, contact: drawContact, sticker: drawSticker };
