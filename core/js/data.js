// Values of data and properties: copies, types, defaults. Pure: no components, no tree.
'use strict';

const MAX_DEPTH = 500;
const { isArray } = Array;
const { keys } = Object;

/** @typedef {'any'|'string'|'number'|'boolean'|'object'|'array'|'function'} PropType */
/**
 * @typedef {object} Prop
 * @property {PropType} type
 * @property {PropType[]} optional  other types whose values are taken as they are
 * @property {unknown} value  default, copied for each instance
 * @property {Function | string | null} observer
 */

/**
 * A deep copy of plain data. Functions and symbols are shared; class instances become plain objects, as in WeChat.
 * @template T
 * @param {T} value
 * @param {number} [depth]
 * @returns {T}
 */
function copy(value, depth = 0) {
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) throw new Error('data is nested too deeply, or contains itself');
  const source = /** @type {any} */ (value);
  if (isArray(source)) {
    const list = new Array(source.length);
    for (let i = 0; i < source.length; i += 1) {
      const item = source[i];
      list[i] = item === null || typeof item !== 'object' ? item : copy(item, depth + 1);
    }
    return /** @type {any} */ (list);
  }
  /** @type {Record<string, unknown>} */
  const result = {};
  const names = keys(source);
  for (let i = 0; i < names.length; i += 1) {
    const key = names[i];
    const item = source[key];
    result[key] = item === null || typeof item !== 'object' ? item : copy(item, depth + 1);
  }
  return /** @type {any} */ (result);
}

/**
 * Merges the data of a behavior's user over the behavior's: objects field by field, everything else replaced.
 * @param {any} into
 * @param {any} from
 */
function mergeData(into, from) {
  for (const key of keys(from)) {
    const old = Object.hasOwn(into, key) ? into[key] : undefined;
    const value = from[key];
    if (isRecord(old) && isRecord(value)) {
      into[key] = mergeData({ ...old }, value);
    } else {
      into[key] = value;
    }
  }
  return into;
}

/** @param {unknown} value */
function isRecord(value) {
  return typeof value === 'object' && value !== null && !isArray(value);
}

const TYPES = new Map(/** @type {[unknown, PropType][]} */ ([
  [String, 'string'], [Number, 'number'], [Boolean, 'boolean'], [Object, 'object'], [Array, 'array'], [Function, 'function'],
  [null, 'any'], [undefined, 'any'], ['String', 'string'], ['Number', 'number'], ['Boolean', 'boolean'], ['Object', 'object'],
  ['Array', 'array'],
]));

/**
 * @param {unknown} type
 * @returns {PropType}
 */
function typeOf(type) {
  return TYPES.get(type) ?? 'any';
}

/** @param {PropType} type */
function fallback(type) {
  switch (type) {
    case 'string': return '';
    case 'number': return 0;
    case 'boolean': return false;
    case 'array': return [];
    case 'function': return () => {};
    default: return null;
  }
}

/**
 * Reads one entry of `properties`: a constructor, `null`, or `{type, optionalTypes, value, observer}`.
 * @param {any} spec
 * @returns {Prop}
 */
function readProp(spec) {
  if (TYPES.has(spec)) {
    const type = typeOf(spec);
    return { type, optional: [], value: fallback(type), observer: null };
  }
  const optional = isArray(spec.optionalTypes) ? spec.optionalTypes.map(typeOf) : [];
  let type = typeOf(spec.type);
  if (type === 'any' && optional.length > 0 && spec.type === undefined) type = optional[0];
  const given = typeof spec.default === 'function' ? spec.default() : spec.value;
  const observer = typeof spec.observer === 'function' || typeof spec.observer === 'string' ? spec.observer : null;
  return { type, optional, value: given === undefined ? fallback(type) : given, observer };
}

/**
 * @param {PropType} type
 * @param {any} value
 */
function matches(type, value) {
  switch (type) {
    case 'string': return typeof value === 'string';
    case 'number': return Number.isFinite(value);
    case 'boolean': return typeof value === 'boolean';
    case 'object': return typeof value === 'object' && !isArray(value);
    case 'array': return isArray(value);
    case 'function': return typeof value === 'function';
    default: return value !== undefined;
  }
}

/**
 * The one place where a value given to a property gets the property's type.
 * @param {Prop} prop
 * @param {any} value
 */
function coerce(prop, value) {
  // What has the type already, which is nearly always so; only infinite numbers differ from themselves less themselves.
  if (typeof value === prop.type && (prop.type === 'string' || prop.type === 'boolean' || (prop.type === 'number' && value - value === 0))) return value;
  for (const type of prop.optional) if (matches(type, value)) return value;
  switch (prop.type) {
    case 'string':
      return value === null || value === undefined ? defaultOf(prop) : asText(prop, value);
    case 'number':
      // Like WeChat: what the global isFinite takes (null, "", "12", booleans) becomes a number.
      return isFiniteNumber(value) ? Number(value) : defaultOf(prop);
    case 'boolean': return !!value;
    case 'array': return isArray(value) ? value : defaultOf(prop);
    case 'object': return typeof value === 'object' ? value : defaultOf(prop);
    case 'function': return typeof value === 'function' ? value : defaultOf(prop);
    default: return value === undefined ? defaultOf(prop) : value;
  }
}

/** @param {any} value  whose valueOf may throw */
function isFiniteNumber(value) {
  try {
    return isFinite(value);
  } catch {
    return false;
  }
}

/** @param {Prop} prop  @param {any} value  whose toString may throw */
function asText(prop, value) {
  try {
    return String(value);
  } catch {
    return defaultOf(prop);
  }
}

/** @param {Prop} prop */
function defaultOf(prop) {
  return fallback(prop.type);
}

exports.copy = copy;
exports.mergeData = mergeData;
exports.readProp = readProp;
exports.coerce = coerce;
