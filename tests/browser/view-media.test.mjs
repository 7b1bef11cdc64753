// video, audio and camera in a real Chromium: what they tell, the orders of their contexts, what they say when they can't play, and
// how they look in light and dark, small and in full screen.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pages } from './view-page.mjs';
import { answer, wav, webm } from './media-made.mjs';

const { each, open } = pages();

let clip;
const HEARD = 'play pause ended timeupdate waiting error progress loadedmetadata seekcomplete fullscreenchange controlstoggle tap';

/** Opens a page whose media are there: /clip.webm, /tone.wav, and /broken.webm, which is text. */
async function media(open, html, options = {}) {
  const p = await open('<wx-view id="wait"></wx-view>', options);
  const context = p.tab.context();
  clip ??= await webm(context);
  await context.route('**/clip.webm', (route) => answer(route, clip, 'video/webm'));
  await context.route('**/tone.wav', (route) => answer(route, wav(2), 'audio/wav'));
  await context.route('**/broken.*', (route) => route.fulfill({ body: 'this is no video', headers: { 'content-type': 'video/webm' } }));
  await p.clear();
  await p.patch([['i', 0, 0, 10, (html.match(/<wx-/g) ?? []).length, html]]);
  await p.frame.waitForFunction(() => [...document.querySelectorAll('wx-video, wx-audio')].every((one) => one.shadowRoot));
  p.detail = async (type) => (await p.until((m) => m.t === 'event' && m.type === type).catch(async (error) => { throw new Error(`${type}: ${error.message}`); })).detail;
  p.order = (n, method, args = {}) => p.call('element', { n, method, args });
  /** A finger on a key inside of a player. */
  p.press = async (tag, selector) => {
    // Where a tap goes, the browser knows from the last frame that it drew: what just came to the front has to be in one.
    await p.settle();
    await p.settle();
    const at = await p.frame.evaluate(([of, key]) => { const box = document.querySelector(of).shadowRoot.querySelector(key).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }, [tag, selector]);
    await p.tab.touchscreen.tap(...at);
    await p.settle();
  };
  p.inside = (tag, selector) => p.frame.locator(`${tag} ${selector}`);
  return p;
}

// `until` takes a function that runs here: which type is meant stands in its closure.

/** A test with a page of its own. */
const shows = (name, html, checks, options) => each(name, async (open) => {
  const p = await media(open, html, options);
  try {
    await checks(p);
    assert.deepEqual(p.problems.filter((text) => !/ERR_|404/.test(text)), []);
    assert.deepEqual(await p.kind('error'), []);
  } finally {
    await p.close();
  }
});

shows('a_video_tells_how_it_goes_and_takes_the_orders_of_its_context', `<wx-video src="/clip.webm" duration="1.6" muted b="${HEARD}" style="width:390px;height:220px"></wx-video>`, async (p) => {
  const meta = await p.detail('loadedmetadata');
  assert.deepEqual([meta.width, meta.height, meta.duration], [320, 180, 1.6]);
  assert.deepEqual(await p.order(10, 'play'), { ok: {} });
  await p.detail('play');
  const update = await p.detail('timeupdate');
  assert.equal(update.duration, 1.6);
  assert.ok(update.currentTime >= 0 && update.currentTime < 1.7);
  await p.detail('ended');
  assert.deepEqual((await p.events('pause')).length, 0, 'the end of a video is no pause');
  await p.order(10, 'seek', { position: 0.5 });
  assert.ok(Math.abs((await p.detail('seekcomplete')).position - 500) < 60);
  await p.order(10, 'play');
  await p.order(10, 'pause');
  await p.detail('pause');
  assert.match((await p.order(10, 'seek', { position: 'x' })).fail, /Number/);
  assert.match((await p.order(10, 'playbackRate', { rate: 7 })).fail, /not supported/);
  assert.match((await p.order(10, 'dance')).fail, /not supported/);
  assert.equal((await p.events('error')).length, 0);
});

shows('fingers_work_the_bars_of_a_video', `<wx-video src="/clip.webm" duration="1.6" muted loop title="Field" show-mute-btn danmu-btn enable-danmu b="${HEARD}" style="width:390px;height:220px"></wx-video>`, async (p) => {
  await p.detail('loadedmetadata');
  await p.press('wx-video', '.big .key');
  await p.detail('play');
  await p.order(10, 'sendDanmu', { text: 'what a ball', color: '#ffcc00' });
  assert.equal(await p.inside('wx-video', '.danmu span').count(), 1);
  // The bars of a playing video leave after a while; those of one that stands still stay.
  await p.order(10, 'pause');
  await p.detail('pause');
  await p.press('wx-video', '.bar .mute');
  await p.frame.waitForFunction(() => !document.querySelector('wx-video').shadowRoot.querySelector('video').muted);
  await p.press('wx-video', '.bar .words');
  await p.frame.waitForFunction(() => !document.querySelector('wx-video').shadowRoot.querySelector('.danmu span'));
  await p.clear();
  await p.press('wx-video', '.bar .play');
  await p.detail('play');
  await p.shot('media-video-playing');
  assert.ok((await p.events('tap')).length >= 1, 'a tap on a video is a tap for the program, too');
});

