// What somebody is about to order, in the storage: it outlives a closed mini-program and a merchant that
// can't be reached. Money is counted here for the eye only; the merchant counts again.
const KEY = 'cart';
const MOST = 20; // of one kind

function lines() {
  const kept = wx.getStorageSync(KEY);
  return Array.isArray(kept) ? kept : [];
}

function keep(list) {
  wx.setStorageSync(KEY, list);
  return list;
}

/** The menu's item with this id, or null. */
function find(menu, id) {
  for (const category of menu.categories) {
    const item = category.items.find((one) => one.id === id);
    if (item) return item;
  }
  return null;
}

/** The groups of choices that an item has, in the menu's order. */
function groups(menu, item) {
  return menu.choices.filter((group) => item.options.indexOf(group.id) >= 0);
}

/** What is chosen when nobody chose: the first of each group, and nothing to add. */
function usual(menu, item) {
  const chosen = {};
  for (const group of groups(menu, item)) chosen[group.id] = group.many ? [] : [group.choices[0].id];
  return chosen;
}

/** The price of one, with its choices. */
function price(menu, item, chosen) {
  let cents = item.price;
  for (const group of groups(menu, item)) {
    for (const choice of group.choices) if ((chosen[group.id] || []).indexOf(choice.id) >= 0) cents += choice.extra;
  }
  return cents;
}

/** Adds; the same tea with the same choices is one line. */
function add(id, chosen, count) {
  const key = id + JSON.stringify(chosen);
  const list = lines();
  const same = list.find((line) => line.key === key);
  if (same) same.count = Math.min(MOST, same.count + count);
  else list.push({ key, id, chosen, count });
  return keep(list);
}

/** Sets how many of a line; none takes it out. */
function set(key, count) {
  return keep(
    lines()
      .map((line) => (line.key === key ? { ...line, count: Math.min(MOST, count) } : line))
      .filter((line) => line.count > 0),
  );
}

function clear() {
  wx.removeStorageSync(KEY);
}

/** The cart for the eye: what left the menu since is left out, sold out is marked. */
function shown(menu, texts, name) {
  const list = [];
  for (const line of lines()) {
    const item = find(menu, line.id);
    if (!item) continue;
    const words = [];
    for (const group of groups(menu, item)) {
      for (const choice of group.choices) if ((line.chosen[group.id] || []).indexOf(choice.id) >= 0) words.push(name(choice.name));
    }
    const each = price(menu, item, line.chosen);
    list.push({ ...line, name: name(item.name), picture: item.picture, words: words.join(texts.comma), each, cents: each * line.count, soldOut: item.soldOut === true });
  }
  const buyable = list.filter((line) => !line.soldOut);
  return {
    lines: list,
    count: buyable.reduce((sum, line) => sum + line.count, 0),
    cents: buyable.reduce((sum, line) => sum + line.cents, 0),
  };
}

module.exports = { add, set, clear, shown, find, groups, usual, price };
