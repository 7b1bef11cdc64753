// What plays and what sees: VideoContext and AudioContext (orders to an element), InnerAudioContext and BackgroundAudioManager
// (sounds that the shell plays), CameraContext. States are told by the other side; nothing is played here.
'use strict';

const calls = require('./calls.js');
const element = require('./element.js');
const missing = require('./missing.js');
const { safely, warn } = require('./report.js');
const { nextTick } = require('./timers.js');

const VIDEO = ['play', 'pause', 'stop', 'requestFullScreen', 'exitFullScreen', 'showStatusBar', 'hideStatusBar', 'sendDanmu', 'exitPictureInPicture'];

/** A context says nothing of what it is told; the element's events do. @param {any} target  @param {string} method  @param {any} args */
function tell(target, method, args) {
  const told = element.order(target, method, {}, args);
  told?.catch((/** @type {any} */ res) => warn(String(res?.errMsg ?? `${method}:fail`)));
}

/** @param {{comp: number, selector: string}} target */
function videoContext(target) {
  return element.context('VideoContext', target, VIDEO, {
    seek: (/** @type {any} */ position) => tell(target, 'seek', { position: Number(position) }),
    playbackRate: (/** @type {any} */ rate) => tell(target, 'playbackRate', { rate: Number(rate) }),
  });
}

/** @param {{comp: number, selector: string}} target */
function audioContext(target) {
  return element.context('AudioContext', target, ['play', 'pause'], {
    setSrc: (/** @type {any} */ src) => tell(target, 'setSrc', { src: String(src) }),
    seek: (/** @type {any} */ position) => tell(target, 'seek', { position: Number(position) }),
  });
}

/** Where a sound stands before the shell has told anything. */
const STILL = { currentTime: 0, duration: 0, buffered: 0, paused: true };

/** A sound that the shell plays: settings are ours, where it stands is told. */
class Sound {
  /** @type {Map<string, Function[]>} */ listeners = new Map();

  /** @type {any} */ setting = { start: 0, loop: false, volume: 1, rate: 1 };

  src = '';

  autoplay = false;

  state = STILL;

  #call = 0;

  #gone = false;

  /** @param {boolean} background  whether it may be heard while the program is not on screen */
  constructor(background) {
    this.background = background;
    calls.addListeners(this, ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Waiting', 'Seeking', 'Seeked', 'Error', 'Next', 'Prev']
      .flatMap((name) => [`on${name}`, `off${name}`]), this.listeners);
  }

  #open() {
    if (this.#call !== 0 || this.#gone) return;
    this.#call = calls.ask('__sound', { do: 'open', background: this.background }, (ok, res) => {
      calls.closeTask(this.#call);
      if (!ok) this.heard('Error', { errCode: 10001, errMsg: String(res?.errMsg ?? '').replace(/^__sound:fail /, '') });
    });
    calls.openTask(this.#call, (event, value) => this.heard(event, value));
  }

