// Pictures, sound and camera through the desktop shell: chosen from files and the webcam, looked at, kept, played, and refused, in a real
// Chromium with a made-up camera.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browser, pack, phone, scratch, start } from './phone-desk.mjs';
import { wav, webm } from './media-made.mjs';

const here = dirname(fileURLToPath(import.meta.url));
let chromium;
let place;
let served;
let desk;
let clip;

/** A picture of this size, made by the browser. */
async function png(width, height) {
  const text = await desk.page.evaluate(([w, h]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
    const pen = canvas.getContext('2d');
    for (let i = 0; i < 40; i += 1) {
      pen.fillStyle = `hsl(${i * 9} 70% ${40 + (i % 5) * 6}%)`;
      pen.fillRect((i * w) / 40, 0, w / 40, h);
    }
    return canvas.toDataURL('image/png').split(',')[1];
  }, [width, height]);
  return Buffer.from(text, 'base64');
}

before(async () => {
  chromium = await browser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']);
  place = scratch();
  const source = join(place.folder, 'media');
  cpSync(join(here, 'fixtures', 'media'), source, { recursive: true });
  mkdirSync(join(source, 'sounds'), { recursive: true });
  writeFileSync(join(source, 'sounds', 'tone.wav'), wav(8));
  const registry = pack(place.folder, [source]);
  served = await start(['--registry', registry, '--no-browser', '--home', join(place.folder, 'home')]);
  desk = await phone(chromium, served.address, { touch: false });
  await desk.context.grantPermissions(['camera'], { origin: new URL(served.address).origin });
  clip = await webm(desk.context);
});
after(async () => {
  await chromium?.close();
  await served?.stop();
  place?.remove();
});

/** Opens the mini-program from home. */
async function open() {
  await desk.page.click('[data-app="media.banchan.test"], #catalogue button:has-text("Media")');
  await desk.mini().locator('#choose').waitFor();
}

/** Waits until the page was told this; what it was told instead is said. */
async function told(text) {
  const lines = desk.mini().locator('.told');
  await lines.filter({ hasText: text }).first().waitFor().catch(async (error) => {
    throw new Error(`not told "${text}", but ${JSON.stringify(await lines.allTextContents().catch(() => []))}`, { cause: error });
  });
}
const tap = (id) => desk.mini().locator(`#${id}`).click();

/** Chooses these files in the sheet that is open. */
async function give(files) {
  const [chooser] = await Promise.all([desk.page.waitForEvent('filechooser'), desk.page.click('#choose-album')]);
  await chooser.setFiles(files);
}

test('pictures_and_videos_are_chosen_from_files_made_smaller_and_shown_in_the_page', async () => {
  await open();
  const wide = await png(2400, 1200);
  await tap('choose');
  await desk.page.waitForSelector('#choose');
  await desk.shot('media-choose');
  await give([{ name: 'wide.png', mimeType: 'image/png', buffer: wide }, { name: 'ball.webm', mimeType: 'video/webm', buffer: clip }]);
  await told('"type":"mix"');
  await told('"width":1920,"height":960');
  await told('loaded 1920x960');
  await told('film 320x180');
  await told('sought true');
  assert.deepEqual(desk.problems, []);
});

test('a_page_in_full_screen_keeps_the_way_out_that_no_program_can_cover', async () => {
  const { page, mini } = desk;
  await tap('full');
  await page.waitForSelector('.page[data-full]');
  assert.equal(await page.locator('.page[data-seen] .nav').isVisible(), false);
  const close = page.locator('.stage:not([data-away]) [data-do=close]');
  assert.ok(await close.isVisible());
  await mini().locator('#v .head .back').waitFor();
  await desk.shot('media-full');
  await desk.leave();
  await open();
  await mini().locator('#v .head .back').click();
  await page.waitForSelector('.page[data-seen]:not([data-full]) .nav');
});

