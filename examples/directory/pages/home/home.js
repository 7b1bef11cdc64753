// The list: searched, by kind, nearest first for who wants to say where they are. The location is asked
// for when somebody taps for it, never by itself.
const { texts, fill, name } = require('../../lib/i18n');
const town = require('../../lib/places');

Page({
  data: {
    t: texts,
    kinds: [],
    kind: '',
    query: '',
    list: [],
    count: '',
    none: '',
    locating: false,
    where: '', // '' not asked | here | denied | failed
  },

  onLoad(query) {
    wx.setNavigationBarTitle({ title: texts.app });
    this.setData({
      kinds: town.kinds.map((id) => ({ id, name: texts[id] })),
      kind: town.kinds.indexOf(query.kind) >= 0 ? query.kind : '',
      where: getApp().globalData.here ? 'here' : '',
    });
    this.lay();
  },

  onPullDownRefresh() {
    if (this.data.where === 'here') this.locate(() => wx.stopPullDownRefresh());
    else {
      this.lay();
      wx.stopPullDownRefresh();
    }
  },

  lay() {
    const { kind, query } = this.data;
    const { here } = getApp().globalData;
    const now = new Date();
    const words = query.trim();
    const list = town
      .around(here)
      .filter((place) => (!kind || place.kind === kind) && (!words || town.matches(place, words, texts[place.kind])))
      .map((place) => {
        const { open, at } = town.hours(place, now);
        return { id: place.id, kind: place.kind, name: name(place.name), street: name(place.street), metres: place.metres, open, state: fill(open ? texts.open : texts.opens, { t: at }) };
      });
    if (!here) list.sort((a, b) => a.name.localeCompare(b.name));
    this.setData({
      list,
      count: list.length === 1 ? texts.one : fill(texts.count, { n: list.length }),
      none: fill(texts.noneTitle, { q: words || texts[kind] }),
    });
  },

  locate(done) {
    if (this.data.locating) return;
    this.setData({ locating: true });
    wx.getLocation({
      type: 'gcj02',
      success: ({ latitude, longitude }) => {
        getApp().globalData.here = { latitude, longitude };
        this.setData({ where: 'here' });
        this.lay();
      },
      fail: ({ errMsg }) => this.setData({ where: /auth|authorize|permission/i.test(errMsg) ? 'denied' : 'failed' }),
      complete: () => {
        this.setData({ locating: false });
        if (typeof done === 'function') done();
      },
    });
  },

  near() {
    this.locate();
  },

  settings() {
    wx.openSetting({
      success: ({ authSetting }) => {
        if (authSetting['scope.userLocation']) this.locate();
      },
    });
  },

  type(event) {
    this.setData({ query: event.detail.value });
    this.lay();
  },

  clear() {
    this.setData({ query: '', kind: '' });
    this.lay();
  },

  choose(event) {
    const { kind } = event.currentTarget.dataset;
    this.setData({ kind: kind === this.data.kind ? '' : kind });
    this.lay();
  },

  open(event) {
    wx.navigateTo({ url: '/pages/place/place?id=' + event.currentTarget.dataset.id });
  },

  onShareAppMessage() {
    return { title: texts.app, path: '/pages/home/home' + (this.data.kind ? '?kind=' + this.data.kind : '') };
  },
});
