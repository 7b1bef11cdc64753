// For a partner's web page that a mini-program shows in a `web-view`: `wx.miniProgram`, as WeChat's own script gives it. Put
// it on your server and include it after WeChat's script, if you have that; inside WeChat it changes nothing.
// It must not need anything of the page, and does nothing but talk to the frame around it.
(() => {
  'use strict';
  // Inside WeChat the real one works; outside of any frame there is nobody to talk to.
  if (window.__wxjs_environment === 'miniprogram' || /MicroMessenger/i.test(navigator.userAgent)) return;
  /** How long the one around may take to say that it is one, ms. */
  const PATIENCE = 1000;
  const waiting = new Map();
  let last = 0;

  addEventListener('message', (event) => {
    if (event.source !== parent || event.data?.banchanPartner !== 1) return;
    const done = waiting.get(event.data.id);
    waiting.delete(event.data.id);
    if (done) done(event.data);
  });

  /** @param {string} what @param {any} args @returns {Promise<any>} */
  const ask = (what, args) => new Promise((resolve) => {
    if (parent === window) return resolve(null);
    const id = (last += 1);
    waiting.set(id, resolve);
    setTimeout(() => waiting.delete(id) && resolve(null), PATIENCE);
    // Who is around can't be known here; none of this is secret from the mini-program that shows the page.
    parent.postMessage({ banchanPartner: 1, id, what, args: JSON.parse(JSON.stringify(args ?? {})) }, '*');
    return undefined;
  });

  /** @param {string} what */
  const member = (what) => (options = {}) => {
    const { success, fail, complete, ...args } = options;
    ask(what, args).then((answer) => {
      const res = { errMsg: answer ? answer.errMsg : `${what}:fail not in a mini-program` };
      (answer?.ok ? success : fail)?.(res);
      complete?.(res);
    });
  };

  const miniProgram = Object.fromEntries(['navigateTo', 'redirectTo', 'navigateBack', 'switchTab', 'reLaunch', 'postMessage'].map((what) => [what, member(what)]));
  miniProgram.getEnv = (done) => ask('getEnv', {}).then((answer) => {
    if (answer?.ok) window.__wxjs_environment = 'miniprogram';
    if (typeof done === 'function') done({ miniprogram: answer?.ok === true });
  });
  window.wx = window.wx ?? {};
  window.wx.miniProgram = miniProgram;
})();
