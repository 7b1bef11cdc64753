// How the examples look on the smallest phone: every page, light and dark. Each text can be read on what it lies on, each key is large
// enough for a finger, and nothing is wider than the screen.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { faint, small } from './looks.mjs';
import { pack, root, stand } from './phone-desk.mjs';

/** Pages by program, as a code names them. */
const PAGES = {
  'tea.banchan.example': ['pages/menu/menu?table=T03', 'pages/cart/cart', 'pages/orders/orders', 'pages/order/order?id=none'],
  'town.banchan.example': ['pages/home/home', 'pages/place/place?id=quiet-leaf', 'pages/place/place?id=none'],
  'reader.banchan.example': ['pages/home/home', 'pages/article/article?id=rice', 'pages/article/article?id=none'],
  'guide.banchan.example': ['home', 'binding', 'events', 'lists', 'components', 'phone', 'publish'].map((name) => `pages/${name}/${name}`),
  'bike.banchan.example': ['pages/home/home', 'pages/bike/bike?id=B1031', 'pages/rides/rides'],
};
/** On the plan of the bike-share the bikes stand where they stand; the list under it has all of them. */
const SMALLER = '[class*=pin]';

const it = stand((folder) => {
  const sources = ['tea-house', 'directory', 'reader', 'guide', 'bike-share'].map((name) => join(root, 'examples', name));
  return ['--registry', pack(folder, sources), '--location', '31.2304,121.4737'];
}, { look: { width: 320, height: 640, touch: true } });

for (const [app, pages] of Object.entries(PAGES)) {
  test(`every_page_of_${app.split('.')[0]}_can_be_read_and_tapped_on_a_small_phone_light_and_dark`, { timeout: 120_000 }, async () => {
    const { page, link, leave, problems } = it.desk;
    const consent = page.locator('[data-answer=deny]');
    await page.addLocatorHandler(consent, () => consent.click());
    const wrong = [];
    for (const path of pages) {
      await link(`https://banchan.link/m/${app}/${path}`);
      const seen = page.locator('.stage:not([data-away]) .page[data-seen] iframe');
      const frame = await (await seen.elementHandle()).contentFrame();
      await frame.locator('wx-view').first().waitFor();
      for (const scheme of ['dark', 'light']) {
        await page.emulateMedia({ colorScheme: scheme });
        await frame.locator(`html[data-theme=${scheme}]`).waitFor({ state: 'attached' });
        const found = [...(await frame.evaluate(faint)), ...(await frame.evaluate(small, SMALLER))];
        const wide = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 1) found.push(`${wide} px wider than the screen`);
        wrong.push(...found.map((one) => `${path}, ${scheme}: ${one}`));
      }
      await leave();
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(problems, []);
  });
}
