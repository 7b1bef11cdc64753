// Maps in the phone: tiles of the source that the host names, the position through the gate, and the phone's own screens
// for choosing a place and looking at one.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser, pack, phone, root, scratch, start } from './phone-desk.mjs';

const TILE = (x, y) => `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#dfe8d8"/><path d="M0 ${60 + ((x * 37) % 80)}H256M${40 + ((y * 53) % 120)} 0V256" stroke="#fff" stroke-width="14"/><rect x="150" y="150" width="70" height="60" fill="#cfd6cc"/></svg>`;
const asked = [];
let tiles; let place; let chromium; let served; let desk;

before(async () => {
  tiles = createServer((request, response) => {
    const found = /^\/(\d+)\/(\d+)\/(\d+)\.svg$/.exec(request.url);
    asked.push(request.url);
    if (found) response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(TILE(Number(found[2]), Number(found[3])));
    else response.writeHead(404).end();
  });
  await new Promise((done) => tiles.listen(0, '127.0.0.1', done));
  place = scratch();
  const registry = pack(place.folder, [join(root, 'tests/browser/fixtures/places')]);
  const places = join(place.folder, 'places.json');
  writeFileSync(places, JSON.stringify([
    { name: 'City hall', names: { zh: '市政厅' }, address: '110 Sejong-daero', latitude: 37.5663, longitude: 126.9779 },
    { name: 'City library', address: '2 Book Street', latitude: 48.14, longitude: 11.58 },
    { name: 'A place whose name is much longer than any screen of a phone is wide, and goes on', address: 'An address that is as long as that, with a street, a house, a door and a city', latitude: 1, longitude: 1 },
  ]));
  served = await start(['--places', places, '--registry', registry, '--no-browser', '--home', join(place.folder, 'home'), '--location', '37.57,126.98', '--tiles', `http://127.0.0.1:${tiles.address().port}/{z}/{x}/{y}.svg`, '--tiles-by', '© The tests']);
  chromium = await browser();
  desk = await phone(chromium, served.address, {});
});
after(async () => {
  await chromium?.close();
  await served?.stop();
  tiles?.close();
  place?.remove();
});

/** What the program said. */
const said = (text) => desk.mini().locator('#said', { hasText: text }).waitFor();
const tap = (name) => desk.mini().locator(name).click();

test('a_map_has_the_tiles_of_the_source_that_the_host_names', async () => {
  await desk.link('banchan://open/places.banchan.test');
  // The map shows where the user is: the gate asks first.
  await desk.page.click('[data-answer=allow]');
  await desk.mini().locator('.me').waitFor({ state: 'attached' });
  await desk.mini().locator('.tiles img[data-shown]').first().waitFor();
  assert.ok(asked.length > 0 && asked.every((url) => /^\/15\/\d+\/\d+\.svg$/.test(url)), asked.join(' '));
  assert.equal(await desk.mini().locator('.note').textContent(), '© The tests');
  await tap('.marker > [aria-label="City hall"]:not([hidden])');
  await said('marker 1');
  await desk.shot('map-tiles');
  assert.deepEqual(desk.problems, []);
});

test('the_context_of_a_map_moves_it_to_where_the_user_is', async () => {
  await tap('#move');
  await said('37.57 126.98');
  await desk.mini().locator('#region', { hasText: 'end update' }).waitFor();
});

test('a_place_is_chosen_under_the_pin_and_closing_is_cancel', async () => {
  await tap('#choose');
  await desk.page.waitForSelector('#choose-place');
  await desk.page.fill('#place-name', 'The corner');
  await desk.shot('map-choose');
  const box = await desk.page.locator('#choose-place .slippy').boundingBox();
  await desk.page.mouse.move(box.x + 150, box.y + 100);
  await desk.page.mouse.down();
  for (let step = 1; step <= 8; step += 1) await desk.page.mouse.move(box.x + 150, box.y + 100 + step * 10);
  await desk.page.mouse.up();
  await desk.page.click('#place-use');
  await said('chooseLocation:ok');
  const chosen = JSON.parse(await desk.mini().locator('#said').textContent());
  assert.equal(chosen.name, 'The corner');
  assert.ok(chosen.latitude > 37.5701 && chosen.latitude < 37.58, 'the map was pulled down, so the place lies to the north');
  assert.ok(Math.abs(chosen.longitude - 126.98) < 0.001);
  await tap('#choose');
  await desk.page.click('#choose-place [aria-label=Close]');
  await said('chooseLocation:fail cancel');
});

