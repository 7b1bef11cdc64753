// All pieces by column, the one that was not read to its end, and the shelf. A column can be followed.
const { texts, fill, name } = require('../../lib/i18n');
const paper = require('../../lib/articles');
const shelf = require('../../lib/shelf');

const TEMPLATE = texts.message; // your message template: the phone shows its name

Page({
  data: { t: texts, chips: [], chosen: 'all', list: [], last: null, column: null },

  onLoad(query) {
    wx.setNavigationBarTitle({ title: texts.app });
    const chips = [{ id: 'all', name: texts.all }]
      .concat(paper.columns.map((one) => ({ id: one.id, name: name(one.name) })))
      .concat({ id: 'shelf', name: texts.shelf });
    const chosen = chips.some((one) => one.id === query.column) ? query.column : 'all';
    this.setData({ chips, chosen });
  },

  onShow() {
    this.lay();
  },

  lay() {
    const { chosen } = this.data;
    const list = paper.articles
      .filter((one) => chosen === 'all' || (chosen === 'shelf' ? shelf.has('shelf', one.id) : one.column === chosen))
      .map((one) => this.card(one));
    const open = shelf.last();
    const last = open && paper.find(open.id);
    const column = paper.columns.find((one) => one.id === chosen);
    this.setData({
      list,
      last: last ? { ...this.card(last), share: Math.round(open.share * 100), note: fill(texts.goOnAt, { n: Math.round(open.share * 100) }) } : null,
      column: column ? { id: column.id, followed: shelf.has('columns', column.id) } : null,
    });
  },

  card(one) {
    const column = paper.columns.find((other) => other.id === one.column);
    return { id: one.id, title: name(one.title), lead: name(one.lead), column: name(column.name), minutes: fill(texts.minutes, { n: one.minutes }), kept: shelf.has('shelf', one.id) };
  },

  choose(event) {
    this.setData({ chosen: event.currentTarget.dataset.id });
    this.lay();
  },

  all() {
    this.setData({ chosen: 'all' });
    this.lay();
  },

  open(event) {
    wx.navigateTo({ url: '/pages/article/article?id=' + event.currentTarget.dataset.id });
  },

  follow() {
    const on = shelf.toggle('columns', this.data.column.id);
    this.lay();
    if (!on) return;
    // Following works without messages; a message is one more thing that somebody may say no to.
    wx.requestSubscribeMessage({
      tmplIds: [TEMPLATE],
      success: (answer) => {
        if (answer[TEMPLATE] !== 'accept') wx.showToast({ title: texts.noMessages, icon: 'none' });
      },
      fail: () => wx.showToast({ title: texts.noMessages, icon: 'none' }),
    });
  },

  onShareAppMessage() {
    return { title: texts.app, path: '/pages/home/home' };
  },
});
