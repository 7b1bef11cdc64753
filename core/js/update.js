// setData and property changes: writes the instance's data, runs observers, hands what templates read to the tree, then
// runs property observers. The order is that of WeChat's framework. Knows nothing of how the tree works off its steps.
//
// This runs for each component of a list at each change: what depends on the definition alone is found out once a path.
'use strict';

const { coerce } = require('./data.js');
const { parsePath, valueAt, concerns } = require('./path.js');
const { report, warn } = require('./report.js');

const { isArray } = Array;
const { hasOwn, keys } = Object;
const { apply: call } = Reflect;

/** Paths that a definition remembers; programs that write `list[i]` have as many as they have rows. */
const MAX_PLACES = 1000;

/**
 * What a definition knows of a path into its data.
 * @typedef {object} Place
 * @property {(string|number)[]} path
 * @property {string} field
 * @property {any} wire  the path as the tree takes it: the field's number where it is only that
 * @property {any} prop  the property of that name, or null
 * @property {boolean} pure
 * @property {boolean} quick  values of `type` are written as they are, finite ones where it is `number`, and no property observer hears of it
 * @property {string} type
 * @property {boolean} number
 * @property {boolean} whole  it is the field itself, not something in it
 * @property {boolean} read  some template reads the field
 * @property {number[] | null} observers  those that a change here concerns
 * @property {boolean} warned  of a value that is none
 */
/**
 * What is collected while observers may still add changes.
 * @typedef {object} Pending
 * @property {any[] | null} toTree  path, value, path, value...
 * @property {any[] | null} props  calls of property observers: observer (null: the owner follows), new, old, path
 * @property {boolean[]} marked  observers to call, by number
 * @property {number} count  how many are marked
 */
/** @typedef {(id: number, flat: any[]) => void} ToTree  gives changes to the tree and works off its steps */

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
  const whole = path.length === 1;
  const prop = def.props.get(field) ?? null;
  return {
    path, field, whole, wire: whole ? def.reads.get(field) : path, prop, pure,
    quick: whole && prop !== null && prop.observer === null && prop.simple !== 0, type: prop === null ? '' : prop.type, number: prop?.type === 'number',
    read: !pure && def.reads.has(field), observers: observers.length > 0 ? observers : null, warned: false,
  };
}

