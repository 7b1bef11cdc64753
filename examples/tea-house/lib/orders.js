// The orders of this phone, as the merchant last told them: newest first, the last thirty.
const KEY = 'orders';
const KEPT = 30;

function all() {
  const kept = wx.getStorageSync(KEY);
  return Array.isArray(kept) ? kept : [];
}

function find(id) {
  return all().find((one) => one.id === id) || null;
}

/** Keeps what the merchant says of an order, beside the words it was ordered with. */
function keep(order, lines) {
  const before = find(order.id);
  const one = { ...before, ...order, lines: lines || (before && before.lines) || [] };
  wx.setStorageSync(KEY, [one].concat(all().filter((other) => other.id !== order.id)).sort((a, b) => b.at - a.at).slice(0, KEPT));
  return one;
}

module.exports = { all, find, keep };
