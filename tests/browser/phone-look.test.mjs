// How the phone page looks, alone (phone-stand.mjs plays the server): labels fit in every language, and every text can
// be read on what it lies on, in light and dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser } from './phone-desk.mjs';
import { openOne, standPage } from './phone-stand.mjs';

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

const MENU = (app) => ({ app, grants: [{ scope: 'scope.userLocation', allowed: true }, { scope: 'scope.writePhotosAlbum', allowed: false }], share: { message: true, timeline: true } });

/** The icon of a tab. */
const SIGN = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26"/>';

/** The screens that are looked at: name, and how to get there from home. */
const SCREENS = {
  home: async () => {},
  nothing: (stand) => stand.page.fill('#search', 'zebra'),
  settings: (stand) => stand.page.click('.home-head .round'),
  scan: (stand) => stand.page.click('#scan'),
  consent: async (stand) => { await openOne(stand); stand.ask('consent', { slot: 1, appId: stand.apps[2].id, appName: stand.apps[2].name, scope: 'scope.writePhotosAlbum', reason: 'x' }); },
  menu: async (stand) => { stand.calls.menu = () => MENU(stand.apps[2]); await openOne(stand); await stand.page.click('[data-do=menu]'); },
  call: async (stand) => { await openOne(stand); stand.ask('call', { slot: 1, number: '+86 10 6500 1234' }); },
  pay: async (stand) => { await openOne(stand); stand.ask('pay', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, amount: 1280, currency: 'CNY', goods: 'Jasmine milk tea, large, with less sugar and much ice', prepayId: 'T1024' }); },
  subscribe: async (stand) => { await openOne(stand); stand.ask('subscribe', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, templates: ['Order is ready', 'oW7zrhI_vCkNnAbPvO8qAZ9XvMqR2'] }); },
  profile: async (stand) => { await openOne(stand); stand.ask('profile', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, reason: 'To write it on your cup' }); },
  number: async (stand) => { await openOne(stand); stand.ask('number', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, reason: '' }); },
  avatar: async (stand) => { await openOne(stand); stand.ask('avatar', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, reason: '' }); },
  address: async (stand) => { await openOne(stand); stand.ask('address', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, book: [{ userName: 'Mina Han', telNumber: '010 0000 0000', cityName: 'Seoul', detailInfo: '1 Hangang-daero' }] }); },
  'address-form': async (stand) => { await SCREENS.address(stand); await stand.page.click('#addresses [data-do=add]'); },
  visit: async (stand) => { await openOne(stand); stand.ask('visit', { slot: 1, appId: stand.apps[0].id, appName: stand.apps[0].name, target: stand.apps[1].id, targetName: stand.apps[1].name }); },
  share: async (stand) => { await openOne(stand); stand.do('share', { slot: 1, card: { kind: 'message', title: 'Two cups for the price of one, only today', image: null, link: 'banchan://open/han.bike/pages/a/a?x=1', svg: '' } }); },
  actions: async (stand) => { await openOne(stand); stand.ask('actions', { slot: 1, itemList: ['A choice that is rather long, as choices are', 'B'] }); },
  choose: async (stand) => { await openOne(stand); stand.ask('choose', { slot: 1, count: 9, kinds: ['image', 'video'], album: true, camera: true, original: true, compressed: true, maxSeconds: 10, front: false, extensions: [] }); },
  place: async (stand) => { await openOne(stand); stand.ask('choosePlace', { slot: 1, center: [31.23, 121.47] }); },
  'open-place': async (stand) => { await openOne(stand); stand.ask('openPlace', { slot: 1, place: { name: 'Tea house', address: '12 Riverside Road', latitude: 31.23, longitude: 121.47, scale: 16 } }); },
  modal: async (stand) => { await openOne(stand); stand.ask('modal', { slot: 1, title: 'A word for the shop', content: '', editable: true, placeholderText: 'Less ice' }); },
  page: (stand) => openOne(stand, { title: 'A title that is longer than the bar is wide on a phone', nav: { left: 'back', busy: true }, tabs: { visible: true, items: [{ path: 'pages/home/home', text: 'Home' }, { path: 'a', text: 'Orders', badge: '12' }, { path: 'b', text: 'Basket', badge: '3', icon: SIGN }] } }),
  stopped: async (stand) => { await openOne(stand); stand.do('ended', { slot: 1, say: 'it used more memory than it may' }); },
  refusal: async (stand) => { stand.calls.open = () => ({ say: 'it is not known', kind: 'unknown' }); await stand.page.click('#catalogue .card'); },
};

