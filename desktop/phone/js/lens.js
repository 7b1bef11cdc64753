// The camera inside of a mini-program's page: the stream is ours, the page gets still pictures through a port, one when it has painted the
// one before. It ends when the core takes the question back.
import { at } from "./link.js";
import { drawn, give } from "./media.js";
import { record, webcam } from "./shoot.js";

/** Least milliseconds between two pictures, and between two looks for codes. */
const FRAME = 55;
const LOOK = 400;
const WIDTHS = { low: 480, medium: 960, high: 1280 };
const QUALITY = { high: 0.95, normal: 0.85, low: 0.6, original: 1 };

/** The camera that is on. @type {{slot: number, video: HTMLVideoElement, stream: MediaStream, zoom: number, front: boolean, film: (() => Promise<Blob>)|null} | null} */
let lens = null;

/** Shows the camera in an element of a page, until `signal` says that it is enough. */
export async function showCamera({ slot, node, front, scan, resolution, flash, signal }, page) {
  if (!page) throw new Error("the page is gone");
  const stream = await webcam(front, WIDTHS[resolution] ?? WIDTHS.medium).catch((error) => {
    throw new Error(error.name === "NotAllowedError" ? "system permission denied" : "no camera is available");
  });
  const video = document.createElement("video");
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  if (signal?.aborted) return stop();
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play().catch(() => {});
  // Nobody may want it any more by now, and nobody would say so again.
  if (signal?.aborted) return stop();
  const track = stream.getVideoTracks()[0];
  track?.applyConstraints({ advanced: [{ torch: flash === "torch" || flash === "on" }] }).catch(() => {});
  const { port1, port2 } = new MessageChannel();
  const own = { slot, video, stream, zoom: 1, front, film: null };
  lens?.stream.getTracks().forEach((one) => one.stop());
  lens = own;
  let on = true;
  let last = 0;
  const most = track?.getCapabilities?.().zoom?.max ?? 4;
  async function paint() {
    if (!on || video.videoWidth === 0) return on && setTimeout(paint, FRAME);
    last = performance.now();
    // Zoom is a part of the picture: webcams seldom have another.
    const [w, h] = [video.videoWidth / own.zoom, video.videoHeight / own.zoom];
    const scale = Math.min(1, 640 / video.videoWidth);
    const picture = await createImageBitmap(video, (video.videoWidth - w) / 2, (video.videoHeight - h) / 2, w, h, { resizeWidth: Math.round(video.videoWidth * scale), resizeHeight: Math.round(video.videoHeight * scale) }).catch(() => null);
    if (!on || !picture) return on && setTimeout(paint, FRAME);
    port1.postMessage({ picture, mirror: front, maxZoom: most }, [picture]);
  }
  port1.onmessage = () => setTimeout(paint, Math.max(0, FRAME - (performance.now() - last)));
  page.lend(node, port2);
  paint();
  const looking = scan ? setInterval(() => look(video, port1), LOOK) : 0;
  await new Promise((done) => {
    signal?.addEventListener("abort", done, { once: true });
    track?.addEventListener("ended", done, { once: true });
  });
  on = false;
  clearInterval(looking);
  port1.close();
  stop();
  video.srcObject = null;
  if (lens === own) lens = null;
}

/** Looks for a code in what the camera sees; the server reads it. */
async function look(video, port) {
  const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight, 1));
  const [width, height] = [Math.floor(video.videoWidth * scale), Math.floor(video.videoHeight * scale)];
  if (width === 0 || height === 0) return;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const luma = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < luma.length; i += 1, p += 4) luma[i] = (data[p] * 77 + data[p + 1] * 150 + data[p + 2] * 29) >> 8;
  try {
    const answer = await (await fetch(at(`luma?width=${width}&height=${height}`), { method: "POST", body: new Blob([luma]), headers: { "content-type": "application/octet-stream" } })).json();
    for (const found of answer.found ?? []) port.postMessage({ code: found.text, kind: "QR_CODE" });
  } catch {
    // The next look may do better.
  }
}

function seen(slot) {
  if (lens?.slot !== slot) throw new Error("no camera is on the page");
  return lens;
}

/** Takes a picture with the camera that is on. */
export async function shot({ slot, quality, mirror }) {
  const { video, zoom, front } = seen(slot);
  const [w, h] = [video.videoWidth / zoom, video.videoHeight / zoom];
  const part = await createImageBitmap(video, (video.videoWidth - w) / 2, (video.videoHeight - h) / 2, w, h);
  const [width, height] = [part.width, part.height];
  const blob = await drawn(part, width, height, QUALITY[quality] ?? QUALITY.normal, front && mirror);
  part.close();
  return { id: await give(blob), width, height };
}

/** Begins to take a video. */
export async function film({ slot, seconds }) {
  const own = seen(slot);
  if (own.film) throw new Error("is recording or paused");
  const end = record(own.stream);
  let ended = null;
  const mine = () => (ended ??= end());
  own.film = mine;
  // The next film has a time of its own.
  setTimeout(() => { if (own.film === mine) mine(); }, seconds * 1000);
  return true;
}

/** Ends it. */
export async function filmed({ slot }) {
  const own = seen(slot);
  if (!own.film) throw new Error("is not recording");
  const file = await own.film().finally(() => { own.film = null; });
  const { video } = own;
  const thumb = await drawn(video, Math.round(video.videoWidth / 2), Math.round(video.videoHeight / 2), 0.8);
  return { id: await give(file), thumb: await give(thumb), width: video.videoWidth, height: video.videoHeight };
}

/** Goes nearer. */
export async function zoom({ slot, zoom: near }) {
  const own = seen(slot);
  own.zoom = Math.min(4, Math.max(1, near));
  return own.zoom;
}
