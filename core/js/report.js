// Errors of the mini-program's code: reported to the host, to App.onError and to wx.onError, never swallowed, and never
// allowed to stop what else has to run.
'use strict';

/** @type {any} */
let host = null;
let telling = false;

/** @type {((text: string) => void)[]} */
const listeners = [];
/** Told of an error in a method of an instance: its `error` life cycle. @type {(self: any, error: any) => void} */
let tellInstance = () => {};

/** @param {any} error */
function describe(error) {
  if (error instanceof Error) return `${error.name}: ${error.message}\n${host.stack(String(error.stack ?? ''))}`;
  try {
    return typeof error === 'string' ? error : JSON.stringify(error) ?? String(error);
  } catch {
    return String(error);
  }
}

/**
 * @param {any} error  what was thrown
 * @param {string} during  where in the program's life, such as `Page.onLoad`
 * @param {any} [self]  whose method threw
 */
function report(error, during, self) {
  host.report(error, during);
  if (telling) return;
  telling = true;
  try {
    if (self !== undefined) tellInstance(self, error);
    const text = describe(error);
    for (const listener of [...listeners]) {
      try {
        listener(text);
      } catch (again) {
        host.report(again, 'onError');
      }
    }
  } finally {
    telling = false;
  }
}

/**
 * Calls a function of the mini-program; what it throws is reported, and `undefined` comes back.
 * @param {string} during
 * @param {Function} fn
 * @param {any} self
 * @param {any[]} [args]
 */
function safely(during, fn, self, args = []) {
  try {
    return Reflect.apply(fn, self, args);
  } catch (error) {
    report(error, during, self);
    return undefined;
  }
}

/**
 * A remark for the developer that is not an error.
 * @param {string} text
 */
function warn(text) {
  host.console('warn', text);
}

exports.install = (/** @type {any} */ given, /** @type {(self: any, error: any) => void} */ told) => {
  host = given;
  tellInstance = told;
};
exports.listeners = listeners;
exports.report = report;
exports.safely = safely;
exports.warn = warn;
exports.describe = describe;
