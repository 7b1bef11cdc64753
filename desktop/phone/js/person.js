// The made-up person who uses this phone, and the sheets on which a mini-program is told a name, a picture or a number.
// Nothing of it is true, and nothing of it is told without a tap.
import { h, plainLines } from "./dom.js";
import { t } from "./i18n.js";
import { face, colour } from "./face.js";
import { over } from "./sheet.js";
import { cancelled } from "./link.js";

/** Widest picture that is handed on, in pixels. */
const SIDE = 256;

/** The person's own picture: the first letter on a colour. @param {string} name */
export function portrait(name) {
  const letter = ([...(name || "?").trim()][0] ?? "?").toUpperCase().replace(/[<>&]/g, "?");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="${colour(name)}"/><text x="48" y="64" font-family="sans-serif" font-size="46" font-weight="600" text-anchor="middle" fill="#fff">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** One question with two answers that look alike. */
function ask({ app, id, title, body, note, signal }, value) {
  return new Promise((resolve, reject) => {
    const leave = () => { close(); reject(cancelled()); };
    const box = h("section", { class: "sheet", "aria-labelledby": `${id}-title`, id },
      h("div", { class: "consent" },
        h("div", { class: "who" }, face(app), h("span", {}, h("strong", {}, app.name), h("span", {}, t("ask.mini")))),
        h("h2", { id: `${id}-title` }, title), body, h("p", { class: "note" }, note)),
      h("div", { class: "buttons" },
        h("button", { class: "btn", "data-answer": "deny", onclick: leave }, t("ask.deny")),
        h("button", { class: "btn", "data-answer": "allow", onclick: () => { close(); resolve(value); } }, t("ask.allow"))));
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}

/** @param {{app: any, reason: string, person: {name: string}, signal: AbortSignal}} args @returns {Promise<{nickName: string, avatarUrl: string}>} */
export function profileSheet({ app, reason, person, signal }) {
  const avatarUrl = portrait(person.name);
  return ask({ app, id: "profile", signal, title: t("me.profile", { app: app.name }), note: t("me.note"),
    body: [
      h("div", { class: "card-line" }, h("img", { class: "portrait", src: avatarUrl, alt: "" }), h("strong", {}, person.name)),
      reason && h("blockquote", {}, h("small", {}, t("ask.why")), plainLines(reason))] }, { nickName: person.name, avatarUrl });
}

/** @param {{app: any, person: {phone: string}, signal: AbortSignal}} args @returns {Promise<string>} the number */
export function numberSheet({ app, person, signal }) {
  return ask({ app, id: "number", signal, title: t("me.number", { app: app.name }), note: t("me.note"),
    body: h("div", { class: "number" }, person.phone) }, person.phone);
}

/** A picture for this mini-program: the person's own, or one from a file. @returns {Promise<string>} */
export function avatarSheet({ app, person, signal }) {
  return new Promise((resolve, reject) => {
    const leave = () => { close(); reject(cancelled()); };
    const end = (url) => { close(); resolve(url); };
    const own = portrait(person.name);
    const file = h("input", { type: "file", accept: "image/*", hidden: true, id: "avatar-file" });
    const bad = h("p", { class: "small", role: "alert", hidden: true, style: { color: "var(--danger)", margin: "0 20px 12px" } }, t("why.picture"));
    file.addEventListener("change", () => shrink(file.files?.[0]).then(end, () => { bad.hidden = false; }));
    const box = h("section", { class: "sheet", "aria-label": t("me.avatar", { app: app.name }), id: "avatar" },
      h("div", { class: "choices" }, h("div", { class: "choice small" }, t("me.avatar", { app: app.name })),
        h("button", { class: "choice", "data-do": "own", onclick: () => end(painted(person.name)) }, h("img", { class: "portrait", src: own, alt: "" }), h("span", {}, t("me.avatar.own"))),
        h("button", { class: "choice", "data-do": "file", onclick: () => file.click() }, t("me.avatar.file")), file, bad),
      h("div", { class: "gap" }),
      h("div", { class: "choices", "data-plain": true }, h("button", { class: "choice", onclick: leave }, t("modal.cancel"))));
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}

/** The person's own picture in dots, which every program can read. @param {string} name */
function painted(name) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser can't draw");
  pen.fillStyle = colour(name);
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.fillStyle = "#fff";
  pen.font = `600 ${SIDE / 2}px sans-serif`;
  pen.textAlign = "center";
  pen.fillText(([...(name || "?").trim()][0] ?? "?").toUpperCase(), SIDE / 2, SIDE * 0.67);
  return canvas.toDataURL("image/png");
}

/** A picture file as a small square picture in its own address. @param {File|undefined} file */
async function shrink(file) {
  if (!file) throw new Error("no picture");
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.min(SIDE, side);
  canvas.getContext("2d")?.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.86);
}
