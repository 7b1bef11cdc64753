// Which library to look at.
const { texts, fill } = require('../../lib/i18n');

const libraries = [
  { name: 'TDesign', npm: 'tdesign-miniprogram', version: '1.16.0', page: 'tdesign', count: 22 },
  { name: 'Vant', npm: '@vant/weapp', version: '1.11.7', page: 'vant', count: 26 },
  { name: 'WeUI', npm: 'weui-miniprogram', version: '1.5.6', page: 'weui', count: 13 },
];

Page({
  data: {
    t: texts,
    libraries: libraries.map((one) => Object.assign({ counted: fill(texts.components, { n: one.count }) }, one)),
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.title });
  },
});
