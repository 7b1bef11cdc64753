// The inside of a worker: a realm of its own with `worker`, timers, a console and `require`, and nothing of `wx`. Runs once, after guard.js
// and before any code of the mini-program; returns the functions that Rust calls.
'use strict';

const report = require('./report.js');
const modules = require('./modules.js');
const timers = require('./timers.js');
const { fromWire, toWire } = require('./bytes.js');
const { makeConsole } = require('./console.js');

/**
 * @param {any} host  the functions of Rust, see core/src/logic/bridge.rs
 * @param {string} _globalName
 * @param {string} _members
 * @param {string} env  JSON facts
 */
exports.start = (host, _globalName, _members, env) => {
  report.install(host, () => {});
  modules.install(host);
  timers.install(host);
  const global = /** @type {any} */ (globalThis);
  /** @type {Function[]} */
  let listeners = [];
  /** What was said before anybody listened: a script may wait for something first. @type {any[]} */
  let early = [];

  const worker = {
    env: Object.freeze(JSON.parse(env || '{}')),
    /** @param {any} call */
    onMessage(call) {
      if (typeof call !== 'function') return;
      listeners.push(call);
      const waiting = early;
      early = [];
      for (const message of waiting) timers.nextTick(() => call(message));
    },
    /** @param {any} [call] */
    offMessage(call) { listeners = call === undefined ? [] : listeners.filter((known) => known !== call); },
    /** @param {any} message */
    postMessage(message) {
      const outcome = JSON.parse(host.invoke('post', toWire(message ?? null), 0));
      if (outcome.ok !== true) throw Object.assign(new Error(outcome.res.errMsg), outcome.res);
    },
  };
  /** @param {string} name  @param {any} value */
  const define = (name, value) => Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  for (const [name, value] of Object.entries({ ...timers.api, worker, global })) define(name, value);
  define('console', makeConsole((level, text) => host.console(level, text), (text) => host.stack(text)));

  return {
    /** @param {string} path */
    launch(path) { modules.requireFile(path); },
    /** @param {string} _name  @param {string} json */
    emit(_name, json) {
      const message = fromWire(json);
      if (listeners.length === 0 && early.length < 1000) early.push(message);
      for (const call of listeners) report.safely('worker.onMessage', call, undefined, [message]);
    },
    runTimer: timers.runOne,
    /** @param {any} reason */
    rejected(reason) { host.report(reason, 'a promise that nobody caught'); },
  };
};
