// The town directory's entry: keeps nothing but where the last search was made. It must not ask for
// anything: the list shows without a location, only not the nearest first.
App({
  globalData: {
    here: null, // { latitude, longitude } in this run
  },
  onPageNotFound() {
    wx.redirectTo({ url: '/pages/home/home' });
  },
});
