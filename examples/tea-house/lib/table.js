// The table that a code named: `table=T03`, or the whole link of an ordinary code as `q`. Kept for an
// afternoon, not for ever: the next visit may be at another one.
const KEY = 'table';
const AFTERNOON = 4 * 60 * 60 * 1000;
const TABLE = /(?:^|[^a-z0-9])(t\d{2})(?![a-z0-9])/i; // what your tables are called

/** The table in a text, or ''. */
function tableIn(text) {
  const found = TABLE.exec(String(text || ''));
  return found ? found[1].toUpperCase() : '';
}

/** Keeps the table of a page's or a launch's query, if it names one. */
function remember(query) {
  const name = tableIn(query && query.table) || tableIn(decodeURIComponent((query && query.q) || ''));
  if (name) wx.setStorageSync(KEY, { name, at: Date.now() });
  return name;
}

/** The table somebody sits at, or '' for the counter. */
function current() {
  const kept = wx.getStorageSync(KEY);
  return kept && Date.now() - kept.at < AFTERNOON ? kept.name : '';
}

function leave() {
  wx.removeStorageSync(KEY);
}

module.exports = { tableIn, remember, current, leave };
