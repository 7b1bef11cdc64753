// The phone in a real Chromium, with the real program behind it: the main job, and what must be refused.
// Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { browser, drawn, pack, phone, root, scratch, stand, start } from './phone-desk.mjs';

const PROBE = 'banchan://open/probe.banchan.test';
const BIKE = 'bike.banchan.example';

const it = stand((folder) => {
  const registry = pack(folder, [join(root, 'tests/browser/fixtures/probe'), join(root, 'examples/bike-share')]);
  return ['--registry', registry, '--location', '31.2304,121.4737'];
});

/** A test on the shared phone: ends at home, also when it fails, and lets no error of the page pass. */
function on(name, checks) {
  test(name, async () => {
    try {
      await checks(it.desk);
    } catch (error) {
      await it.desk.shot(`failed-${name}`);
      await it.desk.reset();
      throw error;
    }
    if (await it.desk.page.locator('.stage:not([data-away])').count()) await it.desk.leave();
    assert.deepEqual(it.desk.problems.splice(0), []);
  });
}

const says = (locator, text) => locator.filter({ hasText: text }).first().waitFor();

on('home_lists_the_catalogue_and_search_finds_by_any_language', async ({ page, shot }) => {
  await page.waitForSelector(`#catalogue [data-app="${BIKE}"]`);
  await shot('home');
  await page.fill('#search', '单车');
  await page.waitForSelector(`#results [data-app="${BIKE}"]`);
  await shot('results');
  await page.fill('#search', 'nothing-like-this');
  await says(page.locator('#results'), 'Nothing found');
  await page.fill('#search', '');
});

on('enter_opens_the_first_of_what_is_asked_for_now', async ({ page, leave }) => {
  const input = page.locator('#search');
  const open = () => page.locator('.stage:not([data-away])').count();
  const press = (key, more = {}) => input.evaluate((el, [name, init]) => el.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, ...init })), [key, more]);
  /** Types and presses Enter before any answer can come. */
  const quick = (text) => input.evaluate((el, value) => {
    el.focus();
    el.value = value;
    el.dispatchEvent(new InputEvent('input', { bubbles: true }));
    el.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  }, text);
  await page.fill('#search', 'Probe');
  await page.waitForSelector('#results [data-app="probe.banchan.test"]');
  // The keys with which a person chooses characters are not for the search.
  await press('Enter', { isComposing: true });
  await press('Escape', { isComposing: true });
  assert.equal(await input.inputValue(), 'Probe');
  await quick('nothing-like-this');
  await says(page.locator('#results'), 'Nothing found');
  assert.equal(await open(), 0, 'something older was opened');
  await quick('Probe');
  await page.waitForSelector('.stage:not([data-away])[data-app="probe.banchan.test"]');
  await leave();
  await page.fill('#search', '');
});

on('a_link_opens_the_page_it_names_with_its_query', async ({ page, link, mini, shot }) => {
  await link(`${PROBE}/pages/deep/deep?level=7`);
  await says(mini().locator('#level'), 'level 7');
  await says(page.locator('.page:not([inert]) .nav h2'), 'Deep');
  await page.click('.page:not([inert]) .nav button[aria-label="To its first page"]');
  await says(mini().locator('#query'), 'query');
  await shot('probe');
});

on('taps_typing_and_scrolling_are_answered', async ({ link, mini }) => {
  await link(`${PROBE}/pages/home/home?a=1`);
  await says(mini().locator('#query'), '"a":"1"');
  await mini().locator('#taps').click();
  await mini().locator('#taps').click();
  await says(mini().locator('#taps'), 'taps 2');
  await mini().locator('#field input').fill('한글 abc');
  await says(mini().locator('#echo'), 'echo 한글 abc');
  await mini().locator('#end').scrollIntoViewIfNeeded();
  await says(mini().locator('#end'), 'reached');
});

