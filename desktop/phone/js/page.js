// One page of a mini-program: its navigation bar, and an iframe on the mini-program's own origin that gets one end of a
// MessagePort. What passes through the port is never read here.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

/** After this many milliseconds a page that is silent counts as not come up. */
const SILENCE = 15_000;
/** A spinner shows only when the page is slower than this, in milliseconds. */
const SLOW = 500;
/** Messages kept while the page has no port. */
const QUEUE = 1000;

/** @type {Map<Window, PageView>} pages by their window, for the greeting */
const byWindow = new Map();

addEventListener("message", (event) => {
  if (event.data?.banchan !== "hello") return;
  const page = byWindow.get(event.source);
  if (page && event.origin === page.origin) page.handPort(event.source);
});

export class PageView {
  /** @type {MessagePort|null} */ #port = null;
  /** @type {string[]} */ #queue = [];
  /** @type {HTMLIFrameElement|null} */ #frame = null;
  #timers = [];
  /** Whether its document said anything. */ spoke = false;
  #greeted = false;
  #freed = false;

  /**
   * @param {{page: number, url: string, path: string, nav: any, wait?: boolean}} spec
   * @param {{view: (page: number, text: string) => void, lost: (page: number) => Promise<any>, silent: (page: number) => void, back: () => void, home: () => void, ink: () => void}} does
   */
  constructor(spec, does) {
    this.id = spec.page;
    this.url = spec.url;
    this.origin = new URL(spec.url).origin;
    this.does = does;
    this.nav = {};
    this.left = h("button");
    this.title = h("h2");
    this.busy = h("span", { class: "busy", hidden: true }, icon("loading", 18));
    this.bar = h("header", { class: "nav" }, h("div", { class: "nav-in" }, this.left, this.title, this.busy));
    this.veil = h("div", { class: "veil" });
    this.place = h("div", { style: { flex: "1", position: "relative", display: "flex", "min-height": "0" } }, this.veil);
    this.el = h("section", { class: "page", "data-page": String(spec.page) }, this.bar, this.place);
    this.left.addEventListener("click", () => (this.nav.left === "home" ? does.home() : does.back()));
    // As on a phone: two taps on the bar, and the page and what asks for it go back to their top.
    this.bar.addEventListener("dblclick", () => this.post('{"t":"toTop"}'));
    this.dress(spec.nav ?? {});
  }

  /** Whether its iframe is there. */
  get alive() { return this.#frame !== null; }

  /** Makes the iframe. The element must be in the document: only then does the iframe have a window. */
  load() {
    this.#drop();
    this.veil.removeAttribute("data-gone");
    this.veil.replaceChildren();
    this.#timers = [
      setTimeout(() => this.veil.replaceChildren(icon("loading", 28)), SLOW),
      setTimeout(() => this.does.silent(this.id), SILENCE),
    ];
    const frame = h("iframe", { sandbox: "allow-scripts allow-same-origin allow-forms", referrerpolicy: "no-referrer", allow: "", title: this.nav.title || t("kind.app"), src: this.url });
    this.#frame = frame;
    // Its picture is there before its script: what is tapped in between would be lost without a word.
    frame.setAttribute("data-deaf", "");
    this.place.prepend(frame);
    byWindow.set(frame.contentWindow, this);
  }

  /** Frees the iframe; the page itself lives on in the core. */
  unload() {
    this.#drop();
    this.#freed = true;
  }

  /** Brings the iframe back after `unload`: core makes the document anew, and its order to load follows. */
  again() {
    if (!this.#freed) return;
    this.#freed = false;
    this.does.lost(this.id);
  }

  #drop() {
    this.full(false);
    this.#timers.forEach(clearTimeout);
    this.#port?.close();
    this.#port = null;
    this.#queue = [];
    this.#greeted = this.spoke = false;
    if (this.#frame) {
      byWindow.delete(this.#frame.contentWindow);
      this.#frame.remove();
    }
    this.#frame = null;
  }

  /** The page greeted: it gets a port, and what waited for it. */
  handPort(view) {
    this.#frame?.removeAttribute("data-deaf");
    if (this.#greeted) {
      // It loaded itself again: its port and numbering are void, so it is a lost view.
      this.#drop();
      this.does.lost(this.id);
      return;
    }
    this.#greeted = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => {
      if (typeof event.data !== "string") return;
      this.#timers.forEach(clearTimeout);
      this.veil.setAttribute("data-gone", "");
      this.does.view(this.id, event.data);
    };
    this.#port = port1;
    view.postMessage({ banchan: "port" }, this.origin, [port2]);
    for (const text of this.#queue.splice(0)) port1.postMessage(text);
  }

  /** Gives an element of the page the port on which pictures of the camera come. */
  lend(node, port) {
    this.#frame?.contentWindow?.postMessage({ banchan: "camera", node }, this.origin, [port]);
  }

  /** A message of the core for the view. */
  post(text) {
    if (this.#port) this.#port.postMessage(text);
    else if (this.#frame && this.#queue.length < QUEUE) this.#queue.push(text);
  }

  /** Title, colours and buttons of the bar; what is not given stays. */
  dress(nav) {
    Object.assign(this.nav, Object.fromEntries(Object.entries(nav).filter(([, v]) => v !== null && v !== undefined)));
    const { title = "", background = "#ffffff", ink = "dark", custom = false, page = "#ffffff", left = "none", busy = false, ms = 0 } = this.nav;
    this.title.textContent = title;
    this.el.dataset.nav = custom ? "custom" : "default";
    this.el.style.setProperty("--nav-bg", background);
    this.el.style.setProperty("--nav-ink", ink === "light" ? "#ffffff" : "#111615");
    this.el.style.setProperty("--nav-ms", `${Math.min(Number(ms) || 0, 3000)}ms`);
    this.el.style.setProperty("--page-bg", page);
    this.busy.hidden = !busy;
    this.left.hidden = left === "none";
    this.left.replaceChildren(icon(left === "home" ? "home" : "back"));
    this.left.setAttribute("aria-label", t(left === "home" ? "app.home" : "app.back"));
    if (this.#frame) this.#frame.title = title || t("kind.app");
    this.does.ink();
  }

  /** The look of refreshing at the top. */
  refreshing(on) {
    this.pull?.remove();
    this.pull = on ? h("div", { class: "pull", role: "status", "aria-label": t("app.loading") }, icon("loading", 22)) : null;
    if (this.pull) this.place.append(this.pull);
  }

  /** How it stands: `portrait`, `landscape` or `auto`. */
  how = "portrait";

  /** @param {string} how */
  stand(how) {
    this.how = how;
    this.does.ink();
  }

  /** An element of it has the whole screen: its own bars go. A page that is loaded anew has no such element. */
  full(on) {
    this.el.toggleAttribute("data-full", on);
  }

  /** Ends it. */
  end() {
    this.#drop();
    this.el.remove();
  }
}
