// The panel for developers beside the phone: console, exceptions with source line, requests, APIs that are missing.
import { h } from "./dom.js";
import { t } from "./i18n.js";

/** Most lines that are kept of each kind. */
const MAX = 500;
const KINDS = ["console", "errors", "requests", "apis"];

/** @param {HTMLElement} root @param {string} folder */
export function makeDev(root, folder) {
  const lines = Object.fromEntries(KINDS.map((kind) => [kind, []]));
  let chosen = "console";
  const tabs = h("div", { class: "dev-tabs", role: "tablist" });
  const list = h("div", { class: "dev-list", role: "log", tabindex: "0" });
  const state = h("span", { class: "dev-state" });
  const wipe = h("button", { class: "btn", style: { flex: "none", "min-height": "32px", padding: "4px 12px", "font-size": "13px" }, onclick: () => { for (const kind of KINDS) lines[kind] = []; draw(); } });
  const title = h("strong");
  root.hidden = false;
  root.parentElement.setAttribute("data-dev", "");
  root.replaceChildren(h("header", { class: "dev-head" }, title, h("code", { class: "grow", title: folder }, h("bdi", {}, folder)), state, wipe), tabs, list);

  /** @param {{level?: string, text: string, where?: string, stack?: string, time: string}} line */
  const row = (line) => h("div", { class: "dev-line", "data-level": line.level ?? "log" }, h("time", {}, line.time),
    h("span", { class: "what" }, line.text, line.stack && h("pre", {}, line.stack)), h("span", { class: "where" }, line.where ?? ""));

  function draw() {
    // Whoever scrolled up to read something stays there.
    const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const at = list.scrollTop;
    title.textContent = t("dev.title");
    wipe.textContent = t("dev.clear");
    state.textContent = "busy" in state.dataset ? t("dev.reload") : t("dev.live");
    tabs.replaceChildren(...KINDS.map((kind) => h("button", { role: "tab", "aria-selected": String(kind === chosen), "data-kind": kind, onclick: () => { chosen = kind; list.scrollTop = list.scrollHeight; draw(); } },
      t(`dev.${kind}`), h("b", { class: kind === "errors" && lines.errors.length ? "bad" : "" }, String(lines[kind].length)))));
    list.replaceChildren(...(lines[chosen].length ? lines[chosen].map(row) : [h("p", { class: "dev-none" }, t(`dev.none.${chosen}`))]));
    list.scrollTop = follows ? list.scrollHeight : at;
  }
  draw();

  return {
    /** One line. @param {string} kind @param {any} line */
    add(kind, line) {
      if (!lines[kind]) return;
      const time = new Date().toTimeString().slice(0, 8);
      lines[kind].push({ ...line, time });
      if (lines[kind].length > MAX) lines[kind].shift();
      draw();
    },
    /** The folder changed and is opened again. */
    reloading(on) {
      state.toggleAttribute("data-busy", on);
      if (on) for (const kind of ["errors", "apis"]) lines[kind] = [];
      draw();
    },
    draw,
  };
}
