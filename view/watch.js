// What the core watches: how much of an element can be seen, and whether the window fits a query. Boxes are compared when
// something can have moved them (scrolling, patches, sizes, running animations), once a frame; without a watch nothing runs.
// It must not tell anything that did not pass a threshold.

/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */
/** @typedef {{ n: number, margins?: Partial<Box> }} Reference */
/** @typedef {{ nodes: number[], relativeTo: Reference[], thresholds: number[], passed: Map<number, number>, initial: number }} Watch */

/** @type {Map<number, Watch>} */
const watches = new Map();
/** What ends a watch of the window, by its number. @type {Map<number, () => void>} */
const mediaWatches = new Map();
let watchesListen = false;

/** @param {Box} a @param {Box} b @returns {Box} empty boxes have no width or height */
function overlap(a, b) {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  return { left, top, right: Math.max(left, Math.min(a.right, b.right)), bottom: Math.max(top, Math.min(a.bottom, b.bottom)) };
}

/** @param {Box} box */
const measured = ({ left, top, right, bottom }) => ({ left, top, right, bottom, width: right - left, height: bottom - top });
/** @returns {Box} */
const windowBox = () => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });
/** @param {Box} a @param {Box} b */
const touches = (a, b) => a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

/**
 * What a watch looks through.
 * @param {Watch} watch
 * @param {Element} node
 * @returns {Box | null} null when something of it is gone
 */
function lookThrough(watch, node) {
  /** @type {Box} */
  let box = windowBox();
  if (watch.relativeTo.length === 0) {
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(at);
      if (overflowX !== 'visible' || overflowY !== 'visible') box = overlap(box, at.getBoundingClientRect());
    }
    return box;
  }
  box = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
  for (const { n, margins = {} } of watch.relativeTo) {
    const reference = n === -1 ? null : byId.get(n);
    if (n !== -1 && !(reference instanceof Element)) return null;
    const own = reference instanceof Element ? boxOf(reference) : windowBox();
    /** @param {unknown} margin */
    const px = (margin) => Number(margin) || 0;
    box = overlap(box, { left: own.left - px(margins.left), top: own.top - px(margins.top), right: own.right + px(margins.right), bottom: own.bottom + px(margins.bottom) });
  }
  return box;
}

/** How many thresholds a ratio has passed. @param {number[]} thresholds @param {number} ratio */
const passedOf = (thresholds, ratio) => thresholds.filter((threshold) => (threshold > 0 ? ratio >= threshold : ratio > 0)).length;

/** @param {number} id @param {Watch} watch */
function look(id, watch) {
  for (const n of watch.nodes) {
    const node = byId.get(n);
    if (!(node instanceof Element)) continue;
    const relative = lookThrough(watch, node);
    if (!relative) continue;
    const own = boxOf(node);
    const seen = overlap(relative, own);
    const area = own.width * own.height;
    const ratio = area > 0 ? ((seen.right - seen.left) * (seen.bottom - seen.top)) / area : touches(relative, own) && node.getClientRects().length > 0 ? 1 : 0;
    const passed = passedOf(watch.thresholds, ratio);
    const before = watch.passed.get(n) ?? passedOf(watch.thresholds, watch.initial);
    watch.passed.set(n, passed);
    if (passed === before) continue;
    const v = { intersectionRatio: ratio, intersectionRect: measured(seen), boundingClientRect: measured(own), relativeRect: measured(relative), time: Date.now() };
    port.send({ t: 'watched', id, n, v });
  }
}

/** Looks at all in the next frame, and in those after while something moves by itself. */
function lookSoon() {
  if (watches.size === 0) return;
  inFrame(watches, 'look', () => {
    for (const [id, watch] of watches) guard('watch', () => look(id, watch));
    if (document.getAnimations().some((animation) => animation.playState === 'running')) requestAnimationFrame(lookSoon);
  });
}

/** @param {CoreMessage & { nodes?: unknown, relativeTo?: unknown, thresholds?: unknown, initialRatio?: unknown, query?: unknown, kind?: unknown }} message */
function startWatch(message) {
  const { id } = message;
  if (typeof id !== 'number') return;
  stopWatch(id);
  if (message.kind === 'media') return watchWindow(id, /** @type {Record<string, unknown>} */ (message.query ?? {}));
  const numbers = (/** @type {unknown} */ list) => (Array.isArray(list) ? list.filter((item) => typeof item === 'number') : []);
  const thresholds = numbers(message.thresholds);
  watches.set(id, {
    nodes: numbers(message.nodes),
    relativeTo: Array.isArray(message.relativeTo) ? message.relativeTo : [],
    thresholds: thresholds.length > 0 ? thresholds : [0],
    passed: new Map(),
    initial: Number(message.initialRatio) || 0,
  });
  if (!watchesListen) {
    watchesListen = true;
    document.addEventListener('scroll', lookSoon, { capture: true, passive: true });
    addEventListener('resize', lookSoon);
    for (const type of ['load', 'transitionrun', 'transitionend', 'animationstart', 'animationend']) document.addEventListener(type, lookSoon, true);
  }
  lookSoon();
}

/** @param {unknown} id */
function stopWatch(id) {
  if (typeof id !== 'number') return;
  watches.delete(id);
  mediaWatches.get(id)?.();
  mediaWatches.delete(id);
}

/** What may be asked of the window, and its words in CSS. */
const WINDOW_QUERIES = { minWidth: 'min-width', maxWidth: 'max-width', width: 'width', minHeight: 'min-height', maxHeight: 'max-height', height: 'height' };

/** @param {number} id @param {Record<string, unknown>} query */
function watchWindow(id, query) {
  const parts = Object.entries(WINDOW_QUERIES).filter(([name]) => typeof query[name] === 'number').map(([name, css]) => `(${css}: ${Number(query[name])}px)`);
  if (query['orientation'] === 'landscape' || query['orientation'] === 'portrait') parts.push(`(orientation: ${query['orientation']})`);
  const list = matchMedia(parts.join(' and ') || 'all');
  const tell = () => port.send({ t: 'watched', id, v: { matches: list.matches } });
  list.addEventListener('change', tell);
  mediaWatches.set(id, () => list.removeEventListener('change', tell));
  tell();
}

serveLate('watch', (/** @type {CoreMessage} */ message) => (message.t === 'unwatch' ? stopWatch(message.id) : startWatch(message)));
patchWatchers.push(lookSoon);
