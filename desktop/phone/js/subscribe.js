// The sheet on which a person says which messages a mini-program may send later.
import { h, plain } from "./dom.js";
import { t } from "./i18n.js";
import { face } from "./face.js";
import { over, toggle } from "./sheet.js";
import { cancelled } from "./link.js";

/**
 * @param {{app: {id: string, name: string, icon?: string|null}, templates: string[], signal: AbortSignal}} ask
 * @returns {Promise<{accepted: string[], always: boolean}>} rejects when it was closed
 */
export function subscribeSheet({ app, templates, signal }) {
  return new Promise((resolve, reject) => {
    const wanted = new Set(templates);
    let always = false;
    const leave = () => { close(); reject(cancelled()); };
    const end = (accepted) => { close(); resolve({ accepted, always }); };
    const one = (id) => h("div", { class: "row-item", "data-template": id }, h("span", { class: "grow plain" }, plain(id, 200)),
      toggle(plain(id, 200), true, (on) => { if (on) wanted.add(id); else wanted.delete(id); }));
    const box = h("section", { class: "sheet", "aria-labelledby": "subscribe-title", id: "subscribe" },
      h("div", { class: "consent" },
        h("div", { class: "who" }, face(app), h("span", {}, h("strong", {}, app.name), h("span", {}, t("ask.mini")))),
        h("h2", { id: "subscribe-title" }, t("sub.wants", { app: app.name })),
        h("div", { class: "rows" }, templates.map(one)),
        h("div", { class: "rows" }, h("div", { class: "row-item" }, h("span", { class: "grow" }, t("sub.always"), h("span", { class: "sub" }, t("sub.always.sub"))),
          toggle(t("sub.always"), false, (on) => { always = on; })))),
      h("div", { class: "buttons" },
        h("button", { class: "btn", "data-answer": "reject", onclick: () => end([]) }, t("sub.reject")),
        h("button", { class: "btn", "data-answer": "accept", onclick: () => end(templates.filter((id) => wanted.has(id))) }, t("sub.accept"))));
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}
