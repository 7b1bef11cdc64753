// The map element in a real Chromium: what it shows, what fingers, mouse, wheel and keys do, what it tells.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { page } = pages();

const json = (value) => JSON.stringify(value).replaceAll('"', '&quot;');
const MARKERS = [
  { id: 7, latitude: 37.5665, longitude: 126.978, width: 30, height: 40, title: 'City hall', callout: { content: 'Seoul City Hall', display: 'BYCLICK', padding: 8, borderRadius: 6 } },
  { id: 8, latitude: 37.5675, longitude: 126.976, iconPath: '/picture.svg', width: 36, height: 24, anchor: { x: 0.5, y: 0.5 }, label: { content: '12 bikes', anchorX: -24, anchorY: 16, bgColor: '#fff', padding: 2 } },
  { id: 9, latitude: 37.5648, longitude: 126.9795, callout: { content: 'Always here,\nwith a longer text that has to break into lines somewhere', display: 'ALWAYS', color: '#fff', bgColor: '#0b5d48', padding: 10, borderRadius: 8 } },
];
const map = (more = '') => `<wx-map id="m" style="width:100%;height:420px;display:block" latitude="37.5665" longitude="126.978" scale="16" b="tap markertap callouttap labeltap controltap regionchange updated" markers="${json(MARKERS)}" ${more}></wx-map>`;
const order = (p, method, args = {}) => p.call('element', { n: 1, method, args });
/** Waits until the map's script is there and has drawn. */
const drawn = (p) => p.until((m) => m.type === 'updated');
const spot = (p, at) => order(p, 'toScreenLocation', at).then(({ ok }) => ok);
const near = (a, b, by, what) => assert.ok(Math.abs(a - b) <= by, `${what}: ${a} and ${b}`);
const ends = async (p) => (await p.events('regionchange')).filter((m) => m.detail.type === 'end').map((m) => m.detail);

page('a_map_without_tiles_shows_ground_markers_and_a_distance', map('show-compass'), {}, async (p) => {
  await drawn(p);
  const seen = await p.frame.evaluate(() => {
    const root = document.querySelector('#m').shadowRoot;
    const canvas = root.querySelector('canvas');
    return { bar: root.querySelector('.bar').textContent, names: [...root.querySelectorAll('.marker > button.marker')].map((b) => b.getAttribute('aria-label')), painted: canvas.getContext('2d').getImageData(9, 200, 1, 1).data[3], role: root.querySelector('.slippy').getAttribute('role') };
  });
  assert.match(seen.bar, /^\d+ (m|km)$/);
  assert.deepEqual(seen.names, ['City hall', '12 bikes', 'Always here,\nwith a longer text that has to break into lines somewhere']);
  assert.equal(seen.painted, 255);
  assert.equal(seen.role, 'application');
  await p.shot('map-plain');
});

page('a_map_in_the_dark_is_dark', map('show-compass show-scale'), { theme: 'dark' }, async (p) => {
  await drawn(p);
  await p.settle();
  const [r] = await p.frame.evaluate(() => [...document.querySelector('#m').shadowRoot.querySelector('canvas').getContext('2d').getImageData(9, 200, 1, 1).data]);
  assert.ok(r < 80, `the ground is ${r}`);
  await p.shot('map-dark');
});

page('a_finger_moves_the_map_and_the_region_is_told', map(), {}, async (p) => {
  await drawn(p);
  const before = (await order(p, 'getCenterLocation')).ok;
  await p.finger([[200, 200], [200, 230], [200, 280], [200, 300], [200, 300]], { pause: 80 });
  await p.until((m) => m.type === 'regionchange' && m.detail.type === 'end');
  const after = (await order(p, 'getCenterLocation')).ok;
  assert.ok(after.latitude > before.latitude, 'pulled down, the north comes');
  near(after.longitude, before.longitude, 1e-4, 'longitude');
  const all = (await p.events('regionchange')).map((m) => [m.detail.type, m.detail.causedBy]);
  assert.deepEqual(all, [['begin', 'gesture'], ['end', 'drag']]);
  const [end] = await ends(p);
  near(end.centerLocation.latitude, after.latitude, 1e-6, 'told');
  assert.ok(end.region.northeast.latitude > after.latitude && end.region.southwest.longitude < after.longitude);
  assert.equal((await p.events('tap')).length, 0, 'a drag is no tap');
  assert.equal(await p.frame.evaluate(() => scrollY), 0, 'the page does not scroll under it');
});

