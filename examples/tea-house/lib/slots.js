// When somebody can pick up: as soon as it is ready, or at one of the next ten-minute marks.
const MINUTES = 10;
const FIRST = 15; // minutes that the kitchen wants
const MANY = 9;

const two = (n) => (n < 10 ? '0' + n : '' + n);

/** The times from `now` on, as `{ at, label }`; the first is "as soon as ready", with `at` 0. */
function slots(now, soon) {
  const step = MINUTES * 60 * 1000;
  const first = Math.ceil((now + FIRST * 60 * 1000) / step) * step;
  const list = [{ at: 0, label: soon }];
  for (let n = 0; n < MANY; n += 1) {
    const date = new Date(first + n * step);
    list.push({ at: date.getTime(), label: two(date.getHours()) + ':' + two(date.getMinutes()) });
  }
  return list;
}

module.exports = { slots };
