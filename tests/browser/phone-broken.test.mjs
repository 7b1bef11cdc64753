// Pictures, sounds, videos and fonts that are broken or hostile, through the desktop shell in a real Chromium: each is told by
// its event or its words, nothing in them runs, and the page lives on. Files are made here.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { browser, pack, phone, root, scratch, start } from './phone-desk.mjs';
import { wav } from './media-made.mjs';

/** A chunk of a PNG. @param {string} name  @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A black picture of one bit a pixel: a small file, whatever its size. */
function png(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))), { level: 1 });
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** A GIF of one pixel with so many frames, for ever from the start. */
function gif(frames) {
  const frame = Buffer.from('21f904000000000000' + '2c00000000010001000002024401' + '00', 'hex');
  const head = Buffer.from('474946383961' + '01000100800000' + '000000ffffff' + '21ff0b4e45545343415045322e300301000000', 'hex');
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from('3b', 'hex')]);
}

const picture = png(40, 30);
const svg = (inside, before = '') => Buffer.from(`<?xml version="1.0"?>${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="30" onload="top.postMessage('ran', '*')">${inside}</svg>`);
const laughs = `<!DOCTYPE svg [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghij'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghi'[at]};`.repeat(20)}">`).join('')}]>`;

/** Files, and what an image says of each: `load`, `error`, or either. */
const PICTURES = {
  'good.png': [picture, 'load'],
  'no-head.png': [picture.subarray(0, 20), 'error'],
  'cut.png': [picture.subarray(0, picture.length - 25), 'either'],
  'empty.png': [Buffer.alloc(0), 'error'],
  'words.png': [Buffer.from('this is no picture'), 'error'],
  'page.jpg': [Buffer.from('<script>top.postMessage("ran", "*")</script>'), 'error'],
  'sound.png': [wav(0.1), 'error'],
  'wide.png': [png(30_000, 30_000), 'either'],
  'claims.png': [Buffer.concat([picture.subarray(0, 16), Buffer.from('7fffffff7fffffff', 'hex'), picture.subarray(24)]), 'error'],
  'frames.gif': [gif(20_000), 'load'],
  'script.svg': [svg('<script>top.postMessage("ran", "*")</script><image xlink:href="https://pics.example/spy.png" width="1" height="1"/><rect width="9" height="9"/>'), 'load'],
  'file.svg': [svg('<text>&secret;</text>', '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'), 'either'],
  'laughs.svg': [svg('<text>&j;</text>', laughs), 'either'],
  'cut.svg': [svg('<rect width="9" height="9"/>').subarray(0, 150), 'error'],
};
const SOUNDS = { 'good.wav': [wav(0.4), 'Canplay'], 'words.mp3': [Buffer.from('this is no sound'), 'Error'], 'empty.mp3': [Buffer.alloc(0), 'Error'], 'picture.mp3': [picture, 'Error'], 'cut.wav': [wav(1).subarray(0, 30), 'Error'] };
const FILMS = { 'words.mp4': Buffer.from('this is no film'), 'empty.mp4': Buffer.alloc(0), 'picture.mp4': picture, 'head.mp4': Buffer.from('000000186674797069736f6d0000020069736f6d69736f32', 'hex') };

const PAGE = `
Page({
  data: { told: [], src: '', film: '', alive: 0 },
  tell(text) { this.setData({ told: this.data.told.concat(text) }); },
  show(e) { this.setData({ src: e.currentTarget.dataset.src }); },
  loaded(e) { this.tell('image ' + this.data.src + ' load ' + (e.detail.width > 0 && e.detail.height > 0)); },
  failed(e) { this.tell('image ' + this.data.src + ' error ' + (typeof e.detail.errMsg === 'string' && e.detail.errMsg.includes(this.data.src.slice(0, 40)))); },
  play(e) { this.setData({ film: e.currentTarget.dataset.src }); },
  filmFailed(e) { this.tell('film ' + this.data.film + ' error ' + (typeof e.detail.errMsg === 'string')); },
  sound(e) {
    const src = e.currentTarget.dataset.src, sound = wx.createInnerAudioContext();
    let done = false;
    const once = (name) => (res) => { if (!done) { done = true; this.tell('sound ' + src + ' ' + name + (name === 'Error' ? ' ' + (Number.isInteger(res.errCode) && typeof res.errMsg === 'string') : '')); sound.destroy(); } };
    sound.onCanplay(once('Canplay')); sound.onError(once('Error'));
    sound.src = src; sound.play();
  },
  info(e) { const src = e.currentTarget.dataset.src; wx.getImageInfo({ src, complete: (res) => this.tell('info ' + src + ' ' + (res.errMsg === 'getImageInfo:ok' ? res.width + 'x' + res.height : res.errMsg)) }); },
  font(e) { const src = e.currentTarget.dataset.src; wx.loadFontFace({ family: 'broken', source: 'url("' + src + '")', complete: (res) => this.tell('font ' + src.slice(0, 24) + ' ' + (res.errMsg || res.status)) }); },
  live() { this.setData({ alive: this.data.alive + 1 }); },
});`;

