// A program opened in glass-easel through WeChat's adapter: its modules, its components, its page, its clock. What it
// shows is read by outline.mjs.
import { createRequire } from 'node:module';
import { join, posix, resolve as absolute } from 'node:path';

import { plain } from './outline.mjs';
import { phone } from './wx.mjs';
import { globals as wxsGlobals, understood, understoodInside } from './wxs.mjs';

/** Virtual milliseconds that pass after each step. */
const SETTLE = 1000;

/** Members of `wx` for a program that comes without a table of them. */
const MEMBERS = ['nextTick', 'createSelectorQuery', 'createIntersectionObserver', 'createAnimation', 'getSystemInfoSync'].map((name) => [name, 'sync', 'done']);

/** Notes which handlers a template binds; glass-easel keeps only closures. @param {any} wrapper */
function watch(wrapper) {
  if (wrapper.oracle) return;
  wrapper.oracle = true;
  const bind = wrapper.v;
  wrapper.v = (element, name, value, final, mutated, capture, ...rest) => {
    const how = `${capture ? 'capture-' : ''}${final ? 'catch' : mutated ? 'mut-bind' : 'bind'}:${name}`;
    element.oracleHandlers ??= {};
    const handler = typeof value === 'function' ? '()' : String(value ?? '');
    if (handler === '') delete element.oracleHandlers[how];
    else element.oracleHandlers[how] = handler;
    return bind(element, name, value, final, mutated, capture, ...rest);
  };
}

/** @param {any} group */
const watched = (group) => (name) => {
  const make = group(name);
  return (wrapper, ...rest) => {
    watch(wrapper);
    return make(wrapper, ...rest);
  };
};

/** Virtual time, so that a run can be repeated. */
class Clock {
  now = 1_700_000_000_000;

  /** Lets time pass. @param {any} phone  @param {number} span */
  async pass(phone, span) {
    const end = this.now + span;
    for (let turns = 0; turns < 500; turns += 1) {
      // What promises do comes before the next timer.
      await new Promise((done) => { setImmediate(done); });
      if (phone.answer()) continue;
      if (phone.due() > end) break;
      this.now = Math.max(this.now, phone.due());
      phone.runTimer(this.now);
    }
    this.now = end;
  }

  /** `Date` by this clock. */
  date() {
    const clock = this;
    const Virtual = /** @type {any} */ (function Date(...args) {
      if (new.target === undefined) return new globalThis.Date(clock.now).toString();
      return Reflect.construct(globalThis.Date, args.length === 0 ? [clock.now] : args, new.target === Virtual ? globalThis.Date : new.target);
    });
    for (const name of ['UTC', 'parse']) Virtual[name] = globalThis.Date[name];
    Virtual.now = () => clock.now;
    Virtual.prototype = globalThis.Date.prototype;
    return Virtual;
  }
}

