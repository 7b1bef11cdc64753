// Chapter: events. Which views hear a tap, with bindtap and with catchtap.
const { texts, fill } = require('../../lib/i18n');
const chapter = require('../../lib/chapter');

const WXML = `<view data-who="around" bindtap="hear">
  <view data-who="inside" bindtap="hear">…</view>
  <view data-who="inside" catchtap="hear">…</view>
</view>`;

const JS = `hear(event) {
  // target was touched, currentTarget listens
  const { who } = event.currentTarget.dataset;
  this.setData({ heard: who });
}`;

chapter('events', {
  data: { wxml: WXML, js: JS, heard: fill(texts.heard, { n: texts.nobody }) },
  hear(event) {
    // Every view that hears the same tap joins the same line.
    if (this.tap !== event.timeStamp) this.who = [];
    this.tap = event.timeStamp;
    this.who.push(event.currentTarget.dataset.who);
    this.setData({ heard: fill(texts.heard, { n: this.who.join(' → ') }) });
  },
});
