// One bike, where the code on its lock leads: `id=B1024`, or the whole link of an ordinary code as
// `q`. It needs no location and asks for none.
const { texts, fill } = require('../../lib/i18n');
const fleet = require('../../lib/fleet');
const rides = require('../../lib/rides');

const UNLOCKING = 900; // milliseconds that a lock takes

Page({
  data: { t: texts, id: '', bike: null, ride: null, kind: '', range: '', unlock: '', other: '', unknown: '' },

  onLoad(query) {
    const id = fleet.numberIn(query.id) || fleet.numberIn(decodeURIComponent(query.q || '')) || String(query.id || '');
    const bike = fleet.find(id);
    wx.setNavigationBarTitle({ title: id || texts.bike });
    this.setData({
      id,
      bike,
      kind: bike ? { city: texts.kindCity, cargo: texts.kindCargo, light: texts.kindLight }[bike.kind] : '',
      range: bike ? fill(texts.rangeKm, { n: Math.max(1, Math.round(bike.battery * 0.6)) }) : '',
      unlock: fill(texts.unlock, { id }),
      unknown: fill(texts.unknownTitle, { id: id || '–' }),
    });
  },

  onShow() {
    const ride = rides.running();
    this.setData({ ride, other: ride ? fill(texts.otherRide, { id: ride.id }) : '' });
  },

  onUnload() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    wx.hideLoading();
  },

  unlock() {
    if (this.timer || !this.data.bike || this.data.bike.resting || rides.running()) return;
    wx.showLoading({ title: texts.unlocking, mask: true });
    this.timer = setTimeout(() => {
      this.timer = 0;
      rides.begin(this.data.bike.id);
      wx.hideLoading();
      wx.redirectTo({
        url: '/pages/ride/ride',
        success: () => wx.showToast({ title: texts.unlocked, icon: 'none' }),
      });
    }, UNLOCKING);
  },

  toRide() {
    wx.redirectTo({ url: '/pages/ride/ride' });
  },

  home() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.redirectTo({ url: '/pages/home/home' });
  },
});
