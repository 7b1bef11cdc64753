// App, getApp, getCurrentPages and what happens to a page from outside: opened, shown, hidden, unloaded. Which page is on
// top, and whether one may be opened, is the session's business.
'use strict';

const { createPage, pageLifetime, ready } = require('./component.js');
const calls = require('./calls.js');
const { measure } = require('./developer.js');
const { drain } = require('./loop.js');
const { states } = require('./instance.js');
const { api: timers } = require('./timers.js');
const { safely, listeners } = require('./report.js');

/** @type {any} */
let host = null;
/** @type {any} */
let app = null;
/** Instances of the page stack, the lowest first. @type {any[]} */
let stack = [];
/** What getApp({allowDefault: true}) answers before App() was called; App() takes over its fields. @type {any} */
let early = null;
/** Event channels of navigateTo calls whose page is not open yet. @type {{path: string, channel: any}[]} */
const channels = [];

/** @param {any} spec */
function App(spec) {
  if (app !== null) throw new Error('App() was called a second time');
  app = Object.assign(early ?? {}, spec);
  if (typeof app.onError === 'function') listeners.push((text) => app.onError(text));
}

/** @param {any} [options] */
function getApp(options) {
  if (app !== null) return app;
  if (options?.allowDefault) return (early ??= {});
  return undefined;
}

function getCurrentPages() {
  return [...stack];
}

/** @param {string} name  @param {any[]} args */
function tellApp(name, args) {
  if (app !== null && typeof app[name] === 'function') return safely(`App.${name}`, app[name], app, args);
  return undefined;
}

/** Two ends that hear each other: `navigateTo({events})` and `getOpenerEventChannel()`. */
class EventChannel {
  /** @type {Map<string, {call: Function, once: boolean}[]>} */
  #calls = new Map();

