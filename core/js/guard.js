// Closes what a mini-program's code must not have, before any of it runs: code from strings, engine functions that
// overflow the native stack or never ask the interrupt handler, clocks and randomness that are not the host's. It must
// run first, in every realm, and must not depend on another file.
//
// Native loops that still never ask, for the watchdog of the session: BigInt with very many digits (`toString`, `**`),
// compiling a regular expression with huge `v` classes, `flat` and `concat` of many long sparse arrays, string searches
// under the caps below.
'use strict';

/** Longest array-like that a native array method may walk. A dense array of this size does not fit in the memory limit. */
const MAX_WALK = 1 << 24;
/** Largest product of text and needle lengths that a native string search may compare. */
const MAX_SEARCH = 2 ** 32;

const { apply, construct, defineProperty, getPrototypeOf, ownKeys } = Reflect;

/**
 * @param {object} target
 * @param {PropertyKey} key
 * @param {unknown} value
 */
function hide(target, key, value) {
  defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Code from strings: `eval` and the four function constructors. */
function closeStrings() {
  const global = globalThis;
  delete (/** @type {any} */ (global).eval);
  const kinds = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const sample of kinds) {
    const proto = /** @type {any} */ (getPrototypeOf(sample));
    const closed = function (/** @type {unknown[]} */ ...args) {
      // Widely used libraries look for the global object this way and expect an answer.
      if (args.length === 1 && /^\s*return\s+this\s*;?\s*$/.test(String(args[0]))) return () => globalThis;
      throw new EvalError('a mini-program cannot make code from strings');
    };
    defineProperty(closed, 'name', { value: proto.constructor.name, configurable: true });
    closed.prototype = proto;
    defineProperty(proto, 'constructor', { value: closed, writable: false, enumerable: false, configurable: false });
    if (sample === kinds[0]) hide(global, 'Function', closed);
  }
}

/** Engine features that are unsafe here or that the platform does not have. */
function removeUnsafe() {
  const global = /** @type {any} */ (globalThis);
  const own = /** @type {any} */ (getPrototypeOf([][Symbol.iterator]()));
  const iterator = /** @type {any} */ (getPrototypeOf(own));
  // Long chains of these overflow the native stack and abort the process.
  for (const name of ['map', 'filter', 'take', 'drop', 'flatMap']) delete iterator[name];
  if (global.Iterator) {
    delete global.Iterator.concat;
    delete global.Iterator.zip;
    delete global.Iterator.zipKeyed;
  }
  for (const name of ['Atomics', 'SharedArrayBuffer', 'performance', 'navigator', 'print', 'scriptArgs', 'gc']) delete global[name];
}

/** @param {unknown} self */
function checkWalk(self) {
  if (self !== null && self !== undefined && Number(/** @type {any} */ (self).length) > MAX_WALK) {
    throw new RangeError('the array is too long for this method');
  }
}

/** Native loops over array-likes of any claimed length. */
function capArrays() {
  const proto = /** @type {any} */ (Array.prototype);
  const names = ['concat', 'copyWithin', 'fill', 'flat', 'includes', 'indexOf', 'join', 'lastIndexOf', 'reverse', 'shift', 'slice',
    'sort', 'splice', 'toLocaleString', 'toReversed', 'toSorted', 'toSpliced', 'unshift', 'with'];
  for (const name of names) {
    const native = proto[name];
    if (typeof native !== 'function') continue;
    const capped = {
      [name](/** @type {unknown[]} */ ...args) {
        const self = /** @type {any} */ (this);
        if (self !== null && self !== undefined && !(self.length <= MAX_WALK)) checkWalk(self);
        return apply(native, self, args);
      },
    }[name];
    defineProperty(capped, 'length', { value: native.length, configurable: true });
    hide(proto, name, capped);
  }
  const toString = proto.toString;
  hide(proto, 'toString', { toString() { checkWalk(this); return apply(toString, this, []); } }.toString);
  const raw = String.raw;
  hide(String, 'raw', {
    raw(/** @type {any} */ strings, /** @type {unknown[]} */ ...values) {
      checkWalk(strings?.raw);
      return apply(raw, this, [strings, ...values]);
    },
  }.raw);
}

/** Native searches that compare a huge needle at every place of a huge text. */
function capSearches() {
  const proto = /** @type {any} */ (String.prototype);
  for (const name of ['includes', 'indexOf', 'lastIndexOf', 'replace', 'replaceAll', 'split']) {
    const native = proto[name];
    const capped = {
      [name](/** @type {any[]} */ ...args) {
        const needle = args[0];
        if (typeof needle === 'string' && needle.length > 4096 && needle.length * String(this).length > MAX_SEARCH) {
          throw new RangeError('the text to search for is too long');
        }
        return apply(native, this, args);
      },
    }[name];
    defineProperty(capped, 'length', { value: native.length, configurable: true });
    hide(proto, name, capped);
  }
}

/** A `toJSON` put on a shared prototype would rewrite every payload that crosses to the host. */
function pinToJson() {
  for (const proto of [Object.prototype, Array.prototype, String.prototype, Number.prototype, Boolean.prototype]) {
    defineProperty(proto, 'toJSON', {
      get() { return undefined; },
      set(value) {
        if (this === proto) return;
        defineProperty(this, 'toJSON', { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: false,
      configurable: false,
    });
  }
}

/**
 * Time and randomness come from the host, so that a run can be repeated.
 * @param {() => number} now
 * @param {() => number} random
 */
function hostClock(now, random) {
  const Native = Date;
  const HostDate = /** @type {any} */ (function Date(/** @type {any[]} */ ...args) {
    if (!new.target) return new Native(now()).toString();
    return construct(Native, args.length === 0 ? [now()] : args, new.target);
  });
  for (const key of ownKeys(Native)) {
    if (key === 'length' || key === 'name' || key === 'prototype' || key === 'now') continue;
    hide(HostDate, key, /** @type {any} */ (Native)[key]);
  }
  defineProperty(HostDate, 'length', { value: 7, configurable: true });
  hide(HostDate, 'now', { now: () => Math.floor(now()) }.now);
  defineProperty(HostDate, 'prototype', { value: Native.prototype, writable: false });
  hide(Native.prototype, 'constructor', HostDate);
  hide(globalThis, 'Date', HostDate);
  hide(Math, 'random', { random: () => random() }.random);
}

exports.install = function (/** @type {{now: () => number, random: () => number}} */ host) {
  closeStrings();
  removeUnsafe();
  capArrays();
  capSearches();
  pinToJson();
  hostClock(host.now, host.random);
};
