// Home: the bikes around you, and the two ways to unlock one without knowing where you are. It asks
// for the location once when it opens; a refusal is an answer, not an error.
const { texts, fill } = require('../../lib/i18n');
const fleet = require('../../lib/fleet');
const rides = require('../../lib/rides');

Page({
  data: {
    t: texts,
    state: 'waiting', // waiting | ready | denied | failed
    bikes: [],
    chosen: '',
    ride: null,
    typing: false,
    typed: '',
    wrong: false,
    banner: '',
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.app });
    this.locate();
  },

  onShow() {
    const ride = rides.running();
    this.setData({ ride, banner: ride ? fill(texts.riding, { id: ride.id }) : '' });
  },

  onPullDownRefresh() {
    this.locate(() => wx.stopPullDownRefresh());
  },

  locate(done) {
    this.setData({ state: 'waiting', bikes: [], chosen: '' });
    wx.getLocation({
      type: 'gcj02',
      success: (here) => {
        getApp().globalData.here = { latitude: here.latitude, longitude: here.longitude };
        const bikes = fleet.around(here);
        const first = bikes.filter((bike) => !bike.resting)[0];
        this.setData({ state: 'ready', bikes, chosen: first ? first.id : '' });
      },
      fail: (error) => {
        const denied = /auth|authorize|permission/i.test(error.errMsg);
        this.setData({ state: denied ? 'denied' : 'failed' });
      },
      complete: () => {
        if (typeof done === 'function') done();
      },
    });
  },

  retry() {
    this.locate();
  },

  settings() {
    wx.openSetting({
      success: (answer) => {
        if (answer.authSetting['scope.userLocation']) this.locate();
      },
      fail: () => wx.showToast({ title: texts.settingsFail, icon: 'none' }),
    });
  },

  pick(event) {
    this.setData({ chosen: event.detail.id });
  },

  open(event) {
    this.toBike(event.detail.id);
  },

  toBike(id) {
    wx.navigateTo({ url: '/pages/bike/bike?id=' + encodeURIComponent(id) });
  },

  scan() {
    wx.scanCode({
      success: (code) => {
        const id = fleet.numberIn(code.path) || fleet.numberIn(code.result);
        if (id) this.toBike(id);
        else wx.showToast({ title: texts.notABike, icon: 'none' });
      },
    });
  },

  type() {
    this.setData({ typing: true, typed: '', wrong: false });
  },

  untype() {
    this.setData({ typing: false });
  },

  input(event) {
    this.setData({ typed: event.detail.value, wrong: false });
  },

  confirm() {
    const id = fleet.numberIn(this.data.typed);
    if (!id) {
      this.setData({ wrong: true });
      return;
    }
    this.setData({ typing: false });
    this.toBike(id);
  },

  toRide() {
    wx.navigateTo({ url: '/pages/ride/ride' });
  },

  toRides() {
    wx.navigateTo({ url: '/pages/rides/rides' });
  },
});