  /** @param {string} what  @param {any} [more] */
  order(what, more = {}) {
    if (this.#gone) return;
    this.#open();
    calls.ask('__sound', { ...more, do: what, $task: this.#call }, (ok, res) => {
      if (!ok && !this.#gone) this.heard('Error', { errCode: 10001, errMsg: String(res?.errMsg ?? '').replace(/^__sound:fail /, '') });
    });
  }

  /** @param {string} src  @param {boolean} play */
  load(src, play) {
    this.src = src;
    this.state = STILL;
    if (src !== '') this.order('load', { src, play, ...this.setting });
  }

  /** @param {any} change */
  set(change) {
    Object.assign(this.setting, change);
    if (this.#call !== 0) this.order('set', this.setting);
  }

  /** @param {string} event  @param {any} value */
  heard(event, value) {
    if (value.currentTime !== undefined) this.state = { ...STILL, ...value };
    const told = event === 'Error' ? { errCode: value.errCode, errMsg: value.errMsg } : undefined;
    for (const call of this.listeners.get(event) ?? []) safely(`on${event}`, call, undefined, told === undefined ? [] : [told]);
  }

  close() {
    if (this.#call !== 0) this.order('close');
    this.#gone = true;
    this.listeners.clear();
  }
}

/** What both kinds of sound have. @param {Sound} sound  @param {(src: string) => void} source */
function player(sound, source) {
  const number = (/** @type {any} */ value, /** @type {number} */ otherwise) => (Number.isFinite(Number(value)) ? Number(value) : otherwise);
  const self = {
    get src() { return sound.src; },
    set src(value) { source(String(value ?? '')); },
    get startTime() { return sound.setting.start; },
    set startTime(value) { sound.set({ start: number(value, 0) }); },
    get playbackRate() { return sound.setting.rate; },
    set playbackRate(value) { sound.set({ rate: Math.min(2, Math.max(0.5, number(value, 1))) }); },
    get currentTime() { return sound.state.currentTime; },
    get duration() { return sound.state.duration; },
    get buffered() { return sound.state.buffered; },
    get paused() { return sound.state.paused; },
    play: () => sound.order('play'),
    pause: () => sound.order('pause'),
    stop: () => sound.order('stop'),
    seek: (/** @type {any} */ position) => sound.order('seek', { position: number(position, 0) }),
    referrerPolicy: 'no-referrer',
  };
  for (const key of Object.keys(sound)) {
    if (/^o(n|ff)[A-Z]/.test(key)) /** @type {any} */ (self)[key] = /** @type {any} */ (sound)[key];
  }
  return self;
}

function innerAudioContext() {
  const sound = new Sound(false);
  let waits = false;
  const self = player(sound, (src) => {
    sound.src = src;
    // A program sets src, autoplay and loop in any order, one after the other: they are one order.
    if (waits) return;
    waits = true;
    nextTick(() => { waits = false; sound.load(sound.src, sound.autoplay); });
  });
  /** What waits to be loaded is loaded before it is played. @param {'play' | 'pause' | 'stop'} what */
  const after = (what) => () => {
    if (waits) nextTick(() => sound.order(what));
    else sound.order(what);
  };
  return Object.defineProperties(Object.assign(self, {
    play: after('play'), pause: after('pause'), stop: after('stop'), destroy: () => sound.close(), obeyMuteSwitch: true,
  }), {
    autoplay: { enumerable: true, get: () => sound.autoplay, set(value) { sound.autoplay = !!value; if (value && sound.src !== '' && !waits) sound.order('play'); } },
    loop: { enumerable: true, get: () => sound.setting.loop, set(value) { sound.set({ loop: !!value }); } },
    volume: { enumerable: true, get: () => sound.setting.volume, set(value) { sound.set({ volume: Math.min(1, Math.max(0, Number(value) || 0)) }); } },
  });
}

/** There is one for the whole program. @type {any} */
let background = null;

function backgroundAudioManager() {
  if (background !== null) return background;
  const sound = new Sound(true);
  // As in WeChat, it plays as soon as it has something to play.
  background = Object.assign(player(sound, (src) => sound.load(src, true)), {
    title: '', epname: '', singer: '', coverImgUrl: '', webUrl: '', protocol: 'http', audioType: 'audio', referrerPath: '',
  });
  return background;
}

/** What holds for all sounds. Sounds of others are never stopped by us, and there is no switch for silence. */
const OPTIONS = ['mixWithOther', 'obeyMuteSwitch', 'speakerOn'];

/** @param {any} given */
function setInnerAudioOption(given) {
  const options = calls.optionsOf(given);
  const wrong = OPTIONS.find((name) => options[name] !== undefined && typeof options[name] !== 'boolean');
  const kind = wrong === undefined ? '' : Array.isArray(options[wrong]) ? 'Array' : options[wrong] === null ? 'Null' : (typeof options[wrong]).replace(/^./, (letter) => letter.toUpperCase());
  const errMsg = wrong === undefined ? 'setInnerAudioOption:ok' : `setInnerAudioOption:fail parameter error: parameter.${wrong} should be Boolean instead of ${kind};`;
  const res = wrong === undefined ? { errMsg } : { errMsg, errno: 1001 };
  if (calls.hasCallbacks(options)) {
    const answer = calls.callbacks('setInnerAudioOption', options);
    nextTick(() => answer(wrong === undefined, res));
    return undefined;
  }
  const told = wrong === undefined ? Promise.resolve(res) : Promise.reject(res);
  told.catch(() => {});
  return told;
}

/** The camera of the page: there is one. */
function cameraContext() {
  /** @param {string} name  @param {(options: any) => any} [args] */
  const order = (name, args = (options) => options) => (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    const words = (/** @type {boolean} */ ok, /** @type {any} */ res) => ({ ...res, errMsg: ok ? `${name}:ok` : String(res?.errMsg ?? '').replace(/^__camera:/, `${name}:`) });
    const question = { ...args(options), do: name };
    if (calls.hasCallbacks(options)) {
      const answer = calls.callbacks(name, options);
      calls.ask('__camera', question, (ok, res) => answer(ok, words(ok, res)));
      return undefined;
    }
    const promise = new Promise((resolve, reject) => {
      calls.ask('__camera', question, (ok, res) => (ok ? resolve(words(ok, res)) : reject(words(ok, res))));
    });
    promise.catch(() => {});
    return promise;
  };
  return missing.anything('CameraContext', {
    takePhoto: order('takePhoto', ({ quality, selfieMirror }) => ({ quality, selfieMirror })),
    setZoom: order('setZoom', ({ zoom }) => ({ zoom })),
    startRecord: order('startRecord', ({ timeout }) => ({ timeout })),
    stopRecord: order('stopRecord', () => ({})),
    onCameraFrame: () => {
      missing.count('CameraContext.onCameraFrame');
      return { start: refuse('start'), stop: refuse('stop') };
    },
  });
}

/** A method that is not there yet. @param {string} name */
function refuse(name) {
  return (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    const answer = calls.callbacks(name, options);
    nextTick(() => answer(false, { errMsg: `${name}:fail not supported` }));
  };
}

element.contexts['wx-video'] = videoContext;
element.contexts['wx-audio'] = audioContext;
exports.videoContext = videoContext;
exports.audioContext = audioContext;
/** Members of the global object that need no component. */
exports.members = {
  createInnerAudioContext: innerAudioContext, getBackgroundAudioManager: backgroundAudioManager, setInnerAudioOption, createCameraContext: cameraContext,
};
