// All orders that this phone made, as last told; opening one asks the merchant anew.
const { texts } = require('../../lib/i18n');
const orders = require('../../lib/orders');

Page({
  data: { t: texts, orders: [] },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.orders });
  },

  onShow() {
    const list = orders.all().map((order) => ({
      ...order,
      state: texts['st_' + order.status] || order.status,
      what: order.lines.map((line) => line.name).join(texts.comma),
    }));
    this.setData({ orders: list });
  },

  open(event) {
    wx.navigateTo({ url: '/pages/order/order?id=' + event.currentTarget.dataset.id });
  },

  toMenu() {
    wx.switchTab({ url: '/pages/menu/menu' });
  },
});
