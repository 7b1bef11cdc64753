// What this reader keeps on the phone: positions, the shelf, followed columns, the text size. Nothing of
// it leaves the phone.
const object = (key) => {
  const kept = wx.getStorageSync(key);
  return kept && typeof kept === 'object' ? kept : {};
};

/** Where somebody was in an article: `{ top, share, at }`, share from 0 to 1; or null. */
const place = (id) => object('places')[id] || null;

function keepPlace(id, top, share) {
  wx.setStorageSync('places', { ...object('places'), [id]: { top, share, at: Date.now() } });
}

/** The article that was read last and not to its end: `{ id, share }`, or null. */
function last() {
  const open = Object.entries(object('places')).filter(([, one]) => one.share > 0.02 && one.share < 0.97);
  open.sort((a, b) => b[1].at - a[1].at);
  return open.length ? { id: open[0][0], share: open[0][1].share } : null;
}

const has = (set, id) => object(set)[id] === true;

/** Puts `id` into a set, or takes it out; answers whether it is in now. */
function toggle(set, id) {
  const now = object(set);
  if (now[id]) delete now[id];
  else now[id] = true;
  wx.setStorageSync(set, now);
  return now[id] === true;
}

const SIZES = [28, 32, 36, 42, 50]; // rpx
const size = () => {
  const kept = wx.getStorageSync('size');
  return typeof kept === 'number' && kept < SIZES.length ? kept : 1;
};
const keepSize = (index) => wx.setStorageSync('size', index);

module.exports = { place, keepPlace, last, has, toggle, SIZES, size, keepSize };
