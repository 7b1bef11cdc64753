// The global `wx`, made from the table of members that the host gives: what is absent there is undefined here, what is
// missing fails and is counted by the host. Only members that need JavaScript of their own are named.
'use strict';

const calls = require('./calls.js');
const facts = require('./facts.js');
const missing = require('./missing.js');
const query = require('./query.js');
const element = require('./element.js');
const files = require('./files.js');
const media = require('./media.js');
const sensors = require('./sensors.js');
const { recorderManager } = require('./recorder.js');
const updates = require('./update-manager.js');
const socket = require('./socket.js');
const worker = require('./worker.js');
const developer = require('./developer.js');
const { getImageInfo } = require('./image-info.js');
const observe = require('./observe.js');
const { createAnimation } = require('./animation.js');
const { fromBase64, toBase64 } = require('./bytes.js');
const { renamed } = require('./renamed.js');
const { nextTick } = require('./timers.js');
const { beginChannel } = require('./page.js');

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
  preDownloadSubpackage: ['onProgressUpdate'],
};

/** Members that a program may call before it looks, and that nothing is lost by. */
const QUIET = new Set(['reportEvent', 'reportAnalytics', 'reportMonitor', 'reportPerformance']);

/** @param {string} name */
function syncMember(name) {
  const names = POSITIONAL[name];
  const result = RESULT[name] ?? ((/** @type {any} */ res) => res);
  return (/** @type {any[]} */ ...given) => {
    const args = names === undefined ? calls.optionsOf(given[0]) : Object.fromEntries(names.map((key, at) => [key, given[at]]));
    return result(calls.askNow(name, args));
  };
}

/**
 * Members of a script that few programs need: read when one is called, because every program waits for what is read before.
 * @param {string} script  @param {string[]} names
 */
function later(script, names) {
  return Object.fromEntries(names.map((name) => [name, (/** @type {any[]} */ ...args) => require(script)[name](...args)]));
}

/** Members that are done here. @type {Record<string, Function>} */
const OWN = {
  ...facts.members,
  ...files.members,
  ...socket.members,
  nextTick,
  createAnimation,
  arrayBufferToBase64: toBase64,
  base64ToArrayBuffer: fromBase64,
  ...later('./canvas-old.js', ['createCanvasContext', 'createContext', 'drawCanvas', 'canvasToTempFilePath', 'canvasGetImageData', 'canvasPutImageData']),
  getImageInfo,
  ...later('./canvas.js', ['createOffscreenCanvas']),
  createSelectorQuery: () => query.selectorQuery(0),
  createIntersectionObserver: (/** @type {any} */ component, /** @type {any} */ options) => observe.intersectionObserver(query.scopeOf(component), options),
  ...updates.members,
  ...media.members,
  ...worker.members,
  ...developer.members,
  ...sensors.members,
  getRecorderManager: recorderManager,
  createVideoContext: (/** @type {any} */ id, /** @type {any} */ component) => media.videoContext(element.byId(query.scopeOf(component), id)),
  createAudioContext: (/** @type {any} */ id, /** @type {any} */ component) => media.audioContext(element.byId(query.scopeOf(component), id)),
  createMapContext: (/** @type {any} */ id, /** @type {any} */ component) => element.mapContext(element.byId(query.scopeOf(component), id)),
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
 * @param {[string, string, string, (string[] | null)?, import('./renamed.js').As?][]} table
 * @param {Record<string, any>} values  of properties that nobody is asked for
 */
function makeGlobal(host, table, values) {
  /** @type {any} */
  const wx = { ...values };
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const [own, kind, status, listed, as] of table) {
    known.set(own, status);
    if (status === 'absent' || own in values) continue;
    if (kind === 'own') {
      addOwn(wx, own);
      continue;
    }
    const methods = listed ?? undefined;
    const name = as?.of ?? own;
    if (as !== undefined && status === 'done') {
      const ours = as.of === 'navigateTo' ? navigateTo() : OWN[as.of];
      if (kind !== 'feature') wx[own] = renamed(kind, as, ours, methods ?? TASKS[name] ?? ['abort']);
      continue;
    }
    if (name === 'env') {
      wx.env = Object.freeze({ USER_DATA_PATH: String(facts.fact('env').USER_DATA_PATH ?? 'wxfile://usr') });
      continue;
    }
    if (name === 'getFileSystemManager') {
      wx[own] = files.makeManager(methods ?? []);
      continue;
    }
    if (OWN[name] !== undefined) {
      wx[own] = OWN[name];
      continue;
    }
    switch (kind) {
      case 'sync': wx[own] = status === 'done' ? syncMember(name) : missing.sync(name, QUIET.has(name)); break;
      case 'async-task': wx[own] = calls.taskMember(name, methods ?? TASKS[name] ?? ['abort']); break;
      case 'event-on': wx[own] = status === 'done' ? calls.onMember(name) : countedListener(host, name); break;
      case 'event-off': wx[own] = calls.offMember(name); break;
      case 'manager': wx[own] = missing.manager(name, methods); break;
      case 'property': break;
      default: wx[own] = calls.asyncMember(name);
    }
  }
  if (wx.navigateTo && !table.some(([name, , , , as]) => name === 'navigateTo' && as !== undefined)) wx.navigateTo = navigateTo();
  if (wx.canIUse) wx.canIUse = canIUse(host, known);
  return wx;
}

/** A member of the host's own: `acme.pay` becomes `wx.acme.pay`. @param {any} wx  @param {string} name */
function addOwn(wx, name) {
  const words = name.split('.');
  const last = String(words.pop());
  let at = wx;
  for (const word of words) {
    if (!Object.hasOwn(at, word)) at[word] = {};
    at = at[word];
  }
  at[last] = calls.asyncMember(name);
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
