// Chapter: data and markup. A field writes into the data, and a line follows.
const { texts, fill } = require('../../lib/i18n');
const chapter = require('../../lib/chapter');

const WXML = `<input bindinput="type" />
<view>{{hello}}</view>`;

const JS = `Page({
  data: { hello: 'Hello!' },
  type(event) {
    const name = event.detail.value;
    this.setData({ hello: 'Hello, ' + name });
  },
});`;

chapter('binding', {
  data: { wxml: WXML, js: JS, hello: fill(texts.hello, { n: texts.stranger }) },
  type(event) {
    this.setData({ hello: fill(texts.hello, { n: event.detail.value.trim() || texts.stranger }) });
  },
});
