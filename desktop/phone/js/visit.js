// The question before one mini-program opens another: both names, so that nobody is led away unseen.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { face } from "./face.js";
import { over } from "./sheet.js";
import { cancelled } from "./link.js";

/**
 * @param {{app: any, target: any, signal: AbortSignal}} ask
 * @returns {Promise<true>} rejects when the person stays
 */
export function visitSheet({ app, target, signal }) {
  return new Promise((resolve, reject) => {
    const leave = () => { close(); reject(cancelled()); };
    const box = h("section", { class: "sheet", "aria-labelledby": "visit-title", id: "visit" },
      h("div", { class: "consent" },
        h("div", { class: "way" }, face(app), icon("next", 20), face(target)),
        h("h2", { id: "visit-title" }, t("visit.title", { app: app.name, target: target.name })),
        h("p", { class: "note" }, t("visit.note", { app: app.name }))),
      h("div", { class: "buttons" },
        h("button", { class: "btn", "data-answer": "stay", onclick: leave }, t("modal.cancel")),
        h("button", { class: "btn", "data-answer": "go", onclick: () => { close(); resolve(true); } }, t("visit.go"))));
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}
