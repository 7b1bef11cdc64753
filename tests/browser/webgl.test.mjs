// WebGL of a small program in a real Chromium: what is drawn is looked at in the page and read back by the program; what a program
// asks is answered; a browser without WebGL is told of honestly; and nothing hostile ends the page.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, stand } from './phone-desk.mjs';
import { PATIENCE } from './patience.mjs';

const words = createRequire(import.meta.url)(join(root, 'core/js/webgl-words.js'));
const table = createRequire(import.meta.url)(join(root, 'core/js/webgl-table.js'));

const PAGE = `
const show = (page, value) => page.setData({ said: JSON.stringify(value) });
const VERTEX = 'attribute vec2 at; attribute vec2 spot; uniform vec2 shift; varying vec2 s; void main() { s = spot; gl_Position = vec4(at + shift, 0.0, 1.0); }';
const COLOR = 'precision mediump float; uniform vec4 color; uniform float parts[6]; void main() { gl_FragColor = color * parts[2]; }';
const PICTURE = 'precision mediump float; varying vec2 s; uniform sampler2D map; void main() { gl_FragColor = texture2D(map, s); }';
function link(gl, fragment, vertex = VERTEX) {
  const program = gl.createProgram();
  for (const [type, text] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(type); gl.shaderSource(shader, text); gl.compileShader(shader); gl.attachShader(program, shader); gl.deleteShader(shader);
  }
  gl.linkProgram(program); gl.useProgram(program);
  return program;
}
function quad(gl, program, numbers, spots) {
  for (const [name, list] of [['at', numbers], ['spot', spots]]) {
    const place = gl.getAttribLocation(program, name);
    if (place < 0) continue;
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(list), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(place); gl.vertexAttribPointer(place, 2, gl.FLOAT, false, 0, 0);
  }
}
const ALL = [-1, -1, 1, -1, -1, 1, 1, 1], SPOTS = [0, 0, 1, 0, 0, 1, 1, 1];
const read = (gl, x, y) => { const to = new Uint8Array(4); gl.readPixels(x, y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, to); return [...to]; };
Page({
  data: { said: '', there: '', moved: false },
  onReady() { wx.createSelectorQuery().select('#gl').fields({ node: true }).exec(([{ node }]) => {
    this.canvas = node; node.width = 100; node.height = 60;
    const gl = this.gl = node.getContext('webgl'); this.setData({ there: gl === null ? 'none' : 'webgl' });
    if (gl) gl.viewport(0, 0, 100, 60);
  }); },
  triangle() {
    const { gl } = this; const program = this.flat ??= link(gl, COLOR);
    gl.useProgram(program); gl.viewport(0, 0, 100, 60);
    for (const name of ['BLEND', 'CULL_FACE', 'DEPTH_TEST', 'SCISSOR_TEST', 'STENCIL_TEST', 'SAMPLE_COVERAGE', 'SAMPLE_ALPHA_TO_COVERAGE']) gl.disable(gl[name]);
    gl.clearColor(0, 0, 1, 1); gl.clear(gl.COLOR_BUFFER_BIT); quad(gl, program, [-1, -1, 1, -1, -1, 1]);
    gl.uniform4f(gl.getUniformLocation(program, 'color'), 1, 0, 0, 1); gl.uniform2fv(gl.getUniformLocation(program, 'shift'), [0, 0]); gl.uniform1fv(gl.getUniformLocation(program, 'parts'), [0, 0, 1, 0, 0, 0]);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    show(this, { in: read(gl, 5, 5), out: read(gl, 95, 55), error: gl.getError() });
  },
  quad() {
    const { gl, canvas } = this; const program = link(gl, PICTURE); quad(gl, program, ALL, SPOTS);
    const texture = gl.createTexture(); gl.bindTexture(gl.TEXTURE_2D, texture);
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
    for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
    const draw = () => { gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4); return [read(gl, 10, 10), read(gl, 90, 50)]; };
    const said = {};
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 2, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array([255, 0, 0, 255, 0, 255, 0, 255])); said.bytes = draw();
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array([9, 8, 7, 255])); said.part = draw();
    const flat = wx.createOffscreenCanvas({ type: '2d', width: 2, height: 2 }); const c = flat.getContext('2d'); c.fillStyle = '#00ffff'; c.fillRect(0, 0, 2, 2); c.fillStyle = '#ff00ff'; c.fillRect(1, 0, 1, 2);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, flat); said.canvas = draw();
    const data = c.createImageData(1, 1); data.data.set([1, 2, 3, 255]); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, data); said.data = draw()[0];
    const image = canvas.createImage();
    image.onload = () => { gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image); said.image = draw()[0]; said.filter = gl.getTexParameter(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER) === gl.NEAREST; said.error = gl.getError(); show(this, said); };
    image.src = './blue.svg';
  },
  target() {
    const { gl } = this; const program = this.flat; gl.useProgram(program); quad(gl, program, ALL);
    const texture = gl.createTexture(); gl.bindTexture(gl.TEXTURE_2D, texture); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    const frame = gl.createFramebuffer(); gl.bindFramebuffer(gl.FRAMEBUFFER, frame); gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const status = gl.checkFramebufferStatus(gl.FRAMEBUFFER) === gl.FRAMEBUFFER_COMPLETE;
    gl.viewport(0, 0, 4, 4); gl.uniform4f(gl.getUniformLocation(program, 'color'), 0, 1, 0, 1); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    const inside = read(gl, 1, 1); gl.deleteFramebuffer(frame); gl.viewport(0, 0, 100, 60);
    show(this, { status, inside, bound: gl.getParameter(gl.FRAMEBUFFER_BINDING), error: gl.getError() });
  },
  device() {
    const { gl } = this; const names = gl.getSupportedExtensions(); const bad = gl.createShader(gl.FRAGMENT_SHADER); gl.shaderSource(bad, 'nonsense'); gl.compileShader(bad);
    const info = gl.getActiveUniform(this.flat, 0);
    show(this, { size: gl.getParameter(gl.MAX_TEXTURE_SIZE), version: gl.getParameter(gl.VERSION).slice(0, 9), secret: names.filter((one) => /debug|timer/.test(one)), arrays: gl.getExtension('OES_vertex_array_object') !== null,
      ok: gl.getShaderParameter(bad, gl.COMPILE_STATUS), log: gl.getShaderInfoLog(bad).includes('ERROR'), link: gl.getProgramParameter(this.flat, gl.LINK_STATUS), uniforms: gl.getProgramParameter(this.flat, gl.ACTIVE_UNIFORMS), info: [info.name, info.size],
      precision: gl.getShaderPrecisionFormat(gl.FRAGMENT_SHADER, gl.HIGH_FLOAT).precision, uniform: gl.getUniform(this.flat, gl.getUniformLocation(this.flat, 'color')).length, error: (gl.enable(7), gl.getError()), again: gl.getError(), none: gl.getUniformLocation(this.flat, 'nothing') });
  },
  arrays() {
    const { gl } = this; const program = this.flat; gl.useProgram(program); const arrays = gl.getExtension('OES_vertex_array_object'); const many = gl.getExtension('ANGLE_instanced_arrays');
    const array = arrays.createVertexArrayOES(); arrays.bindVertexArrayOES(array); quad(gl, program, ALL); arrays.bindVertexArrayOES(null); for (let i = 0; i < 8; i += 1) gl.disableVertexAttribArray(i);
    gl.uniform4f(gl.getUniformLocation(program, 'color'), 1, 1, 0, 1); arrays.bindVertexArrayOES(array); many.drawArraysInstancedANGLE(gl.TRIANGLE_STRIP, 0, 4, 1);
    const with_ = read(gl, 50, 30); arrays.bindVertexArrayOES(null); arrays.deleteVertexArrayOES(array); show(this, { with: with_, error: gl.getError() });
  },
  frames() {
    const { gl, canvas } = this; let count = 0; let calls = 0; const began = Date.now(); gl.useProgram(this.flat); quad(gl, this.flat, ALL);
    const place = gl.getUniformLocation(this.flat, 'shift'); const parts = gl.getUniformLocation(this.flat, 'parts');
    const step = () => {
      gl.clear(gl.COLOR_BUFFER_BIT);
      for (let i = 0; i < 100; i += 1) { gl.uniform2f(place, i / 50 - 1, 0); gl.uniform1fv(parts, new Float32Array([0, 0, 1, 0, 0, 0])); gl.activeTexture(gl.TEXTURE0); gl.enable(gl.CULL_FACE); gl.disable(gl.CULL_FACE); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4); calls += 6; }
      count += 1; if (count < 20) canvas.requestAnimationFrame(step); else show(this, { count, each: (Date.now() - began) / 20, orders: calls / 20 });
    };
    canvas.requestAnimationFrame(step);
  },
  asked() { const { gl } = this; const began = Date.now(); for (let i = 0; i < 50; i += 1) { gl.viewport(0, 0, 100, 60); gl.getError(); } const cold = Date.now() - began; for (let i = 0; i < 50; i += 1) gl.getError(); show(this, { cold, warm: Date.now() - began - cold }); },
  large() {
    const { gl } = this; const began = Date.now(); const bytes = new Uint8Array(512 * 512 * 4).fill(200); gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 512, 512, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes); const error = gl.getError(); const texture = Date.now() - began;
    const buffer = gl.createBuffer(); gl.bindBuffer(gl.ARRAY_BUFFER, buffer); gl.bufferData(gl.ARRAY_BUFFER, new Uint8Array(24e5), gl.STATIC_DRAW); show(this, { error, later: gl.getError(), size: gl.getBufferParameter(gl.ARRAY_BUFFER, gl.BUFFER_SIZE), texture });
  },
  auto() {
    const { gl, canvas } = this; gl.useProgram(this.flat); const list = []; let tries = 0;
    gl.clearColor(0, 0, 0, 0); quad(gl, this.flat, ALL); gl.uniform1fv(gl.getUniformLocation(this.flat, 'parts'), [0, 0, 1, 0, 0, 0]); gl.uniform2f(gl.getUniformLocation(this.flat, 'shift'), 0, 0); gl.uniform4f(gl.getUniformLocation(this.flat, 'color'), 1, 1, 1, 1);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    const later = () => { gl.enable(gl.SCISSOR_TEST); gl.scissor(0, 0, 10, 10); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4); list.push(read(gl, 5, 5), read(gl, 50, 50)); gl.disable(gl.SCISSOR_TEST);
      // The frame before may not have been on the screen yet.
      if (list[1][3] !== 0 && (tries += 1) < 100) { list.length = 0; setTimeout(later, 50); } else show(this, { list }); };
    canvas.requestAnimationFrame(() => canvas.requestAnimationFrame(() => setTimeout(later, 50)));
  },
  second() {
    const canvas = wx.createOffscreenCanvas({ type: 'webgl', width: 8, height: 8 }); const gl = canvas.getContext('webgl2'); gl.viewport(0, 0, 8, 8);
    const program = link(gl, '#version 300 es\\nprecision mediump float; out vec4 o; uniform vec4 color; void main() { o = color; }', '#version 300 es\\nin vec2 at; void main() { gl_Position = vec4(at, 0.0, 1.0); }');
    const array = gl.createVertexArray(); gl.bindVertexArray(array); quad(gl, program, ALL); gl.uniform4fv(gl.getUniformLocation(program, 'color'), new Float32Array([0, 1, 1, 1])); gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, 1);
    const link2 = gl.getProgramParameter(program, gl.LINK_STATUS); const to = new Float32Array(2); gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([5, 6, 7]), gl.STATIC_DRAW); gl.getBufferSubData(gl.ARRAY_BUFFER, 4, to);
    show(this, { link: link2, pixel: read(gl, 4, 4), buffer: [...to], version: gl.getParameter(gl.VERSION).slice(0, 9), error: gl.getError(), url: canvas.toDataURL().slice(0, 22) });
  },
  away() {
    const canvas = wx.createOffscreenCanvas({ type: 'webgl', width: 8, height: 8 }); const gl = canvas.getContext('webgl'); gl.clearColor(1, 0, 0, 1); gl.clear(gl.COLOR_BUFFER_BIT);
    const drawn = { first: read(gl, 4, 4) }; this.kept = canvas;
    canvas.addEventListener('webglcontextlost', ({ type }) => Object.assign(drawn, { type, lost: gl.isContextLost() }));
    canvas.addEventListener('webglcontextrestored', () => { gl.clearColor(0, 1, 0, 1); gl.clear(gl.COLOR_BUFFER_BIT); show(this, { ...drawn, again: gl.isContextLost(), pixel: read(gl, 4, 4), error: gl.getError() }); this.setData({ fate: 'drawn anew' }); });
    this.setData({ fate: 'away' });
  },
  lose() {
    const { canvas, gl } = this; const before = gl.createBuffer(); gl.bindBuffer(gl.ARRAY_BUFFER, before); const was = gl.isBuffer(before); const drawn = { was };
    canvas.addEventListener('webglcontextlost', ({ type }) => { Object.assign(drawn, { type, lost: gl.isContextLost() }); this.setData({ fate: 'lost' }); });
    canvas.addEventListener('webglcontextrestored', () => {
      this.flat = link(gl, COLOR); gl.useProgram(this.flat); quad(gl, this.flat, ALL); gl.uniform1fv(gl.getUniformLocation(this.flat, 'parts'), [0, 0, 1, 0, 0, 0]); gl.uniform2f(gl.getUniformLocation(this.flat, 'shift'), 0, 0); gl.uniform4f(gl.getUniformLocation(this.flat, 'color'), 0, 0, 1, 1); gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
      show(this, { ...drawn, again: gl.isContextLost(), old: gl.isBuffer(before), pixel: read(gl, 5, 5), error: gl.getError() }); this.setData({ fate: 'back' });
    });
    this.setData({ fate: 'listens' });
  },
  bare() { const c = this.canvas.getContext('2d'); c.fillRect(0, 0, 10, 10); show(this, { flat: [...c.getImageData(5, 5, 1, 1).data] }); },
  move() { this.setData({ moved: !this.data.moved }); setTimeout(() => { const { gl } = this; gl.clearColor(0, 1, 0, 1); gl.clear(gl.COLOR_BUFFER_BIT); show(this, { pixel: read(gl, 1, 1) }); }, 100); },
  evil() {
    const { gl } = this; let thrown = 0; const big = 'x'.repeat(2e6);
    for (const one of [() => gl.bindBuffer(1, {}), () => gl.shaderSource(gl.createShader(gl.VERTEX_SHADER), big), () => gl.drawArrays(1e9, -5, 1e12), () => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 1e9, 1e9, 0, gl.RGBA, gl.UNSIGNED_BYTE, null),
      () => gl.viewport(NaN, Infinity, {}, 'a'), () => { for (let i = 0; i < 200; i += 1) { gl.bindTexture(gl.TEXTURE_2D, gl.createTexture()); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4096, 4096, 0, gl.RGBA, gl.UNSIGNED_BYTE, null); } }, () => gl.uniform4fv(gl.getUniformLocation(this.flat, 'color'), { length: 1e9 }),
      () => { for (let i = 0; i < 150000; i += 1) gl.enable(i); }]) { try { one(); } catch { thrown += 1; } }
    gl.getError(); setTimeout(() => show(this, { thrown }), 50);
  },
});`;
const VIEW = `<view wx:if="{{moved}}">moved</view><view wx:for="{{moved ? ['b', 'a'] : ['a', 'b']}}" wx:key="*this"><canvas wx:if="{{item === 'a'}}" id="gl" type="webgl" /></view>
<view id="there">{{there}}</view><view id="said">{{said}}</view><view id="fate">{{fate}}</view>
<block wx:for="{{['triangle','quad','target','device','arrays','frames','asked','large','auto','second','move','away','lose','bare','evil']}}" wx:key="*this"><button id="b-{{item}}" bindtap="{{item}}" size="mini">{{item}}</button></block>`;

