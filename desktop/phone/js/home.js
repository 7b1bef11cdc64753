// Home: search, scan, recents, catalogue. Draws what the server lists; it must not decide what can be opened.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./face.js";
import { t } from "./i18n.js";

/**
 * @param {HTMLElement} root
 * @param {{search: (q: string) => Promise<{apps: any[]}>, open: (app: any, from: "list"|"search"|"recent") => void, scan: () => void, settings: () => void, details: (app: any) => void, remove: (app: any) => void}} does
 */
export function makeHome(root, does) {
  /** @type {{recents: any[], catalogue: any[]}|null} */
  let lists = null;
  /** The lists as they came last: the same ones again are not drawn, since a tap under way would find nothing where it began. */
  let came = "";
  let query = "";
  /** @type {any[]|null} */
  let results = null;
  /** What `results` answer: older than `query` while an answer is on its way. */
  let answered = "";
  let turn = 0;
  /** The turn in which Enter came before its answer. */
  let entered = 0;
  /** Whether recents are being tidied up: a tap takes one off the phone then. */
  let tidying = false;

  const title = h("h1");
  const gear = h("button", { class: "round", onclick: does.settings }, icon("settings"));
  const input = h("input", { type: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false", id: "search" });
  const wipe = h("button", { class: "wipe", onclick: () => { input.value = ""; seek(""); input.focus(); } }, icon("close", 18));
  const body = h("div", { class: "home-body", id: "home-body" });
  const home = h("div", { class: "home" },
    h("header", { class: "home-head" }, title, gear),
    h("div", { class: "search", role: "search" }, h("div", { class: "search-box" }, icon("search", 20), input, wipe)), body);
  root.append(home);

  input.addEventListener("input", () => seek(input.value));
  input.addEventListener("keydown", (event) => {
    // The keys that choose characters are not ours. Safari tells by its number alone the Enter that ends it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") { input.value = ""; seek(""); }
    if (event.key !== "Enter" || !query) return;
    if (answered === query) openFirst();
    else entered = turn;
  });

  function openFirst() {
    if (results?.length) does.open(results[0], "search");
  }

  async function seek(text) {
    query = text.trim();
    turn += 1;
    const mine = turn;
    if (!query) { results = null; answered = ""; return draw(); }
    if (results === null) draw();
    try {
      const answer = await does.search(query);
      if (mine !== turn) return;
      results = answer.apps;
      answered = query;
      draw();
      // Who has gone elsewhere since is not called back.
      if (entered === mine && document.activeElement === input) openFirst();
    } catch { /* the connection's own screen says so */ }
  }

  /** A long press, or the other key of the mouse: what it is. */
  const more = (app) => (event) => { event.preventDefault(); does.details(app); };
  const card = (app) => h("button", { class: "card", "data-app": app.id, onclick: () => does.open(app, query ? "search" : "list"), oncontextmenu: more(app) }, face(app),
    h("span", { class: "grow" }, h("strong", {}, app.name), (app.dev || app.description) && h("span", { class: "sub" }, app.dev ? t("app.dev") : app.description)), icon("next", 20));
  const recent = (app) => h("button", { class: "recent", "data-app": app.id, "aria-label": tidying && t("menu.remove.of", { app: app.name }), onclick: () => (tidying ? does.remove(app) : does.open(app, "recent")), oncontextmenu: more(app) },
    face(app), tidying && h("span", { class: "minus", "aria-hidden": "true" }, icon("close", 14)), h("span", {}, app.name));
  const part = (name, ...children) => h("section", { class: "part" }, typeof name === "string" ? h("h2", {}, name) : name, children);
  const tidy = () => h("div", { class: "part-head" }, h("h2", {}, t("home.recent")),
    h("button", { id: "tidy", "aria-pressed": String(tidying), onclick: () => { tidying = !tidying; draw(); document.getElementById("tidy")?.focus(); } }, t(tidying ? "home.tidied" : "home.tidy")));
  const none = (sign, text, sub, slim) => h("div", { class: slim ? "empty slim" : "empty" }, icon(sign, 28), h("strong", {}, text), h("span", {}, sub));

  function ghosts() {
    return h("div", { class: "cards", "aria-busy": "true" }, [0, 1, 2].map(() => h("div", { class: "card" }, h("span", { class: "ghost face" }),
      h("span", { class: "grow" }, h("div", { class: "ghost l1" }), h("div", { class: "ghost l2" })))));
  }

  function draw() {
    title.textContent = t("home.title");
    gear.setAttribute("aria-label", t("home.settings"));
    gear.title = t("home.settings");
    input.placeholder = t("home.search");
    input.setAttribute("aria-label", t("home.search"));
    wipe.setAttribute("aria-label", t("home.clear"));
    wipe.hidden = input.value === "";
    const offline = navigator.onLine ? null : h("div", { class: "offline", role: "status" }, icon("offline", 20), t("home.offline"));
    if (query) {
      fill(body, offline, h("section", { class: "part", style: { "margin-top": "0" }, id: "results" }, h("h2", {}, t("home.results")),
        results === null ? ghosts() : results.length ? h("div", { class: "cards" }, results.map(card)) : none("search", t("home.noresult", { q: query }), t("home.noresult.sub"))));
      return;
    }
    const scan = h("button", { class: "scan-card", id: "scan", onclick: does.scan }, icon("scan", 32),
      h("span", { class: "grow" }, h("strong", {}, t("home.scan")), h("span", {}, t("home.scan.sub"))), icon("next", 20));
    fill(body, offline, scan,
      part(lists?.recents.length ? tidy() : t("home.recent"), lists === null ? h("div", { class: "recents" }, [0, 1, 2, 3].map(() => h("span", { class: "recent" }, h("span", { class: "ghost face" })))) :
        lists.recents.length ? h("div", { class: "recents", id: "recents" }, lists.recents.map(recent)) : none("clock", t("home.recent.none"), t("home.recent.none.sub"), true)),
      part(t("home.all"), lists === null ? ghosts() :
        lists.catalogue.length ? h("div", { class: "cards", id: "catalogue" }, lists.catalogue.map(card)) : none("bowls", t("home.all.none"), t("home.all.none.sub"), true)));
  }
  addEventListener("online", draw);
  addEventListener("offline", draw);
  draw();

  return {
    /** New lists from the server. */
    show(next) {
      const now = JSON.stringify([next.recents, next.catalogue]);
      if (now === came) return;
      came = now;
      lists = next;
      if (!next.recents.length) tidying = false;
      draw();
    },
    /** Draws again, after the language changed. */
    draw,
    /** A mini-program lies over it, or no longer does. */
    behind(yes) {
      if (yes && tidying) { tidying = false; draw(); }
      home.toggleAttribute("data-behind", yes);
      home.inert = yes;
    },
  };
}
