// Behind a WebGL context: orders are checked and handed on, objects are counted, what was set is remembered, and what only the
// graphics card knows is asked for. It draws nothing; the view does (view/canvas/webgl.js). Programs never hold it.
'use strict';

const table = require('./webgl-table.js');
const { className, known, make } = require('./webgl-objects.js');
const { CHANGES, State } = require('./webgl-state.js');
const extensions = require('./webgl-extensions.js');
const { warn } = require('./report.js');

const { MAX_BYTES, MAX_OBJECTS, ONE_ORDERS, TWO_ORDERS, ONE_QUESTIONS, TWO_QUESTIONS, EXTENSIONS } = table;

const INVALID_ENUM = 1280;
const INVALID_VALUE = 1281;
const INVALID_OPERATION = 1282;
const OUT_OF_MEMORY = 1285;
const CONTEXT_LOST = 37_442;

/** Longest text: that of a shader. */
const MAX_TEXT = 1_000_000;
/** Most bytes that one turn sends. */
const MAX_TURN = 128_000_000;
/** Most texts in one list. */
const MAX_TEXTS = 256;
/** Largest number that a float holds. */
const LARGEST = 3.4028234663852886e38;

/** Lists of numbers, by letter. @type {Record<string, any>} */
const LISTS = { v: Float32Array, w: Int32Array, x: Uint32Array };
/** Orders that show something in the drawing buffer. */
const DRAWS = new Set(['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements', 'drawArraysInstancedANGLE',
  'drawElementsInstancedANGLE', 'blitFramebuffer', 'clearBufferfv', 'clearBufferiv', 'clearBufferuiv', 'clearBufferfi']);

/** @param {any} given */
function number(given) {
  const value = typeof given === 'number' ? given : Number(given);
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 0 : Math.sign(value) * LARGEST;
}

/** Bytes of a typed array, a DataView or an ArrayBuffer; null for anything else. @param {any} given */
function bytesOf(given) {
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  return ArrayBuffer.isView(given) ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength) : null;
}

/**
 * @typedef {{ put: (order: any[], bytes: number) => void, ask: (question: any[]) => any, pack: (bytes: Uint8Array) => string, unpack: (text: string) => ArrayBuffer, source: (given: any) => any[] | null, size: () => [number, number], turn: () => number }} Sink
 */

class Inner {
  /** @param {number} version  1 or 2 @param {Record<string, any>} attributes  as the program asked for them @param {Sink} sink */
  constructor(version, attributes, sink) {
    this.version = version;
    this.attributes = attributes;
    this.sink = sink;
    /** @type {Record<string, string>} */
    this.questions = version === 2 ? { ...ONE_QUESTIONS, ...TWO_QUESTIONS } : ONE_QUESTIONS;
    /** @type {State} */
    this.state = new State(version, ...sink.size());
    /** What the view said of this device. @type {any} */
    this.facts = undefined;
    this.isLost = false;
    this.error = 0;
    /** Whether something was sent since the view was last asked for errors. */
    this.isDirty = false;
    this.count = 0;
    this.last = 0;
    /** Objects with lower numbers were of a context that was lost. */
    this.first = 0;
    /** The turn that last drew, and the bytes that this turn sent. */
    this.drew = -1;
    this.sent = { turn: -1, bytes: 0 };
    /** @type {Map<string, any>} */
    this.extensions = new Map();
    /** What programs let go without a word: whatever is still bound is held by the state. */
    this.lost = new FinalizationRegistry((/** @type {import('./webgl-objects.js').Known} */ object) => {
      if (object.deleted || this.isLost || object.id <= this.first) return;
      object.deleted = true;
      this.count -= 1;
      this.send(['-', object.id]);
    });
  }

  /** The first error stays until it is asked for. @param {number} code */
  fail(code) {
    if (this.error === 0) this.error = code;
  }

  /** An error, and nothing as the answer. @param {number} code @returns {null} */
  none(code) {
    this.fail(code);
    return null;
  }

  /** Everything is lost, and the context does nothing from now on. */
  lose() {
    if (this.isLost) return;
    this.sink.put(['loseContext'], 0);
    this.gone();
  }

