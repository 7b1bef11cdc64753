// Reads what was given to Component, Page and Behavior into one flat definition: behaviors merged, lists in calling
// order. Makes no instances and does not touch the tree.
'use strict';

const { copy, mergeData, readProp } = require('./data.js');
const { parseObserved } = require('./path.js');
const { warn } = require('./report.js');

const LIFETIMES = ['created', 'attached', 'ready', 'moved', 'detached', 'error'];
const { isArray } = Array;

/** What only builder.js gives a definition: makers of data, and functions that run for each instance. */
const MAKERS = Symbol('makers');
const INITS = Symbol('inits');

/** What Behavior() returns. */
class BehaviorDef {
  /** @param {any} spec */
  constructor(spec) {
    /** @type {any} */
    this.spec = spec;
    /** @type {BehaviorDef[]} */
    this.parents = parentsOf(spec);
    const filter = spec.definitionFilter;
    /** @type {((target: any) => void) | null} */
    this.filter = typeof filter === 'function' ? (target) => filter(target, this.parents.map((parent) => parent.filter)) : null;
  }
}

/** Behaviors that the platform itself brings. */
const BUILT_IN = new Map(/** @type {[string, any][]} */ ([
  ['wx://form-field', { properties: { name: String, value: null } }],
  ['wx://form-field-group', {}],
  ['wx://form-field-button', {}],
  ['wx://component-export', {}],
  ['wx://label', {}],
]).map(([name, spec]) => [name, new BehaviorDef(spec)]));

/**
 * @param {any} spec
 * @returns {BehaviorDef[]}
 */
function parentsOf(spec) {
  const parents = [];
  for (const item of isArray(spec.behaviors) ? spec.behaviors : []) {
    const parent = typeof item === 'string' ? BUILT_IN.get(item) : item;
    if (parent instanceof BehaviorDef) parents.push(parent);
    else warn(`behavior ${typeof item === 'string' ? `"${item}"` : 'that is not made by Behavior()'} is left out: it is not known`);
  }
  return parents;
}

/**
 * @typedef {object} Definition
 * @property {string} path
 * @property {Map<string, import('./data.js').Prop>} props
 * @property {string[]} propNames
 * @property {any} data  merged, to be copied for each instance
 * @property {Record<string, Function>} methods
 * @property {Record<string, Function[]>} lifetimes
 * @property {Record<string, Function[]>} pageLifetimes
 * @property {{paths: (string|number)[][], fields: string[] | null, call: Function, method: symbol}[]} observers  `method` names `call` on instances
 * @property {Map<string, any>} relations
 * @property {string[]} externalClasses
 * @property {any} options
 * @property {RegExp | null} pure
 * @property {Function | null} exporter
 * @property {Set<BehaviorDef>} behaviors
 * @property {Function[] | null} makers  make data for each instance
 * @property {Function[] | null} inits  run for each instance before `created`
 * @property {any} fields  custom fields of Page(), copied to each instance
 * @property {boolean} page
 * @property {Map<string, number>} reads  fields that the template reads and the tree's numbers for them, known once it is registered
 * @property {Map<string, any>} places  what update.js knows of paths
 * @property {any[]} propPlaces  the same by number of the property
 */

/** @returns {Definition} */
function empty(/** @type {string} */ path) {
  return {
    path, props: new Map(), propNames: [], data: {}, methods: {}, lifetimes: {}, pageLifetimes: {}, observers: [],
    relations: new Map(), externalClasses: [], options: {}, pure: null, exporter: null, behaviors: new Set(), makers: null, inits: null, fields: {}, page: false,
    reads: new Map(), places: new Map(), propPlaces: [],
  };
}

/**
 * Adds one layer (a behavior's or the component's own spec) over what is there.
 * @param {Definition} def
 * @param {any} spec
 */
function addLayer(def, spec) {
  for (const [name, prop] of Object.entries(spec.properties ?? {})) def.props.set(name, readProp(prop, `${name} of ${def.path}`));
  if (spec.data && typeof spec.data === 'object') def.data = mergeData({ ...def.data }, spec.data);
  for (const make of spec[MAKERS] ?? (typeof spec.data === 'function' ? [spec.data] : [])) (def.makers ??= []).push(make);
  for (const init of spec[INITS] ?? []) (def.inits ??= []).push(init);
  Object.assign(def.methods, functionsOf(spec.methods));
  for (const name of LIFETIMES) {
    const call = spec.lifetimes?.[name] ?? spec[name];
    if (typeof call === 'function') (def.lifetimes[name] ??= []).push(call);
  }
  for (const [name, call] of Object.entries(functionsOf(spec.pageLifetimes))) (def.pageLifetimes[name] ??= []).push(call);
  for (const [key, call] of Object.entries(functionsOf(spec.observers))) def.observers.push(observerOf(key, call));
  for (const [key, relation] of Object.entries(spec.relations ?? {})) {
    if (relation && typeof relation === 'object') def.relations.set(key, relation);
  }
  for (const name of isArray(spec.externalClasses) ? spec.externalClasses : []) {
    if (!def.externalClasses.includes(name)) def.externalClasses.push(String(name));
  }
}

