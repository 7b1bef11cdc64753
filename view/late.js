// Heavy elements come late: their script is loaded when a page has one of them, and not before, since all that is in
// view.js stands on the way to the first screen. A late script hands itself over as a function and gets the names that
// manifest.json calls `kit`; nothing else of this closure is within its reach.

/** Tags of elements by the name of their script. @type {Record<string, string>} */
const LATE_TAGS = {
  absent: 'live-player live-pusher ad ad-custom official-account open-data voip-room',
  bars: 'slider progress',
  canvas: 'canvas',
  editor: 'editor',
  map: 'map',
  media: 'video audio camera',
  movable: 'movable-area movable-view',
  panel: 'page-container',
  pickers: 'picker picker-view picker-view-column',
  rich: 'rich-text',
  web: 'web-view',
};
/** Tag of an element to the name of its script. @type {Map<string, string>} */
const LATE = new Map(Object.entries(LATE_TAGS).flatMap(([name, tags]) => tags.split(' ').map((tag) => [`wx-${tag}`, name])));

/** @type {Set<string>} */
const lateAsked = new Set();
/** Elements whose scripts were not asked for yet, as a selector. */
let lateMissing = [...LATE.keys()].join();
/** Scripts that are on their way. @type {Map<string, Promise<void>>} */
const lateComing = new Map();

/**
 * Loads what the elements below `root` need.
 * @param {ParentNode} root
 */
function needLate(root) {
  if (!lateMissing) return;
  for (const element of root.querySelectorAll(lateMissing)) loadLate(LATE.get(element.localName) ?? '');
}

/** @param {string} name */
function loadLate(name) {
  if (lateAsked.has(name)) return;
  lateAsked.add(name);
  lateMissing = [...LATE].filter(([, own]) => !lateAsked.has(own)).map(([tag]) => tag).join();
  window.banchanLate = (given, run) => {
    if (!lateAsked.has(given)) return;
    guard(`late ${given}`, () => run(lateKit()));
    defineElements();
  };
  const script = document.createElement('script');
  script.src = `/__banchan/late/${name}.js`;
  /** @type {Promise<void>} */
  const there = new Promise((done) => {
    script.onload = () => done();
    script.onerror = () => {
      report(`late: ${script.src} could not be loaded`);
      done();
    };
  });
  lateComing.set(name, there.then(() => void lateComing.delete(name)));
  document.head.append(script);
}

/** When all scripts that are on their way are there, or failed; null when none is. @returns {Promise<unknown> | null} */
const lateThere = () => (lateComing.size > 0 ? Promise.all(lateComing.values()) : null);

/** Whether a script on its way may have to do with a tap on `target`: of an element there, or of a control that its form or label is for. @param {Element} target */
function awaitsLate(target) {
  if (lateComing.size === 0) return false;
  if (target.closest('wx-form, wx-label')) return true;
  for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) if (lateComing.has(LATE.get(at.localName) ?? '')) return true;
  return false;
}

/** What late scripts do after each patch. @type {Array<() => void>} */
const patchWatchers = [];

/** Something in the page may have moved. */
const moved = () => patchWatchers.forEach((look) => look());

/** What elements wait for from the phone. @type {Map<number, (outcome: {ok: boolean, res: any}) => void>} */
const wanted = new Map();
let lastWant = 0;

/**
 * Asks the core for something of the phone, such as `location`: the user may be asked. Rejects with the words of the failure.
 * @param {string} what
 * @param {unknown} v more about it
 * @returns {Promise<any>}
 */
function want(what, v) {
  lastWant += 1;
  const id = lastWant;
  port.send({ t: 'want', id, what, v });
  return new Promise((resolve, reject) => wanted.set(id, ({ ok, res }) => (ok ? resolve(res) : reject(new Error(String(res?.errMsg ?? '').replace(/^\w+:fail /, ''))))));
}

/** The number of the last want, for `{"t":"unwant"}`: it is not needed any more. */
function lastWantNumber() {
  return lastWant;
}

/** @param {CoreMessage} message */
function takeGiven({ id, v }) {
  const done = typeof id === 'number' ? wanted.get(id) : undefined;
  if (typeof id === 'number') wanted.delete(id);
  done?.(/** @type {any} */ (v));
}

/** @typedef {{ serve?: (message: any) => unknown, waiting: Array<() => void> }} LateServer */
/** Who takes the messages that are for a late script, and what waits until it is there. @type {Map<string, LateServer>} */
const lateServers = new Map();

/** @param {string} name @returns {LateServer} */
function lateServer(name) {
  const known = lateServers.get(name) ?? { waiting: [] };
  lateServers.set(name, known);
  return known;
}

/**
 * A message for the late script `name`, which is loaded for it if need be.
 * @param {string} name
 * @param {any} message
 * @returns {unknown} its answer, or a promise of it while the script is on its way
 */
function giveLate(name, message) {
  const server = lateServer(name);
  if (server.serve) return server.serve(message);
  loadLate(name);
  return new Promise((done) => server.waiting.push(() => done(guard(`late ${name}`, () => server.serve?.(message)))));
}

/** A late script takes its messages from now on. @param {string} name @param {(message: any) => unknown} serve */
function serveLate(name, serve) {
  const server = lateServer(name);
  server.serve = serve;
  for (const give of server.waiting.splice(0)) give();
}
