// The realm of WXS in the view: modules, and the descriptors that their handlers get. It runs in a frame of its own, whose
// objects are not the page's: only texts and numbers cross to view/wxs.js, each way. Whatever a module can reach is frozen
// before the first one runs. It must never give a module anything that is the page's.

/** @type {(op: string, handle?: number, name?: string, json?: string) => string | number | boolean | undefined} */
const host = /** @type {any} */ (globalThis).banchanHost;
delete (/** @type {any} */ (globalThis).banchanHost);

const { freeze, getOwnPropertyDescriptors } = Object;
const { getPrototypeOf } = Reflect;
const { parse, stringify } = JSON;
const NativeDate = Date;
const NativeRegExp = RegExp;
const { isArray } = Array;

/**
 * Asks the page. What goes wrong there must not show: an error would be an object of the page.
 * @param {string} op
 * @param {number} [handle] number of an element
 * @param {string} [name]
 * @param {string} [json]
 */
function ask(op, handle, name, json) {
  let answer;
  try {
    answer = host(op, handle, name, json);
  } catch {
    answer = undefined;
  }
  return typeof answer === 'object' || typeof answer === 'function' ? undefined : answer;
}

/** A value as JSON, empty for what JSON has no word for. @param {unknown} value */
const toJson = (value) => stringify(value) ?? '';
/** @param {unknown} json */
const fromJson = (json) => (typeof json === 'string' && json !== '' ? parse(json) : undefined);
/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : `${value}`);

/**
 * Freezes everything that can be reached from these by properties and prototypes.
 * @param {unknown[]} roots
 */
function freezeAll(roots) {
  const seen = new Set();
  const todo = [...roots];
  while (todo.length > 0) {
    const at = /** @type {any} */ (todo.pop());
    if (at === null || (typeof at !== 'object' && typeof at !== 'function') || seen.has(at) || at === globalThis) continue;
    seen.add(at);
    freeze(at);
    todo.push(getPrototypeOf(at));
    const all = getOwnPropertyDescriptors(at);
    for (const key of Reflect.ownKeys(all)) {
      const { value, get, set } = /** @type {any} */ (all)[key];
      todo.push(value, get, set);
    }
  }
}

/** Code from strings is closed by the page's policy; here nothing is left that would try. */
function closeStrings() {
  const samples = [function () {}, async function () {}, function* () {}, async function* () {}];
  for (const sample of samples) Object.defineProperty(getPrototypeOf(sample), 'constructor', { value: 'Function', writable: false, configurable: false });
}

function lock() {
  const syntax = [function* () {}, async function () {}, async function* () {}, [][Symbol.iterator](), ''[Symbol.iterator](), new Map().keys(), new Set().keys(), ''.matchAll(/a/g)];
  exports.nameConstructors();
  closeStrings();
  const names = [
    'Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Date', 'RegExp', 'Math', 'JSON', 'Reflect', 'Proxy', 'Promise', 'Map', 'Set', 'WeakMap', 'WeakSet',
    'WeakRef', 'FinalizationRegistry', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError', 'ArrayBuffer', 'DataView',
    'Uint8Array', 'Int8Array', 'Uint8ClampedArray', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'Iterator', 'Intl',
    'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'decodeURI', 'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'eval',
  ];
  freezeAll([...syntax, ...names.map((name) => /** @type {any} */ (globalThis)[name])]);
}

/** Functions that wait for a timer or a frame, by number. @type {Map<number, () => void>} */
const waiting = new Map();
let lastWait = 0;

/** @param {'timeout' | 'frame'} kind @param {unknown} work @param {number} ms @param {unknown[]} args */
function wait(kind, work, ms, args) {
  if (typeof work !== 'function') return 0;
  const number = (lastWait += 1);
  waiting.set(number, () => work(...args));
  ask(kind, number, '', `${Number(ms) || 0}`);
  return number;
}

/** @type {Map<number, any>} */
const descriptors = new Map();

