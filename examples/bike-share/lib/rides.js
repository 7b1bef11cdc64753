// The running ride and the receipts, in the mini-program's storage: a ride survives closing.
const RUNNING = 'ride';
const RECEIPTS = 'receipts';
const KEPT = 50;

/** What `seconds` of riding cost, in hundredths: 1.50 for 15 minutes, then 0.10 a minute begun. */
function price(seconds) {
  const further = Math.max(0, Math.ceil(seconds / 60) - 15);
  return { first: 150, further, cents: 150 + further * 10 };
}

/** The running ride `{ id, start }`, or null. */
function running() {
  const ride = wx.getStorageSync(RUNNING);
  return ride && ride.id && ride.start ? ride : null;
}

function begin(id) {
  const ride = { id, start: Date.now() };
  wx.setStorageSync(RUNNING, ride);
  return ride;
}

/** Ends the running ride and keeps its receipt, which is returned (null if none is running). */
function end() {
  const ride = running();
  if (!ride) return null;
  const now = Date.now();
  const seconds = Math.max(0, Math.round((now - ride.start) / 1000));
  const cost = price(seconds);
  const receipt = {
    key: 'r' + ride.start,
    id: ride.id,
    start: ride.start,
    seconds,
    first: cost.first,
    further: cost.further,
    cents: cost.cents,
  };
  wx.setStorageSync(RECEIPTS, [receipt].concat(receipts()).slice(0, KEPT));
  wx.removeStorageSync(RUNNING);
  return receipt;
}

function receipts() {
  const kept = wx.getStorageSync(RECEIPTS);
  return Array.isArray(kept) ? kept : [];
}

function receipt(key) {
  return receipts().filter((one) => one.key === key)[0] || null;
}

function forget() {
  wx.removeStorageSync(RECEIPTS);
}

module.exports = { price, running, begin, end, receipts, receipt, forget };
