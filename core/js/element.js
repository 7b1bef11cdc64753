// Contexts of single elements (`createMapContext`, `EditorContext`): objects whose methods are orders for an element of a
// page. The session finds the element and its view obeys; nothing is known here of what the orders do.
'use strict';

const { callbacks, hasCallbacks, optionsOf } = require('./calls.js');
const missing = require('./missing.js');
const { safely } = require('./report.js');

/** @type {(name: string, args: any, done: (ok: boolean, res: any) => void) => number} */
let ask = () => 0;

/** Options that are functions can't cross, and the callbacks of a call are not for the element. @param {any} options */
function data(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function' && value !== undefined));
}

/**
 * Orders something of an element: callbacks, or a promise when none is given.
 * @param {{comp: number, selector: string}} target
 * @param {string} method
 * @param {any} [given]  the program's options
 * @param {any} [args]  what the element gets; the options when left out
 */
function order(target, method, given, args) {
  const options = optionsOf(given);
  const question = { comp: target.comp, selector: target.selector, method, args: args ?? data(options) };
  if (hasCallbacks(options)) {
    ask('__element', question, callbacks(method, options));
    return undefined;
  }
  const promise = new Promise((resolve, reject) => {
    ask('__element', question, (ok, res) => (ok ? resolve(res) : reject(res)));
  });
  // A call whose outcome nobody looks at is not an error of the program; one that is awaited still is.
  promise.catch(() => {});
  return promise;
}

/**
 * A context with these methods; all others fail and are counted.
 * @param {string} name  for the count
 * @param {{comp: number, selector: string}} target
 * @param {string[]} methods
 * @param {Record<string, Function>} [own]  methods that are more than an order
 */
function context(name, target, methods, own = {}) {
  const known = Object.fromEntries(methods.map((method) => [method, (/** @type {any} */ given) => order(target, method, given)]));
  return missing.anything(name, { ...known, ...own });
}

/** Most listeners of one event of a map. */
const MAX_HEARD = 100;

/** Orders of a map. */
const MAP = ['getCenterLocation', 'getRegion', 'getRotate', 'getScale', 'getSkew', 'moveToLocation', 'includePoints', 'addMarkers', 'removeMarkers',
  'toScreenLocation', 'fromScreenLocation', 'setCenterOffset', 'setBoundary', 'initMarkerCluster'];

/** @param {{comp: number, selector: string}} target */
function mapContext(target) {
  /** Moves a marker: what the program wants to hear at the end is no data. @param {string} method */
  const moved = (method) => (/** @type {any} */ given) => {
    const options = optionsOf(given);
    const end = options.animationEnd;
    if (typeof end !== 'function') return order(target, method, options);
    const success = options.success;
    return order(target, method, { ...options, success(/** @type {any} */ res) {
      end.call(options);
      if (typeof success === 'function') success.call(options, res);
    } });
  };
  /** @type {Map<string, Function[]>} */
  const heard = new Map();
  let failures = 0;
  let listening = false;
  // The element answers when there is news, and is asked again: what it tells belongs to no node, so it is no event of one.
  const listen = () => {
    listening = true;
    order(target, 'on', { success(/** @type {any} */ news) {
      failures = 0;
      listen();
      for (const call of heard.get(news.event) ?? []) safely(`MapContext.on ${news.event}`, call, undefined, [news.res]);
    }, fail() {
      // A view that was lost is made again; a page that is closed fails at once, and again.
      failures += 1;
      listening = false;
      if (failures < 2) listen();
    } });
  };
  const on = (/** @type {any} */ event, /** @type {any} */ callback) => {
    if (typeof callback !== 'function') return;
    if (!listening) listen();
    heard.set(String(event), [...(heard.get(String(event)) ?? []), callback].slice(-MAX_HEARD));
  };
  return context('MapContext', target, MAP, { on, translateMarker: moved('translateMarker'), moveAlong: moved('moveAlong') });
}

/** Orders of an editor. */
const EDITOR = ['blur', 'clear', 'getContents', 'getSelectionText', 'insertDivider', 'insertImage', 'insertText', 'redo', 'removeFormat', 'scrollIntoView', 'setContents', 'undo'];

/** @param {{comp: number, selector: string}} target */
function editorContext(target) {
  const format = (/** @type {any} */ name, /** @type {any} */ value) => order(target, 'format', undefined, { name: String(name), value });
  return context('EditorContext', target, EDITOR, { format });
}

/** What `context` of a selector query answers, by the element's tag. @type {Record<string, (target: {comp: number, selector: string}) => any>} */
const CONTEXTS = { 'wx-editor': editorContext, 'wx-map': mapContext };

exports.install = (/** @type {any} */ asker) => { ask = asker; };
exports.order = order;
exports.context = context;
exports.contexts = CONTEXTS;
exports.byId = (/** @type {number} */ comp, /** @type {any} */ id) => ({ comp, selector: `#${String(id)}` });
exports.mapContext = mapContext;
