// Which style reaches which element: a table of expectations, by WeChat's documents, on computed styles in a real Chromium
// with the real program behind it. One row a case; each names the mode or page, the element, and what it must have.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { pack, phone, root, stand } from './phone-desk.mjs';

const it = stand((folder) => ['--registry', pack(folder, [join(root, 'tests/browser/fixtures/styles')])], { look: null });

/** Opens a page and reads computed styles of it: for each `[selector, property]` (a pseudo element behind `::`). It must ask for the file `asks`. */
async function computed(path, wanted, asks = '') {
  const { page, context, link, leave, mini: front } = await phone(it.chromium, it.served.address, { width: 390, height: 844, touch: true });
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  try {
    await link(`banchan://open/styles.banchan.test/${path}`);
    const mini = front();
    await mini.locator('#said').filter({ hasText: 'here' }).waitFor();
    // Key frames begin with the first picture.
    await until(() => mini.locator('wx-page').evaluate(() => document.getAnimations().every((one) => !one.pending)), 'key frames do not begin');
    const found = await mini.locator('wx-page').evaluate(
      (top, all) =>
        all.map(([selector, property]) => {
          const [element, pseudo] = selector.split('::');
          const node = element === 'wx-page' ? top : top.querySelector(element);
          return node ? getComputedStyle(node, pseudo ? `::${pseudo}` : null)[property] : 'no such element';
        }),
      wanted,
    );
    if (asks) await until(() => asked.includes(asks), () => `${asks} is not asked for, but ${asked.join(' ')}`);
    return found;
  } finally {
    // The next page of the phone would show what is on.
    if (await page.locator('.stage:not([data-away])').count()) await leave().catch(() => {});
    await context.close();
  }
}

// Whose class rule reaches an element: the red of its colour, 0 for nobody's. app 10, page 20, isolated 30, apply-shared 40,
// shared 50. Columns: elements with the class of app, page, shared, apply-shared, isolated.
const IN = { page: ['#p-app', '#p-page', '#p-shared', '#p-apply', '#p-isolated'] };
for (const name of ['isolated', 'apply', 'shared', 'global']) IN[name] = [1, 2, 3, 4, 5].map((n) => `.root-${name} > :nth-child(${n}), [class$="--root-${name}"] > :nth-child(${n})`);

const MODES = {
  plain: { page: [10, 20, 50, 0, 0], isolated: [0, 0, 0, 0, 30], apply: [10, 20, 50, 40, 0], shared: [10, 20, 50, 0, 0], global: [10, 20, 50, 0, 0] },
  'page-isolated': { page: [0, 20, 0, 0, 0], isolated: [0, 0, 0, 0, 30], apply: [0, 0, 50, 40, 0], shared: [0, 0, 50, 0, 0], global: [0, 0, 50, 0, 0] },
  'page-apply-shared': { page: [0, 20, 50, 0, 0], isolated: [0, 0, 0, 0, 30], apply: [0, 0, 50, 40, 0], shared: [0, 0, 50, 0, 0], global: [0, 0, 50, 0, 0] },
  'page-shared': { page: [0, 20, 50, 0, 0], isolated: [0, 0, 0, 0, 30], apply: [0, 20, 50, 40, 0], shared: [0, 20, 50, 0, 0], global: [0, 20, 50, 0, 0] },
};

for (const [mode, rows] of Object.entries(MODES)) {
  test(`styles_reach_what_${mode}_lets_them_reach`, async () => {
    const cells = Object.entries(rows).flatMap(([name, reds]) => reds.map((red, at) => ({ name, at, red, selector: IN[name][at] })));
    // A tag of app.wxss reaches into every component, where app.wxss is used at all.
    const tags = ['isolated', 'apply', 'shared', 'global'].map((name) => [`.root-${name} > :nth-child(6), [class$="--root-${name}"] > :nth-child(6)`, 'letterSpacing']);
    const found = await computed(`pages/${mode}/${mode}`, [...cells.map((cell) => [cell.selector, 'color']), ...tags]);
    const wrong = cells.filter((cell, at) => {
      const red = /^rgb\((\d0), 0, 0\)$/.exec(found[at])?.[1] ?? '0';
      return found[at] === 'no such element' || Number(red) !== cell.red;
    });
    assert.deepEqual(wrong.map((cell) => `${cell.name}, class of ${['app', 'page', 'shared', 'apply-shared', 'isolated'][cell.at]}: wanted ${cell.red}, got ${found[cells.indexOf(cell)]}`), []);
    assert.deepEqual(found.slice(cells.length), tags.map(() => (mode === 'plain' ? '1px' : 'normal')));
  });
}