page('a_fast_finger_leaves_momentum', map(), {}, async (p) => {
  await drawn(p);
  await p.frame.evaluate(() => {
    for (const type of ['pointermove', 'pointerup']) addEventListener(type, (event) => { window[type] = event.timeStamp; }, { capture: true, passive: true });
  });
  // A finger that rests before it lifts leaves none, and on a busy machine the driver's finger rests: what counts is one that did not.
  for (let tries = 0; ; tries++) {
    assert.ok(tries < 20, 'the driver never moved fast enough');
    await p.clear();
    const before = (await spot(p, MARKERS[0])).y;
    await p.finger([[200, 120], [200, 150], [200, 200], [200, 260]], { pause: 12 });
    await p.until((m) => m.type === 'regionchange' && m.detail.type === 'end');
    if (await p.frame.evaluate(() => window.pointerup - window.pointermove > 50)) continue;
    assert.ok((await spot(p, MARKERS[0])).y > before + 145, 'it glides on behind the 140 px of the finger');
    break;
  }
});

page('two_fingers_zoom_about_the_place_between_them', map(), {}, async (p) => {
  await drawn(p);
  const cdp = await p.tab.context().newCDPSession(p.tab);
  const touch = (type, points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const before = (await order(p, 'fromScreenLocation', { x: 195, y: 210 })).ok;
  await touch('touchStart', [[175, 210]]);
  await touch('touchStart', [[175, 210], [215, 210]]);
  for (let by = 5; by <= 60; by += 5) {
    await touch('touchMove', [[175 - by, 210], [215 + by, 210]]);
    await p.settle();
  }
  await touch('touchEnd', []);
  await p.until((m) => m.type === 'regionchange' && m.detail.causedBy === 'scale');
  const { scale } = (await order(p, 'getScale')).ok;
  near(scale, 18, 0.15, 'four times as wide is two levels');
  const after = (await order(p, 'fromScreenLocation', { x: 195, y: 210 })).ok;
  near(after.latitude, before.latitude, 2e-4, 'latitude');
  near(after.longitude, before.longitude, 2e-4, 'longitude');
});

page('a_double_tap_the_wheel_and_the_keys_zoom', map(), { touch: false }, async (p) => {
  await drawn(p);
  const scale = async () => (await order(p, 'getScale')).ok.scale;
  // Twice within the time that counts, however long the driver's words take.
  const cdp = await p.tab.context().newCDPSession(p.tab);
  const begun = Date.now() / 1000;
  for (const [n, type] of ['mousePressed', 'mouseReleased', 'mousePressed', 'mouseReleased'].entries()) {
    await cdp.send('Input.dispatchMouseEvent', { type, x: 300, y: 320, button: 'left', buttons: n % 2 ? 0 : 1, clickCount: n < 2 ? 1 : 2, timestamp: begun + n / 40 });
  }
  await p.settle();
  near(await scale(), 17, 0.01, 'double tap');
  await p.tab.mouse.wheel(0, 200);
  await p.until((m) => m.type === 'regionchange' && m.detail.type === 'end' && m.detail.scale < 17);
  near(await scale(), 16.5, 0.05, 'wheel');
  await p.frame.evaluate(() => document.querySelector('#m').shadowRoot.querySelector('.slippy').focus());
  await p.tab.keyboard.press('+');
  near(await scale(), 17.5, 0.05, 'key');
  const before = (await order(p, 'getCenterLocation')).ok;
  await p.tab.keyboard.press('ArrowRight');
  assert.ok((await order(p, 'getCenterLocation')).ok.longitude > before.longitude);
});

page('what_is_tapped_is_told_once_and_by_its_name', map(`controls="${json([{ id: 3, position: { left: 300, top: 20, width: 40, height: 40 }, iconPath: '/picture.svg', clickable: true }])}"`), {}, async (p) => {
  await drawn(p);
  const shown = () => p.frame.evaluate(() => [...document.querySelector('#m').shadowRoot.querySelectorAll('.callout')].filter((c) => c.getClientRects().length > 0).map((c) => c.textContent));
  const tapInside = async (selector) => {
    const box = await p.frame.evaluate((s) => { const b = document.querySelector('#m').shadowRoot.querySelector(s).getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; }, selector);
    await p.tab.touchscreen.tap(box.x, box.y);
    await p.settle();
  };
  assert.deepEqual(await shown(), [MARKERS[2].callout.content]);
  await tapInside('.marker > [aria-label="City hall"]');
  assert.deepEqual(await shown(), ['Seoul City Hall', MARKERS[2].callout.content]);
  await p.shot('map-callout');
  await tapInside('.callout');
  await tapInside('.label');
  await tapInside('[data-hit="control"]');
  assert.deepEqual((await p.events('markertap')).map((m) => m.detail.markerId), [7]);
  assert.deepEqual((await p.events('callouttap')).map((m) => m.detail.markerId), [7]);
  assert.deepEqual((await p.events('labeltap')).map((m) => m.detail.markerId), [8]);
  assert.deepEqual((await p.events('controltap')).map((m) => m.detail.controlId), [3]);
  assert.equal((await p.events('tap')).length, 0, 'none of these is a tap on the map');
  await p.tab.touchscreen.tap(40, 330);
  await p.settle();
  const [tap] = await p.events('tap');
  const there = (await order(p, 'fromScreenLocation', { x: 40, y: 330 })).ok;
  near(tap.detail.latitude, there.latitude, 1e-6, 'latitude');
  near(tap.detail.longitude, there.longitude, 1e-6, 'longitude');
  assert.deepEqual(await shown(), [MARKERS[2].callout.content], 'a tap beside closes it');
});

page('a_marker_is_reached_and_tapped_by_keys', map(), { touch: false }, async (p) => {
  await drawn(p);
  await p.frame.evaluate(() => document.querySelector('#m').shadowRoot.querySelector('[aria-label="City hall"]').focus());
  await p.tab.keyboard.press('Enter');
  await p.settle();
  assert.deepEqual((await p.events('markertap')).map((m) => m.detail.markerId), [7]);
});

page('include_points_show_all_of_them', `${map(`include-points="${json([{ latitude: 37.50, longitude: 126.90 }, { latitude: 37.62, longitude: 127.1 }])}"`)}`, {}, async (p) => {
  await drawn(p);
  await p.settle();
  const { southwest, northeast } = (await order(p, 'getRegion')).ok;
  assert.ok(southwest.latitude < 37.5 && southwest.longitude < 126.9 && northeast.latitude > 37.62 && northeast.longitude > 127.1);
  await order(p, 'includePoints', { points: [{ latitude: 37.56, longitude: 126.97 }, { latitude: 37.57, longitude: 126.98 }], padding: [40] });
  await p.settle();
  const a = await spot(p, { latitude: 37.57, longitude: 126.97 });
  assert.ok(a.x >= 39 && a.y >= 39, JSON.stringify(a));
});

page('shapes_are_drawn_where_they_belong', map(`polyline="${json([{ points: [{ latitude: 37.5665, longitude: 126.97 }, { latitude: 37.5665, longitude: 126.99 }], color: '#FF0000DD', width: 8, arrowLine: true, borderColor: '#ffffff', borderWidth: 2 }])}" circles="${json([{ latitude: 37.5665, longitude: 126.976, radius: 60, fillColor: '#0000ff55', color: '#0000ff', strokeWidth: 2 }])}" polygons="${json([{ points: [{ latitude: 37.565, longitude: 126.9775 }, { latitude: 37.565, longitude: 126.979 }, { latitude: 37.564, longitude: 126.979 }], fillColor: '#00aa0066', strokeColor: '#00aa00', strokeWidth: 3 }])}"`), {}, async (p) => {
  await drawn(p);
  const colour = (x, y) => p.frame.evaluate(([px, py]) => [...document.querySelector('#m').shadowRoot.querySelector('canvas').getContext('2d').getImageData(px * devicePixelRatio, py * devicePixelRatio, 1, 1).data], [Math.round(x), Math.round(y)]);
  const line = await spot(p, { latitude: 37.5665, longitude: 126.9801 });
  const [r, g] = await colour(line.x, line.y + 2);
  assert.ok(r > 200 && g < 120, `the line is ${r} ${g}`);
  const area = await spot(p, { latitude: 37.5648, longitude: 126.9786 });
  const [, green, blue] = await colour(area.x, area.y);
  assert.ok(green > blue + 30, `the area is ${green} ${blue}`);
  await p.shot('map-shapes');
});

page('a_marker_travels_to_its_goal_and_back_into_the_program', map(), {}, async (p) => {
  await drawn(p);
  await order(p, 'translateMarker', { markerId: 7, destination: { latitude: 37.568, longitude: 126.98 }, duration: 150, autoRotate: false, rotate: 0 });
  const box = await p.frame.evaluate(() => { const b = document.querySelector('#m').shadowRoot.querySelector('[aria-label="City hall"]').getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.bottom }; });
  const goal = await spot(p, { latitude: 37.568, longitude: 126.98 });
  near(box.x, goal.x, 1, 'x');
  near(box.y, goal.y, 1, 'y');
  assert.match((await order(p, 'translateMarker', { markerId: 99, destination: MARKERS[0] })).fail, /does not exist/);
  await order(p, 'removeMarkers', { markerIds: [7, 8] });
  await order(p, 'addMarkers', { markers: [{ id: 11, latitude: 37.5665, longitude: 126.978, title: 'New' }] });
  const names = await p.frame.evaluate(() => [...document.querySelector('#m').shadowRoot.querySelectorAll('.marker > button.marker')].map((b) => b.getAttribute('aria-label')));
  assert.equal(names.length, 2);
  assert.ok(names.includes('New'));
});

