// The one way to the merchant: requests, sign-in, and the copy of the menu for when it can't be reached.
// Pages get a promise; it fails with { kind: 'unreachable' } or { kind: 'refused', why }, never with more.
const practice = require('./practice');

// Yours goes here, and into `domains` of banchan.json. While you develop, it is server/merchant.mjs.
const RELEASE = 'https://tea.banchan.example';
const DEVELOP = 'http://127.0.0.1:8787';

const PRACTICE = 'practice';
const MENU = 'menu';
const PATIENCE = 6000; // milliseconds: who stands at a counter waits no longer

const address = wx.getAccountInfoSync().miniProgram.envVersion === 'develop' ? DEVELOP : RELEASE;
let token = '';

/** Whether orders are played on this phone, without a merchant: see lib/practice.js. */
function practising() {
  return wx.getStorageSync(PRACTICE) === true;
}

function practise(on) {
  if (on) wx.setStorageSync(PRACTICE, true);
  else wx.removeStorageSync(PRACTICE);
}

function send(method, path, data) {
  if (practising()) return practice.answer(method, path, data);
  return new Promise((resolve, reject) => {
    wx.request({
      url: address + path,
      method,
      data,
      timeout: PATIENCE,
      header: { 'content-type': 'application/json', authorization: token },
      success: ({ statusCode, data: answer }) => {
        if (statusCode === 200) resolve(answer);
        else if (statusCode >= 500) reject({ kind: 'unreachable' });
        else reject({ kind: 'refused', why: (answer && answer.why) || '' });
      },
      fail: () => reject({ kind: 'unreachable' }),
    });
  });
}

/** Signs in without a question: the merchant only learns that it is the same phone again. */
function signIn() {
  if (token || practising()) return Promise.resolve();
  return new Promise((resolve) => wx.login({ success: ({ code }) => resolve(code), fail: () => resolve('') }))
    // Nobody has to sign in to drink tea: without a code the order belongs to its number alone.
    .then((code) => (code ? send('POST', '/login', { code }) : { token: '' }))
    .then((answer) => {
      token = answer.token;
    });
}

/** The menu as it was kept on this phone, or as it was printed. */
function keptMenu() {
  const kept = wx.getStorageSync(MENU);
  return kept && kept.categories ? kept : require('./menu');
}

function menu() {
  return send('GET', '/menu').then((fresh) => {
    wx.setStorageSync(MENU, fresh);
    return fresh;
  });
}

/** Orders. `order.key` is the phone's own number for it: sent twice, it is still one order. */
function place(order) {
  return signIn().then(() => send('POST', '/orders', order));
}

const look = (id) => send('GET', '/orders/' + id);
const cancel = (id) => send('POST', '/orders/' + id + '/cancel', {});
const remind = (id, template) => send('POST', '/orders/' + id + '/remind', { template });

/** Pays: the merchant prepares, the person agrees on the phone's own sheet, the merchant confirms. */
function pay(id) {
  if (practising()) return send('POST', '/orders/' + id + '/paid', {});
  return send('POST', '/orders/' + id + '/pay', {})
    .then(
      (prepared) =>
        new Promise((resolve, reject) => {
          wx.requestPayment({
            ...prepared,
            success: resolve,
            fail: ({ errMsg }) => reject({ kind: /cancel/.test(errMsg) ? 'cancelled' : 'unpaid' }),
          });
        }),
    )
    .then(() => send('POST', '/orders/' + id + '/paid', {}));
}

module.exports = { menu, keptMenu, place, look, cancel, remind, pay, practising, practise };
