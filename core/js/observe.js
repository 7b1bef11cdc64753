// Observers of intersections and media, and animations by keyframes: orders for the view, carried by the session. Measures
// and plays nothing itself.
'use strict';

const { safely, warn } = require('./report.js');

/** @type {(name: string, args: any, done: (ok: boolean, res: any) => void) => number} */
let ask = () => 0;
/** What hears of each watch, by the number of its call. @type {Map<number, (value: any, target: any) => void>} */
const watches = new Map();

/**
 * Begins a watch; the session answers its call when it ends.
 * @param {any} args
 * @param {(value: any, target: any) => void} heard
 * @returns {() => void} ends it
 */
function watch(args, heard) {
  const call = ask('__watch', args, (ok, res) => {
    watches.delete(call);
    if (!ok) warn(`nothing is observed: ${res?.errMsg}`);
  });
  watches.set(call, heard);
  return () => {
    if (watches.delete(call)) ask('__unwatch', { $task: call }, () => {});
  };
}

/** @param {any} given  pixels by side */
function margins(given) {
  const side = (/** @type {string} */ name) => (Number.isFinite(given?.[name]) ? given[name] : 0);
  return { left: side('left'), top: side('top'), right: side('right'), bottom: side('bottom') };
}

class Observer {
  /** @type {(() => void)[]} */
  #ends = [];

  /** @param {any} args  @param {(value: any, target: any) => void} heard */
  begin(args, heard) { this.#ends.push(watch(args, heard)); }

  disconnect() { for (const end of this.#ends.splice(0)) end(); }
}

class IntersectionObserver extends Observer {
  #scope;

  #options;

  /** @type {{selector: string | null, margins: any}[]} */
  #areas = [];

  /** @param {number} scope  component id; 0 is the page on top  @param {any} options */
  constructor(scope, options) {
    super();
    this.#scope = scope;
    this.#options = options !== null && typeof options === 'object' ? options : {};
  }

  /** @param {string} selector  @param {any} [given] */
  relativeTo(selector, given) {
    this.#areas.push({ selector: String(selector), margins: margins(given) });
    return this;
  }

  /** @param {any} [given] */
  relativeToViewport(given) {
    this.#areas.push({ selector: null, margins: margins(given) });
    return this;
  }

  /** @param {string} selector  @param {Function} callback */
  observe(selector, callback) {
    if (typeof callback !== 'function') return;
    const { thresholds, initialRatio, observeAll } = this.#options;
    const numbers = Array.isArray(thresholds) ? thresholds.filter(Number.isFinite) : [];
    const args = {
      kind: 'intersection', comp: this.#scope, selector: String(selector), all: !!observeAll, relativeTo: this.#areas,
      thresholds: numbers.length > 0 ? numbers : [0], initialRatio: Number.isFinite(initialRatio) ? initialRatio : 0,
    };
    this.begin(args, (value, target) => {
      safely('an intersection observer', callback, this, [{ id: target?.id ?? '', dataset: target?.dataset ?? {}, ...value }]);
    });
  }
}

const MEDIA = ['minWidth', 'maxWidth', 'width', 'minHeight', 'maxHeight', 'height', 'orientation'];

class MediaQueryObserver extends Observer {
  #scope;

  /** @param {number} scope */
  constructor(scope) {
    super();
    this.#scope = scope;
  }

  /** @param {any} descriptor  @param {Function} callback */
  observe(descriptor, callback) {
    if (typeof callback !== 'function') return;
    const query = Object.fromEntries(MEDIA.filter((name) => descriptor?.[name] !== undefined).map((name) => [name, descriptor[name]]));
    this.begin({ kind: 'media', comp: this.#scope, query }, (value) => {
      safely('a media query observer', callback, this, [{ matches: value.matches === true }]);
    });
  }
}

/**
 * @param {any} self  the instance whose method it is
 * @param {number} comp
 * @param {any[]} given  selector, keyframes, duration, and a callback or a scroll timeline
 */
function animate(self, comp, [selector, keyframes, duration, more]) {
  if (!Array.isArray(keyframes)) {
    warn('animate needs a list of keyframes');
    return;
  }
  const timeline = more !== null && typeof more === 'object' ? more : null;
  ask('__animate', { comp, selector: String(selector), keyframes, duration: Number(duration) || 0, timeline }, () => {
    if (typeof more === 'function') safely('the callback of animate', more, self);
  });
}

/**
 * @param {any} self
 * @param {number} comp
 * @param {any[]} given  selector, names of what goes, callback; the names may be left out
 */
function clearAnimation(self, comp, [selector, options, callback]) {
  const done = typeof options === 'function' ? options : callback;
  const named = options !== null && typeof options === 'object' ? Object.keys(options).filter((name) => options[name]) : [];
  ask('__clearAnimation', { comp, selector: String(selector), props: named.length > 0 ? named : null }, () => {
    if (typeof done === 'function') safely('the callback of clearAnimation', done, self);
  });
}

exports.install = (/** @type {any} */ asker) => { ask = asker; };
exports.intersectionObserver = (/** @type {number} */ scope, /** @type {any} */ options) => new IntersectionObserver(scope, options);
exports.mediaQueryObserver = (/** @type {number} */ scope) => new MediaQueryObserver(scope);
exports.animate = animate;
exports.clearAnimation = clearAnimation;
/** The view tells of a watch. @param {number} call  @param {string} json  @param {any} target  what was watched, as handlers see it */
exports.watched = (call, json, target) => watches.get(call)?.(JSON.parse(json), target);
