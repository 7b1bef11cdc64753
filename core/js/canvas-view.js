// The way from canvases to the views and back: what is drawn crosses once a turn and page, as one list; what a program must
// know at once is asked while it waits. Knows nothing of drawing: canvas.js and its kin say what the items mean.
//
// Items, read by view/canvas/surface.js: `["d", key, ops]` draws, `["D", key, ops, keep]` draws as CanvasContext.draw does,
// `["n", key, width, height]` makes a canvas without an element, `["x", key]` drops it, `["i", id, addresses]` loads a picture,
// `["?", id, what, ...]` asks. A key is the number of an element, or a text for one without.
'use strict';

const { safely, warn } = require('./report.js');

const stringify = JSON.stringify;
const { apply } = Reflect;
const { fromCharCode } = String;

/** Most items and operations of one turn and page. */
const MAX_OPS = 100_000;
/** Longest answer that is put together of parts, in letters. */
const MAX_ANSWER = 90_000_000;

/** @type {any} */
let host = null;
/** Root component of the page on top; 0 for none. @type {() => number} */
let top = () => 0;
/** What waits for the end of the turn, by root component; under 0, for the first page. @type {Map<number, {items: any[], count: number}>} */
let batches = new Map();
let scheduled = false;
/** How many turns have sent something. */
let turns = 0;
let lastAsk = 0;
/** Questions without an answer yet. @type {Map<number, {root: number, done: (value: any) => void}>} */
const asked = new Map();
/** How often each page's view was made. @type {Map<number, number>} */
const views = new Map();
/** Told when a view is there again, or gone. @type {{again: (root: number) => void, gone: (root: number) => void}} */
let heard = { again() {}, gone() {} };

/**
 * Adds to what crosses at the end of the turn.
 * @param {number} root  0: the page on top then
 * @param {any[]} item
 */
function send(root, item) {
  let batch = batches.get(root);
  if (batch === undefined) {
    batch = { items: [], count: 0 };
    batches.set(root, batch);
  }
  const last = batch.items[batch.items.length - 1];
  batch.count += item[0] === 'd' ? item[2].length : 1;
  if (batch.count > MAX_OPS) {
    if (batch.count - MAX_OPS <= 1) warn(`a canvas gets more than ${MAX_OPS} orders in one turn: the rest is not drawn`);
    return;
  }
  if (item[0] === 'd' && last?.[0] === 'd' && last[1] === item[1]) for (const op of item[2]) last[2].push(op);
  else batch.items.push(item[0] === 'd' ? ['d', item[1], [...item[2]]] : item);
  if (scheduled) return;
  scheduled = true;
  Promise.resolve().then(() => {
    turns += 1;
    flush();
  });
}

/** What was gathered crosses now. */
function flush() {
  scheduled = false;
  const all = batches;
  batches = new Map();
  for (const [given, batch] of all) {
    const root = given === 0 ? top() : given;
    if (root === 0) batches.set(0, batch);
    else if (host.draw(root, stringify(batch.items)) !== true) warn('what was drawn on a canvas is more than can wait for its page, and is lost');
  }
}

/**
 * Asks a view while the program waits.
 * @param {number} root  0: any view
 * @param {any[]} question
 * @returns {any} undefined when no view answers
 */
function now(root, question) {
  flush();
  const text = host.askView(root, stringify(question));
  if (text === undefined || text === null) return undefined;
  const answer = JSON.parse(text);
  if (answer === null) return undefined;
  if (typeof answer?.$parts !== 'number') return answer;
  let whole = '';
  for (let at = 0; at < answer.$parts; at += 1) {
    const part = host.askView(root, stringify(['part', at]));
    if (part === undefined || part === null || whole.length > MAX_ANSWER) return undefined;
    whole += JSON.parse(part);
  }
  return JSON.parse(whole);
}

/**
 * Asks without waiting; the answer is undefined when the page's view is lost or over.
 * @param {number} root
 * @param {string} what
 * @param {any[]} args
 * @param {(value: any) => void} done
 */
function ask(root, what, args, done) {
  lastAsk += 1;
  asked.set(lastAsk, { root: root === 0 ? top() : root, done });
  send(root, ['?', lastAsk, what, ...args]);
}

/** @param {number} root  @param {any} value */
function giveUp(root, value) {
  for (const [id, { root: of, done }] of [...asked]) {
    if (of !== root) continue;
    asked.delete(id);
    safely('a canvas', done, undefined, [value]);
  }
}

exports.install = (/** @type {any} */ given, /** @type {() => number} */ onTop) => { host = given; top = onTop; };
exports.listen = (/** @type {any} */ listener) => { heard = listener; };
exports.send = send;
exports.now = now;
exports.ask = ask;
exports.topRoot = () => top();
/** How often the view of a page was made: what an older one had is gone. */
exports.viewOf = (/** @type {number} */ root) => Math.max(1, views.get(root) ?? 0);
/** Whether a page's view has been there. */
exports.isThere = (/** @type {number} */ root) => views.has(root);
/** Bytes as text that can cross. @param {Uint8ClampedArray | Uint8Array} data */
exports.base64 = (data) => {
  const parts = [];
  // A multiple of 3, so that the parts can be put together; few enough to be arguments of one call; not spread, which
  // goes through an iterator for each byte.
  for (let at = 0; at < data.length; at += 4_095) parts.push(host.base64(apply(fromCharCode, undefined, data.subarray(at, at + 4_095))));
  return parts.join('');
};
exports.bytes = (/** @type {string} */ text) => host.bytes(text);
/** A temporary file of a picture, as an outcome in JSON. @param {string} base64  @param {string} kind  @returns {string} */
exports.tempFile = (base64, kind) => host.tempFile(base64, kind);
/** A number for what crosses together, as long as nothing is asked meanwhile. */
exports.turn = () => turns;
exports.flush = flush;
/** Number of the canvas with a `canvas-id` in a component's own template; 0 for none. */
exports.canvasOf = (/** @type {number} */ comp, /** @type {string} */ name) => host.tree.canvas(comp, name);
exports.rootOf = (/** @type {number} */ comp) => host.tree.pageOf(comp) ?? comp;
/** The session: a page's view listens. @param {number} root */
exports.ready = (root) => {
  const before = views.get(root) ?? 0;
  views.set(root, before + 1);
  if (before > 0) giveUp(root, undefined);
  heard.again(root);
  flush();
};
/** The session: a page is over. @param {number} root */
exports.gone = (root) => {
  views.delete(root);
  batches.delete(root);
  giveUp(root, undefined);
  heard.gone(root);
};
/** The session: a view answers. @param {number} id  @param {string} json */
exports.told = (id, json) => {
  const entry = asked.get(id);
  asked.delete(id);
  if (entry !== undefined) safely('a canvas', entry.done, undefined, [JSON.parse(json)]);
};
