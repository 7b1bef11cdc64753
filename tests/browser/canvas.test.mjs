// Canvases of a small program in a real Chromium, with a mouse: what is drawn where, what is answered at once and how fast, and
// that it is all there again when the page had to be made again.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stand } from './phone-desk.mjs';
import { PATIENCE } from './patience.mjs';

const PAGE = `
const node = (then) => wx.createSelectorQuery().select('#new').fields({ node: true, size: true }).exec(([found]) => then(found.node, found));
const show = (page, value) => page.setData({ said: JSON.stringify(value) });
Page({
  data: { said: '', wide: false },
  onLoad() { const c = wx.createCanvasContext('old'); c.fillStyle = 'rgb(0, 128, 0)'; c.fillRect(0, 0, 50, 50); c.draw(false, () => this.setData({ drew: true })); },
  onReady() { node((canvas, size) => { this.canvas = canvas; this.c = canvas.getContext('2d'); this.setData({ size: size.width + 'x' + size.height + ' ' + canvas.width + 'x' + canvas.height }); }); },
  fast() {
    const began = Date.now();
    for (let i = 0; i < 100; i += 1) this.c.measureText('width ' + i);
    const cold = Date.now() - began;
    for (let i = 0; i < 100; i += 1) this.c.measureText('width ' + i);
    show(this, { cold, warm: Date.now() - began - cold, width: this.c.measureText('width 1').width });
  },
  pixels() {
    const { canvas, c } = this;
    canvas.width = 600; canvas.height = 400;
    c.fillStyle = '#123456'; c.fillRect(0, 0, 600, 400); c.clearRect(10, 10, 5, 5);
    const data = c.getImageData(0, 0, 600, 400);
    const at = (x, y) => Array.from(data.data.slice((y * 600 + x) * 4, (y * 600 + x) * 4 + 4));
    const [first, hole] = [at(0, 0), at(12, 12)];
    for (let i = 0; i < 40000; i += 4) { data.data[i] = 255; data.data[i + 1] = 0; data.data[i + 2] = 0; data.data[i + 3] = 255; }
    c.putImageData(data, 0, 100, 0, 0, 600, 10);
    show(this, { size: data.data.length, first, hole, put: Array.from(c.getImageData(3, 101, 1, 1).data) });
  },
  paths() {
    const { c, canvas } = this;
    c.reset(); c.beginPath(); c.rect(10, 10, 20, 20);
    const star = canvas.createPath2D('M0 0 L100 0 L0 100 Z');
    show(this, { inside: c.isPointInPath(15, 15), outside: c.isPointInPath(5, 5), path: c.isPointInPath(star, 20, 20), beside: c.isPointInPath(star, 90, 90), stroke: c.isPointInStroke(10, 15) });
  },
  url() {
    const { c, canvas } = this;
    canvas.width = 1000; canvas.height = 1000;
    const data = c.createImageData(1000, 1000);
    let seed = 7;
    // Too long to be found again by PNG, and short enough for a busy machine.
    const noise = new Uint8ClampedArray(40000);
    for (let i = 0; i < noise.length; i += 1) { seed ^= seed << 13; seed ^= seed >>> 17; seed ^= seed << 5; noise[i] = i % 4 === 3 ? 255 : seed & 255; }
    for (let i = 0; i < 100; i += 1) data.data.set(noise, i * 40000);
    c.putImageData(data, 0, 0);
    const url = canvas.toDataURL();
    show(this, { begins: url.slice(0, 22), long: url.length > 3500000, jpeg: canvas.toDataURL('image/jpeg', 0.1).slice(0, 23) });
  },
  frames() {
    let count = 0;
    const began = Date.now();
    const step = () => { count += 1; if (count < 20) this.canvas.requestAnimationFrame(step); else show(this, { count, each: (Date.now() - began) / 20 }); };
    this.canvas.requestAnimationFrame(step);
    this.canvas.cancelAnimationFrame(this.canvas.requestAnimationFrame(() => { count += 100; }));
  },
  pictures() {
    const { c, canvas } = this;
    canvas.width = 60; canvas.height = 20;
    const good = canvas.createImage(); const bad = canvas.createImage();
    const said = {};
    good.onload = () => { said.good = [good.width, good.height, good.complete]; c.drawImage(good, 0, 0, 20, 20); said.pixel = Array.from(c.getImageData(10, 10, 1, 1).data); bad.src = 'none.png'; };
    bad.onerror = (e) => { said.bad = e.errMsg; show(this, said); };
    good.src = './blue.svg';
  },
  stay() {
    const { c, canvas } = this;
    const dot = wx.createOffscreenCanvas({ type: '2d', width: 10, height: 10 });
    const d = dot.getContext('2d'); d.fillStyle = '#ff00ff'; d.fillRect(0, 0, 10, 10);
    canvas.width = 60; canvas.height = 20;
    c.fillStyle = '#00aa00'; c.fillRect(0, 0, 20, 20); c.drawImage(dot, 20, 0, 20, 20);
    const blue = canvas.createImage(); blue.onload = () => { c.drawImage(blue, 40, 0, 20, 20); show(this, { drawn: true }); }; blue.src = '/p/blue.svg';
  },
  wide() { this.setData({ wide: true, said: 'wide' }); },
  file() {
    const { c, canvas } = this;
    canvas.width = 60; canvas.height = 20; c.fillStyle = '#00aa00'; c.fillRect(0, 0, 60, 20);
    wx.canvasToTempFilePath({ canvas, x: 10, y: 0, width: 20, height: 20, destWidth: 40, destHeight: 30, fileType: 'jpg', quality: 0.9 })
      .then(({ tempFilePath }) => { const image = canvas.createImage(); image.onload = () => show(this, { path: tempFilePath.replace(/tmp_.*\\./, 'tmp.'), size: [image.width, image.height] }); image.src = tempFilePath; }, (e) => show(this, e));
  },
  area() {
    wx.canvasGetImageData({ canvasId: 'old', x: 48, y: 48, width: 4, height: 1 }).then((res) => {
      const green = Array.from(res.data.slice(0, 4));
      for (let i = 0; i < 16; i += 1) res.data[i] = i % 4 === 0 || i % 4 === 3 ? 255 : 0;
      return wx.canvasPutImageData({ canvasId: 'old', data: res.data, x: 60, y: 60, width: 4, height: 1 })
        .then(() => wx.canvasGetImageData({ canvasId: 'old', x: 60, y: 60, width: 1, height: 1 })).then((again) => show(this, { size: [res.width, res.height], green, put: Array.from(again.data) }));
    }).catch((e) => show(this, e));
  },
  begin(e) { show(this, { touch: [Math.round(e.touches[0].x), Math.round(e.touches[0].y)] }); },
  evil() {
    const { c, canvas } = this;
    const tries = [() => c.fillRect(NaN, Infinity, {}, []), () => c.drawImage(null, 0, 0), () => c.arc(0, 0, -1, 0, 1), () => { c.font = 'x'.repeat(1e6); }, () => { canvas.width = 1e12; },
      () => { for (let i = 0; i < 150000; i += 1) c.lineTo(i, i); }, () => c.createPattern({}, 'repeat'), () => { c.filter = 'url(https://a.b/c)'; }, () => c.fillText({ toString() { throw new Error('no'); } }, 0, 0)];
    let thrown = 0;
    for (const one of tries) { try { one(); } catch { thrown += 1; } }
    show(this, { thrown, filter: c.filter });
  },
});`;
const VIEW = `<view class="{{wide ? 'wide' : ''}}"><canvas id="new" type="2d" bindtouchstart="begin" /><canvas canvas-id="old" class="old" /></view>
<view id="size">{{size}}</view><view id="drew">{{drew}}</view><view id="said">{{said}}</view>
<block wx:for="{{['fast','pixels','paths','url','frames','pictures','stay','wide','file','area','evil']}}" wx:key="*this"><button id="b-{{item}}" bindtap="{{item}}" size="mini">{{item}}</button></block>`;

