// Events on their way to the core: only those that somebody listens to, as the attribute `b` tells, and no more than one
// move or scroll a frame. It must not decide who handles an event: bubbling and catching are the core's.

/** @typedef {{ listens: Set<string>, catches: Set<string> }} Flags */

/** @type {Map<string, Flags>} */
const flagsOfText = new Map();
const NO_FLAGS = /** @type {Flags} */ ({ listens: new Set(), catches: new Set() });

/** Number of the last event that was sent; patches say up to which they know. */
let lastSeq = 0;

/**
 * What `b="tap touchmove! ^touchstart"` says: `!` catches, `^` hears before those inside.
 * @param {Element} element
 * @returns {Flags}
 */
function flagsOf(element) {
  const text = element.getAttribute('b');
  if (text === null) return NO_FLAGS;
  let flags = flagsOfText.get(text);
  if (!flags) {
    flags = { listens: new Set(), catches: new Set() };
    for (const word of text.split(' ')) {
      const type = word.replace(/[!^]/g, '');
      if (!type) continue;
      flags.listens.add(type);
      if (word.includes('!')) flags.catches.add(type);
    }
    flagsOfText.set(text, flags);
  }
  return flags;
}

/**
 * @param {Element} element
 * @param {string} type
 */
const listens = (element, type) => flagsOf(element).listens.has(type);

/**
 * @param {Element | null} target
 * @param {string} type
 */
function anyListens(target, type) {
  for (let at = target; at; at = at.parentElement) if (listens(at, type)) return true;
  return false;
}

/**
 * Sends an event of the nearest numbered element, if it or (unless `local`) one above listens.
 * @param {Node | null} from
 * @param {string} type
 * @param {EventInit2} [init]
 * @returns {number} its number, 0 when it was not sent
 */
function sendEvent(from, type, init = {}) {
  const target = numberedElement(from);
  const stop = wxsUsed && target ? wxsEvent(target, type, init) : undefined;
  if (!target || !(init.local ? listens(target, type) : anyListens(target, type))) return 0;
  lastSeq += 1;
  port.send({
    t: 'event',
    n: ids.get(target),
    type,
    detail: init.detail ?? {},
    touches: init.touches,
    changedTouches: init.changedTouches,
    target: init.target,
    stop,
    ts: Math.round(performance.now()),
    seq: lastSeq,
  });
  return lastSeq;
}

/** @type {WeakMap<Element, number>} */
const lastEdits = new WeakMap();

/**
 * An event of a value that the user just changed; a patch that does not know of it yet must not undo it.
 * @param {Element} element
 * @param {string} type
 * @param {unknown} detail
 */
function sendEdit(element, type, detail) {
  const seq = sendEvent(element, type, { detail, local: true });
  if (seq) lastEdits.set(element, seq);
}

/**
 * Whether the user has changed the element since event `ack`.
 * @param {Element} element
 * @param {number | undefined} ack
 */
const isStale = (element, ack) => ack !== undefined && (lastEdits.get(element) ?? 0) > ack;

/** @type {Map<unknown, Map<string, () => void>>} */
let frameWork = new Map();

/**
 * Does `work` in the next frame; later work of the same owner and name takes its place.
 * @param {unknown} owner
 * @param {string} name
 * @param {() => void} work
 */
function inFrame(owner, name, work) {
  if (frameWork.size === 0) requestAnimationFrame(flushFrame);
  let named = frameWork.get(owner);
  if (!named) frameWork.set(owner, (named = new Map()));
  named.set(name, work);
}

/** Does now what waits for the frame, so that an end never overtakes its moves. */
function flushFrame() {
  const all = frameWork;
  frameWork = new Map();
  for (const named of all.values()) for (const [name, work] of named) guard(name, work);
}
