// The data of the benchmark, the same for both frameworks: 1,000 items and what is done to them.
'use strict';

const makeItem = (id, round) => ({
  id, name: `Bike ${id}${round ? ` round ${round}` : ''}`, price: 150 + id, on: id % 2 === 0, count: id % 7 + (round || 0),
});

exports.makeList = (round) => Array.from({ length: 1000 }, (_, id) => makeItem(id, round));

/** What setData gets for an operation, and the list after it. */
exports.change = (what, list, n) => {
  switch (what) {
    case 'one': return { [`list[${(n * 37) % list.length}].name`]: `changed ${n}` };
    case 'all': return { list: exports.makeList(n) };
    case 'same': return { list: JSON.parse(JSON.stringify(list)) };
    case 'append': return { list: list.concat([makeItem(10_000 + n, n)]) };
    case 'delete': return { list: list.filter((_, at) => at !== 10) };
    case 'other': return { title: `title ${n}` };
    default: throw new Error(what);
  }
};
