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

/** A promise that is kept after `ms`. */
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

/** Keeps the focus inside `el` while it is shown, and gives it back afterwards. Returns the way to let go. */
export function holdFocus(el, first) {
  const before = document.activeElement;
  const all = () => [...el.querySelectorAll("button, input, textarea, [tabindex]")].filter((x) => !x.disabled && x.tabIndex >= 0);
  const onKey = (event) => {
    if (event.key !== "Tab") return;
    const list = all();
    if (list.length === 0) return event.preventDefault();
    const at = list.indexOf(document.activeElement);
    const next = event.shiftKey ? (at <= 0 ? list.length - 1 : at - 1) : at === list.length - 1 ? 0 : at + 1;
    event.preventDefault();
    list[next].focus();
  };
  el.addEventListener("keydown", onKey);
  // A frame later: an element that is not in the document can't have the focus.
  requestAnimationFrame(() => (first ?? el).focus?.({ preventScroll: true }));
  return () => {
    el.removeEventListener("keydown", onKey);
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}
