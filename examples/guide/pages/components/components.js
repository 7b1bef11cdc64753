// Chapter: components. Two of the same kind, each with its own number.
const { fill, texts } = require('../../lib/i18n');
const chapter = require('../../lib/chapter');

const WXML = `<tally name="Tea" bind:grow="grow" />
<tally name="Rice" bind:grow="grow" />`;

const JS = `Component({
  properties: { name: String },
  data: { count: 0 },
  methods: {
    add() {
      const count = this.data.count + 1;
      this.setData({ count });
      this.triggerEvent('grow', { count });
    },
  },
});`;

chapter('components', {
  data: { wxml: WXML, js: JS, grown: '' },
  grow(event) {
    this.setData({ grown: fill(texts.grown, { n: event.currentTarget.dataset.name, c: event.detail.count }) });
  },
});