const prepare = (folder) => {
  const files = {
    'app.json': '{"pages":["p/a"]}', 'app.js': 'App({})', 'banchan.json': '{"id":"test.webgl","name":"WebGL","version":1}', 'p/a.js': PAGE, 'p/a.wxml': VIEW,
    'p/blue.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#0000ff"/></svg>',
  };
  mkdirSync(join(folder, 'webgl', 'p'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'webgl', name), text);
  return ['dev', join(folder, 'webgl')];
};
const it = stand(prepare);
const bare = stand(prepare, { flags: ['--disable-3d-apis'] });

/** Presses a button of the page and answers what it then says. */
async function press(name) {
  const { mini, page } = it.desk;
  const said = mini().locator('#said');
  await mini().locator('#there', { hasText: 'webgl' }).waitFor();
  const before = await said.textContent();
  await mini().locator(`#b-${name}`).click();
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(20)) {
    const now = await said.textContent();
    if (now !== before) return JSON.parse(now);
  }
  throw new Error(`${name} said nothing: ${it.served.errors()}`);
}

/** The colour of a pixel of the element as it is seen, from its top left. */
const seen = (x, y) => it.desk.mini().locator('#gl').evaluate((one, [x, y]) => {
  const canvas = one.shadowRoot.querySelector('canvas');
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  return [...context.getImageData(x, y, 1, 1).data];
}, [x, y]);

