// What a mini-program may show over itself: dialog, action sheet, toast, loading. Also the call sheet and the paste sheet.
import { byHand, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { over, sheet, snack } from "./sheet.js";
import { cancelled } from "./link.js";

/** @returns {Promise<{confirm: boolean, content?: string}>} */
export function modal({ title, content, showCancel = true, cancelText, confirmText, cancelColor, confirmColor, editable, placeholderText, danger, signal }) {
  return new Promise((resolve) => {
    const field = editable ? h("textarea", { class: "field", rows: "2", placeholder: placeholderText ?? "", "aria-label": title || placeholderText || "" }) : null;
    if (field) field.value = content ?? "";
    const end = (confirm) => { close(); resolve(confirm && field ? { confirm, content: field.value } : { confirm }); };
    const yes = h("button", { onclick: () => end(true), style: { color: safeColour(confirmColor) ?? (danger ? "var(--danger)" : "var(--accent)") } }, confirmText || t("modal.ok"));
    const no = showCancel ? h("button", { onclick: () => end(false), style: { color: safeColour(cancelColor) ?? "var(--ink)" } }, cancelText || t("modal.cancel")) : null;
    const box = h("div", { class: "dialog", role: "alertdialog", "aria-label": title || content || "" },
      h("div", { class: "dialog-text" }, title && h("h2", {}, title), field ?? (content && h("p", {}, content))),
      h("div", { class: "dialog-keys" }, no, yes));
    const close = over(box, { place: "mid", dismiss: showCancel ? () => end(false) : null, first: field ?? yes, signal });
    // A tap beside a dialog does nothing: only its buttons and Escape answer.
    box.parentElement.addEventListener("click", (event) => event.target === box.parentElement && event.stopImmediatePropagation(), true);
  });
}

/** @returns {Promise<{tapIndex: number}>} */
export function actionSheet({ itemList = [], itemColor, alertText, signal }) {
  return new Promise((resolve, reject) => {
    const leave = () => { close(); reject(cancelled()); };
    const box = h("section", { class: "sheet", "aria-label": alertText ?? t("app.menu") },
      h("div", { class: "choices", "data-plain": true }, alertText && h("div", { class: "choice small" }, alertText),
        itemList.map((text, tapIndex) => h("button", { class: "choice", style: { color: safeColour(itemColor) ?? "inherit" }, onclick: () => { close(); resolve({ tapIndex }); } }, text))),
      h("div", { class: "gap" }),
      h("div", { class: "choices", "data-plain": true }, h("button", { class: "choice", onclick: leave }, t("modal.cancel"))));
    const close = over(box, { dismiss: leave, signal });
  });
}

let toastEl = null;
let toastTimer = 0;

/** @param {{title?: string, icon?: string, image?: string, duration?: number, mask?: boolean}} what */
export function toast({ title = "", icon: kind = "success", image, duration = 1500, mask }) {
  const names = { success: "check", error: "close", fail: "close", loading: "loading" };
  show(title, image ? h("img", { src: image, alt: "" }) : names[kind] ? icon(names[kind], 40) : null, mask);
  if (duration > 0) toastTimer = setTimeout(hideToast, Math.min(duration, 60_000));
}

/** A toast that stays until it is taken away. */
export const loading = ({ title = "", mask }) => show(title, icon("loading", 40), mask);

function show(title, sign, mask) {
  hideToast();
  const el = h("div", { class: "toast", role: "status", "data-icon": Boolean(sign) }, sign, title && h("span", {}, title));
  toastEl = mask ? h("div", { class: "toast-mask" }, el) : el;
  document.getElementById("toasts").append(toastEl);
}

/** Takes toast and loading away. */
export function hideToast() {
  clearTimeout(toastTimer);
  toastEl?.remove();
  toastEl = null;
}

/** Shows the number that a mini-program wants to call. @returns {Promise<void>} */
export function callSheet({ app, number, signal }) {
  return new Promise((resolve, reject) => {
    const end = (act) => { close(); act(); };
    const box = h("section", { class: "sheet", "aria-label": t("phone.title") },
      h("div", { class: "consent" }, h("h2", {}, t("phone.title")), h("div", { class: "number" }, number), h("p", { class: "note" }, t("phone.sub", { app }))),
      h("div", { class: "buttons" },
        h("button", { class: "btn", onclick: () => end(() => reject(cancelled())) }, t("modal.cancel")),
        h("button", { class: "btn", onclick: () => { copy(number); snack(t("menu.copied")); } }, t("phone.copy")),
        h("button", { class: "btn main", onclick: () => end(() => { dial(number); resolve(); }) }, t("phone.call"))));
    const close = over(box, { dismiss: () => end(() => reject(cancelled())), signal });
  });
}

function dial(number) {
  const clean = number.replace(/[^0-9+*#,;]/g, "");
  h("a", { href: `tel:${encodeURI(clean)}` }).click();
}

/** Writes to the clipboard; an old way where the browser refuses the new one. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { class: "field", readonly: true, "aria-hidden": "true", style: { position: "fixed", top: "-200px" } });
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("the browser does not allow writing to the clipboard");
  }
}

/** Reads the clipboard; where the browser refuses, the user pastes into a field. @returns {Promise<string>} */
export async function paste({ app, signal }) {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return new Promise((resolve, reject) => {
      const field = h("textarea", { class: "field", rows: "3", "aria-label": t("clip.title", { app }) });
      const panel = sheet({ title: t("clip.title", { app }), body: [h("p", { class: "small", style: { margin: "0 0 12px" } }, t(byHand() ? "clip.text.touch" : "clip.text")), field],
        foot: h("div", { class: "buttons" }, h("button", { class: "btn main", onclick: () => { resolve(field.value); panel.close(); } }, t("clip.give"))),
        onClose: () => reject(cancelled()) });
      signal?.addEventListener("abort", () => panel.close(), { once: true });
      field.focus();
    });
  }
}

/** Only a plain hex colour is taken from a mini-program. */
function safeColour(text) {
  return typeof text === "string" && /^#[0-9a-f]{3,8}$/i.test(text) ? text : null;
}
