// One order: how far it is, what it costs, what can still be done. It asks the merchant again every few
// seconds while it is seen, and shows the last answer when none comes.
const { texts, fill } = require('../../lib/i18n');
const shop = require('../../lib/shop');
const orders = require('../../lib/orders');

const EVERY = 3000; // milliseconds
const STEPS = ['received', 'making', 'ready'];
const TEMPLATE = texts.message; // your message template: the phone shows its name

Page({
  data: { t: texts, order: null, title: '', say: '', at: 0, steps: [], offline: false, unpaid: false, reminded: '', practising: false },

  onLoad(query) {
    this.number = String(query.id || '');
    this.setData({ practising: shop.practising(), steps: STEPS.map((one) => texts['st_' + one]) });
    wx.setNavigationBarTitle({ title: this.number ? fill(texts.order, { n: this.number }) : texts.orders });
    this.lay(orders.find(this.number));
    if (query.pay === '1') this.pay();
  },

  onShow() {
    this.seen = true;
    this.look();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.seen = false;
    clearTimeout(this.timer);
  },

  onPullDownRefresh() {
    this.look().then(() => wx.stopPullDownRefresh());
  },

  lay(order) {
    if (!order) return;
    const where = order.status === 'ready' ? (order.table ? '_table' : '_counter') : '';
    this.setData({
      order,
      title: texts['st_' + order.status] || order.status,
      say: fill(texts['say_' + order.status + where] || '', { n: order.table }),
      at: STEPS.indexOf(order.status),
    });
  },

  look() {
    clearTimeout(this.timer);
    if (!this.data.order) return Promise.resolve();
    return shop
      .look(this.number)
      .then(
        (order) => {
          this.lay(orders.keep(order));
          this.setData({ offline: false });
        },
        (problem) => this.setData({ offline: problem.kind === 'unreachable' }),
      )
      .then(() => {
        clearTimeout(this.timer);
        const over = this.data.order.status === 'ready' || this.data.order.status === 'cancelled';
        if (this.seen && !over) this.timer = setTimeout(() => this.look(), EVERY);
      });
  },

  pay() {
    if (this.paying) return;
    this.paying = true;
    this.setData({ unpaid: false });
    shop.pay(this.number).then(
      (order) => {
        this.paying = false;
        this.lay(orders.keep(order));
      },
      (problem) => {
        this.paying = false;
        // Who closed the sheet knows it; everything else has to be said.
        this.setData({ unpaid: problem.kind !== 'cancelled' });
      },
    );
  },

  remind() {
    wx.requestSubscribeMessage({
      tmplIds: [TEMPLATE],
      success: (answer) => {
        const accepted = answer[TEMPLATE] === 'accept';
        this.setData({ reminded: accepted ? texts.reminded : texts.notReminded });
        if (accepted) shop.remind(this.number, TEMPLATE).catch(() => this.setData({ reminded: texts.notReminded }));
      },
      fail: () => this.setData({ reminded: texts.notReminded }),
    });
  },

  cancel() {
    wx.showModal({
      title: texts.cancelAsk,
      content: texts.cancelText,
      confirmText: texts.cancelYes,
      cancelText: texts.cancelNo,
      confirmColor: '#b3261e',
      success: ({ confirm }) => {
        if (!confirm) return;
        shop.cancel(this.number).then(
          (order) => this.lay(orders.keep(order)),
          (problem) => {
            if (problem.kind === 'refused') wx.showToast({ title: texts.tooLate, icon: 'none' });
            this.setData({ offline: problem.kind === 'unreachable' });
            this.look();
          },
        );
      },
    });
  },

  toMenu() {
    wx.switchTab({ url: '/pages/menu/menu' });
  },
});
