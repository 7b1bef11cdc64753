// Watching of elements and of the window, keyframes, and what queries tell, in a real Chromium.
// Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { page: shown } = pages();
/** What watches comes in a script that loads when it is first asked for; these tests are of what it does then. */
async function loaded(p) {
  // Of something in sight the one tells, of something out of sight the other.
  const probe = (id, initialRatio) => p.send({ t: 'watch', id, kind: 'intersection', nodes: [1], relativeTo: [{ n: -1 }], thresholds: [0], initialRatio });
  await probe(98, 0);
  await probe(99, 0.5);
  await p.until((m) => m.t === 'watched' && m.id > 90);
  await p.send({ t: 'unwatch', id: 98 });
  await p.send({ t: 'unwatch', id: 99 });
  await p.clear();
}
const page = (name, html, checks, options = {}) => shown(name, html, { viewport: { width: 390, height: 844 }, ...options }, async (p) => {
  await loaded(p);
  await checks(p);
});

const watched = async (p, id) => (await p.kind('watched')).filter((m) => m.id === id);
const scroll = async (p, top) => {
  await p.frame.evaluate((to) => scrollTo({ top: to, behavior: 'instant' }), top);
  await p.settle();
  await p.settle();
};
const VIEWPORT = [{ n: -1 }];

page('an_element_is_told_when_it_passes_a_threshold_and_only_then', '<wx-view style="height:1000px">a</wx-view><wx-view id="b" style="height:100px;width:200px">b</wx-view><wx-view style="height:2000px">c</wx-view>', async (p) => {
  await p.send({ t: 'watch', id: 1, kind: 'intersection', nodes: [3], relativeTo: VIEWPORT, thresholds: [0, 0.5, 1], initialRatio: 0 });
  await p.settle();
  assert.equal((await watched(p, 1)).length, 0, 'it is out of sight, as initialRatio says');
  await scroll(p, 180); // 24 px
  await scroll(p, 190); // 34 px: no new threshold
  await scroll(p, 240); // 84 px
  await scroll(p, 300); // whole
  await scroll(p, 500); // still whole
  await scroll(p, 1500); // gone
  const all = await watched(p, 1);
  assert.deepEqual(all.map((m) => Math.round(m.v.intersectionRatio * 100)), [24, 84, 100, 0]);
  const { v, n } = all[1];
  assert.equal(n, 3);
  assert.deepEqual(v.boundingClientRect, { left: 0, top: 760, right: 200, bottom: 860, width: 200, height: 100 });
  assert.deepEqual(v.intersectionRect, { left: 0, top: 760, right: 200, bottom: 844, width: 200, height: 84 });
  assert.deepEqual(v.relativeRect, { left: 0, top: 0, right: 390, bottom: 844, width: 390, height: 844 });
  assert.ok(Math.abs(v.time - Date.now()) < 10_000);
});

page('what_is_seen_at_first_is_told_unless_it_is_the_initial_ratio', '<wx-view style="height:100px">a</wx-view>', async (p) => {
  await p.send({ t: 'watch', id: 1, kind: 'intersection', nodes: [1], relativeTo: VIEWPORT, thresholds: [0], initialRatio: 0 });
  await p.send({ t: 'watch', id: 2, kind: 'intersection', nodes: [1], relativeTo: VIEWPORT, thresholds: [1], initialRatio: 1 });
  await p.settle();
  assert.deepEqual([(await watched(p, 1)).length, (await watched(p, 2)).length], [1, 0]);
});

page('margins_grow_and_shrink_what_is_looked_through', '<wx-view style="height:1000px">a</wx-view><wx-view style="height:100px">b</wx-view><wx-view style="height:2000px">c</wx-view>', async (p) => {
  const watch = (id, bottom) => p.send({ t: 'watch', id, kind: 'intersection', nodes: [3], relativeTo: [{ n: -1, margins: { bottom } }], thresholds: [0], initialRatio: 0 });
  await watch(1, 200);
  await watch(2, -200);
  await p.settle();
  assert.deepEqual([(await watched(p, 1)).length, (await watched(p, 2)).length], [1, 0]);
  assert.equal((await watched(p, 1))[0].v.relativeRect.bottom, 1044);
  await scroll(p, 200);
  assert.equal((await watched(p, 2)).length, 0);
  await scroll(p, 400);
  assert.equal((await watched(p, 2)).length, 1);
});