/** The descriptor of an element that the page knows by this number; always the same one, so that state stays. @param {number} handle */
function descriptor(handle) {
  const known = descriptors.get(handle);
  if (known) return known;
  const state = {};
  const one = (/** @type {unknown} */ found) => (typeof found === 'number' && found > 0 ? descriptor(found) : null);
  const made = freeze({
    selectComponent: (/** @type {unknown} */ selector) => one(ask('select', handle, text(selector))),
    selectAllComponents: (/** @type {unknown} */ selector) => (fromJson(ask('selectAll', handle, text(selector))) ?? []).map(one),
    setStyle(/** @type {unknown} */ style) {
      ask('style', handle, '', toJson(style));
      return made;
    },
    addClass(/** @type {unknown} */ names) {
      ask('class', handle, '+', text(names));
      return made;
    },
    removeClass(/** @type {unknown} */ names) {
      ask('class', handle, '-', text(names));
      return made;
    },
    hasClass: (/** @type {unknown} */ name) => ask('class', handle, '?', text(name)) === true,
    getDataset: () => fromJson(ask('dataset', handle)) ?? {},
    callMethod(/** @type {unknown} */ name, /** @type {unknown} */ args) {
      ask('call', handle, text(name), toJson(args));
    },
    triggerEvent(/** @type {unknown} */ name, /** @type {unknown} */ detail, /** @type {unknown} */ options) {
      ask('trigger', handle, text(name), toJson({ v: detail, options }));
    },
    requestAnimationFrame: (/** @type {unknown} */ work) => wait('frame', work, 0, []),
    setTimeout: (/** @type {unknown} */ work, /** @type {number} */ ms, /** @type {unknown[]} */ ...args) => wait('timeout', work, ms, args),
    clearTimeout(/** @type {number} */ number) {
      waiting.delete(number);
    },
    getState: () => state,
    getBoundingClientRect: () => fromJson(ask('rect', handle)) ?? null,
    getComputedStyle: (/** @type {unknown} */ names) => fromJson(ask('computed', handle, '', toJson(names))) ?? {},
  });
  descriptors.set(handle, made);
  return made;
}

/** @typedef {{ make: Function | null, why: string, module: { exports: any } | null }} Known */
/** @type {Map<string, Known>} */
const modules = new Map();

/** @param {string} from key of the module that asks @param {string} spec */
function resolve(from, spec) {
  const parts = spec.startsWith('/') ? [] : (from.split('#')[0] ?? '').split('/').slice(0, -1);
  for (const part of spec.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const path = parts.join('/');
  return /\.(wxs|sjs)$/.test(path) ? path : `${path}.wxs`;
}

const shown = (/** @type {unknown} */ value) => (value !== null && typeof value === 'object' ? toJson(value) : text(value));
const log = freeze({ log: (/** @type {unknown[]} */ ...args) => void ask('log', 0, '', args.map(shown).join(' ')) });
const getRegExp = (/** @type {any} */ source, /** @type {any} */ flags) => new NativeRegExp(source, flags);
const getDate = (/** @type {any[]} */ ...args) => Reflect.construct(NativeDate, args);
const date = freeze({ parse: NativeDate.parse, UTC: NativeDate.UTC, now: NativeDate.now });

/** @param {string} key @returns {any} */
function load(key) {
  const known = modules.get(key);
  if (!known) throw new Error(`there is no WXS module ${key}`);
  if (known.module) return known.module.exports;
  if (!known.make) throw new Error(`${key} does not compile: ${known.why}`);
  const module = (known.module = { exports: {} });
  try {
    known.make.call(undefined, module, module.exports, (/** @type {unknown} */ spec) => load(resolve(key, text(spec))), getRegExp, getDate, log, date);
  } catch (error) {
    known.module = null;
    throw error;
  }
  return module.exports;
}

/** @param {string} key @param {string[]} path @param {unknown[]} args */
function run(key, path, args) {
  let holder;
  let at = load(key);
  for (const name of path) {
    if (at === null || at === undefined) break;
    holder = at;
    at = at[name];
  }
  if (typeof at !== 'function') throw new Error(`${key} has no function ${path.join('.')}`);
  return Reflect.apply(at, holder, args);
}

/** @type {Record<string, (json: string) => unknown>} */
const orders = {
  /** A handler: `{key, path, event, instance, owner}`. True when it said that the event goes no further. */
  event(json) {
    const { key, path, event, instance, owner } = parse(json);
    event.instance = descriptor(instance);
    return run(key, path, [event, descriptor(owner)]) === false;
  },
  /** A watched value: `{key, path, value, old, instance, owner}`. */
  change(json) {
    const { key, path, value, old, instance, owner } = parse(json);
    run(key, path, [value, old, descriptor(owner), descriptor(instance)]);
  },
  /** What a timer or a frame waits for. */
  fire(number) {
    const work = waiting.get(Number(number));
    waiting.delete(Number(number));
    work?.();
  },
  /** An element is gone. */
  drop(handle) {
    descriptors.delete(Number(handle));
  },
};

/** Registers a module: its scripts call it. @param {string} key @param {string[]} requires @param {Function | string} make */
function register(key, requires, make) {
  if (modules.has(key)) return;
  modules.set(key, typeof make === 'function' ? { make, why: '', module: null } : { make: null, why: make, module: null });
  if (isArray(requires)) for (const spec of requires) ask('need', 0, '', resolve(key, spec));
}

lock();
Object.defineProperty(globalThis, 'banchanWxs', { value: register });
host(
  'ready',
  0,
  '',
  /** @type {any} */ (
    (/** @type {string} */ order, /** @type {string} */ json) => {
      try {
        return orders[order]?.(json) === true;
      } catch (error) {
        let why = 'an error';
        try {
          why = error instanceof Error ? `${error.name}: ${error.message}` : text(error);
        } catch {
          // what was thrown can't be told
        }
        ask('error', 0, '', why);
        return false;
      }
    }
  ),
);
