// The data of the benchmark, the same for both frameworks: 1,000 items and what is done to them.
'use strict';

const makeItem = (id, round) => ({
  id, name: `Bike ${id}${round ? ` round ${round}` : ''}`, price: 150 + id, on: id % 2 === 0, count: id % 7 + (round || 0),
});

exports.makeList = (round, length = 1000, from = 0) => Array.from({ length }, (_, at) => makeItem(from + at, round));

let two = null;

/** What setData gets for an operation, and the list after it. */
exports.change = (what, list, n) => {
  switch (what) {
    case 'one': return { [`list[${(n * 37) % list.length}].name`]: `changed ${n}` };
    case 'all': return { list: exports.makeList(n) };
    // For profilers: like `all`, without the time to make the lists.
    case 'flip': two ??= [exports.makeList(1), exports.makeList(2)]; return { list: two[n % 2] };
    case 'same': return { list: JSON.parse(JSON.stringify(list)) };
    case 'append': return { list: list.concat([makeItem(10_000 + n, n)]) };
    case 'append100': return { list: list.concat(exports.makeList(n, 100, 5000)) };
    case 'switch': return { list: exports.makeList(n, 1000, 20_000) };
    case 'clear': return { list: [] };
    case 'fill5000': return { list: exports.makeList(n, 5000) };
    case 'delete': return { list: list.filter((_, at) => at !== 10) };
    case 'other': return { title: `title ${n}` };
    default: throw new Error(what);
  }
};