test('every_word_and_every_method_is_as_the_browser_has_it', async () => {
  await it.desk.mini().locator('#there', { hasText: 'webgl' }).waitFor();
  const found = await it.desk.page.evaluate(() => [WebGLRenderingContext, WebGL2RenderingContext].map(({ prototype }) => {
    const all = Object.entries(Object.getOwnPropertyDescriptors(prototype));
    return { words: Object.fromEntries(all.filter(([, one]) => typeof one.value === 'number').map(([name, one]) => [name, one.value])), methods: Object.fromEntries(all.filter(([, one]) => typeof one.value === 'function').map(([name, one]) => [name, one.value.length])) };
  }));
  // A newer browser may have more; what is here is as it is there.
  for (const [name, value] of Object.entries(words.WORDS_ONE)) assert.equal(found[0].words[name], value, name);
  for (const [name, value] of Object.entries({ ...words.WORDS_ONE, ...words.WORDS_TWO })) assert.equal(found[1].words[name], value, name);
  assert.ok(Object.keys(words.WORDS_ONE).length >= 295 && Object.keys(words.WORDS_TWO).length >= 260);
  for (const [name, kinds] of Object.entries({ ...table.ONE_ORDERS, ...table.TWO_ORDERS })) if (!/^tex(Sub)?Image2D/.test(name)) assert.equal(found[1].methods[name], kinds.length, name);
});

