// The table of contents, with a tick at what was read.
const { texts } = require('../../lib/i18n');
const { chapters, seen } = require('../../lib/chapters');

Page({
  data: { t: texts, chapters: [] },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.app });
  },

  onShow() {
    const read = seen();
    this.setData({ chapters: chapters.map((id) => ({ id, name: texts[id], say: texts[id + 'Say'], seen: read[id] === true })) });
  },

  open(event) {
    const { id } = event.currentTarget.dataset;
    wx.navigateTo({ url: '/pages/' + id + '/' + id });
  },

  onShareAppMessage() {
    return { title: texts.app, path: '/pages/home/home' };
  },
});
