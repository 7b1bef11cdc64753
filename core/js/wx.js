// The global `wx`, made from the table of members that the host gives: what is absent there is undefined here, what is
// missing fails and is counted by the host. Only members that need JavaScript of their own are named.
'use strict';

const calls = require('./calls.js');
const facts = require('./facts.js');
const query = require('./query.js');
const { createAnimation } = require('./animation.js');
const { fromBase64, toBase64 } = require('./bytes.js');
const { nextTick } = require('./timers.js');
const { beginChannel } = require('./page.js');
const { warn } = require('./report.js');

/** Names of positional arguments of synchronous members. @type {Record<string, string[]>} */
const POSITIONAL = {
  getStorageSync: ['key'], setStorageSync: ['key', 'data'], removeStorageSync: ['key'], batchGetStorageSync: ['keyList'],
  batchSetStorageSync: ['kvList'], canIUse: ['schema'], reportEvent: ['eventId', 'data'], reportAnalytics: ['eventName', 'data'],
  reportMonitor: ['name', 'value'],
};

/** What a synchronous member returns of the host's result. @type {Record<string, (res: any) => any>} */
const RESULT = {
  getStorageSync: (res) => res?.data ?? '',
  setStorageSync: () => undefined,
  removeStorageSync: () => undefined,
  clearStorageSync: () => undefined,
  batchSetStorageSync: () => undefined,
  batchGetStorageSync: (res) => res?.dataList ?? res,
};

/** Methods of tasks, where the table does not say. @type {Record<string, string[]>} */
const TASKS = {
  request: ['abort', 'onHeadersReceived', 'offHeadersReceived', 'onChunkReceived', 'offChunkReceived'],
  downloadFile: ['abort', 'onHeadersReceived', 'offHeadersReceived', 'onProgressUpdate', 'offProgressUpdate'],
  uploadFile: ['abort', 'onHeadersReceived', 'offHeadersReceived', 'onProgressUpdate', 'offProgressUpdate'],
  connectSocket: ['send', 'close', 'onOpen', 'onClose', 'onMessage', 'onError'],
  preDownloadSubpackage: ['onProgressUpdate'],
};

/** Members that a program may call before it looks, and that nothing is lost by. */
const QUIET = new Set(['reportEvent', 'reportAnalytics', 'reportMonitor', 'reportPerformance', 'cancelIdleCallback']);

/** @param {string} name */
function syncMember(name) {
  const names = POSITIONAL[name];
  const result = RESULT[name] ?? ((/** @type {any} */ res) => res);
  return (/** @type {any[]} */ ...given) => {
    const args = names === undefined ? calls.optionsOf(given[0]) : Object.fromEntries(names.map((key, at) => [key, given[at]]));
    return result(calls.askNow(name, args));
  };
}

/** @param {any} host  @param {string} name */
function missingSync(host, name) {
  return () => {
    host.invoke(name, '{}', 0);
    if (!QUIET.has(name)) warn(`${name}:fail not supported`);
    return undefined;
  };
}

/** There is never an update while a program runs: a new version is taken when it is opened next. */
function updateManager() {
  return {
    onCheckForUpdate(/** @type {any} */ call) {
      if (typeof call === 'function') nextTick(() => call({ hasUpdate: false }));
    },
    onUpdateReady() {},
    onUpdateFailed() {},
    applyUpdate() {},
  };
}

/** Members that are done here. @type {Record<string, Function>} */
const OWN = {
  ...facts.members,
  nextTick,
  createAnimation,
  arrayBufferToBase64: toBase64,
  base64ToArrayBuffer: fromBase64,
  createSelectorQuery: () => query.selectorQuery(0),
  createIntersectionObserver: (/** @type {any} */ _component, /** @type {any} */ options) => query.intersectionObserver(0, options),
  getUpdateManager: updateManager,
};

/** navigateTo opens an event channel between the two pages; both callbacks and the promise get its end. */
function navigateTo() {
  /** @type {WeakMap<any, any>} */
  const opened = new WeakMap();
  const member = calls.asyncMember('navigateTo', (res, options) => ({ ...res, eventChannel: opened.get(options) }));
  return (/** @type {any} */ given) => {
    const options = { ...calls.optionsOf(given) };
    opened.set(options, beginChannel(options.url, options.events));
    delete options.events;
    return member(options);
  };
}

/**
 * @param {any} host
 * @param {[string, string, string, string[]?][]} table
 */
function makeGlobal(host, table) {
  /** @type {any} */
  const wx = {};
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const [name, kind, status, methods] of table) {
    known.set(name, status);
    if (status === 'absent') continue;
    if (name === 'env') {
      wx.env = Object.freeze({ USER_DATA_PATH: String(facts.fact('env').USER_DATA_PATH ?? 'wxfile://usr') });
      continue;
    }
    if (OWN[name] !== undefined) {
      wx[name] = OWN[name];
      continue;
    }
    switch (kind) {
      case 'sync': wx[name] = status === 'done' ? syncMember(name) : missingSync(host, name); break;
      case 'async-task': wx[name] = calls.taskMember(name, methods ?? TASKS[name] ?? ['abort']); break;
      case 'event-on': wx[name] = status === 'done' ? calls.onMember(name) : countedListener(host, name); break;
      case 'event-off': wx[name] = calls.offMember(name); break;
      case 'manager': wx[name] = calls.missingManager(name, methods); break;
      case 'property': break;
      default: wx[name] = calls.asyncMember(name);
    }
  }
  if (wx.navigateTo) wx.navigateTo = navigateTo();
  if (wx.canIUse) wx.canIUse = canIUse(host, known);
  return wx;
}

/** @param {any} host  @param {string} name */
function countedListener(host, name) {
  const listen = calls.onMember(name);
  return (/** @type {any} */ call) => {
    host.invoke(name, '{}', 0);
    listen(call);
  };
}

/** @param {any} host  @param {Map<string, string>} known */
function canIUse(host, known) {
  return (/** @type {any} */ schema) => {
    const text = host.invoke('canIUse', JSON.stringify({ schema: String(schema) }), 0);
    if (text !== undefined) {
      const outcome = JSON.parse(text);
      if (outcome.ok === true) return outcome.res === true || outcome.res?.value === true || outcome.res?.result === true;
    }
    return known.get(String(schema).split('.')[0]) === 'done';
  };
}

exports.makeGlobal = makeGlobal;
