// How long a test waits for what must come. It decides nothing: it only ends the wait for what will never come, so it is far longer
// than the slowest machine needs.

/** Milliseconds; BANCHAN_PATIENCE shortens it where failing is what is looked for (`elements-without.mjs`). */
export const PATIENCE = Number(process.env.BANCHAN_PATIENCE) || 30_000;
