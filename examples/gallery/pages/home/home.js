// All components by library, and a search over all of them. Pages of components are in subpackages: nothing of a library
// is loaded here.
const { texts, fill } = require('../../lib/i18n');
const index = require('../../lib/index');

const libraries = [
  { root: 'tdesign', name: 'TDesign', npm: 'tdesign-miniprogram', version: '1.16.0' },
  { root: 'vant', name: 'Vant', npm: '@vant/weapp', version: '1.11.7' },
  { root: 'weui', name: 'WeUI', npm: 'weui-miniprogram', version: '1.5.6' },
  { root: 'elements', name: 'Elements', npm: texts.builtIn, version: '' },
].map((one) => Object.assign({ counted: fill(texts.components, { n: index[one.root].length }) }, one));

/** The sections to show: the chosen library, or what matches in every one. */
function sections(word, chosen) {
  const wanted = word.trim().toLowerCase().replace(/\s+/g, '-');
  const all = libraries.map((one) => Object.assign({ components: index[one.root].filter((name) => name.includes(wanted)) }, one));
  return wanted ? all.filter((one) => one.components.length > 0) : all.filter((one) => one.root === chosen);
}

Page({
  data: { t: texts, libraries, chosen: 'tdesign', word: '', sections: sections('', 'tdesign') },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts.title });
  },

  choose(event) {
    const { root } = event.currentTarget.dataset;
    this.setData({ chosen: root, word: '', sections: sections('', root) });
  },

  search(event) {
    const word = event.detail.value;
    this.setData({ word, sections: sections(word, this.data.chosen) });
  },

  clear() {
    this.setData({ word: '', sections: sections('', this.data.chosen) });
  },
});
