// The gallery's pages of elements as they are seen, in light and in dark and in the states that a touch brings, held against kept
// pictures (pictures.mjs). Run by hand, `node --test elements-pictures.mjs`: on a machine that is very busy a tap after a picture can get lost.
// What each attribute does is for elements-looks; here anything counts that makes a page look otherwise.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { elements } from './elements-desk.mjs';
import { root } from './phone-desk.mjs';
import { SAME_EVERYWHERE, album, changes } from './pictures.mjs';

const { element } = elements({ touch: true, flags: SAME_EVERYWHERE, look: { language: 'en-US', dark: false, touch: true, width: 390, height: 1580 } });

/** What moves by itself, or needs other letters than the fonts have. */
const ALIVE = { 'canvas-webgl': '#cube', picker: '#region' };
/** Their programs draw once, in the colours of that time. */
const DRAWN = ['canvas', 'canvas-webgl'];

/** States beside the first one: what leads there from the last. @type {Record<string, Record<string, (e: any) => Promise<unknown>>>} */
const STATES = {
  button: { pressed: async (e) => { await e.act('loaded'); } },
  camera: { refused: async (e) => { await e.page.locator('[data-answer=deny]').click(); await e.until('eye.error'); } },
  checkbox: { chosen: async (e) => { await e.tap('#tinted'); } },
  editor: { written: async (e) => { await e.tap('#text'); await e.page.keyboard.type('Hello'); await e.until('text.input', { text: 'Hello\n' }); } },
  map: {
    clusters: async (e) => { await e.act('clusters'); await e.until('crowd.markerClusterCreate'); },
    turned: async (e) => { await e.act('rotate = 40'); await e.until('crowd.end', (told) => (told.text ?? JSON.stringify(told)).includes('"rotate":40')); },
  },
  'page-container': Object.fromEntries(['bottom', 'top', 'right', 'center'].map((side) => [side, async (e) => {
    if (side !== 'bottom') {
      await e.tap('#close');
      await e.until('panel.afterleave');
      await e.hush();
    }
    await e.act(side);
    await e.until('panel.afterenter');
  }])),
  picker: Object.fromEntries(['one', 'several', 'time', 'date'].map((mode, n) => [mode, async (e) => {
    if (n > 0) {
      await e.mini().locator('.cancel').click();
      await e.mini().locator('.panel').waitFor({ state: 'detached' });
    }
    await e.tap(`#${mode}`);
    await e.mini().locator('.panel').waitFor();
  }])),
  'root-portal': { open: async (e) => { await e.act('open'); } },
  'scroll-view': { scrolled: async (e) => { await e.act('scroll-top'); await e.act('scroll-left'); } },
  slider: { moved: async (e) => { await e.act('value = 75'); } },
  swiper: { turned: async (e) => { await e.act('current = 2'); await e.until('plain.animationfinish'); } },
  switch: { off: async (e) => { await e.act('off'); } },
  video: { broken: async (e) => { await e.act('no video'); await e.until('full.error'); } },
};

const pages = readdirSync(join(root, 'examples', 'gallery', 'elements', 'cases')).filter((name) => name.endsWith('.wxml')).map((name) => name.slice(0, -5)).sort();

for (const name of pages) {
  element(name, 'looks_as_its_kept_pictures', async (e) => {
    const pictures = album(e, name, `#told${name in ALIVE ? `, ${ALIVE[name]}` : ''}`);
    await pictures.open();
    if (name !== 'camera') await pictures.looks('first, light');
    for (const [state, reach] of Object.entries(STATES[name] ?? {})) {
      await reach(e);
      await pictures.looks(`${state}, light`);
    }
    if (DRAWN.includes(name)) return;
    await e.page.emulateMedia({ colorScheme: 'dark' });
    try {
      await e.sees(() => e.attr('html', 'data-theme'), 'dark');
      await pictures.looks('last, dark');
    } finally {
      await e.page.emulateMedia({ colorScheme: 'light' });
      await e.sees(() => e.attr('html', 'data-theme'), 'light');
      if (name === 'picker') await e.mini().locator('.cancel').click();
      if (name === 'page-container') {
        // While it is open, the way back closes it and leaves the page where it is.
        await e.tap('#close');
        await e.until('panel.afterleave');
      }
    }
  });
}

element('switch', 'a_switch_that_moves_or_turns_faint_is_noticed', async (e) => {
  const pictures = album(e, 'switch', '#told');
  await pictures.open();
  await pictures.looks('first, light');
  const [was, again] = [await pictures.squares(), await pictures.squares()];
  assert.deepEqual(changes(was, again), []);
  for (const spoil of [{ transform: 'translateX(4px)' }, { opacity: '0.7' }, { filter: 'hue-rotate(40deg)' }, { zoom: '1.15' }]) {
    await e.locator('#tinted').evaluate((one, spoil) => Object.assign(one.style, spoil), spoil);
    assert.notDeepEqual(changes(was, await pictures.squares()), [], JSON.stringify(spoil));
    await e.locator('#tinted').evaluate((one) => one.removeAttribute('style'));
  }
});
