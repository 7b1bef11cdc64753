// The life of components and pages: definitions registered, instances made when the tree asks, told of attached, ready,
// moved and detached. What an instance can do is in instance.js.
'use strict';

const { copy } = require('./data.js');
const { states, makeState, ComponentBase } = require('./instance.js');
const { safely, warn } = require('./report.js');
const { setAll, setProps, placeOf } = require('./update.js');
const relations = require('./relations.js');
const { drain, setData } = require('./loop.js');
const modules = require('./modules.js');
const events = require('./events.js');

const ATTACHED = 0;
const READY = 1;
const MOVED = 2;

/** @type {any} */
let host = null;
/** What definitions mean in the program's dialect. @type {any} */
let model = null;
/** Definitions by component path. @type {Map<string, any>} */
const byPath = new Map();
/** The same by the tree's definition id. @type {Map<number, any>} */
const byId = new Map();
/** Paths that were opened as pages, whoever defines them. @type {Set<string>} */
const pages = new Set();
/** Path of the component whose script is being loaded. @type {string} */
let loading = '';

/** @param {string} path */
function jsonOf(path) {
  try {
    return JSON.parse(host.componentJson(path));
  } catch {
    return {};
  }
}

/**
 * The path that a call of Component() or Page() defines: that of the file being run, or, when a helper file makes the
 * call, that of the component being loaded.
 */
function definedPath() {
  const file = modules.current().replace(/\.[^./]+$/, '');
  if (file === loading || loading === '') return file;
  return jsonOf(file).component === true ? file : loading;
}

/** @param {any} def  registers it with the tree */
function register(def) {
  const { lifetimes, relations: related, options } = def;
  const inner = [...related.values()].some((relation) => relation.type === 'parent' || relation.type === 'ancestor');
  const reads = new Map(/** @type {string[]} */ (host.tree.fieldsRead(def.path)).map((field, at) => [field, at]));
  /** @type {any} */
  const data = {};
  for (const field of reads.keys()) if (field in def.data && !(def.pure?.test(field))) data[field] = def.data[field];
  const id = host.tree.define({
    path: def.path,
    data,
    properties: def.propNames,
    externalClasses: def.externalClasses,
    multipleSlots: !!options.multipleSlots,
    dynamicSlots: !!options.dynamicSlots,
    virtualHost: !!options.virtualHost,
    isolation: String(options.styleIsolation ?? (options.addGlobalClass ? 'apply-shared' : '')),
    page: def.page || pages.has(def.path),
    life: [inner || !!lifetimes.attached, !!lifetimes.ready, inner || !!lifetimes.moved, inner || !!lifetimes.detached].map((told) => told || def.inits !== null),
  });
  def.reads = reads;
  def.propPlaces = def.propNames.map((/** @type {string} */ name) => placeOf(def, [name]));
  const known = { def, id, Class: classOf(def), fieldNames: Object.keys(def.fields) };
  byPath.set(def.path, known);
  byId.set(id, known);
}

/** @param {any} def  the class whose prototype carries the methods */
function classOf(def) {
  class Instance extends ComponentBase {}
  Object.assign(Instance.prototype, def.methods);
  for (const { method, call } of def.observers) /** @type {any} */ (Instance.prototype)[method] = call;
  return Instance;
}

/** @param {any[]} given  a definition; none begins a chain */
function Component(...given) {
  const path = definedPath();
  const define = (/** @type {any} */ spec) => {
    register(model.readComponent(path, spec ?? {}, jsonOf(path)));
    return path;
  };
  return given.length === 0 && model.chain !== undefined ? model.chain(define) : define(given[0]);
}

/** @param {any} spec */
function Page(spec) {
  const path = definedPath();
  register(model.readPage(path, spec ?? {}, jsonOf(path)));
}

/**
 * Runs the script that defines a component. A file without a script gets an empty definition, said aloud.
 * @param {string} path
 */
function load(path) {
  if (byPath.has(path)) return;
  const file = host.scriptBeside(path);
  const outer = loading;
  loading = path;
  try {
    if (file !== undefined) modules.requireFile(file);
    else warn(`${path}.js is missing: the component has only its template`);
    if (!byPath.has(path)) {
      if (file !== undefined) throw new Error(`${file} calls neither Component() nor Page()`);
      register(model.readComponent(path, {}, jsonOf(path)));
    }
  } finally {
    loading = outer;
  }
}

