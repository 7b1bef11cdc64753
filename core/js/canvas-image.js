// Pictures that canvases draw: `canvas.createImage()`, and those that CanvasContext names by their path. The view of a page
// loads them; this knows their addresses and sizes only.
'use strict';

const view = require('./canvas-view.js');
const { report } = require('./report.js');

/** Longest address: a data URL of some megabytes. */
const MAX_ADDRESS = 8_000_000;

let lastId = 0;
/** Which pictures the view of a page knows, by root component. @type {Map<number, {view: number, ids: Set<number>}>} */
const told = new Map();
/** Where the last pictures are found, for views that are made again. @type {Map<number, {root: number, at: string[]}>} */
const found = new Map();
/** Most pictures whose addresses are kept. */
const MAX_FOUND = 500;
/** Path of the page whose root component is given. @type {(root: number) => string} */
let pathOf = () => '';

/** @param {string} path  such as `a/b/../c.png` */
function tidy(path) {
  /** @type {string[]} */
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/**
 * Where a picture may be found, the likeliest first.
 * @param {string} src
 * @param {number} root
 */
function addresses(src, root) {
  if (src === '' || src.length > MAX_ADDRESS) return [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(src)) return [src];
  if (src.startsWith('/')) return [tidy(src)];
  const page = pathOf(root).split('/').slice(0, -1).join('/');
  const beside = tidy(`${page}/${src}`);
  return src.startsWith('.') ? [beside, tidy(src)] : [tidy(src), beside];
}

class Image {
  #id = (lastId += 1);

  #root;

  #src = '';

  #size = [0, 0];

  #complete = false;

  /** @type {any} */
  onload = null;

  /** @type {any} */
  onerror = null;

  /** @type {any} */
  #width;

  /** @type {any} */
  #height;

  /** @param {number} root  whose view loads it */
  constructor(root) { this.#root = root; }

  get width() { return this.#width ?? this.#size[0]; }

  set width(given) { this.#width = Number(given) || 0; }

  get height() { return this.#height ?? this.#size[1]; }

  set height(given) { this.#height = Number(given) || 0; }

  get naturalWidth() { return this.#size[0]; }

  get naturalHeight() { return this.#size[1]; }

  get complete() { return this.#complete; }

  get src() { return this.#src; }

  set src(given) {
    this.#src = String(given);
    this.#id = lastId += 1;
    this.#complete = false;
    this.#size = [0, 0];
    const id = this.#id;
    const root = this.#root === 0 ? view.topRoot() : this.#root;
    this.wire(root);
    view.ask(root, 'image', [id], (size) => {
      if (id !== this.#id) return;
      this.#complete = true;
      if (Array.isArray(size)) this.#size = size.map(Number);
      const call = Array.isArray(size) ? this.onload : this.onerror;
      if (typeof call !== 'function') return;
      const event = Array.isArray(size) ? { type: 'load', target: this }
        : { type: 'error', target: this, errMsg: `createImage:fail ${this.#src.slice(0, 200)} can't be loaded` };
      try {
        Reflect.apply(call, this, [event]);
      } catch (error) {
        report(error, event.type === 'load' ? 'onload of an image' : 'onerror of an image');
      }
    });
  }

  /** As it crosses to the view of page `root`, which learns its address first. @param {number} root @returns {any[] | null} */
  wire(root) {
    let known = told.get(root);
    if (known === undefined || known.view !== view.viewOf(root)) {
      known = { view: view.viewOf(root), ids: new Set() };
      told.set(root, known);
    }
    if (!known.ids.has(this.#id)) {
      known.ids.add(this.#id);
      const at = addresses(this.#src, this.#root === 0 ? root : this.#root);
      if (found.size >= MAX_FOUND) found.delete(/** @type {number} */ (found.keys().next().value));
      found.set(this.#id, { root, at });
      view.send(root, ['i', this.#id, at]);
    }
    return ['I', this.#id];
  }
}

exports.install = (/** @type {(root: number) => string} */ paths) => { pathOf = paths; };
exports.Image = Image;
/** The view of a page was made again: it learns of the pictures that drawings name. @param {number} root */
exports.again = (root) => {
  const ids = new Set();
  for (const [id, { root: of, at }] of found) {
    if (of !== root) continue;
    ids.add(id);
    view.send(root, ['i', id, at]);
  }
  told.set(root, { view: view.viewOf(root), ids });
};
/** A page is over. @param {number} root */
exports.gone = (root) => {
  told.delete(root);
  for (const [id, entry] of found) if (entry.root === root) found.delete(id);
};
