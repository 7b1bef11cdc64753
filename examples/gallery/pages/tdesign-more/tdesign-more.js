// TDesign's parts that move, ask and choose. The toast is called from code, by its npm name.
import Toast from 'tdesign-miniprogram/toast/index';
import { texts, fill } from '../../lib/i18n';

Page({
  data: {
    t: texts,
    tabs: [
      { value: 'day', label: texts.tab1, text: fill(texts.tabText, { t: texts.tab1 }) },
      { value: 'week', label: texts.tab2, text: fill(texts.tabText, { t: texts.tab2 }) },
      { value: 'month', label: texts.tab3, text: fill(texts.tabText, { t: texts.tab3 }) },
    ],
    tab: 'week',
    asking: false,
    sorting: false,
    answer: '',
    chosen: ['milk'],
    ticks: ['/images/tick-on.svg', '/images/tick-off.svg'],
  },

  toTab(event) {
    this.setData({ tab: event.detail.value });
  },

  ask() {
    this.setData({ asking: true });
  },

  confirm() {
    this.setData({ asking: false, answer: fill(texts.dialogDone, { t: texts.delete }) });
  },

  cancel() {
    this.setData({ asking: false, answer: fill(texts.dialogDone, { t: texts.cancel }) });
  },

  sort() {
    this.setData({ sorting: true });
  },

  sortChanged(event) {
    this.setData({ sorting: event.detail.visible });
  },

  sorted() {
    this.setData({ sorting: false });
  },

  toast() {
    Toast({ context: this, selector: '#toast', message: texts.toast });
  },

  choose(event) {
    this.setData({ chosen: event.detail.value });
  },
});