/** @param {Definition | undefined} def  @param {any} behavior  what Behavior() made, or the name of a built-in one */
function hasBehavior(def, behavior) {
  return def !== undefined && def.behaviors.has(typeof behavior === 'string' ? BUILT_IN.get(behavior) : behavior);
}

/** An entry of `observers`. @param {string} key  @param {Function} call */
function observerOf(key, call) {
  const paths = parseObserved(key);
  const whole = paths.every((path) => path.length === 1 && path[0] !== '**');
  return { paths, fields: whole ? paths.map((path) => String(path[0])) : null, call, method: Symbol('observer') };
}

/** @param {any} record */
function functionsOf(record) {
  /** @type {Record<string, Function>} */
  const found = {};
  if (record && typeof record === 'object') {
    for (const key of Object.keys(record)) if (typeof record[key] === 'function') found[key] = record[key];
  }
  return found;
}

/**
 * @param {Definition} def
 * @param {BehaviorDef[]} parents
 */
function addBehaviors(def, parents) {
  for (const parent of parents) {
    if (def.behaviors.has(parent)) continue;
    def.behaviors.add(parent);
    addBehaviors(def, parent.parents);
    addLayer(def, parent.spec);
  }
}

/**
 * @param {string} path
 * @param {any} spec
 * @param {any} json  the component's JSON file
 */
function finish(path, spec, json) {
  const parents = parentsOf(spec);
  for (const parent of parents) parent.filter?.(spec);
  const def = empty(path);
  addBehaviors(def, parents);
  addLayer(def, spec);
  def.options = { ...json.options, ...spec.options };
  for (const key of ['styleIsolation', 'addGlobalClass', 'virtualHost', 'multipleSlots', 'dynamicSlots']) {
    if (json[key] !== undefined) def.options[key] = json[key];
  }
  const pattern = json.pureDataPattern ?? def.options.pureDataPattern;
  if (pattern instanceof RegExp) def.pure = pattern;
  else if (typeof pattern === 'string' && pattern !== '') def.pure = new RegExp(pattern);
  if (typeof spec.export === 'function' && (spec[INITS] !== undefined || hasBehavior(def, 'wx://component-export'))) def.exporter = spec.export;
  for (const [name, prop] of def.props) {
    def.data[name] = prop.value;
    if (typeof prop.observer === 'string') {
      const method = def.methods[prop.observer];
      if (method === undefined) warn(`property ${prop.name}: there is no method "${prop.observer}" to observe it`);
      prop.observer = method ?? null;
    }
  }
  def.propNames = [...def.props.keys()];
  return def;
}

/**
 * @param {string} path
 * @param {any} spec  what Component() was given
 * @param {any} json
 * @returns {Definition}
 */
function readComponent(path, spec, json) {
  return finish(path, { ...spec }, json);
}

/**
 * Functions of a page are its methods, other unknown fields are copied to each instance.
 * @param {string} path
 * @param {any} spec  what Page() was given
 * @param {any} json
 * @returns {Definition}
 */
function readPage(path, spec, json) {
  const known = new Set(['data', 'behaviors', 'options', 'observers', 'properties', 'externalClasses', 'lifetimes', 'pageLifetimes', 'relations']);
  /** @type {any} */
  const component = { methods: {} };
  /** @type {any} */
  const fields = {};
  for (const key of Object.keys(spec)) {
    if (typeof spec[key] === 'function') component.methods[key] = spec[key];
    else if (known.has(key)) component[key] = spec[key];
    else fields[key] = spec[key];
  }
  const def = finish(path, component, json);
  def.fields = copy(fields);
  def.page = true;
  return def;
}

exports.BehaviorDef = BehaviorDef;
exports.readComponent = readComponent;
exports.readPage = readPage;
exports.hasBehavior = hasBehavior;
exports.observerOf = observerOf;
exports.MAKERS = MAKERS;
exports.INITS = INITS;
