// The gallery's pages of elements that move under a finger: what each attribute does, as it is seen. Without the
// attribute the test named in tests/elements.tsv fails (`node elements-without.mjs` tries it).

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements();

const top = (e, selector) => e.locator(selector).evaluate((one) => Math.round(one.scrollTop));

element('scroll-view', 'tells_both_ends_as_near_as_it_says', async (e) => {
  const to = (at) => e.locator('#down').evaluate((one, at) => one.scrollTo(0, at < 0 ? one.scrollHeight - one.clientHeight + at : at), at);
  // 20 px are near enough; without the attributes 50 would be
  await to(-40);
  await e.until('down.scroll');
  assert.equal((await e.told()).some((line) => line.startsWith('down.scrolltolower')), false, '40 px before the end');
  await to(-15);
  await e.until('down.scrolltolower', { direction: 'bottom' });
  await e.hush();
  await to(40);
  await e.until('down.scroll', ({ scrollTop }) => scrollTop === 40);
  assert.equal((await e.told()).some((line) => line.startsWith('down.scrolltoupper')), false, '40 px from the top');
  await to(15);
  await e.until('down.scrolltoupper', { direction: 'top' });
});

element('scroll-view', 'goes_sideways_in_one_row_without_a_bar', async (e) => {
  await e.pull('#across', [0.8, 0.5], [-120, 0], { hold: 150 });
  await e.until('across.scroll', ({ scrollLeft }) => scrollLeft > 60);
  const tops = await e.locator('#across').evaluate((one) => new Set([...one.children].map((child) => Math.round(child.getBoundingClientRect().top))).size);
  assert.equal(tops, 1, 'enable-flex');
  assert.equal(await e.style('#across', 'scrollbar-width'), 'none');
  assert.notEqual(await e.style('#down', 'scrollbar-width'), 'none');
});

element('scroll-view', 'glides_to_where_it_is_sent_only_when_it_says_so', async (e) => {
  /** What a scroll is asked to be. */
  const asked = (selector) => e.locator(selector).evaluate((one) => {
    const own = one.scrollTo.bind(one);
    one.asked = [];
    one.scrollTo = (options) => { one.asked.push(options.behavior); own(options); };
  });
  await asked('#down');
  await e.act('scroll-top');
  await e.sees(() => top(e, '#down'), 120);
  await e.act('scroll-into-view');
  await e.sees(() => e.locator('#down').evaluate((one) => one.asked.join()), 'instant,smooth');
});

element('scroll-view', 'keeps_what_is_seen_when_something_comes_above', async (e) => {
  await e.locator('#anchored').scrollIntoViewIfNeeded();
  await e.pull('#anchored', [0.5, 0.8], [0, -60], { hold: 200 });
  const before = await e.sees(() => top(e, '#anchored'), (at) => at > 20);
  const seen = () => e.locator('#anchored').evaluate((one) => one.shadowRoot ? 0 : Math.round([...one.children].find((child) => child.textContent.trim() === '3').getBoundingClientRect().top - one.getBoundingClientRect().top));
  const at = await seen();
  await e.act('add above');
  await e.sees(() => top(e, '#anchored'), (now) => now > before + 30, 'scroll-anchoring');
  await e.sees(seen, (now) => Math.abs(now - at) < 3, 'the third row stays');
});

element('scroll-view', 'does_not_bounce_where_it_must_not', async (e) => {
  assert.deepEqual([await e.style('#dragged', 'overscroll-behavior-y'), await e.style('#down', 'overscroll-behavior-y')], ['none', 'contain']);
});

element('scroll-view', 'pulls_down_in_its_own_colours', async (e) => {
  const dots = () => e.locator('#fresh').evaluate((one) => {
    const element = one.shadowRoot.firstElementChild;
    const { backgroundColor, color } = getComputedStyle(element);
    return [backgroundColor, color];
  });
  assert.deepEqual(await dots(), ['rgb(47, 116, 192)', 'rgb(255, 255, 255)']);
  // 70 px of the finger are less than 50 of the refresher, 110 are more
  await e.pull('#fresh', [0.5, 0.2], [0, 60], { hold: 100 });
  await e.until('fresh.refresherabort');
  await e.pull('#fresh', [0.5, 0.2], [0, 150], { hold: 100 });
  await e.until('fresh.refresherrefresh', { dy: 50 });
  await e.until('fresh.refresherrestore');
});

