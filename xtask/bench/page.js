// The page of the benchmark, as a WeChat page; updates come as events of the benchmark.
const { change } = require('./list.js');

const app = getApp();
Page({
  data: { title: 'Bikes', list: [] },
  onLoad() { this.setData({ list: app.list }) },
});
let n = 0;
wx.onBench(({ what }) => {
  const page = getCurrentPages()[0];
  n += 1;
  page.setData(change(what, page.data.list, n));
});
