// How long a test waits for what must come, and the wait itself. It decides nothing: it only ends the wait for what will never come, so it
// is far longer than the slowest machine needs.

/** Milliseconds; BANCHAN_PATIENCE shortens it where failing is what is looked for (`elements-without.mjs`). */
export const PATIENCE = Number(process.env.BANCHAN_PATIENCE) || 30_000;

/**
 * Looks again and again until there is something, and answers it: for what comes a little after the step that brings it.
 * @template T
 * @param {() => T | Promise<T>} look
 * @param {string | (() => unknown)} what  said when it never comes
 * @returns {Promise<T>}
 */
export async function until(look, what) {
  for (const end = Date.now() + PATIENCE; ; await new Promise((done) => { setTimeout(done, 15); })) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(String(typeof what === 'function' ? await what() : what));
  }
}

/**
 * A promise that is not waited for longer than that.
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what  said when it is not kept
 * @returns {Promise<T>}
 */
export async function within(promise, what) {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(what)), PATIENCE); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
