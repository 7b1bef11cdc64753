// The scan screen: a picture dropped, chosen or pasted, the webcam, or a typed link. It sends them to the server and
// shows what came back; it must not read codes or decide what they mean.
import { byHand, h } from "./dom.js";
import { icon } from "./icons.js";
import { t, maybe } from "./i18n.js";
import { layer } from "./layers.js";
import { at, cancelled } from "./link.js";
import { startCamera } from "./camera.js";
import { over } from "./sheet.js";
import { face } from "./face.js";

/** @typedef {{kind: string, text: string, sub?: string, app?: any, open?: boolean}} Found one code, described by the server */

/** The screen that is open, if any. @type {{picture: (file: Blob) => void, text: (text: string) => void, close: () => void}|null} */
let current = null;

/** Gives a picture or a text to the open screen. Returns false when none is open. */
export function feed(kind, value) {
  if (!current) return false;
  current[kind](value);
  return true;
}

/**
 * Opens the screen. Resolves with the code that was found or chosen.
 * @param {{use?: boolean, cameraOnly?: boolean, signal?: AbortSignal, first?: Blob}} [how] `use`: a mini-program asked for a code;
 *   `cameraOnly`: it wants no pictures from files; `first`: a picture to begin with
 * @returns {Promise<Found>} rejects as cancelled when the user closes it
 */
