// Calls from `wx` to the host and their answers: callbacks or promises, tasks, listeners. Knows no member by name; wx.js
// says what is what.
'use strict';

const { fromWire, toWire, withData } = require('./bytes.js');
const { safely } = require('./report.js');

/** @type {any} */
let host = null;
/** The answer in the dialect's words. @type {(ok: boolean, res: any) => any} */
let words = (_ok, res) => res;
let lastCall = 0;
/** Calls that wait for their outcome. @type {Map<number, {name: string, done: (ok: boolean, res: any) => void}>} */
const waiting = new Map();
/** Live tasks and managers by call. @type {Map<number, Map<string, Function[]>>} */
const tasks = new Map();
/** Who hears of calls that go on, by call. @type {Map<number, (event: string, value: any) => void>} */
const open = new Map();
/** wx.onXxx listeners by member name. @type {Map<string, Function[]>} */
const listeners = new Map();
/** What our own scripts hear of the same; nobody takes it off. @type {Map<string, (() => void)[]>} */
const ours = new Map();

/**
 * @param {string} name
 * @param {any} args
 * @returns {{call: number, now: string | undefined}}
 */
function send(name, args) {
  lastCall += 1;
  const call = lastCall;
  return { call, now: host.invoke(name, toWire(args ?? {}), call) };
}

