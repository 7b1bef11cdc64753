// The realm of WXS: its globals, `constructor` as a string, modules that load each other when first needed. Runs in a
// realm without the mini-program's globals and must stay free of them.
'use strict';

const guard = require('./guard.js');
const { nameConstructors } = require('./wxs-types.js');

/** @param {string} key  of a module that asks  @param {string} spec */
function resolve(key, spec) {
  const file = key.split('#')[0];
  const parts = spec.startsWith('/') ? [] : file.split('/').slice(0, -1);
  for (const part of spec.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const path = parts.join('/');
  return /\.(wxs|sjs)$/.test(path) ? path : `${path}.${file.endsWith('.sjs') ? 'sjs' : 'wxs'}`;
}

/**
 * @param {(key: string) => Function} compile  the function around a module's code
 * @param {(text: string) => void} log
 * @param {() => number} now
 * @param {() => number} random
 */
exports.start = (compile, log, now, random) => {
  guard.install({ now, random });
  nameConstructors();
  const NativeDate = Date;
  const NativeRegExp = RegExp;
  const global = /** @type {any} */ (globalThis);
  const text = (/** @type {any} */ value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value));
  global.console = Object.freeze({ log: (/** @type {any[]} */ ...args) => log(args.map(text).join(' ')) });
  const getRegExp = (/** @type {any} */ source, /** @type {any} */ flags) => new NativeRegExp(source, flags);
  const getDate = (/** @type {any[]} */ ...args) => Reflect.construct(NativeDate, args);
  // What WXS modules may read of Date and RegExp.
  const date = Object.freeze({ parse: NativeDate.parse, UTC: NativeDate.UTC, now: () => NativeDate.now() });
  for (const type of [Object, Array, String, Number, Boolean, Function, NativeDate, NativeRegExp]) Object.freeze(type.prototype);

  /** @type {Map<string, any>} */
  const modules = new Map();
  /** @param {string} key */
  const load = (key) => {
    const known = modules.get(key);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(key, module);
    try {
      compile(key)(module, module.exports, (/** @type {string} */ spec) => load(resolve(key, spec)), getRegExp, getDate, date);
    } catch (error) {
      modules.delete(key);
      throw error;
    }
    return module.exports;
  };
  return { load };
};
