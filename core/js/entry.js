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
const router = require('./router.js');
const query = require('./query.js');
const element = require('./element.js');
const observe = require('./observe.js');
const canvasView = require('./canvas-view.js');
const canvasImage = require('./canvas-image.js');
const page = require('./page.js');
const calls = require('./calls.js');
const missing = require('./missing.js');
const developer = require('./developer.js');
const facts = require('./facts.js');
const updates = require('./update-manager.js');
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
 * @param {string} modelName  the script with the component model of the program's dialect, such as `./wechat.js`
 */
exports.start = (host, globalName, members, env, modelName) => {
  const model = require(modelName || './wechat.js');
  facts.update(read(env, {}));
  report.install(host, component.failed);
  modules.install(host);
  timers.install(host);
  calls.install(host, model.answer);
  missing.install(host);
  updates.install();
  component.install(host, model);
  page.install(host);
  instance.install(host, timers.nextTick);
  events.install(host, instance.states, model.shapeEvent);
  relations.install(host, instance.states);
  query.install(calls.ask, (/** @type {any} */ self) => instance.ComponentBase.stateOf(self)?.id);
  element.install(calls.ask);
  observe.install(calls.ask);
  const top = () => instance.ComponentBase.stateOf(page.api.getCurrentPages().at(-1))?.id ?? 0;
  canvasView.install(host, top);
  canvasImage.install((root) => instance.states.get(root)?.def.path ?? '');
  loop.install(host.tree, component.workers);
  report.listeners.push((text) => calls.emit('onError', [text]));

  const global = /** @type {any} */ (globalThis);
  /** @param {string} name  @param {any} value */
  const define = (name, value) => Object.defineProperty(global, name, { value, writable: true, enumerable: false, configurable: true });
  for (const [name, value] of Object.entries({ ...component.api, ...model.globals, ...page.api, ...timers.api })) define(name, value);
  const console = makeConsole((level, text) => host.console(level, text), (text) => host.stack(text));
  define('console', console);
  developer.install(host, console);
  define('requirePlugin', modules.requirePlugin);
  define('global', global);
  const made = makeGlobal(host, read(members, []), model.values);
  define(globalName || 'wx', made);
  router.install(made);

  return {
    /** @param {string} json */
    launch(json) {
      const options = read(json, {});
      facts.update({ launch: options, enter: options });
      const app = host.scriptBeside('app');
      const start = host.now();
      if (app !== undefined) modules.requireFile(app);
      developer.measure.script(start, host.now());
      page.tellApp('onLaunch', [options]);
      page.tellApp('onShow', [options]);
      calls.emit('onAppShow', [options]);
    },
    /** @param {string} path  @param {string} json  @param {string} exit  what its onSaveExitState kept, or empty */
    openPage: (path, json, exit) => page.open(path, read(json, {}), read(exit, undefined)),
    /** @param {number} id  @param {string} what  @param {string} json */
    pageLife(id, what, json) {
      const result = page.life(id, what, json === '' ? undefined : JSON.parse(json));
      return result === null || typeof result !== 'object' ? undefined : JSON.stringify(result);
    },
    pageHas: page.has,
    share: page.share,
    setStack: page.setStack,
    /** @param {string} what  @param {string} json */
    appLife(what, json) {
      const arg = json === '' ? undefined : JSON.parse(json);
      if (what === 'show' && arg !== undefined) facts.update({ enter: arg });
      const [method, listener] = APP[what];
      page.tellApp(method, [arg]);
      calls.emit(listener, [arg]);
    },
    /** @param {number} walk  @param {any[] | undefined} first  @param {string} json  @param {[number, string][]} models  @param {number[]} fields */
    viewEvent(walk, first, json, models, fields) { events.fromView(walk, first, JSON.parse(json), models, fields); },
    /** WXS in the view  @param {number} comp  @param {string} method  @param {string} json */
    callMethod(comp, method, json) { events.callMethod(comp, method, read(json, undefined)); },
    /** The same  @param {number} comp  @param {string} type  @param {string} json  @param {string} options */
    triggerEvent(comp, type, json, options) {
      const state = instance.states.get(comp);
      if (state !== undefined) events.trigger(state, type, read(json, undefined), read(options, {}));
    },
    resolve: calls.settle,
    /** @param {string} name  @param {string} json */
    emit(name, json) {
      const told = json === '' ? [] : [fromWire(json)];
      if (name === 'onBeforeAppRoute') developer.measure.route(told[0].openType);
      calls.emit(name, told);
    },
    /** @param {number} call  @param {string} event  @param {string} json */
    emitTask(call, event, json) { calls.emitTask(call, event, json === '' ? undefined : fromWire(json)); },
    watched: observe.watched,
    canvasReady: canvasView.ready,
    canvasGone: canvasView.gone,
    canvasTold: canvasView.told,
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
