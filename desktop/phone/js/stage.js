// One running mini-program on the screen: its stack of pages, capsule, tab bar and launch screen. It carries out what the
// core decides; it must not decide what the stack holds.
import { h, wait } from "./dom.js";
import { icon } from "./icons.js";
import { face } from "./face.js";
import { t } from "./i18n.js";
import { PageView } from "./page.js";
import { makeTabs } from "./tabs.js";
import { fault } from "./fault.js";

/** Most iframes alive in one mini-program; deeper pages are made again when they come back. */
const ALIVE = 3;
/** Milliseconds of a transition, as in the style sheet. */
const MOVE = 300;

export class Stage {
  /** @type {Map<number, PageView>} */ pages = new Map();
  /** Page ids, the seen one last. @type {number[]} */ order = [];
  /** The page that is seen. @type {PageView|null} */ seen = null;
  #tabSpec = null;
  /** How often it came and went. */ #turn = 0;
  #cover = null;

  /** @param {any} app its card @param {{menu: () => void, close: () => void, retry: () => void, tab: (path: string) => void, ink: () => void} & Record<string, any>} does */
  constructor(app, does) {
    this.app = app;
    this.does = does;
    this.menuKey = h("button", { "data-do": "menu", onclick: () => does.menu() }, icon("more", 22));
    this.closeKey = h("button", { "data-do": "close", onclick: () => does.close() }, icon("ring", 22));
    this.capsule = h("div", { class: "capsule" }, this.menuKey, this.closeKey);
    this.deck = h("div");
    this.el = h("section", { class: "stage", "data-app": app.id, "data-away": true, "aria-label": app.name }, this.deck, this.capsule);
    this.relabel();
  }

  /** The language changed. */
  relabel() {
    this.menuKey.setAttribute("aria-label", t("app.menu"));
    this.closeKey.setAttribute("aria-label", t("app.close"));
  }

  /** `light` or `dark`: the colour of what lies on its navigation bar. */
  get ink() {
    if (this.#cover) return null;
    return this.seen?.nav.ink ?? null;
  }

  /** Slides up (or is brought back at once). */
  async enter(still = false) {
    this.#turn += 1;
    const mine = this.#turn;
    this.el.toggleAttribute("data-still", still);
    if (!still) await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    // It may have been left, or have ended, before it was drawn once.
    if (mine !== this.#turn) return;
    this.el.removeAttribute("data-away");
    this.el.inert = false;
  }

  /** Slides away but lives on. */
  leave() {
    this.#turn += 1;
    this.el.removeAttribute("data-still");
    this.el.setAttribute("data-away", "");
    this.el.inert = true;
  }

  /** The launch screen, until the first page speaks. */
  cover() {
    this.uncover();
    this.#cover = h("div", { class: "cover", role: "status" }, face(this.app, "l"), h("strong", {}, this.app.name), icon("loading", 28));
    this.el.append(this.#cover);
    this.does.ink();
  }

  uncover() {
    const cover = this.#cover;
    this.#cover = null;
    if (!cover) return;
    cover.setAttribute("data-gone", "");
    setTimeout(() => cover.remove(), 200);
    this.does.ink();
  }

  /** An error screen over all pages. */
  fail({ title, say, details, retry = true }) {
    this.uncover();
    const keys = [{ text: t("app.tohome"), act: () => { this.#cover?.remove(); this.#cover = null; this.does.close(); } }];
    if (retry) keys.push({ text: t("app.again"), main: true, act: () => { this.does.retry(); } });
    this.#cover = fault({ title, say, details, keys });
    this.el.append(this.#cover);
    this.does.ink();
  }

  /** A page of the core: made behind the others, until it is shown. */
  create(spec) {
    const page = new PageView(spec, {
      ...this.does,
      view: (id, text) => { page.spoke = true; if (id === this.seen?.id) this.uncover(); this.does.view(id, text); },
      silent: () => this.fail({ title: t("err.page"), say: t("err.page.sub") }),
    });
    page.path = spec.path;
    page.el.dataset.at = "under";
    page.el.inert = true;
    this.pages.set(page.id, page);
    this.#drawTabs(page);
    this.deck.append(page.el);
    // Core makes the document of a page from an earlier time again; the order to load follows.
    if (!spec.wait) page.load();
  }

  /** A page comes to the top. @param {number} id @param {"push"|"pop"|"none"} how */
  async show(id, how) {
    const page = this.pages.get(id);
    if (!page || page === this.seen) return;
    const before = this.seen;
    this.seen = page;
    // On a busy machine a page may speak before the order to show it comes.
    if (page.spoke) this.uncover();
    this.order = [...this.order.filter((x) => x !== id), id];
    page.again();
    page.el.inert = false;
    if (before) before.el.inert = true;
    if (how === "none" || !before) {
      this.#place(page, null);
      if (before) this.#place(before, "under");
    } else {
      const push = how === "push";
      this.#place(page, push ? "right" : "left");
      // Never moved in the document, which would load its iframe again: the order is a z-index.
      page.el.style.zIndex = push ? "2" : "1";
      before.el.style.zIndex = push ? "1" : "2";
      // Two frames: the browser has to have seen where it starts from.
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      delete page.el.dataset.still;
      delete before.el.dataset.still;
      if (this.seen === page) delete page.el.dataset.at;
      if (this.seen !== before) before.el.dataset.at = push ? "left" : "right";
    }
    this.#trim();
    this.does.ink();
  }

  /** Puts a page somewhere without a transition. */
  #place(page, at) {
    page.el.dataset.still = "";
    if (at) page.el.dataset.at = at;
    else delete page.el.dataset.at;
  }

  #drawTabs(page) {
    page.tabs?.remove();
    page.tabs = null;
    const spec = this.#tabSpec;
    if (!spec?.items.some((item) => item.path === page.path)) return;
    page.tabs = makeTabs(spec, page.path, this.does.tab);
    page.tabs.classList.toggle("top", spec.position === "top");
    page.el.append(page.tabs);
  }

  /** The tab bar, whole. A page that is no tab keeps none, whatever the bar says. */
  tabs(spec) {
    this.#tabSpec = spec;
    for (const page of this.pages.values()) this.#drawTabs(page);
  }

  /** A page ends; it stays on screen for as long as it may still be sliding out. */
  async close(id) {
    const page = this.pages.get(id);
    if (!page) return;
    this.pages.delete(id);
    this.order = this.order.filter((x) => x !== id);
    page.el.inert = true;
    await wait(MOVE + 60);
    page.end();
    if (this.seen === page) this.seen = null;
  }

  /** Frees the iframes of pages that lie deep. */
  #trim() {
    for (const id of this.order.slice(0, -ALIVE)) {
      const page = this.pages.get(id);
      if (page?.alive) page.unload();
    }
  }

  /** Frees every iframe but keeps the pages. */
  sleep() {
    for (const page of this.pages.values()) if (page.alive) page.unload();
  }

  /** Ends it. */
  end() {
    for (const page of this.pages.values()) page.end();
    this.pages.clear();
    this.order = [];
    setTimeout(() => this.el.remove(), MOVE);
  }
}
