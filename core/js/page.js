// App, getApp, getCurrentPages and what happens to a page from outside: opened, shown, hidden, unloaded. Which page is on
// top, and whether one may be opened, is the session's business.
'use strict';

const { createPage, pageLifetime, ready } = require('./component.js');
const { drain } = require('./loop.js');
const { states } = require('./instance.js');
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
 * @returns {number}
 */
function open(path, query) {
  const channel = takeChannel(path);
  const id = createPage(path, (state) => {
    state.page.query = query;
    const { self } = state;
    Object.assign(self, { route: path, __route__: path, options: query });
    Object.defineProperty(self, 'getOpenerEventChannel', { value: () => channel, configurable: true, writable: true });
    stack.push(self);
  });
  const state = states.get(id);
  if (state === undefined) throw new Error(`page ${path} could not be made`);
  tellPage(state, 'onLoad', [query]);
  life(id, 'show', undefined);
  return id;
}

/** Page methods by what happened, where they have the same form. @type {Record<string, string>} */
const METHODS = {
  resize: 'onResize', pullDownRefresh: 'onPullDownRefresh', reachBottom: 'onReachBottom', pageScroll: 'onPageScroll',
  tabItemTap: 'onTabItemTap', shareAppMessage: 'onShareAppMessage', shareTimeline: 'onShareTimeline', addToFavorites: 'onAddToFavorites',
};

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
      return undefined;
    }
    case 'unload':
      tellPage(state, 'onUnload', []);
      stack = stack.filter((page) => page !== state.self);
      host.tree.destroyPage(id);
      drain();
      return undefined;
    case 'routeDone':
      pageLifetime(state, 'routeDone', []);
      return undefined;
    case 'resize':
      pageLifetime(state, 'resize', [arg]);
      return tellPage(state, 'onResize', [arg]);
    default:
      return METHODS[what] === undefined ? undefined : tellPage(state, METHODS[what], arg === undefined ? [] : [arg]);
  }
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
