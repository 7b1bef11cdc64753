// The face of a mini-program: its icon, or the first letter of its name on a colour that its id chooses.
import { h } from "./dom.js";

const COLOURS = ["#0b6e58", "#2f5fa8", "#8a4b9c", "#b0492f", "#7a6412", "#1f7a8c", "#a83a6a", "#4d6b2a"];

/** @param {{id: string, name: string, icon?: string|null}} app @param {"s"|"m"|"l"} [size] */
export function face(app, size = "m") {
  const box = h("span", { class: "face", "data-size": size, "aria-hidden": "true", style: { background: colour(app.id) } });
  if (app.icon) {
    const img = h("img", { src: app.icon, alt: "", draggable: "false" });
    img.addEventListener("error", () => img.replaceWith(letter(app.name)));
    img.addEventListener("load", () => box.style.setProperty("background", "transparent"));
    box.append(img);
  } else {
    box.append(letter(app.name));
  }
  return box;
}

const letter = (name) => [...(name || "?").trim()][0]?.toUpperCase() ?? "?";

/** A colour of our own for a name or an id. */
export function colour(id) {
  let sum = 0;
  for (const c of id) sum = Math.imul(sum ^ c.codePointAt(0), 0x01000193) >>> 0;
  return COLOURS[(sum >>> 13) % COLOURS.length];
}
