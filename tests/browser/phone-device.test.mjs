// The body of a phone through the desktop shell: battery, a screen that stays on, sensors, a contact that becomes a file, and a recording, in
// a real Chromium whose microphone and movements are made up.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser, pack, phone, scratch, start } from './phone-desk.mjs';

let chromium;
let place;
let served;
let desk;

const PAGE = `const tried = (name, options) => wx[name](options).then((r) => r, (e) => e);
Page({ data: { said: '-' },
  say(what) { this.setData({ said: typeof what === 'string' ? what : JSON.stringify(what) }); },
  async battery() { this.say(await tried('getBatteryInfo')); },
  async awake() { this.say(await tried('setKeepScreenOn', { keepScreenOn: true })); },
  async asleep() { this.say(await tried('setKeepScreenOn', { keepScreenOn: false })); },
  async bright() { this.say(await tried('setScreenBrightness', { value: 1 })); },
  async feel() { wx.onDeviceMotionChange((r) => { this.say(r); }); const r = await tried('startDeviceMotionListening', { interval: 'ui' }); if (!r.errMsg.endsWith(':ok')) this.say(r); },
  async rest() { this.say(await tried('stopDeviceMotionListening')); },
  async shake() { this.say(await tried('startGyroscope')); },
  async save() { this.say(await tried('addPhoneContact', { firstName: 'Mina', lastName: 'Han', mobilePhoneNumber: '010' })); },
  async pick() { this.say(await tried('chooseContact')); },
  record() { const r = wx.getRecorderManager(); r.onStart(() => this.say('begun')); r.onStop((f) => this.say('stopped ' + (f.fileSize > 0) + ' ' + (f.duration > 0) + ' ' + /^wxfile:/.test(f.tempFilePath)));
    r.onError((e) => this.say(e)); r.start({ duration: 30000 }); },
  stop() { wx.getRecorderManager().stop(); },
  watch() { wx.onUserCaptureScreen(() => this.say('captured')); this.say('watching'); },
});`;
const KEYS = ['battery', 'awake', 'asleep', 'bright', 'feel', 'rest', 'shake', 'save', 'pick', 'record', 'stop', 'watch'];

before(async () => {
  chromium = await browser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);
  place = scratch();
  const source = join(place.folder, 'body');
  mkdirSync(join(source, 'p'), { recursive: true });
  const write = (name, text) => writeFileSync(join(source, name), text);
  write('app.json', '{"pages":["p/a"]}');
  write('banchan.json', '{ "id": "body.banchan.test", "version": 1, "publisher": "The tests", "names": { "en": "Body" }, "description": { "en": "Feels." } }');
  write('p/a.js', PAGE);
  write('p/a.wxml', `${KEYS.map((key) => `<button bindtap="${key}" id="${key}">${key}</button>`).join('')}<view id="said">{{said}}</view>`);
  served = await start(['--registry', pack(place.folder, [source]), '--no-browser', '--home', join(place.folder, 'home')]);
  desk = await phone(chromium, served.address, { touch: false });
  await desk.context.grantPermissions(['microphone'], { origin: new URL(served.address).origin });
  await desk.page.click('[data-app="body.banchan.test"], #catalogue button:has-text("Body")');
  await desk.mini().locator('#battery').waitFor();
});
after(async () => {
  await chromium?.close();
  await served?.stop();
  place?.remove();
});

/** Taps a key and waits until the page says this. */
async function says(key, wanted) {
  if (key) await desk.mini().locator(`#${key}`).click();
  await desk.mini().locator('#said', { hasText: wanted }).waitFor().catch(async (error) => {
    throw new Error(`${key}: ${wanted} did not come, but ${await desk.mini().locator('#said').innerText()}`, { cause: error });
  });
}

test('the battery is what the browser says, or plainly not known', async () => {
  const known = await desk.page.evaluate(() => typeof navigator.getBattery === 'function');
  await says('battery', known ? /"level":\d+,"isCharging":(true|false)/ : 'getBatteryInfo:fail not supported');
});

test('the screen stays on while the mini-program wishes it, and is let go', async () => {
  await says('awake', 'setKeepScreenOn:ok');
  await desk.page.locator('html[data-awake]').waitFor({ state: 'attached' });
  await says('asleep', 'setKeepScreenOn:ok');
  await desk.page.locator('html:not([data-awake])').waitFor({ state: 'attached' });
  await says('bright', 'setScreenBrightness:fail not supported');
});

test('a sensor that the browser has is read until it is stopped, and one that it has not is told', async () => {
  await says('shake', 'startGyroscope:fail not supported');
  // Told again and again as a device does, and before anybody listens: a browser that says nothing for a while counts as without a sensor.
  await desk.page.evaluate(() => {
    window.turning = setInterval(() => dispatchEvent(new DeviceOrientationEvent('deviceorientation', { alpha: 10, beta: 20, gamma: 30 })), 50);
  });
  await says('feel', '"alpha":10,"beta":20,"gamma":30');
  await desk.page.evaluate(() => clearInterval(window.turning));
  await says('rest', 'stopDeviceMotionListening:ok');
});

test('a contact becomes a file that an address book takes, after the person allowed it, and none can be chosen', async () => {
  await desk.mini().locator('#save').click();
  const given = desk.page.waitForEvent('download');
  await desk.page.click('[data-answer=allow]');
  const file = await given;
  assert.equal(file.suggestedFilename(), 'contact.vcf');
  assert.match(readFileSync(await file.path(), 'utf8'), /BEGIN:VCARD\r\nVERSION:3\.0\r\nN:Han;Mina;;;\r\nFN:Mina Han\r\nTEL;TYPE=CELL:010\r\nEND:VCARD/);
  await says('', 'addPhoneContact:ok');
  await says('pick', 'chooseContact:fail not supported');
});

test('a recording begins, is stopped and becomes a file of the mini-program', async () => {
  await desk.mini().locator('#record').click();
  await desk.page.click('[data-answer=allow]');
  await says('', 'begun');
  await says('stop', 'stopped true true true');
});

test('the key that takes a picture of the screen is told', async () => {
  await says('watch', 'watching');
  await desk.page.evaluate(() => dispatchEvent(new KeyboardEvent('keyup', { key: 'PrintScreen' })));
  await says('', 'captured');
});