const GIVEN = 'rgb(20, 0, 0)';
/** `[what it shows, selector, property, value]` of pages/more. */
const MORE = [
  ['several classes of page and app by one external class', '[class*="--in-outer"]', 'color', GIVEN],
  ['of the app', '[class*="--in-outer"]', 'borderTopWidth', '10px'],
  ['the last of them', '[class*="--in-outer"]', 'borderBottomWidth', '20px'],
  ['beside a class of its own', '[class*="--in-outer"]', 'backgroundColor', 'rgb(60, 0, 0)'],
  ['through a second component', '[class*="--in-inner"]', 'color', GIVEN],
  ['of the app, through a second component', '[class*="--in-inner"]', 'borderTopWidth', '10px'],
  ['what the component between adds', '[class*="--in-inner"]', 'backgroundColor', 'rgb(60, 0, 0)'],
  ['a class of the same name of the inner one', '[class*="--in-inner"]', 'textIndent', '3px'],
  ['not what was not given', '[class*="--plain-outer"]', 'borderTopWidth', '0px'],
  ['a virtual host is no element', '[class*="--in-virtual"]', 'width', '150px'],
  ['class as an external class of a virtual host', '[class*="--in-virtual"]', 'color', GIVEN],
  ['style as a property of a virtual host', '[class*="--in-virtual"]', 'marginTop', '9px'],
  [':host', '#h', 'color', 'rgb(70, 0, 0)'],
  [':host can be a block', '#h', 'display', 'block'],
  ['a class of the page on the host wins over :host', '#h-page', 'color', 'rgb(20, 1, 1)'],
  ['another property of that class', '#h-page', 'outlineWidth', '2px'],
  ['a variable of :host', '#h [class*="--in-hosted"]', 'backgroundColor', 'rgb(70, 1, 0)'],
  ['a variable of the page, in a component', '#h [class*="--in-hosted"]', 'borderTopColor', 'rgb(20, 20, 20)'],
  ['inherited from :host', '#h [class*="--in-hosted-text"]', 'color', 'rgb(70, 0, 0)'],
  ['key frames of a component', '#h [class*="--in-hosted-text"]', 'left', '70px'],
  ['key frames of the app', '#turns', 'left', '10px'],
  [':nth-child', '#kids > :nth-child(2)', 'color', 'rgb(20, 2, 0)'],
  ['> and :last-child', '#kids > :nth-child(3)', 'color', 'rgb(20, 3, 0)'],
  ['::before', '#before::before', 'color', 'rgb(20, 4, 0)'],
  [':after with one colon', '#before::after', 'color', 'rgb(20, 5, 0)'],
  ['an id', '#by-id', 'color', 'rgb(20, 6, 0)'],
  ['a data attribute', '#attr', 'color', 'rgb(20, 7, 0)'],
  ['a variable of the page', '#vars', 'color', 'rgb(20, 20, 20)'],
  ['a variable of the app', '#vars', 'backgroundColor', 'rgb(10, 10, 10)'],
  ['what stands for a missing variable', '#vars', 'borderTopColor', 'rgb(1, 2, 3)'],
  ['a picture of the bundle by a relative path', '#pic', 'backgroundImage', /^url\("http:\/\/[^/]+\/images\/dot\.svg"\)$/],
  ['rpx', '#rpx', 'width', '195px'],
  ['rpx in a short form', '#rpx', 'paddingLeft', '3.9px'],
  ['rpx in calc', '#rpx', 'height', '139px'],
  ['rpx in a style attribute', '#rpx', 'marginLeft', '39px'],
  ['a sheet that is imported', '#rpx', 'color', 'rgb(20, 12, 0)'],
  ['a descendant of a name with signs', '#deep .deep', 'color', 'rgb(20, 8, 0)'],
  ['in @media', '#deep .deep', 'backgroundColor', 'rgb(20, 11, 0)'],
  ['a tag of the app', '#tag', 'letterSpacing', '1px'],
  ['the later rule, not the later class', '#order', 'color', 'rgb(20, 10, 0)'],
  ['page', 'wx-page', 'backgroundColor', 'rgb(10, 11, 12)'],
  ['inherited from page', '#said', 'fontSize', '17px'],
];

test('classes_variables_selectors_and_files_work_as_documented', async () => {
  // A font of the bundle is asked for.
  const found = await computed('pages/more/more', MORE.map(([, selector, property]) => [selector, property]), '/fonts/none.woff2');
  const wrong = MORE.filter(([, , , value], at) => (value instanceof RegExp ? !value.test(found[at]) : found[at] !== value));
  assert.deepEqual(wrong.map((row) => `${row[0]} (${row[1]} ${row[2]}): wanted ${row[3]}, got ${found[MORE.indexOf(row)]}`), []);
});
