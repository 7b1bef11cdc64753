// The field above the map of wx.chooseLocation, and what is found by it. It asks the server, which looks into its own list: nothing
// of what is typed leaves this computer. It must not know what becomes of a place.
import { h, fill, plain } from "./dom.js";
import { icon } from "./icons.js";
import { t, language } from "./i18n.js";
import { gcj02 } from "./map.js";

/** Milliseconds between the last letter and the question. */
const PAUSE = 150;
/** An answer that comes sooner needs no sign of waiting. */
const SLOW = 300;

/** @typedef {{name: string, address: string, country: string, latitude: number, longitude: number}} Place in GCJ-02, as programs get it */
/** @typedef {(q: string, near: [number, number]) => Promise<{places: Place[]}>} Find the answer is in WGS-84 */

/** What a country is called; its letters where the browser does not know. */
function countryName(code) {
  try { return new Intl.DisplayNames([language()], { type: "region" }).of(code) ?? code; } catch { return code; }
}

/** As the screen shows it, and as the program gets it. @param {Place} found @returns {Place} */
function shown(found) {
  const country = found.country && countryName(found.country);
  return { ...gcj02(found), name: plain(found.name, 100), address: plain(found.address, 200) || country, country };
}

/**
 * @param {Find} find @param {() => {latitude: number, longitude: number}} middle of the map, near which one looks
 * @param {(place: Place) => void} pick
 * @returns {{box: HTMLElement, list: HTMLElement, clear: () => boolean, end: () => void}} `clear` says whether there was anything to take away
 */
export function placeSearch(find, middle, pick) {
  let turn = 0;
  let timer = 0;
  const input = h("input", { type: "search", enterkeyhint: "search", autocomplete: "off", spellcheck: "false", maxlength: "100", id: "place-search", placeholder: t("map.search"), "aria-label": t("map.search"), "aria-controls": "place-found" });
  const wipe = h("button", { class: "wipe", "aria-label": t("map.search.clear"), hidden: true, onclick: () => { clear(); input.focus(); } }, icon("close", 18));
  const told = h("p", { class: "places-told", role: "status" });
  const rows = h("div", { class: "places-rows", id: "place-found" });
  const list = h("div", { class: "places-found", hidden: true }, told, rows);
  const box = h("div", { class: "search places-search", role: "search" }, h("div", { class: "search-box" }, icon("search", 20), input, wipe));

  const clear = () => {
    const some = input.value !== "" || !list.hidden;
    input.value = "";
    seek();
    return some;
  };

  const row = (place) => h("button", { class: "row-item", onclick: () => { clear(); pick(place); } }, icon("pin", 20),
    h("span", { class: "grow" }, h("strong", {}, place.name), place.address && h("span", { class: "sub" }, place.address)));

  function seek() {
    turn += 1;
    clearTimeout(timer);
    const text = input.value.trim();
    wipe.hidden = input.value === "";
    if (text) timer = setTimeout(() => ask(text, turn), PAUSE);
    else { list.hidden = true; fill(rows); told.textContent = ""; }
  }

  async function ask(text, mine) {
    const slow = setTimeout(() => {
      // Something else is asked, or nothing any more: nobody would take this sign away again.
      if (mine !== turn) return;
      list.hidden = false;
      told.textContent = t("app.loading");
      fill(rows, [0, 1, 2].map(() => h("div", { class: "row-item", "aria-hidden": "true" }, h("span", { class: "grow" }, h("div", { class: "ghost l1" }), h("div", { class: "ghost l2" })))));
    }, SLOW);
    const { latitude, longitude } = middle();
    const answer = await find(text, [latitude, longitude]).catch(() => null);
    clearTimeout(slow);
    if (mine !== turn) return;
    list.hidden = false;
    const found = answer?.places.map(shown) ?? [];
    told.textContent = !answer ? t("map.failed") : found.length ? t("map.found", { n: found.length }) : t("map.none", { q: plain(text, 40) });
    fill(rows, found.length ? found.map(row) : answer && h("p", { class: "small" }, t("map.none.sub")));
  }

  input.addEventListener("input", seek);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    // Else the same key would also press the button to which the focus goes next.
    event.preventDefault();
    rows.querySelector("button")?.click();
  });
  // Down from the field into what was found, and along it.
  const along = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const all = [input, ...rows.querySelectorAll("button")];
    all[Math.min(all.length - 1, Math.max(0, all.indexOf(document.activeElement) + step))]?.focus();
    event.preventDefault();
  };
  box.addEventListener("keydown", along);
  rows.addEventListener("keydown", along);
  return { box, list, clear, end: () => { turn += 1; clearTimeout(timer); } };
}