test('a_triangle_is_seen_and_read_back', async () => {
  assert.deepEqual(await press('triangle'), { in: [255, 0, 0, 255], out: [0, 0, 255, 255], error: 0 });
  assert.deepEqual(await seen(5, 55), [255, 0, 0, 255]);
  assert.deepEqual(await seen(95, 5), [0, 0, 255, 255]);
});

test('textures_come_from_bytes_canvases_and_images', async () => {
  assert.deepEqual(await press('quad'), {
    bytes: [[255, 0, 0, 255], [0, 255, 0, 255]], part: [[9, 8, 7, 255], [0, 255, 0, 255]], canvas: [[0, 255, 255, 255], [255, 0, 255, 255]], data: [1, 2, 3, 255], image: [0, 0, 255, 255],
    filter: true, error: 0,
  });
  assert.deepEqual(await seen(50, 30), [0, 0, 255, 255]);
});

test('a_texture_is_drawn_on', async () => {
  assert.deepEqual(await press('target'), { status: true, inside: [0, 255, 0, 255], bound: null, error: 0 });
});

test('what_the_device_has_is_answered_and_nothing_that_tells_which_it_is', async () => {
  const { size, log, ...rest } = await press('device');
  assert.ok(size >= 2048 && log, `${size} ${log}`);
  assert.deepEqual(rest, { version: 'WebGL 1.0', secret: [], arrays: true, ok: false, link: true, uniforms: 3, info: rest.info, precision: 23, uniform: 4, error: 1280, again: 0, none: null });
});

