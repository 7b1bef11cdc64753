// Chapter: lists. Items come, go and turn around, and each stays itself by its key.
const { texts, fill } = require('../../lib/i18n');
const chapter = require('../../lib/chapter');

const WXML = `<block wx:if="{{items.length}}">
  <view wx:for="{{items}}" wx:key="id">
    {{item.name}}
    <view data-id="{{item.id}}" bindtap="remove">x</view>
  </view>
</block>
<view wx:else>Nothing here</view>`;

const JS = `remove(event) {
  const { id } = event.currentTarget.dataset;
  const items = this.data.items.filter((one) => one.id !== id);
  this.setData({ items });
}`;

const item = (id) => ({ id, name: fill(texts.item, { n: id }) });

chapter('lists', {
  data: { wxml: WXML, js: JS, items: [1, 2, 3].map(item) },
  add() {
    this.made = (this.made || 3) + 1;
    if (this.data.items.length < 8) this.setData({ items: this.data.items.concat(item(this.made)) });
  },
  turn() {
    this.setData({ items: this.data.items.slice().reverse() });
  },
  remove(event) {
    const { id } = event.currentTarget.dataset;
    this.setData({ items: this.data.items.filter((one) => one.id !== id) });
  },
});