export function scanScreen({ use = false, cameraOnly = false, signal, first } = {}) {
  return new Promise((resolve, reject) => {
    current?.close();
    let stopCamera = null;
    /** Counts what was asked of the camera: what was asked before the last time is over, also when its answer comes later. */
    let turn = 0;
    let starting = false;
    const video = h("video", { hidden: true });
    const tip = h("div", { class: "tip" }, icon("picture", 32), t(byHand() ? "scan.tip.touch" : "scan.tip"));
    const frame = h("div", { class: "frame" }, tip);
    const finder = h("div", { class: "finder" }, video, frame);
    const say = h("div", { class: "scan-say", role: "status" });
    const file = h("input", { type: "file", accept: "image/*", hidden: true, id: "scan-file" });
    const text = h("input", { type: "text", placeholder: t("scan.link"), "aria-label": t("scan.link"), autocomplete: "off", spellcheck: "false", id: "scan-text" });
    const go = h("button", { disabled: true, id: "scan-go", onclick: () => submit(text.value) }, t(use ? "scan.use" : "scan.open"));
    const way = (name, label, act, id) => h("button", { onclick: act, id }, h("span", {}, icon(name, 24)), h("span", {}, label));
    const cameraKey = way("camera", t("scan.camera"), () => (stopCamera ? endCamera() : beginCamera()), "scan-camera");
    const box = h("section", { class: "scan", role: "dialog", "aria-label": t("scan.title"), tabindex: "-1" },
      h("header", { class: "scan-head" }, h("button", { class: "round", "aria-label": t("scan.back"), onclick: leave }, icon("close")), h("h2", {}, t("scan.title"))),
      finder, say, file,
      h("div", { class: "ways" }, cameraKey, !cameraOnly && way("picture", t("scan.picture"), () => file.click(), "scan-picture"), way("paste", t("scan.paste"), pasteIn, "scan-paste")),
      h("form", { class: "linkline", onsubmit: (event) => { event.preventDefault(); submit(text.value); } }, text, go));
    text.addEventListener("input", () => { go.disabled = text.value.trim() === ""; });
    file.addEventListener("change", () => file.files[0] && picture(file.files[0]));
    const letGo = layer(box, { dismiss: leave });
    const self = { picture, text: submit, close: leave };
    current = self;
    signal?.addEventListener("abort", leave, { once: true });
    if (first) picture(first);

    function done() {
      endCamera();
      letGo();
      box.remove();
      if (current === self) current = null;
    }
    function leave() { done(); reject(cancelled()); }
    function finish(found) { done(); resolve(found); }

    function note(strong, sub, bad) {
      say.toggleAttribute("data-bad", Boolean(bad));
      say.replaceChildren(...(strong ? [h("strong", {}, strong), sub ? h("span", {}, sub) : ""] : []));
    }

    async function picture(blob) {
      endCamera();
      const img = h("img", { class: "preview", src: URL.createObjectURL(blob), alt: "" });
      img.addEventListener("load", () => URL.revokeObjectURL(img.src));
      img.addEventListener("error", () => img.replaceWith(icon("broken", 40)));
      frame.replaceChildren(img);
      finder.dataset.busy = "";
      note(t("scan.reading"));
      const answer = await post("scan", blob);
      delete finder.dataset.busy;
      take(answer);
    }

    async function submit(value) {
      if (value.trim() === "") return;
      if (use) return finish({ kind: "text", text: value.trim() });
      text.value = value.trim();
      go.disabled = false;
      take(await post("describe", new Blob([value])));
    }

    /** What the server made of it: one code ends the screen, several ask, none says why. */
    function take(answer) {
      // It was closed while the server looked.
      if (current !== self) return;
      if (!answer) return note(t("scan.failed"), t("scan.failed.sub"), true);
      if (answer.kind) return note(t(maybe(`why.${answer.kind}`) ? `why.${answer.kind}` : "why.code"), t(`why.${answer.kind}.sub`), true);
      if (answer.found.length === 1) return finish(answer.found[0]);
      note();
      choose(answer.found).then(finish, () => {});
    }

    async function beginCamera() {
      // A second tap finds it on its way.
      if (starting) return;
      starting = true;
      const mine = (turn += 1);
      note();
      try {
        video.hidden = false;
        const stop = await startCamera(video, async (width, height, luma) => {
          const answer = await post(`luma?width=${width}&height=${height}`, new Blob([luma]));
          if (mine !== turn || !answer?.found?.length) return false;
          take(answer);
          return true;
        }, () => mine === turn);
        if (mine !== turn) return stop();
        stopCamera = stop;
        starting = false;
        finder.dataset.live = "";
        frame.replaceChildren();
        cameraKey.setAttribute("aria-pressed", "true");
        note(t("scan.aim"));
      } catch {
        if (mine !== turn) return;
        endCamera();
        note(t("scan.nocamera"), t("scan.nocamera.sub"), true);
      }
    }

    function endCamera() {
      turn += 1;
      starting = false;
      stopCamera?.();
      stopCamera = null;
      video.hidden = true;
      if ("live" in finder.dataset) frame.replaceChildren(tip);
      delete finder.dataset.live;
      cameraKey.removeAttribute("aria-pressed");
    }

    async function pasteIn() {
      try {
        for (const item of await navigator.clipboard.read()) {
          const type = item.types.find((x) => x.startsWith("image/"));
          if (type && !cameraOnly) return picture(await item.getType(type));
          if (item.types.includes("text/plain")) {
            const value = await (await item.getType("text/plain")).text();
            if (value.trim()) { text.value = value.trim(); return submit(value); }
          }
        }
        note(t("scan.nopaste"), t("scan.nopaste.sub"), true);
      } catch {
        // The browser gives the clipboard only to a key press in a field.
        text.focus();
        note(t("scan.nopaste"), t("scan.nopaste.sub"), true);
      }
    }
  });
}

async function post(path, body) {
  try {
    const answer = await fetch(at(path), { method: "POST", body, headers: { "content-type": "application/octet-stream" } });
    return await answer.json();
  } catch {
    return null;
  }
}

/** A picture with several codes: which one? @param {Found[]} found @returns {Promise<Found>} */
function choose(found) {
  return new Promise((resolve, reject) => {
    const box = h("section", { class: "sheet", "aria-label": t("scan.two"), id: "chooser" },
      h("header", { class: "sheet-head" }, h("div", { class: "grow" }, h("h2", {}, t("scan.two")), h("div", { class: "sub" }, t("scan.two.sub", { n: found.length })))),
      h("div", { class: "choices" }, found.map((one) => h("button", { class: "choice", onclick: () => { close(); resolve(one); } },
        one.app ? face(one.app, "s") : icon("globe"), h("span", { class: "grow" }, h("strong", {}, one.app?.name ?? t(`kind.${one.kind}`)), one.sub && h("span", { class: "sub" }, one.sub)), icon("next", 20)))));
    const close = over(box, { dismiss: () => { close(); reject(cancelled()); } });
  });
}
