// A scrim with a sheet from below or a dialog in the middle, and the small parts that sheets are made of.
import { h, wait } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { layer } from "./layers.js";

/**
 * Shows `box` over the screen.
 * @param {HTMLElement} box
 * @param {{place?: "low"|"mid", dismiss?: (() => void)|null, first?: HTMLElement, signal?: AbortSignal, onAbort?: () => void}} [how]
 *   `dismiss` is called on Escape and on a tap beside it; null when it must be answered
 * @returns {() => Promise<void>} takes it away
 */
export function over(box, { place = "low", dismiss = null, first, signal, onAbort } = {}) {
  const scrim = h("div", { class: "scrim", "data-place": place }, box);
  box.setAttribute("role", box.getAttribute("role") ?? "dialog");
  box.setAttribute("aria-modal", "true");
  if (!box.hasAttribute("tabindex")) box.tabIndex = -1;
  if (dismiss) scrim.addEventListener("click", (event) => event.target === scrim && dismiss());
  const end = layer(scrim, { box, dismiss, first });
  let gone = false;
  const close = async () => {
    if (gone) return;
    gone = true;
    end();
    scrim.dataset.leaving = "";
    await wait(170);
    scrim.remove();
  };
  signal?.addEventListener("abort", () => { close(); onAbort?.(); }, { once: true });
  return close;
}

/** A sheet with a head: title, what stands left of it, and a button that closes it. */
export function sheet({ title, sub, left, body, foot, onClose }) {
  const id = `s${Math.random().toString(36).slice(2)}`;
  const box = h("section", { class: "sheet", "aria-labelledby": id },
    h("header", { class: "sheet-head" }, left,
      h("div", { class: "grow" }, h("h2", { id }, title), sub && h("div", { class: "sub" }, sub)),
      h("button", { class: "round", "aria-label": t("app.close"), onclick: () => leave() }, icon("close"))),
    h("div", { class: "sheet-body" }, body), foot);
  const close = over(box, { dismiss: () => leave() });
  const leave = () => { close(); onClose?.(); };
  return { close: leave, box };
}

/** A switch. `onChange` gets the wanted state and may refuse by throwing. */
export function toggle(label, on, onChange) {
  const el = h("button", { class: "switch", role: "switch", "aria-checked": String(on), "aria-label": label });
  el.addEventListener("click", async () => {
    const want = el.getAttribute("aria-checked") !== "true";
    el.setAttribute("aria-checked", String(want));
    el.setAttribute("aria-busy", "true");
    try { await onChange(want); } catch { el.setAttribute("aria-checked", String(!want)); }
    el.removeAttribute("aria-busy");
  });
  return el;
}

/** One of few: a row of buttons. @param {[string, string][]} options value and label */
export function picks(label, options, chosen, onPick) {
  const row = h("div", { class: "picks", role: "radiogroup", "aria-label": label });
  for (const [value, text] of options) {
    row.append(h("button", { role: "radio", "aria-checked": String(value === chosen), onclick: (event) => {
      for (const b of row.children) b.setAttribute("aria-checked", String(b === event.currentTarget));
      onPick(value);
    } }, text));
  }
  return row;
}

/** A short line at the lower edge that goes by itself. */
export function snack(text, name = "check") {
  const layer = document.getElementById("toasts");
  const el = h("div", { class: "snack", role: "status" }, icon(name, 20), h("span", {}, text));
  layer.append(el);
  setTimeout(() => el.remove(), 2600);
}
