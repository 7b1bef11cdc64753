// What the phone page does when the word of a start and the word of its end cross, or the lists of home and a tap: a launch screen never
// stays over nothing, and no tap is lost. The server is a stand-in, so that each order comes exactly when it is meant to.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser } from './phone-desk.mjs';
import { until } from './patience.mjs';
import { openOne, standPage } from './phone-stand.mjs';

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

/** A phone page of its own for each test. */
async function fresh(how) {
  const context = await chromium.newContext({ viewport: { width: 1200, height: 940 }, reducedMotion: 'reduce' });
  const stand = await standPage(context, how);
  await stand.page.waitForSelector('#catalogue');
  return { stand, page: stand.page, close: () => stand.close().then(() => context.close()) };
}

/** A session's first page, as core orders it. */
function start(stand, slot) {
  stand.do('create', { slot, page: slot * 10, path: 'pages/home/home', url: 'http://han-bike.localhost:4567/p/1/t', appId: stand.apps[0].id, nav: { title: `run ${slot}`, background: '#ffffff', ink: 'dark', page: '#f5f6f7' } });
  stand.do('show', { slot, page: slot * 10, how: 'none' });
}

/** Only this run is on the screen: its page is up and nothing covers it. */
async function onlyRun(page, slot) {
  await page.waitForSelector(`.stage:not([data-away]) .page[data-page="${slot * 10}"] .veil[data-gone]`, { state: 'attached' });
  await page.waitForFunction(() => document.querySelectorAll('.stage').length === 1 && !document.querySelector('.cover'));
}

test('one_that_takes_its_update_before_the_word_of_its_start_is_there_is_started_again', async () => {
  const { stand, page, close } = await fresh();
  stand.calls.open = () => { start(stand, 1); stand.do('ended', { slot: 1, again: true }); return { slot: 1, app: stand.apps[0] }; };
  stand.calls.restart = ({ slot }) => { start(stand, slot + 1); return { slot: slot + 1, app: stand.apps[0] }; };
  await page.click('#catalogue .card');
  await onlyRun(page, 2);
  assert.equal(stand.heard.filter((message) => message.op === 'restart').length, 1);
  assert.deepEqual(stand.errors, []);
  await close();
});

