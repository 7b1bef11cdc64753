// Values of data and properties: copies, types, defaults. Knows no components and no tree.
'use strict';

const { warn, safely } = require('./report.js');

const MAX_DEPTH = 500;
const { isArray } = Array;
const { keys } = Object;

/** @typedef {'any'|'string'|'number'|'boolean'|'object'|'array'|'function'} PropType */
/**
 * @typedef {object} Prop
 * @property {PropType} type
 * @property {number} simple  the same for types that are told at a glance
 * @property {PropType[]} optional  other types whose values are taken as they are
 * @property {unknown} value  default, copied for each instance
 * @property {Function | string | null} observer
 * @property {Function | null} make  makes the default, where the definition has `default` instead of `value`
 * @property {string} name  for warnings, as `name of path`
 * @property {string} warned  kinds of values that were warned of, once each
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
  ['Array', 'array'], ['Function', 'function'],
]));

/**
 * @param {unknown} type
 * @returns {PropType}
 */
function typeOf(type) {
  return TYPES.get(type) ?? 'any';
}

const OTHER = 0;
const STRING = 1;
const NUMBER = 2;
const BOOLEAN = 3;

/** @param {PropType} type */
function simpleOf(type) {
  switch (type) {
    case 'string': return STRING;
    case 'number': return NUMBER;
    case 'boolean': return BOOLEAN;
    default: return OTHER;
  }
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
 * Reads one entry of `properties`: a constructor, `null`, or `{type, optionalTypes, value, default, observer}`.
 * @param {any} spec
 * @param {string} name  for warnings
 * @returns {Prop}
 */
function readProp(spec, name) {
  if (TYPES.has(spec)) {
    const type = typeOf(spec);
    return { type, simple: simpleOf(type), optional: [], value: fallback(type), observer: null, make: null, name, warned: '' };
  }
  const given = spec !== null && typeof spec === 'object' ? spec : { type: spec };
  const optional = isArray(given.optionalTypes) ? given.optionalTypes.map(typeOf) : [];
  if (!TYPES.has(given.type)) warn(`property ${name}: its type is none of String, Number, Boolean, Object, Array, Function and null; any value is taken`);
  let type = typeOf(given.type);
  if (type === 'any' && optional.length > 0 && given.type !== null) type = optional[0];
  const { observer } = given;
  const usable = typeof observer === 'function' || typeof observer === 'string';
  if (!usable && observer !== undefined && observer !== null) warn(`property ${name}: its observer is neither a function nor the name of a method`);
  /** @type {Prop} */
  const prop = { type, simple: simpleOf(type), optional, value: undefined, observer: usable ? observer : null, make: typeof given.default === 'function' ? given.default : null, name, warned: '' };
  prop.value = prop.make === null && given.value !== undefined ? given.value : defaultOf(prop);
  return prop;
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
  switch (prop.simple) {
    case STRING: if (typeof value === 'string') return value; break;
    case NUMBER: if (typeof value === 'number' && value - value === 0) return value; break;
    case BOOLEAN: if (value === true || value === false) return value; break;
    default:
  }
  for (const type of prop.optional) if (matches(type, value)) return value;
  switch (prop.type) {
    case 'string':
      if (value === null || value === undefined) return refused(prop, value);
      if (typeof value === 'object') unfit(prop, value, 'it is made text');
      return asText(prop, value);
    // Like WeChat: what the global isFinite takes (null, "", "12", booleans) becomes a number.
    case 'number': return isFiniteNumber(value) ? Number(value) : refused(prop, value);
    case 'boolean': return !!value;
    case 'array': return isArray(value) ? value : refused(prop, value);
    case 'object': return typeof value === 'object' ? value : refused(prop, value);
    case 'function': return typeof value === 'function' ? value : refused(prop, value);
    default: return value === undefined ? defaultOf(prop) : value;
  }
}

/** The default in place of a value of the wrong type. @param {Prop} prop  @param {any} value */
function refused(prop, value) {
  unfit(prop, value, 'the default is used');
  return defaultOf(prop);
}

/** Warns of a value of the wrong type, once for each kind. @param {Prop} prop  @param {any} value  @param {string} what */
function unfit(prop, value, what) {
  const kind = value === null ? 'null' : typeof value === 'number' ? String(value) : isArray(value) ? 'a list' : typeof value;
  if (prop.warned.includes(`<${kind}>`)) return;
  prop.warned += `<${kind}>`;
  warn(`property ${prop.name}: expected ${[prop.type, ...prop.optional].join(' or ')}, got ${kind === 'string' ? 'text that does not fit' : kind}; ${what}`);
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
  const made = prop.make === null ? undefined : safely(`the default of property ${prop.name}`, prop.make, undefined);
  return made === undefined ? fallback(prop.type) : made;
}

exports.copy = copy;
exports.mergeData = mergeData;
exports.readProp = readProp;
exports.coerce = coerce;
exports.defaultOf = defaultOf;
