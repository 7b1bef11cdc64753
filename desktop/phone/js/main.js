// Puts the phone together: the link to banchan, home, stages, dialogs. The wiring only; each part has its own file.
import { h, fill, plain } from "./dom.js";
import { icon } from "./icons.js";
import { t, maybe, language } from "./i18n.js";
import { connect, at } from "./link.js";
import { adopt, settings, theme, watchTheme, showSettings, place, person } from "./settings.js";
import { makeHome } from "./home.js";
import { front, setFront, overItself } from "./front.js";
import { Stage } from "./stage.js";
import { fault } from "./fault.js";
import { scanScreen, feed } from "./scan.js";
import { covered } from "./layers.js";
import { askRemoval, showDetails, showMenu } from "./menu.js";
import { choosePlace, openPlace, useTiles } from "./places.js";
import { makeDev } from "./dev.js";
import { consent, scopeName } from "./consent.js";
import { paySheet } from "./pay.js";
import { subscribeSheet } from "./subscribe.js";
import { profileSheet, numberSheet, avatarSheet } from "./person.js";
import { addressSheet } from "./address.js";
import { showCard } from "./share.js";
import { visitSheet } from "./visit.js";
import { modal, actionSheet, toast, loading, hideToast, callSheet, copy, paste } from "./dialogs.js";
import { choose, keep } from "./media.js";
import { preview, download } from "./viewer.js";
import { sound } from "./sound.js";
import { batteryNow, keepsOn, screenWish, forgetWish, watchBattery } from "./device.js";
import { watchSensor } from "./sensors.js";
import { orderRecorder, recordSound } from "./microphone.js";
import { showCamera, shot, film, filmed, zoom } from "./lens.js";
import { over, sheet, toggle } from "./sheet.js";

/** Most mini-programs that keep their iframes while they are not seen. */
const AWAKE = 2;

const $ = (id) => document.getElementById(id);
/** Running mini-programs by slot, the last used last. @type {Map<number, Stage>} */
const stages = new Map();
/** Slots that are over, and how: an answer or an order that names one may still be on its way. @type {Map<number, {again?: boolean, say?: string}>} */
const past = new Map();
/** As many as the server keeps. */
const PAST = 32;
/** Slots that are being started again. @type {Set<number>} */
const restarting = new Set();
let dev = null;
let trouble = null;
let taken = false;

/** Cards that were listed, so that a launch screen has a face before core answers. @type {Map<string, any>} */
const cards = new Map();
/** Icons are named below the page's folder; names are what their authors wrote. */
const known = (app) => {
  if (app) Object.assign(app, { name: plain(app.name), publisher: plain(app.publisher), description: plain(app.description, 300) });
  if (app?.icon && !app.icon.includes(":")) app.icon = at(app.icon);
  if (app) cards.set(app.id, app);
  return app;
};

const home = makeHome($("home"), {
  search: async (q) => { const answer = await link.call("search", { q }); answer.apps.forEach(known); return answer; },
  open: (app, from) => open({ app: app.id, from }, app),
  scan: () => scan(),
  settings: () => showSettings(kept),
  details: (app) => showDetails(app, removal(app)),
  remove: (app) => askRemoval(app, removal(app)),
});

const link = connect({ onDo, onAsk, onView: (page, text) => pageOf(page)?.post(text), onState }, facts);

// ---- what the user does -------------------------------------------------------------------------------------------

/** Opens by id or by the text of a code; shows the launch screen meanwhile, an error screen when it fails. */
async function open(what, card) {
  const waiting = card && ![...stages.values()].some((stage) => stage.app.id === card.id) ? waitScreen(card) : null;
  try {
    const { slot, app, origin } = await link.call("open", what);
    const now = await arrive(slot, known(app), Boolean(waiting), () => waiting?.left());
    if (now === null) return waiting?.end(false);
    stages.get(now).origin = origin;
    waiting?.end(true);
  } catch (error) {
    const left = waiting?.left();
    waiting?.end(false);
    if (error.message === "lost" || left) return;
    // The code may name a page that is gone: the mini-program itself is still there.
    if (error.kind === "failed" && what.text && card) refuse(error, () => open({ app: card.id }, card), t("app.home"));
    else refuse(error, () => open(what, card));
  }
}

