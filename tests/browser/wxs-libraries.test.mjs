// Components of real libraries whose handlers run in the page, by touch, with the real program behind them; and a page
// whose handler never ends. The libraries are those of the gallery, as `cargo xtask examples` lays them out.
// Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { pack, phone, root, stand } from './phone-desk.mjs';
import { modules } from './wxs-modules.mjs';

const libraries = join(root, 'target/examples/gallery/miniprogram_npm');
const skip = existsSync(libraries) ? false : 'the libraries are not there: run `cargo xtask examples` first';
const APP = 'banchan://open/wxs.banchan.test';

const it = stand((folder) => {
  const app = join(folder, 'wxs');
  cpSync(join(root, 'tests/browser/fixtures/wxs'), app, { recursive: true });
  for (const name of ['tdesign-miniprogram', 'weui-miniprogram']) cpSync(join(libraries, name), join(app, 'miniprogram_npm', name), { recursive: true });
  cpSync(join(root, 'examples/gallery/images'), join(app, 'images'), { recursive: true });
  return ['--registry', pack(folder, [app])];
}, { look: null, when: !skip });

/** Opens a page of the fixture on a phone with a finger, and runs the checks. */
function on(name, path, checks) {
  test(name, { skip }, async () => {
    const { page, context, problems, link, leave, mini: front } = await phone(it.chromium, it.served.address, { width: 390, height: 844, touch: true });
    try {
      await link(`${APP}/${path}`);
      const mini = front();
      await mini.locator('#said').filter({ hasText: 'nothing' }).waitFor();
      await modules((look) => mini.locator('html').evaluate(look), until);
      const cdp = await context.newCDPSession(page);
      const touch = (type, points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y]) => ({ x, y, id: 0 })) });
      await checks({
        page,
        mini,
        said: (text) => mini.locator('#said').filter({ hasText: text }).waitFor(),
        /** A finger along points from the middle of an element, in pixels. */
        async drag(selector, steps, { hold = 0 } = {}) {
          const box = await mini.locator(selector).first().boundingBox();
          const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
          await touch('touchStart', [[x, y]]);
          await page.waitForTimeout(hold);
          for (const [dx, dy] of steps) {
            await touch('touchMove', [[x + dx, y + dy]]);
            await page.waitForTimeout(30);
          }
          await touch('touchEnd', []);
          await page.waitForTimeout(900);
        },
        /** Waits until an element lies so far to the right, in pixels, as `right` has it. */
        lies: (selector, right) => until(async () => right(Math.round(await mini.locator(selector).first().evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m41))), `${selector} does not lie where ${right} has it`),
      });
      // the libraries' icons lie on a server of theirs
      assert.deepEqual(problems.filter((line) => !line.startsWith('Failed to load resource')), []);
    } finally {
      // The next page of the phone would show what is on.
      if (await page.locator('.stage:not([data-away])').count()) await leave().catch(() => {});
      await context.close();
    }
  });
}

const LEFTWARDS = [[-10, 0], [-25, 1], [-60, 2], [-100, 2], [-140, 2]];

on('tdesigns_swipe_cell_opens_under_the_finger_and_closes_with_a_tap', 'pages/home/home', async ({ mini, drag, lies, said }) => {
  await drag('.t-swipe-cell', LEFTWARDS);
  await lies('#wrapper', (at) => at < -100);
  await mini.locator('.t-swipe-cell__content').tap();
  await said('swiped Delete');
  await lies('#wrapper', (at) => at === 0);
  await drag('.t-swipe-cell', [[-10, 0], [-30, 0]]);
  // too little to open
  await lies('#wrapper', (at) => at === 0);
});

on('weuis_slideview_shows_its_buttons_and_tells_which_was_tapped', 'pages/home/home', async ({ mini, drag, lies, said }) => {
  await drag('#slid-content', LEFTWARDS);
  await said('slid');
  await lies('.weui-slideview__left', (at) => at < -100);
  await mini.locator('.weui-slideview__btn').nth(1).tap();
  await said('pressed 1 {"id":7}');
});

on('tdesigns_upload_changes_the_order_by_dragging', 'pages/home/home', async ({ drag, said }) => {
  await drag('.t-upload__drag-item', [[20, 0], [60, 0], [100, 0], [110, 0]], { hold: 600 });
  await said('order 213');
});

on('tdesigns_popup_keeps_the_page_behind_it_still', 'pages/home/home', async ({ mini, drag }) => {
  const top = () => mini.locator('wx-page').evaluate(() => scrollY);
  await mini.locator('#open').tap();
  await mini.locator('#inside').waitFor();
  await drag('#inside', [[0, -20], [0, -60], [0, -120]]);
  assert.equal(await top(), 0);
});

on('hostile_wxs_reaches_nothing_and_an_endless_handler_ends_nobody_else', 'pages/hostile/hostile', async ({ page, mini, said }) => {
  await mini.locator('#reach').tap();
  await said('refused');
  await mini.locator('#bad').tap();
  const box = await mini.locator('#loop').boundingBox();
  // Its frame never answers again, so nothing that waits for it can be asked any more.
  void page.touchscreen.tap(box.x + 20, box.y + 20).catch(() => {});
  await page.waitForTimeout(800);
  // The phone around it still works: its own button closes the mini-program.
  await page.evaluate(() => document.querySelector('.stage:not([data-away]) [data-do=close]').click());
  await page.waitForSelector('.home:not([data-behind])');
});