element('swiper', 'draws_its_dots_in_its_colours', async (e) => {
  const dots = (id) => e.locator(id).evaluate((one) => [...one.shadowRoot.querySelectorAll('.dots i')].map((dot) => getComputedStyle(dot).backgroundColor));
  assert.deepEqual(await dots('#plain'), ['rgb(255, 255, 255)', ...Array(3).fill('rgba(255, 255, 255, 0.4)')]);
  assert.deepEqual(await dots('#ring'), []);
});

element('swiper', 'is_a_ring_that_turns_by_itself_as_often_as_it_says', async (e) => {
  await e.pull('#ring', [0.2, 0.5], [180, 0]);
  await e.until('ring.change', { current: 3, source: 'touch' });
  await e.hush();
  await e.act('autoplay');
  // Between two turns, by the clock of the page: 0.7 s as it says, where it takes 5 s by itself.
  const apart = await e.locator('#ring').evaluate((one) => new Promise((done) => {
    let [now, turned] = [one.current, 0];
    const look = () => {
      if (one.current === now) return requestAnimationFrame(look);
      if (turned > 0) return done(performance.now() - turned);
      [now, turned] = [one.current, performance.now()];
      return requestAnimationFrame(look);
    };
    look();
  }));
  assert.ok(apart < 3000, `${apart} ms`);
  await e.until('ring.change', { source: 'autoplay' });
});

element('swiper', 'lies_as_its_attributes_say', async (e) => {
  const at = (id, n) => e.locator(id).evaluate((one, n) => {
    const [box, item] = [one.getBoundingClientRect(), one.children[n].getBoundingClientRect()];
    return { left: Math.round(item.left - box.left), top: Math.round(item.top - box.top), part: Math.round((100 * item.width) / box.width) };
  }, n);
  await e.act('current-item-id');
  await e.until('upright.change', { currentItemId: 'blue' });
  await e.sees(async () => (await at('#upright', 2)).top, 0);
  assert.ok((await at('#upright', 3)).top > 60 && (await at('#upright', 3)).left === 0, 'vertical');
  assert.equal((await at('#several', 0)).part, 50, 'display-multiple-items');
  const width = (await e.box('#edges')).width;
  assert.deepEqual([(await at('#edges', 0)).left, Math.round((await at('#edges', 0)).part)], [0, Math.round((100 * (width - 96)) / width)], 'snap-to-edge and both margins');
  const size = (id, n) => e.locator(id).evaluate((one, n) => getComputedStyle(one.children[n]).contentVisibility, n);
  assert.deepEqual([await size('#several', 3), await size('#ring', 2), await size('#plain', 3)], ['hidden', 'hidden', 'visible'], 'skip-hidden-item-layout');
});

element('movable-view', 'goes_where_its_direction_lets_it', async (e) => {
  await e.pull('#level', [0.5, 0.5], [50, 40]);
  await e.until('level.change', ({ x, y }) => x > 30 && y === 0);
  await e.act('scale = 2');
  await e.until('scaled.scale', { scale: 2 });
  await e.hush();
  await e.pinch('wx-movable-area[scale-area]', 40, 220);
  await e.until('scaled.scale', { scale: 3 });
  await e.pinch('wx-movable-area[scale-area]', 220, 20);
  await e.until('scaled.scale', { scale: 0.5 });
});

element('picker-view', 'has_its_band_and_its_value', async (e) => {
  assert.equal(await e.locator('#wheel').evaluate((one) => [...one.children].filter((c) => c.wheel).map((c) => c.wheel.index).join()), '9,6');
  const band = e.locator('#wheel .own-band');
  assert.equal(await band.count(), 1, 'indicator-class');
  assert.equal(Math.round((await band.boundingBox()).height), 44, 'indicator-style');
});