test('a_choice_is_closed_with_cancel_and_a_file_that_is_no_picture_is_not_given_as_one', async () => {
  await tap('choose');
  await desk.page.click('#choose .choice:last-child >> nth=-1');
  await told('chooseMedia:fail cancel');
  await tap('choose');
  await give([{ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html>no picture</html>') }]);
  await told('chooseMedia:fail what was chosen is not of the kind that was asked for');
  await tap('file');
  await give([{ name: 'prices 2026.csv', mimeType: 'text/csv', buffer: Buffer.from('tea,3') }]);
  await told('"name":"prices 2026.csv","type":"file"');
});

test('a_photo_is_taken_with_the_webcam_looked_at_and_given', async () => {
  await tap('choose');
  await desk.page.click('#choose-photo');
  await desk.page.locator('#shutter:not([disabled])').click();
  await desk.page.waitForSelector('#shot-use:not([hidden])');
  await desk.shot('media-shoot');
  await desk.page.click('#shot-use');
  await told('"type":"image"');
  await desk.mini().locator('image, wx-image').first().waitFor();
  assert.deepEqual(desk.problems, []);
});

test('the_viewer_shows_all_swipes_and_leaves', async () => {
  await tap('look');
  await desk.page.waitForSelector('#viewer figure[data-there]');
  await desk.shot('media-viewer');
  assert.equal(await desk.page.getAttribute('.viewer-count', 'aria-label'), '2 / 2', 'it opens at the one that was meant');
  await desk.page.waitForFunction(() => document.activeElement.closest('#viewer'));
  await desk.page.keyboard.press('ArrowLeft');
  await desk.shot('media-viewer-photo');
  assert.equal(await desk.page.getAttribute('.viewer-count', 'aria-label'), '1 / 2');
  const box = await desk.page.locator('#viewer').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await desk.page.mouse.move(x + 80, y);
  await desk.page.mouse.down();
  await desk.page.mouse.move(x - 100, y, { steps: 6 });
  await desk.page.mouse.up();
  assert.equal(await desk.page.getAttribute('.viewer-count', 'aria-label'), '2 / 2');
  await desk.escape();
  await desk.page.waitForSelector('#viewer', { state: 'detached' });
  await told('previewImage:ok');
  await tap('broken');
  await desk.page.waitForSelector('.viewer-broken');
  await desk.escape();
});

test('a_picture_is_kept_among_the_downloads_after_the_user_agreed', async () => {
  await tap('keep');
  const sheet = desk.page.locator('.sheet .consent');
  await sheet.waitFor();
  const [download] = await Promise.all([desk.page.waitForEvent('download'), desk.page.click('[data-answer=allow]')]);
  assert.match(download.suggestedFilename(), /^picture-\d+\.jpg$/);
  await told('saveImageToPhotosAlbum:ok');
});

test('a_sound_is_played_sought_and_silent_when_its_program_leaves', async () => {
  await tap('sound');
  await told('sound Play');
  await told('sound at true of 8');
  await tap('seek');
  await told('sound Seeked');
  await desk.leave();
  await open();
  await told('sound Pause');
});

test('the_camera_of_a_page_shows_takes_records_and_ends_with_it', async () => {
  await tap('camera');
  await desk.page.locator('.sheet .consent').waitFor();
  await desk.page.click('[data-answer=allow]');
  await told('init true');
  await desk.mini().locator('#take').click();
  await told('shown true');
  await desk.mini().locator('#zoom').click();
  await told('zoom 2');
  await desk.mini().locator('#film').click();
  await told('filmed a webm a jpg');
  await desk.shot('media-camera');
  await desk.page.click('.page[data-seen] .nav button');
  await desk.mini().locator('#choose').waitFor();
  assert.deepEqual(desk.problems, []);
});

test('without_a_camera_the_page_is_told_and_lives_on', async () => {
  await desk.page.evaluate(() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(Object.assign(new Error('no'), { name: 'NotFoundError' })); });
  await tap('camera');
  await told('insertCamera:fail no camera is available');
  await desk.shot('media-no-camera');
  await desk.mini().locator('#take').click();
  await told('takePhoto:fail no camera is on the page');
  await desk.page.click('.page[data-seen] .nav button');
  await tap('choose');
  await desk.page.click('#choose-photo');
  await desk.page.waitForSelector('.shoot .scan-say[data-bad]');
  await desk.escape();
  await desk.page.waitForSelector('.shoot', { state: 'detached' });
  await desk.escape();
  await told('chooseMedia:fail cancel');
});