page('where_the_user_is_comes_from_the_core_only', map('show-location'), {}, async (p) => {
  await drawn(p);
  const wish = await p.until((m) => m.t === 'want');
  assert.deepEqual([wish.what, wish.v], ['location', { type: 'gcj02' }]);
  await p.send({ t: 'given', id: wish.id, v: { ok: true, res: { latitude: 37.5669, longitude: 126.979, accuracy: 40 } } });
  await p.settle();
  await p.frame.waitForFunction(() => document.querySelector('#m').shadowRoot.querySelector('.me'));
  await p.shot('map-here');
});

page('a_location_that_is_denied_leaves_the_map_as_it_is', map(), {}, async (p) => {
  await drawn(p);
  const moving = order(p, 'moveToLocation');
  const wish = await p.until((m) => m.t === 'want');
  await p.send({ t: 'given', id: wish.id, v: { ok: false, res: { errMsg: 'getLocation:fail auth deny' } } });
  assert.deepEqual(await moving, { fail: 'auth deny' });
});

page('what_a_program_gives_can_not_break_the_map', map(`polyline="${json([null, { points: 'x' }, { points: [{ latitude: 'a' }, {}] }])}" circles="[[]]" polygons="7" controls="{}"`), {}, async (p) => {
  await drawn(p);
  const bad = [null, 5, { id: {}, latitude: 1e99, longitude: 2 }, { latitude: 37.5665, longitude: 126.978, iconPath: 'javascript:alert(1)', callout: { content: '<img src=x onerror=alert(1)>', display: 'ALWAYS', bgColor: 'red;}' } }];
  await p.patch([['a', 1, 'markers', JSON.stringify(bad)], ['a', 1, 'latitude', 'x'], ['a', 1, 'scale', '1e9']]);
  const seen = await p.frame.evaluate(() => ({ callout: document.querySelector('#m').shadowRoot.querySelector('.callout').textContent, pictures: document.querySelector('#m').shadowRoot.querySelectorAll('.marker img').length }));
  assert.deepEqual(seen, { callout: '<img src=x onerror=alert(1)>', pictures: 0 });
  assert.equal((await order(p, 'getScale')).ok.scale, 20);
});

