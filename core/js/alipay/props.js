// Properties of Alipay's components: the template hands all of them over as one object. Makes functions of the names of
// handlers, and keeps what did not change. Knows no life cycle.
'use strict';

const { isArray } = Array;
const { hasOwn, keys } = Object;
const MAX_DEPTH = 100;

/** Functions that call an owner's method, made once each. @type {WeakMap<any, Map<string, Function>>} */
const handlers = new WeakMap();

/** @param {any} owner  the component or page whose template names the method  @param {string} name */
function handlerOf(owner, name) {
  const known = handlers.get(owner) ?? new Map();
  handlers.set(owner, known);
  const made = known.get(name) ?? ((/** @type {any[]} */ ...args) => {
    const method = owner[name];
    return typeof method === 'function' ? Reflect.apply(method, owner, args) : undefined;
  });
  known.set(name, made);
  return made;
}

/** Whether two values hold the same. @param {any} a  @param {any} b  @param {number} [depth]  @returns {boolean} */
function same(a, b, depth = 0) {
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object' || depth > MAX_DEPTH || isArray(a) !== isArray(b)) return false;
  const names = keys(a);
  return names.length === keys(b).length && names.every((name) => hasOwn(b, name) && same(a[name], b[name], depth + 1));
}

/**
 * What a component sees as `this.props`.
 * @param {any} given  from the template, or undefined
 * @param {any} defaults
 * @param {any} old  the properties so far, or null
 * @param {() => any} owner
 */
function propsOf(given, defaults, old, owner) {
  /** @type {any} */
  const props = { ...defaults };
  for (const name of keys(given ?? {})) {
    let value = given[name];
    if (typeof value === 'string' && /^(on|catch)[A-Z]/.test(name)) {
      // No handler: as if it were not written.
      if (value === '') continue;
      const from = owner();
      value = from === null ? undefined : handlerOf(from, value);
    }
    if (value === undefined && hasOwn(props, name)) continue;
    props[name] = old !== null && hasOwn(old, name) && same(old[name], value) ? old[name] : value;
  }
  return props;
}

/** Names whose values differ. @param {any} old  @param {any} next */
function changed(old, next) {
  const names = keys(next).filter((name) => !hasOwn(old, name) || !Object.is(old[name], next[name]));
  for (const name of keys(old)) if (!hasOwn(next, name)) names.push(name);
  return names;
}

exports.propsOf = propsOf;
exports.changed = changed;
