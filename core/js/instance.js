// Component and page instances: what `this` is in a mini-program's methods. Holds the instances by the tree's ids. How
// they come to be and end is in component.js.
'use strict';

const { changesOf, apply, placeOf } = require('./update.js');
const { setData: giveToTree, drain } = require('./loop.js');
const { safely, warn } = require('./report.js');
const events = require('./events.js');
const query = require('./query.js');
const relations = require('./relations.js');

/** The states by component id. Ids only grow: chunks of them are let go when they are empty. */
class States {
  /** @type {({held: number, list: any[]} | undefined)[]} */
  #chunks = [];

  /** @param {number} id */
  get(id) {
    const chunk = this.#chunks[id >> 8];
    return chunk === undefined ? undefined : chunk.list[id & 255];
  }

  /** @param {number} id  @param {any} state  one that is not there yet */
  add(id, state) {
    const chunk = this.#chunks[id >> 8] ?? (this.#chunks[id >> 8] = { held: 0, list: [] });
    chunk.list[id & 255] = state;
    chunk.held += 1;
  }

  /** @param {number} id */
  remove(id) {
    const chunk = this.#chunks[id >> 8];
    if (chunk === undefined || chunk.list[id & 255] === undefined) return;
    chunk.list[id & 255] = undefined;
    chunk.held -= 1;
    if (chunk.held === 0) this.#chunks[id >> 8] = undefined;
  }

  /** All that are there, the oldest first. */
  all() {
    return this.#chunks.flatMap((chunk) => (chunk === undefined ? [] : chunk.list.filter((state) => state !== undefined)));
  }
}

const states = new States();
/** @type {any} */
let tree = null;
/** @type {(callback: () => void) => void} */
let later = () => {};
/** @type {any} */
let host = null;

/**
 * What the framework knows of an instance and the mini-program does not see.
 * @param {number} id  the tree's component id
 * @param {import('./definition.js').Definition} def
 * @param {any} data
 */
function makeState(id, def, data) {
  return {
    id, def, data, pending: null, self: /** @type {any} */ (null), gone: false,
    links: /** @type {Map<string, any> | null} */ (null), page: /** @type {any} */ (null), exporter: def.exporter,
  };
}

/** What another component may have of one that it selected. @param {any} from  @param {number | undefined} id */
function exported(from, id) {
  const state = id === undefined ? undefined : states.get(id);
  if (state === undefined) return null;
  if (state.exporter !== null) {
    const value = safely('export', state.exporter, state.self, [from]);
    if (value !== undefined) return value;
  }
  return state.self;
}

/**
 * `created` and the observers of first values may look into the component, as in WeChat: then its content is made before
 * its time.
 * @param {number} id
 */
function content(id) {
  if (tree.makeContent(id)) drain();
}

class ComponentBase {
  #state;

  /** @param {any} state */
  constructor(state) {
    this.#state = state;
    state.self = this;
  }

  /** @param {ComponentBase} instance */
  static stateOf(instance) {
    return instance !== null && typeof instance === 'object' && #state in instance ? instance.#state : null;
  }

  get is() { return this.#state.def.path; }

  get id() { return tree.host(this.#state.id)?.id ?? ''; }

  get dataset() { return tree.host(this.#state.id)?.dataset ?? {}; }

  get data() { return this.#state.data; }

  set data(value) {
    if (value !== null && typeof value === 'object') this.#state.data = value;
  }

  get properties() { return this.#state.data; }

  set properties(value) { this.data = value; }

  get exitState() { return undefined; }

  /**
   * @param {any} data
   * @param {Function} [callback]  called when this turn's changes are on their way to the screen
   */
  setData(data, callback) {
    if (data === null || typeof data !== 'object') {
      warn('setData needs an object');
      return;
    }
    const state = this.#state;
    apply(state, changesOf(state.def, data), false, giveToTree);
    if (typeof callback === 'function') later(() => safely('the callback of setData', callback, this));
  }

  /** @param {any} data  the same, without observers waiting for more: kept for programs written for newer WeChat */
  updateData(data) { this.setData(data); }

  /** @param {(string|number)[]} path  @param {any} value */
  replaceDataOnPath(path, value) { apply(this.#state, [placeOf(this.#state.def, [...path]), value], false, giveToTree); }

  applyDataUpdates() {}

  /** @param {() => any} callback  changes are grouped by turn anyway */
  groupSetData(callback) { safely('groupSetData', callback, this); }

  /** @param {() => any} callback */
  groupUpdates(callback) { return safely('groupUpdates', callback, this); }

  /** @param {any} behavior */
  hasBehavior(behavior) { return this.#state.def.behaviors.has(behavior); }

  /** @param {string} name  @param {any} [detail]  @param {any} [options] */
  triggerEvent(name, detail, options) { events.trigger(this.#state, String(name), detail, options); }

  /** @param {string} selector */
  selectComponent(selector) {
    content(this.#state.id);
    return exported(this, tree.select(this.#state.id, String(selector)));
  }

  /** @param {string} selector */
  selectAllComponents(selector) {
    content(this.#state.id);
    return tree.selectAll(this.#state.id, String(selector)).map((/** @type {number} */ id) => exported(this, id));
  }

  selectOwnerComponent() { return exported(this, tree.owner(this.#state.id)); }

  /** @param {string} key */
  getRelationNodes(key) { return relations.nodes(this.#state, String(key)); }

  createSelectorQuery() { return query.selectorQuery(this.#state.id); }

  /** @param {any} [options] */
  createIntersectionObserver(options) { return query.intersectionObserver(this.#state.id, options); }

  createMediaQueryObserver() { return query.mediaQueryObserver(); }

  getPageId() { return String(tree.pageOf(this.#state.id) ?? this.#state.id); }

  /** The custom tab bar's instance; there is none until custom tab bars are. */
  getTabBar() { return undefined; }

  /** @param {string} selector @param {any} keyframes @param {any} duration @param {Function} [callback] */
  animate(selector, keyframes, duration, callback) {
    host.invoke('Component.animate', '{}', 0);
    if (typeof callback === 'function') later(() => safely('the callback of animate', callback, this));
  }

  /** @param {string} selector @param {any} options @param {Function} [callback] */
  clearAnimation(selector, options, callback) {
    const done = typeof options === 'function' ? options : callback;
    if (typeof done === 'function') later(() => safely('the callback of clearAnimation', done, this));
  }

  applyAnimatedStyle() { host.invoke('Component.applyAnimatedStyle', '{}', 0); }

  clearAnimatedStyle() {}

  setUpdatePerformanceListener() { host.invoke('Component.setUpdatePerformanceListener', '{}', 0); }

  getPassiveEvent() { return {}; }

  setPassiveEvent() {}
}

/**
 * @param {any} hostFunctions
 * @param {(callback: () => void) => void} nextTick
 */
exports.install = (hostFunctions, nextTick) => {
  host = hostFunctions;
  tree = hostFunctions.tree;
  later = nextTick;
};
exports.states = states;
exports.makeState = makeState;
exports.ComponentBase = ComponentBase;
