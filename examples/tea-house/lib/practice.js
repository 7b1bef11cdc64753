// A merchant that lives on this phone, so that an order can be tried where no server answers. It talks
// as server/merchant.mjs does and sends nothing anywhere. A shop of its own deletes this file.
const ORDERS = 'practice-orders';
const MAKING = 4000; // milliseconds until the kitchen begins, and until it is ready
const READY = 12000;

function all() {
  const kept = wx.getStorageSync(ORDERS);
  return Array.isArray(kept) ? kept : [];
}

function keep(orders) {
  wx.setStorageSync(ORDERS, orders.slice(0, 20));
}

/** The order as of now: it goes on with the clock. */
function grown(order) {
  if (order.status === 'cancelled') return order;
  const age = Date.now() - order.at;
  return { ...order, status: age > READY ? 'ready' : age > MAKING ? 'making' : 'received' };
}

function change(id, what) {
  const orders = all();
  const at = orders.findIndex((one) => one.id === id);
  if (at < 0) return null;
  orders[at] = { ...grown(orders[at]), ...what };
  keep(orders);
  return orders[at];
}

function route(method, path, data) {
  const [, id, act] = /^\/orders\/(\w+)(?:\/(\w+))?$/.exec(path) || [];
  if (path === '/menu') return require('./menu');
  if (path === '/orders') {
    const same = all().find((one) => one.key === data.key);
    if (same) return grown(same);
    const order = { ...data, id: 'P' + (all().length + 1), at: Date.now(), paid: false, status: 'received' };
    keep([order].concat(all()));
    return order;
  }
  const order = all().find((one) => one.id === id);
  if (!order) return null;
  if (act === 'paid') return change(id, { paid: true });
  if (act === 'cancel') return change(id, { status: 'cancelled' });
  return grown(order);
}

/** Answers as the network would, a moment later. */
function answer(method, path, data) {
  return new Promise((resolve, reject) => {
    setTimeout(() => {
      const found = route(method, path, data);
      if (found) resolve(found);
      else reject({ kind: 'refused', why: 'unknown' });
    }, 150);
  });
}

module.exports = { answer };
