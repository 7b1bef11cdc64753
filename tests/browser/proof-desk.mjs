// What the tests of the cases of core/tests/proof share: what a person does about them, the programs that run them, and the run.
// Which cases there are, `proof-cases.mjs` reads.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wav } from './media-made.mjs';
import { helpers, readCases } from './proof-cases.mjs';
import { picture } from './servers.mjs';

/** What is said otherwise here than on the prepared phone. */
const HERE = {
  'getAccountInfoSync ok': 'proof*.banchan.test',
  'getLaunchOptionsSync ok': '{"path":"p/a","query":{},"scene":1011,*',
  'login ok': '{"code":"*","errMsg":"login:ok"}',
  'getUserProfile ok': '{"userInfo":{"nickName":"Mina Han",*"errMsg":"getUserProfile:ok"}',
  'chooseLocation ok': '{"name":"Tower","address":"*","latitude":37.5*,"longitude":126.9*,"errMsg":"chooseLocation:ok"}',
};

/** @typedef {{page: import('playwright-core').Page, desk: any, script: string, id: string, heard: () => Promise<void>}} Person who holds the phone on which this script waits; `heard`: it has its answer */

/** In the layer that lies on top; one that goes away is no longer there. @param {string} selector @param {object} [how] */
const on = (selector, how) => (/** @type {Person} */ { page }) => page.locator(`#over > :not([data-leaving]) ${selector}`, how).last().click();
const [allow, deny] = ['allow', 'deny'].map((answer) => on(`[data-answer=${answer}]`));
/** Chooses a file. @param {string} name @param {string} mimeType @param {Buffer} buffer */
const give = (name, mimeType, buffer) => async (/** @type {Person} */ person) => {
  const [chooser] = await Promise.all([person.page.waitForEvent('filechooser'), on('#choose-album')(person)]);
  await chooser.setFiles([{ name, mimeType, buffer }]);
};
const givePicture = give('a.png', 'image/png', picture);
const cancel = on('.choice');
/** Leaves the program and comes back to it. */
async function away({ desk, page, id }) {
  await desk.leave();
  await page.locator(`.home [data-app="${id}"]`).first().click();
}
/** Looks at the viewer and closes it. */
async function viewed({ desk, page }) {
  await page.waitForSelector('#viewer figure[data-there]');
  await desk.escape();
  await page.waitForSelector('#viewer', { state: 'detached' });
}
/** A link into the program names a page that is not there. */
async function lost({ desk, id }) {
  await desk.leave();
  await desk.link(`banchan://open/${id}/p/none`);
}
/** The keyboard of a phone comes up below the field, and goes again, since it covers the page. */
async function keyboard({ desk, heard }) {
  const covers = (height) => desk.mini().locator('body').evaluate((_, covered) => {
    Object.defineProperty(visualViewport, 'height', { value: innerHeight - covered, configurable: true });
    visualViewport.dispatchEvent(new Event('resize'));
  }, height);
  await desk.mini().locator('#field input').click();
  await covers(300);
  await heard();
  await covers(0);
}
/** The browser's network goes or comes; the driver's own way would cut the phone off from its server as well. @param {boolean} there */
const network = (there) => (/** @type {Person} */ { page }) => page.evaluate((online) => {
  Object.defineProperty(navigator, 'onLine', { value: online, configurable: true });
  dispatchEvent(new Event(online ? 'online' : 'offline'));
}, there);