test('extensions_draw', async () => {
  assert.deepEqual(await press('arrays'), { with: [255, 255, 0, 255], error: 0 });
});

test('a_frame_of_600_orders_and_a_question', async () => {
  const { count, each, orders } = await press('frames');
  const { cold, warm } = await press('asked');
  assert.equal(count, 20);
  console.log(`a frame of ${orders} orders: ${each} ms; 50 questions: ${cold} ms, 50 that need not be asked: ${warm} ms`);
});

test('megabytes_cross', async () => {
  const { texture, ...rest } = await press('large');
  console.log(`a texture of 1 MB: ${texture} ms`);
  assert.deepEqual(rest, { error: 0, later: 0, size: 2400000 });
});

test('a_new_frame_begins_empty_as_the_standard_has_it', async () => {
  assert.deepEqual(await press('auto'), { list: [[255, 255, 255, 255], [0, 0, 0, 0]] });
});

test('the_second_version_draws_off_the_screen', async () => {
  assert.deepEqual(await press('second'), { link: true, pixel: [0, 255, 255, 255], buffer: [6, 7], version: 'WebGL 2.0', error: 0, url: 'data:image/png;base64,' });
});

test('a_canvas_that_moves_in_its_page_goes_on', async () => {
  assert.deepEqual(await press('move'), { pixel: [0, 255, 0, 255] });
});

