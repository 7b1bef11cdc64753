// Synchronous members that are answered from facts the host gave before: device, window, launch options. The host may
// give new facts at any time. Asks nobody.
//
// Keys of the facts: `device`, `window`, `appBase`, `setting`, `authorize` (objects of the members named below), `launch`
// and `enter` (launch options), `account`, `menuButton`, `battery` (null: not known), `ext`, `env` (of `wx.env`). Any may be absent.
'use strict';

const { copy } = require('./data.js');
const calls = require('./calls.js');

/** @type {any} */
let facts = {};

/** @param {any} more  replaces the keys that it has */
function update(more) {
  facts = { ...facts, ...more };
}

/** @param {string} key */
function fact(key) {
  return copy(facts[key] ?? {});
}

function system() {
  const setting = fact('setting');
  return { ...fact('device'), ...fact('window'), ...fact('appBase'), ...setting, ...fact('authorize'), errMsg: 'getSystemInfo:ok' };
}

/** @param {string} name  @param {() => any} value */
function later(name, value) {
  return (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    const res = { ...value(), errMsg: `${name}:ok` };
    if (!calls.hasCallbacks(options)) return Promise.resolve(res);
    Promise.resolve().then(() => calls.callbacks(name, options)(true, res));
    return undefined;
  };
}

/** @param {any} given */
function batteryInfo(given) {
  const known = facts.battery !== null && facts.battery !== undefined;
  const answer = calls.callbacks('getBatteryInfo', calls.optionsOf(given));
  const res = known ? { ...fact('battery'), errMsg: 'getBatteryInfo:ok' } : { errMsg: 'getBatteryInfo:fail not supported', errno: 6 };
  if (!calls.hasCallbacks(calls.optionsOf(given))) {
    const told = known ? Promise.resolve(res) : Promise.reject(res);
    told.catch(() => {});
    return told;
  }
  Promise.resolve().then(() => answer(known, res));
  return undefined;
}

/** As documented: what can't be told at once throws. */
function batteryInfoNow() {
  if (facts.battery !== null && facts.battery !== undefined) return fact('battery');
  const res = { errMsg: 'getBatteryInfoSync:fail not supported', errno: 6 };
  throw Object.assign(new Error(res.errMsg), res);
}

/** Members by name. @type {Record<string, (given?: any) => any>} */
const members = {
  getSystemInfoSync: system,
  getSystemInfo: later('getSystemInfo', system),
  getSystemInfoAsync: later('getSystemInfoAsync', system),
  getDeviceInfo: () => fact('device'),
  getWindowInfo: () => fact('window'),
  getAppBaseInfo: () => fact('appBase'),
  getSystemSetting: () => fact('setting'),
  getAppAuthorizeSetting: () => fact('authorize'),
  getLaunchOptionsSync: () => fact('launch'),
  getEnterOptionsSync: () => copy(facts.enter ?? facts.launch ?? {}),
  getAccountInfoSync: () => fact('account'),
  getBatteryInfo: batteryInfo,
  getBatteryInfoSync: batteryInfoNow,
  getMenuButtonBoundingClientRect: () => fact('menuButton'),
  getExtConfigSync: () => fact('ext'),
  // Nothing here is such a list, so nothing is on it.
  checkIsAddedToMyMiniProgram: later('checkIsAddedToMyMiniProgram', () => ({ added: false })),
  getExtConfig: later('getExtConfig', () => ({ extConfig: fact('ext') })),
};

exports.update = update;
exports.fact = fact;
exports.members = members;