page('a_cover_over_a_map_takes_its_own_taps', `<wx-map id="m" b="tap updated" style="width:100%;height:300px;display:block" latitude="37.5" longitude="127"><wx-cover-view id="c" b="tap" style="position:absolute;left:20px;top:20px;width:120px;height:44px;background:#fff">Cover</wx-cover-view></wx-map>`, {}, async (p) => {
  await drawn(p);
  await p.tap('#c');
  const taps = await p.events('tap');
  assert.deepEqual(taps.map((m) => m.n), [2]);
  await p.finger([[60, 40], [60, 80], [60, 140]], { pause: 30 });
  assert.equal((await p.events('regionchange')).length, 0);
});

page('a_turned_map_has_its_places_where_they_belong_and_turns_under_fingers_mouse_and_keys', map('rotate="90" enable-rotate show-compass'), {}, async (p) => {
  await drawn(p);
  const middle = await spot(p, MARKERS[0]);
  const north = await spot(p, { latitude: 37.568, longitude: 126.978 });
  assert.ok(north.x < middle.x - 40 && Math.abs(north.y - middle.y) < 1, `the north is at the left: ${JSON.stringify(north)}`);
  const back = (await order(p, 'fromScreenLocation', north)).ok;
  near(back.latitude, 37.568, 1e-6, 'latitude');
  near(back.longitude, 126.978, 1e-6, 'longitude');
  await p.shot('map-turned');
  await order(p, 'includePoints', { points: [{ latitude: 37.56, longitude: 126.97 }, { latitude: 37.57, longitude: 126.98 }], padding: [40] });
  await p.settle();
  for (const at of [{ latitude: 37.57, longitude: 126.97 }, { latitude: 37.56, longitude: 126.98 }]) {
    const { x, y } = await spot(p, at);
    assert.ok(x >= 39 && y >= 39 && x <= 351 && y <= 381, JSON.stringify({ x, y }));
  }
  const cdp = await p.tab.context().newCDPSession(p.tab);
  const touch = (type, points) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const around = (degrees) => [[195, 210], [195 + 80 * Math.cos((degrees * Math.PI) / 180), 210 + 80 * Math.sin((degrees * Math.PI) / 180)]];
  await touch('touchStart', around(0).slice(0, 1));
  await touch('touchStart', around(0));
  for (let by = 5; by <= 60; by += 5) {
    await touch('touchMove', around(by));
    await p.settle();
  }
  await touch('touchEnd', []);
  await p.until((m) => m.type === 'regionchange' && m.detail.causedBy === 'scale');
  const { rotate } = (await order(p, 'getRotate')).ok;
  near(rotate, 35, 8, 'sixty degrees clockwise, but for the first few');
  const [end] = (await ends(p)).slice(-1);
  near(end.rotate, rotate, 1e-6, 'told');
  await p.frame.evaluate(() => document.querySelector('#m').shadowRoot.querySelector('.slippy').focus());
  await p.tab.keyboard.press('Shift+ArrowRight');
  near((await order(p, 'getRotate')).ok.rotate, rotate - 15, 1e-6, 'a key');
});

