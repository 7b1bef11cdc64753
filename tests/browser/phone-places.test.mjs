// The search of the phone's own screen for choosing a place, alone: what it shows while it waits, when it fails, and that a late
// answer never stands in the place of a newer one. The server is a stand-in, so that each answer comes exactly when it is meant to.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser } from './phone-desk.mjs';
import { openOne, standPage } from './phone-stand.mjs';

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

/** The screen, open over a program; `answer` gives each question its answer. */
async function choosing(how) {
  const context = await chromium.newContext({ viewport: { width: 1200, height: 940 }, reducedMotion: 'reduce' });
  const stand = await standPage(context, how);
  await stand.page.waitForSelector('#catalogue');
  await openOne(stand);
  const asked = [];
  stand.calls.places = ({ q, near }) => ({ later: new Promise((give) => { asked.push({ q, near, give }); }) });
  const chosen = stand.ask('choosePlace', { slot: 1, center: [37.5, 127] });
  await stand.page.waitForSelector('#choose-place');
  return {
    stand, page: stand.page, chosen, close: () => stand.close().then(() => context.close()),
    /** The question for a text, once it was asked. */
    async question(q) {
      for (let turn = 0; turn < 600 && !asked.some((one) => one.q === q); turn += 1) await stand.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
      return asked.find((one) => one.q === q);
    },
  };
}

const PARIS = { name: 'Paris', address: '', country: 'FR', latitude: 48.8566, longitude: 2.3522 };

test('it_says_that_it_waits_and_a_late_answer_does_not_replace_a_newer_one', async () => {
  const { page, question, chosen, close, stand } = await choosing();
  await page.fill('#place-search', 'Lo');
  const first = await question('Lo');
  assert.ok(Math.abs(first.near[0] - 37.5) < 0.001 && Math.abs(first.near[1] - 127) < 0.001, 'near what the map shows');
  await page.locator('.places-told', { hasText: 'Opening…' }).waitFor();
  await page.fill('#place-search', 'Pa');
  (await question('Pa')).give({ places: [PARIS] });
  await page.locator('#place-found button', { hasText: 'Paris' }).waitFor();
  first.give({ places: [{ ...PARIS, name: 'London', country: 'GB' }] });
  await page.locator('.places-told', { hasText: '1 found' }).waitFor();
  assert.equal(await page.locator('#place-found button').count(), 1);
  assert.match(await page.locator('#place-found button').textContent(), /Paris\s*France/, 'a city has its country for an address');
  await page.press('#place-search', 'Enter');
  await page.locator('.places-spot', { hasText: 'France' }).waitFor();
  await page.click('#place-use');
  const { value } = await chosen;
  assert.deepEqual(value, { name: 'Paris', address: 'France', latitude: 48.8566, longitude: 2.3522 });
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_search_that_was_taken_back_shows_nothing_when_it_would_have_been_slow', async () => {
  const { page, question, close, stand } = await choosing();
  await page.fill('#place-search', 'Lo');
  const asked = await question('Lo');
  await page.getByRole('button', { name: 'Clear search' }).click();
  // Longer than it takes until a search counts as slow.
  await page.waitForTimeout(500);
  assert.equal(await page.locator('.places-found').isVisible(), false);
  asked.give({ places: [PARIS] });
  await page.fill('#place-search', 'Pa');
  (await question('Pa')).give({ places: [PARIS] });
  await page.locator('.places-told', { hasText: '1 found' }).waitFor();
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_search_that_fails_is_told_and_can_be_done_again', async () => {
  const { page, question, close, stand } = await choosing({ language: 'de' });
  await page.fill('#place-search', 'Rom');
  (await question('Rom')).give({ say: 'broken', kind: 'failed' });
  await page.locator('.places-told', { hasText: 'Die Suche ist misslungen' }).waitFor();
  await page.fill('#place-search', 'Roma');
  (await question('Roma')).give({ places: [] });
  await page.locator('.places-told', { hasText: 'kein Ort namens „Roma“' }).waitFor();
  await page.getByRole('button', { name: 'Suche leeren' }).click();
  await page.locator('.places-found').waitFor({ state: 'hidden' });
  assert.equal(await page.inputValue('#place-search'), '');
  assert.deepEqual(stand.errors, []);
  await close();
});
