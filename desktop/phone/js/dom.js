// Makes elements. The only maker of DOM in the phone page: text goes in as text, never as HTML, so a name or a
// reason written by a mini-program can't become markup.

/**
 * @param {string} tag
 * @param {Record<string, any> | null} [props] `class`, `style` (object of custom properties), `on*` listeners, else attributes;
 *   `null`, `undefined` and `false` are left out, `true` is an empty attribute
 * @param {...any} children nodes, strings, arrays of these; null and false are left out
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const el = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") el.className = value;
    else if (key === "style") for (const [name, v] of Object.entries(value)) el.style.setProperty(name, v);
    else if (key === "value") el.value = value;
    else if (key.startsWith("on")) el.addEventListener(key.slice(2), value);
    else el.setAttribute(key, value === true ? "" : String(value));
  }
  el.append(...flat(children));
  return el;
}

function flat(list) {
  return list.flat(3).filter((x) => x !== null && x !== undefined && x !== false);
}

/** Replaces everything inside `el`. */
export function fill(el, ...children) {
  el.replaceChildren(...flat(children));
  return el;
}

/**
 * A word that a mini-program wrote, for a sheet about money or about who asks: on one line, cut, and without characters that turn
 * the direction of a text or are not seen, by which it could read as another one. The joiners stay, which Persian and emoji need.
 * @param {unknown} text @param {number} [most] characters
 */
export function plain(text, most = 80) {
  const seen = [...String(text ?? "").replace(/[\u00ad\u034f\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e0fff}]+/gu, "").replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, " ").trim()];
  return seen.length > most ? `${seen.slice(0, most - 1).join("")}…` : seen.join("");
}

/**
 * The same for a reason, which may have lines: one each for the languages of its readers.
 * @param {unknown} text @param {number} [most] characters of a line
 */
export const plainLines = (text, most = 200) => String(text ?? "").slice(0, 4000).split(/\r?\n/).map((line) => plain(line, most)).filter(Boolean).slice(0, 5).join("\n");

/** Whether a finger is what points here: nothing can be dropped then, and there are no keys to press. */
export const byHand = () => matchMedia("(pointer: coarse)").matches;

/** A promise that is kept after `ms`. */
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