/** The launch screen while there is no stage yet; its capsule's close leaves it. */
function waitScreen(card) {
  let left = false;
  const leave = () => { left = true; stage.leave(); setTimeout(() => stage.el.remove(), 300); };
  const stage = new Stage(card, { menu() {}, close: leave, retry() {}, tab() {}, ink: paintBar });
  stage.el.style.zIndex = "99";
  stage.cover();
  $("stages").append(stage.el);
  stage.enter();
  return {
    left: () => left,
    /** The real one lies under it now, or there will be none. */
    end(started) {
      if (started) stage.el.remove();
      else leave();
    },
  };
}

/**
 * What was opened comes to the front. It may have ended while the word of it was on its way, and nothing more would ever come of it:
 * then what its end asks for is done instead.
 * @param {number} slot @param {any} app @param {boolean} still @param {() => boolean|undefined} left whether the person went elsewhere meanwhile
 * @returns {Promise<number|null>} the slot that came, null for none; rejects when it broke
 */
async function arrive(slot, app, still, left) {
  const end = past.get(slot);
  if (left()) {
    if (!end) link.tell("leave", { slot });
    return null;
  }
  if (!end) {
    bring(slot, app, still);
    return slot;
  }
  if (end.say) throw Object.assign(new Error(end.say), { kind: "failed", say: end.say });
  if (!end.again) return null;
  const next = await link.call("restart", { slot });
  return next.dev ? null : arrive(next.slot, known(next.app), still, left);
}

/** A mini-program that ended, or is to, is started again, behind its launch screen. */
async function restart(slot) {
  if (restarting.has(slot)) return;
  restarting.add(slot);
  const seen = front() === slot;
  stages.get(slot)?.cover();
  try {
    const { slot: now, app, dev: loaded } = await link.call("restart", { slot });
    // A source folder comes by an order of its own. One that could not be read leaves what ran before as it was.
    if (loaded && !past.has(slot)) return stages.get(slot)?.uncover();
    if (!loaded) await arrive(now, known(app), false, () => seen && front() !== slot);
    if (now !== slot) remove(slot);
  } catch (error) {
    remove(slot);
    if (error.message !== "lost") refuse(error, () => restart(slot));
  } finally {
    restarting.delete(slot);
  }
}

/** One is over. */
function ended({ slot, again, say }) {
  past.set(slot, { again, say });
  if (past.size > PAST) past.delete(past.keys().next().value);
  // Whoever starts it again takes away what is left of it.
  if (restarting.has(slot)) return;
  if (again && front() === slot) restart(slot);
  else drop(slot, say);
}

/** The plain sentences for a kind of trouble; core's own sentence is kept for who wants the details. */
function sentences(error) {
  const kind = maybe(`why.${error.kind}`) ? error.kind : "failed";
  const own = error.say ? error.say[0].toUpperCase() + error.say.slice(1) : "";
  // Core speaks English: there its sentence, which knows more, stands in front.
  if (language() === "en" && own) return { title: t(`why.${kind}`), say: /[.!?]$/.test(own) ? own : `${own}.` };
  return { title: t(`why.${kind}`), say: t(`why.${kind}.sub`), details: own };
}

/** Takes the sheet of the last refusal away. @type {(() => void)|null} */
let unrefuse = null;

/** A sheet that says why something was not opened. */
function refuse(error, again, label = t("app.again")) {
  unrefuse?.();
  const box = h("section", { class: "sheet", id: "refusal" });
  const close = over(box, { dismiss: () => close() });
  unrefuse = close;
  const el = fault({ ...sentences(error), sign: "broken", keys: [
    { text: t("app.tohome"), act: () => close() }, { text: label, main: true, act: () => { close(); again(); } }] });
  box.append(el);
}

