// The gallery's pages of video, audio and camera, by finger, with a webcam and media that are made up here: what they tell, and
// the orders of their contexts, through the real program.

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';
import { answer, webm } from './media-made.mjs';

const { element } = elements({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required'] });

/** A server of videos for the page that is open. */
async function serve({ page }) {
  const context = page.context();
  const clip = await webm(context);
  await context.route('https://media.banchan.example/clip.webm', (route) => answer(route, clip, 'video/webm'));
}

/** A finger on a key inside of a player. */
const press = (e, selector) => e.tap(selector);

element('video', 'plays_and_takes_orders', async (e) => {
  await serve(e);
  await e.act('a video');
  const meta = await e.until('full.loadedmetadata');
  assert.deepEqual([meta.width, meta.height], [320, 180]);
  await e.until('bare.play');
  await e.hush();
  await e.act('play');
  await e.until('full.play');
  await e.until('full.ended');
  await e.hush();
  await e.act('seek 1');
  await e.until('full.seekcomplete', ({ position }) => Math.abs(position - 1000) < 80);
  await press(e, '#cover .big .key');
  await e.until('cover.play');
  await e.act('send words');
  await e.sees(() => e.mini().locator('#full .danmu span').count(), (count) => count > 0, 'moving words');
  await e.hush();
  await e.act('full screen');
  await e.until('full.fullscreenchange', { fullScreen: true });
  await e.shot('full');
  await e.locator('#full .head .back').click();
  await e.until('full.fullscreenchange', { fullScreen: false });
  await e.hush();
  await e.act('no video');
  await e.until('full.error');
});

/** Whether a key inside of a player is seen. */
const shown = (e, selector) => e.locator(selector).isVisible();
const film = (e, selector, property) => e.locator(`${selector} video`).evaluate((one, property) => one[property], property);

element('video', 'shows_the_keys_that_its_attributes_leave_it', async (e) => {
  await serve(e);
  await e.locator('#cover .poster').waitFor();
  assert.deepEqual([await shown(e, '#cover .poster'), await e.style('#cover video', 'object-fit'), await e.style('#full video', 'object-fit')], [true, 'cover', 'contain']);
  await e.act('a video');
  await e.until('bare.play');
  assert.equal(await shown(e, '#bare .bar'), false, 'controls');
  assert.deepEqual([await film(e, '#bare', 'muted'), await film(e, '#full', 'muted')], [true, true]);
  // the one that has no key in the middle has its bar from the start, with neither of the two keys
  assert.deepEqual([await shown(e, '#full .big'), await shown(e, '#plain .big')], [true, false], 'show-center-play-btn');
  assert.deepEqual([await shown(e, '#plain .bar'), await shown(e, '#plain .bar .play'), await shown(e, '#plain .bar .full')], [true, false, false], 'show-play-btn, show-fullscreen-btn');
  await press(e, '#full .big .key');
  await e.until('full.play');
  await e.act('pause');
  await e.until('full.pause');
  assert.deepEqual([await shown(e, '#full .bar .play'), await shown(e, '#full .bar .full')], [true, true]);
  await e.sees(() => e.locator('#full .head').textContent(), (text) => text.includes('The first pot is for the guest'), 'title');
});

element('video', 'goes_on_and_on_and_takes_two_taps', async (e) => {
  await serve(e);
  await e.act('a video');
  await e.until('bare.play');
  let last = 0;
  await e.sees(async () => { const now = await film(e, '#bare', 'currentTime'); const again = now < last; last = now; return again; }, true, 'loop: from its end to its beginning');
  await e.until('full.loadedmetadata');
  await e.act('play');
  await e.until('full.ended');
  assert.equal(await film(e, '#full', 'paused'), true, 'without loop it ends');
  const box = await e.box('#cover');
  const [x, y] = [box.x + box.width * 0.2, box.y + box.height * 0.3];
  // Two taps count when they are at most 300 ms apart, which a busy machine may miss.
  const plays = async () => (await e.told()).some((line) => line.startsWith('cover.play'));
  for (let times = 0; times < 10 && !(await plays()); times += 1) {
    await e.page.touchscreen.tap(x, y);
    await e.page.touchscreen.tap(x, y);
    await e.pause(400);
  }
  await e.until('cover.play');
});

element('video', 'shows_the_words_of_its_list', async (e) => {
  await serve(e);
  await e.act('a video');
  await e.until('full.loadedmetadata');
  await e.act('play');
  await e.sees(() => e.mini().locator('#full .danmu span').count(), (count) => count > 0, 'enable-danmu');
});

element('audio', 'shows_what_it_is', async (e) => {
  await e.sees(() => e.locator('#own').evaluate((one) => one.shadowRoot.textContent), (text) => text.includes('Jasmine tea') && text.includes('The first pot'), 'name, author');
  assert.match(await e.locator('#own').evaluate((one) => getComputedStyle(one.shadowRoot.querySelector('button')).backgroundImage), /music\.svg/, 'poster');
});

element('audio', 'begins_again_when_it_says_so', async (e) => {
  await e.act('sound');
  await e.act('loop');
  await press(e, '#own button');
  await e.until('own.play');
  let last = 0;
  const times = async () => (await e.told()).filter((line) => line.startsWith('own.timeupdate ')).map((line) => JSON.parse(line.slice(15)).currentTime);
  await e.sees(async () => { const [now = 0] = await times(); const again = now < last; last = now; return again; }, true, 'from its end to its beginning');
  assert.equal((await e.told()).some((line) => line.startsWith('own.ended')), false);
});

element('audio', 'plays_a_sound_of_the_programs_own', async (e) => {
  assert.equal(await e.locator('#unseen').isVisible(), false);
  await e.act('sound');
  await press(e, '#own button');
  await e.until('own.play');
  await e.until('own.timeupdate', ({ duration }) => Math.abs(duration - 2) < 0.1);
  await e.until('own.ended');
  await e.hush();
  await press(e, '#own button');
  await e.until('own.play');
  await press(e, '#own button');
  await e.until('own.pause');
  await e.act('no sound');
  await e.until('own.error');
});

element('camera', 'is_asked_for_sees_and_takes', async (e) => {
  const allow = e.page.locator('[data-answer=allow]');
  await allow.waitFor();
  await e.shot('asked');
  await allow.click();
  await e.until('eye.initdone');
  await e.shot('on');
  await e.act('take');
  await e.until('shot.load', ({ width }) => width > 0);
  assert.match(await e.locator('#where').textContent(), /^wxfile:\/\/tmp_/);
  await e.act('record');
  await e.pause(900); // as long as the clip shall be
  await e.act('stop');
  await e.until('clip.loadedmetadata', ({ width }) => width > 0);
  await e.act('turn');
  await e.act('off');
  await e.sees(() => e.mini().locator('#eye').count(), 0);
});
