// The microphone for a mini-program that records: one recording each, which the core has told to stop, or takes back. It keeps nothing.
import { wait } from "./dom.js";
import { give } from "./media.js";

/** Milliseconds that a recording waits for its first sound: encoders are slow to begin. */
const FIRST = 5000;

/** Recordings that are under way, by mini-program; `first`: there is something in it. @type {Map<number, { recorder: MediaRecorder, first: Promise<void> }>} */
const running = new Map();

/**
 * Records until it is told to stop or the time is up.
 * @param {{ slot: number, maxMs: number, bitRate: number, channels: number, sampleRate: number, signal: AbortSignal, report: (report: any) => void }} ask
 */
export async function recordSound({ slot, maxMs, bitRate, channels, sampleRate, signal, report }) {
  if (running.has(slot)) throw new Error("is recording or paused");
  if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") throw Object.assign(new Error("no recorder"), { unsupported: true });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: channels, sampleRate } }).catch((error) => {
    throw new Error(error.name === "NotAllowedError" ? "system permission denied" : "no microphone is available");
  });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  if (signal.aborted) return stop();
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: bitRate });
  /** Milliseconds of sound, and since when it runs. */
  let [made, since, timer] = [0, 0, 0];
  const runs = () => { since = performance.now(); timer = setTimeout(() => recorder.state !== "inactive" && recorder.stop(), Math.max(0, maxMs - made)); };
  const rests = () => { clearTimeout(timer); if (since > 0) made += performance.now() - since; since = 0; };
  /** @type {Blob[]} */
  const parts = [];
  /** Ended sooner than this, a recording would be empty. @type {Promise<void>} */
  const first = new Promise((came) => {
    recorder.addEventListener("dataavailable", ({ data }) => {
      parts.push(data);
      if (data.size > 0) came();
    });
  });
  running.set(slot, { recorder, first });
  recorder.addEventListener("start", () => { runs(); report({ is: "begun" }); });
  recorder.addEventListener("resume", runs);
  recorder.addEventListener("pause", rests);
  try {
    await new Promise((done, fail) => {
      recorder.addEventListener("stop", done, { once: true });
      recorder.addEventListener("error", () => fail(new Error("the recording failed")), { once: true });
      signal.addEventListener("abort", done, { once: true });
      recorder.start(100);
    });
    rests();
    if (signal.aborted) return null;
    return { id: await give(new Blob(parts, { type: recorder.mimeType })), seconds: made / 1000 };
  } finally {
    clearTimeout(timer);
    running.delete(slot);
    stop();
  }
}

/** What a recording is told; one that is over is told nothing. @param {{ slot: number, do: "pause" | "resume" | "stop" }} order */
export function orderRecorder({ slot, do: what }) {
  const own = running.get(slot);
  if (!own) return;
  const carryOut = () => { if (own.recorder.state !== "inactive") own.recorder[what](); };
  if (what === "stop" && own.recorder.state === "recording") Promise.race([own.first, wait(FIRST)]).then(carryOut);
  else carryOut();
}