const it = stand((folder) => {
  const files = {
    'app.json': '{"pages":["p/a"]}', 'app.js': 'App({})', 'banchan.json': '{"id":"test.canvas","name":"Canvas","version":1}', 'p/a.js': PAGE, 'p/a.wxml': VIEW,
    'p/a.wxss': '.old{width:100px;height:100px}.wide .old{width:160px}', 'p/blue.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"><rect width="8" height="6" fill="#0000ff"/></svg>',
  };
  mkdirSync(join(folder, 'canvas', 'p'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'canvas', name), text);
  return ['dev', join(folder, 'canvas')];
});

/** Presses a button of the page and answers what it then says. */
async function press(name) {
  const { mini, page } = it.desk;
  const said = mini().locator('#said');
  await mini().locator(`#b-${name}`).waitFor();
  const before = await said.textContent();
  await mini().locator(`#b-${name}`).click();
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(20)) {
    const now = await said.textContent();
    if (now !== before) return now.startsWith('{') ? JSON.parse(now) : now;
  }
  throw new Error(`${name} said nothing: ${it.served.errors()}`);
}

/** The colour of a pixel as it is seen; nothing while the canvas is not there. */
const seen = (selector, x, y) => it.desk.mini().locator(selector).first().evaluate((one, [x, y]) => [...one.shadowRoot?.querySelector('canvas')?.getContext('2d').getImageData(x, y, 1, 1).data ?? []], [x, y]);

