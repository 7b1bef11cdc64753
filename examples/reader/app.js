// The reader's entry. It must not load articles: a link to one opens that one and nothing else.
App({
  onPageNotFound() {
    wx.redirectTo({ url: '/pages/home/home' });
  },
});
