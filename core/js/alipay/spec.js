// Alipay's Component() and Page() in the framework's terms. A component has one property, `$props`; what its spec calls
// props, and the life cycle around them, is made of that here. Mixins are merged. Makes no instances.
'use strict';

const { copy, mergeData } = require('./data.js');
const wechat = require('./definition.js');
const life = require('./alipay/life.js');

const LIFE = ['onInit', 'deriveDataFromProps', 'didMount', 'didUpdate', 'didUnmount'];
/** Keys of a page that are not its own fields. */
const PAGE_PARTS = new Set(['data', 'mixins', 'options', 'observers', 'events']);

/** The mixins of a spec and theirs, the deepest first, each once. @param {any} spec  @param {Set<any>} [seen] */
function mixinsOf(spec, seen = new Set()) {
  for (const mixin of Array.isArray(spec?.mixins) ? spec.mixins : []) {
    if (mixin === null || typeof mixin !== 'object' || seen.has(mixin)) continue;
    mixinsOf(mixin, seen);
    seen.add(mixin);
  }
  return seen;
}

/** @param {any} part */
function objectOf(part) {
  return part !== null && typeof part === 'object' ? part : {};
}

/**
 * @param {string} path
 * @param {any} spec
 * @param {any} json
 */
function readComponent(path, spec, json) {
  const layers = [...mixinsOf(spec), spec ?? {}];
  /** @type {any} */
  const data = {};
  /** @type {any} */
  const defaults = {};
  /** @type {any} */
  const methods = {};
  /** @type {any} */
  const observers = {};
  /** @type {Record<string, Function[]>} */
  const calls = Object.fromEntries(LIFE.map((name) => [name, []]));
  let ref = null;
  for (const layer of layers) {
    mergeData(data, copy(objectOf(typeof layer.data === 'function' ? layer.data() : layer.data)));
    Object.assign(defaults, objectOf(layer.props));
    Object.assign(methods, objectOf(layer.methods));
    Object.assign(observers, objectOf(layer.observers));
    for (const name of LIFE) if (typeof layer[name] === 'function') calls[name].push(layer[name]);
    if (typeof layer.ref === 'function') ref = layer.ref;
  }
  const own = { defaults, calls, ref };
  return wechat.readComponent(path, {
    data,
    methods: { ...methods, ...life.methods },
    observers,
    options: { styleIsolation: 'shared', virtualHost: true, multipleSlots: true, dynamicSlots: true, ...objectOf(spec?.options) },
    externalClasses: spec?.externalClasses,
    pageLifetimes: spec?.pageLifetimes,
    relations: spec?.relations,
    properties: { $props: { type: null, value: null, observer(/** @type {any} */ given) { life.received(this, own, given); } } },
    lifetimes: {
      attached() { life.attached(this, own); },
      ready() { life.mounted(this, own); },
      detached() { life.unmounted(this, own); },
    },
  }, json);
}

/**
 * @param {string} path
 * @param {any} spec
 * @param {any} json
 */
function readPage(path, spec, json) {
  /** @type {any} */
  const merged = {};
  for (const layer of [...mixinsOf(spec), spec ?? {}]) {
    for (const key of Object.keys(layer)) {
      if (!PAGE_PARTS.has(key)) merged[key] = layer[key];
      else if (key === 'data') merged.data = mergeData({ ...merged.data }, copy(objectOf(typeof layer.data === 'function' ? layer.data() : layer.data)));
      else if (key !== 'mixins') merged[key] = { ...merged[key], ...objectOf(layer[key]) };
    }
    // Page events may be grouped, and are heard all the same.
    for (const [name, call] of Object.entries(objectOf(layer.events))) if (typeof call === 'function') merged[name] ??= call;
  }
  delete merged.events;
  return wechat.readPage(path, { ...merged, $spliceData: life.methods.$spliceData, $batchedUpdates: life.methods.$batchedUpdates }, json);
}

exports.readComponent = readComponent;
exports.readPage = readPage;