  /** @param {string} name  @param {Function} call */
  on(name, call) { this.#add(name, call, false); }

  /** @param {string} name  @param {Function} call */
  once(name, call) { this.#add(name, call, true); }

  /** @param {string} name  @param {Function} [call] */
  off(name, call) {
    if (call === undefined) this.#calls.delete(name);
    else this.#calls.set(name, (this.#calls.get(name) ?? []).filter((entry) => entry.call !== call));
  }

  /** @param {string} name  @param {any[]} args */
  emit(name, ...args) {
    for (const entry of [...this.#calls.get(name) ?? []]) {
      if (entry.once) this.off(name, entry.call);
      safely(`the event channel's ${name}`, entry.call, this, args);
    }
  }

  /** @param {string} name  @param {Function} call  @param {boolean} once */
  #add(name, call, once) {
    if (typeof call !== 'function') return;
    const list = this.#calls.get(name) ?? [];
    list.push({ call, once });
    this.#calls.set(name, list);
  }
}

/**
 * Begins a channel for a page about to be opened.
 * @param {string} url  as given to navigateTo
 * @param {any} events
 */
function beginChannel(url, events) {
  const channel = new EventChannel();
  for (const name of Object.keys(events ?? {})) channel.on(name, events[name]);
  const path = String(url).split('?')[0].split('/').filter((part) => part !== '' && part !== '.' && part !== '..').join('/');
  channels.push({ path, channel });
  if (channels.length > 16) channels.shift();
  return channel;
}

/** @param {string} path */
function takeChannel(path) {
  const at = channels.findIndex((entry) => path === entry.path || path.endsWith(`/${entry.path}`));
  return at < 0 ? new EventChannel() : channels.splice(at, 1)[0].channel;
}

/** Calls a method of the page if it has it. @param {any} state  @param {string} name  @param {any[]} args */
function tellPage(state, name, args) {
  const method = state.self[name];
  return typeof method === 'function' ? safely(`${name} of ${state.def.path}`, method, state.self, args) : undefined;
}

/**
 * @param {string} path
 * @param {Record<string, string>} query
 * @param {any} [exitState]  what onSaveExitState kept when the program ended last
 * @returns {number}
 */
function open(path, query, exitState) {
  const channel = takeChannel(path);
  const start = host.now();
  calls.emit('onBeforePageLoad', [{ path, query }]);
  const id = createPage(path, (state) => {
    state.page.query = query;
    state.page.exitState = exitState;
    const { self } = state;
    Object.assign(self, { route: path, __route__: path, options: query });
    state.page.channel = channel;
    stack.push(self);
  });
  const state = states.get(id);
  if (state === undefined) throw new Error(`page ${path} could not be made`);
  tellPage(state, 'onLoad', [query]);
  calls.emit('onAfterPageLoad', [{ path, query, page: state.self }]);
  life(id, 'show', undefined);
  measure.opened(id, path, start);
  return id;
}

/** Page methods by what happened, where they have the same form. @type {Record<string, string>} */
const METHODS = {
  resize: 'onResize', pullDownRefresh: 'onPullDownRefresh', reachBottom: 'onReachBottom', pageScroll: 'onPageScroll',
  tabItemTap: 'onTabItemTap', shareAppMessage: 'onShareAppMessage', shareTimeline: 'onShareTimeline', addToFavorites: 'onAddToFavorites',
  saveExitState: 'onSaveExitState',
};

/** @param {any} state */
function unload(state) {
  const told = { path: state.def.path, query: state.page.query, page: state.self };
  calls.emit('onBeforePageUnload', [told]);
  tellPage(state, 'onUnload', []);
  calls.emit('onAfterPageUnload', [told]);
}

/**
 * @param {number} id
 * @param {string} what
 * @param {any} arg
 * @returns {any} what the page's method returned
 */
function life(id, what, arg) {
  const state = states.get(id);
  if (state === undefined) return undefined;
  switch (what) {
    case 'show':
      tellPage(state, 'onShow', []);
      pageLifetime(state, 'show', []);
      return undefined;
    case 'hide':
      tellPage(state, 'onHide', []);
      pageLifetime(state, 'hide', []);
      return undefined;
    case 'ready': {
      if (state.page.ready) return undefined;
      state.page.ready = true;
      for (const waiting of state.page.waiting.splice(0)) ready(waiting);
      tellPage(state, 'onReady', []);
      measure.ready(id);
      return undefined;
    }
    case 'unload':
      unload(state);
      stack = stack.filter((page) => page !== state.self);
      host.tree.destroyPage(id);
      drain();
      return undefined;
    case 'routeDone':
      tellPage(state, 'onRouteDone', []);
      pageLifetime(state, 'routeDone', []);
      return undefined;
    case 'resize':
      pageLifetime(state, 'resize', [arg]);
      return tellPage(state, 'onResize', [arg]);
    default:
      return METHODS[what] === undefined ? undefined : tellPage(state, METHODS[what], arg === undefined ? [] : [arg]);
  }
}

/** How long a page may think about what it is shared as, in milliseconds; as in WeChat. */
const SHARE_WITHIN = 3000;

/**
 * Asks a page what it is shared as and tells the host, at once or when the page's promise is kept.
 * @param {number} id
 * @param {string} kind  `shareAppMessage` or `shareTimeline`
 * @param {any} [target]  the button that was tapped
 * @param {string} [web]  address of the page in its web-view
 */
function share(id, kind, target, web) {
  const state = states.get(id);
  const from = target === undefined ? 'menu' : 'button';
  const said = state && tellPage(state, METHODS[kind], kind === 'shareTimeline' ? [] : [{ from, target, webViewUrl: web || undefined }]);
  let open = true;
  const tell = (/** @type {any} */ card) => {
    if (!open) return;
    open = false;
    const text = (/** @type {any} */ value) => (typeof value === 'string' ? value : undefined);
    host.invoke('__shared', JSON.stringify({ kind, title: text(card?.title), path: text(card?.path), query: text(card?.query), imageUrl: text(card?.imageUrl) }), 0);
  };
  if (typeof said?.promise?.then !== 'function') return tell(said);
  timers.setTimeout(() => tell(said), SHARE_WITHIN);
  said.promise.then(tell, () => tell(said));
}

/** @param {number[]} ids  the stack as the session has it, the lowest first */
function setStack(ids) {
  stack = ids.map((id) => states.get(id)?.self).filter((self) => self !== undefined);
}

/** @param {number} id  whether the page has a method (such as onShareAppMessage)  @param {string} name */
function has(id, name) {
  return typeof states.get(id)?.self[name] === 'function';
}

exports.install = (/** @type {any} */ given) => { host = given; };
exports.api = { App, getApp, getCurrentPages };
exports.tellApp = tellApp;
exports.beginChannel = beginChannel;
exports.open = open;
exports.life = life;
exports.setStack = setStack;
exports.has = has;
exports.share = share;
