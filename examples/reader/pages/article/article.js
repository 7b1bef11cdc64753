// One piece, where a printed code or a shared link leads: `id=rice`, or the whole link of an ordinary
// code as `q`. It opens where it was left, at the size that was chosen.
const { texts, fill, name } = require('../../lib/i18n');
const paper = require('../../lib/articles');
const shelf = require('../../lib/shelf');

/** The id in a link such as https://reader.banchan.example/a/rice. */
const idIn = (link) => (/\/a\/([a-z]+)/.exec(decodeURIComponent(link || '')) || [])[1] || '';

Page({
  data: { t: texts, piece: null, body: '', size: shelf.SIZES[1], step: 1, steps: shelf.SIZES.length, sizing: false, kept: false, share: 0, restored: false, ready: false },

  onLoad(query) {
    const one = paper.find(String(query.id || idIn(query.q)));
    this.setData({ ready: true });
    if (!one) {
      wx.setNavigationBarTitle({ title: texts.app });
      return;
    }
    const column = paper.columns.find((other) => other.id === one.column);
    const after = paper.next(one);
    this.one = one;
    wx.setNavigationBarTitle({ title: name(column.name) });
    this.setData({
      piece: { id: one.id, title: name(one.title), lead: name(one.lead), column: name(column.name), minutes: fill(texts.minutes, { n: one.minutes }), next: after && { id: after.id, title: name(after.title) } },
      body: paper.html(name(one.body)),
      step: shelf.size(),
      size: shelf.SIZES[shelf.size()],
      kept: shelf.has('shelf', one.id),
    });
  },

  onReady() {
    if (!this.one) return;
    this.measure(() => {
      const place = shelf.place(this.one.id);
      if (!place || place.share > 0.97 || place.top < 60) return;
      wx.pageScrollTo({ scrollTop: place.share * this.far, duration: 0 });
      this.setData({ restored: true });
    });
  },

  onHide() {
    this.keep();
  },

  onUnload() {
    this.keep();
  },

  /** How far the page can scroll, in pixels: it changes with the size of the text. */
  measure(then) {
    const { windowHeight } = wx.getSystemInfoSync();
    wx.createSelectorQuery()
      .select('#piece')
      .boundingClientRect((box) => {
        if (box) this.far = Math.max(1, box.height - windowHeight);
        then();
      })
      .exec();
  },

  onPageScroll({ scrollTop }) {
    this.top = scrollTop;
    const share = Math.max(0, Math.min(1, scrollTop / (this.far || 1)));
    const percent = Math.round(share * 100);
    if (percent !== this.data.share) this.setData({ share: percent });
  },

  keep() {
    if (this.one && this.top !== undefined) shelf.keepPlace(this.one.id, this.top, Math.min(1, this.top / (this.far || 1)));
  },

  fromTop() {
    this.setData({ restored: false });
    wx.pageScrollTo({ scrollTop: 0 });
  },

  toggleSize() {
    this.setData({ sizing: !this.data.sizing });
  },

  resize(event) {
    const step = event.detail.value !== undefined ? Number(event.detail.value) : this.data.step + Number(event.currentTarget.dataset.by);
    if (step < 0 || step >= shelf.SIZES.length) return;
    shelf.keepSize(step);
    this.setData({ step, size: shelf.SIZES[step] }, () => this.measure(() => {}));
  },

  toggleKept() {
    const kept = shelf.toggle('shelf', this.one.id);
    this.setData({ kept });
    wx.showToast({ title: kept ? texts.keptToast : texts.letGo, icon: 'none', duration: 900 });
  },

  next() {
    wx.redirectTo({ url: '/pages/article/article?id=' + this.data.piece.next.id });
  },

  home() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.redirectTo({ url: '/pages/home/home' });
  },

  // What somebody gets who is sent this: the piece itself, not the front page.
  onShareAppMessage() {
    if (!this.one) return { title: texts.app, path: '/pages/home/home' };
    return { title: name(this.one.title), path: '/pages/article/article?id=' + this.one.id, imageUrl: '/images/covers/' + this.one.id + '.svg' };
  },
});
