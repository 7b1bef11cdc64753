// Component and page instances: what `this` is in a mini-program's methods. Holds the instances by the tree's ids. How
// they come to be and end is in component.js.
'use strict';

const { setAll, setFollow, placeOf } = require('./update.js');
const { setData: giveToTree, drain } = require('./loop.js');
const { safely, warn } = require('./report.js');
const { valueAt } = require('./path.js');
const events = require('./events.js');
const query = require('./query.js');
const observe = require('./observe.js');
const relations = require('./relations.js');
const { routerOf } = require('./router.js');
const { hasBehavior } = require('./definition.js');

/** The states by component id, in chunks: ids only grow, and empty chunks are let go. @type {({held: number, list: any[]} | undefined)[]} */
const chunks = [];

/** @param {number} id */
function get(id) {
  const chunk = chunks[id >> 8];
  return chunk === undefined ? undefined : chunk.list[id & 255];
}

const states = {
  get,

  /** @param {number} id  @param {any} state  one that is not there yet */
  add(id, state) {
    const chunk = chunks[id >> 8] ?? (chunks[id >> 8] = { held: 0, list: [] });
    chunk.list[id & 255] = state;
    chunk.held += 1;
  },

  /** @param {number} id */
  remove(id) {
    const chunk = chunks[id >> 8];
    if (chunk === undefined || chunk.list[id & 255] === undefined) return;
    chunk.list[id & 255] = undefined;
    chunk.held -= 1;
    if (chunk.held === 0) chunks[id >> 8] = undefined;
  },

  /** All that are there, the oldest first. */
  all() {
    return chunks.flatMap((chunk) => (chunk === undefined ? [] : chunk.list.filter((state) => state !== undefined)));
  },
};
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
    models: /** @type {Map<string, number> | null} */ (null),
  };
}

/**
 * A property that `model:` ties to the owner's data was written by the component itself: the owner follows.
 * @param {any} state  @param {string} name  @param {any} value
 */
