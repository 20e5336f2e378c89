// Times as the page writes them, in the station's zone where the scene names one.

import { locale } from "./words.js";

let zone;

/** Use this time zone (an IANA name) from now on; an unknown one changes nothing. */
export function setZone(name) {
  try {
    zone = name && new Intl.DateTimeFormat(locale, { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    console.warn(`scene: timezone ${name} is unknown; the browser's own is used`);
  }
}

function format(date, parts) {
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: zone || undefined }).format(date);
}

export const timeOf = (date) => format(date, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const dayOf = (date) => format(date, { weekday: "short", day: "numeric", month: "short" });
export const momentOf = (date) => `${dayOf(date)} ${timeOf(date)}`;

/** Return the zone's short name, such as GMT+8. */
export function zoneName(date) {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: zone || undefined, timeZoneName: "short" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}