page('a_map_that_may_not_be_turned_is_not', map(), { touch: false }, async (p) => {
  await drawn(p);
  await p.frame.evaluate(() => document.querySelector('#m').shadowRoot.querySelector('.slippy').focus());
  await p.tab.keyboard.press('Shift+ArrowRight');
  await p.settle();
  assert.equal((await order(p, 'getRotate')).ok.rotate, 0);
});

const CROWD = Array.from({ length: 24 }, (_, n) => ({ id: n + 1, latitude: 37.5665 + 0.0001 * (n % 5), longitude: 126.97 + (n < 12 ? 0 : 0.016) + 0.0001 * Math.floor((n % 12) / 5), title: `Stand ${n + 1}`, joinCluster: n < 23 }));
const crowd = map().replace(/markers="[^"]*"/, `markers="${json(CROWD)}"`).replace('longitude="126.978"', 'longitude="126.978" show-scale').replace('scale="16"', 'scale="14"');
const seenPins = (p) => p.frame.evaluate(() => [...document.querySelector('#m').shadowRoot.querySelectorAll('.pins > .marker')].filter((one) => one.getClientRects().length > 0).map((one) => (one.querySelector('.cluster') ? `cluster ${one.textContent}` : one.querySelector('.marker')?.getAttribute('aria-label') ?? one.textContent)));

