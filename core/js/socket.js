// Web sockets: the task that `connectSocket` answers with, and the older members of `wx` that speak to the latest one.
'use strict';

const calls = require('./calls.js');

const STATES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

/** The call of the latest socket; 0 for none. */
let latest = 0;

/** Calls of sockets of which the program did not hear yet that they are open. @type {Set<number>} */
const early = new Set();

/** The call, or 0 when its socket can't send yet. @param {number} call */
const open = (call) => (early.has(call) ? 0 : call);

/** @param {any} task  @param {number} call */
function made(task, call) {
  latest = call;
  let state = STATES.CONNECTING;
  Object.defineProperty(task, 'readyState', { get: () => state, enumerable: true });
  Object.assign(task, STATES);
  task.onOpen((/** @type {any} */ res) => { state = STATES.OPEN; early.delete(call); calls.emit('onSocketOpen', [res]); });
  task.onMessage((/** @type {any} */ res) => calls.emit('onSocketMessage', [res]));
  task.onError((/** @type {any} */ res) => { early.delete(call); calls.emit('onSocketError', [res]); });
  task.onClose((/** @type {any} */ res) => {
    state = STATES.CLOSED;
    early.delete(call);
    if (latest === call) latest = 0;
    calls.emit('onSocketClose', [res]);
  });
  // Until the program heard that it is open it is not, however fast the connection was made behind its turn.
  early.add(call);
  task.send = (/** @type {any} */ given) => tell('sendSocketMessage', given, open(call));
  task.close = (/** @type {any} */ given) => {
    if (state < STATES.CLOSING) state = STATES.CLOSING;
    tell('closeSocket', given, call);
  };
}

/** @param {string} name  @param {any} given  @param {number} call */
function tell(name, given, call) {
  const options = calls.optionsOf(given);
  calls.ask(name, { ...options, $task: call }, calls.callbacks(name, options));
}

/** @param {string} name  @param {(call: number) => number} [which] */
function toLatest(name, which = (call) => call) {
  const member = calls.asyncMember(name);
  return (/** @type {any} */ given) => member({ ...calls.optionsOf(given), $task: which(latest) });
}

exports.members = {
  connectSocket: calls.taskMember('connectSocket', ['send', 'close', 'onOpen', 'onClose', 'onError', 'onMessage'], undefined, made),
  sendSocketMessage: toLatest('sendSocketMessage', open),
  closeSocket: toLatest('closeSocket'),
};