test('a_context_that_the_graphics_card_drops_is_drawn_again_by_its_program', async () => {
  const { mini } = it.desk;
  const fate = (word) => mini().locator('#fate', { hasText: word }).waitFor();
  const lose = (how) => mini().locator('#gl').evaluate((one, how) => {
    const gl = one.shadowRoot.querySelector('canvas').getContext('webgl');
    (one.loser ??= gl.getExtension('WEBGL_lose_context'))[how]();
  }, how);
  for (let times = 0; times < 2; times += 1) {
    if (times === 0) await mini().locator('#b-lose').click();
    if (times === 0) await fate('listens');
    await lose('loseContext');
    await fate('lost');
    await lose('restoreContext');
    await fate('back').catch((error) => { throw new Error(`${error.message} ${it.served.errors()}`); });
    const { was, ...now } = JSON.parse(await mini().locator('#said').textContent());
    assert.deepEqual({ was, ...now }, { was: true, type: 'webglcontextlost', lost: true, again: false, old: false, pixel: [0, 0, 255, 255], error: 0 });
    assert.deepEqual(await seen(50, 30), [0, 0, 255, 255]);
  }
});

test('a_context_off_the_screen_that_the_graphics_card_drops_is_drawn_again_by_its_program', async () => {
  const { mini } = it.desk;
  // It has no element to be found by: what the page makes from here on is kept.
  await mini().locator('html').evaluate(() => {
    const own = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (...given) { return (window.lastMade = own.apply(this, given)); };
  });
  await mini().locator('#b-away').click();
  await mini().locator('#fate', { hasText: 'away' }).waitFor();
  await mini().locator('html').evaluate(async () => {
    const gl = window.lastMade;
    const loser = gl.getExtension('WEBGL_lose_context');
    const lost = new Promise((done) => gl.canvas.addEventListener('webglcontextlost', () => setTimeout(done), { once: true }));
    loser.loseContext();
    await lost;
    loser.restoreContext();
  });
  await mini().locator('#fate', { hasText: 'drawn anew' }).waitFor();
  const said = JSON.parse(await mini().locator('#said').textContent());
  assert.deepEqual(said, { first: [255, 0, 0, 255], type: 'webglcontextlost', lost: true, again: false, pixel: [0, 255, 0, 255], error: 0 });
});

test('nothing_hostile_ends_the_page', async () => {
  assert.deepEqual(await press('evil'), { thrown: 1 });
  assert.deepEqual((await press('triangle')).in, [255, 0, 0, 255]);
});

test('a_browser_without_webgl_is_told_of_by_null', async () => {
  const { mini } = bare.desk;
  await mini().locator('#there', { hasText: 'none' }).waitFor();
  await mini().locator('#b-bare').click();
  await mini().locator('#said', { hasText: '{"flat":[0,0,0,255]}' }).waitFor();
});
