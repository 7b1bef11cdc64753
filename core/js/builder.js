// The chaining form of definitions: `Component().property(...).init(...).register()`, `Behavior()` and `Behavior.trait()`.
// Loaded when a program first uses it. A chain only collects layers; definition.js reads them like any other.
'use strict';

const { copy } = require('./data.js');
const { MAKERS, INITS, observerOf } = require('./definition.js');
const { safely, warn } = require('./report.js');

/** What Behavior.trait() returns: an interface that instances may implement. */
class Trait {
  /** @param {((given: any) => any) | undefined} change  makes what users get of what was given */
  constructor(change) { this.change = change; }
}

/** @param {any} state  @param {any} trait  @param {any} given */
function implement(state, trait, given) {
  if (!(trait instanceof Trait)) {
    warn('implement needs what Behavior.trait() returned');
    return;
  }
  (state.traits ??= new Map()).set(trait, trait.change === undefined ? given : trait.change(given));
}

/** @param {any} record  @param {string} key  @param {any} item */
function push(record, key, item) {
  (record[key] ??= []).push(item);
}

/** One chain. Each call adds a layer, in the order of the calls. */
class Builder {
  /** @type {any[]} */
  #layers = [];

  /** @type {any} */
  #own = {};

  #make;

  #register;

  /** @param {(spec: any) => any} make  Behavior()  @param {(spec: any) => any} register  what takes the finished definition */
  constructor(make, register) {
    this.#make = make;
    this.#register = register;
  }

  /** @param {any} layer */
  #add(layer) {
    this.#layers.push(layer);
    return this;
  }

  /** @param {any} behavior */
  behavior(behavior) { return this.#add({ behaviors: [behavior] }); }

  /** @param {any} trait  @param {any} given */
  implement(trait, given) {
    return this.#add({ [INITS]: [(/** @type {any} */ state) => implement(state, trait, given)] });
  }

  /** @param {string[]} list */
  externalClasses(list) { return this.#add({ externalClasses: list }); }

  /** @param {() => any} make  called for each instance */
  data(make) { return this.#add({ [MAKERS]: [make] }); }

  /** @param {any} data */
  staticData(data) { return this.#add({ data }); }

  /** @param {string} name  @param {any} spec */
  property(name, spec) { return this.#add({ properties: { [name]: spec } }); }

  /** @param {any} methods */
  methods(methods) { return this.#add({ methods }); }

  /** @param {string | string[]} paths  @param {Function} call */
  observer(paths, call) { return this.#add({ observers: { [Array.isArray(paths) ? paths.join(',') : paths]: call } }); }

  /** @param {string} name  @param {Function} call */
  lifetime(name, call) { return this.#add({ lifetimes: { [name]: call } }); }

  /** @param {string} name  @param {Function} call */
  pageLifetime(name, call) { return this.#add({ pageLifetimes: { [name]: call } }); }

  /** @param {string} name  @param {any} relation */
  relation(name, relation) { return this.#add({ relations: { [name]: relation } }); }

  /** @param {any} spec  as for Component({...}) */
  definition(spec) {
    if (spec.options) this.options(spec.options);
    if (typeof spec.export === 'function') this.export(spec.export);
    return this.#add(spec);
  }

  /** @param {any} options */
  options(options) {
    this.#own.options = { ...this.#own.options, ...options };
    return this;
  }

  /** @param {Function} call  what selectComponent answers */
  export(call) {
    this.#own.export = call;
    return this;
  }

  /** @param {Function} call  runs for each instance, before `created` */
  init(call) { return this.#add({ [INITS]: [(/** @type {any} */ state, /** @type {any} */ tools) => runInit(state, tools, call)] }); }

  extraThisFieldsType() { return this; }

  register() { return this.#register({ ...this.#own, behaviors: this.#layers.map((layer) => this.#make(layer)), [INITS]: [] }); }
}

/** The instance's own definition, which what `init` adds does not share. @param {any} state */
function ownDefinition(state) {
  if (state.ownsDefinition) return state.def;
  const { def } = state;
  const lists = (/** @type {any} */ record) => Object.fromEntries(Object.entries(record).map(([name, calls]) => [name, [...calls]]));
  state.ownsDefinition = true;
  state.def = {
    ...def, lifetimes: lists(def.lifetimes), pageLifetimes: lists(def.pageLifetimes), observers: [...def.observers], relations: new Map(def.relations),
    places: new Map(), propPlaces: [],
  };
  return state.def;
}

/** @param {any} state  @param {any} tools  of component.js  @param {Function} call */
function runInit(state, tools, call) {
  const def = ownDefinition(state);
  const { self } = state;
  /** @type {WeakSet<Function>} */
  const methods = new WeakSet();
  const method = (/** @type {Function} */ given) => {
    const bound = (/** @type {any[]} */ ...args) => Reflect.apply(given, self, args);
    methods.add(bound);
    return bound;
  };
  const context = {
    self,
    data: state.data,
    setData: (/** @type {any} */ data, /** @type {any} */ callback) => self.setData(data, callback),
    implement: (/** @type {any} */ trait, /** @type {any} */ given) => implement(state, trait, given),
    observer(/** @type {string | string[]} */ paths, /** @type {Function} */ observed) {
      const observer = observerOf(Array.isArray(paths) ? paths.join(',') : paths, observed);
      def.observers.push(observer);
      self[observer.method] = observed;
    },
    lifetime(/** @type {string} */ name, /** @type {Function} */ given) { push(def.lifetimes, name, given); },
    pageLifetime(/** @type {string} */ name, /** @type {Function} */ given) { push(def.pageLifetimes, name, given); },
    relation(/** @type {any} */ relation) {
      const key = `init ${def.relations.size}`;
      def.relations.set(key, relation);
      return { list: () => tools.related(state, key) };
    },
    method,
    listener: method,
  };
  const exported = safely(`init of ${def.path}`, call, self, [context]);
  for (const name of Object.keys(exported ?? {})) if (methods.has(exported[name])) self[name] = exported[name];
}

/**
 * What an instance gets beyond its definition, before `created`.
 * @param {any} state
 * @param {any} tools
 */
exports.begin = (state, tools) => {
  const { def } = state;
  for (const make of def.makers ?? []) Object.assign(state.data, copy(safely(`data of ${def.path}`, make, undefined) ?? {}));
  for (const init of def.inits ?? []) init(state, tools);
  if (state.ownsDefinition) state.def.propPlaces = state.def.propNames.map((/** @type {string} */ name) => tools.placeOf(state.def, [name]));
};
exports.Builder = Builder;
exports.trait = (/** @type {any} */ change) => new Trait(typeof change === 'function' ? change : undefined);
