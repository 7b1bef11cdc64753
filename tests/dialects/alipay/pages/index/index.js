// The list of what to bring, and who comes.
Page({
  mounted: [],
  data: {
    hour: 18,
    guests: 4,
    bike: true,
    stars: 3,
    done: 1,
    log: [],
    list: [
      { name: 'rug', done: false, note: 'the green one' },
      { name: 'bread', done: true },
      { name: 'tea', done: false },
    ],
  },
  onLoad() {
    const stored = my.getStorageSync({ key: 'stars' }).data;
    if (stored) this.setData({ stars: stored });
    console.log('component2', my.canIUse('component2'), my.canIUse('showToast'), my.canIUse('tradePay'));
  },
  onReady() {
    console.log('mounted', this.mounted.join(' '));
    console.log('kept', this.first && this.first.name());
    my.tradePay({ tradeNO: '1', fail: (res) => console.log('pay', res.error, res.errorMessage) });
  },
  keep(row) {
    this.first = row;
  },
  toggle({ name, type }) {
    const list = this.data.list.map((thing) => (thing.name === name ? { ...thing, done: !thing.done } : thing));
    this.setData({ list, done: list.filter((thing) => thing.done).length });
    console.log('toggled', name, type);
  },
  seen(name, before, after) {
    this.setData({ log: [...this.data.log, `${name} ${before} ${after}`] });
  },
  add() {
    this.$spliceData({ list: [1, 0, { name: `cup ${this.data.list.length}`, done: false }] });
    my.showToast({ type: 'success', content: 'added' });
  },
  rate(stars) {
    this.setData({ stars });
    my.setStorageSync({ key: 'stars', data: stars });
  },
  invite(guests) {
    this.setData({ guests });
  },
  ride(bike) {
    this.setData({ bike });
  },
});
