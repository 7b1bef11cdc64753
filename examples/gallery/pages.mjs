// Makes a page of every component from the tables in tdesign/cases, vant/cases and weui/cases, and one of every built-in
// element from elements/cases: node pages.mjs FOLDER NODE_MODULES, where FOLDER is the laid-out gallery with its packages.
// Each library becomes a subpackage, so that home stays light. The tables stay in the program: a page takes its data from
// there, and only its markup is written here. Icon fonts, which the libraries fetch from the network, come from npm as well.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARIES = {
  tdesign: { tag: 't', path: (name) => `tdesign-miniprogram/${name}/${name}` },
  vant: { tag: 'van', path: (name) => `@vant/weapp/${name}/index` },
  weui: { tag: 'mp', path: (name) => `weui-miniprogram/${name}/${name}` },
};

const [folder, modules] = process.argv.slice(2);
const text = (path) => readFileSync(join(folder, path), 'utf8');

/** What a table exports. Only names of states and markup matter here, so what it requires may be anything. */
function table(path) {
  const anything = new Proxy(() => anything, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anything) });
  const module = { exports: {} };
  new Function('require', 'module', text(path))(() => anything, module);
  return module.exports;
}

/** The components that some markup uses, as `usingComponents`. */
function used(markup, { tag, path }) {
  const names = [...markup.matchAll(new RegExp(`<${tag}-([a-z-]+)`, 'g'))].map((found) => found[1]);
  return Object.fromEntries([...new Set(names)].sort().map((name) => [`${tag}-${name}`, path(name)]));
}

