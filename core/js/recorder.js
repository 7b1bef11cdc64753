// RecorderManager: there is one for the whole program. It tells the host what to do, and the program what became of it.
'use strict';

const calls = require('./calls.js');
const { safely } = require('./report.js');

const EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'InterruptionBegin', 'InterruptionEnd', 'Error'];

/** @type {any} */
let manager = null;
/** The recording that is under way; 0: none. */
let current = 0;
let paused = false;
/** One listener an event: a later one takes the place of the one before, as documented. @type {Map<string, Function>} */
const listeners = new Map();

/** @param {string} event  @param {any} [value] */
function tell(event, value) {
  const call = listeners.get(event);
  if (call !== undefined) safely(`on${event} of RecorderManager`, call, undefined, value === undefined ? [] : [value]);
}

/** @param {any} why */
function fail(why) {
  const errMsg = String(why?.errMsg ?? why).replace(/^__recorder(Order)?:/, 'operateRecorder:');
  Promise.resolve().then(() => tell('Error', { ...(typeof why === 'object' ? why : {}), errMsg }));
}

/** @param {any} given */
function start(given) {
  if (current !== 0) return fail('operateRecorder:fail:audio is recording, don\'t start record again');
  const { duration, sampleRate, numberOfChannels, encodeBitRate, format } = calls.optionsOf(given);
  paused = false;
  const call = calls.ask('__recorder', { duration, sampleRate, numberOfChannels, encodeBitRate, format }, (ok, res) => {
    calls.closeTask(call);
    if (current === call) current = 0;
    if (!ok) return fail(res);
    const { tempFilePath, duration: lasted, fileSize } = res;
    return tell('Stop', { tempFilePath, duration: lasted, fileSize });
  });
  current = call;
  calls.openTask(call, (event) => tell(event));
  return undefined;
}

/** @param {string} what  @param {boolean} may  @param {string} event  told when the host has taken it */
function order(what, may, event) {
  if (current === 0 || !may) return fail(current === 0 ? 'operateRecorder:fail:recorder not start' : `operateRecorder:fail:cannot ${what} now`);
  const call = current;
  if (what !== 'stop') paused = what === 'pause';
  calls.ask('__recorderOrder', { do: what }, (ok, res) => {
    if (!ok) fail(res);
    else if (event !== '' && call === current) tell(event);
  });
  return undefined;
}

exports.recorderManager = () => {
  if (manager !== null) return manager;
  manager = {
    start,
    pause: () => order('pause', !paused, 'Pause'),
    resume: () => order('resume', paused, 'Resume'),
    stop: () => order('stop', true, ''),
  };
  for (const event of EVENTS) {
    manager[`on${event}`] = (/** @type {any} */ call) => {
      if (typeof call === 'function') listeners.set(event, call);
    };
  }
  return manager;
};