/** What a person does about a case that asks for something; after `@`, what prepares the phone of the core's test instead. */
export const ANSWERS = {
  async 'showModal ok'(person) {
    await person.page.fill('#over > :not([data-leaving]) .dialog textarea', 'typed');
    await on('.dialog-keys button')(person);
  },
  'showActionSheet ok': on('.choice', { hasText: 'rice' }),
  'showActionSheet fails': (person) => (person.script.includes('only') ? cancel(person) : null),
  'enableAlertBeforeUnload ok @ a view': on('.dialog-keys button'),
  'makePhoneCall ok': async (person) => {
    await on('.btn.main')(person);
    assert.equal(await person.page.evaluate('window.dialled'), 'tel:02120');
  },
  'scanCode fails': on('.scan-head button'),
  async 'scanCode ok @ a code'({ page }) {
    await page.fill('#scan-text', 'https://a.example/7');
    await page.click('#scan-go');
  },
  'getLocation ok': allow,
  'getLocation fails @ the user denies': deny,
  'authorize ok': allow,
  'openSetting ok': async (person) => {
    await on('[data-scope="scope.userLocation"] .switch')(person);
    await on('.sheet-head button')(person);
  },
  'chooseLocation fails': async (person) => {
    await allow(person);
    await person.page.click('#choose-place [aria-label=Close]');
  },
  // No second question: the first answer of this group was kept.
  async 'chooseLocation ok @ a place'({ page }) {
    await page.fill('#place-name', 'Tower');
    await page.click('#place-use');
  },
  async 'openLocation ok'({ page }) {
    await page.waitForSelector('#open-place .places-mark');
    await page.click('#open-place [aria-label=Close]');
  },
  'getClipboardData fails @ a view': away,
  'openSetting fails @ a view': away,
  'chooseImage fails': cancel,
  'chooseMedia fails': cancel,
  'chooseVideo fails': cancel,
  'chooseMessageFile fails': cancel,
  'chooseImage ok @ a picture': givePicture,
  'chooseMedia ok': givePicture,
  'saveImageToPhotosAlbum ok': async (person) => {
    await givePicture(person);
    const [download] = await Promise.all([person.page.waitForEvent('download'), allow(person)]);
    assert.match(download.suggestedFilename(), /^picture-\d+\.png$/);
  },
  'chooseVideo ok @ a video': give('a.webm', 'video/webm', Buffer.from('1a45dfa32e2e2e2e', 'hex')),
  'chooseMessageFile ok @ a file': give('a.csv', 'text/csv', Buffer.from('a,b')),
  'previewImage ok': viewed,
  'previewMedia ok': viewed,
  'getUserProfile ok': allow,
  'getUserProfile fails @ nobody': deny,
  'chooseAddress fails': on('.sheet-head button'),
  'chooseAddress ok @ an address': async (person) => {
    await on('[data-do=add]')(person);
    for (const [key, text] of Object.entries({ userName: 'Han', telNumber: '010 0000 0000', cityName: 'Seoul', detailInfo: '1 Hangang-daero' })) await person.page.fill(`#addresses [data-field=${key}]`, text);
    await on('[data-do=save]')(person);
    await on('[data-address="0"]')(person);
  },
  'requestSubscribeMessage ok': on('[data-answer=reject]'),
  'requestSubscribeMessage ok @ messages are accepted': on('[data-answer=accept]'),
  'requestPayment ok': on('[data-answer=pay]'),
  'requestPayment fails @ nobody pays': on('[data-answer=cancel]'),
  'onAppHide ok @ a view': away,
  'offAppHide ok @ a view': away,
  'onAppShow ok @ a view': away,
  'offAppShow ok @ a view': away,
  'onPageNotFound ok @ a view': lost,
  'offPageNotFound ok @ a view': lost,
  'onThemeChange ok @ a view': ({ page }) => page.emulateMedia({ colorScheme: 'dark' }),
  'offThemeChange ok @ a view': ({ page }) => page.emulateMedia({ colorScheme: 'light' }),
  'onNetworkStatusChange ok @ a view': network(false),
  'offNetworkStatusChange ok @ a view': network(true),
  'onKeyboardHeightChange ok @ a view': keyboard,
  'offKeyboardHeightChange ok @ a view': keyboard,
};

export const cases = readCases((key) => key in ANSWERS);
const needsServer = (group) => group.some((one) => /SERVER|SOCKET/.test(one.script));
export const groups = cases.groups.filter((group) => !needsServer(group));
export const served = cases.groups.filter(needsServer).flat();

