// Synchronous members that are answered from facts the host gave before: device, window, launch options. The host may
// give new facts at any time. Asks nobody.
//
// Keys of the facts: `device`, `window`, `appBase`, `setting`, `authorize` (objects of the members named below), `launch`
// and `enter` (launch options), `account`, `menuButton`, `ext`, `env` (of `wx.env`). Any may be absent.
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
  getMenuButtonBoundingClientRect: () => fact('menuButton'),
  getExtConfigSync: () => fact('ext'),
  getExtConfig: later('getExtConfig', () => ({ extConfig: fact('ext') })),
};

exports.update = update;
exports.fact = fact;
exports.members = members;