async function scan(first) {
  let found;
  try { found = await watched(scanScreen({ first })); } catch { return; }
  known(found.app);
  if (found.app || found.open) return open({ text: found.text }, found.app);
  describe(found);
}

/** The scan screen is dark: the status bar follows it. */
function watched(screen) {
  paintBar();
  return screen.finally(() => paintBar());
}

/** A code that is no mini-program: says what it is, and offers what can be done. */
function describe(found) {
  const web = found.kind === "web" && /^https?:/.test(found.text);
  const note = found.kind === "closed" ? t("kind.closed.sub") : maybe(`kind.${found.kind}.sub`);
  const keys = [h("button", { class: "btn", onclick: () => copy(found.text).catch(() => {}) }, t("kind.copy"))];
  if (web) keys.push(h("a", { class: "btn main", href: found.text, target: "_blank", rel: "noopener noreferrer" }, t("kind.web.open")));
  sheet({ title: t(`kind.${found.kind}`), left: icon(web ? "globe" : found.kind === "phone" ? "phone" : "scan"),
    body: [note && h("p", { class: "small", style: { margin: "0 0 12px" } }, note), h("div", { class: "rows" }, h("div", { class: "row-item", style: { "overflow-wrap": "anywhere", "user-select": "text" } }, found.kind === "closed" || !found.sub ? found.text : found.sub))],
    foot: h("div", { class: "buttons" }, keys) }).box.id = "found";
}

async function menu(slot) {
  const given = await link.call("menu", { slot }).catch(() => null);
  if (!given) return;
  known(given.app);
  showMenu(given, {
    share: (kind) => link.tell("share", { slot, kind }),
    grant: (scope, allowed) => link.call("grant", { slot, scope, allowed }),
    restart: () => restart(slot),
    clear: () => link.call("clear", { slot }),
    remove: removal(given.app),
  });
}

/** Takes a mini-program off the phone. A source folder is where its developer has it. */
const removal = (app) => (app.dev ? null : () => link.call("remove", { app: app.id }));

// ---- stages ---------------------------------------------------------------------------------------------------------

const pageOf = (id) => { for (const stage of stages.values()) if (stage.pages.has(id)) return stage.pages.get(id); return null; };

function stageOf(slot, app) {
  let stage = stages.get(slot);
  if (!stage) {
    stage = new Stage(app ?? { id: String(slot), name: "" }, {
      menu: () => menu(slot), close: () => { toHome(); link.tell("leave", { slot }); },
      retry: () => restart(slot),
      tab: (path) => link.tell("tab", { slot, path }),
      view: (page, text) => link.view(page, text), lost: (page) => link.call("lost", { page }).catch(() => {}),
      back: () => link.tell("back", { slot }), home: () => link.tell("first", { slot }), ink: paintBar,
    });
    stages.set(slot, stage);
    stage.cover();
    $("stages").append(stage.el);
  } else if (app) {
    stage.app = app;
  }
  return stage;
}

/** A mini-program comes to the front. `still`: it takes the place of its launch screen, without sliding in. */
function bring(slot, app, still) {
  const stage = stageOf(slot, app);
  stages.delete(slot);
  stages.set(slot, stage);
  unrefuse?.();
  for (const [other, it] of stages) if (other !== slot) it.leave();
  if (front() !== slot) hideToast();
  setFront(slot);
  for (const [i, it] of [...stages.values()].entries()) it.el.style.zIndex = String(i + 1);
  stage.enter(still);
  stage.seen?.again();
  home.behind(true);
  for (const it of [...stages.values()].slice(0, -AWAKE)) it.sleep();
  paintBar();
}

function toHome() {
  hideToast();
  stages.get(front())?.leave();
  setFront(null);
  home.behind(false);
  paintBar();
}