/** Writes a program that runs a group from one tap on; where a person has a part, it waits for the next tap after it. `shown`: pictures for its page. */
export function write(folder, group, id, replace = (script) => script, shown = []) {
  const source = join(folder, id);
  for (const part of ['p', 'workers']) mkdirSync(join(source, part), { recursive: true });
  const put = (name, text) => writeFileSync(join(source, name), text);
  put('banchan.json', JSON.stringify({ id, version: 1, publisher: 'The tests', names: { en: id }, description: { en: 'Runs cases.' } }));
  put('app.json', JSON.stringify({ pages: ['p/a', 'p/b', 'p/t'], darkmode: true, workers: 'workers', window: { enablePullDownRefresh: true }, requiredPrivateInfos: ['getLocation', 'chooseLocation'], permission: { 'scope.userLocation': { desc: 'to see' } }, tabBar: { list: [{ pagePath: 'p/a', text: 'A' }, { pagePath: 'p/t', text: 'T' }] } }));
  put('a.png', picture);
  put('a.pdf', '%PDF-1.4');
  put('a.wav', wav(0.5));
  put('workers/add.js', 'worker.onMessage(({ a, b }) => worker.postMessage({ sum: a + b, wx: typeof wx }));');
  const keys = '<view id="go" bindtap="go">go</view><view id="next" bindtap="next">next</view><text id="at">{{at}}</text><text id="said">{{said}}</text>';
  const shows = shown.map((src) => `<view data-src="${src}" bindtap="show">${src}</view>`).join('');
  const things = '<input id="field" placeholder="field"/><canvas canvas-id="c" style="width:30px;height:20px"/><video id="v" src="/a.wav" bindplay="plays" style="width:90px;height:60px"/><image wx:if="{{src}}" src="{{src}}" bindload="loaded" binderror="failed"/>';
  for (const page of ['a', 'b', 't']) put(`p/${page}.wxml`, page === 'a' ? keys + things + shows : keys);
  for (const page of ['b', 't']) put(`p/${page}.js`, 'Page({ data: { said: "" } })');
  const calls = group.map((one) => `{ asks: ${one.key in ANSWERS}, call: async function () { return (${replace(one.script)}); } }`).join(',\n');
  put('p/a.js', `${helpers}
const lines = [];
const said = () => lines.join('\\n') + '\\n';
let at = '';
const draw = () => { for (const page of getCurrentPages()) page.setData({ at, said: said() }); };
const tell = (line) => { lines.push(line); draw(); };
let next, plays;
const played = new Promise((done) => { plays = () => done('plays'); });
const cases = [${calls}];
Page({ data: { said: '', src: '' }, plays, next() { next?.(); },
  onLoad() { if (at !== '') this.setData({ at, said: said() }); },
  onShareAppMessage() { return { title: 'x' }; },
  show({ currentTarget: { dataset } }) { this.setData({ src: dataset.src }); }, loaded() { tell('loaded ' + this.data.src); }, failed() { tell('failed ' + this.data.src); },
  async go() {
    for (const [number, one] of cases.entries()) {
      try {
        const ends = one.call.call(this);
        // It listens now, and asked what it asks.
        at = number;
        draw();
        tell('ok ' + show(await ends));
      } catch (e) { tell('fails ' + show(e)); }
      if (one.asks) await new Promise((done) => { next = done; });
    }
    tell('END');
  } });`);
  return source;
}

/** Whether a text is as a pattern says, where `*` stands for anything. */
const fits = (pattern, text) => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's').test(text);

/** Runs the group whose program is in front, and holds that each case ended as it should. */
export async function runs(desk, group, id) {
  const { page, mini } = desk;
  const said = mini().locator('#said');
  const lines = (count) => said.filter({ hasText: new RegExp(`^(.*\\n){${count}}`) }).waitFor({ state: 'attached' });
  await mini().locator('#go').click();
  for (const [at, one] of group.entries()) {
    const answer = ANSWERS[one.key];
    if (!answer) continue;
    await mini().locator('#at').filter({ hasText: new RegExp(`^${at}$`) }).waitFor({ state: 'attached' });
    const heard = () => lines(at + 1);
    await answer({ page, desk, script: one.script, id, heard });
    await heard();
    // By key: a tap goes where the last drawn frame had things, and what the person just closed may still be on it.
    await mini().locator('#next').press('Enter');
  }
  await said.filter({ hasText: /END\s*$/ }).waitFor();
  const all = (await said.textContent()).split('\n');
  const wrong = group.flatMap((one, at) => {
    const wanted = `${one.name.split(' ')[1]} ${HERE[one.name] ?? one.wanted}`;
    return fits(wanted, all[at]) ? [] : [`${one.name}: ${one.script}\n  wanted ${wanted}\n  said   ${all[at]}`];
  });
  assert.deepEqual(wrong, []);
}

/** What the console may tell: a page that is gone before it has loaded is not found, and what the cases ask for is not there on purpose. */
export const MEANT = /frame-ancestors|status of 404|a\.example|none\.(png|wav)/;
