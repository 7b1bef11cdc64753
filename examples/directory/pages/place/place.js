// One place: when it is open, how to call it, where it is, and its own mini-program. The code at its door
// leads here: `id=ovens`, or the whole link of an ordinary code as `q`.
const { texts, fill, name } = require('../../lib/i18n');
const town = require('../../lib/places');

/** The id in a link such as https://town.banchan.example/p/ovens. */
const idIn = (link) => (/\/p\/([a-z-]+)/.exec(decodeURIComponent(link || '')) || [])[1] || '';

Page({
  data: { t: texts, ready: false, place: null },

  onLoad(query) {
    const found = town.find(String(query.id || idIn(query.q)), getApp().globalData.here);
    wx.setNavigationBarTitle({ title: found ? texts[found.kind] : texts.app });
    this.found = found;
    const hours = found && town.hours(found, new Date());
    this.setData({
      ready: true,
      place: found && {
        id: found.id,
        kind: found.kind,
        kindName: texts[found.kind],
        name: name(found.name),
        street: name(found.street),
        about: name(found.about),
        phone: found.phone,
        metres: found.metres,
        app: found.app || '',
        open: hours.open,
        state: fill(hours.open ? texts.open : texts.opens, { t: hours.at }),
        hours: fill(texts.everyDay, { a: hours.from, b: hours.to }),
      },
    });
  },

  call() {
    const { phone } = this.data.place;
    wx.makePhoneCall({
      phoneNumber: phone,
      fail: ({ errMsg }) => {
        if (!/cancel/.test(errMsg)) wx.showModal({ content: fill(texts.callFail, { n: phone }), showCancel: false });
      },
    });
  },

  map() {
    const { latitude, longitude } = this.found;
    wx.openLocation({
      latitude,
      longitude,
      scale: 17,
      name: this.data.place.name,
      address: this.data.place.street,
      fail: ({ errMsg }) => {
        if (!/cancel/.test(errMsg)) wx.showToast({ title: texts.mapFail, icon: 'none' });
      },
    });
  },

  copy() {
    wx.setClipboardData({
      data: this.data.place.name + ', ' + this.data.place.street,
      success: () => wx.showToast({ title: texts.copied, icon: 'success' }),
    });
  },

  program() {
    wx.navigateToMiniProgram({
      appId: this.found.app,
      path: this.found.path,
      extraData: { from: 'town' },
      fail: ({ errMsg }) => {
        if (!/cancel/.test(errMsg)) wx.showToast({ title: texts.openFail, icon: 'none' });
      },
    });
  },

  home() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.redirectTo({ url: '/pages/home/home' });
  },

  onShareAppMessage() {
    if (!this.found) return { title: texts.app, path: '/pages/home/home' };
    return { title: this.data.place.name, path: '/pages/place/place?id=' + this.found.id };
  },
});
