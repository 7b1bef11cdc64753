// The gallery's pages of built-in elements in the phone: opens one, and drives it with finger, mouse and keys as a person
// would. It must not know what an element does: tests say what they expect in the strip that shows what was told.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, stand } from './phone-desk.mjs';
import { PATIENCE, within } from './patience.mjs';

const folder = process.env.BANCHAN_GALLERY ?? join(root, 'target', 'examples', 'gallery');
const there = existsSync(join(folder, 'elements'));
const pictures = process.env.BANCHAN_SHOTS ? join(root, 'target', 'screenshots', 'elements') : null;
const only = process.env.BANCHAN_ONLY ?? '';
const dark = process.env.BANCHAN_DARK === '1';
const language = process.env.BANCHAN_LANGUAGE ?? 'en-US';
const mouse = process.env.BANCHAN_MOUSE === '1';

/** What the browser's console says of what pages do on purpose. It repeats itself when the next frame comes. */
const HARMLESS = [/images\/none\.svg/, /Executing inline event handler violates/];

/** Tags of elements whose script comes after the page: a finger on one, or a look into it, would come to nothing before. */
const LATE = [.../LATE_TAGS = \{([^}]*)\}/.exec(readFileSync(join(root, 'view', 'late.js'), 'utf8'))[1].matchAll(/'([^']+)'/g)].flatMap(([, tags]) => tags.split(' ').map((tag) => `wx-${tag}`));

/** Lines of the terminal that are errors. */
const WRONG = /error|exception|warning/i;

/**
 * Tests of pages of elements, in one phone of a person with a finger, or with a mouse (`touch: false`, or all of them with BANCHAN_MOUSE=1). `element(NAME, what, checks)` is one test; its `checks` get
 * the page as `e`. With BANCHAN_SHOTS=1 each page and each `e.shot()` is left as a picture in target/screenshots/elements.
 * @param {{ touch?: boolean, flags?: string[], motion?: boolean, look?: object }} [options] `flags` for Chromium; whether it lets pages move (`motion`); `look` of the phone where it may not be chosen
 */
export function elements({ touch = !mouse, flags = [], motion = false, look = {} } = {}) {
  const it = stand(() => ['dev', folder, '--location', '37.57,126.98', '--regions', join(root, 'tests', 'browser', 'fixtures', 'regions.json')], { look: { dark, language, touch, width: 390, height: 844, ...look }, when: there, flags, motion });

  /** @param {string} name @param {string} what @param {(e: ReturnType<typeof hands>) => Promise<void>} checks */
  function element(name, what, checks) {
    if (only && !name.includes(only)) return;
    test(`${name}: ${what}`, { skip: there ? false : 'the gallery is not laid out (cargo xtask examples)', timeout: 4 * PATIENCE }, async () => {
      const { page, mini, problems } = it.desk;
      const before = it.served.errors().length;
      await mini().locator('.choose:has-text("Elements")').click();
      await mini().locator('.component', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).click();
      await page.locator('.page:not([inert]) .nav h2', { hasText: new RegExp(`^\\s*${name}\\s*$`) }).waitFor();
      await mini().locator('.told').waitFor();
      await within(mini().locator('html').evaluate((html, tags) => Promise.all(tags.filter((tag) => html.querySelector(tag)).map((tag) => customElements.whenDefined(tag))).then(() => null), LATE), 'an element was not defined');
      const e = hands(it.desk, touch, `${name}${touch ? '' : '-mouse'}`);
      try {
        await e.shot('');
        await checks(e);
        const told = it.served.errors().slice(before).split('\n').filter((line) => WRONG.test(line));
        assert.deepEqual([...told, ...problems.splice(0).filter((line) => !HARMLESS.some((one) => one.test(line)))], []);
      } finally {
        if (await page.locator('.page:not([inert]) .nav button:not([hidden])').count()) await page.locator('.page:not([inert]) .nav button:not([hidden])').first().click();
        await mini().locator('.component').first().waitFor();
        problems.length = 0;
      }
    });
  }
  return { element, it };
}

