// The menu of the capsule: who made it, what it may do, share, restart, clear.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./face.js";
import { t } from "./i18n.js";
import { sheet, toggle, snack } from "./sheet.js";
import { modal } from "./dialogs.js";
import { scopeName } from "./consent.js";

/**
 * @typedef {{app: any, grants: {scope: string, prompt?: string, allowed: boolean}[], share: {message: boolean, timeline: boolean}}} Facts
 * @param {Facts} facts
 * @param {{share: (kind: string) => void, grant: (scope: string, allowed: boolean) => Promise<any>, restart: () => void, clear: () => Promise<any>, remove: (() => Promise<any>)|null}} does
 */
export function showMenu(facts, does) {
  const { app } = facts;
  const key = (name, label, act, id) => h("button", { onclick: act, "data-do": id }, h("span", {}, icon(name)), h("span", {}, label));
  const leave = (act) => () => { panel.close(); act(); };
  const grants = facts.grants.length === 0 ? h("p", { class: "small", style: { margin: "0 0 16px" } }, t("menu.nogrants")) : [
    h("div", { class: "rows" }, facts.grants.map(({ scope, prompt, allowed }) => h("div", { class: "row-item", "data-scope": scope },
      h("span", { class: "grow" }, scopeName(scope, prompt)), toggle(scopeName(scope, prompt), allowed, (want) => does.grant(scope, want))))),
    h("p", { class: "small" }, t("menu.grants.sub"))];
  const panel = sheet({
    left: face(app), title: app.name, sub: app.dev ? t("app.dev") : app.publisher || (app.version ? t("app.version", { v: app.version }) : null),
    body: [
      h("div", { class: "actions" },
        facts.share.message && key("share", t("menu.share"), leave(() => does.share("message")), "share"),
        facts.share.timeline && key("globe", t("share.post"), leave(() => does.share("timeline")), "post"),
        key("info", t("menu.about"), leave(() => showDetails(app, does.remove)), "about"),
        key("restart", t("menu.restart"), leave(does.restart), "restart"),
        key("trash", t("menu.clear"), leave(clear), "clear")),
      h("h3", { class: "caption" }, t("menu.permissions")), grants,
    ],
  });
  panel.box.id = "menu";

  async function clear() {
    const answer = await modal({ title: t("menu.clear.title", { app: app.name }), content: t("menu.clear.text"), confirmText: t("menu.clear.do"), danger: true });
    if (!answer.confirm) return;
    await does.clear();
    snack(t("menu.cleared"));
  }
}

/** What is known of a mini-program, with the way to take it off the phone. @param {any} app @param {(() => Promise<any>)|null} remove */
export function showDetails(app, remove) {
  const row = (name, value) => h("div", { class: "row-item" }, h("span", { class: "grow" }, h("span", { class: "sub" }, name), h("span", { style: { "overflow-wrap": "anywhere" } }, value)));
  const panel = sheet({ left: face(app), title: app.name, sub: t("menu.about"),
    body: [app.description && h("p", { style: { margin: "0 0 16px" } }, app.description),
      h("div", { class: "rows", id: "about" },
        row(t("menu.publisher"), app.dev ? t("menu.publisher.dev") : app.publisher || t("menu.nopublisher")),
        row(t("menu.version"), String(app.version ?? "—")),
        row(t("menu.id"), app.id)),
      remove && app.installed && h("div", { class: "rows" }, h("button", { class: "row-item danger", "data-do": "remove", onclick: () => { panel.close(); askRemoval(app, remove); } }, icon("trash", 20), h("span", { class: "grow" }, t("menu.remove"))))] });
}

/** Asks first; nothing brings back what is removed. @param {any} app @param {(() => Promise<any>)|null} remove */
export async function askRemoval(app, remove) {
  const answer = await modal({ title: t("menu.remove.title", { app: app.name }), content: t("menu.remove.text"), confirmText: t("menu.remove.do"), danger: true });
  if (!answer.confirm || !remove) return;
  try {
    await remove();
    snack(t("menu.removed", { app: app.name }));
  } catch {
    snack(t("menu.notremoved"), "alert");
  }
}