/** A call's name as its words have it: of an object's method, the method. @param {string} name */
function told(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** @param {string} name  @param {any} res */
function withErrMsg(name, res) {
  if (res === null || typeof res !== 'object' || Array.isArray(res)) return res;
  if (typeof res.errMsg !== 'string') res.errMsg = `${told(name)}:ok`;
  return res;
}

/**
 * Asks the host; `done` is called later, never before this returns.
 * @param {string} name
 * @param {any} args
 * @param {(ok: boolean, res: any) => void} done
 * @returns {number} the call's number
 */
function ask(name, args, done) {
  let sent;
  try {
    sent = send(name, args);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    Promise.resolve().then(() => done(false, words(false, { errMsg: `${told(name)}:fail ${reason}` })));
    return 0;
  }
  waiting.set(sent.call, { name, done });
  const { now, call } = sent;
  if (now !== undefined) Promise.resolve().then(() => settle(call, now));
  return call;
}

/** The host's answer to a call. @param {number} call  @param {string} text */
function settle(call, text) {
  const entry = waiting.get(call);
  if (entry === undefined) return;
  waiting.delete(call);
  const outcome = fromWire(text);
  const ok = outcome.ok === true;
  entry.done(ok, words(ok, withErrMsg(entry.name, withData(outcome.res ?? {}))));
}

/**
 * The callbacks of a call's options, all optional.
 * @param {string} name
 * @param {any} options
 * @param {(res: any) => any} [change]  of a successful result
 */
function callbacks(name, options, change) {
  return (/** @type {boolean} */ ok, /** @type {any} */ res) => {
    const given = ok && change ? change(res) : res;
    const call = ok ? options.success : options.fail;
    if (typeof call === 'function') safely(`${ok ? 'success' : 'fail'} of ${name}`, call, options, [given]);
    if (typeof options.complete === 'function') safely(`complete of ${name}`, options.complete, options, [given]);
  };
}

/** @param {any} options */
function hasCallbacks(options) {
  return typeof options.success === 'function' || typeof options.fail === 'function' || typeof options.complete === 'function';
}

/** @param {any} options */
function optionsOf(options) {
  return options !== null && typeof options === 'object' ? options : {};
}

/**
 * An asynchronous member: callbacks, or a promise when none is given.
 * @param {string} name
 * @param {(res: any, options: any) => any} [change]
 */
function asyncMember(name, change) {
  return (/** @type {any} */ given) => {
    const options = optionsOf(given);
    const after = change ? (/** @type {any} */ res) => change(res, options) : undefined;
    if (hasCallbacks(options)) {
      ask(name, options, callbacks(name, options, after));
      return undefined;
    }
    /** @type {Promise<any>} */
    const promise = new Promise((resolve, reject) => {
      ask(name, options, (ok, res) => (ok ? resolve(after ? after(res) : res) : reject(res)));
    });
    // A call whose outcome nobody looks at is not an error of the program; one that is awaited still is.
    promise.catch(() => {});
    return promise;
  };
}

/**
 * A synchronous member. A refusal is thrown as an Error that also carries errMsg.
 * @param {string} name
 * @param {any} args
 */
function askNow(name, args) {
  const text = host.invoke(name, toWire(args ?? {}), 0);
  if (text === undefined) throw failure(name, { errMsg: `${told(name)}:fail not supported` });
  const outcome = fromWire(text);
  if (outcome.ok !== true) throw failure(name, outcome.res ?? {});
  return outcome.res;
}

/** @param {string} name  @param {any} res */
function failure(name, res) {
  const text = typeof res.errMsg === 'string' ? res.errMsg : `${told(name)}:fail`;
  return Object.assign(new Error(text), { errMsg: text }, res.errno === undefined ? {} : { errno: res.errno });
}

/**
 * Adds on/off pairs to a task or manager; what they hear comes by emitTask.
 * @param {any} target
 * @param {string[]} methods
 * @param {Map<string, Function[]>} calls
 */
function addListeners(target, methods, calls) {
  for (const method of methods) {
    const event = method.replace(/^(on|off)/, '');
    if (/^on[A-Z]/.test(method)) {
      target[method] = (/** @type {any} */ call) => {
        if (typeof call === 'function') calls.set(event, [...calls.get(event) ?? [], call]);
      };
    } else if (/^off[A-Z]/.test(method)) {
      target[method] = (/** @type {any} */ call) => {
        calls.set(event, call === undefined ? [] : (calls.get(event) ?? []).filter((known) => known !== call));
      };
    }
  }
}

/**
 * A member that answers with a task: callbacks as always, never a promise.
 * @param {string} name
 * @param {string[]} methods
 * @param {(res: any) => any} [change]  of a successful result
 * @param {(task: any, call: number) => void} [made]  adds to the task what is its own
 */
function taskMember(name, methods, change, made) {
  return (/** @type {any} */ given) => {
    const options = optionsOf(given);
    /** @type {Map<string, Function[]>} */
    const calls = new Map();
    const answer = callbacks(name, options, change);
    const lives = methods.includes('send');
    const call = ask(name, options, (ok, res) => {
      if (!lives || !ok) tasks.delete(call);
      answer(ok, res);
    });
    tasks.set(call, calls);
    /** @type {any} */
    const task = {};
    addListeners(task, methods, calls);
    for (const method of methods) {
      if (method in task) continue;
      task[method] = (/** @type {any} */ more) => {
        const extra = optionsOf(more);
        ask(`${name}.${method}`, { ...extra, $task: call }, callbacks(method, extra));
        if (method === 'abort' && waiting.has(call)) {
          const { done } = /** @type {any} */ (waiting.get(call));
          waiting.delete(call);
          Promise.resolve().then(() => done(false, { errMsg: `${name}:fail abort` }));
        }
      };
    }
    made?.(task, call);
    return task;
  };
}

/** @param {string} name  onXxx */
function onMember(name) {
  return (/** @type {any} */ call) => {
    if (typeof call === 'function') listeners.set(name, [...listeners.get(name) ?? [], call]);
  };
}

/** @param {string} name  offXxx */
function offMember(name) {
  const on = name.replace(/^off/, 'on');
  return (/** @type {any} */ call) => {
    listeners.set(on, typeof call === 'function' ? (listeners.get(on) ?? []).filter((known) => known !== call) : []);
  };
}

/** @param {string} name  @param {any[]} args */
function emit(name, args) {
  for (const call of ours.get(name) ?? []) call();
  for (const call of listeners.get(name) ?? []) safely(`a listener of ${name}`, call, undefined, args);
}

/** @param {number} call  @param {string} event such as `HeadersReceived`  @param {any} value */
function emitTask(call, event, value) {
  open.get(call)?.(event, value);
  for (const listener of tasks.get(call)?.get(event.replace(/^on/, '')) ?? []) safely(`on${event}`, listener, undefined, [value]);
  if (event === 'Close') tasks.delete(call);
}

exports.addListeners = addListeners;
/** What a call that goes on tells is for `heard`, until it is closed. @param {number} call  @param {(event: string, value: any) => void} heard */
exports.openTask = (call, heard) => { open.set(call, heard); };
exports.closeTask = (/** @type {number} */ call) => { open.delete(call); };
exports.install = (/** @type {any} */ given, /** @type {(ok: boolean, res: any) => any} */ wording) => { host = given; words = wording; };
exports.ask = ask;
exports.askNow = askNow;
exports.asyncMember = asyncMember;
exports.taskMember = taskMember;
exports.onMember = onMember;
/** @param {string} name  @param {() => void} call */
exports.always = (name, call) => { ours.set(name, [...ours.get(name) ?? [], call]); };
exports.offMember = offMember;
exports.emit = emit;
exports.emitTask = emitTask;
exports.settle = settle;
exports.callbacks = callbacks;
exports.hasCallbacks = hasCallbacks;
exports.optionsOf = optionsOf;
