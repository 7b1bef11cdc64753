// Paths, gradients, patterns and matrices: what a drawing context is given beside numbers. They hold orders and draw nothing.
'use strict';

const { color } = require('./canvas-values.js');

/** Methods that add to a path, with how many numbers each takes. @type {Record<string, number>} */
const PATH = {
  moveTo: 2, lineTo: 2, rect: 4, quadraticCurveTo: 4, bezierCurveTo: 6, arcTo: 5, arc: 5, ellipse: 7,
};

/** Most orders in one path. */
const MAX_PATH = 50_000;
/** Most letters of a path as text. */
const MAX_TEXT = 100_000;
/** Most colours of a gradient. */
const MAX_STOPS = 1_000;

/**
 * The numbers of a call, or null where one is none: such a call does nothing, as in browsers.
 * @param {any[]} given
 * @param {number} count
 */
function numbers(given, count) {
  const found = [];
  for (let at = 0; at < count; at += 1) {
    const value = Number(given[at]);
    if (!Number.isFinite(value)) return null;
    found.push(value);
  }
  return found;
}

/**
 * One order that adds to a path; null when it does nothing.
 * @param {string} name
 * @param {any[]} given
 */
function pathOp(name, given) {
  if (name === 'closePath') return ['closePath'];
  if (name === 'roundRect') {
    const box = numbers(given, 4);
    const radii = (Array.isArray(given[4]) ? given[4] : [given[4] ?? 0]).slice(0, 4).map((one) => (typeof one === 'object' ? Number(one?.x) : Number(one)));
    return box === null || !radii.every((one) => Number.isFinite(one) && one >= 0) ? null : ['roundRect', ...box, radii];
  }
  const count = PATH[name];
  const values = numbers(given, count);
  if (values === null) return null;
  const radius = name === 'arc' ? values[2] : name === 'ellipse' ? Math.min(values[2], values[3]) : name === 'arcTo' ? values[4] : 0;
  if (radius < 0) throw new RangeError(`${name}: the radius ${radius} is negative`);
  return name === 'arc' || name === 'ellipse' ? [name, ...values, given[count] === true] : [name, ...values];
}

/** Six numbers of a matrix object. @param {any} given */
const matrixOf = (given) => numbers([given?.a ?? given?.m11 ?? 1, given?.b ?? given?.m12 ?? 0, given?.c ?? given?.m21 ?? 0,
  given?.d ?? given?.m22 ?? 1, given?.e ?? given?.m41 ?? 0, given?.f ?? given?.m42 ?? 0], 6);

class Path2D {
  /** @type {any[][]} */
  #ops = [];

  /** @param {any} [given]  a path, or one as SVG writes it */
  constructor(given) {
    if (given instanceof Path2D) this.#ops = [...given.#ops];
    else if (typeof given === 'string' && given.length <= MAX_TEXT) this.#ops = [['svg', given]];
  }

  /** @param {any} path  @param {any} [matrix] */
  addPath(path, matrix) {
    const six = matrix === undefined ? null : matrixOf(matrix);
    if (path instanceof Path2D && path !== this) this.#add(['add', path.wire().slice(1), six]);
  }

  /** @param {any[] | null} op */
  #add(op) {
    if (op !== null && this.#ops.length < MAX_PATH) this.#ops.push(op);
  }

  /** As it crosses. @returns {any[]} */
  wire() { return ['P', ...this.#ops]; }

  static {
    for (const name of [...Object.keys(PATH), 'roundRect', 'closePath']) {
      const method = { [name](/** @type {any[]} */ ...given) { /** @type {Path2D} */ (/** @type {any} */ (this)).#add(pathOp(name, given)); } }[name];
      Object.defineProperty(Path2D.prototype, name, { value: method, writable: true, configurable: true });
    }
  }
}

class Gradient {
  #start;

  /** @type {[number, string][]} */
  #stops = [];

  /** @param {any[]} start  its kind and numbers */
  constructor(start) { this.#start = start; }

  /** @param {any} offset  @param {any} value */
  addColorStop(offset, value) {
    const at = Number(offset);
    if (!(at >= 0 && at <= 1)) throw new RangeError(`addColorStop: the offset ${offset} is not between 0 and 1`);
    const known = color(value);
    if (known === undefined) throw new SyntaxError(`addColorStop: "${String(value).slice(0, 60)}" is no colour`);
    if (this.#stops.length < MAX_STOPS) this.#stops.push([at, known]);
  }

  /** Changes with each colour. */
  get version() { return this.#stops.length; }

  wire() { return ['G', ...this.#start, this.#stops.map((stop) => [...stop])]; }
}

class Pattern {
  /** @type {() => any[]} */
  #source;

  #repetition;

  /** @type {number[] | null} */
  #matrix = null;

  version = 0;

  /** @param {() => any[]} source  what is repeated, as it crosses  @param {string} repetition */
  constructor(source, repetition) {
    this.#source = source;
    this.#repetition = repetition;
    Object.defineProperty(this, 'version', { enumerable: false });
  }

  /** @param {any} matrix */
  setTransform(matrix) {
    this.#matrix = matrixOf(matrix ?? {});
    this.version += 1;
  }

  wire() { return ['T', this.#source(), this.#repetition, this.#matrix]; }
}

/** What comes first in `left`, then `right`: both six numbers. @param {number[]} left  @param {number[]} right */
function multiply([a, b, c, d, e, f], [a2, b2, c2, d2, e2, f2]) {
  return [a * a2 + c * b2, b * a2 + d * b2, a * c2 + c * d2, b * c2 + d * d2, a * e2 + c * f2 + e, b * e2 + d * f2 + f];
}

/** As getTransform answers. @param {number[]} six */
function matrix([a, b, c, d, e, f]) {
  return {
    a, b, c, d, e, f, m11: a, m12: b, m21: c, m22: d, m41: e, m42: f, is2D: true,
    isIdentity: a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0,
  };
}

exports.PATH = PATH;
exports.Path2D = Path2D;
exports.Gradient = Gradient;
exports.Pattern = Pattern;
exports.numbers = numbers;
exports.pathOp = pathOp;
exports.matrixOf = matrixOf;
exports.multiply = multiply;
exports.matrix = matrix;
