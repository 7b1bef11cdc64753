// The guide's entry. It must not do anything: what is shown happens in its chapters.
App({
  onPageNotFound() {
    wx.redirectTo({ url: '/pages/home/home' });
  },
});