/** @param {any} def  @param {string} key  as given to setData, not seen yet  @returns {Place} */
function newPlace(def, key) {
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

/** Records of updates that are not under way: one is needed for each, many a turn. @type {Pending[]} */
const spare = [];

/** @param {any} state  see instance.js  @returns {Pending} */
function begin(state) {
  const pending = spare.pop() ?? { toTree: null, props: null, marked: [], count: 0 };
  state.pending = pending;
  return pending;
}

/**
 * Writes one value.
 * @param {any} state
 * @param {Place} place
 * @param {any} given
 * @param {boolean} fromTree  the tree has it already
 * @param {Pending} pending
 */
function put(state, place, given, fromTree, pending) {
  const { prop } = place;
  let value = given;
  if (place.whole) {
    const { data } = state;
    const { field } = place;
    if (prop !== null) {
      value = coerce(prop, value);
      if (state.models !== null && !fromTree && data[field] !== value && state.models.has(field)) (pending.props ??= []).push(null, value, undefined, place.path);
      if (prop.observer !== null && !place.pure && data[field] !== value) tellProp(pending, prop, value, data[field], place);
    }
    data[field] = value;
  } else {
    write(state.data, place.path, value);
    // As in WeChat, a write below a property tells its observer the new part and no old value.
    if (prop !== null && prop.observer !== null && !place.pure) tellProp(pending, prop, value, undefined, place);
  }
  if (place.read && !(fromTree && (value === given || value !== value)) && !state.gone) {
    if (pending.toTree === null) pending.toTree = [place.wire, value];
    else pending.toTree.push(place.wire, value);
  } else if (prop !== null && !fromTree && !place.read && !place.pure && !state.gone) {
    // The tree must know that the owner's value no longer holds, though no template reads the property.
    (pending.toTree ??= []).push([place.field], null);
  }
  if (place.observers !== null) mark(pending, place.observers);
}

/** @param {Pending} pending  @param {number[]} observers  to be called */
function mark(pending, observers) {
  const { marked } = pending;
  for (let k = 0; k < observers.length; k += 1) {
    if (marked[observers[k]]) continue;
    marked[observers[k]] = true;
    pending.count += 1;
  }
}

/** @param {Pending} pending  @param {any} prop  @param {any} value  @param {any} old  @param {Place} place */
function tellProp(pending, prop, value, old, place) {
  (pending.props ??= []).push(prop.observer, value, old, place.path);
}

/**
 * Calls the marked observers in the order they were written, until none is marked: they may call setData themselves.
 * @param {any} state
 * @param {Pending} pending
 */
function runObservers(state, pending) {
  const { def, data, self } = state;
  const { marked } = pending;
  const { observers } = def;
  while (pending.count > 0) {
    for (let i = 0; i < observers.length; i += 1) {
      if (!marked[i]) continue;
      marked[i] = false;
      pending.count -= 1;
      const { method, fields, paths } = observers[i];
      try {
        if (fields === null) call(self[method], self, paths.map((/** @type {any} */ path) => valueAt(data, path)));
        else if (fields.length === 1) self[method](data[fields[0]]);
        else call(self[method], self, fields.map((/** @type {string} */ field) => data[field]));
      } catch (error) {
        report(error, `an observer of ${def.path}`, self);
      }
    }
  }
}

/** Writes to the owner what `model:` ties to a property. @type {(state: any, name: string, value: any) => void} */
let follow = () => {};

/** @param {any} state  @param {any[]} props  calls of property observers: observer, new, old, path */
function callPropObservers(state, props) {
  for (let i = 0; i < props.length; i += 4) {
    try {
      if (props[i] === null) follow(state, String(props[i + 3][0]), props[i + 1]);
      else call(props[i], state.self, [props[i + 1], props[i + 2], props[i + 3]]);
    } catch (error) {
      report(error, `a property observer of ${state.def.path}`, state.self);
    }
  }
}

/**
 * What follows when all is written and observed.
 * @param {any} state
 * @param {Pending} pending
 * @param {ToTree} toTree
 */
function finish(state, pending, toTree) {
  const { toTree: flat, props } = pending;
  pending.toTree = null;
  pending.props = null;
  spare.push(pending);
  if (flat !== null) toTree(state.id, flat);
  if (props !== null) callPropObservers(state, props);
}

/** @param {any} def  @param {Place} place  @param {string} name */
function warnOfNone(def, place, name) {
  place.warned = true;
  warn(`${def.path}: setData sets "${name}" to undefined; use null for what has no value`);
}

/**
 * setData. A call from inside an observer only adds to the update that is under way.
 * @param {any} state
 * @param {any} data  values by path as text; with `only`, the value for that place
 * @param {ToTree} toTree
 * @param {Place | null} [only]
 */
function setAll(state, data, toTree, only = null) {
  const outer = state.pending;
  const pending = outer === null ? begin(state) : outer;
  try {
    if (only !== null) put(state, only, data, false, pending);
    const { places } = state.def;
    const names = only === null ? keys(data) : [];
    for (let i = 0; i < names.length; i += 1) {
      const name = names[i];
      let place;
      let value;
      try {
        place = places.get(name) ?? newPlace(state.def, name);
        value = data[name];
        if (value === undefined && !place.warned) warnOfNone(state.def, place, name);
      } catch (error) {
        report(error, 'setData');
        continue;
      }
      put(state, place, value, false, pending);
    }
    if (outer === null && pending.count > 0) runObservers(state, pending);
  } finally {
    if (outer === null) state.pending = null;
  }
  if (outer === null) finish(state, pending, toTree);
}

/**
 * Applies the properties of a step, which the tree has already.
 * @param {any} state
 * @param {any[]} step  from `from` on: index, value, index, value...
 * @param {number} from
 * @param {ToTree} toTree
 * @returns {any[] | undefined}  what observers changed, where the tree may learn of it with the answer to the step
 */
function setProps(state, step, from, toTree) {
  const { data, def: { propPlaces } } = state;
  const outer = state.pending;
  const pending = outer === null ? begin(state) : outer;
  try {
    for (let i = from; i < step.length; i += 2) {
      const place = propPlaces[step[i]];
      const value = step[i + 1];
      // What most properties are, without the calls: a component of a long list comes here for each item.
      if (place.quick && typeof value === place.type && (!place.number || value - value === 0)) {
        data[place.field] = value;
        if (place.observers !== null) mark(pending, place.observers);
      } else {
        put(state, place, value, true, pending);
      }
    }
    if (outer === null && pending.count > 0) runObservers(state, pending);
  } finally {
    if (outer === null) state.pending = null;
  }
  if (outer !== null) return undefined;
  if (pending.props !== null) {
    // Property observers find their component's content up to date.
    finish(state, pending, toTree);
    return undefined;
  }
  const flat = pending.toTree;
  pending.toTree = null;
  spare.push(pending);
  return flat === null ? undefined : flat;
}

exports.setAll = setAll;
exports.setProps = setProps;
exports.placeOf = placeOf;
exports.setFollow = (/** @type {any} */ given) => { follow = given; };
