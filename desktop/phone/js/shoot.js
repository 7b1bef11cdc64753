// Taking a photo or a short video with the webcam, when a mini-program asks for one: the person sees what will be given, and may take it
// again. The camera is off as soon as the screen is gone.
import { h, wait } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { layer } from "./layers.js";
import { cancelled } from "./link.js";

/** The webcam; rejects when there is none or it is not allowed. @param {boolean} front @param {number} [width] */
export async function webcam(front, width = 1280) {
  if (!navigator.mediaDevices?.getUserMedia) throw new Error("no camera");
  return navigator.mediaDevices.getUserMedia({ video: { facingMode: front ? "user" : "environment", width: { ideal: width } }, audio: false });
}

/** Milliseconds that a recording waits for its first picture: encoders are slow to begin. */
const FIRST = 5000;

/** Records what a stream shows. @param {MediaStream} stream @returns {() => Promise<Blob & {seconds?: number}>} ends it; rejects when nothing came */
export function record(stream) {
  const recorder = new MediaRecorder(stream);
  const parts = [];
  const begun = performance.now();
  /** Ended sooner than this, a recording would be empty. */
  const first = new Promise((came) => { recorder.ondataavailable = ({ data }) => { if (data.size > 0) { parts.push(data); came(); } }; });
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start(100);
  return async () => {
    const seconds = (performance.now() - begun) / 1000;
    await Promise.race([first, ended, wait(FIRST)]);
    if (recorder.state !== "inactive") recorder.stop();
    await ended;
    if (parts.length === 0) throw new Error("nothing was recorded");
    const type = (recorder.mimeType || "video/webm").split(";")[0];
    return Object.assign(new File(parts, `video.${type.endsWith("mp4") ? "mp4" : "webm"}`, { type }), { seconds });
  };
}

/** @param {{film: boolean, front: boolean, seconds: number, signal?: AbortSignal}} how @returns {Promise<File>} */
export function shootScreen({ film, front, seconds, signal }) {
  return new Promise((resolve, reject) => {
    let stream = null;
    let taken = null;
    let end = null;
    let timer = 0;
    let gone = false;
    const video = h("video", { muted: true, playsinline: true });
    video.muted = true;
    const still = h("img", { alt: "", hidden: true });
    const say = h("div", { class: "scan-say", role: "status" });
    const key = h("button", { class: "shutter", id: "shutter", disabled: true, "aria-label": t(film ? "media.film" : "media.photo"), "data-film": film, onclick: () => press() });
    const again = h("button", { class: "btn", hidden: true, onclick: () => redo() }, t("media.again"));
    const use = h("button", { class: "btn main", id: "shot-use", hidden: true, onclick: () => { done(); resolve(taken); } }, t("media.use"));
    const box = h("section", { class: "scan shoot", role: "dialog", "aria-label": t(film ? "media.film" : "media.photo"), tabindex: "-1" },
      h("header", { class: "scan-head" }, h("button", { class: "round", "aria-label": t("modal.cancel"), onclick: () => leave() }, icon("close")), h("h2", {}, t(film ? "media.film" : "media.photo"))),
      h("div", { class: "finder" }, video, still), say, h("div", { class: "shoot-keys" }, again, key, use));
    const letGo = layer(box, { dismiss: () => leave() });
    signal?.addEventListener("abort", () => leave(), { once: true });

    function done() {
      gone = true;
      clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
      if (video.src) URL.revokeObjectURL(video.src);
      letGo();
      box.remove();
    }
    function leave() { if (!gone) { done(); reject(cancelled()); } }

    async function redo() {
      taken = null;
      // Before its first picture is there, there is nothing to take.
      key.disabled = true;
      video.addEventListener("loadeddata", () => { key.disabled = false; }, { once: true });
      again.hidden = use.hidden = still.hidden = true;
      key.hidden = false;
      video.hidden = false;
      video.controls = false;
      video.removeAttribute("src");
      video.srcObject = stream;
      await video.play().catch(() => {});
    }

    function have(file) {
      taken = file;
      again.hidden = use.hidden = false;
      key.hidden = true;
      use.focus();
    }

    async function press() {
      if (!film) {
        const canvas = h("canvas", { width: video.videoWidth, height: video.videoHeight });
        canvas.getContext("2d").drawImage(video, 0, 0);
        const blob = await new Promise((got) => canvas.toBlob(got, "image/jpeg", 0.92));
        if (!blob || gone) return;
        still.src = canvas.toDataURL("image/jpeg", 0.7);
        still.hidden = false;
        video.hidden = true;
        return have(new File([blob], "photo.jpg", { type: "image/jpeg" }));
      }
      if (!end) {
        end = record(stream);
        key.setAttribute("data-on", "");
        say.textContent = t("media.seconds", { n: seconds });
        timer = setTimeout(press, seconds * 1000);
        return undefined;
      }
      clearTimeout(timer);
      say.textContent = "";
      const file = await end().catch(() => null);
      end = null;
      key.removeAttribute("data-on");
      if (gone || !file) return undefined;
      video.srcObject = null;
      video.src = URL.createObjectURL(file);
      video.controls = true;
      return have(file);
    }

    webcam(front).then((got) => {
      if (gone) return got.getTracks().forEach((track) => track.stop());
      stream = got;
      return redo();
    }, () => { say.replaceChildren(h("strong", {}, t("scan.nocamera")), h("span", {}, t("scan.nocamera.sub"))); say.setAttribute("data-bad", ""); });
  });
}
