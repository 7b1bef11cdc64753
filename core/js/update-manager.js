// The manager of updates: hears from the host what became of a newer version, and tells whoever listens, also later. It decides
// nothing.
'use strict';

const calls = require('./calls.js');
const { safely, warn } = require('./report.js');
const { nextTick } = require('./timers.js');

/** The host's number for news of updates: no call has it. */
const TASK = 0;

/** What was told so far, by event. @type {Map<string, any[]>} */
const told = new Map();
/** @type {Map<string, Function[]>} */
const listeners = new Map();

/** @param {string} event  @param {any[]} args */
function tell(event, args) {
  told.set(event, args);
  for (const call of listeners.get(event) ?? []) safely(`on${event}`, call, undefined, args);
}

/** @param {string} event */
function listen(event) {
  return (/** @type {any} */ call) => {
    if (typeof call !== 'function') return;
    listeners.set(event, [...listeners.get(event) ?? [], call]);
    const args = told.get(event);
    // The host may be faster than the program.
    if (args !== undefined) nextTick(() => safely(`on${event}`, call, undefined, args));
  };
}

function applyUpdate() {
  calls.ask('__applyUpdate', {}, (ok, res) => {
    if (!ok) warn(String(res?.errMsg ?? '').replace(/^__/, ''));
  });
}

const manager = { onCheckForUpdate: listen('CheckForUpdate'), onUpdateReady: listen('UpdateReady'), onUpdateFailed: listen('UpdateFailed'), applyUpdate };

exports.install = () => calls.openTask(TASK, (event, value) => tell(event, event === 'CheckForUpdate' ? [value] : []));
exports.members = { getUpdateManager: () => ({ ...manager }) };