  /** The view lost it. */
  gone() {
    this.isLost = true;
    this.error = CONTEXT_LOST;
  }

  /** The view has one again, with nothing in it: what was made before is of no use in it. */
  back() {
    Object.assign(this, { isLost: false, error: 0, isDirty: false, facts: undefined, count: 0, drew: -1, first: this.last, state: new State(this.version, ...this.sink.size()) });
    this.extensions.clear();
    this.open();
  }

  /** The first order: it makes the context in the view. */
  open() {
    this.sink.put(['gl', this.version, { ...this.attributes, preserveDrawingBuffer: true }, this.attributes['preserveDrawingBuffer']], 0);
  }

  /** What the view knows of the device; what every device has when no view answers. */
  known() {
    if (this.facts === undefined || this.facts === null) this.facts = this.isLost ? undefined : this.sink.ask(['gl']);
    return this.facts ?? { limits: this.version === 2 ? { ...table.ONE_LIMITS, ...table.TWO_LIMITS } : table.ONE_LIMITS, extensions: extensions.COMMON, precision: {} };
  }

  /** A number for a new object; 0 when there are too many. */
  number() {
    if (this.isLost) return 0;
    if (this.count >= MAX_OBJECTS) {
      if (this.count === MAX_OBJECTS) warn(`a WebGL context has ${MAX_OBJECTS} objects: no more are made`);
      this.count = MAX_OBJECTS + 1;
      this.fail(OUT_OF_MEMORY);
      return 0;
    }
    this.count += 1;
    this.last += 1;
    return this.last;
  }

  /** @param {any[]} order  @param {number} [bytes] */
  send(order, bytes = 0) {
    if (this.isLost) return;
    const turn = this.sink.turn();
    if (this.sent.turn !== turn) this.sent = { turn, bytes: 0 };
    if (this.sent.bytes > MAX_TURN) {
      this.fail(OUT_OF_MEMORY);
      return;
    }
    this.sent.bytes += bytes;
    if (this.sent.bytes > MAX_TURN) warn(`WebGL: more than ${MAX_TURN} bytes in one turn: the rest is not drawn`);
    if (DRAWS.has(order[0]) && this.drew !== turn && this.state.get(36_006) === null) {
      this.drew = turn;
      this.sink.put(['frame'], 0);
    }
    this.isDirty = true;
    this.sink.put(order, bytes);
  }

  /** @param {string} letter  @param {any[]} [more]  what the view needs to make it  @param {number} [type] */
  create(letter, more = [], type = 0) {
    const id = this.number();
    if (id === 0) return this.isLost && letter !== 'S' && letter !== 'Y' ? make(letter, 0, this, type) : null;
    this.send(['+', letter, id, ...more]);
    const made = make(letter, id, this, type);
    // Programs that make a buffer a frame are many. Of the second version not everything that is bound is known here.
    if (this.version === 1 && (letter === 'B' || letter === 'T')) this.lost.register(made, /** @type {any} */ (known(made)));
    return made;
  }

  /** @param {string} letter  @param {any} given */
  remove(letter, given) {
    const object = this.object(letter, given);
    if (object === undefined || object === null || object.deleted) return;
    object.deleted = true;
    // What is in use lives on in the view; a handle of it is of no use any more but to be let go.
    if (letter !== 'P' && letter !== 'S') this.state.forget(given);
    this.count -= 1 + (object.places?.size ?? 0);
    this.send(['-', object.id]);
    for (const place of object.places?.values() ?? []) this.send(['-', known(place)?.id]);
  }

  /** Whether it is such an object and was used. @param {string} letter  @param {any} given */
  is(letter, given) {
    const object = known(given);
    if (this.isLost || object?.letter !== letter || object.owner !== this || object.deleted || object.id <= this.first) return false;
    return object.used || letter === 'P' || letter === 'S' || letter === 'M' || letter === 'Y';
  }

