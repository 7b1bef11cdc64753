// setData and property changes: writes the instance's data, runs observers, hands what templates read to the tree, then
// runs property observers. The order is that of WeChat's framework. Knows nothing of how the tree works off its steps.
//
// This runs for each component of a list at each change: what depends on the definition alone is found out once a path.
'use strict';

const { coerce } = require('./data.js');
const { parsePath, valueAt, concerns } = require('./path.js');
const { report } = require('./report.js');

const { isArray } = Array;
const { hasOwn } = Object;

/** Paths that a definition remembers; programs that write `list[i]` have as many as they have rows. */
const MAX_PLACES = 1000;

/**
 * What a definition knows of a path into its data.
 * @typedef {object} Place
 * @property {(string|number)[]} path
 * @property {string} field
 * @property {any} wire  the path as the tree takes it: a name where it is only that
 * @property {any} prop  the property of that name, or null
 * @property {boolean} pure
 * @property {boolean} read  some template reads the field
 * @property {number[]} observers  those that a change here concerns
 */
/**
 * What is collected while observers may still add changes.
 * @typedef {object} Pending
 * @property {any[]} toTree  path, value, path, value...
 * @property {any[] | null} props  calls of property observers: observer, new, old, path
 * @property {boolean[] | null} marked  observers to call, by number
 * @property {number} count  how many are marked
 */

/**
 * @param {any} def
 * @param {(string|number)[]} path
 * @returns {Place}
 */
function placeOf(def, path) {
  const field = String(path[0]);
  const observers = [];
  for (let i = 0; i < def.observers.length; i += 1) {
    if (def.observers[i].paths.some((/** @type {any} */ observed) => concerns(observed, path))) observers.push(i);
  }
  const pure = def.pure !== null && def.pure.test(field);
  return { path, field, wire: path.length === 1 ? field : path, prop: def.props.get(field) ?? null, pure, read: !pure && def.reads.has(field), observers };
}

/** @param {any} def  @param {string} key  as given to setData  @returns {Place} */
function placeOfKey(def, key) {
  const known = def.places.get(key);
  if (known !== undefined) return known;
  const place = placeOf(def, parsePath(key));
  if (def.places.size >= MAX_PLACES) def.places.clear();
  def.places.set(key, place);
  return place;
}

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
    const next = hasOwn(at, key) ? at[key] : undefined;
    const fits = next !== null && typeof next === 'object' && isArray(next) === wantsArray;
    if (!fits) at[key] = wantsArray ? [] : {};
    at = at[key];
  }
  at[path[path.length - 1]] = value;
}

/**
 * @param {any} state  see instance.js
 * @param {any[]} changes  place, value, place, value...
 * @param {boolean} fromTree  the tree has these values already
 * @param {Pending} pending
 */
function writeAll(state, changes, fromTree, pending) {
  const { data } = state;
  for (let i = 0; i < changes.length; i += 2) {
    /** @type {Place} */
    const place = changes[i];
    const { prop, field } = place;
    const given = changes[i + 1];
    let value = given;
    if (prop !== null && place.path.length === 1) {
      const old = data[field];
      value = coerce(prop, value);
      data[field] = value;
      if (prop.observer !== null && !place.pure && old !== value) (pending.props ??= []).push(prop.observer, value, old, place.path);
    } else {
      if (place.path.length === 1) data[field] = value;
      else write(data, place.path, value);
      // As in WeChat, a write below a property tells its observer the new part and no old value.
      if (prop !== null && prop.observer !== null && !place.pure) (pending.props ??= []).push(prop.observer, value, undefined, place.path);
    }
    if (place.read && !state.gone && !(fromTree && (value === given || value !== value))) pending.toTree.push(place.wire, value);
    const { observers } = place;
    for (let k = 0; k < observers.length; k += 1) {
      pending.marked ??= [];
      if (pending.marked[observers[k]] === true) continue;
      pending.marked[observers[k]] = true;
      pending.count += 1;
    }
  }
}

/** @param {any} data  @param {(string|number)[][]} paths */
function valuesAt(data, paths) {
  if (paths.length === 1) return [paths[0].length === 1 && paths[0][0] !== '**' ? data[paths[0][0]] : valueAt(data, paths[0])];
  return paths.map((path) => valueAt(data, path));
}

/**
 * Calls the marked observers in the order they were written, until none is marked: they may call setData themselves.
 * @param {any} state
 * @param {Pending} pending
 */
function runObservers(state, pending) {
  const { def, data, self } = state;
  const marked = /** @type {boolean[]} */ (pending.marked);
  while (pending.count > 0) {
    for (let i = 0; i < marked.length; i += 1) {
      if (marked[i] !== true) continue;
      marked[i] = false;
      pending.count -= 1;
      const { paths, call } = def.observers[i];
      try {
        Reflect.apply(call, self, valuesAt(data, paths));
      } catch (error) {
        report(error, `an observer of ${def.path}`);
      }
    }
  }
}

/**
 * Applies changes. A call from inside an observer only adds to the update that is under way.
 * @param {any} state
 * @param {any[]} changes  place, value, place, value...
 * @param {boolean} fromTree
 * @param {(id: number, flat: any[]) => void} toTree  gives changes to the tree and works off its steps
 */
function apply(state, changes, fromTree, toTree) {
  if (state.pending !== null) {
    writeAll(state, changes, fromTree, state.pending);
    return;
  }
  /** @type {Pending} */
  const pending = { toTree: [], props: null, marked: null, count: 0 };
  state.pending = pending;
  try {
    writeAll(state, changes, fromTree, pending);
    if (pending.count > 0) runObservers(state, pending);
  } finally {
    state.pending = null;
  }
  if (pending.toTree.length > 0) toTree(state.id, pending.toTree);
  const { props } = pending;
  if (props === null) return;
  for (let i = 0; i < props.length; i += 4) {
    try {
      Reflect.apply(props[i], state.self, [props[i + 1], props[i + 2], props[i + 3]]);
    } catch (error) {
      report(error, `a property observer of ${state.def.path}`);
    }
  }
}

/**
 * Reads the argument of setData.
 * @param {any} def
 * @param {any} data
 * @returns {any[]} place, value, place, value...
 */
function changesOf(def, data) {
  const changes = [];
  const keys = Object.keys(data);
  for (let i = 0; i < keys.length; i += 1) {
    try {
      changes.push(placeOfKey(def, keys[i]), data[keys[i]]);
    } catch (error) {
      report(error, 'setData');
    }
  }
  return changes;
}

exports.apply = apply;
exports.changesOf = changesOf;
exports.placeOf = placeOf;
