// The bike-share's entry: keeps nothing but the place where the last search was made. It must not
// ask for anything: a code of a single bike opens that bike's page without a question.
const { texts } = require('./lib/i18n');

App({
  globalData: {
    here: null, // { latitude, longitude } of the last search in this run
  },
  onPageNotFound() {
    wx.redirectTo({ url: '/pages/home/home' });
    wx.showToast({ title: texts.pageGone, icon: 'none' });
  },
});
