// The menu of the table whose code was scanned: categories on the left, teas on the right, the cart
// below. It shows at once what this phone knows, and then what the merchant says.
const { texts, fill, name } = require('../../lib/i18n');
const shop = require('../../lib/shop');
const cart = require('../../lib/cart');
const table = require('../../lib/table');

Page({
  data: {
    t: texts,
    table: '',
    place: '',
    categories: [],
    at: 0, // the category that is seen
    into: '', // the section that the list scrolls to
    offline: false,
    loading: false,
    practising: false,
    count: 0,
    cents: 0,
    inCart: '',
    menu: null,
    item: null, // whose sheet is open
  },

  onLoad(query) {
    wx.setNavigationBarTitle({ title: texts.menu });
    table.remember(query);
    this.lay(shop.keptMenu());
    this.fetch();
  },

  onShow() {
    const at = table.current();
    this.setData({ table: at, place: at ? fill(texts.table, { n: at }) : texts.counter, practising: shop.practising() });
    this.tally();
  },

  /** Shows a menu. */
  lay(menu) {
    const categories = menu.categories.map((category) => ({
      id: category.id,
      name: name(category.name),
      items: category.items.map((item) => ({
        id: item.id,
        name: name(item.name),
        about: name(item.about),
        picture: item.picture,
        price: item.price,
        choices: item.options.length > 0,
        soldOut: item.soldOut === true,
      })),
    }));
    this.setData({ menu, categories });
    this.tally();
  },

  fetch() {
    if (this.data.loading) return;
    this.setData({ loading: true });
    shop.menu().then(
      (menu) => {
        this.lay(menu);
        this.setData({ offline: false, loading: false });
      },
      () => this.setData({ offline: true, loading: false }),
    );
  },

  tally() {
    if (!this.data.menu) return;
    const { count, cents } = cart.shown(this.data.menu, texts, name);
    this.setData({ count, cents, inCart: fill(texts.inCart, { n: count }) });
  },

  jump(event) {
    const at = event.currentTarget.dataset.at;
    // A section that was scrolled to before is gone to again only when the name changes.
    this.setData({ at, into: '' }, () => this.setData({ into: 'part-' + at }));
    this.jumped = Date.now();
  },

  /** The category that lies under the top edge is the chosen one. */
  scrolled() {
    if (this.measuring || Date.now() - (this.jumped || 0) < 600) return;
    this.measuring = true;
    const query = wx.createSelectorQuery();
    query.select('#list').boundingClientRect();
    query.selectAll('.part').boundingClientRect();
    query.exec(([list, parts]) => {
      this.measuring = false;
      if (!list || !parts) return;
      const seen = parts.filter((part) => part.top <= list.top + 80).length;
      const at = Math.max(0, seen - 1);
      if (at !== this.data.at) this.setData({ at });
    });
  },

  choose(event) {
    const item = cart.find(this.data.menu, event.currentTarget.dataset.id);
    if (!item || item.soldOut) return;
    // What has nothing to choose needs no sheet.
    if (item.options.length) this.setData({ item });
    else this.put(item.id, {}, 1);
  },

  add(event) {
    const { id, chosen, count } = event.detail;
    this.setData({ item: null });
    this.put(id, chosen, count);
  },

  put(id, chosen, count) {
    cart.add(id, chosen, count);
    this.tally();
    wx.vibrateShort({ type: 'light' });
    wx.showToast({ title: texts.added, icon: 'success', duration: 900 });
  },

  close() {
    this.setData({ item: null });
  },

  scan() {
    if (!this.data.table) {
      this.read();
      return;
    }
    wx.showActionSheet({
      itemList: [texts.otherTable, fill(texts.leaveTable, { n: this.data.table })],
      success: ({ tapIndex }) => {
        if (tapIndex === 0) this.read();
        else {
          table.leave();
          this.onShow();
        }
      },
    });
  },

  read() {
    wx.scanCode({
      success: (code) => {
        if (table.remember({ table: code.path || code.result })) this.onShow();
        else wx.showToast({ title: texts.notATable, icon: 'none' });
      },
    });
  },

  practise() {
    shop.practise(true);
    this.setData({ practising: true });
    this.fetch();
  },

  stop() {
    shop.practise(false);
    this.setData({ practising: false });
    this.fetch();
  },

  toCart() {
    wx.navigateTo({ url: '/pages/cart/cart' });
  },
});
