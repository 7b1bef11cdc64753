// TDesign's basics: what most screens are made of.
const { texts } = require('../../lib/i18n');

Page({
  data: { t: texts, notify: true, step: 1, saving: false, saved: 0 },

  turn(event) {
    this.setData({ notify: event.detail.value });
  },

  save() {
    this.setData({ saving: true });
    setTimeout(() => this.setData({ saving: false, saved: this.data.saved + 1 }), 1200);
  },

  next() {
    this.setData({ step: (this.data.step + 1) % 4 });
  },
});
