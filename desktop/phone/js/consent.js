// The permission sheet: who asks, for what, and why. Both answers look alike, so that neither is pushed.
import { h, plainLines } from "./dom.js";
import { t, maybe } from "./i18n.js";
import { face } from "./face.js";
import { over } from "./sheet.js";
import { cancelled } from "./link.js";

/** What a scope is called; the core's own words where this page has none. */
export const scopeName = (scope, prompt) => maybe(`scope.${scope}`) ?? prompt ?? scope;

/**
 * @param {{app: {id: string, name: string, icon?: string, publisher?: string}, scope: string, prompt?: string, reason?: string, signal: AbortSignal}} ask
 * @returns {Promise<"allow"|"deny">} rejects when it was closed without an answer: it is asked again next time
 */
export function consent({ app, scope, prompt, reason, signal }) {
  return new Promise((resolve, reject) => {
    const end = (value) => { close(); resolve(value); };
    const leave = () => { close(); reject(cancelled()); };
    const box = h("section", { class: "sheet", "aria-labelledby": "consent-title", "data-consent": scope },
      h("div", { class: "consent" },
        h("div", { class: "who" }, face(app), h("span", {}, h("strong", {}, app.name), h("span", {}, app.publisher ? t("ask.from", { publisher: app.publisher }) : t("ask.mini")))),
        h("h2", { id: "consent-title" }, t("ask.wants", { app: app.name, what: scopeName(scope, prompt) })),
        reason ? h("blockquote", {}, h("small", {}, t("ask.why")), plainLines(reason)) : h("p", { class: "note" }, t("ask.noreason")),
        h("p", { class: "note" }, t("ask.note"))),
      h("div", { class: "buttons" },
        h("button", { class: "btn", "data-answer": "deny", onclick: () => end("deny") }, t("ask.deny")),
        h("button", { class: "btn", "data-answer": "allow", onclick: () => end("allow") }, t("ask.allow"))));
    // The first focus is on the sheet, not on an answer: Enter can't allow by accident.
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}
