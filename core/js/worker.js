// wx.createWorker: the program's end of a worker. What runs in it, and where, is the host's business; what is said goes there as JSON,
// copied. One at a time, as in WeChat.
'use strict';

const calls = require('./calls.js');
const facts = require('./facts.js');
const missing = require('./missing.js');
const { report, safely } = require('./report.js');

/** The call that started the worker which runs; 0 for none. */
let running = 0;

/** @param {string} why */
function failure(why) {
  const errMsg = `createWorker:fail ${why}`;
  return Object.assign(new Error(errMsg), { errMsg });
}

/** @param {any} path  of its script, from the root */
function createWorker(path) {
  if (typeof path !== 'string' || path === '') throw failure('parameter error: parameter.scriptPath should be String;');
  if (running !== 0) throw failure('exceed max concurrent workers limit: call terminate of the one that runs');
  /** @type {Map<string, Function[]>} */
  const listeners = new Map();
  const worker = /** @type {any} */ ({ env: Object.freeze({ USER_DATA_PATH: String(facts.fact('env').USER_DATA_PATH ?? '') }) });
  calls.addListeners(worker, ['onMessage', 'onError', 'onProcessKilled'], listeners);
  /** @param {string} event  @param {any[]} args */
  const tell = (event, ...args) => {
    for (const call of listeners.get(event) ?? []) safely(`Worker.on${event}`, call, undefined, args);
  };
  /** @param {string} why */
  const fail = (why) => {
    if ((listeners.get('Error') ?? []).length === 0) report(failure(why), 'createWorker');
    tell('Error', { message: why });
  };
  let number = 0;
  let ended = false;
  const end = () => {
    ended = true;
    if (running === number) running = 0;
    calls.closeTask(number);
  };
  /** @param {string} what  @param {any} [more] */
  const order = (what, more) => calls.ask('__worker', { do: what, $task: number, ...more }, (ok, res) => {
    if (ok) return;
    if (what === 'start') end();
    fail(String(res?.errMsg ?? '').replace(/^\w+:fail ?/, ''));
  });
  number = order('start', { path });
  running = number;
  calls.openTask(number, (event, value) => {
    if (event === 'ProcessKilled') end();
    tell(event, value);
  });
  worker.postMessage = (/** @type {any} */ message) => {
    if (ended) throw Object.assign(new Error('postMessage:fail the worker was terminated'), { errMsg: 'postMessage:fail the worker was terminated' });
    order('post', { data: message });
  };
  worker.terminate = () => {
    if (ended) return;
    end();
    order('stop');
  };
  worker.testOnProcessKilled = () => {
    if (!ended) order('kill');
  };
  worker.getCameraFrameData = () => {
    missing.count('Worker.getCameraFrameData');
    return null;
  };
  return worker;
}

exports.members = { createWorker };