shows('full_screen_is_the_whole_page_turned_for_a_wide_video_and_ends_by_its_button', `<wx-view style="transform:translateX(0);overflow:hidden;height:200px"><wx-video src="/clip.webm" duration="1.6" muted loop title="A long title of a video that hardly fits" b="${HEARD}" style="width:390px;height:200px"></wx-video></wx-view>`, async (p) => {
  await p.detail('loadedmetadata');
  await p.order(11, 'play');
  await p.detail('play');
  // The bars of one that stands still stay.
  await p.order(11, 'pause');
  await p.detail('pause');
  await p.press('wx-video', '.bar .full');
  const { fullScreen, direction } = await p.detail('fullscreenchange');
  assert.deepEqual([fullScreen, direction], [true, 'horizontal']);
  assert.equal((await p.until((m) => m.t === 'fullscreen')).on, true);
  const box = await p.frame.evaluate(() => { const b = document.querySelector('wx-video').shadowRoot.querySelector('.stage').getBoundingClientRect(); return [b.left, b.top, b.width, b.height].map(Math.round); });
  const above = await p.frame.evaluate(() => 'showPopover' in HTMLElement.prototype);
  // Before Chromium 114 nothing lies above everything: such an ancestor holds the picture.
  if (!above) return;
  assert.deepEqual(box, [0, 0, p.width, p.height], 'a transform above does not hold it');
  await p.shot('media-video-full');
  await p.clear();
  await p.press('wx-video', '.head .back');
  assert.equal((await p.detail('fullscreenchange')).fullScreen, false);
  await p.order(11, 'requestFullScreen', { direction: 0 });
  await p.order(11, 'exitFullScreen');
  assert.equal((await p.kind('fullscreen')).length, 3);
});

shows('full_screen_that_a_program_asked_for_has_a_way_back_without_controls', `<wx-video src="/clip.webm" duration="1.6" muted loop controls="false" b="${HEARD}"></wx-video>`, async (p) => {
  await p.detail('loadedmetadata');
  await p.order(10, 'requestFullScreen', { direction: 0 });
  await p.detail('fullscreenchange');
  assert.equal(await p.inside('wx-video', '.bar').isVisible(), false);
  await p.clear();
  await p.press('wx-video', '.head .back');
  assert.equal((await p.detail('fullscreenchange')).fullScreen, false);
  assert.equal(await p.inside('wx-video', '.head').isVisible(), false);
});

shows('what_can_not_be_played_says_so_in_its_place', `<wx-video id="b" src="/broken.webm" b="error" style="width:390px;height:180px"></wx-video><wx-video id="s" src="http://example.com/x.mp4" b="error" style="width:390px;height:180px"></wx-video><wx-audio src="/broken.wav" controls name="Nothing" author="Nobody" b="error"></wx-audio>`, async (p) => {
  await p.frame.waitForFunction(() => document.querySelectorAll('wx-video').length === 2);
  await p.until((m) => m.t === 'event' && m.n === 10 && m.type === 'error');
  await p.until((m) => m.t === 'event' && m.n === 11 && m.type === 'error');
  await p.until((m) => m.t === 'event' && m.n === 12 && m.type === 'error');
  const errors = await p.events('error');
  assert.equal(errors.find((m) => m.n === 10).detail.errMsg, 'MEDIA_ERR_SRC_NOT_SUPPORTED');
  assert.match(errors.find((m) => m.n === 12).detail.errMsg, /^MediaError code [1-4]$/);
  assert.ok(await p.inside('#b', '.say').isVisible());
  await p.shot('media-broken');
});

shows('an_audio_shows_what_it_is_and_plays', `<wx-audio src="/tone.wav" controls poster="/picture.svg" name="A tone of four hundred and forty" author="Sine" b="${HEARD}"></wx-audio><wx-audio src="/tone.wav" b="${HEARD}"></wx-audio>`, async (p) => {
  await p.inside('wx-audio', 'button').first().tap();
  await p.detail('play');
  assert.ok((await p.detail('timeupdate')).duration > 1.9);
  await p.shot('media-audio');
  await p.order(10, 'pause');
  await p.detail('pause');
  assert.equal(await p.frame.locator('wx-audio').nth(1).isVisible(), false, 'without controls it is not seen');
});