/** Takes a mini-program off the screen. @returns {boolean} whether it was the one that is seen */
function remove(slot) {
  const stage = stages.get(slot);
  if (!stage) return false;
  const seen = front() === slot;
  if (seen) toHome();
  stage.leave();
  stages.delete(slot);
  forgetWish(slot);
  stage.end();
  return seen;
}

function drop(slot, sentence) {
  const stage = stages.get(slot);
  if (!stage) return;
  if (sentence && front() === slot) return stage.fail({ title: t("err.stopped"), say: t("err.stopped.sub"), details: sentence });
  // Whoever was opened by another one leads back there.
  if (remove(slot) && stage.origin) open({ leave: slot }, cards.get(stage.origin));
}

// ---- what the core orders and asks ------------------------------------------------------------------------------

function onDo(order) {
  switch (order.op) {
    case "hello":
      adopt(order.settings);
      useTiles(order.tiles, paintBar);
      if (order.dev && !dev) dev = makeDev($("dev"), order.dev.folder);
      redraw();
      link.tell("facts", facts());
      for (const slot of [...stages.keys()]) remove(slot);
      // Another run of banchan counts from one again.
      past.clear();
      break;
    case "home": for (const app of [...order.catalogue, ...order.recents]) known(app); home.show(order); break;
    case "front": if (!past.has(order.slot)) bring(order.slot, known(order.app)); break;
    case "open": open({ text: order.text }); break;
    case "refused": refuse({ kind: "refused", say: order.say }, () => link.tell("reload")); break;
    case "create": stageOf(order.slot, cards.get(order.appId) ?? { id: order.appId, name: plain(order.nav.title) }).create(order); break;
    case "show": stageWith(order.page)?.show(order.page, order.how); break;
    case "close": stageWith(order.page)?.close(order.page); break;
    case "reload": pageOf(order.page)?.load(); break;
    case "ended": ended(order); break;
    case "nav": pageOf(order.page)?.dress(order.nav); break;
    // A bar may come before the first page, but not after the end: nothing would take its stage away.
    case "tabs": if (!past.has(order.slot)) stageOf(order.slot).tabs(order.tabs); break;
    case "pull": pageOf(order.page)?.refreshing(order.on); break;
    case "blur": if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur(); break;
    case "stand": pageOf(order.page)?.stand(order.how); break;
    case "full": pageOf(order.page)?.full(order.on); break;
    case "preview": if (order.slot === front()) preview(order, offerToKeep); break;
    case "screen": screenWish(order); break;
    case "recorder": orderRecorder(order); break;
    case "sound": sound(order, (told) => link.tell("sound", told)); break;
    case "share": if (order.slot === front()) showCard(stages.get(order.slot)?.app ?? { id: String(order.slot), name: "" }, order.card); break;
    case "visit": open({ visit: order.visit }, cards.get(order.target)); break;
    case "toast": if (order.slot === front()) toast(order); break;
    case "loading": if (order.slot === front()) loading(order); break;
    case "quiet": if (order.slot === front()) hideToast(); break;
    case "log": dev?.add(order.kind, order.line); break;
    case "reloading": dev?.reloading(order.on); break;
    case "vibrate": navigator.vibrate?.(order.ms); break;
  }
}

const stageWith = (page) => [...stages.values()].find((stage) => stage.pages.has(page));

