// What the user set for this phone: language, appearance, where it is. Kept by the server, since the page's address
// changes with every start.
import { h } from "./dom.js";
import { t, LANGUAGES, setLanguage } from "./i18n.js";
import { sheet, picks } from "./sheet.js";

const PLACES = [["shanghai", 31.2304, 121.4737], ["seoul", 37.5665, 126.978], ["london", 51.5074, -0.1278], ["berlin", 52.52, 13.405]];

const dark = matchMedia("(prefers-color-scheme: dark)");

/** @type {{language: string, theme: "system"|"light"|"dark", location: {mode: "browser"|"fixed", latitude: number, longitude: number}, person: {name: string, phone: string}}} */
export const settings = { language: "", theme: "system", location: { mode: "browser", latitude: 31.2304, longitude: 121.4737 }, person: { name: "", phone: "" } };

/** The made-up person who uses this phone; what was not set has a name for tests. */
export const person = () => ({ name: settings.person.name || t("me.name"), phone: settings.person.phone || "+1 555 0100 123" });

/** `light` or `dark`, as seen. */
export const theme = () => (settings.theme === "system" ? (dark.matches ? "dark" : "light") : settings.theme);

/** Takes over what was kept (or a test gave) and applies it. */
export function adopt(kept) {
  for (const key of ["language", "theme", "location", "person"]) if (kept?.[key]) settings[key] = kept[key];
  apply();
}

function apply() {
  setLanguage(settings.language);
  document.documentElement.dataset.theme = theme();
}

/** @param {() => void} onChange called after appearance or language changed */
export function watchTheme(onChange) {
  dark.addEventListener("change", () => { apply(); onChange(); });
}

/** Where this phone is. @returns {Promise<{latitude: number, longitude: number, accuracy: number, altitude?: number, speed?: number}>} */
export function place({ precise = true } = {}) {
  const { mode, latitude, longitude } = settings.location;
  if (mode === "fixed") return Promise.resolve({ latitude, longitude, accuracy: 30 });
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(Object.assign(new Error("this browser has no location"), { unsupported: true }));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, accuracy: coords.accuracy, altitude: coords.altitude ?? undefined, speed: coords.speed ?? undefined }),
      (error) => reject(new Error(error.code === 1 ? "the browser does not allow this page the location" : error.code === 3 ? "the browser gave no location in time" : "the browser does not know where this computer is")),
      { enableHighAccuracy: precise, timeout: 15_000, maximumAge: 10_000 });
  });
}

/** The sheet. @param {() => void} onChange after each change, to keep and draw it */
export function showSettings(onChange) {
  const change = (patch) => { Object.assign(settings, patch); apply(); onChange(); };
  const coords = h("div");
  const number = (key, label) => h("label", { class: "named grow" }, label, h("input", { class: "field", inputmode: "decimal", autocomplete: "off", value: String(settings.location[key]), "data-coord": key }));
  const bad = h("p", { class: "small", role: "alert", hidden: true, style: { color: "var(--danger)" } }, t("set.place.bad"));
  function draw() {
    coords.replaceChildren();
    if (settings.location.mode !== "fixed") return;
    const lat = number("latitude", t("set.lat"));
    const lon = number("longitude", t("set.lon"));
    const fields = [lat, lon].map((x) => x.querySelector("input"));
    const read = () => {
      const [latitude, longitude] = fields.map((x) => Number(x.value.trim().replace(",", ".") || NaN));
      const ok = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
      bad.hidden = ok;
      if (ok) change({ location: { mode: "fixed", latitude, longitude } });
    };
    fields.forEach((x) => x.addEventListener("input", read));
    coords.append(
      h("div", { class: "picks", "aria-label": t("set.places") }, PLACES.map(([name, latitude, longitude]) =>
        h("button", { onclick: () => { fields[0].value = latitude; fields[1].value = longitude; read(); } }, t(`place.${name}`)))),
      h("div", { style: { display: "flex", gap: "12px", "margin-bottom": "16px" } }, lat, lon), bad);
  }
  draw();
  const own = (key, label, value) => {
    const field = h("input", { class: "field", type: key === "phone" ? "tel" : "text", autocomplete: "off", maxlength: 40, value, "data-person": key });
    field.addEventListener("input", () => change({ person: { ...settings.person, [key]: field.value.trim() } }));
    return h("label", { class: "named grow" }, label, field);
  };
  const panel = sheet({
    title: t("set.title"),
    body: [
      h("h3", { class: "caption" }, t("set.language")),
      picks(t("set.language"), [["", t("set.auto")], ...LANGUAGES], settings.language, (language) => { change({ language }); panel.close(); showSettings(onChange); }),
      h("h3", { class: "caption" }, t("set.theme")),
      picks(t("set.theme"), [["system", t("set.system")], ["light", t("set.light")], ["dark", t("set.dark")]], settings.theme, (value) => change({ theme: value })),
      h("h3", { class: "caption" }, t("set.location")),
      picks(t("set.location"), [["browser", t("set.browser")], ["fixed", t("set.fixed")]], settings.location.mode, (mode) => { change({ location: { ...settings.location, mode } }); draw(); }),
      coords,
      h("p", { class: "small" }, t("set.place.sub")),
      h("h3", { class: "caption" }, t("set.person")),
      h("div", { style: { display: "flex", gap: "12px", "margin-bottom": "16px" } }, own("name", t("set.person.name"), person().name), own("phone", t("set.person.phone"), person().phone)),
      h("p", { class: "small" }, t("set.person.sub")),
    ],
  });
}
