// What stands in for objects that are not there yet: every use is counted by the host, what can fail fails politely, and
// what must answer at once answers with the empty form of what WeChat documents. It must not do anything else.
'use strict';

const { callbacks, hasCallbacks, optionsOf } = require('./calls.js');
const { safely, warn } = require('./report.js');

/** @type {any} */
let host = null;

/** Methods that answer with a promise, by member. @type {Record<string, string[]>} */
const PROMISED = {
  createInterstitialAd: ['load', 'show'],
  createRewardedVideoAd: ['load', 'show'],
  createGlobalPayment: ['abort', 'openMethodPicker', 'requestGlobalPayment'],
  createInferenceSession: ['run'],
  createMediaAudioPlayer: ['addAudioSource', 'destroy', 'removeAudioSource', 'start', 'stop'],
  createMediaRecorder: ['destroy', 'pause', 'requestFrame', 'resume', 'start', 'stop'],
  createVideoDecoder: ['remove', 'seek', 'start', 'stop'],
  createWebAudioContext: ['close', 'resume', 'suspend', 'decodeAudioData'],
};

/** Says to a function that was given, in the next turn, what the documents say of a device that can't. @param {any} call  @param {number} code */
function refuse(call, code) {
  if (typeof call === 'function') Promise.resolve().then(() => safely('VKSession.start', call, undefined, [code]));
}

/** Methods that answer at once, by member, with what they answer. @type {Record<string, Record<string, (given?: any) => any>>} */
const ANSWERED = {
  createVKSession: {
    getAllMarker: () => [], getAllOSDMarker: () => [], hitTest: () => [], getVKFrame: () => null, addMarker: () => 0, addOSDMarker: () => 0,
    requestAnimationFrame: () => 0,
    // As documented: the device does not support it.
    start: (call) => refuse(call, 2_000_004),
  },
  createCameraContext: { onCameraFrame: () => silent('CameraFrameListener', ['start', 'stop']) },
  createCacheManager: { addRule: () => '', addRules: () => [], match: () => null },
  createUDPSocket: { bind: () => 0 },
};

/** What members that answer at once say without the phone. @type {Record<string, () => any>} */
const VALUES = {
  getExptInfoSync: () => ({}), isVKSupport: () => false, checkIsPictureInPictureActive: () => false, getApiCategory: () => 'default',
  createBufferURL: () => '',
};

/** Values among the members of such objects. @type {Record<string, any>} */
const FIELDS = {
  buffered: 0, currentTime: 0, duration: 0, startTime: 0, playbackRate: 1, volume: 1, sampleRate: 44100, paused: true, autoplay: false, loop: false,
  obeyMuteSwitch: true, state: undefined, src: '', title: '', epname: '', singer: '', coverImgUrl: '', webUrl: '', protocol: 'http', referrerPolicy: '',
  audioType: 'audio', config: undefined, cameraSize: undefined, env: undefined, tech: undefined,
};

/** @param {string} name */
function count(name) {
  host.invoke(name, '{}', 0);
}

/** An object of which every use is counted and nothing comes. @param {string} name  @param {string[]} methods */
function silent(name, methods) {
  return Object.fromEntries(methods.map((key) => [key, () => count(`${name}.${key}`)]));
}

/** A method of an object that is not there yet. @param {string} name  @param {string} key */
function method(name, key) {
  const answer = ANSWERED[name]?.[key];
  const promised = PROMISED[name]?.includes(key);
  const listens = /^(on|off)[A-Z]/.test(key);
  return (/** @type {any} */ given) => {
    if (listens && answer === undefined) return undefined;
    count(`${name}.${key}`);
    const res = { errMsg: `${key}:fail not supported` };
    if (answer !== undefined) return answer(given);
    // As documented: what can't be done at once throws.
    if (key.endsWith('Sync')) throw Object.assign(new Error(res.errMsg), res);
    const options = optionsOf(given);
    if (hasCallbacks(options)) {
      Promise.resolve().then(() => callbacks(key, options)(false, { ...res }));
      return undefined;
    }
    warn(`${name}: ${res.errMsg}`);
    if (!promised) return undefined;
    const promise = Promise.reject(res);
    // A program that does not look at the outcome has made no mistake.
    promise.catch(() => {});
    return promise;
  };
}

/**
 * An object of any kind: it has the methods that are asked for.
 * @param {string} name
 * @param {any} [target]  what it has already
 */
function anything(name, target = {}) {
  return new Proxy(target, {
    get(held, key) {
      if (key in held || typeof key === 'symbol' || key === 'then' || key === 'toJSON') return held[key];
      held[key] = method(name, key);
      return held[key];
    },
  });
}

/**
 * A member that answers with such an object.
 * @param {string} name
 * @param {string[] | undefined} methods
 */
function manager(name, methods) {
  return () => {
    count(name);
    if (methods === undefined) return anything(name);
    /** @type {any} */
    const target = {};
    for (const key of methods) {
      if (key in FIELDS) target[key] = FIELDS[key];
      else target[key] = method(name, key);
    }
    return target;
  };
}

/**
 * What a plugin exports, as far as a program asks: every member can be called and answers with another such, and callbacks hear that
 * it fails. So the rest of a page that uses one lives on.
 * @param {string} name
 * @returns {any}
 */
function plugin(name) {
  /** @type {Record<string, any>} */
  const held = {};
  return new Proxy(function missing() {}, {
    get(_, key) {
      if (typeof key === 'symbol' || key === 'then' || key === 'toJSON') return key === Symbol.toPrimitive ? () => '' : undefined;
      return key in held ? held[key] : plugin(`${name}.${key}`);
    },
    set(_, key, value) {
      held[String(key)] = value;
      return true;
    },
    apply(_, self, [given]) {
      count(name);
      const options = optionsOf(given);
      const key = name.split('.').at(-1) ?? name;
      if (hasCallbacks(options)) Promise.resolve().then(() => callbacks(key, options)(false, { errMsg: `${key}:fail plugins are not supported` }));
      return plugin(`${name}()`.slice(0, 200));
    },
  });
}

/** A member that answers at once. @param {string} name  @param {boolean} quiet  whether nothing is lost by it */
function sync(name, quiet) {
  return () => {
    count(name);
    if (!quiet) warn(`${name}:fail not supported`);
    return VALUES[name]?.();
  };
}

exports.install = (/** @type {any} */ given) => { host = given; };
exports.manager = manager;
exports.anything = anything;
exports.method = method;
exports.plugin = plugin;
exports.sync = sync;
exports.count = count;
