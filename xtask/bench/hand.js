// The benchmark's page as one would write it by hand for this one purpose: the lower bound in the same browser. It keeps
// its rows, and touches only what an operation changes.
'use strict';

const escaped = (text) => String(text).replace(/[&<]/g, (c) => (c === '&' ? '&amp;' : '&lt;'));
const rowOf = (item) =>
  `<div class="row" data-id="${item.id}"><span>${(item.price / 100).toFixed(2)}</span>${item.on ? '<div>available</div>' : ''}` +
  `<div class="card"><span>${escaped(item.name)}</span><span>${item.count} left</span></div></div>`;

let list = [];
let box = null;

window.bench = {
  change: (what, n) => exports.change(what, list, n),


  open(items) {
    list = items;
    document.body.innerHTML = `<div class="page"><span>Bikes</span><div>${list.map(rowOf).join('')}</div></div>`;
    box = document.body.firstElementChild.lastElementChild;
  },
  one(at, name) {
    list[at].name = name;
    box.children[at].lastElementChild.firstElementChild.textContent = name;
  },
  all(items) {
    for (let at = 0; at < items.length; at += 1) {
      const [name, count] = box.children[at].lastElementChild.children;
      if (items[at].name !== list[at].name) name.textContent = items[at].name;
      if (items[at].count !== list[at].count) count.textContent = `${items[at].count} left`;
    }
    list = items;
  },
  append(items) {
    list = list.concat(items);
    box.insertAdjacentHTML('beforeend', items.map(rowOf).join(''));
  },
  remove(at) {
    list.splice(at, 1);
    box.children[at].remove();
  },
  show(items) {
    list = items;
    box.innerHTML = list.map(rowOf).join('');
  },
};