on('deny_is_told_in_wechats_words_and_allow_is_remembered_until_it_is_taken_back', async ({ page, link, mini, leave, shot }) => {
  await link(PROBE);
  await mini().locator('#locate').click();
  const sheet = page.locator('[data-consent="scope.userLocation"]');
  await says(sheet, 'Probe asks for your location');
  await says(sheet, 'To tell the test where it is');
  await shot('consent');
  // Neither answer is pushed: both look the same.
  const look = (answer) => page.locator(`[data-answer=${answer}]`).evaluate((el) => { const s = getComputedStyle(el); return [s.color, s.backgroundColor, s.fontWeight, el.offsetWidth, el.offsetHeight]; });
  assert.deepEqual(await look('deny'), await look('allow'));
  await page.click('[data-answer=deny]');
  await says(mini().locator('#place'), 'getLocation:fail auth deny');
  await shot('denied');

  const toggle = async () => {
    await page.click('[data-do=menu]');
    await page.click('#menu [data-scope="scope.userLocation"] .switch');
    await page.locator('#menu [data-scope="scope.userLocation"] .switch:not([aria-busy])').waitFor();
    await shot('menu');
    await it.desk.escape();
    await mini().locator('#locate').click();
  };
  await toggle();
  await says(mini().locator('#place'), '31.2304,121.4737');
  await leave();
  await page.click('#recents [data-app="probe.banchan.test"]');
  await mini().locator('#locate').click();
  await says(mini().locator('#place'), '31.2304,121.4737');
  assert.equal(await sheet.count(), 0, 'it was asked again');
  await toggle();
  await says(mini().locator('#place'), 'getLocation:fail auth deny');
});

on('dialogs_and_toasts_lie_over_the_page', async ({ page, link, mini, shot }) => {
  await link(`${PROBE}/pages/home/home`);
  await mini().locator('#modal').click();
  await says(page.locator('.dialog'), 'A question of the probe');
  await shot('modal');
  await page.locator('.dialog-keys button').last().click();
  await says(mini().locator('#echo'), 'echo yes');
  await mini().locator('#toast').click();
  await says(page.locator('.toast'), 'Done so');
  await shot('toast');
});

on('opening_again_is_instant_and_shows_under_recents', async ({ page, link, mini, leave }) => {
  await link(PROBE);
  const had = Number(/\d+/.exec(await mini().locator('#taps').textContent())[0]);
  await mini().locator('#taps').click();
  const before = `taps ${had + 1}`;
  await says(mini().locator('#taps'), before);
  await leave();
  assert.equal(await page.locator('#recents .recent').first().getAttribute('data-app'), 'probe.banchan.test');
  // At once: it is the very document that was left, and nothing of it is made or loaded again.
  await page.locator('.stage[data-app="probe.banchan.test"] .page:not([inert]) iframe').evaluate((frame) => { frame.left = true; });
  const begun = Date.now();
  await page.click('#recents [data-app="probe.banchan.test"]');
  await says(mini().locator('#taps'), before);
  assert.ok(Date.now() - begun < 3000, `it took ${Date.now() - begun} ms`);
  assert.equal(await page.locator('.page[data-seen] iframe').evaluate((frame) => frame.left), true);
});

on('a_lost_view_is_made_again_as_it_was', async ({ page, link, mini }) => {
  await link(`${PROBE}/pages/deep/deep?level=1`);
  for (let level = 1; level < 5; level += 1) {
    await says(mini().locator('#level'), `level ${level}`);
    await mini().locator('#count').click();
    await says(mini().locator('#count'), 'count 1');
    await mini().locator('#deeper').click();
  }
  await says(mini().locator('#level'), 'level 5');
  assert.ok((await page.locator('.stage:not([data-away]) iframe').count()) <= 3, 'more than three views are alive');
  for (let level = 4; level >= 1; level -= 1) {
    await page.click('.page:not([inert]) .nav button');
    await says(mini().locator('#level'), `level ${level}`);
    await says(mini().locator('#count'), 'count 1');
  }
  await mini().locator('#count').click();
  await says(mini().locator('#count'), 'count 2');
});

