// setTimeout and its kin, by the host's clock, and nextTick. The session asks when the next timer is due and says when
// to run; nothing here waits.
'use strict';

const { safely } = require('./report.js');

/** More timers than this at once is a defect of the mini-program. */
const MAX_TIMERS = 10_000;

/** @type {any} */
let host = null;
let lastId = 0;
/** @type {Map<number, {due: number, every: number | null, call: Function, args: any[]}>} */
const timers = new Map();
/** @type {(() => void)[]} */
let ticks = [];

/** Tells the host when the next timer is due. */
function announce() {
  let due = Infinity;
  for (const timer of timers.values()) if (timer.due < due) due = timer.due;
  host.setNextTimer(due);
}

/** @param {any} call  @param {any} delay  @param {boolean} again  @param {any[]} args */
function start(call, delay, again, args) {
  if (typeof call !== 'function') throw new TypeError('a timer needs a function; code in a string does not run');
  if (timers.size >= MAX_TIMERS) throw new RangeError(`there are ${MAX_TIMERS} timers already`);
  const wait = Math.min(Math.max(Number(delay) || 0, again ? 4 : 0), 0x7fffffff);
  lastId += 1;
  timers.set(lastId, { due: host.now() + wait, every: again ? wait : null, call, args });
  announce();
  return lastId;
}

/** @param {any} id */
function clear(id) {
  if (timers.delete(Number(id))) announce();
}

/**
 * Runs the one timer that was due first at `now`, if any.
 * @param {number} now
 * @returns {boolean} whether one ran
 */
function runOne(now) {
  let found = 0;
  let due = Infinity;
  for (const [id, timer] of timers) {
    if (timer.due <= now && timer.due < due) {
      due = timer.due;
      found = id;
    }
  }
  const timer = timers.get(found);
  if (timer === undefined) return false;
  if (timer.every === null) timers.delete(found);
  else timer.due = Math.max(timer.due, host.now()) + timer.every;
  announce();
  safely(timer.every === null ? 'setTimeout' : 'setInterval', timer.call, undefined, timer.args);
  return true;
}

/** Calls back after the running script and the changes it made. @param {() => void} call */
function nextTick(call) {
  if (typeof call !== 'function') return;
  if (ticks.push(call) === 1) Promise.resolve().then(runTicks);
}

function runTicks() {
  const due = ticks;
  ticks = [];
  for (const call of due) safely('nextTick', call, undefined);
}

exports.install = (/** @type {any} */ given) => { host = given; };
exports.api = {
  /** @param {any} call @param {any} delay @param {any[]} args */
  setTimeout: (call, delay, ...args) => start(call, delay, false, args),
  /** @param {any} call @param {any} delay @param {any[]} args */
  setInterval: (call, delay, ...args) => start(call, delay, true, args),
  clearTimeout: clear,
  clearInterval: clear,
};
exports.runOne = runOne;
exports.nextTick = nextTick;
