// Members for who develops: log managers, idle callbacks, measured times. What is logged goes where the console goes; nothing is sent
// anywhere. It measures and counts, and decides nothing.
'use strict';

const calls = require('./calls.js');
const missing = require('./missing.js');
const timers = require('./timers.js');
const { safely } = require('./report.js');

/** The console of the program. @type {any} */
let out = null;
/** @type {() => number} */
let now = () => 0;

/** A manager whose logs are set apart by a word. @param {string} mark  @param {string[]} levels */
const writers = (mark, levels) => Object.fromEntries(levels.map((level) => [level, (/** @type {any[]} */ ...args) => { out[level](mark, ...args); }]));

function getLogManager() {
  return writers('[log]', ['debug', 'info', 'log', 'warn']);
}

/** Longest words that logs are found by. */
const MAX_FILTER = 1024;
/** What WeChat takes of one page, told where a program asks. */
const REALTIME = { maxSize: 5 * 1024, maxLogCount: 200 };

let realtime = { size: 0, logCount: 0 };

/** @param {string} tag */
function realtimeLogs(tag) {
  let filter = '';
  /** @type {any} */
  const made = {
    setFilterMsg(/** @type {any} */ words) { filter = String(words ?? '').slice(0, MAX_FILTER); },
    addFilterMsg(/** @type {any} */ words) { filter = `${filter} ${String(words ?? '')}`.trim().slice(0, MAX_FILTER); },
  };
  for (const level of ['info', 'warn', 'error']) {
    made[level] = (/** @type {any[]} */ ...args) => {
      const mark = ['realtime', tag, filter].filter((word) => word !== '').join(' ');
      realtime = { size: realtime.size + args.reduce((sum, arg) => sum + (typeof arg === 'string' ? arg.length : 8), 0), logCount: realtime.logCount + 1 };
      out[level](`[${mark}]`, ...args);
    };
  }
  return made;
}

function getRealtimeLogManager() {
  return {
    ...realtimeLogs(''),
    // What one page logs is counted by itself.
    in() { realtime = { size: 0, logCount: 0 }; },
    tag: (/** @type {any} */ name) => realtimeLogs(String(name).slice(0, 100)),
    getCurrentState: () => ({ ...realtime, ...REALTIME }),
  };
}

/** How long an idle callback may take, in milliseconds, as browsers have it. */
const IDLE = 50;

/** Nothing else runs while a timer does: the first one that is due is the first idle moment. @param {any} call  @param {any} [options] */
function requestIdleCallback(call, options) {
  if (typeof call !== 'function') throw new TypeError('requestIdleCallback needs a function');
  const asked = now();
  const timeout = Number(options?.timeout) || Infinity;
  return timers.api.setTimeout(() => {
    const start = now();
    const deadline = { didTimeout: start - asked >= timeout, timeRemaining: () => Math.max(0, IDLE - (now() - start)) };
    safely('requestIdleCallback', call, undefined, [deadline]);
  }, 1);
}

/** What was measured, the earliest first. @type {any[]} */
let entries = [];
let room = 30;
/** @type {Set<{call: Function, types: Set<string>}>} */
const observers = new Set();
/** Pages that were opened and are not seen yet, by number. @type {Map<number, any>} */
const opening = new Map();
let launched = 0;
let openType = 'appLaunch';

/** @param {any[]} list */
const listOf = (list) => ({
  getEntries: () => [...list],
  getEntriesByType: (/** @type {any} */ type) => list.filter((entry) => entry.entryType === type),
  getEntriesByName: (/** @type {any} */ name, /** @type {any} */ type) => list.filter((entry) => entry.name === name && (type === undefined || entry.entryType === type)),
});

/** @param {any} entry */
function add(entry) {
  const made = { ...entry, startTime: Math.floor(entry.startTime), duration: Math.max(0, Math.round(entry.end - entry.startTime)) };
  delete made.end;
  entries = [...entries, made].slice(-room);
  for (const one of [...observers]) if (one.types.has(made.entryType)) safely('PerformanceObserver', one.call, undefined, [listOf([made])]);
}

/** What the runtime tells of itself while it works. */
const measure = {
  /** @param {number} start  @param {number} end */
  script(start, end) {
    launched = start;
    add({ entryType: 'script', name: 'evaluateScript', startTime: start, end, moduleName: 'app-service', navigationStart: start });
  },
  /** How the next page is come to. @param {string} type */
  route(type) { openType = type; },
  /** @param {number} id  @param {string} path  @param {number} start */
  opened(id, path, start) {
    if (opening.size > 100) opening.clear();
    opening.set(id, { path, start, drawn: now(), type: openType });
  },
  /** The page's view is there. @param {number} id */
  ready(id) {
    const page = opening.get(id);
    if (page === undefined) return;
    opening.delete(id);
    const [end, { path, type }] = [now(), page];
    const launch = type === 'appLaunch' && launched !== 0;
    const start = launch ? launched : page.start;
    add({ entryType: 'navigation', name: launch ? 'appLaunch' : 'route', startTime: start, end, path, navigationStart: start, navigationType: type });
    add({ entryType: 'render', name: 'firstRender', startTime: page.drawn, end, path, navigationStart: start, viewLayerReadyTime: Math.floor(end) });
  },
};

const TYPES = ['navigation', 'render', 'script'];

function getPerformance() {
  return {
    getEntries: () => listOf(entries).getEntries(),
    getEntriesByType: (/** @type {any} */ type) => listOf(entries).getEntriesByType(type),
    getEntriesByName: (/** @type {any} */ name, /** @type {any} */ type) => listOf(entries).getEntriesByName(name, type),
    setBufferSize(/** @type {any} */ size) {
      room = Math.min(Math.max(Math.trunc(Number(size)) || 0, 1), 1000);
      entries = entries.slice(-room);
    },
    createObserver(/** @type {any} */ call) {
      const one = { call: typeof call === 'function' ? call : () => {}, types: new Set() };
      return {
        supportedEntryTypes: [...TYPES],
        observe(/** @type {any} */ options) {
          const wanted = Array.isArray(options?.entryTypes) ? options.entryTypes : [options?.type];
          for (const type of wanted) if (TYPES.includes(type)) one.types.add(type);
          if (observers.size < 100) observers.add(one);
        },
        disconnect() { observers.delete(one); },
      };
    },
  };
}

function getUserCryptoManager() {
  return { getRandomValues: calls.asyncMember('getRandomValues'), getLatestUserKey: missing.method('UserCryptoManager', 'getLatestUserKey') };
}

exports.install = (/** @type {any} */ host, /** @type {any} */ console) => {
  now = host.now;
  out = console;
};
exports.measure = measure;
exports.members = {
  getLogManager, getRealtimeLogManager, requestIdleCallback, cancelIdleCallback: timers.api.clearTimeout, getPerformance, getUserCryptoManager,
};