  /**
   * What is known of a handle: null for none, undefined (and an error) for one that is not of this context.
   * @param {string} letter  @param {any} given
   */
  object(letter, given) {
    if (given === null || given === undefined) return null;
    const object = known(given);
    if (object?.letter !== letter) throw new TypeError(`WebGL: a ${className(letter)} is needed`);
    if (object.owner === this && (object.id > this.first || this.isLost)) return object;
    this.fail(INVALID_OPERATION);
    return undefined;
  }

  /**
   * One argument as it crosses; undefined when the order can't be carried out.
   * @param {string} kind  @param {any} given  @param {any[]} all  @param {number} at
   * @returns {any}
   */
  argument(kind, given, all, at) {
    switch (kind) {
      case 'n': return number(given);
      case 'b': return Boolean(given);
      case 's': {
        const text = String(given);
        if (text.length <= MAX_TEXT) return text;
        this.fail(INVALID_VALUE);
        return undefined;
      }
      case 'v': case 'w': case 'x': return this.#list(kind, given, all[at + 1], all[at + 2]);
      case 't': return Array.isArray(given) ? given.slice(0, MAX_TEXTS).map((one) => String(one).slice(0, 1_024)) : [];
      case 'd': return this.bytes(given, all[at + 1], all[at + 2]);
      case 'p': return this.pixels(given, all[at + 1]);
      default: return this.#handle(kind, given);
    }
  }

