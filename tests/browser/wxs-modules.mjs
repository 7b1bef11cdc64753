// When the modules of WXS that a page asked for are there. It must not know what is in them.

/** How many scripts the realm of the page has asked for, once all have come; 1 without a realm, 0 while one is missing. Runs in the page. */
const come = () => {
  const [room] = document.querySelectorAll('iframe');
  if (!room) return 1;
  const asked = room.contentDocument.scripts.length;
  return asked > 1 && room.contentWindow.performance.getEntriesByType('resource').length >= asked ? asked : 0;
};

/** Two frames of the page: what came has run. Runs in the page. */
const frames = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done(null))); });

/**
 * Waits until all have come, and have run.
 * @param {(look: () => unknown) => Promise<unknown>} ask  runs something in the page
 * @param {(look: () => Promise<unknown>, what: string) => Promise<any>} until
 */
export async function modules(ask, until) {
  // A script that came may ask for others.
  for (let [before, now] = [-1, 0]; before !== now;) {
    before = now;
    now = await until(() => ask(come), 'modules of WXS did not come');
    await ask(frames);
  }
}
