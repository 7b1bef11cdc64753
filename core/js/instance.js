// Component and page instances: what `this` is in a mini-program's methods. Holds the instances by the tree's ids. How
// they come to be and end is in component.js.
'use strict';

const { changesOf, apply, placeOf } = require('./update.js');
const { setData: giveToTree, drain } = require('./loop.js');
const { safely, warn } = require('./report.js');
const events = require('./events.js');
const query = require('./query.js');
const relations = require('./relations.js');

/** @type {Map<number, any>} */
const states = new Map();
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

/**
 * @param {any} state
 * @param {any[]} changes  place, value, place, value...
 * @param {boolean} fromTree
 */
function update(state, changes, fromTree) {
  apply(state, changes, fromTree, giveToTree);
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
    update(this.#state, changesOf(this.#state.def, data), false);
    if (typeof callback === 'function') later(() => safely('the callback of setData', callback, this));
  }

  /** @param {any} data  the same, without observers waiting for more: kept for programs written for newer WeChat */
  updateData(data) { this.setData(data); }

  /** @param {(string|number)[]} path  @param {any} value */
  replaceDataOnPath(path, value) { update(this.#state, [placeOf(this.#state.def, [...path]), value], false); }

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
exports.update = update;
exports.ComponentBase = ComponentBase;
