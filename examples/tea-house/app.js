// The tea house's entry: which table somebody sits at, and the words of the tab bar. It must not ask
// the merchant for anything: the menu shows before the network answers.
const { texts } = require('./lib/i18n');
const table = require('./lib/table');

App({
  onLaunch(options) {
    table.remember(options.query);
    // The tab bar's words in app.json are English; here they become the phone's language.
    wx.setTabBarItem({ index: 0, text: texts.menu });
    wx.setTabBarItem({ index: 1, text: texts.orders });
  },
  // Somebody who sits down at another table scans that table's code while this is still open.
  onShow(options) {
    table.remember(options.query);
  },
  onPageNotFound() {
    wx.switchTab({ url: '/pages/menu/menu' });
  },
});
