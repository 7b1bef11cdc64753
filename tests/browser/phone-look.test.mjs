// How the phone page looks, alone (phone-stand.mjs plays the server): labels fit in every language, and every text can
// be read on what it lies on, in light and dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser } from './phone-desk.mjs';
import { openOne, standPage } from './phone-stand.mjs';

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

const MENU = (app) => ({ app, grants: [{ scope: 'scope.userLocation', allowed: true }, { scope: 'scope.writePhotosAlbum', allowed: false }], share: { link: 'banchan://open/x', svg: '' } });

/** The screens that are looked at: name, and how to get there from home. */
const SCREENS = {
  home: async () => {},
  nothing: (stand) => stand.page.fill('#search', 'zebra'),
  settings: (stand) => stand.page.click('.home-head .round'),
  scan: (stand) => stand.page.click('#scan'),
  consent: async (stand) => { await openOne(stand); stand.ask('consent', { slot: 1, appId: stand.apps[2].id, appName: stand.apps[2].name, scope: 'scope.writePhotosAlbum', reason: 'x' }); },
  menu: async (stand) => { stand.calls.menu = () => MENU(stand.apps[2]); await openOne(stand); await stand.page.click('[data-do=menu]'); },
  call: async (stand) => { await openOne(stand); stand.ask('call', { slot: 1, number: '+86 10 6500 1234' }); },
  actions: async (stand) => { await openOne(stand); stand.ask('actions', { slot: 1, itemList: ['A choice that is rather long, as choices are', 'B'] }); },
  refusal: async (stand) => { stand.calls.open = () => ({ say: 'it is not known', kind: 'unknown' }); await stand.page.click('#catalogue .card'); },
};

/** Labels that do not fit into their box, and texts that are too faint (WCAG AA: 4.5, large ones 3). Runs in the page. */
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
    if (!text || box.width === 0 || style.visibility === 'hidden' || el.closest('[inert], [data-behind], .statusbar, .card strong, .page, .face')) continue;
    if (document.querySelector('.scrim, .scan') && el.closest('#home, #stages')) continue;
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

for (const [language, theme, width] of [['en', 'light', 1200], ['zh-CN', 'dark', 1200], ['ko', 'light', 360], ['de', 'light', 360], ['de', 'dark', 1200]]) {
  test(`labels_fit_and_texts_can_be_read_${language}_${theme}_${width}`, async () => {
    const context = await chromium.newContext({ viewport: { width, height: width > 640 ? 940 : 720 }, reducedMotion: 'reduce' });
    try {
      for (const [name, go] of Object.entries(SCREENS)) {
        const stand = await standPage(context, { language, theme, recents: true, settings: { location: { mode: 'fixed', latitude: 31.2304, longitude: 121.4737 } } });
        await stand.page.waitForSelector('#catalogue');
        await go(stand);
        await stand.page.waitForTimeout(250);
        assert.deepEqual(await stand.page.evaluate(findings), [], name);
        assert.deepEqual(stand.errors, [], name);
        await stand.page.close();
        await context.unrouteAll({ behavior: 'ignoreErrors' });
      }
    } finally {
      await context.close();
    }
  });
}