/** Questions; the answer goes back to the core. A rejection says cancelled, unsupported or why. */
async function onAsk(op, args) {
  const app = stages.get(args.slot)?.app;
  /** Who asks, with the name that core knows. */
  const asker = () => ({ ...(cards.get(args.appId) ?? app ?? { id: args.appId }), name: plain(args.appName) });
  switch (op) {
    case "consent": return consent({ ...args, app: asker() });
    case "visit": {
      const target = { ...(cards.get(args.target) ?? { id: args.target }), name: plain(args.targetName) };
      await visitSheet({ ...args, app: asker(), target });
      // The answer goes out first: the program that asked hears of it before it leaves the screen.
      setTimeout(() => open({ visit: args.id }, target));
      return true;
    }
    case "pay": return paySheet({ ...args, app: asker() });
    case "subscribe": return subscribeSheet({ ...args, app: asker() });
    case "profile": return profileSheet({ ...args, app: asker(), person: person() });
    case "number": return numberSheet({ ...args, app: asker(), person: person() });
    case "avatar": return avatarSheet({ ...args, app: asker(), person: person() });
    case "address": return addressSheet({ ...args, app: asker() });
    case "modal": return overItself(args, (signal) => modal({ ...args, signal }));
    case "actions": return (await overItself(args, (signal) => actionSheet({ ...args, signal }))).tapIndex;
    case "scan": { const { text, format } = await watched(scanScreen({ use: true, cameraOnly: args.onlyFromCamera, signal: args.signal })); return { text, format }; }
    case "location": return place(args);
    case "choosePlace": return choosePlace({ ...args, find: (q, near) => link.call("places", { q, near }) });
    case "openPlace": return openPlace(args.place);
    case "call": return callSheet({ ...args, app: app?.name ?? "" });
    case "copy": return copy(args.text);
    case "paste": return paste({ ...args, app: app?.name ?? "" });
    case "choose": return choose(args);
    case "keep": return keep(args);
    case "camera": return showCamera(args, pageOf(args.page));
    case "shot": return shot(args);
    case "film": return film(args);
    case "filmed": return filmed(args);
    case "zoom": return zoom(args);
    case "sensor": return watchSensor(args);
    case "record": return recordSound(args);
    case "grants": return grantsSheet(args);
  }
  throw Object.assign(new Error(op), { unsupported: true });
}

/** A long press in the viewer. */
function offerToKeep(item) {
  actionSheet({ itemList: [t("media.keep")] }).then(() => download(item), () => {});
}

/** The settings page of `wx.openSetting`; answers the switches as they are when it is left. */
function grantsSheet({ appName, grants, signal }) {
  return new Promise((resolve) => {
    const now = grants.map((grant) => ({ ...grant }));
    const panel = sheet({ title: t("menu.permissions"), sub: plain(appName), onClose: () => resolve(now),
      body: [h("div", { class: "rows" }, now.map((grant) => h("div", { class: "row-item", "data-scope": grant.scope }, h("span", { class: "grow" }, scopeName(grant.scope, grant.title)),
        toggle(scopeName(grant.scope, grant.title), grant.allowed, (want) => { grant.allowed = want; })))), h("p", { class: "small" }, t("menu.grants.sub"))] });
    signal?.addEventListener("abort", () => panel.close(), { once: true });
  });
}

// ---- the page itself ----------------------------------------------------------------------------------------------

/** What the phone is, for the core's `DeviceFacts`. Lengths in CSS pixels. */
function facts() {
  const screen = $("screen");
  const style = getComputedStyle(screen);
  return {
    width: screen.clientWidth, height: screen.clientHeight, bar: parseFloat(style.getPropertyValue("--bar")) || 0, foot: parseFloat(style.getPropertyValue("--foot")) || 0,
    ratio: devicePixelRatio, language: language(), theme: theme(), online: navigator.onLine, seen: !document.hidden, place: settings.location.mode === "fixed" || "geolocation" in navigator,
    battery: batteryNow(), awake: keepsOn(),
  };
}

function kept() {
  link.tell("settings", settings);
  redraw();
  link.tell("facts", facts());
}

function redraw() {
  document.title = t("home.title");
  home.draw();
  dev?.draw();
  for (const stage of stages.values()) stage.relabel();
  fill($("side"), h("div", { class: "word" }, h("img", { src: at("icon.svg"), alt: "" }), t("home.title")), h("p", {}, t("side.text")),
    h("ul", {}, h("li", {}, icon("picture", 20), t("side.drop")), h("li", {}, icon("paste", 20), t("side.paste")), h("li", {}, icon("shield", 20), t("side.local"))));
  paintBar();
}

