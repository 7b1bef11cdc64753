// The 2d context of a canvas: it takes every order, knows its own state and hands the orders on. It draws nothing; the view
// does, from what `put` is given. Orders with numbers that are none do nothing, as in browsers.
'use strict';

const { PATH, Path2D, Gradient, Pattern, numbers, pathOp, matrixOf, multiply, matrix } = require('./canvas-path.js');
const { PROPERTIES } = require('./canvas-values.js');
const { measure } = require('./canvas-text.js');

/** Levels of `save`. */
const MAX_SAVED = 1_000;
/** Letters of one drawn text. */
const MAX_TEXT = 10_000;
/** Longest list of dashes. */
const MAX_DASHES = 100;

const IDENTITY = [1, 0, 0, 1, 0, 0];
const STYLES = new Set(['fillStyle', 'strokeStyle']);

/** @typedef {{ values: Record<string, any>, objects: Record<string, any>, seen: Record<string, number>, dash: number[], matrix: number[], clipped: boolean }} State */

/** @returns {State} */
function fresh() {
  const values = Object.fromEntries(Object.entries(PROPERTIES).map(([name, [first]]) => [name, first]));
  return { values, objects: {}, seen: {}, dash: [], matrix: IDENTITY, clipped: false };
}

/** @param {State} state @returns {State} */
const copyOf = (state) => ({ ...state, values: { ...state.values }, objects: { ...state.objects }, seen: { ...state.seen } });

/**
 * Where orders go and what is asked.
 * @typedef {{ put: (op: any[]) => void, source: (image: any) => any[] | null, inPath: (question: any[]) => boolean, ask: (question: any[]) => any, root: () => number }} Sink
 */

class Context {
  #sink;

  #state = fresh();

  /** @type {State[]} */
  #saved = [];

  /** @param {any} canvas  @param {Sink} sink */
  constructor(canvas, sink) {
    Object.defineProperty(this, 'canvas', { value: canvas, enumerable: true });
    this.#sink = sink;
  }

  /** Everything as at first, without a word to the view. */
  forgetState() {
    this.#state = fresh();
    this.#saved = [];
  }

