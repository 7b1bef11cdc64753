// Which mini-program is seen, and what one shows of its own accord: over itself only. While another one, or home, is in front,
// its dialog waits; else it could put a question under somebody else's name.

/** Slot of the one that is seen; null at home. @type {number|null} */
let slot = null;
/** @type {Set<() => void>} */
const looking = new Set();

/** Slot of the one that is seen; null at home. */
export const front = () => slot;

/** @param {number|null} now */
export function setFront(now) {
  if (now === slot) return;
  slot = now;
  for (const look of [...looking]) look();
}

/**
 * Shows something of a mini-program while it is seen, takes it away while it is not, and answers what the person did.
 * @template T
 * @param {{slot: number, signal: AbortSignal}} whose
 * @param {(signal: AbortSignal) => Promise<T>} show takes it away, unanswered, when the signal says so
 * @returns {Promise<T>}
 */
export function overItself({ slot: own, signal }, show) {
  return new Promise((resolve, reject) => {
    /** @type {AbortController|null} */
    let shown = null;
    const end = () => looking.delete(look);
    const look = () => {
      if (slot === own && !shown) {
        shown = new AbortController();
        show(shown.signal).then((value) => { end(); resolve(value); }, (why) => { end(); reject(why); });
      } else if (slot !== own && shown) {
        shown.abort();
        shown = null;
      }
    };
    looking.add(look);
    signal.addEventListener("abort", () => { end(); shown?.abort(); }, { once: true });
    look();
  });
}
