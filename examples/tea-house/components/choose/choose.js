// The sheet where one tea gets its size, its sugar and how many. Says `add` with the choices, or
// `close`; the cart is the page's.
const { texts, name } = require('../../lib/i18n');
const cart = require('../../lib/cart');

Component({
  options: { addGlobalClass: true },
  properties: {
    menu: { type: Object, value: null },
    item: { type: Object, value: null },
  },
  data: { t: texts, name: '', about: '', groups: [], chosen: {}, count: 1, cents: 0 },
  observers: {
    item(item) {
      if (!item) return;
      this.setData({ name: name(item.name), about: name(item.about), count: 1 });
      this.show(cart.usual(this.data.menu, item));
    },
  },
  methods: {
    show(chosen) {
      const { menu, item } = this.data;
      const groups = cart.groups(menu, item).map((group) => ({
        id: group.id,
        name: name(group.name),
        choices: group.choices.map((one) => ({ id: one.id, name: name(one.name), extra: one.extra, on: chosen[group.id].indexOf(one.id) >= 0 })),
      }));
      this.setData({ chosen, groups, cents: cart.price(menu, item, chosen) });
    },
    take(event) {
      const { group, choice } = event.currentTarget.dataset;
      const many = this.data.menu.choices.find((one) => one.id === group).many;
      const had = this.data.chosen[group];
      let next = [choice];
      if (many) next = had.indexOf(choice) >= 0 ? had.filter((one) => one !== choice) : had.concat(choice);
      this.show({ ...this.data.chosen, [group]: next });
    },
    count(event) {
      this.setData({ count: event.detail.value });
    },
    add() {
      this.triggerEvent('add', { id: this.data.item.id, chosen: this.data.chosen, count: this.data.count });
    },
    close() {
      this.triggerEvent('close');
    },
  },
});
