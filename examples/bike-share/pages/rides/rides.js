// All receipts on this phone, newest first.
const { texts } = require('../../lib/i18n');
const rides = require('../../lib/rides');

Page({
  data: { t: texts, receipts: [] },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.rides });
  },

  onShow() {
    this.setData({ receipts: rides.receipts() });
  },

  open(event) {
    wx.navigateTo({ url: '/pages/receipt/receipt?key=' + event.currentTarget.dataset.key });
  },

  clear() {
    wx.showModal({
      title: texts.clearTitle,
      content: texts.clearText,
      confirmText: texts.clearYes,
      cancelText: texts.cancel,
      confirmColor: '#c2453a',
      success: (answer) => {
        if (!answer.confirm) return;
        rides.forget();
        this.setData({ receipts: [] });
      },
    });
  },

  home() {
    wx.navigateBack();
  },
});
