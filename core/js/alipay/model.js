// The component model of Alipay, in the terms of the framework: what its definitions mean, what it calls events, in which
// words calls fail. Loaded in the place of wechat.js when the table of dialects says so.
'use strict';

const { readComponent, readPage } = require('./alipay/spec.js');

/** Events that have another name here. @type {Record<string, string>} */
const TYPES = {
  touchstart: 'touchStart', touchmove: 'touchMove', touchend: 'touchEnd', touchcancel: 'touchCancel', longpress: 'longTap',
  transitionend: 'transitionEnd', animationstart: 'animationStart', animationiteration: 'animationIteration', animationend: 'animationEnd',
  scrolltoupper: 'scrollToUpper', scrolltolower: 'scrollToLower',
};

/** @param {any} base  what handlers of one event share  */
function shapeEvent(base) {
  const shaped = { ...base, type: TYPES[base.type] ?? base.type };
  const { detail } = base;
  // Where a finger was, under the names that handlers look for.
  if (base.type === 'tap' && typeof detail?.x === 'number') {
    shaped.detail = { ...detail, clientX: detail.x, clientY: detail.y, pageX: detail.x, pageY: detail.y };
  }
  return shaped;
}

/** Numbers of the reasons for which programs look. @type {[RegExp, number][]} */
const ERRORS = [
  [/not supported/, 1], [/parameter error/, 2], [/auth deny/, 2001], [/domain list|invalid url/, 4], [/timeout/, 13], [/cancel/, 11], [/abort/, 9],
];

/** A call's failure in the words of the dialect. @param {boolean} ok  @param {any} res */
function answer(ok, res) {
  if (ok || res === null || typeof res !== 'object') return res;
  const text = String(res.errMsg ?? '');
  return { ...res, error: ERRORS.find(([reason]) => reason.test(text))?.[1] ?? 3, errorMessage: text };
}

/** Mixins are plain objects. @param {any} spec */
const Mixin = (spec) => spec;

exports.readComponent = readComponent;
exports.readPage = readPage;
exports.shapeEvent = shapeEvent;
exports.answer = answer;
exports.globals = { Mixin };
/** Values of the global object that are not asked for. The version is that of the base library whose documents were followed. */
exports.values = { SDKVersion: '2.9.0', isIDE: false };