/** What a test can do on an open page. */
function hands({ page, context, mini }, touch, name) {
  let cdp;
  /** When a drag's next point is due, seconds: how fast a finger is must not depend on how busy the machine is. */
  let clock = 0;
  const send = async (type, points, timestamp = Date.now() / 1000) => {
    cdp ??= await context.newCDPSession(page);
    await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })), timestamp });
  };
  const pause = (ms) => page.waitForTimeout(ms);
  const twoFrames = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done(undefined))); });
  const e = {
    page,
    mini,
    pause,
    locator: (selector) => mini().locator(selector).first(),
    /** Where an element is seen, px of the window; the strip at the bottom is kept off it. */
    async box(selector) {
      const found = e.locator(selector);
      await found.evaluate((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        if (top < 0 || bottom > innerHeight - 90) one.scrollIntoView({ block: 'center', behavior: 'instant' });
      });
      // A finger goes where the last drawn frame had things, and the frame of a mini-program is drawn by a process of its own.
      await found.evaluate(twoFrames);
      await page.evaluate(twoFrames);
      return found.boundingBox();
    },
    /** A tap in an element: at its centre, or at a part of its width and height. */
    async tap(selector, [x, y] = [0.5, 0.5]) {
      const box = await e.box(selector);
      await e.tapAt(box.x + box.width * x, box.y + box.height * y);
    },
    /** A tap in a field, and the caret in it: a key pressed sooner would go elsewhere. */
    async caret(selector) {
      await e.tap(selector);
      await e.sees(() => e.locator(selector).evaluate((one) => one.contains(document.activeElement) && (!one.field || one.shadowRoot.activeElement === one.field)), true, `the caret in ${selector}`);
    },
    async tapAt(x, y) {
      if (touch) await page.touchscreen.tap(x, y);
      else await page.mouse.click(x, y);
      await pause(60);
    },
    /** A drag along points of the window, with `hold` ms before it lets go. */
    async drag(points, { hold = 0, lift = true, step = 16 } = {}) {
      const [first, ...rest] = points;
      clock = Date.now() / 1000;
      if (touch) await send('touchStart', [first], clock);
      else {
        await page.mouse.move(...first);
        await page.mouse.down();
      }
      for (const point of rest) {
        clock += step / 1000;
        if (touch) await send('touchMove', [point], clock);
        else await page.mouse.move(...point);
        await pause(step);
      }
      if (hold) {
        // What the last point moved is drawn, and told, in a frame after it: only from there the finger lies still.
        await mini().locator('wx-page').evaluate(twoFrames);
        await pause(hold);
      }
      if (lift) await e.lift(hold ? undefined : clock + step / 1000);
    },
    /** The finger leaves; `at` when, seconds. @param {number} [at] */
    async lift(at) {
      if (touch) await send('touchEnd', [], at);
      else await page.mouse.up();
      await pause(60);
    },
    /** A drag from the part `from` of an element by so many px, in steps. */
    async pull(selector, from, [dx, dy], options = {}) {
      const box = await e.box(selector);
      const [x, y] = [box.x + box.width * from[0], box.y + box.height * from[1]];
      const steps = 8;
      await e.drag(Array.from({ length: steps + 1 }, (_, n) => [x + (dx * n) / steps, y + (dy * n) / steps]), options);
    },
    /** Two fingers on an element that go from `near` to `far` px apart. */
    async pinch(selector, near, far) {
      const box = await e.box(selector);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const at = (apart) => [[x - apart / 2, y], [x + apart / 2, y]];
      await send('touchStart', at(near));
      for (let n = 1; n <= 8; n += 1) {
        await send('touchMove', at(near + ((far - near) * n) / 8));
        await pause(16);
      }
      await send('touchEnd', []);
      await pause(60);
    },
    /** One of the buttons at the top. */
    async act(text) {
      await e.tap(`.act:text-is("${text}")`);
      await pause(100);
    },
    /** The lines of the strip, newest first: `slider.change {"value":5}`. */
    told: () => mini().locator('.told-line:not(.told-none)').evaluateAll((all) => all.map((one) => `${one.querySelector('.told-what').textContent} ${one.querySelector('.told-detail').textContent.replaceAll('\n', '\\n')}`)),
    /** Waits for a line of the strip: of whom and what, with these values in its detail, or one that a function likes. Answers the detail. */
    async until(what, wanted = {}) {
      const end = Date.now() + PATIENCE;
      for (;;) {
        const all = await e.told();
        const details = all.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1)).map((text) => (text.endsWith('…') ? { text } : JSON.parse(text)));
        const found = details.find((detail) => typeof wanted === 'function' ? wanted(detail) : Object.entries(wanted).every(([name, value]) => JSON.stringify(detail[name]) === JSON.stringify(value)));
        if (found) return found;
        assert.ok(Date.now() < end, `nothing told "${what}" ${typeof wanted === 'function' ? wanted : JSON.stringify(wanted)}: ${all.join(' | ') || 'nothing at all'}`);
        await pause(30);
      }
    },
    /** Waits until something seen is so; `look` answers it. */
    async sees(look, wanted, about) {
      const end = Date.now() + PATIENCE;
      for (let now = await look(); ; now = await look()) {
        if (typeof wanted === 'function' ? wanted(now) : now === wanted) return now;
        assert.ok(Date.now() < end, `${about ?? ''} ${JSON.stringify(now)}, wanted ${typeof wanted === 'function' ? wanted : JSON.stringify(wanted)}`);
        await pause(30);
      }
    },
    style: (selector, property) => e.locator(selector).evaluate((one, property) => getComputedStyle(one).getPropertyValue(property), property),
    attr: (selector, attribute) => e.locator(selector).getAttribute(attribute),
    /** Empties the strip. */
    async hush() {
      // What plays goes on telling: the strip may be empty for less than a look takes.
      await e.locator('#told').evaluate((strip) => {
        strip.emptied = strip.querySelector('.told-none') !== null;
        new MutationObserver((_, seen) => {
          if (!strip.querySelector('.told-none')) return;
          strip.emptied = true;
          seen.disconnect();
        }).observe(strip, { childList: true, subtree: true });
      });
      const box = await e.locator('#told').boundingBox();
      await e.tapAt(box.x + box.width / 2, box.y + box.height / 2);
      await e.sees(() => e.locator('#told').evaluate((strip) => strip.emptied), true, 'the strip is emptied');
    },
    /** A picture of what is seen now. */
    async shot(what) {
      if (!pictures) return;
      mkdirSync(pictures, { recursive: true });
      await pause(300);
      await page.screenshot({ path: join(pictures, `${name}${what ? `-${what}` : ''}${dark ? '-dark' : ''}.png`) });
    },
  };
  return e;
}
