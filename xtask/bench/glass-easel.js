// The same page in glass-easel with its own empty backend: what it costs before anything reaches a view.
const glassEasel = require('./glass_easel.all.js');
const templates = require('./templates.js');
const { change, makeList } = require('./list.js');

const space = new glassEasel.ComponentSpace();
const template = (path) => ({ groupList: templates, content: templates[path] });
const card = space.defineComponent({
  is: 'card',
  properties: { name: String, count: Number },
  data: { label: '' },
  observers: { count(count) { this.setData({ label: `${count} left` }) } },
  template: template('card'),
});
const page = space.defineComponent({
  is: 'page',
  using: { card: card.general() },
  data: { title: 'Bikes', list: [] },
  template: template('page'),
});

const list = makeList(0);
let root = null;
let n = 0;
let next = null;

const text = (node) => {
  if (node instanceof glassEasel.TextNode) return node.textContent;
  if (node instanceof glassEasel.Component) return text(node.shadowRoot);
  return node.childNodes.map(text).join('');
};

wx.onBench(({ what }) => {
  if (what === 'open') {
    root = glassEasel.Component.createWithContext('root', page.general(), new glassEasel.EmptyBackendContext());
    glassEasel.Element.pretendAttached(root);
    root.setData({ list });
  } else if (what === 'text') {
    // The console cuts long lines.
    for (const part of text(root).match(/[^]{1,5000}/g) ?? []) console.log(part);
  } else if (what === 'go') {
    root.setData(next);
  } else {
    n += 1;
    next = change(what, root.data.list, n);
  }
});
