// progress: how much is done, at once or on the way there.
module.exports = {
  data: { percent: 30 },
  acts: { '+ 20': (page) => page.setData({ percent: Math.min(100, page.data.percent + 20) }), '0': { percent: 0 } },
};
