// What a device with a browser feels, as a phone tells it. A computer feels nothing, and says so: an event without numbers is none.

/** Metres a second, each second: what weighs on everything. */
const GRAVITY = 9.80665;
/** A browser without a sensor may never say anything: this long is waited for the first number, in milliseconds. */
const PATIENCE = 1500;

const radians = (degrees) => (degrees * Math.PI) / 180;

/** By kind: the browser's event, and its numbers as a phone tells them. @type {Record<string, [string, (event: any) => (number | null | undefined)[]]>} */
const KINDS = {
  // A browser tells what holds the device up, a phone what pulls it down.
  accelerometer: ["devicemotion", ({ accelerationIncludingGravity: a }) => (a?.x == null ? [] : [-a.x / GRAVITY, -a.y / GRAVITY, -a.z / GRAVITY])],
  gyroscope: ["devicemotion", ({ rotationRate: r }) => (r?.alpha == null ? [] : [radians(r.beta), radians(r.gamma), radians(r.alpha)])],
  motion: ["deviceorientation", (event) => [event.alpha, event.beta, event.gamma]],
  compass: ["deviceorientationabsolute", (event) => (event.alpha == null ? [] : [(360 - event.alpha) % 360, 0, 0])],
};

/**
 * Tells the readings of a sensor until `signal` says that it is enough.
 * @param {{ kind: string, signal: AbortSignal, report: (report: any) => void }} ask
 */
export function watchSensor({ kind, signal, report }) {
  const [name, numbers] = KINDS[kind] ?? ["", () => []];
  return new Promise((done, fail) => {
    let felt = false;
    const hear = (event) => {
      const [x, y, z] = numbers(event);
      if (![x, y, z].every(Number.isFinite)) return;
      felt = true;
      report({ is: "reading", x, y, z, accuracy: kind === "compass" ? "unreliable" : "" });
    };
    const end = () => removeEventListener(name, hear);
    addEventListener(name, hear);
    const timer = setTimeout(() => {
      if (felt) return;
      end();
      fail(Object.assign(new Error("no sensor"), { unsupported: true }));
    }, PATIENCE);
    signal.addEventListener("abort", () => { clearTimeout(timer); end(); done(true); }, { once: true });
  });
}
