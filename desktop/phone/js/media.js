// Choosing pictures, videos and files for a mini-program, and keeping some. Bytes go to the server as they are; what they are, core
// finds out. It must not keep anything that was chosen.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { at, cancelled } from "./link.js";
import { over, toggle, snack } from "./sheet.js";
import { shootScreen } from "./shoot.js";

/** Longest side of a picture that was made smaller, and its quality. */
const SIDE = 1920;
const QUALITY = 0.82;
/** Longest side of a small picture of a video. */
const THUMB = 360;
/** Largest file that is taken, in bytes, as the server has it. */
const MOST = 100 * 1024 * 1024;

/** @typedef {{count: number, kinds: string[], album: boolean, camera: boolean, original: boolean, compressed: boolean, maxSeconds: number, front: boolean, extensions: string[], signal?: AbortSignal, app?: string}} Ask */

/**
 * Lets the user choose; answers what was handed over, by the server's numbers.
 * @param {Ask} ask
 */
export function choose(ask) {
  return new Promise((resolve, reject) => {
    const video = ask.kinds.includes("video");
    const image = ask.kinds.includes("image");
    let original = ask.original && !ask.compressed;
    let busy = false;
    const accept = ask.kinds.includes("file") ? ask.extensions.map((one) => `.${one}`).join(",") : [image && "image/*", video && "video/*"].filter(Boolean).join(",");
    const file = h("input", { type: "file", accept, multiple: ask.count > 1, hidden: true, id: "choose-file" });
    const say = h("p", { class: "small", role: "status", hidden: true });
    const take = async (files) => {
      if (busy || files.length === 0) return;
      busy = true;
      if (files.length > ask.count) snack(t("media.most", { n: ask.count }), "info");
      say.hidden = false;
      say.textContent = t("media.taking");
      try {
        const given = [];
        for (const one of files.slice(0, ask.count)) given.push(await hand(one, original));
        close();
        resolve(given);
      } catch (error) {
        busy = false;
        say.textContent = error?.large ? t("media.large") : t("media.failed");
      }
    };
    file.addEventListener("change", () => take([...file.files]));
    const shoot = (film) => shootScreen({ film, front: ask.front, seconds: ask.maxSeconds || 60, signal: ask.signal }).then((one) => take([one]), () => {});
    const way = (name, text, act, id) => h("button", { class: "choice", id, onclick: act }, icon(name), h("span", { class: "grow" }, text));
    const leave = () => { close(); reject(cancelled()); };
    const size = ask.original && ask.compressed && (image || video) && h("div", { class: "rows", style: { "margin-top": "8px" } }, h("div", { class: "row-item" }, h("span", { class: "grow" }, t("media.original")),
      toggle(t("media.original"), false, (want) => { original = want; })));
    const box = h("section", { class: "sheet", id: "choose", "aria-label": t("media.title") },
      h("div", { class: "choices" },
        ask.camera && image && way("camera", t("media.photo"), () => shoot(false), "choose-photo"),
        ask.camera && video && way("film", t("media.film"), () => shoot(true), "choose-film"),
        ask.album && way("picture", t(ask.kinds.includes("file") ? "media.file" : "media.album"), () => file.click(), "choose-album")),
      h("div", { class: "sheet-body" }, size, say), file, h("div", { class: "gap" }),
      h("div", { class: "choices", "data-plain": true }, h("button", { class: "choice", onclick: leave }, t("modal.cancel"))));
    const close = over(box, { dismiss: leave, signal: ask.signal });
  });
}

/** Hands one file over, made smaller unless it is to stay. @param {File} file @param {boolean} original */
export async function hand(file, original) {
  if (file.size > MOST) throw Object.assign(new Error("too large"), { large: true });
  const told = { name: file.name ?? "", modified: Math.floor((file.lastModified ?? 0) / 1000) };
  if (file.type.startsWith("image/")) return { ...told, kind: "image", ...await picture(file, original) };
  if (file.type.startsWith("video/")) return { ...told, kind: "video", ...await film(file) };
  return { ...told, kind: "file", id: await give(file) };
}

/** @param {Blob} blob @returns {Promise<number>} the number under which core takes it */
export async function give(blob) {
  const answer = await fetch(at("give"), { method: "POST", body: blob, headers: { "content-type": "application/octet-stream" } });
  if (!answer.ok) throw Object.assign(new Error("not taken"), { large: answer.status === 413 });
  return (await answer.json()).id;
}

async function picture(file, original) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    // Not a picture that this browser knows: core says what it is.
    return { id: await give(file), width: 0, height: 0 };
  }
  const { width, height } = bitmap;
  const scale = Math.min(1, SIDE / Math.max(width, height));
  // A moving picture stays as it is: a copy would stand still.
  const same = original || file.type === "image/gif" || (scale === 1 && file.size < 1_000_000);
  if (same) {
    bitmap.close();
    return { id: await give(file), width, height };
  }
  const [w, h2] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const small = await drawn(bitmap, w, h2, QUALITY);
  bitmap.close();
  return { id: await give(small.size < file.size ? small : file), width: w, height: h2 };
}

/** Draws a picture or a frame and answers it as JPEG. */
export function drawn(source, width, height, quality, mirror = false) {
  const canvas = h("canvas", { width, height });
  const pen = canvas.getContext("2d");
  if (mirror) {
    pen.translate(width, 0);
    pen.scale(-1, 1);
  }
  pen.drawImage(source, 0, 0, width, height);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("not drawn"))), "image/jpeg", quality));
}

/** What can be known of a video, and a small picture of it. */
async function film(file) {
  const video = h("video", { muted: true, playsinline: true });
  const url = URL.createObjectURL(file);
  const told = { width: 0, height: 0, seconds: 0, thumb: 0 };
  try {
    await new Promise((done, fail) => {
      video.onloadeddata = done;
      video.onerror = () => fail(new Error("no video"));
      setTimeout(() => fail(new Error("slow")), 8000);
      video.muted = true;
      video.src = url;
    });
    told.width = video.videoWidth;
    told.height = video.videoHeight;
    told.seconds = Number.isFinite(video.duration) ? video.duration : file.seconds ?? 0;
    const scale = Math.min(1, THUMB / Math.max(video.videoWidth, video.videoHeight, 1));
    told.thumb = await give(await drawn(video, Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale), 0.8));
  } catch {
    // A kind of video that this browser can't show is given all the same.
  }
  URL.revokeObjectURL(url);
  return { id: await give(file), ...told };
}

/** Saves something into the person's downloads, as a browser does. */
export async function keep({ id, name }) {
  h("a", { href: at(`kept/${id}`), download: name }).click();
  snack(t("media.kept"));
}
