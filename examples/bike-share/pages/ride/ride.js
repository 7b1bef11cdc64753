// The running ride. Its start is in the storage, so that this page can be closed and opened again;
// nothing here counts by itself.
const { texts, fill } = require('../../lib/i18n');
const rides = require('../../lib/rides');

const CLOSING = 700; // milliseconds that a lock takes

Page({
  data: { t: texts, ride: null, cents: 150, seconds: 0 },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.rideTitle });
  },

  onShow() {
    this.setData({ ride: rides.running() });
  },

  tick(event) {
    const seconds = event.detail.seconds;
    this.seconds = seconds;
    const cents = rides.price(seconds).cents;
    if (cents !== this.data.cents) this.setData({ cents });
  },

  end() {
    const ride = rides.running();
    if (!ride) return;
    const seconds = Math.floor((Date.now() - ride.start) / 1000);
    const minutes = Math.floor(seconds / 60);
    const spent = minutes + ':' + String(seconds % 60).padStart(2, '0');
    const cost = '¥' + (rides.price(seconds).cents / 100).toFixed(2);
    wx.showModal({
      title: texts.endTitle,
      content: fill(texts.endText, { t: spent, c: cost }),
      confirmText: texts.endYes,
      cancelText: texts.endNo,
      confirmColor: '#c2453a',
      success: (answer) => {
        if (answer.confirm) this.close();
      },
    });
  },

  close() {
    wx.showLoading({ title: texts.ending, mask: true });
    setTimeout(() => {
      const receipt = rides.end();
      wx.hideLoading();
      if (!receipt) return;
      wx.redirectTo({
        url: '/pages/receipt/receipt?fresh=1&key=' + receipt.key,
        success: () => wx.showToast({ title: texts.ended, icon: 'success' }),
      });
    }, CLOSING);
  },

  home() {
    wx.reLaunch({ url: '/pages/home/home' });
  },
});
