// Chapter: the phone. A permission that can be refused, a question, and what is kept.
const { texts, fill } = require('../../lib/i18n');
const chapter = require('../../lib/chapter');

const JS = `// app.json says why:
// "permission": { "scope.userLocation": { "desc": "…" } }
wx.getLocation({
  type: 'gcj02',
  success: ({ latitude, longitude }) => { … },
  fail: ({ errMsg }) => { … }, // "auth deny", too
});`;

const MODAL = `wx.showModal({
  title: 'Is tea better than coffee?',
  success: ({ confirm }) => { … },
});`;

const STORE = `const times = (wx.getStorageSync('times') || 0) + 1;
wx.setStorageSync('times', times);`;

chapter('phone', {
  data: { js: JS, modal: MODAL, store: STORE, place: '', said: '', kept: '' },
  onShow() {
    const times = (wx.getStorageSync('times') || 0) + 1;
    wx.setStorageSync('times', times);
    this.setData({ kept: fill(texts.keep, { n: times }) });
  },
  locate() {
    this.setData({ place: texts.locating });
    wx.getLocation({
      type: 'gcj02',
      success: ({ latitude, longitude }) => this.setData({ place: fill(texts.here, { a: latitude.toFixed(3), b: longitude.toFixed(3) }) }),
      fail: ({ errMsg }) => this.setData({ place: fill(texts.refused, { n: errMsg }) }),
    });
  },
  ask() {
    wx.showModal({
      title: texts.askTitle,
      confirmText: texts.yes,
      cancelText: texts.no,
      success: ({ confirm }) => this.setData({ said: fill(texts.said, { n: confirm ? texts.yes : texts.no }) }),
    });
  },
});