  /** @param {string} letter  @param {any} given */
  #handle(letter, given) {
    const object = this.object(letter, given);
    if (object === undefined) return undefined;
    if (object === null) return 0;
    if (object.deleted && letter !== 'U') {
      this.fail(INVALID_OPERATION);
      return undefined;
    }
    if (letter !== 'P' && letter !== 'S') object.used = true;
    return object.id;
  }

  /** Numbers: a short list as it is, a long one as bytes. @param {string} kind  @param {any} given  @param {any} from  @param {any} count */
  #list(kind, given, from, count) {
    const List = LISTS[kind];
    if (given === null || typeof given !== 'object' || !(Number(given.length) * 4 <= MAX_BYTES)) {
      this.fail(INVALID_VALUE);
      return undefined;
    }
    let list = given instanceof List ? given : List.from(given);
    const start = Math.max(0, Math.trunc(Number(from)) || 0);
    const length = Math.max(0, Math.trunc(Number(count)) || 0);
    if (this.version === 2 && (start > 0 || length > 0)) list = list.subarray(start, length > 0 ? start + length : undefined);
    if (list.length > 4) return this.sink.pack(/** @type {Uint8Array} */ (bytesOf(list)));
    return Array.from(list, number);
  }

  /** Bytes as text, a size, or null. @param {any} given  @param {any} [from]  elements  @param {any} [count] */
  bytes(given, from, count) {
    if (given === null || given === undefined) return null;
    if (typeof given === 'number') return number(given);
    let bytes = bytesOf(given);
    if (bytes === null) throw new TypeError('WebGL: an ArrayBuffer or a view of one is needed');
    if (this.version === 2 && ArrayBuffer.isView(given)) {
      const unit = /** @type {any} */ (given).BYTES_PER_ELEMENT ?? 1;
      const start = Math.max(0, Math.trunc(Number(from)) || 0) * unit;
      const length = Math.max(0, Math.trunc(Number(count)) || 0) * unit;
      if (start > 0 || length > 0) bytes = bytes.subarray(start, length > 0 ? start + length : undefined);
    }
    if (bytes.length <= MAX_BYTES) return this.sink.pack(bytes);
    warn(`WebGL: ${bytes.length} bytes at once are more than ${MAX_BYTES}, and are left out`);
    this.fail(OUT_OF_MEMORY);
    return undefined;
  }

  /** What a texture is made of. @param {any} given  @param {any} [from] */
  pixels(given, from) {
    if (given === null || given === undefined) return null;
    if (typeof given === 'number') return number(given);
    if (ArrayBuffer.isView(given)) return this.bytes(given, from);
    const source = this.sink.source(given);
    if (source !== null) return source;
    const { data, width, height } = given;
    if (!ArrayBuffer.isView(data) || data.byteLength !== width * height * 4) throw new TypeError('WebGL: pixels, an image or a canvas is needed');
    const text = this.bytes(data);
    return text === undefined ? undefined : ['D', width, height, text];
  }

  /**
   * An order: checked, remembered, handed on.
   * @param {string} name  @param {string} kinds  @param {any[]} given
   */
  order(name, kinds, given) {
    if (this.isLost) return;
    /** @type {any[]} */
    const sent = [name];
    let bytes = 0;
    for (let at = 0; at < kinds.length; at += 1) {
      const kind = kinds[at];
      // What part of a list is meant stands behind it, where it is the last.
      const value = this.argument(kind, given[at], at === kinds.length - 1 ? given : [], at);
      if (value === undefined) return;
      // Where there is no such uniform, nothing happens; other orders need their object.
      if (value === 0 && kind === 'U') return;
      if (value === 0 && (kind === 'S' || (kind === 'P' && name !== 'useProgram'))) return void this.fail(INVALID_VALUE);
      if (typeof value === 'string') bytes += value.length;
      else if (Array.isArray(value) && value[0] === 'D') bytes += value[3].length;
      sent.push(value);
    }
    CHANGES[name]?.(this.state, sent.slice(1), given);
    this.send(sent, bytes);
  }

  /**
   * What only the view knows; undefined when it does not answer.
   * @param {string} name  @param {any[]} args  as they cross
   */
  ask(name, args) {
    if (this.isLost || !(name in this.questions)) return undefined;
    const answer = this.sink.ask(['gl', name, ...args]);
    if (answer !== null && typeof answer === 'object' && answer.lost === true) {
      this.gone();
      return undefined;
    }
    return answer;
  }

  /** The same with arguments of a program: for what is asked as it was given. @param {string} name  @param {any[]} given */
  question(name, given) {
    const kinds = this.questions[name];
    const args = [];
    for (let at = 0; at < kinds.length; at += 1) {
      const value = this.argument(kinds[at], given[at], [], at);
      if (value === undefined) return undefined;
      args.push(value);
    }
    const answer = this.ask(name, args);
    const list = answer?.$list;
    return list === undefined ? answer : ({ Float32Array, Int32Array, Uint32Array })[/** @type {'Float32Array'} */ (list)]?.from(answer.v) ?? answer.v;
  }

  /** Whether a shader is well, and what is said of it. @param {import('./webgl-objects.js').Known} object */
  shader(object) {
    if (object.told !== undefined) return object.told;
    const answer = this.ask('shader', [object.id]);
    if (typeof answer?.ok !== 'boolean') return { ok: object.source.trim() !== '', log: '' };
    object.told = { ok: answer.ok, log: String(answer.log ?? '') };
    return object.told;
  }

  takeError() {
    if (this.error !== 0) {
      const code = this.error;
      this.error = 0;
      return code;
    }
    if (!this.isDirty || this.isLost) return 0;
    this.isDirty = false;
    const code = this.ask('getError', []);
    return typeof code === 'number' ? code : 0;
  }

  /** @param {any} given */
  extension(given) {
    const wanted = String(given).toLowerCase();
    const name = this.extensionNames().find((one) => one.toLowerCase() === wanted);
    if (name === undefined) return null;
    let found = this.extensions.get(name);
    if (found === undefined) {
      this.send(['ext', name]);
      found = extensions.make(name, this);
      this.extensions.set(name, found);
    }
    return found;
  }

  /** @returns {string[]} */
  extensionNames() {
    if (this.isLost) return [];
    const there = new Set(this.known().extensions);
    return Object.keys(EXTENSIONS).filter((name) => there.has(name) && !(this.version === 2 && EXTENSIONS[name]));
  }
}

exports.Inner = Inner;
exports.number = number;
exports.bytesOf = bytesOf;
exports.ORDERS = [ONE_ORDERS, { ...ONE_ORDERS, ...TWO_ORDERS }];
exports.INVALID_ENUM = INVALID_ENUM;
exports.INVALID_VALUE = INVALID_VALUE;
exports.INVALID_OPERATION = INVALID_OPERATION;
exports.OUT_OF_MEMORY = OUT_OF_MEMORY;
