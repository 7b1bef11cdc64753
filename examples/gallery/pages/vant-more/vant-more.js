// Vant's parts that move, ask and choose. Dialog and toast are called from code, by their npm names.
const Dialog = require('@vant/weapp/dialog/dialog').default;
const Toast = require('@vant/weapp/toast/toast').default;
const { texts, fill } = require('../../lib/i18n');

Page({
  data: {
    t: texts,
    tabs: [texts.tab1, texts.tab2, texts.tab3].map((name) => ({ name, text: fill(texts.tabText, { t: name }) })),
    tab: 0,
    sorting: false,
    answer: '',
    wanted: '',
    chosen: ['milk'],
  },

  toTab(event) {
    this.setData({ tab: event.detail.index });
  },

  ask() {
    Dialog.confirm({
      title: texts.dialogTitle,
      message: texts.dialogText,
      confirmButtonText: texts.delete,
      cancelButtonText: texts.cancel,
      cancelButtonColor: 'var(--ink)',
    }).then(
      () => this.setData({ answer: fill(texts.dialogDone, { t: texts.delete }) }),
      () => this.setData({ answer: fill(texts.dialogDone, { t: texts.cancel }) }),
    );
  },

  sort() {
    this.setData({ sorting: true });
  },

  sorted() {
    this.setData({ sorting: false });
  },

  toast() {
    Toast(texts.toast);
  },

  look(event) {
    this.setData({ wanted: event.detail });
  },

  choose(event) {
    this.setData({ chosen: event.detail });
  },
});
