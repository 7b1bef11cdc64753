// The gallery's pages of elements whose motion itself is tested: in a browser that lets them move, which the other files' does not.

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements({ motion: true });

/** Notes where a page of a swiper is while it moves: parts of it, with the ms since it began to. */
const watchWay = (e, selector, n) => e.locator(selector).evaluate((one, n) => {
  one.way = [];
  new MutationObserver(() => one.way.push([performance.now(), Number(/translate.\(calc\((-?[\d.]+)%/.exec(one.children[n].style.transform)?.[1])])).observe(one.children[n], { attributes: true, attributeFilter: ['style'] });
}, n);

element('swiper', 'turns_as_long_and_as_its_easing_says', async (e) => {
  await e.page.emulateMedia({ reducedMotion: 'no-preference' });
  try {
    await watchWay(e, '#upright', 2);
    await e.act('current-item-id');
    await e.sees(() => e.locator('#upright').evaluate((one) => one.way.at(-1)?.[1] ?? -1), 0, 'there');
    const way = await e.locator('#upright').evaluate((one) => one.way);
    assert.ok(way.at(-1)[0] - way[0][0] >= 850, `${way.at(-1)[0] - way[0][0]} ms`);
    // easeInOutCubic is slow at first; what a swiper does by itself is half over after a sixth of the time
    let early = [];
    for (let times = 0; times < 4 && early.length === 0; times += 1) {
      const from = await e.locator('#edges').evaluate((one) => one.current);
      await watchWay(e, '#edges', from + (times % 2 ? -1 : 1));
      await e.pull('#edges', [0.5, 0.5], [times % 2 ? 130 : -130, 0]);
      await e.until('edges.animationfinish');
      const path = await e.locator('#edges').evaluate((one) => one.way);
      const end = path.at(-1)[0];
      const glide = path.filter(([at]) => at >= end - 880);
      early = glide.filter(([at]) => at < end - 650).map(([, part]) => Math.abs(part));
      if (early.length) assert.ok(Math.max(...early) - Math.min(...early) < 0.35 * Math.max(...early), `too fast at first: ${early.join()}`);
      await e.hush();
    }
    assert.ok(early.length > 0, 'nothing was seen of the way');
  } finally {
    await e.page.emulateMedia({ reducedMotion: 'reduce' });
  }
});

element('swiper', 'counts_a_swipe_while_it_turns_from_the_page_that_is_coming', async (e) => {
  await e.page.emulateMedia({ reducedMotion: 'no-preference' });
  try {
    // It turns for two seconds.
    await e.act('current-item-id');
    await e.until('upright.change', { currentItemId: 'blue' });
    await e.pull('#upright', [0.5, 0.8], [0, -70]);
    await e.until('upright.change', { current: 3, source: 'touch' });
  } finally {
    await e.page.emulateMedia({ reducedMotion: 'reduce' });
  }
});