test('a_place_is_found_by_its_name_and_given_with_its_address', async () => {
  await tap('#choose');
  await desk.page.fill('#place-search', 'city');
  await desk.page.locator('#place-found button', { hasText: 'City library' }).waitFor();
  assert.match(await desk.page.locator('#place-found button').first().textContent(), /City hall.*110 Sejong-daero/, 'the nearer one comes first');
  await desk.shot('map-search');
  // Down to the second and up again: the keyboard goes all the way.
  await desk.page.press('#place-search', 'ArrowDown');
  await desk.page.locator('#place-found button:nth-child(1):focus').press('ArrowDown');
  await desk.page.locator('#place-found button:nth-child(2):focus').press('ArrowUp');
  await desk.page.locator('#place-found button:nth-child(1):focus').press('Enter');
  await desk.page.locator('.places-spot', { hasText: '110 Sejong-daero' }).waitFor();
  assert.equal(await desk.page.inputValue('#place-name'), 'City hall');
  await desk.page.locator('#place-use:focus').press('Enter');
  await said('chooseLocation:ok');
  const chosen = JSON.parse(await desk.mini().locator('#said').textContent());
  assert.deepEqual(chosen, { name: 'City hall', address: '110 Sejong-daero', latitude: 37.5663, longitude: 126.9779, errMsg: 'chooseLocation:ok' });
});

test('what_is_not_known_is_said_and_a_map_moved_on_is_no_longer_what_was_found', async () => {
  await tap('#choose');
  await desk.page.fill('#place-search', 'nowhere at all');
  await desk.page.locator('.places-told', { hasText: 'No place called “nowhere at all” is known here' }).waitFor();
  await desk.shot('map-search-none');
  // The first Escape takes the search away, not the map.
  await desk.page.press('#place-search', 'Escape');
  assert.equal(await desk.page.inputValue('#place-search'), '');
  await desk.page.fill('#place-search', '110 sejong');
  await desk.page.locator('#place-found button', { hasText: 'City hall' }).click();
  await desk.page.locator('.places-spot', { hasText: '110 Sejong-daero' }).waitFor();
  const box = await desk.page.locator('#choose-place .slippy').boundingBox();
  await desk.page.mouse.move(box.x + 150, box.y + 100);
  await desk.page.mouse.down();
  for (let step = 1; step <= 8; step += 1) await desk.page.mouse.move(box.x + 150, box.y + 100 + step * 10);
  await desk.page.mouse.up();
  await desk.page.locator('.places-spot', { hasText: /^37\.\d{5}, 126\.\d{5}$/ }).waitFor();
  assert.equal(await desk.page.inputValue('#place-name'), '');
  await desk.page.locator('#place-search').focus();
  await desk.page.press('#place-search', 'Escape');
  await said('chooseLocation:fail cancel');
  assert.deepEqual(desk.problems, []);
});

test('a_place_is_shown_with_its_name_and_address', async () => {
  await tap('#open');
  await desk.page.waitForSelector('#open-place .places-mark');
  await said('openLocation:ok');
  assert.match(await desk.page.locator('#open-place').textContent(), /City hall.*110 Sejong-daero.*37\.56650, 126\.97800/);
  await desk.shot('map-open');
  await desk.page.click('#open-place [aria-label=Close]');
  await tap('#bad');
  await said('openLocation:fail parameter error: parameter.latitude should be Number instead of String;');
  assert.deepEqual(desk.problems, []);
});

test('in_the_dark_and_in_chinese_the_screens_still_read_well', async () => {
  const dark = await phone(chromium, served.address, { language: 'zh-CN', dark: true });
  // The phone has moved to this page with what was open on it.
  await dark.mini().locator('#choose').click();
  await dark.page.waitForSelector('#choose-place');
  assert.match(await dark.page.locator('#place-use').textContent(), /使用此位置/);
  await dark.shot('map-choose-dark');
  await dark.page.fill('#place-search', '市政');
  await dark.page.locator('#place-found button', { hasText: '市政厅' }).waitFor();
  assert.match(await dark.page.locator('.places-told').textContent(), /找到 1 个/);
  await dark.shot('map-search-dark');
  await dark.page.press('#place-search', 'Escape');
  await dark.escape();
  await dark.context.close();
});
