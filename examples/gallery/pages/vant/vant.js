// Vant's basics. Icons are the gallery's own pictures: an icon font from the network is not needed.
const { texts } = require('../../lib/i18n');

Page({
  data: { t: texts, notify: true, count: 2, stars: 4, percent: 50, left: 3 * 60 * 60 * 1000 },

  turn(event) {
    this.setData({ notify: event.detail });
  },

  counted(event) {
    this.setData({ count: event.detail });
  },

  rated(event) {
    this.setData({ stars: event.detail });
  },

  load() {
    this.setData({ percent: this.data.percent >= 100 ? 0 : this.data.percent + 10 });
  },
});
