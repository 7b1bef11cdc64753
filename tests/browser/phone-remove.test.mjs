// Deleting a mini-program from the phone: from recents, from what is told of it, and while it runs. It asks first; then nothing of
// it is left, and opened again it begins anew.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pack, stand } from './phone-desk.mjs';

/** A program that counts how often it was opened. */
function source(folder, id, name) {
  const to = join(folder, id);
  mkdirSync(to, { recursive: true });
  const files = {
    'app.json': '{"pages":["p"]}',
    'banchan.json': JSON.stringify({ id, version: 1, publisher: 'The tests', names: { en: name, 'zh-CN': name }, description: { en: 'Counts how often it was opened.' } }),
    'p.wxml': '<view id="times">{{times}}</view>',
    'p.js': 'Page({ data: { times: "" }, onLoad() { const n = (wx.getStorageSync("n") || 0) + 1; wx.setStorageSync("n", n); this.setData({ times: `time ${n}` }); } });',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(to, file), text);
  return to;
}

const it = stand((folder) => ['--registry', pack(folder, [source(folder, 'cup.remove.test', 'Cup'), source(folder, 'pot.remove.test', 'Teapot with a long name')])]);

const CUP = '[data-app="cup.remove.test"]';
const recent = (desk, app = CUP) => desk.page.locator(`#recents ${app}`);

/** Opens one from the list of all and says how often it was opened. */
async function opened(desk, app = CUP) {
  await desk.page.click(`#catalogue ${app}`);
  await desk.mini().locator('#times', { hasText: 'time' }).waitFor();
  return desk.mini().locator('#times').textContent();
}

/** Presses a key of the dialog that asks. */
async function answer(desk, name) {
  const dialog = desk.page.getByRole('alertdialog', { name: 'Delete Cup and its data?' });
  await dialog.getByRole('button', { name, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('one_is_deleted_from_recents_after_a_question_and_begins_anew', async () => {
  const { desk } = it;
  assert.equal(await opened(desk), 'time 1');
  await desk.leave();
  assert.equal(await opened(desk, '[data-app="pot.remove.test"]'), 'time 1');
  await desk.leave();
  await desk.page.click('#tidy');
  await desk.page.getByRole('button', { name: 'Delete Cup' }).waitFor();
  await desk.shot('recents-manage');
  await recent(desk).click();
  await answer(desk, 'Cancel');
  assert.equal(await recent(desk).count(), 1);
  await recent(desk).click();
  await desk.shot('remove-ask');
  // It is said for a moment only.
  const said = desk.page.locator('.snack', { hasText: 'Cup was deleted' }).waitFor();
  await Promise.all([said, answer(desk, 'Delete').then(() => recent(desk).waitFor({ state: 'detached' }))]);
  await desk.page.click('#tidy');
  assert.equal(await recent(desk, '[data-app="pot.remove.test"]').getAttribute('aria-label'), null, 'a tap opens again');
  assert.equal(await opened(desk), 'time 1');
  assert.deepEqual(desk.problems, []);
});

test('one_that_runs_is_ended_and_deleted_from_its_menu', async () => {
  const { desk } = it;
  await desk.page.click('.stage:not([data-away]) [data-do=menu]');
  await desk.page.click('#menu [data-do=about]');
  await desk.shot('remove-details');
  await desk.page.click('[data-do=remove]');
  await answer(desk, 'Delete');
  await desk.page.waitForSelector('.home:not([data-behind])');
  await desk.page.locator(`.stage${CUP}`).waitFor({ state: 'detached' });
  await recent(desk).waitFor({ state: 'detached' });
  assert.equal(await opened(desk), 'time 1');
  await desk.leave();
  assert.deepEqual(desk.problems, []);
});

test('the_other_key_of_the_mouse_tells_what_it_is_and_only_what_is_there_can_be_deleted', async () => {
  const { desk } = it;
  await desk.page.click(`#catalogue ${CUP}`, { button: 'right' });
  await desk.page.click('[data-do=remove]');
  await answer(desk, 'Delete');
  await recent(desk).waitFor({ state: 'detached' });
  await desk.page.click(`#catalogue ${CUP}`, { button: 'right' });
  await desk.page.locator('#about', { hasText: 'cup.remove.test' }).waitFor();
  assert.equal(await desk.page.locator('[data-do=remove]').count(), 0);
  await desk.page.keyboard.press('Escape');
  assert.deepEqual(desk.problems, []);
});
