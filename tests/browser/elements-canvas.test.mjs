// The gallery's page of canvas, by finger: what is drawn there is seen, pixel by pixel where it counts.

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements();

/** The colour of one pixel of a canvas as it is seen: at a part of its width and height. */
export const pixel = (e, selector, x, y) => e.locator(selector).evaluate((one, [x, y]) => {
  const canvas = one.shadowRoot.querySelector('canvas');
  return [...canvas.getContext('2d').getImageData(Math.round(canvas.width * x), Math.round(canvas.height * y), 1, 1).data];
}, [x, y]);

element('canvas', 'draws_on_both_interfaces_and_reads_back', async (e) => {
  const drawn = await e.until('pictures.drawn');
  assert.deepEqual(drawn.pixel, [122, 160, 91, 255], 'getImageData answers at once what was drawn before');
  assert.equal(drawn.width, 10, 'measureText answers at once');
  assert.deepEqual((await pixel(e, '#pictures', 0.2, 0.01)).slice(3), [0]);
  const [red, green, blue, solid] = await pixel(e, '#chart', 0.93, 0.5);
  assert.ok(solid === 255 && red > green && green > blue, `a bar of the chart: ${[red, green, blue, solid]}`);
  await e.until('dial.draw', { part: 0.4 });
  assert.deepEqual(await pixel(e, '.dial', 0.915, 0.5), [47, 116, 192, 255]);
  await e.act('75 %');
  await e.until('dial.draw', { part: 0.75 });
  assert.deepEqual(await pixel(e, '.dial', 0.5, 0.915), [47, 116, 192, 255]);
  await e.act('webgl');
  await e.until('chart.webgl', { context: null });
  // One with a type is as many pixels wide as its program says, whatever becomes of the element; an older one follows it.
  const wide = (selector) => e.locator(selector).evaluate((one) => one.shadowRoot.querySelector('canvas').width);
  const before = [await wide('#chart'), await wide('.dial')];
  for (const selector of ['#chart', '.dial']) await e.locator(selector).evaluate((one) => { one.style.width = '80px'; });
  await e.sees(() => wide('.dial'), (now) => now < before[1], 'the older one');
  assert.equal(await wide('#chart'), before[0]);
});

element('canvas', 'gives_a_file_that_an_image_shows', async (e) => {
  await e.act('save');
  const { width, height } = await e.until('copy.load');
  const sharp = await e.page.evaluate(() => devicePixelRatio);
  assert.deepEqual([width, height], [160 * sharp, 160 * sharp]);
  assert.match(await e.attr('#copy', 'src'), /^wxfile:\/\/tmp_.*\.png$/);
  await e.shot('saved');
});

element('canvas', 'follows_a_finger_and_does_not_scroll', async (e) => {
  await e.pull('#board', [0.2, 0.5], [120, 20]);
  const { x, y } = await e.until('board.touchend');
  const box = await e.box('#board');
  assert.deepEqual([x, y], [Math.round(box.width * 0.2 + 120), Math.round(box.height * 0.5 + 20)]);
  await e.sees(async () => (await pixel(e, '#board', 0.2 + 60 / box.width, 0.5 + 10 / box.height))[3], 255, 'the line');
  await e.shot('board');
  await e.tap('#chart');
  await e.until('chart.tap');
});

/** The colour of one pixel of a canvas that WebGL draws, at a part of its width and height. */
const solid = (e, selector, x, y) => e.locator(selector).evaluate((one, [x, y]) => {
  const canvas = one.shadowRoot.querySelector('canvas');
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return [...context.getImageData(Math.round(canvas.width * x), Math.round(canvas.height * y), 1, 1).data];
}, [x, y]);

element('canvas-webgl', 'draws_triangles_and_a_box_that_a_finger_turns', async (e) => {
  await e.sees(async () => (await solid(e, '#three', 0.5, 0.5))[3], 255, 'the triangle');
  assert.deepEqual((await solid(e, '#three', 0.02, 0.02))[3], 0);
  await e.sees(() => solid(e, '#cube', 0.5, 0.5), ([red, , , solid]) => solid === 255 && red > 60, 'the box');
  await e.act('pixels');
  const { read, error } = await e.until('cube.pixels');
  assert.deepEqual([read[3], error], [255, 0]);
  await e.pull('#cube', [0.3, 0.5], [90, 30]);
  const { angles } = await e.until('cube.touchend');
  assert.ok(angles[0] < 0.5 && angles[1] > 0.4, String(angles));
  await e.shot('turned');
  await e.act('save');
  const { width, height } = await e.until('copy.load');
  const sharp = await e.page.evaluate(() => devicePixelRatio);
  assert.deepEqual([width, height], [220 * sharp, 220 * sharp]);
});