  /** Orders that bring a context that was just made to this state. @returns {any[][]} */
  stateOps() {
    /** @type {any[][]} */
    const ops = [];
    const all = [...this.#saved, this.#state];
    all.forEach((state, at) => {
      ops.push(['setTransform', ...state.matrix], ['setLineDash', state.dash]);
      for (const [name, [first]] of Object.entries(PROPERTIES)) {
        const value = state.objects[name]?.wire() ?? state.values[name];
        if (at > 0 || value !== first) ops.push([`=${name}`, value]);
      }
      if (at < all.length - 1) ops.push(['save']);
    });
    return ops;
  }

  /** Whether clearing this box leaves nothing of `width` by `height` pixels. @param {number[]} box  @param {number} width  @param {number} height */
  clearsAll([x, y, w, h], width, height) {
    const [a, b, c, d, e, f] = this.#state.matrix;
    if (b !== 0 || c !== 0 || this.#state.clipped || this.#saved.some((state) => state.clipped)) return false;
    const [left, right] = [a * x + e, a * (x + w) + e].sort((one, other) => one - other);
    const [top, bottom] = [d * y + f, d * (y + h) + f].sort((one, other) => one - other);
    return left <= 0 && top <= 0 && right >= width && bottom >= height;
  }

  /** @param {string} name */
  property(name) { return this.#state.objects[name] ?? this.#state.values[name]; }

  /** @param {string} name  @param {any} given */
  setProperty(name, given) {
    const state = this.#state;
    if (STYLES.has(name) && (given instanceof Gradient || given instanceof Pattern)) {
      state.objects[name] = given;
      state.seen[name] = given.version;
      this.#sink.put([`=${name}`, given.wire()]);
      return;
    }
    const value = PROPERTIES[name][1](given);
    if (value === undefined || (state.objects[name] === undefined && state.values[name] === value)) return;
    delete state.objects[name];
    state.values[name] = value;
    this.#sink.put([`=${name}`, value]);
  }

  /** A gradient may have got more colours since it was set. @param {string} name */
  #refresh(name) {
    const object = this.#state.objects[name];
    if (object === undefined || object.version === this.#state.seen[name]) return;
    this.#state.seen[name] = object.version;
    this.#sink.put([`=${name}`, object.wire()]);
  }

  /** @param {any[] | null} op */
  add(op) { if (op !== null) this.#sink.put(op); }

  save() {
    if (this.#saved.length >= MAX_SAVED) throw new RangeError(`save: there are ${MAX_SAVED} saved states already`);
    this.#saved.push(copyOf(this.#state));
    this.#sink.put(['save']);
  }

  restore() {
    const state = this.#saved.pop();
    if (state === undefined) return;
    this.#state = state;
    this.#sink.put(['restore']);
  }

  reset() {
    this.forgetState();
    this.#sink.put(['reset']);
  }

  beginPath() { this.#sink.put(['beginPath']); }

  /** @param {string} name  @param {any[]} given */
  #paths(name, given) {
    const path = given[0] instanceof Path2D ? given[0].wire() : null;
    const rule = (path === null ? given[0] : given[1]) === 'evenodd' ? 'evenodd' : 'nonzero';
    this.#sink.put(name === 'stroke' ? ['stroke', path] : [name, path, rule]);
  }

  /** @param {any[]} given */
  fill(...given) {
    this.#refresh('fillStyle');
    this.#paths('fill', given);
  }

  /** @param {any[]} given */
  stroke(...given) {
    this.#refresh('strokeStyle');
    this.#paths('stroke', given);
  }

  /** @param {any[]} given */
  clip(...given) {
    this.#state.clipped = true;
    this.#paths('clip', given);
  }

  /** @param {any[]} given */
  isPointInPath(...given) {
    const path = given[0] instanceof Path2D ? given.shift().wire() : null;
    const at = numbers(given, 2);
    return at !== null && this.#sink.inPath(['in', 'fill', path, ...at, given[2] === 'evenodd' ? 'evenodd' : 'nonzero']);
  }

  /** @param {any[]} given */
  isPointInStroke(...given) {
    const path = given[0] instanceof Path2D ? given.shift().wire() : null;
    const at = numbers(given, 2);
    return at !== null && this.#sink.inPath(['in', 'stroke', path, ...at]);
  }

  /** @param {any[]} given */
  clearRect(...given) { this.add(box('clearRect', given)); }

  /** @param {any[]} given */
  fillRect(...given) {
    this.#refresh('fillStyle');
    this.add(box('fillRect', given));
  }

  /** @param {any[]} given */
  strokeRect(...given) {
    this.#refresh('strokeStyle');
    this.add(box('strokeRect', given));
  }

  /** @param {any[]} given */
  fillText(...given) {
    this.#refresh('fillStyle');
    this.add(text('fillText', given));
  }

  /** @param {any[]} given */
  strokeText(...given) {
    this.#refresh('strokeStyle');
    this.add(text('strokeText', given));
  }

  /** @param {any} given */
  measureText(given) {
    const { font, letterSpacing } = this.#state.values;
    return measure(String(given).slice(0, MAX_TEXT), font, letterSpacing, this.#sink.root());
  }

  /** @param {any} image  @param {any[]} given  2, 4 or 8 numbers */
  drawImage(image, ...given) {
    const source = this.#sink.source(image);
    const count = given.length >= 8 ? 8 : given.length >= 4 ? 4 : 2;
    const at = numbers(given, count);
    if (source === null) throw new TypeError('drawImage: the first argument is no image and no canvas');
    if (at !== null) this.#sink.put(['drawImage', source, ...at]);
  }

  /** @param {any} image  @param {any} repetition */
  createPattern(image, repetition) {
    if (this.#sink.source(image) === null) throw new TypeError('createPattern: the first argument is no image and no canvas');
    const known = ['repeat', 'repeat-x', 'repeat-y', 'no-repeat'].includes(repetition) ? repetition : 'repeat';
    return new Pattern(() => this.#sink.source(image) ?? [], known);
  }

  /** @param {any[]} given */
  createLinearGradient(...given) { return new Gradient(['l', ...numbers(given, 4) ?? wrong('createLinearGradient')]); }

  /** @param {any[]} given */
  createRadialGradient(...given) { return new Gradient(['r', ...numbers(given, 6) ?? wrong('createRadialGradient')]); }

  /** @param {any[]} given */
  createConicGradient(...given) { return new Gradient(['c', ...numbers(given, 3) ?? wrong('createConicGradient')]); }

  getLineDash() { return [...this.#state.dash]; }

  /** @param {any} given */
  setLineDash(given) {
    const list = Array.isArray(given) ? numbers(given.slice(0, MAX_DASHES), Math.min(given.length, MAX_DASHES)) : null;
    if (list === null || list.some((one) => one < 0)) return;
    this.#state.dash = list.length % 2 === 1 ? [...list, ...list] : list;
    this.#sink.put(['setLineDash', this.#state.dash]);
  }

  getTransform() { return matrix(this.#state.matrix); }

  /** @param {any[]} given  six numbers, or a matrix */
  setTransform(...given) {
    const six = given.length > 1 ? numbers(given, 6) : matrixOf(given[0] ?? {});
    if (six !== null) this.#turn(six, ['setTransform', ...six]);
  }

  resetTransform() { this.#turn(IDENTITY, ['setTransform', ...IDENTITY]); }

  /** @param {any[]} given */
  transform(...given) {
    const six = numbers(given, 6);
    if (six !== null) this.#turn(multiply(this.#state.matrix, six), ['transform', ...six]);
  }

  /** @param {any[]} given */
  translate(...given) {
    const at = numbers(given, 2);
    if (at !== null) this.#turn(multiply(this.#state.matrix, [1, 0, 0, 1, at[0], at[1]]), ['translate', ...at]);
  }

  /** @param {any[]} given */
  scale(...given) {
    const by = numbers(given, 2);
    if (by !== null) this.#turn(multiply(this.#state.matrix, [by[0], 0, 0, by[1], 0, 0]), ['scale', ...by]);
  }

  /** @param {any} given */
  rotate(given) {
    const angle = Number(given);
    if (!Number.isFinite(angle)) return;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#turn(multiply(this.#state.matrix, [cos, sin, -sin, cos, 0, 0]), ['rotate', angle]);
  }

  /** @param {number[]} six  @param {any[]} op */
  #turn(six, op) {
    this.#state.matrix = six.every(Number.isFinite) ? six : this.#state.matrix;
    if (six.every(Number.isFinite)) this.#sink.put(op);
  }

  static {
    for (const name of [...Object.keys(PATH), 'roundRect', 'closePath']) {
      const method = { [name](/** @type {any[]} */ ...given) { /** @type {any} */ (this).add(pathOp(name, given)); } }[name];
      Object.defineProperty(Context.prototype, name, { value: method, writable: true, configurable: true });
    }
    for (const name of Object.keys(PROPERTIES)) {
      Object.defineProperty(Context.prototype, name, {
        get() { return this.property(name); },
        set(given) { this.setProperty(name, given); },
        enumerable: true,
        configurable: true,
      });
    }
  }
}

/** @param {string} name @returns {never} */
function wrong(name) {
  throw new TypeError(`${name}: an argument is not a finite number`);
}

/** @param {string} name  @param {any[]} given */
function box(name, given) {
  const at = numbers(given, 4);
  return at === null ? null : [name, ...at];
}

/** @param {string} name  @param {any[]} given  text, x, y, and perhaps the greatest width */
function text(name, given) {
  const at = numbers([given[1], given[2]], 2);
  if (at === null || given[0] === undefined) return null;
  const most = Number(given[3]);
  if (given[3] !== undefined && !(most > 0)) return null;
  return [name, String(given[0]).slice(0, MAX_TEXT), ...at, ...(given[3] === undefined || !Number.isFinite(most) ? [] : [most])];
}

exports.Context = Context;
