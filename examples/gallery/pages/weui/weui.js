// WeUI's basics. Its dark theme hangs on an attribute of the page, so the theme is followed here.
const { texts } = require('../../lib/i18n');

const page = '/pages/weui-more/weui-more';

Page({
  data: {
    t: texts,
    theme: wx.getSystemInfoSync().theme || 'light',
    grids: [
      { imgUrl: '/images/mail.svg', url: page, text: texts.mail },
      { imgUrl: '/images/photos.svg', url: page, text: texts.photos },
      { imgUrl: '/images/gift.svg', url: page, text: texts.gift },
    ],
  },

  onLoad() {
    this.follow = (change) => this.setData({ theme: change.theme });
    wx.onThemeChange(this.follow);
  },

  onUnload() {
    wx.offThemeChange(this.follow);
  },

  back() {
    wx.navigateBack();
  },
});