page(
  'several_nodes_in_a_scroll_view_and_several_references',
  '<wx-scroll-view scroll-y style="height:200px" id="s"><wx-view style="height:150px">a</wx-view><wx-view style="height:150px">b</wx-view><wx-view style="height:150px">c</wx-view></wx-scroll-view>',
  async (p) => {
    const [a, b, c] = [2, 4, 6];
    await p.send({ t: 'watch', id: 1, kind: 'intersection', nodes: [a, b, c], relativeTo: [{ n: 1 }, { n: -1 }], thresholds: [0.9], initialRatio: 0 });
    await p.send({ t: 'watch', id: 2, kind: 'intersection', nodes: [c], relativeTo: [], thresholds: [0], initialRatio: 0 });
    await p.settle();
    assert.deepEqual((await watched(p, 1)).map((m) => m.n), [a]);
    await p.frame.evaluate(() => document.querySelector('#s').scrollTo({ top: 250, behavior: 'instant' }));
    await p.settle();
    await p.settle();
    assert.deepEqual((await watched(p, 1)).map((m) => [m.n, m.v.intersectionRatio >= 0.9]), [[a, true], [a, false], [c, true]]);
    assert.equal((await watched(p, 2)).length, 1, 'without a reference, what the page cuts off is not seen');
    await p.patch([['r', c]]);
    await p.settle();
    const told = (await watched(p, 1)).length;
    await p.send({ t: 'unwatch', id: 1 });
    await p.frame.evaluate(() => document.querySelector('#s').scrollTo({ top: 0, behavior: 'instant' }));
    await p.settle();
    assert.equal((await watched(p, 1)).length, told);
  },
);

page('an_element_that_moves_by_itself_is_seen_too', '<wx-view id="a" style="position:fixed;top:900px;height:50px;width:50px">a</wx-view>', async (p) => {
  await p.send({ t: 'watch', id: 1, kind: 'intersection', nodes: [1], relativeTo: VIEWPORT, thresholds: [0], initialRatio: 0 });
  await p.patch([['a', 1, 'style', 'position:fixed;top:900px;height:50px;width:50px;transition:transform .2s;transform:translateY(-300px)']]);
  await p.until((m) => m.t === 'watched' && m.id === 1);
  await p.sees(() => document.getAnimations().length === 0);
  await p.settle();
  assert.equal((await watched(p, 1)).length, 1);
});

page('the_window_is_told_at_once_and_when_it_changes', '<wx-view>a</wx-view>', async (p) => {
  await p.send({ t: 'watch', id: 5, kind: 'media', query: { minWidth: 500, orientation: 'landscape' } });
  await p.settle();
  await p.tab.setViewportSize({ width: 800, height: 400 });
  await p.until((m) => m.t === 'watched' && m.id === 5 && m.v.matches);
  assert.deepEqual((await watched(p, 5)).map((m) => m.v), [{ matches: false }, { matches: true }]);
  await p.send({ t: 'unwatch', id: 5 });
  await p.settle();
  await p.tab.setViewportSize({ width: 390, height: 844 });
  await p.sees(() => innerWidth === 390);
  await p.settle();
  assert.equal((await watched(p, 5)).length, 2);
});

const computed = (p, name) => p.frame.evaluate((n) => getComputedStyle(document.querySelector('#a'))[n], name);

