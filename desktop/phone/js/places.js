// The screens of wx.chooseLocation and wx.openLocation: a map over the whole phone. The map itself is the view's (map.js);
// places go both ways in GCJ-02, as programs have them.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { layer } from "./layers.js";
import { cancelled } from "./link.js";
import { theme, place as whereami } from "./settings.js";
import { copy } from "./dialogs.js";
import { snack } from "./sheet.js";
import { placeSearch } from "./placesearch.js";
import { SlippyMap, SLIPPY_SHEET, gcj02 } from "./map.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(SLIPPY_SHEET);
document.adoptedStyleSheets.push(sheet);

/** The source of tiles that the host names; null for plain maps. */
let tiles = null;
let changed = () => {};
/** @param {any} source @param {() => void} onChange when such a screen came or went */
export function useTiles(source, onChange) { tiles = source ?? null; changed = onChange; }

/** @typedef {{latitude: number, longitude: number}} LatLng */

const degrees = (at) => `${at.latitude.toFixed(5)}, ${at.longitude.toFixed(5)}`;

/**
 * A screen with a map; `leave` closes it, `escape` is what the key does first.
 * @param {{title: string, center: LatLng, zoom: number, leave: () => void, escape?: () => void, drawn?: (map: SlippyMap) => void, above?: HTMLElement, id: string}} how
 */
function screen({ title, center, zoom, leave, escape = leave, drawn, above, id }) {
  const map = new SlippyMap({ tiles, drawn });
  map.dark = theme() === "dark";
  map.showBar(true);
  map.go(center, zoom);
  map.element.setAttribute("role", "application");
  map.element.setAttribute("aria-label", title);
  const field = h("div", { class: "places-map" }, map.element);
  const foot = h("div", { class: "places-foot" });
  const box = h("section", { class: "places", role: "dialog", "aria-modal": "true", "aria-label": title, tabindex: "-1", id },
    h("header", { class: "places-head" }, h("button", { class: "round", "aria-label": t("app.close"), onclick: leave }, icon("close")), h("h2", {}, title)), above, field, foot);
  const letGo = layer(box, { dismiss: escape });
  changed();
  return { map, field, foot, end() { letGo(); map.end(); box.remove(); changed(); } };
}

/** Where the phone is, for a map's start; null when it is not known. @returns {Promise<LatLng|null>} */
async function here() {
  try {
    return gcj02(await whereami({ precise: true, timeout: 5000 }));
  } catch {
    return null;
  }
}

/** Nearer than this, in degrees, is the same place: a metre or two. */
const SAME = 2e-5;

/**
 * The user chooses a place: one that was found by its name, or what lies under the pin in the middle.
 * @param {{center: [number, number]|null, signal: AbortSignal, find: import("./placesearch.js").Find}} ask
 * @returns {Promise<{name: string, address: string, latitude: number, longitude: number}>} rejects when it is closed
 */
export async function choosePlace({ center, signal, find }) {
  const begin = center ? { latitude: center[0], longitude: center[1] } : await here();
  if (signal?.aborted) throw cancelled();
  return new Promise((resolve, reject) => {
    const leave = () => { search.end(); it.end(); reject(cancelled()); };
    /** What was found and is under the pin still. @type {import("./placesearch.js").Place|null} */
    let picked = null;
    const spot = h("p", { class: "places-spot", role: "status" });
    const name = h("input", { class: "field", type: "text", maxlength: "100", placeholder: t("map.name"), "aria-label": t("map.name"), autocomplete: "off", id: "place-name" });
    const search = placeSearch(find, () => it.map.center, (place) => {
      picked = place;
      name.value = place.name;
      it.map.go(place, Math.max(place.country ? 12 : 16, Math.min(it.map.zoom, 16)));
      document.getElementById("place-use")?.focus();
    });
    const it = screen({ title: t("map.choose"), id: "choose-place", center: begin ?? { latitude: 25, longitude: 10 }, zoom: begin ? 16 : 3, leave, above: search.box,
      escape: () => { if (!search.clear()) leave(); },
      drawn: (map) => {
        // The map was moved on: what it was called is no longer under the pin.
        if (picked && (Math.abs(map.center.latitude - picked.latitude) > SAME || Math.abs(map.center.longitude - picked.longitude) > SAME)) {
          if (name.value === picked.name) name.value = "";
          picked = null;
        }
        spot.textContent = picked?.address || degrees(map.center);
      } });
    const use = () => {
      const { latitude, longitude } = picked ?? it.map.center;
      search.end();
      it.end();
      resolve({ name: name.value.trim(), address: picked?.address || degrees({ latitude, longitude }), latitude, longitude });
    };
    it.field.append(h("div", { class: "places-pin", "aria-hidden": "true" }, icon("pin", 40)),
      h("button", { class: "round places-here", "aria-label": t("map.here"), id: "place-here", onclick: async () => { const at = await here(); if (at) it.map.go(at, Math.max(16, it.map.zoom)); else snack(t("map.nowhere"), "alert"); } }, icon("ring")), search.list);
    it.foot.append(spot, name, h("div", { class: "buttons" }, h("button", { class: "btn", onclick: leave }, t("modal.cancel")), h("button", { class: "btn main", id: "place-use", onclick: use }, t("map.use"))));
    signal?.addEventListener("abort", leave, { once: true });
  });
}

/** Shows a place. @param {{name: string, address: string, latitude: number, longitude: number, scale: number}} given */
export function openPlace(given) {
  const at = { latitude: given.latitude, longitude: given.longitude };
  const pin = h("div", { class: "places-mark", role: "img", "aria-label": given.name || t("map.place") }, icon("pin", 40));
  const it = screen({ title: given.name || t("map.place"), id: "open-place", center: at, zoom: given.scale, leave: () => it.end(), drawn: (map) => {
    const spot = map.spot(at);
    pin.style.transform = `translate(${spot.x.toFixed(1)}px, ${spot.y.toFixed(1)}px)`;
  } });
  it.map.over.append(pin);
  // Other maps have WGS-84: the shift is taken back.
  const moved = gcj02(at);
  const world = { latitude: 2 * at.latitude - moved.latitude, longitude: 2 * at.longitude - moved.longitude };
  const web = `https://www.openstreetmap.org/?mlat=${world.latitude.toFixed(6)}&mlon=${world.longitude.toFixed(6)}#map=17/${world.latitude.toFixed(6)}/${world.longitude.toFixed(6)}`;
  it.foot.append(h("strong", { class: "places-name" }, given.name || t("map.place")), given.address ? h("p", { class: "places-address" }, given.address) : "", h("p", { class: "places-spot" }, degrees(at)),
    h("div", { class: "buttons" }, h("button", { class: "btn", onclick: () => copy(degrees(at)).then(() => snack(t("menu.copied"))).catch(() => {}) }, t("kind.copy")),
      h("a", { class: "btn main", href: web, target: "_blank", rel: "noopener noreferrer" }, t("kind.web.open"))));
}