on('a_reloaded_phone_page_shows_what_was_on', async ({ page, link, mini }) => {
  await link(`${PROBE}/pages/deep/deep?level=3`);
  await mini().locator('#count').click();
  await says(mini().locator('#count'), 'count 1');
  await page.reload();
  await says(mini().locator('#count'), 'count 1');
  await mini().locator('#count').click();
  await says(mini().locator('#count'), 'count 2');
});

on('unknown_and_broken_codes_get_a_plain_sentence', async ({ page, link, shot }) => {
  await link('banchan://open/nobody.at.home');
  await says(page.locator('#refusal'), 'not known here');
  await shot('unknown');
  await it.desk.escape();
  await page.locator('#refusal').waitFor({ state: 'detached' });
  await link(`${PROBE}/pages/none/none`);
  await page.locator('#refusal, .fault, .stage:not([data-away])').first().waitFor();
  await shot('no-page');
  if (await page.locator('#refusal').count()) await it.desk.escape();
  else await page.click('.stage:not([data-away]) [data-do=close]');
  await page.waitForSelector('.home:not([data-behind])');
  await page.click('#scan');
  await page.fill('#scan-text', 'javascript:alert(1)');
  await page.click('#scan-go');
  await says(page.locator('.scan-say'), "can't be used");
  await page.setInputFiles('#scan-file', { name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
  await says(page.locator('.scan-say'), "can't be read");
  await shot('broken-picture');
  const blank = await page.locator('.statusbar').screenshot();
  await page.setInputFiles('#scan-file', { name: 'y.png', mimeType: 'image/png', buffer: blank });
  await says(page.locator('.scan-say'), 'No code in this picture');
  await it.desk.escape();
  // Chromium itself says that the broken picture has no preview.
  it.desk.problems.splice(0);
});

on('a_photograph_of_a_code_opens_what_it_names_and_two_codes_ask', async ({ page, link, mini, leave, shot }) => {
  await link(`${PROBE}/pages/home/home`);
  await mini().locator('#taps').waitFor();
  await page.click('[data-do=menu]');
  await page.click('[data-do=share]');
  await shot('share');
  await drawn(page.locator('#share img'));
  const code = await page.locator('#share img').screenshot();
  const svg = await page.locator('#share img').getAttribute('src');
  await it.desk.escape();
  await leave();
  await page.click('#scan');
  await shot('scan');
  await page.setInputFiles('#scan-file', { name: 'code.png', mimeType: 'image/png', buffer: code });
  await says(mini().locator('#taps'), 'taps');
  await leave();
  // Two different codes on one sheet: the other one is the bike-share's own.
  await page.click(`#catalogue [data-app="${BIKE}"]`);
  await page.click('[data-answer=allow]');
  await page.click('.stage:not([data-away]) [data-do=menu]');
  await page.click('[data-do=share]');
  const other = await page.locator('#share img').getAttribute('src');
  await it.desk.escape();
  await leave();
  const sheet = await it.desk.context.newPage();
  await sheet.setContent(`<body style="margin:0;background:#fff"><img width=300 height=300><img width=300 height=300 style="margin-left:60px"></body>`);
  await sheet.evaluate((sources) => document.querySelectorAll('img').forEach((img, i) => { img.src = sources[i]; }), [svg, other]);
  await drawn(sheet.locator('body'));
  const both = await sheet.screenshot({ clip: { x: 0, y: 0, width: 700, height: 320 } });
  await sheet.close();
  await page.click('#scan');
  await page.setInputFiles('#scan-file', { name: 'two.png', mimeType: 'image/png', buffer: both });
  await says(page.locator('#chooser'), 'This picture has 2 codes');
  await shot('two-codes');
  await page.locator('#chooser .choice', { hasText: 'Pedal' }).click();
  await mini().locator('.heading').first().waitFor();
});

on('a_picture_dropped_or_a_link_pasted_anywhere_opens_what_it_names', async ({ page, link, mini, leave, shot }) => {
  await link(`${PROBE}/pages/home/home`);
  await page.click('.stage:not([data-away]) [data-do=menu]');
  await page.click('[data-do=share]');
  await drawn(page.locator('#share img'));
  const code = (await page.locator('#share img').screenshot()).toString('base64');
  await it.desk.escape();
  await leave();
  /** Brings a picture or a text as a hand does: by an event with its data. */
  const bring = (kind, picture, text) => page.evaluate(([name, base64, words]) => {
    const data = new DataTransfer();
    if (base64) data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'photo.png', { type: 'image/png' }));
    if (words) data.setData('text/plain', words);
    const event = name === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true }) : new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
  }, [kind, picture, text]);
  await bring('dragover', code);
  await says(page.locator('.drop-hint'), 'Drop the picture');
  await shot('drop');
  await bring('drop', code);
  await says(mini().locator('#taps'), 'taps');
  await leave();
  await bring('paste', null, `${PROBE}/pages/deep/deep?level=9`);
  await says(mini().locator('#level'), 'level 9');
});