function follow(state, name, value) {
  for (const [owner, path] of tree.modelOf(state.id, state.models.get(name))) states.get(owner)?.self.setData({ [path]: value });
}
setFollow(follow);

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

  /** What draws it: there is one kind of page here. */
  get renderer() { return 'webview'; }

  get dataset() { return tree.host(this.#state.id)?.dataset ?? {}; }

  get data() { return this.#state.data; }

  set data(value) {
    if (value !== null && typeof value === 'object') this.#state.data = value;
  }

  get properties() { return this.#state.data; }

  set properties(value) { this.data = value; }

  /** What onSaveExitState kept when the program ended last. */
  get exitState() { return this.#state.page?.exitState; }

  get router() { return routerOf(this.#state.def.path); }

  get pageRouter() { return routerOf(states.get(tree.pageOf(this.#state.id))?.def.path ?? this.#state.def.path); }

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
    setAll(state, data, giveToTree);
    if (typeof callback === 'function') later(() => safely('the callback of setData', callback, this));
  }

  /** @param {any} data  the same, without observers waiting for more: kept for programs written for newer WeChat */
  updateData(data) { this.setData(data); }

  /** @param {(string|number)[]} path  @param {any} value */
  replaceDataOnPath(path, value) { setAll(this.#state, value, giveToTree, placeOf(this.#state.def, [...path])); }

  /** @param {(string|number)[]} path  @param {number | undefined} index  @param {number | undefined} count  @param {any[]} more */
  spliceArrayDataOnPath(path, index, count, more) {
    const list = valueAt(this.#state.data, path);
    if (!Array.isArray(list)) {
      warn(`there is no list at ${path.join('.')}: nothing is spliced`);
      return;
    }
    const changed = [...list];
    const at = index !== undefined && index >= 0 && index < list.length ? index : list.length;
    changed.splice(at, count ?? 0, ...more);
    this.replaceDataOnPath(path, changed);
  }

  applyDataUpdates() {}

  /** @param {() => any} callback  changes are grouped by turn anyway */
  groupSetData(callback) { safely('groupSetData', callback, this); }

  /** @param {() => any} callback */
  groupUpdates(callback) { return safely('groupUpdates', callback, this); }

  /** @param {any} behavior */
  hasBehavior(behavior) { return hasBehavior(this.#state.def, behavior) || this.#state.traits?.has(behavior) === true; }

  /** What the instance implements of a trait. @param {any} trait */
  traitBehavior(trait) { return this.#state.traits?.get(trait); }

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
  createIntersectionObserver(options) { return observe.intersectionObserver(this.#state.id, options); }

  createMediaQueryObserver() { return observe.mediaQueryObserver(this.#state.id); }

  getPageId() { return String(tree.pageOf(this.#state.id) ?? this.#state.id); }

  /**
   * The program's own tab bar on this page. The core adds it to each page of the tab bar.
   * @param {(bar: any) => void} [callback]
   */
  getTabBar(callback) {
    const page = tree.pageOf(this.#state.id) ?? this.#state.id;
    content(page);
    const bar = exported(this, tree.select(page, '#banchan-tab-bar')) ?? undefined;
    if (typeof callback === 'function') safely('the callback of getTabBar', callback, this, [bar]);
    return bar;
  }

  /** @param {any[]} given  selector, keyframes, duration, callback or scroll timeline */
  animate(...given) { observe.animate(this, this.#state.id, given); }

  /** @param {any[]} given  selector, options, callback */
  clearAnimation(...given) { observe.clearAnimation(this, this.#state.id, given); }

  /** Worklets need a renderer that this is not. Nothing is bound, and the callback is not called. */
  applyAnimatedStyle() { missing('applyAnimatedStyle', 'worklet animations run in the renderer "skyline"; use animate()'); }

  clearAnimatedStyle() { missing('clearAnimatedStyle', 'worklet animations run in the renderer "skyline"'); }

  /**
   * Tells of each setData of this instance. (What its owner passes to its properties is not told.)
   * @param {any} options
   * @param {Function} [listener]
   */
  setUpdatePerformanceListener(options, listener) {
    delete (/** @type {any} */ (this).setData);
    if (typeof listener !== 'function') return;
    const self = /** @type {any} */ (this);
    Object.defineProperty(self, 'setData', {
      configurable: true,
      writable: true,
      value(/** @type {any} */ data, /** @type {any} */ callback) {
        const started = host.now();
        updates += 1;
        const id = updates;
        Reflect.apply(ComponentBase.prototype.setData, self, [data, callback]);
        const told = {
          updateProcessId: id, parentUpdateProcessId: undefined, isMergedUpdate: false,
          dataPaths: options?.withDataPaths ? Object.keys(data ?? {}) : undefined,
          pendingStartTimestamp: started, updateStartTimestamp: started, updateEndTimestamp: host.now(),
        };
        safely('the update performance listener', listener, self, [told]);
      },
    });
  }

  /** @param {any} callback */
  getPassiveEvent(callback) {
    if (typeof callback === 'function') safely('the callback of getPassiveEvent', callback, this, [this.#state.page?.passive ?? false]);
  }

  /** Kept for getPassiveEvent; listeners of the view are passive wherever nothing catches the event anyway. @param {any} config */
  setPassiveEvent(config) {
    if (this.#state.page !== null) this.#state.page.passive = config;
  }

  /** The first screen is made from the tree at each start: there is nothing to keep. */
  setInitialRenderingCache() {}

  /** App bars belong to the renderer "skyline"; without it there is none, and WeChat says null. */
  getAppBar() { return null; }

  getOpenerEventChannel() { return this.#state.page?.channel; }
}

let updates = 0;

/** @param {string} name  @param {string} why */
function missing(name, why) {
  host.invoke(`Component.${name}`, '{}', 0);
  warn(`${name}:fail not supported: ${why}`);
}

// Plain fields in WeChat: programs keep things of their own under these names, and strict code must not throw at that.
for (const name of ['renderer', 'router', 'pageRouter', 'exitState']) {
  const known = Object.getOwnPropertyDescriptor(ComponentBase.prototype, name);
  Object.defineProperty(ComponentBase.prototype, name, {
    ...known,
    /** @param {any} value */
    set(value) { Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true }); },
  });
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