function write(path, content) {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** The licence of a package, as a comment. */
const licence = (name) => `/* ${name}\n\n${readFileSync(join(modules, name, 'LICENSE'), 'utf8').trim()} */\n`;

/** Every word of the files below a folder. */
function words(path) {
  const files = readdirSync(path, { withFileTypes: true, recursive: true }).filter((one) => one.isFile() && /\.(js|wxml)$/.test(one.name));
  return new Set(files.flatMap((one) => readFileSync(join(one.parentPath ?? one.path, one.name), 'utf8').match(/[a-z][a-z0-9-]+/g) ?? []));
}

/** Vant's greys, and what stands for them in the dark: Vant has no dark theme, but a variable for nearly every colour. */
const DARK = {
  '#fff': '#1b1b21', '#fafafa': '#1b1b21', '#f7f8fa': '#26262e', '#f2f3f5': '#26262e', '#ebedf0': '#34343e', '#dcdee0': '#34343e', '#e8e8e8': '#34343e', '#c8c9cc': '#6b6b78',
  '#969799': '#a5a5b2', '#646566': '#c3c3ce', '#323233': '#f0f0f4', '#000': '#f0f0f4', '#fffbe8': '#33260f', '#fff7cc': '#33260f', '#ed6a0c': '#f2b65c', '#f56723': '#f2b65c',
};

/** What stays white in the dark, as it lies on a colour. */
const KNOB = /switch-node|slider-button/;

/** A dark theme for Vant: each variable whose own value is one of its greys. White is left where it is written on a colour. */
function darkVant() {
  const from = join(folder, 'miniprogram_npm', '@vant/weapp');
  const styles = readdirSync(from, { recursive: true }).filter((file) => String(file).endsWith('.wxss')).map((file) => readFileSync(join(from, String(file)), 'utf8'));
  const found = styles.join('').matchAll(/var\((--[\w-]+),\s*(#\w+)\)/g);
  const rules = [...found].filter(([, name, value]) => DARK[value] && (value !== '#fff' || (name.includes('background') && !KNOB.test(name)))).map(([, name, value]) => `${name}:${name === '--switch-background-color' ? '#3a3a45' : DARK[value]}`);
  return `@media (prefers-color-scheme:dark){page{${[...new Set(rules)].sort().join(';')}}}\n`;
}

/** Icons whose names the library puts together, so that they stand nowhere as a word. */
const COMPOSED = ['check', 'minus'].flatMap((sign) => ['circle', 'rectangle'].map((form) => `${sign}-${form}-filled`));

/** TDesign's icons that could be shown, as masks; Vant's font with a dark theme. */
const icons = {
  tdesign() {
    const pictures = join(modules, 'tdesign-icons-svg', 'src');
    const named = new Set([...words(join(folder, 'miniprogram_npm', 'tdesign-miniprogram')), ...words(join(folder, 'tdesign', 'cases')), ...COMPOSED]);
    const rules = readdirSync(pictures).map((file) => file.replace(/\.svg$/, '')).filter((name) => named.has(name)).map((name) => {
      const picture = readFileSync(join(pictures, `${name}.svg`), 'utf8').replace('view-box', 'viewBox').replace(/ (class|id|width|height)="[^"]*"/g, '');
      return `.t-icon-base.t-icon-${name}::before{-webkit-mask-image:url("data:image/svg+xml,${picture.replace(/"/g, "'").replace(/[<>#%]/g, encodeURIComponent)}")}`;
    });
    const all = '.t-icon-base::before{display:block;width:1em;height:1em;color:inherit;background:currentColor;-webkit-mask:center/contain no-repeat;content:""!important}';
    return `${licence('tdesign-icons-svg')}${all}\n${rules.join('\n')}\n`;
  },
  vant() {
    const [font] = /url\('data:[^']+'\)/.exec(readFileSync(join(modules, '@vant/icons', 'src', 'encode-woff2.less'), 'utf8'));
    return `${licence('@vant/icons')}@font-face{font-family:vant-icon;font-style:normal;font-weight:400;src:${font.replace('charset=utf-8;', '')} format('woff2')}\n${darkVant()}`;
  },
  weui: () => '',
};

/** The buttons at the top of a page. */
function buttons(acts) {
  const all = Object.keys(acts).map((act) => `<view class="act" hover-class="act-press" data-act="${act}" bind:tap="act">${act}</view>`);
  return all.length > 0 ? `  <view class="acts">${all.join('')}</view>\n` : '';
}

/** The page of a built-in element: its markup stands beside its table, and what it tells is shown below. */
function elementPage(name) {
  const { acts = {} } = table(`elements/cases/${name}.js`);
  const markup = text(`elements/cases/${name}.wxml`).trimEnd();
  // page-meta has to be the first node of a page.
  const [meta] = /^<page-meta\b[^]*?<\/page-meta>\n/.exec(markup) ?? [''];
  const path = `elements/${name}/${name}`;
  write(`${path}.wxml`, `${meta}<view class="page telling">\n${buttons(acts)}${markup.slice(meta.length)}\n<include src="/lib/told.wxml" />\n</view>\n`);
  write(`${path}.js`, `require('../../lib/case')(${JSON.stringify(name)}, { ${JSON.stringify(name)}: require('../cases/${name}') });\n`);
  const own = existsSync(join(folder, `elements/cases/${name}.wxss`)) ? `@import "../cases/${name}.wxss";\n` : '';
  write(`${path}.wxss`, `@import "/lib/case.wxss";\n@import "/lib/told.wxss";\n${own}`);
  write(`${path}.json`, `${JSON.stringify({ navigationBarTitleText: name, usingComponents: { demo: '/components/demo/demo' } })}\n`);
  rmSync(join(folder, `elements/cases/${name}.wxml`));
  return `${name}/${name}`;
}

function page(root, library, group, name, { states, acts = {}, flush = false, bare = false }) {
  // What only opens over the page needs no card.
  const card = (state, markup) => `  <demo name="${state}"${flush ? ' flush' : ''}>\n    ${markup}\n  </demo>`;
  const cards = Object.entries(states).map(([state, markup]) => (bare ? `  ${markup}` : card(state, markup)));
  const row = buttons(acts);
  const theme = root === 'weui' ? ' data-weui-theme="{{theme}}"' : '';
  const path = `${root}/${name}/${name}`;
  write(`${path}.wxml`, `<view class="page"${theme}>\n${row}${cards.join('\n')}\n</view>\n`);
  write(`${path}.js`, `require('../../lib/case')(${JSON.stringify(name)}, require('../cases/${group}'));\n`);
  write(`${path}.wxss`, `@import "/lib/case.wxss";\n@import "/${root}/icons.wxss";\n`);
  write(`${path}.json`, `${JSON.stringify({ navigationBarTitleText: name, usingComponents: { demo: '/components/demo/demo', ...used(Object.values(states).join(''), library) } })}\n`);
  return `${name}/${name}`;
}

const app = JSON.parse(text('app.json'));
const index = {};
app.subPackages = Object.entries(LIBRARIES).map(([root, library]) => {
  write(`${root}/icons.wxss`, icons[root]());
  const groups = readdirSync(join(folder, root, 'cases')).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3));
  const pages = groups.flatMap((group) => Object.entries(table(`${root}/cases/${group}.js`)).map(([name, one]) => page(root, library, group, name, one)));
  index[root] = pages.map((one) => one.split('/')[0]).sort();
  return { root, pages };
});
const elements = readdirSync(join(folder, 'elements/cases')).filter((file) => file.endsWith('.js')).map((file) => file.slice(0, -3)).sort();
app.subPackages.push({ root: 'elements', pages: elements.map(elementPage) });
index.elements = elements;
write('app.json', `${JSON.stringify(app, null, 2)}\n`);
write('lib/index.js', `// The components of each library. Made by pages.mjs.\nmodule.exports = ${JSON.stringify(index, null, 2)};\n`);