test('canvases_have_their_sizes_and_what_was_drawn_before_the_page_was_there', async () => {
  const { mini } = it.desk;
  await mini().getByText('300x150 300x150').waitFor();
  await mini().locator('#drew', { hasText: 'true' }).waitFor();
  assert.deepEqual(await seen('.old', 49, 49), [0, 128, 0, 255]);
  assert.deepEqual(await seen('.old', 51, 51), [0, 0, 0, 0]);
});

test('widths_come_at_once', async () => {
  const { cold, warm, width } = await press('fast');
  console.log(`100 questions to the view: ${cold} ms; 100 answers that are known: ${warm} ms`);
  assert.ok(width > 30 && width < 40, String(width));
});

test('pixels_are_read_and_written_at_once', async () => {
  assert.deepEqual(await press('pixels'), { size: 960000, first: [18, 52, 86, 255], hole: [0, 0, 0, 0], put: [255, 0, 0, 255] });
});

test('points_are_found_in_paths', async () => {
  assert.deepEqual(await press('paths'), { inside: true, outside: false, path: true, beside: false, stroke: true });
});

test('an_answer_of_megabytes_comes_in_parts', async () => {
  assert.deepEqual(await press('url'), { begins: 'data:image/png;base64,', long: true, jpeg: 'data:image/jpeg;base64,' });
});

test('frames_follow_the_screen', async () => {
  const { count, each } = await press('frames');
  assert.equal(count, 20);
  console.log(`a frame: ${each} ms`);
});

test('pictures_load_or_say_that_they_do_not', async () => {
  assert.deepEqual(await press('pictures'), { good: [8, 6, true], pixel: [0, 0, 255, 255], bad: "createImage:fail none.png can't be loaded" });
});

test('a_part_becomes_a_file_in_another_size', async () => {
  assert.deepEqual(await press('file'), { path: 'wxfile://tmp.jpg', size: [40, 30] });
});

test('an_older_canvas_is_read_and_written_by_its_name', async () => {
  assert.deepEqual(await press('area'), { size: [4, 1], green: [0, 128, 0, 255], put: [255, 0, 0, 255] });
});

test('an_older_canvas_keeps_its_picture_when_its_element_grows', async () => {
  await press('wide');
  const { mini, page } = it.desk;
  for (const end = Date.now() + PATIENCE; (await mini().locator('.old').first().evaluate((one) => one.shadowRoot.querySelector('canvas').width)) !== 160;) {
    assert.ok(Date.now() < end, 'it did not grow');
    await page.waitForTimeout(20);
  }
  assert.deepEqual(await seen('.old', 49, 49), [0, 128, 0, 255]);
});

test('a_press_of_the_mouse_has_its_place_in_the_canvas', async () => {
  const { mini, page } = it.desk;
  await mini().locator('#new').click({ position: { x: 31, y: 22 } });
  await mini().locator('#said', { hasText: '{"touch":[31,22]}' }).waitFor();
  await page.waitForTimeout(50);
});

test('nothing_hostile_ends_the_page', async () => {
  assert.deepEqual(await press('evil'), { thrown: 4, filter: 'none' });
  assert.deepEqual((await press('pixels')).first, [18, 52, 86, 255]);
});

test('a_page_that_is_made_again_shows_what_was_drawn', async () => {
  assert.deepEqual(await press('stay'), { drawn: true });
  const look = async () => [await seen('#new', 5, 5), await seen('#new', 25, 5), await seen('#new', 45, 5), await seen('.old', 49, 49)];
  const drawn = [[0, 170, 0, 255], [255, 0, 255, 255], [0, 0, 255, 255], [0, 128, 0, 255]];
  assert.deepEqual(await look(), drawn);
  const { page, mini } = it.desk;
  await mini().locator('#new').evaluate(() => { window.before = true; });
  await page.reload();
  await mini().locator('#said').waitFor();
  assert.equal(await mini().locator('#new').evaluate(() => window.before), undefined, 'it is another document');
  for (const end = Date.now() + PATIENCE; JSON.stringify(await look()) !== JSON.stringify(drawn); await page.waitForTimeout(50)) assert.ok(Date.now() < end, JSON.stringify(await look()));
  assert.deepEqual(it.desk.problems.filter((line) => !/Failed to load resource/.test(line)), []);
});