test('one_that_ended_while_it_was_opened_leads_home_and_says_why', async () => {
  const { stand, page, close } = await fresh();
  stand.calls.open = () => { start(stand, 1); stand.do('ended', { slot: 1 }); return { slot: 1, app: stand.apps[0] }; };
  await page.click('#catalogue .card');
  await page.waitForFunction(() => !document.querySelector('.stage'));
  await page.waitForSelector('.home:not([data-behind])');
  stand.calls.open = () => { start(stand, 2); stand.do('ended', { slot: 2, say: 'it broke at once' }); return { slot: 2, app: stand.apps[0] }; };
  await page.click('#catalogue .card');
  await page.locator('#refusal', { hasText: 'It broke at once.' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('.stage'));
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_restart_whose_run_is_updated_at_once_shows_the_third', async () => {
  const { stand, page, close } = await fresh();
  await openOne(stand);
  stand.calls.restart = ({ slot }) => {
    stand.do('ended', { slot });
    start(stand, slot + 1);
    if (slot === 1) stand.do('ended', { slot: 2, again: true });
    // What was on its way when it ended.
    stand.do('tabs', { slot, tabs: { items: [] } });
    return { slot: slot + 1, app: stand.apps[0] };
  };
  stand.do('ended', { slot: 1, again: true });
  await onlyRun(page, 3);
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_restart_that_is_asked_for_twice_is_one_and_its_end_leads_nowhere_else', async () => {
  const { stand, page, close } = await fresh();
  await openOne(stand);
  stand.calls.restart = ({ slot }) => { start(stand, slot + 1); return { slot: slot + 1, app: stand.apps[0] }; };
  // The person asks for it, and the program takes its update at the same moment.
  stand.do('ended', { slot: 1, again: true });
  stand.do('ended', { slot: 1, again: true });
  await onlyRun(page, 2);
  assert.equal(stand.heard.filter((message) => message.op === 'restart').length, 1);
  assert.equal(stand.heard.filter((message) => message.op === 'open').length, 0);
  await close();
});

test('a_source_folder_that_can_not_be_read_again_leaves_what_ran', async () => {
  const { stand, page, close } = await fresh({ dev: true });
  await openOne(stand);
  stand.calls.menu = () => ({ app: { ...stand.apps[0], dev: true }, grants: [], share: {} });
  stand.calls.restart = () => { stand.do('refused', { say: 'app.json is broken' }); return { dev: true }; };
  await page.click('.stage:not([data-away]) [data-do=menu]');
  await page.click('#menu [data-do=restart]');
  await page.locator('#refusal').waitFor();
  await page.waitForFunction(() => !document.querySelector('.cover') && document.querySelectorAll('.stage:not([data-away])').length === 1);
  await close();
});

test('one_that_the_person_left_while_it_was_started_again_stays_behind', async () => {
  const { stand, page, close } = await fresh();
  await openOne(stand);
  let answer;
  stand.calls.restart = () => ({ later: new Promise((resolve) => { answer = resolve; }) });
  stand.do('ended', { slot: 1, again: true });
  await page.waitForSelector('.cover');
  await page.click('.stage:not([data-away]) [data-do=close]');
  await page.waitForSelector('.home:not([data-behind])');
  start(stand, 2);
  answer({ slot: 2, app: stand.apps[0] });
  await until(() => stand.heard.some((message) => message.t === 'tell' && message.op === 'leave' && message.args.slot === 2), 'the phone does not tell that it was left');
  await page.waitForFunction(() => document.querySelectorAll('.stage').length === 1);
  assert.equal(await page.locator('.stage:not([data-away])').count(), 0);
  await close();
});

/** What was ordered before has been carried out. */
const heard = (stand) => stand.ask('nothing');

test('one_that_ends_before_it_was_drawn_once_does_not_come_after_its_end', async () => {
  const { stand, page, close } = await fresh();
  // No frame is drawn until both words are there.
  await page.evaluate(() => { window.frames = []; window.own = window.requestAnimationFrame; window.requestAnimationFrame = (work) => window.frames.push(work); });
  stand.do('front', { slot: 1, app: stand.apps[0] });
  stand.do('ended', { slot: 1 });
  await heard(stand);
  const seen = await page.evaluate(async () => {
    window.requestAnimationFrame = window.own;
    for (let n = 0; n < 2; n += 1) {
      for (const work of window.frames.splice(0)) work(performance.now());
      await new Promise((done) => { requestAnimationFrame(done); });
    }
    return document.querySelectorAll('.stage:not([data-away])').length;
  });
  assert.equal(seen, 0);
  await page.waitForSelector('.home:not([data-behind])');
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_tap_on_home_is_heard_while_the_same_lists_come_again', async () => {
  const { stand, page, close } = await fresh();
  stand.calls.open = () => { start(stand, 1); return { slot: 1, app: stand.apps[0] }; };
  await page.locator('#catalogue .card').first().hover();
  await page.mouse.down();
  stand.do('home', { catalogue: stand.apps, recents: [] });
  await heard(stand);
  await page.mouse.up();
  await onlyRun(page, 1);
  assert.deepEqual(stand.errors, []);
  await close();
});

test('a_camera_that_nobody_wants_any_more_when_it_comes_is_off', async () => {
  const { stand, page, close } = await fresh();
  await openOne(stand);
  await page.evaluate(() => {
    window.stream = document.createElement('canvas').captureStream();
    navigator.mediaDevices.getUserMedia = async () => window.stream;
    HTMLMediaElement.prototype.play = () => new Promise((done) => { window.plays = done; });
  });
  const number = stand.asked() + 1;
  stand.ask('camera', { slot: 1, page: 1, node: 1, front: false });
  await page.waitForFunction(() => window.plays);
  stand.send({ t: 'unask', n: number });
  await heard(stand);
  await page.evaluate(() => window.plays());
  await page.waitForFunction(() => window.stream.getTracks().every((track) => track.readyState === 'ended'));
  assert.deepEqual(stand.errors, []);
  await close();
});
