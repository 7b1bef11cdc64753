// Accelerometer, compass, gyroscope and motion: started, stopped and listened to. A sensor that a program wants rests while the program is
// not seen, and goes on with it. Readings come from the host; nothing is measured here.
'use strict';

const calls = require('./calls.js');

/** By kind: what the members are called, and whether listening starts it. @type {[string, string, string, string, boolean][]} */
const SENSORS = [
  ['accelerometer', 'startAccelerometer', 'stopAccelerometer', 'onAccelerometerChange', true],
  ['compass', 'startCompass', 'stopCompass', 'onCompassChange', true],
  ['gyroscope', 'startGyroscope', 'stopGyroscope', 'onGyroscopeChange', false],
  ['motion', 'startDeviceMotionListening', 'stopDeviceMotionListening', 'onDeviceMotionChange', false],
];

let seen = true;

class Sensor {
  /** The call that is under way; 0: none. */
  call = 0;

  /** Whether the program wants it, and how often. @type {{interval: any} | null} */
  wanted = null;

  /** @param {string} kind  @param {string} on  its listener's name */
  constructor(kind, on) {
    this.kind = kind;
    this.on = on;
    calls.always('onAppShow', () => { seen = true; this.again(); });
    calls.always('onAppHide', () => { seen = false; });
  }

  /** @param {any} interval  @param {(ok: boolean, res: any) => void} told  once, when the first reading came or none will */
  start(interval, told) {
    this.stop();
    this.wanted = { interval };
    let waits = true;
    const settle = (/** @type {boolean} */ ok, /** @type {any} */ res) => {
      if (waits) told(ok, res);
      waits = false;
    };
    const call = calls.ask('__sensor', { kind: this.kind, interval }, (ok, res) => {
      calls.closeTask(call);
      settle(false, res);
      if (this.call !== call) return;
      this.call = 0;
      // It left the screen: it goes on when it is back, which it may be already. For anything else it is over.
      if (!/foreground/.test(String(res?.errMsg))) this.wanted = null;
      else if (seen) this.again();
    });
    this.call = call;
    calls.openTask(call, (_, value) => {
      settle(true, {});
      calls.emit(this.on, [value]);
    });
  }

  again() {
    if (this.wanted !== null && this.call === 0) this.start(this.wanted.interval, () => {});
  }

  stop() {
    this.wanted = null;
    const { call } = this;
    this.call = 0;
    if (call === 0) return;
    // What is on its way already is not heard any more.
    calls.closeTask(call);
    calls.ask('__abortTask', { $task: call }, () => {});
  }
}

/** A member that answers as others do. @param {string} name  @param {(options: any, told: (ok: boolean, res: any) => void) => void} act */
function member(name, act) {
  return (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    const words = (/** @type {boolean} */ ok, /** @type {any} */ res) => (ok
      ? { errMsg: `${name}:ok` } : { ...res, errMsg: String(res?.errMsg ?? '').replace(/^__sensor:/, `${name}:`) });
    if (calls.hasCallbacks(options)) {
      const answer = calls.callbacks(name, options);
      act(options, (ok, res) => answer(ok, words(ok, res)));
      return undefined;
    }
    const promise = new Promise((resolve, reject) => { act(options, (ok, res) => (ok ? resolve : reject)(words(ok, res))); });
    promise.catch(() => {});
    return promise;
  };
}

/** @type {Record<string, Function>} */
const members = {};
for (const [kind, start, stop, on, starts] of SENSORS) {
  const sensor = new Sensor(kind, on);
  members[start] = member(start, (options, told) => sensor.start(options.interval, told));
  members[stop] = member(stop, (_, told) => {
    sensor.stop();
    Promise.resolve().then(() => told(true, {}));
  });
  const listen = calls.onMember(on);
  members[on] = (/** @type {any} */ call) => {
    listen(call);
    // As documented, listening to these starts them.
    if (starts && typeof call === 'function' && sensor.wanted === null) sensor.start('normal', () => {});
  };
}

exports.members = members;
