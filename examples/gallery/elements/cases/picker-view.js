// picker-view: wheels in the page.
const count = (n, by = 1) => Array.from({ length: n }, (_, each) => each * by);

module.exports = { data: { hours: count(24), minutes: count(12, 5), value: [9, 6] }, acts: { '12:15': { value: [12, 3] } } };
