// Data paths: `a.b[0].c` of setData and `a, b.**` of observers, read into arrays. Knows nothing of components.
'use strict';

/** @typedef {(string | number)[]} DataPath */

/** @type {Map<string, DataPath>} */
const cache = new Map();
const CACHE_SIZE = 2000;
/** Longest list that a path makes: the tree makes none longer either. */
const MAX_INDEX = 1 << 20;

/**
 * Reads a setData key. `\` keeps the next `.`, `[`, `]` or `\` as a letter of the name.
 * @param {string} text
 * @returns {DataPath}
 */
function parsePath(text) {
  const known = cache.get(text);
  if (known !== undefined) return known;
  /** @type {DataPath} */
  const path = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '[') {
      const end = text.indexOf(']', at);
      const digits = text.slice(at + 1, end < 0 ? undefined : end).trim();
      if (end < 0 || !/^\d+$/.test(digits)) throw new Error(`"${text}" is not a data path: an index in [] must be a whole number`);
      if (Number(digits) >= MAX_INDEX) throw new Error(`"${text}" is not a data path: an index in [] must be under ${MAX_INDEX}`);
      path.push(Number(digits));
      at = end + 1;
      continue;
    }
    if (text[at] === '.') at += 1;
    let name = '';
    while (at < text.length && text[at] !== '.' && text[at] !== '[') {
      if (text[at] === '\\' && '.[]\\'.includes(text[at + 1] ?? '-')) at += 1;
      name += text[at];
      at += 1;
    }
    if (name === '__proto__') throw new Error(`"${text}" is not a data path: __proto__ is no name of data`);
    if (name !== '') path.push(name);
  }
  if (path.length === 0) path.push('');
  if (typeof path[0] === 'number') path[0] = String(path[0]);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, path);
  return path;
}

/**
 * Reads an observer key: paths with commas between them, each may end in `**`.
 * @param {string} text
 * @returns {DataPath[]}
 */
function parseObserved(text) {
  return text.split(',').map((part) => parsePath(part.trim()));
}

/**
 * The value at a path, `**` meaning all that is there.
 * @param {any} data
 * @param {DataPath} path
 */
function valueAt(data, path) {
  let value = data;
  for (const key of path) {
    if (key === '**') break;
    if (value === null || typeof value !== 'object') return undefined;
    value = value[key];
  }
  return value;
}

/**
 * Does a change at `changed` concern an observer of `observed`? A change above it does, one at it does, and one below
 * it only when the observer ends in `**`.
 * @param {DataPath} observed
 * @param {DataPath} changed
 */
function concerns(observed, changed) {
  for (let i = 0; i < observed.length; i += 1) {
    if (observed[i] === '**') return true;
    if (i >= changed.length) return true;
    // eslint-disable-next-line eqeqeq
    if (observed[i] != changed[i]) return false;
  }
  return observed.length === changed.length;
}

exports.parsePath = parsePath;
exports.parseObserved = parseObserved;
exports.valueAt = valueAt;
exports.concerns = concerns;
