// Chapter: publishing. The publisher's file, three commands, and what a code holds.
const chapter = require('../../lib/chapter');

const LINK = 'https://banchan.link/m/my.shop/pages/home/home?table=4';

const JSON_TEXT = `{
  "id": "my.shop",
  "version": 1,
  "names": { "en": "My shop" },
  "domains": {
    "request": ["https://api.my.shop"]
  }
}`;

chapter('publish', {
  data: { json: JSON_TEXT, link: LINK },
  copy() {
    wx.setClipboardData({ data: LINK });
  },
});
