// Where everything meets: installs the parts, puts the globals in place and returns the functions that Rust calls. Runs
// once, after guard.js and before any code of the mini-program.
'use strict';

const report = require('./report.js');
const modules = require('./modules.js');
const loop = require('./loop.js');
const timers = require('./timers.js');
const instance = require('./instance.js');
const component = require('./component.js');
const events = require('./events.js');
const relations = require('./relations.js');
const query = require('./query.js');
const page = require('./page.js');
const calls = require('./calls.js');
const facts = require('./facts.js');
const { fromWire } = require('./bytes.js');
const { makeConsole } = require('./console.js');
const { makeGlobal } = require('./wx.js');

/** @param {string} json  @param {any} fallback */
function read(json, fallback) {
  return json === '' ? fallback : JSON.parse(json);
}

/**
 * @param {any} host  the functions of Rust, see core/src/logic/bridge.rs
 * @param {string} globalName  `wx`
 * @param {string} members  JSON table
 * @param {string} env  JSON facts
 */
exports.start = (host, globalName, members, env) => {
  facts.update(read(env, {}));
  report.install(host);
  modules.install(host);
  timers.install(host);
  calls.install(host);
  component.install(host);
  page.install(host);
  instance.install(host, timers.nextTick);
  events.install(host, instance.states);
  relations.install(host, instance.states);
  query.install(host, calls.ask, (/** @type {any} */ self) => instance.ComponentBase.stateOf(self)?.id);
  loop.install(host.tree, component.workers);
  report.listeners.push((text) => calls.emit('onError', [text]));

  const global = /** @type {any} */ (globalThis);
  /** @param {string} name  @param {any} value */
  const define = (name, value) => Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  for (const [name, value] of Object.entries({ ...component.api, ...page.api, ...timers.api })) define(name, value);
  define('console', makeConsole((level, text) => host.console(level, text)));
  define('requirePlugin', modules.requirePlugin);
  define('global', global);
  define(globalName || 'wx', makeGlobal(host, read(members, [])));

  return {
    /** @param {string} json */
    launch(json) {
      const options = read(json, {});
      facts.update({ launch: options, enter: options });
      if (host.exists('app.js')) modules.requireFile('app.js');
      page.tellApp('onLaunch', [options]);
      page.tellApp('onShow', [options]);
      calls.emit('onAppShow', [options]);
    },
    /** @param {string} path  @param {string} json */
    openPage: (path, json) => page.open(path, read(json, {})),
    /** @param {number} id  @param {string} what  @param {string} json */
    pageLife(id, what, json) {
      const result = page.life(id, what, json === '' ? undefined : JSON.parse(json));
      return result === null || typeof result !== 'object' ? undefined : JSON.stringify(result);
    },
    pageHas: page.has,
    setStack: page.setStack,
    /** @param {string} what  @param {string} json */
    appLife(what, json) {
      const arg = json === '' ? undefined : JSON.parse(json);
      if (what === 'show' && arg !== undefined) facts.update({ enter: arg });
      const [method, listener] = APP[what];
      page.tellApp(method, [arg]);
      calls.emit(listener, [arg]);
    },
    /** @param {any[]} handlers  @param {string} json  @param {[number, string][]} models */
    viewEvent(handlers, json, models) { events.fromView(handlers, JSON.parse(json), models); },
    resolve: calls.settle,
    /** @param {string} name  @param {string} json */
    emit(name, json) { calls.emit(name, json === '' ? [] : [fromWire(json)]); },
    /** @param {number} call  @param {string} event  @param {string} json */
    emitTask(call, event, json) { calls.emitTask(call, event, json === '' ? undefined : fromWire(json)); },
    /** @param {string} json */
    setFacts(json) { facts.update(JSON.parse(json)); },
    runTimer: timers.runOne,
    /** @param {any} reason  @param {any} promise */
    rejected(reason, promise) {
      host.report(reason, 'a promise that nobody caught');
      page.tellApp('onUnhandledRejection', [{ reason, promise }]);
      calls.emit('onUnhandledRejection', [{ reason, promise }]);
    },
  };
};

/** App methods and listeners of the whole program. @type {Record<string, [string, string]>} */
const APP = {
  show: ['onShow', 'onAppShow'], hide: ['onHide', 'onAppHide'], error: ['onError', 'onError'],
  pageNotFound: ['onPageNotFound', 'onPageNotFound'], themeChange: ['onThemeChange', 'onThemeChange'],
};
