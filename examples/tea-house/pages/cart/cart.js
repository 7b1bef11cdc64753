// The cart: how many of what, where and when, how to pay; then the order. A merchant that can't be
// reached loses nothing: the cart stays, and sending again is the same order (`key`).
const { texts, fill, name } = require('../../lib/i18n');
const shop = require('../../lib/shop');
const cart = require('../../lib/cart');
const table = require('../../lib/table');
const orders = require('../../lib/orders');
const { slots } = require('../../lib/slots');

Page({
  data: {
    t: texts,
    lines: [],
    count: 0,
    cents: 0,
    place: '',
    slots: [],
    slot: 0,
    note: '',
    payNow: true,
    sending: false,
    offline: false,
    practising: false,
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.cart });
    this.key = 'k' + Date.now() + Math.floor(Math.random() * 1e6);
  },

  onShow() {
    const at = table.current();
    this.setData({
      place: at ? fill(texts.table, { n: at }) : texts.counter,
      slots: slots(Date.now(), texts.soon),
      slot: 0,
      practising: shop.practising(),
    });
    this.lay();
  },

  lay() {
    this.setData(cart.shown(shop.keptMenu(), texts, name));
  },

  change(event) {
    cart.set(event.currentTarget.dataset.key, event.detail.value);
    this.lay();
  },

  time(event) {
    this.setData({ slot: Number(event.detail.value) });
  },

  write(event) {
    this.setData({ note: event.detail.value });
  },

  how(event) {
    this.setData({ payNow: event.detail.value === 'now' });
  },

  send() {
    if (this.data.sending || !this.data.count) return;
    this.setData({ sending: true, offline: false });
    wx.showLoading({ title: texts.sending, mask: true });
    const lines = this.data.lines.filter((line) => !line.soldOut);
    const order = {
      key: this.key,
      table: table.current(),
      pickUp: this.data.slots[this.data.slot].at,
      note: this.data.note,
      lines: lines.map(({ id, chosen, count }) => ({ id, chosen, count })),
      cents: this.data.cents,
    };
    shop.place(order).then(
      (placed) => {
        orders.keep(placed, lines.map((line) => ({ name: line.name, words: line.words, count: line.count, cents: line.cents })));
        cart.clear();
        wx.hideLoading();
        const pay = this.data.payNow ? '&pay=1' : '';
        wx.redirectTo({ url: '/pages/order/order?id=' + placed.id + pay });
      },
      (problem) => {
        wx.hideLoading();
        this.setData({ sending: false, offline: problem.kind === 'unreachable' });
        if (problem.kind === 'refused') this.refused();
      },
    );
  },

  /** Something was sold out while the cart lay open: the new menu says what. */
  refused() {
    const tell = () => {
      this.lay();
      wx.showModal({ content: texts.changed, showCancel: false, confirmText: texts.cart });
    };
    shop.menu().then(tell, tell);
  },

  toMenu() {
    wx.switchTab({ url: '/pages/menu/menu' });
  },
});