/** What tells that a screen is there, where it is nothing that lies over the others. */
const THERE = { home: '#catalogue', nothing: '#results .empty', page: '.tabs', stopped: '.fault' };

/**
 * Labels that do not fit into their box, texts that are too faint (WCAG AA: 4.5, large ones 3), and keys that are too small for
 * a finger (44 by 44, with the room around that answers as well). Runs in the page.
 */
function findings() {
  const found = [];
  const numbers = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const light = (c) => { const [r, g, b] = c.map((v) => { const x = v / 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (el) => {
    for (let at = el; at; at = at.parentElement) { const c = numbers(getComputedStyle(at).backgroundColor); if (c[3] >= 0.9) return c; }
    return [255, 255, 255, 1];
  };
  const screen = document.getElementById('screen').getBoundingClientRect();
  for (const el of document.querySelectorAll('#screen *')) {
    const text = [...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join(' ').trim() || el.placeholder;
    const box = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    if (el.matches('button, a[href], input, textarea, summary') && box.width > 0) {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const mine = (dx, dy) => { const at = document.elementFromPoint(x + dx, y + dy); return at !== null && el.contains(at); };
      // Not what lies under something else; a half pixel at each edge is nobody's.
      const reaches = (dx, dy) => mine(dx, dy) && mine(-dx, -dy);
      if (mine(0, 0) && !(reaches(20.5, 0) && reaches(0, 20.5))) found.push(`small: ${el.getAttribute('aria-label') ?? el.textContent}`);
    }
    if (!text || box.width === 0 || style.visibility === 'hidden' || el.closest('[inert], [data-behind], .statusbar, .card strong, .nav h2, .face')) continue;
    if (document.querySelector('.scrim, .scan, .places') && el.closest('#home, #stages')) continue;
    if (box.right > screen.right + 1 || box.left < screen.left - 1) found.push(`outside: ${text}`);
    if (style.overflow === 'hidden' && style.webkitLineClamp === 'none' && el.scrollWidth > el.clientWidth + 1) found.push(`cut: ${text}`);
    if (!el.matches(':disabled') && el.tagName !== 'OPTION') {
      const [a, b] = [light(numbers(el.placeholder ? getComputedStyle(el, '::placeholder').color : style.color)), light(behind(el))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = parseFloat(style.fontSize);
      if (ratio < (size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700) ? 3 : 4.5)) found.push(`faint (${ratio.toFixed(2)}): ${text}`);
    }
  }
  return found;
}

/** Each of these screens on a phone page of its own; `how` that page begins. */
async function each(names, { width = 1200, height = 940, ...how }, act) {
  const context = await chromium.newContext({ viewport: { width, height }, reducedMotion: 'reduce' });
  try {
    for (const name of names) {
      const stand = await standPage(context, how);
      await stand.page.waitForSelector('#catalogue');
      await SCREENS[name](stand);
      await stand.page.waitForSelector(THERE[name] ?? '#over > *');
      await act(stand, name);
      await stand.close();
    }
  } finally {
    await context.close();
  }
}

/** A place that is known, so that nothing waits for it. */
const PLACED = { location: { mode: 'fixed', latitude: 31.2304, longitude: 121.4737 } };

for (const [language, theme, width, height] of [['en', 'light', 1200, 940], ['zh-CN', 'dark', 1200, 940], ['ko', 'light', 360, 720], ['de', 'light', 320, 568], ['de', 'dark', 667, 375]]) {
  test(`labels_fit_and_texts_can_be_read_${language}_${theme}_${width}`, () => each(Object.keys(SCREENS), { width, height, language, theme, recents: true, settings: PLACED }, async ({ page, errors }, name) => {
    await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished.catch(() => {}))));
    assert.deepEqual(await page.evaluate(findings), [], name);
    assert.deepEqual(errors, [], name);
  }));
}

/** What twice as large a text does where only the text grows, as some browsers have it. Runs in the page. */
function enlarge() {
  const all = [...document.querySelectorAll('html, body, body *')].map((el) => [el, Number.parseFloat(getComputedStyle(el).fontSize), Number.parseFloat(getComputedStyle(el).lineHeight)]);
  for (const [el, size, line] of all) {
    el.style.fontSize = `${size * 2}px`;
    if (line) el.style.lineHeight = `${line * 2}px`;
  }
}

/** Labels of tabs under their own badge. Runs in the page. */
function covered() {
  return [...document.querySelectorAll('.tabs .badge, .tabs .dot')].filter((badge) => {
    const label = badge.parentElement.querySelector('.label');
    const [a, b] = [badge.getBoundingClientRect(), label.getBoundingClientRect()];
    return a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
  }).map((badge) => `covered: ${badge.parentElement.textContent}`);
}

/** Words of labels that are broken in the middle, and numbers. Runs in the page. */
function broken() {
  const found = [];
  for (const el of document.querySelectorAll('.actions span, .btn, .picks button, .dialog-keys button, .ways span, .amount, .tabs .label, .card strong, .recent span')) {
    const texts = document.createTreeWalker(el, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      for (const { 0: word, index } of node.data.matchAll(/[\p{L}\d.,]+/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (word.length < 12 && new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(`broken: ${word}`);
      }
    }
  }
  return found;
}

for (const language of ['de', 'ko']) {
  test(`texts_twice_as_large_are_neither_cut_nor_broken_${language}`, () => each(Object.keys(SCREENS), { width: 390, height: 844, language, theme: 'light', recents: true, settings: PLACED }, async ({ page }, name) => {
    await page.evaluate(() => Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished.catch(() => {}))));
    assert.deepEqual(await page.evaluate(covered), [], name);
    await page.evaluate(enlarge);
    const found = [...await page.evaluate(findings), ...await page.evaluate(broken), ...await page.evaluate(covered)];
    assert.deepEqual(found.filter((one) => /^(outside|cut|broken|covered)/.test(one)), [], name);
  }));
}

test('escape_takes_away_just_the_layer_that_came_up_wherever_the_focus_was', () => {
  const layers = ['consent', 'menu', 'call', 'pay', 'subscribe', 'profile', 'address', 'visit', 'share', 'actions', 'choose', 'place', 'modal'];
  return each(layers, {}, async ({ page, heard }, name) => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('Escape');
    await page.waitForSelector('#over > *', { state: 'detached' });
    assert.deepEqual(heard.filter((message) => message.op === 'back'), [], `${name}: the page under it stays`);
  });
});

test('the_tab_key_goes_through_all_that_can_be_used_in_a_layer_and_what_has_the_focus_is_marked', () => each(['settings', 'menu', 'address-form', 'share', 'place', 'open-place', 'choose'], { settings: PLACED }, async ({ page }, name) => {
  const keys = await page.locator('#over :is(button, a[href], input:not([hidden]), textarea):visible').count();
  const seen = new Set();
  for (let n = 0; n < keys; n += 1) {
    await page.keyboard.press('Tab');
    seen.add(await page.evaluate(() => {
      const el = document.activeElement;
      if (!el.closest('#over') || getComputedStyle(el).outlineStyle === 'none') throw new Error(`no mark: ${el.outerHTML.slice(0, 80)}`);
      return [...document.querySelectorAll('#over *')].indexOf(el);
    }));
  }
  assert.equal(seen.size, keys, name);
}));
