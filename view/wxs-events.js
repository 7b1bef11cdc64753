// Which handlers of WXS an event meets on its way, and values that WXS watches. A handler that answers `false` stops the
// event, here and at the core, and keeps the browser from scrolling. It must not know what handlers do.

/** The event of the browser that is being told, once a handler said that nothing else shall come of it. @type {Event | null} */
let wxsPrevented = null;
/** The element at which the last event was stopped. @type {Element | null} */
let wxsStopped = null;

/** Events that a handler can keep from scrolling the page only if the browser waits for it. */
const WAITED = ['touchstart', 'touchmove', 'touchend'];

/** @param {Event} event */
function preventByWxs(event) {
  if (event === wxsPrevented && event.cancelable) event.preventDefault();
}

/**
 * Elements with handlers of WXS came, or what is on one changed.
 * @param {Iterable<Element>} elements
 */
function noteWxs(elements) {
  for (const element of elements) {
    const { e = [], p = [] } = marksOf(element);
    for (const [type, , key] of e) {
      wxs.need(key);
      if (WAITED.includes(type)) element.addEventListener(type, preventByWxs, { passive: false });
    }
    for (const [, key] of p) wxs.need(key);
    if (p.length > 0) changedByCore.add(element);
  }
}

/**
 * Everything below `root` that came by HTML.
 * @param {Element | DocumentFragment} root
 */
function noteWxsBelow(root) {
  if (!root.querySelector('[o]')) return;
  wxsUsed = true;
  noteWxs([...root.querySelectorAll('[w]')]);
}

/** Elements whose watched values are to be looked at. @type {Set<Element>} */
const changedByCore = new Set();
/** Watched values as they were told last, as JSON. @type {WeakMap<Element, Map<string, string | undefined>>} */
const lastWatched = new WeakMap();

/** Tells handlers of watched values that are new; once all of a patch is in its place. */
function flushChanges() {
  if (changedByCore.size === 0 || !wxs.ready()) return;
  const all = [...changedByCore];
  changedByCore.clear();
  for (const element of all) {
    if (!element.isConnected) continue;
    let last = lastWatched.get(element);
    if (!last) lastWatched.set(element, (last = new Map()));
    // By name, as WeChat tells them: libraries rely on it (tdesign's upload wants `dragBaseData` before `list`).
    const watched = [...(marksOf(element).p ?? [])].sort((a, b) => (a[0] < b[0] ? -1 : 1));
    for (const [name, key, path, value] of watched) {
      const [json, old] = [JSON.stringify(value), last.get(name)];
      if (json === old) continue;
      last.set(name, json);
      const told = { key, path, value, old: old === undefined ? undefined : JSON.parse(old), instance: handleOf(element), owner: handleOfOwner(element) };
      guard('wxs', () => wxs.run('change', told));
    }
  }
}

/**
 * Whether a handler of WXS is on the way of an event.
 * @param {Element} target
 * @param {string} type
 */
function meetsWxs(target, type) {
  if (!wxsUsed) return false;
  for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) {
    if (marksOf(at).e?.some((bound) => bound[0] === type)) return true;
  }
  return false;
}

/**
 * Calls the handlers of WXS that an event meets.
 * @param {Element} target numbered
 * @param {string} type
 * @param {EventInit2} init
 * @returns {[number, boolean] | undefined} where it was stopped: number of the element, and whether on the way down
 */
function wxsEvent(target, type, init) {
  wxsStopped = null;
  if (!wxs.ready() || !meetsWxs(target, type)) return undefined;
  /** @type {Element[]} */
  const path = [];
  for (let at = /** @type {Element | null} */ (target); at && ids.has(at); at = init.local ? null : at.parentElement) path.push(at);
  const down = [...path].reverse();
  for (const capture of [true, false]) {
    for (const at of capture ? down : path) {
      for (const [bound, flags, key, names] of marksOf(at).e ?? []) {
        if (bound !== type || flags.includes('^') !== capture) continue;
        if (guard('wxs', () => callWxs(at, path, key, names, type, init)) !== true) continue;
        wxsStopped = at;
        return [ids.get(at) ?? 0, capture];
      }
      if (!capture && flagsOf(at).catches.has(type)) return undefined;
    }
  }
  return undefined;
}

/**
 * @param {Element} at the element that the handler is bound to
 * @param {Element[]} path
 * @param {string} key
 * @param {string[]} names
 * @param {string} type
 * @param {EventInit2} init
 */
function callWxs(at, path, key, names, type, init) {
  const scope = at.getAttribute('o');
  // What lies inside other components is hidden: the target is the first that this one's template has.
  const mine = path.filter((element) => element.getAttribute('o') === scope);
  const event = {
    type,
    timeStamp: Math.round(performance.now()),
    target: wxsTarget(mine[0] ?? at),
    currentTarget: wxsTarget(at),
    mark: Object.assign({}, ...mine.map((element) => marksOf(element).m ?? {}).reverse()),
    detail: init.detail ?? {},
    touches: init.touches,
    changedTouches: init.changedTouches,
  };
  return wxs.run('event', { key, path: names, event, instance: handleOf(at), owner: handleOfOwner(at) });
}

/** @param {Element} element */
function wxsTarget(element) {
  return { id: element.id, dataset: datasetOf(element), .../** @type {object} */ (offsetOf(element)) };
}