on('the_printed_code_of_a_bike_opens_that_bike', async ({ page, mini, shot }) => {
  const folder = join(root, 'target/codes');
  const name = existsSync(folder) && readdirSync(folder).find((file) => /B1024.*\.png$/.test(file));
  if (!name) return console.log('left out: no printed codes (cargo xtask examples makes them)');
  await page.click('#scan');
  await page.setInputFiles('#scan-file', join(folder, name));
  await says(mini().locator('.heading').first(), 'B1024');
  await shot('bike');
});

on('an_endless_loop_ends_that_mini_program_only', async ({ page, link, mini, shot }) => {
  await link(`${PROBE}/pages/home/home`);
  await mini().locator('#spin').click();
  await page.locator('.fault').waitFor({ timeout: 40_000 });
  await shot('stopped');
  await page.locator('.fault .btn.main').click();
  await page.locator('.fault').waitFor({ state: 'detached' });
  await mini().locator('#taps').click();
  await says(mini().locator('#taps'), 'taps 1');
});

on('the_webcam_is_off_once_nobody_looks_through_it', async ({ page }) => {
  // A webcam that takes its time, and each stream that it gave.
  await page.evaluate(() => {
    window.streams = [];
    navigator.mediaDevices.getUserMedia = async () => {
      await new Promise((done) => { setTimeout(done, 300); });
      const canvas = document.createElement('canvas');
      const pen = canvas.getContext('2d');
      setInterval(() => pen.fillRect(0, 0, 9, 9), 30);
      window.streams.push(canvas.captureStream());
      return window.streams.at(-1);
    };
  });
  const live = () => page.evaluate(() => window.streams.flatMap((one) => one.getTracks()).filter((track) => track.readyState === 'live').length);
  const given = (count) => page.waitForFunction((wanted) => window.streams.length === wanted, count);
  const off = () => page.waitForFunction(() => window.streams.every((one) => one.getTracks().every((track) => track.readyState === 'ended')));

  await page.click('#scan');
  await page.click('#scan-camera');
  await page.click('.scan-head button');
  await given(1);
  await off();

  await page.click('#scan');
  await page.dblclick('#scan-camera');
  await page.waitForSelector('#scan-camera[aria-pressed]');
  await page.waitForTimeout(400);
  assert.equal(await live(), 1);
  await page.click('#scan-camera');
  await off();
  assert.equal(await page.locator('.scan video').evaluate((el) => el.hidden && el.srcObject === null), true);

  // A webcam that is given and then does not run.
  await page.click('#scan-camera');
  await page.evaluate(() => { HTMLVideoElement.prototype.play = () => Promise.reject(new Error('not now')); });
  await page.waitForSelector('.scan-say[data-bad]');
  await off();
  await page.evaluate(() => { delete HTMLVideoElement.prototype.play; });
  await page.click('.scan-head button');
});