shows('what_plays_stops_when_its_page_goes_out_of_sight', `<wx-video src="/clip.webm" duration="1.6" muted loop b="${HEARD}"></wx-video><wx-video src="/clip.webm" duration="1.6" muted loop auto-pause-if-navigate="false" b="${HEARD}"></wx-video>`, async (p) => {
  await p.order(10, 'play');
  await p.order(11, 'play');
  await p.until((m) => m.t === 'event' && m.n === 11 && m.type === 'play');
  await p.until((m) => m.t === 'event' && m.n === 10 && m.type === 'play');
  await p.send({ t: 'seen', on: false });
  await p.until((m) => m.t === 'event' && m.n === 10 && m.type === 'pause');
  assert.deepEqual((await p.events('pause')).map((m) => m.n), [10]);
});

each('a_page_without_players_loads_nothing_of_them', async (open) => {
  const p = await open('<wx-view>plain</wx-view>');
  assert.equal(await p.frame.evaluate(() => performance.getEntriesByType('resource').filter((one) => one.name.includes('late')).length), 0);
  await p.close();
});

// A phone's bridge carries texts only: pictures are files of the page's origin, which the shell answers when it has a new one.
for (const bridge of ['port', 'relay']) {
  test(`a_camera_paints_what_a_phones_shell_gives_one_picture_after_the_other_until_it_goes (${bridge})`, async () => {
    const p = await open('<wx-view id="wait"></wx-view>', { bridge });
    const asked = [];
    await p.tab.context().route('**/__banchan/camera/**', (route) => {
      asked.push(new URL(route.request().url()).pathname);
      // The person is asked first: until then there is none.
      if (asked.length < 3) return route.fulfill({ status: 204 });
      const side = asked.length * 10;
      return route.fulfill({ body: `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="20"><rect width="99" height="20" fill="#4a7"/></svg>`, headers: { 'content-type': 'image/svg+xml' } });
    });
    await p.patch([['i', 0, 0, 10, 1, '<wx-camera device-position="front" b="initdone stop error" style="width:300px;height:200px"></wx-camera>']]);
    const wish = await p.until((m) => m.t === 'want' && m.what === 'camera');
    assert.equal((await p.until((m) => m.t === 'event' && m.type === 'initdone')).detail.maxZoom, 1);
    await p.frame.waitForFunction(() => document.querySelector('wx-camera').shadowRoot.querySelector('canvas').width > 50, null, { polling: 20 });
    assert.ok(await p.frame.evaluate(() => document.querySelector('wx-camera').shadowRoot.querySelector('canvas').classList.contains('mirror')));
    assert.deepEqual([...new Set(asked)], [`/__banchan/camera/${wish.v.node}`]);
    // The permission was taken back: it says so in its place, and asks for no more.
    await p.send({ t: 'given', id: wish.id, v: { ok: false, res: { errMsg: '__cameraShow:fail auth deny' } } });
    assert.match((await p.until((m) => m.t === 'event' && m.type === 'error')).detail.errMsg, /^insertCamera:fail auth deny/);
    await p.settle();
    const seen = asked.length;
    await p.wait(600);
    assert.ok(asked.length <= seen + 1, `${asked.length - seen} more after the end`);
    assert.equal((await p.events('initdone')).length, 1);
    assert.deepEqual(p.problems, []);
    await p.close();
  });
}

test('a_camera_paints_what_the_desktops_page_sends_through_a_port_of_its_own', async () => {
  const p = await open('<wx-view id="wait"></wx-view>', { bridge: 'frame' });
  await p.patch([['i', 0, 0, 10, 1, '<wx-camera b="initdone stop error" style="width:300px;height:200px"></wx-camera>']]);
  const { v: { node } } = await p.until((m) => m.t === 'want' && m.what === 'camera');
  const answers = await p.tab.evaluate(async (number) => {
    const { port1, port2 } = new MessageChannel();
    const painted = new Promise((done) => { port1.onmessage = (message) => done(message.data); });
    document.querySelector('iframe').contentWindow.postMessage({ banchan: 'camera', node: number }, '*', [port2]);
    const picture = await createImageBitmap(new ImageData(64, 48));
    port1.postMessage({ picture, mirror: true, maxZoom: 4 }, [picture]);
    return painted;
  }, node);
  assert.equal(answers, 'next');
  assert.equal((await p.until((m) => m.t === 'event' && m.type === 'initdone')).detail.maxZoom, 4);
  assert.deepEqual(await p.frame.evaluate(() => { const { width, height, className } = document.querySelector('wx-camera').shadowRoot.querySelector('canvas'); return [width, height, className]; }), [64, 48, 'mirror']);
  assert.deepEqual(p.problems, []);
  await p.close();
});
