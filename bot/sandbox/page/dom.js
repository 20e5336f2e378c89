// Making elements. Text only ever becomes text nodes.

const SVG = "http://www.w3.org/2000/svg";

/** Return a new element; children may be nodes, strings, or nothing. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAll(element, attributes);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Return a new SVG element. */
export function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  setAll(element, attributes);
  element.append(...children);
  return element;
}

function setAll(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
}

/** Return one of the page's icons, hidden from screen readers. */
export function icon(name) {
  return makeSvg("svg", { "aria-hidden": "true", class: "icon" }, makeSvg("use", { href: `#i-${name}` }));
}

/** Return the first letter of a name, whole even where it takes several code units. */
export function initial(name) {
  return ([...name.trim()][0] ?? "?").toUpperCase();
}

/** Give an avatar its letter and a colour that stays the same for this id. */
export function paintAvatar(avatar, name, id) {
  avatar.textContent = initial(name);
  avatar.className = `avatar hue-${Math.abs(Number(id)) % 8}`;
}

/** Return a new avatar, which says nothing to screen readers: the name stands beside it. */
export function makeAvatar(name, id) {
  const avatar = make("span", { "aria-hidden": "true" });
  paintAvatar(avatar, name, id);
  return avatar;
}