const names = { image: Object.keys(PICTURES).map((name) => `/m/${name}`).concat('https://pics.example/wrong-tls.png', '/m/none.png'), film: Object.keys(FILMS).map((name) => `/m/${name}`).concat('/m/none.mp4', 'https://pics.example/wrong-tls.mp4'), sound: Object.keys(SOUNDS).map((name) => `/m/${name}`).concat('/m/none.mp3', 'https://pics.example/wrong-tls.mp3'), font: ['https://pics.example/wrong-tls.woff2', 'data:font/woff2;base64,AAAA'] };
const button = (does, src) => `<view class="key" id="${does}-${src}" data-src="${src}" bindtap="${does}">${does} ${src}</view>`;
const keys = [...names.image.flatMap((src) => [button('show', src), button('info', src)]), ...names.film.map((src) => button('play', src)), ...names.sound.map((src) => button('sound', src)), ...names.font.map((src) => button('font', src))];
const TEMPLATE = `<image wx:if="{{src}}" src="{{src}}" bindload="loaded" binderror="failed" style="width:40px;height:30px"></image>
<video wx:if="{{film}}" src="{{film}}" binderror="filmFailed" style="width:90px;height:60px"></video>
<view id="live" bindtap="live">alive {{alive}}</view>
${keys.join('\n')}
<view class="told" wx:for="{{told}}" wx:key="index">{{item}}</view>`;

let chromium;
let place;
let served;
let desk;
let server;
let calls = 0;
let tries = 0;

before(async () => {
  place = scratch();
  const source = join(place.folder, 'broken');
  const write = (name, text) => { mkdirSync(dirname(join(source, name)), { recursive: true }); writeFileSync(join(source, name), text); };
  write('app.json', '{"pages":["p"]}');
  write('banchan.json', '{"id":"broken.banchan.test","version":1,"publisher":"The tests","names":{"en":"Broken"}}');
  write('p.wxml', TEMPLATE);
  write('p.js', PAGE);
  for (const [name, [bytes]] of [...Object.entries(PICTURES), ...Object.entries(SOUNDS)]) write(`m/${name}`, bytes);
  for (const [name, bytes] of Object.entries(FILMS)) write(`m/${name}`, bytes);
  // A server whose certificate nobody vouches for, under a public name.
  const made = (name) => readFileSync(join(root, 'core', 'src', 'net', 'testdata', name)).toString('base64').replace(/.{64}/g, '$&\n');
  const key = `-----BEGIN PRIVATE KEY-----\n${made('self-signed.key.der')}\n-----END PRIVATE KEY-----\n`;
  server = createServer({ key, cert: `-----BEGIN CERTIFICATE-----\n${made('self-signed.der')}\n-----END CERTIFICATE-----\n` }, (_, answer) => { calls += 1; answer.end(picture); });
  server.on('connection', () => { tries += 1; });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  chromium = await browser([`--host-resolver-rules=MAP pics.example 127.0.0.1:${server.address().port}`, '--autoplay-policy=no-user-gesture-required']);
  served = await start(['--registry', pack(place.folder, [source]), '--no-browser', '--home', join(place.folder, 'home')]);
  desk = await phone(chromium, served.address);
  await desk.page.evaluate(() => { window.ran = 0; addEventListener('message', (event) => { if (event.data === 'ran') window.ran += 1; }); });
  await desk.page.click('#catalogue button:has-text("Broken")');
  await desk.mini().locator('#live').waitFor();
});
after(async () => {
  await chromium?.close();
  await served?.stop();
  server?.close();
  place?.remove();
});

let lives = 0;

/** Does one thing, waits for what the page says of it, and that the page hears a tap after it. */
async function says(does, src, words) {
  const told = desk.mini().locator('.told', { hasText: new RegExp(`^${words}`) });
  await desk.mini().locator(`[id="${does}-${src}"]`).click();
  await told.first().waitFor();
  lives += 1;
  await desk.mini().locator('#live').click();
  await desk.mini().locator('#live', { hasText: `alive ${lives}` }).waitFor();
  return told.first().textContent();
}

const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('a_broken_picture_is_told_nothing_in_it_runs_and_the_page_lives_on', { timeout: 120_000 }, async () => {
  for (const src of names.image) {
    const [, expected] = PICTURES[src.slice(3)] ?? [null, 'error'];
    const said = await says('show', src, `image ${plain(src)} (load|error) true$`);
    if (expected !== 'either') assert.equal(said, `image ${src} ${expected} true`);
  }
  assert.ok(tries > 0 && calls === 0, `nothing is asked of a server whose certificate is wrong: ${tries} connections, ${calls} requests`);
  assert.equal(await desk.page.evaluate(() => window.ran), 0);
});

test('what_is_asked_of_a_broken_picture_fails_in_words_and_the_page_lives_on', { timeout: 120_000 }, async () => {
  for (const src of names.image) {
    const good = ['load', 'either'].includes(PICTURES[src.slice(3)]?.[1]);
    const info = await says('info', src, `info ${plain(src)} .`);
    if (!good) assert.match(info, /getImageInfo:fail ./, src);
  }
  assert.equal(await desk.page.evaluate(() => window.ran), 0);
});

test('a_broken_video_or_sound_is_told_and_the_page_lives_on', { timeout: 120_000 }, async () => {
  for (const src of names.film) await says('play', src, `film ${plain(src)} error true$`);
  for (const src of names.sound) await says('sound', src, `sound ${plain(src)} ${SOUNDS[src.slice(3)]?.[1] === 'Canplay' ? 'Canplay' : 'Error true'}$`);
  for (const src of names.font) await says('font', src, `font ${plain(src.slice(0, 24))} loadFontFace:fail .`);
  assert.equal(calls, 0, 'nothing is asked of a server whose certificate is wrong');
});
