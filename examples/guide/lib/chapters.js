// The chapters in their order: page, and the key of their words. A new chapter is a line here, its words
// in lib/i18n.js, and a page.
const chapters = ['binding', 'events', 'lists', 'components', 'phone', 'publish'];

/** The chapter after this one, or ''. */
const after = (chapter) => chapters[chapters.indexOf(chapter) + 1] || '';

/** Chapters that were opened on this phone: `{ binding: true }`. */
function seen() {
  const kept = wx.getStorageSync('seen');
  return kept && typeof kept === 'object' ? kept : {};
}

function see(chapter) {
  wx.setStorageSync('seen', { ...seen(), [chapter]: true });
}

module.exports = { chapters, after, seen, see };