test('a_code_held_before_the_webcam_opens_what_it_names', async () => {
  const other = await phone(it.chromium, it.served.address);
  await other.link(`${PROBE}/pages/home/home`);
  await other.page.click('.stage:not([data-away]) [data-do=menu]');
  await other.page.click('[data-do=share]');
  // The webcam of this browser is a film of one frame: a sheet of paper with the code on it.
  const source = await other.page.locator('#share img').getAttribute('src');
  await other.escape();
  await other.leave();
  await other.page.setViewportSize({ width: 640, height: 480 });
  await other.page.goto('about:blank');
  await other.page.setContent('<body style="margin:0;background:#ddd;display:grid;place-items:center;height:100vh"><img width="300" height="300">');
  await other.page.evaluate((src) => { document.querySelector('img').src = src; }, source);
  await drawn(other.page.locator('img'));
  const film = join(it.place.folder, 'webcam.mjpeg');
  writeFileSync(film, await other.page.screenshot({ type: 'jpeg', quality: 90 }));
  await other.context.close();

  const filming = await browser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]);
  try {
    const seen = await phone(filming, it.served.address);
    await seen.page.click('#scan');
    await seen.page.click('#scan-camera');
    await says(seen.mini().locator('#taps'), 'taps');
    // The next test looks at home, and a phone page shows what was on.
    await seen.leave();
    assert.deepEqual(seen.problems, []);
  } finally {
    await filming.close();
  }
});

test('an_altered_bundle_is_refused_and_nothing_of_it_runs', async () => {
  const other = scratch();
  const registry = pack(other.folder, [join(root, 'tests/browser/fixtures/probe')]);
  const bundles = join(registry, 'bundles');
  const file = join(bundles, readdirSync(bundles)[0]);
  const bytes = readFileSync(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  writeFileSync(file, bytes);
  const altered = await start(['--no-browser', '--home', join(other.folder, 'home'), '--registry', registry]);
  const victim = await phone(it.chromium, altered.address);
  try {
    await victim.page.click('#catalogue [data-app="probe.banchan.test"]');
    await says(victim.page.locator('#refusal'), 'to protect you');
    await victim.shot('altered');
    assert.equal(await victim.page.locator('iframe').count(), 0);
    assert.equal(await victim.page.locator('#recents .recent').count(), 0);
  } finally {
    await victim.context.close();
    await altered.stop();
    other.remove();
  }
});

/** One request with headers that a browser would not let through. */
const ask = (path, headers, method = 'GET') => new Promise((done, fail) => {
  const { port } = new URL(it.served.address);
  http.request({ host: '127.0.0.1', port, path, method, headers }, (answer) => { answer.resume(); done(answer.statusCode); }).on('error', fail).end();
});

test('strangers_get_nothing_from_the_server', async () => {
  const { port, pathname, host } = new URL(it.served.address);
  assert.equal(await ask(pathname, { host }), 200);
  assert.equal(await ask('/', { host }), 404, 'without the token');
  assert.equal(await ask(pathname, { host: `evil.example:${port}` }), 421, 'another host name');
  assert.equal(await ask(`${pathname}scan`, { host, origin: 'http://evil.example' }, 'POST'), 403, 'another origin');
  assert.equal(await ask(`${pathname}ws`, { host, connection: 'upgrade', upgrade: 'websocket' }), 403, 'a socket without an origin');
  assert.equal(await ask('/p/1/0', { host: `x.localhost:${port}` }), 404, 'a page without its secret');
  assert.equal(await ask(pathname, { host: `x.localhost:${port}` }), 404, 'the phone page from a mini-program');
});

test('the_phone_speaks_chinese_korean_and_german_in_light_and_dark', async () => {
  for (const [language, dark, word] of [['zh-CN', false, '扫一扫'], ['ko-KR', true, '코드 스캔'], ['de-DE', false, 'Code scannen']]) {
    const other = await phone(it.chromium, it.served.address, { language, dark });
    await says(other.page.locator('#scan'), word);
    assert.equal(await other.page.locator('.stage:not([data-away])').count(), 0, 'home is what is seen');
    await other.shot(`home-${language}${dark ? '-dark' : ''}`);
    assert.deepEqual(other.problems, []);
    await other.context.close();
  }
});
