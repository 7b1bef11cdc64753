// One ended ride: how long, how much. Reads the storage, changes nothing.
const { texts } = require('../../lib/i18n');
const rides = require('../../lib/rides');

Page({
  data: { t: texts, one: null, fresh: false },

  onLoad(query) {
    wx.setNavigationBarTitle({ title: texts.receipt });
    this.setData({ one: rides.receipt(query.key), fresh: query.fresh === '1' });
  },

  done() {
    if (this.data.fresh || getCurrentPages().length < 2) wx.reLaunch({ url: '/pages/home/home' });
    else wx.navigateBack();
  },
});