page('keyframes_play_stay_and_are_cleared_by_name', '<wx-view id="a" style="height:50px">a</wx-view>', async (p) => {
  const keyframes = [{ opacity: 1, rotate: 0, left: 0, backgroundColor: '#FF0000' }, { opacity: 0.5, rotate: 45, left: 20, ease: 'ease-in', offset: 0.9 }, { opacity: 0, rotate: 90, scale: [2, 3], left: '75rpx', backgroundColor: '#0000FF' }];
  const begun = Date.now();
  assert.equal(await p.call('animate', { nodes: [1, 99], keyframes, duration: 200 }), true);
  assert.ok(Date.now() - begun >= 190, 'answered when it has played');
  assert.deepEqual([await computed(p, 'opacity'), await computed(p, 'backgroundColor'), await computed(p, 'left')], ['0', 'rgb(0, 0, 255)', '39px']);
  assert.match(await computed(p, 'transform'), /^matrix\(/);
  await p.patch([['a', 1, 'style', 'height:60px']]);
  assert.equal(await computed(p, 'opacity'), '0', 'it stays');
  await p.call('clearAnimation', { nodes: [1], props: ['opacity', 'rotate'] });
  assert.deepEqual([await computed(p, 'opacity'), await computed(p, 'backgroundColor'), await computed(p, 'transform')], ['1', 'rgb(0, 0, 255)', 'matrix(2, 0, 0, 3, 0, 0)']);
  await p.call('clearAnimation', { nodes: [1], props: null });
  assert.deepEqual([await computed(p, 'backgroundColor'), await computed(p, 'transform')], ['rgba(0, 0, 0, 0)', 'none']);
  assert.equal(await p.call('animate', { nodes: [1], keyframes: 'x', duration: 1 }), false);
});

page(
  'a_scroll_view_moves_an_animation',
  '<wx-view id="a" style="height:50px">a</wx-view><wx-scroll-view scroll-y id="s" style="height:100px"><wx-view style="height:500px">x</wx-view></wx-scroll-view>',
  async (p) => {
    const timeline = { source: 3, orientation: 'vertical', startScrollOffset: 100, endScrollOffset: 300, timeRange: 1000 };
    await p.call('animate', { nodes: [1], keyframes: [{ opacity: 1 }, { opacity: 0 }], duration: 1000, timeline });
    const at = async (top) => {
      await p.frame.evaluate((to) => document.querySelector('#s').scrollTo({ top: to, behavior: 'instant' }), top);
      await p.settle();
      return Number(await computed(p, 'opacity'));
    };
    assert.deepEqual([await at(50), await at(200), await at(400)], [1, 0.5, 0]);
    await p.call('clearAnimation', { nodes: [1], props: null });
    assert.equal(await at(200), 1);
  },
);

page(
  'queries_tell_properties_styles_and_offsets',
  '<wx-scroll-view id="s" scroll-y show-scrollbar="false" lower-threshold="30" b="scroll" style="height:100px;margin-left:7px"><wx-view style="height:500px;width:100px">x</wx-view></wx-scroll-view><wx-input value="v" placeholder="type here">x</wx-input>',
  async (p) => {
    await p.frame.evaluate(() => document.querySelector('#s').scrollTo({ top: 40, behavior: 'instant' }));
    const [s, i, none] = await p.call('rects', {
      queries: [
        { n: 1, fields: { id: true, rect: true, size: true, scrollOffset: true, properties: ['scrollY', 'showScrollbar', 'lowerThreshold', 'scrollTop', 'style', 'b', 'nothing'], computedStyle: ['marginLeft', 'overflow-y'] } },
        { n: 4, fields: { properties: ['placeholder', 'value'] } },
        { n: 99, fields: {} },
      ],
    });
    assert.deepEqual(s, { id: 's', left: 7, top: 0, right: s.right, bottom: 100, width: s.width, height: 100, scrollLeft: 0, scrollTop: 40, scrollWidth: s.scrollWidth, scrollHeight: 500, scrollY: true, showScrollbar: false, lowerThreshold: 30, marginLeft: '7px', 'overflow-y': 'auto' });
    assert.deepEqual(i, { placeholder: 'type here', value: 'v' });
    assert.equal(none, null);
  },
);
