// setData and property changes: writes the instance's data, runs observers, hands what templates read to the tree, then
// runs property observers. The order is that of WeChat's framework. Knows nothing of how the tree works off its steps.
'use strict';

const { coerce } = require('./data.js');
const { parsePath, valueAt, concerns } = require('./path.js');
const { safely, report } = require('./report.js');

const { isArray } = Array;

/**
 * @typedef {object} Change
 * @property {(string|number)[]} path
 * @property {any} value
 * @property {boolean} fromTree  the tree has this value already
 */
/**
 * What is collected while observers may still add changes.
 * @typedef {object} Pending
 * @property {any[]} toTree  path, value, path, value...
 * @property {any[]} props  calls of property observers: prop, new, old, path
 * @property {Set<number>} observers
 */

/**
 * Writes a value at a path, making the containers on the way.
 * @param {any} data
 * @param {(string|number)[]} path
 * @param {any} value
 */
function write(data, path, value) {
  let at = data;
  for (let i = 0; i + 1 < path.length; i += 1) {
    const key = path[i];
    const wantsArray = typeof path[i + 1] === 'number';
    const next = Object.hasOwn(at, key) ? at[key] : undefined;
    const fits = next !== null && typeof next === 'object' && isArray(next) === wantsArray;
    if (!fits) at[key] = wantsArray ? [] : {};
    at = at[key];
  }
  at[path[path.length - 1]] = value;
}

/**
 * @param {any} state  see instance.js
 * @param {Change[]} changes
 */
function writeAll(state, changes) {
  const { def, data } = state;
  /** @type {Pending} */
  const pending = state.pending;
  for (const change of changes) {
    const { path } = change;
    const field = String(path[0]);
    let { value } = change;
    const prop = def.props.get(field);
    const pure = def.pure !== null && def.pure.test(field);
    if (prop !== undefined && path.length === 1) {
      const old = data[field];
      const raw = value;
      value = coerce(prop, value);
      data[field] = value;
      if (!pure && prop.observer !== null && old !== value) pending.props.push(prop.observer, value, old, path);
      if (change.fromTree && Object.is(raw, value)) {
        mark(def, path, pending);
        continue;
      }
    } else {
      write(data, path, value);
      // As in WeChat, a write below a property tells its observer the new part and no old value.
      if (!pure && prop !== undefined && prop.observer !== null) pending.props.push(prop.observer, value, undefined, path);
    }
    if (!pure && state.reads.has(field)) pending.toTree.push(path, value);
    mark(def, path, pending);
  }
}

/**
 * @param {any} def
 * @param {(string|number)[]} path
 * @param {Pending} pending
 */
function mark(def, path, pending) {
  const { observers } = def;
  for (let i = 0; i < observers.length; i += 1) {
    if (!pending.observers.has(i) && observers[i].paths.some((/** @type {any} */ observed) => concerns(observed, path))) {
      pending.observers.add(i);
    }
  }
}

/**
 * Calls the marked observers in the order they were written, until none is marked: they may call setData themselves.
 * @param {any} state
 */
function runObservers(state) {
  const { def, data, self } = state;
  const { observers } = state.pending;
  while (observers.size > 0) {
    for (let i = 0; i < def.observers.length; i += 1) {
      if (!observers.delete(i)) continue;
      const { paths, call } = def.observers[i];
      safely(`an observer of ${def.path}`, call, self, paths.map((/** @type {any} */ path) => valueAt(data, path)));
    }
  }
}

/**
 * Applies changes. A call from inside an observer only adds to the update that is under way.
 * @param {any} state
 * @param {Change[]} changes
 * @param {(flat: any[]) => void} toTree  gives changes to the tree and works off its steps
 */
function apply(state, changes, toTree) {
  if (state.pending !== null) {
    writeAll(state, changes);
    return;
  }
  /** @type {Pending} */
  const pending = { toTree: [], props: [], observers: new Set() };
  state.pending = pending;
  try {
    writeAll(state, changes);
    runObservers(state);
  } finally {
    state.pending = null;
  }
  if (pending.toTree.length > 0) toTree(pending.toTree);
  for (let i = 0; i < pending.props.length; i += 4) {
    const [observer, value, old, path] = pending.props.slice(i, i + 4);
    safely(`a property observer of ${state.def.path}`, observer, state.self, [value, old, path]);
  }
}

/**
 * Reads the argument of setData.
 * @param {any} data
 * @returns {Change[]}
 */
function changesOf(data) {
  /** @type {Change[]} */
  const changes = [];
  for (const key of Object.keys(data)) {
    try {
      changes.push({ path: parsePath(key), value: data[key], fromTree: false });
    } catch (error) {
      report(error, 'setData');
    }
  }
  return changes;
}

exports.apply = apply;
exports.changesOf = changesOf;