/** @param {any} state  @param {string} name  @param {any[]} [args] */
function lifetime(state, name, args = []) {
  const calls = state.def.lifetimes[name];
  if (calls === undefined) return;
  for (const call of calls) safely(`${name} of ${state.def.path}`, call, state.self, args);
}

/** An error in a method of a component: its `error` life cycle. @param {any} self  @param {any} error */
function failed(self, error) {
  const state = ComponentBase.stateOf(self);
  if (state !== null && state !== undefined) lifetime(state, 'error', [error]);
}

/** Set while a page is being made: what create() needs beyond the tree's step. @type {any} */
let opening = null;

/**
 * @param {any} step  kind, component, definition, owner, then properties: index, value, index, value...; `models`: the
 *   indices of those that `model:` ties to the owner's data
 * @returns {any[] | undefined} what changed besides, for the tree: path, value, path, value...
 */
function create(step) {
  const id = step[1];
  const owner = step[3];
  const known = byId.get(step[2]);
  const { def } = known;
  const state = makeState(id, def, copy(def.data));
  if (step.models !== undefined) state.models = new Map(step.models.map((/** @type {number} */ index) => [def.propNames[index], index]));
  const self = new known.Class(state);
  states.add(id, state);
  if (owner === id) {
    state.page = { ready: false, waiting: [] };
    opening?.(state);
  } else {
    state.page = states.get(owner)?.page ?? null;
  }
  for (const key of known.fieldNames) self[key] = copy(def.fields[key]);
  if (def.makers !== null || def.inits !== null) require('./builder.js').begin(state, { placeOf, related: relations.nodes });
  lifetime(state, 'created');
  if (step.length > 4) return setProps(state, step, 4, setData);
  if (owner === id && state.page.query) setQuery(state);
  return undefined;
}

/** A page made by Component() gets its query as properties. @param {any} state */
function setQuery(state) {
  const { query } = state.page;
  const given = Object.entries(query).filter(([name]) => state.def.props.has(name));
  if (given.length > 0) setAll(state, Object.fromEntries(given), setData);
}

/**
 * @param {any} step  kind, component, then properties: index, value, index, value...
 * @returns {any[] | undefined} what changed besides, for the tree
 */
function props(step) {
  const state = states.get(step[1]);
  return state === undefined ? undefined : setProps(state, step, 2, setData);
}

/** @param {number} id  @param {number} what */
function life(id, what) {
  const state = states.get(id);
  if (state === undefined) return;
  if (what === ATTACHED) {
    lifetime(state, 'attached');
    relations.refresh(state, false);
  } else if (what === READY) {
    // A page's view comes later than its tree: components hear `ready` when it is there.
    if (state.page === null || state.page.ready) ready(state);
    else state.page.waiting.push(state);
  } else if (what === MOVED) {
    lifetime(state, 'moved');
    relations.refresh(state, false);
  } else {
    lifetime(state, 'detached');
    relations.refresh(state, true);
    state.gone = true;
  }
}

/** @param {any} state */
function ready(state) {
  if (!state.gone) lifetime(state, 'ready');
}

/** @param {number[]} ids */
function drop(ids) {
  for (const id of ids) {
    const state = states.get(id);
    if (state === undefined) continue;
    state.gone = true;
    events.left(state);
    states.remove(id);
  }
}

/**
 * Calls pageLifetimes of every component on a page, the page's own first.
 * @param {any} page  state of the page
 * @param {string} name
 * @param {any[]} args
 */
function pageLifetime(page, name, args) {
  for (const state of states.all()) {
    if (state.page !== page.page || state.gone) continue;
    for (const call of state.def.pageLifetimes[name] ?? []) safely(`pageLifetimes.${name} of ${state.def.path}`, call, state.self, args);
  }
}

/**
 * @param {string} path
 * @param {(state: any) => void} begun  called with the page's state before `created`
 * @returns {number} the page's component id
 */
function createPage(path, begun) {
  pages.add(path);
  load(path);
  const known = byPath.get(path);
  if (known === undefined) throw new Error(`page ${path} is not defined`);
  const outer = opening;
  opening = begun;
  try {
    const id = host.tree.createPage(known.id);
    drain();
    return id;
  } finally {
    opening = outer;
  }
}

exports.install = (/** @type {any} */ given, /** @type {any} */ dialect) => { host = given; model = dialect; };
exports.workers = { load, create, props, life, drop };
exports.api = { Component, Page };
exports.createPage = createPage;
exports.ready = ready;
exports.failed = failed;
exports.pageLifetime = pageLifetime;
