// What every chapter does: its words, its title, the mark that it was seen, the way to the next one.
const { texts, fill } = require('./i18n');
const { after, see } = require('./chapters');

/** Makes a page of a chapter: `own` is its data and handlers. */
module.exports = function chapter(id, own) {
  const next = after(id);
  Page({
    ...own,
    data: { t: texts, head: texts[id], say: texts[id + 'Say'], nextWords: next ? fill(texts.next, { n: texts[next] }) : texts.done, ...own.data },
    onLoad() {
      wx.setNavigationBarTitle({ title: texts[id] });
      see(id);
    },
    next() {
      if (next) wx.redirectTo({ url: '/pages/' + next + '/' + next });
      else if (getCurrentPages().length > 1) wx.navigateBack();
      else wx.redirectTo({ url: '/pages/home/home' });
    },
    onShareAppMessage() {
      return { title: texts[id], path: '/pages/' + id + '/' + id };
    },
  });
};