/** Finds the file that a name means; a package is found by `./name`, too. @param {Record<string, any>} files  @param {string} from  @param {string} name */
function resolve(files, from, name) {
  const whole = (path) => ['', '.js', '.ts', '/index.js', '/index.ts'].map((ending) => path + ending).find((path) => path in files);
  const near = whole(posix.join(name.startsWith('/') ? '' : posix.dirname(from), name).replace(/^\//, ''));
  const bare = name.replace(/^\.\//, '');
  if (near || /^[./]/.test(bare)) return near;
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const found = whole(posix.join(folder, 'miniprogram_npm', bare).replace(/^\.\//, ''));
    if (found || folder === '.' || folder === '/') return found;
  }
}

/** The properties of WeChat's own behaviors, where they have some: the adapter has none of these. @type {Record<string, any>} */
const BUILT_IN = { 'wx://form-field': { name: String, value: { type: null } } };

/**
 * What defines components, with names of WeChat's behaviors understood.
 * @param {any} globals
 * @param {(instance: any) => void} attached  told after a component's own `attached`
 */
function defining(globals, attached) {
  const named = (name) => globals.Behavior({ properties: BUILT_IN[name] ?? {} });
  const understood = (define) => (definition, ...rest) => {
    // glass-easel falls over a property of this name, which Vant's button has: there it is plain data.
    if (definition?.properties && 'dataset' in definition.properties) {
      delete definition.properties.dataset;
      definition.data = { ...definition.data, dataset: null };
    }
    if (definition?.behaviors) definition.behaviors = definition.behaviors.map((one) => (typeof one === 'string' ? named(one) : one));
    return define(definition, ...rest);
  };
  const told = understood(globals.Component);
  const component = (definition, ...rest) => {
    const own = definition?.lifetimes?.attached ?? definition?.attached;
    const lifetimes = { ...definition?.lifetimes, attached(...args) { own?.apply(this, args); attached(this); } };
    if (definition) definition.lifetimes = lifetimes;
    return told(definition, ...rest);
  };
  return { ...globals, Component: component, Behavior: understood(globals.Behavior) };
}

/** @param {any} given  @param {string} modules */
export function open(given, modules) {
  const load = createRequire(join(absolute(modules), 'oracle.cjs'));
  // The development build prints what glass-easel only warns of; neither is an answer.
  process.env.NODE_ENV = 'production';
  const glassEasel = load('glass-easel');
  const { MiniProgramEnv, component: adapter } = load('glass-easel-miniprogram-adapter');
  const { TmplGroup } = load('glass-easel-template-compiler');
  const { files } = given;
  const clock = new Clock();
  const errors = [];
  let said = [];
  let root = null;
  const fail = (error) => errors.push(String(error?.stack ?? error));
  const safely = (work) => { try { return work(); } catch (error) { fail(error); } };
  glassEasel.addGlobalErrorListener((error) => { fail(error); return false; });
  glassEasel.addGlobalWarningListener(() => false);

  const env = new MiniProgramEnv();
  const backend = env.associateBackend(new glassEasel.EmptyBackendContext());
  const space = env.createCodeSpace('', true);
  const group = new TmplGroup();
  for (const [path, text] of Object.entries(files)) {
    if (path.endsWith('.wxml')) group.addTmpl(path.slice(0, -5), understoodInside(text));
    // A template's src loses its ending, what a module requires keeps it.
    if (path.endsWith('.wxs')) for (const name of [path.slice(0, -4), path]) group.addScript(name, understood(text));
  }
  const groups = new Function(...Object.keys(wxsGlobals), `return ${group.getTmplGenObjectGroups()}`)(...Object.values(wxsGlobals));
  group.free();

  const told = phone(given.members ?? MEMBERS, () => clock.now, fail, (level, text) => { if (level === 'log') said.push(text); });
  // The adapter waits for a frame before it calls back: here time is virtual.
  adapter.ComponentCaller.prototype.setData = function setData(data, callback) {
    this._$.setData(data);
    if (callback) told.nextTick(() => callback.call(this));
  };
  Object.assign(adapter.ComponentCaller.prototype, told.methods, { renderer: 'webview' });
  const math = Object.create(Math, { random: { value: () => 0 } });
  const clocked = { Date: clock.date(), Math: math };
  let app = {};
  const loaded = new Map();
  // A library defines its components from a file that all of them share: what counts is which one is being loaded.
  let current = {};
  const shared = Object.fromEntries(['Component', 'Behavior', 'Page'].map((name) => {
    const define = (...args) => current[name](...args);
    return [name, Object.assign(define, { trait: (...args) => current[name].trait(...args) })];
  }));
  // `ready` is the host's to tell: when the page is, and from then on with `attached`.
  let waiting = [];
  const ready = (instance) => safely(() => instance._$.triggerLifetime('ready', []));
  const attached = (instance) => { if (waiting) waiting.push(instance); else ready(instance); };
  const run = (path) => {
    if (loaded.has(path)) return loaded.get(path).exports;
    const module = { exports: {} };
    loaded.set(path, module);
    if (path.endsWith('.json')) {
      module.exports = JSON.parse(files[path]);
      return module.exports;
    }
    const require = (name) => {
      const found = resolve(files, path, name);
      if (!found) throw new Error(`${path} requires ${name}, which is not there`);
      return run(found);
    };
    require.async = (name) => new Promise((done) => { done(require(name)); });
    const scope = {
      require, module, exports: module.exports, wx: told.wx, console: told.console, ...clocked, ...told.timers, ...shared, App: (definition) => { app = definition; }, getApp: () => app,
      getCurrentPages: () => (root ? [root.get()] : []),
      window: undefined, document: undefined, self: undefined, process: undefined,
    };
    // A function within: a file may declare names that are given.
    const body = new Function(...Object.keys(scope), `return function () { ${files[path]}\n}\n//# sourceURL=${path}`)(...Object.values(scope));
    body.call(module.exports);
    return module.exports;
  };
  const define = (path) => {
    const file = ['.js', '.ts'].map((ending) => path + ending).find((one) => one in files);
    space.componentEnv(path, (globals) => {
      current = defining(globals, attached);
      safely(() => { if (file) run(file); });
    });
  };
  for (const [path, component] of Object.entries(given.components)) {
    space.addComponentStaticConfig(path, component);
    const content = groups[path];
    if (content) space.addCompiledTemplate(path, { groupList: groups, content: watched(content), fallbackListenerOnNativeNode: true });
  }
  const launched = clock.now;
  if ('app.js' in files) space.componentEnv('app', (globals) => {
    current = defining(globals, attached);
    safely(() => run('app.js'));
  });
  told.measure.script(launched, clock.now);
  safely(() => app.onLaunch?.({}));
  // A component must be known before what uses it.
  const known = new Set();
  const visit = (path) => {
    if (known.has(path)) return;
    known.add(path);
    const { usingComponents = {}, componentGenerics = {} } = given.components[path] ?? {};
    for (const used of Object.values(usingComponents)) visit(used.replace(/^\//, ''));
    for (const generic of Object.values(componentGenerics)) if (generic?.default) visit(generic.default.replace(/^\//, ''));
    define(path);
  };

  return {
    errors,
    root: () => root.getComponent(),
    said: () => { const now = said; said = []; return now; },
    settle: () => clock.pass(told, SETTLE),
    emit: (step) => told.emit('onOracle', [plain(step)]),
    async start(path, query) {
      this.begin(path, query);
      this.ready();
      await clock.pass(told, SETTLE);
    },
    /** A page up to onShow. */
    begin(path, query) {
      const start = clock.now;
      visit(path);
      root = backend.createRoot('page', space, path);
      glassEasel.Element.pretendAttached(root.getComponent());
      const page = root.get();
      safely(() => page.onLoad?.(query));
      this.life('onShow', 'show');
      told.measure.opened(1, path, start);
    },
    /** The view is there. */
    ready() {
      const first = waiting;
      waiting = null;
      first.forEach(ready);
      // Page() was not told to wait.
      if (!first.includes(root.get())) ready(root.get());
      safely(() => root.get().onReady?.());
      told.measure.ready(1);
    },
    /** What happens to the page later: its method, then its components' page life cycle. */
    life(method, name, args = []) {
      safely(() => root.get()[method]?.(...args));
      if (name) safely(() => root.getComponent().triggerPageLifetime(name, args));
    },
    end() {
      safely(() => root.get().onUnload?.());
      safely(() => glassEasel.Element.pretendDetached(root.getComponent()));
    },
    call(name, args) { safely(() => root.get()[name](...args)); },
    event(element, { name, detail = {}, bubbles = false, touches = [] }) {
      // Where a built-in element has `model:`, its event says a new value, as it does in a view.
      const tied = element._$modelBindingListeners?.value;
      if (tied && name === (['input', 'textarea'].includes(element.is) ? 'input' : 'change')) safely(() => tied(detail.value));
      const extraFields = { touches, changedTouches: touches };
      const event = new glassEasel.Event(name, detail, { bubbles, composed: bubbles, capturePhase: bubbles, extraFields });
      safely(() => glassEasel.Event.dispatchEvent(element, event));
    },
    /** A built-in element has a new value by itself. */
    model(element, { name, value }) {
      safely(() => element._$modelBindingListeners?.[name]?.(value));
    },
  };
}
