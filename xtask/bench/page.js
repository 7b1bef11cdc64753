// The page of the benchmark, as a WeChat page; updates come as events of the benchmark.
const { change } = require('./list.js');

const app = getApp();
Page({
  data: { title: 'Bikes', list: [] },
  onLoad() { this.setData({ list: app.list }) },
});
let n = 0;
let next = null;
wx.onBench(({ what }) => {
  const page = getCurrentPages()[0];
  if (what === 'go') {
    page.setData(next);
  } else {
    n += 1;
    next = change(what, page.data.list, n);
  }
});