function paintBar() {
  turn();
  const bar = $("statusbar");
  const time = new Date();
  const ink = document.querySelector(".scan") ? "light" : trouble || document.querySelector(".places") ? null : stages.get(front())?.ink;
  if (ink) bar.dataset.ink = ink;
  else delete bar.dataset.ink;
  const stage = stages.get(front());
  if (stage) stage.capsule.dataset.ink = stage.ink ?? (theme() === "dark" ? "light" : "dark");
  fill(bar, h("span", {}, `${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`),
    h("span", { class: "signs" }, icon(navigator.onLine ? "wifi" : "offline", 18), icon("battery", 22)));
}

/** The phone lies on its side for a page that wants that. Where the screen is the window, the window's user holds it. */
function turn() {
  $("device").toggleAttribute("data-turned", stages.get(front())?.seen?.how === "landscape");
}

/** The connection came, went, or another tab took it. */
function onState(state) {
  trouble?.remove();
  trouble = null;
  taken = state === "taken";
  if (state === "open") return paintBar();
  trouble = taken
    ? fault({ title: t("link.taken"), say: t("link.taken.sub"), sign: "info", keys: [{ text: t("link.take"), main: true, act: () => link.again() }] })
    : fault({ title: t("link.lost"), say: t("link.lost.sub"), sign: "offline", keys: [] });
  trouble.id = "trouble";
  // A short interruption, such as a restart, is not worth a screen.
  trouble.hidden = !taken;
  if (!taken) setTimeout(() => { if (trouble) trouble.hidden = false; }, 800);
  $("over").append(trouble);
  paintBar();
}

// Pictures and links come from anywhere on the page.
let hint = null;
const leaveHint = () => { hint?.remove(); hint = null; };
addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].some((x) => x === "Files" || x === "text/uri-list" || x === "text/plain")) return;
  event.preventDefault();
  if (!hint) { hint = h("div", { class: "drop-hint" }, icon("scan", 40), t("scan.drop")); $("screen").append(hint); }
});
addEventListener("dragleave", (event) => { if (!event.relatedTarget) leaveHint(); });
addEventListener("drop", (event) => {
  event.preventDefault();
  leaveHint();
  const file = [...event.dataTransfer.files].find((x) => x.type.startsWith("image/")) ?? event.dataTransfer.files[0];
  bringIn(file, event.dataTransfer.getData("text/plain"));
});
addEventListener("paste", (event) => {
  if (event.target.closest?.("input, textarea")) {
    const picture = [...event.clipboardData.files].find((x) => x.type.startsWith("image/"));
    if (!picture) return;
  }
  bringIn(event.clipboardData.files[0], event.clipboardData.getData("text/plain"));
});

function bringIn(file, text) {
  if (taken || (covered() && !feedable())) return;
  if (file) { if (!feed("picture", file)) scan(file); }
  else if (text?.trim() && !feed("text", text)) open({ text: text.trim() });
}
const feedable = () => document.querySelector(".scan:not(.shoot)") !== null;

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || front() === null || covered()) return;
  link.tell("back", { slot: front() });
});
new ResizeObserver(() => link.tell("facts", facts())).observe($("screen"));
for (const event of ["resize", "online", "offline"]) addEventListener(event, () => link.tell("facts", facts()));
document.addEventListener("visibilitychange", () => link.tell("facts", facts()));
// The one key that takes a picture of the screen and is told to a page.
addEventListener("keyup", (event) => { if (event.key === "PrintScreen" && front() !== null) link.tell("captured", { slot: front() }); });
watchBattery(() => link.tell("facts", facts()));
watchTheme(kept);
setInterval(paintBar, 10_000);
adopt({});
redraw();
