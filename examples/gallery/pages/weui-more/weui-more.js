// WeUI's parts that ask and choose.
const { texts, fill } = require('../../lib/i18n');

Page({
  data: {
    t: texts,
    theme: wx.getSystemInfoSync().theme || 'light',
    asking: false,
    sheet: false,
    tips: false,
    answer: '',
    buttons: [{ text: texts.cancel }, { text: texts.delete }],
    sheetButtons: [{ type: 'primary', className: '', text: texts.ok }],
    choices: [
      { name: texts.milk, value: 'milk', checked: true },
      { name: texts.sugar, value: 'sugar', checked: false },
    ],
  },

  onLoad() {
    this.follow = (change) => this.setData({ theme: change.theme });
    wx.onThemeChange(this.follow);
  },

  onUnload() {
    wx.offThemeChange(this.follow);
  },

  ask() {
    this.setData({ asking: true });
  },

  answered(event) {
    this.setData({ asking: false, answer: fill(texts.dialogDone, { t: event.detail.item.text }) });
  },

  openSheet() {
    this.setData({ sheet: true });
  },

  closeSheet() {
    this.setData({ sheet: false });
  },

  openTips() {
    this.setData({ tips: true });
  },

  hideTips() {
    this.setData({ tips: false });
  },
});