page('markers_that_are_near_each_other_stand_as_one_and_come_apart', crowd, {}, async (p) => {
  await drawn(p);
  assert.equal((await seenPins(p)).length, 24, 'before the program asks for it, each is seen');
  const first = order(p, 'on');
  assert.deepEqual(await order(p, 'initMarkerCluster', { gridSize: 40 }), { ok: {} });
  const { event, res } = (await first).ok;
  assert.equal(event, 'markerClusterCreate');
  assert.deepEqual(res.clusters.map(({ clusterId, markerIds }) => [clusterId, markerIds.length]), [[1, 12], [2, 11]]);
  near(res.clusters[0].center.longitude, 126.97, 0.001, 'its centre');
  assert.deepEqual((await seenPins(p)).sort(), ['Stand 24', 'cluster 11', 'cluster 12']);
  await p.shot('map-clusters');
  const next = order(p, 'on');
  const box = await p.frame.evaluate(() => { const b = document.querySelector('#m').shadowRoot.querySelector('.cluster').getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.y + b.height / 2 }; });
  await p.tab.touchscreen.tap(box.x, box.y);
  const clicked = (await next).ok;
  assert.deepEqual([clicked.event, clicked.res.cluster.clusterId, clicked.res.cluster.markerIds.length], ['markerClusterClick', 1, 12]);
  await p.frame.waitForFunction(() => [...document.querySelector('#m').shadowRoot.querySelectorAll('.pins > .marker')].filter((one) => one.getClientRects().length > 0 && one.querySelector('.marker')).length > 8);
  assert.ok((await order(p, 'getScale')).ok.scale > 16, 'a tap takes it apart');
  assert.equal((await p.events('tap')).length + (await p.events('markertap')).length, 0);
});

page('a_program_draws_its_own_clusters_and_those_that_are_gone_take_them_along', crowd, { touch: false }, async (p) => {
  await drawn(p);
  const first = order(p, 'on');
  await order(p, 'initMarkerCluster', { enableDefaultStyle: false, zoomOnClick: false, gridSize: 40 });
  const { clusters } = (await first).ok.res;
  const markers = clusters.map(({ clusterId, center, markerIds }) => ({ ...center, clusterId, width: 0, height: 0, label: { content: `${markerIds.length} here`, bgColor: '#ffffff', width: 60, height: 30 } }));
  await order(p, 'addMarkers', { markers: [...markers, { ...markers[0], clusterId: 999 }], clear: false });
  await p.settle();
  const own = () => p.frame.evaluate(() => [...document.querySelector('#m').shadowRoot.querySelectorAll('.marker .label')].filter((one) => one.getClientRects().length > 0).map((one) => [one.textContent, one.offsetWidth, one.offsetHeight]));
  assert.deepEqual(await own(), [['12 here', 60, 30], ['11 here', 60, 30]]);
  await p.frame.evaluate(() => document.querySelector('#m').shadowRoot.querySelector('.label').focus());
  const next = order(p, 'on');
  await p.settle();
  await p.tab.keyboard.press('Enter');
  assert.equal((await next).ok.res.cluster.clusterId, clusters[0].clusterId);
  near((await order(p, 'getScale')).ok.scale, 14, 0.01, 'it stays as it is');
  await order(p, 'removeMarkers', { markerIds: CROWD.map(({ id }) => id) });
  await p.settle();
  assert.deepEqual(await own(), []);
});
