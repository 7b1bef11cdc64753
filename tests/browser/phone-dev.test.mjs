// `banchan dev` in a real Chromium: a source folder runs in the phone, is loaded again when it changes, and what goes
// wrong is seen beside the phone and in the terminal.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, stand } from './phone-desk.mjs';

let source;
const it = stand((folder) => {
  source = join(folder, 'source');
  cpSync(join(root, 'tests/browser/fixtures/probe'), source, { recursive: true });
  appendFileSync(join(source, 'pages/home/home.js'), "\nconsole.log('hello from the probe');\nsetTimeout(() => {\n  wx.request({ url: 'https://not-listed.invalid/x', fail() {} });\n  null.oops;\n}, 50);\n");
  return ['dev', source];
});

const line = (text) => it.desk.page.locator('.dev-line', { hasText: text }).first();

test('console_errors_with_their_line_and_requests_are_seen_in_panel_and_terminal', async () => {
  const { page, mini, shot } = it.desk;
  await mini().locator('#taps').waitFor();
  await line('hello from the probe').waitFor();
  await page.click('[data-kind=errors]');
  await line("cannot read property 'oops' of null").waitFor();
  assert.match(await line('oops').textContent(), /pages\/home\/home\.js:\d+/);
  await shot('dev');
  await page.click('[data-kind=requests]');
  await line('request:fail').waitFor();
  for (const told of [/hello from the probe/, /oops.*home\.js/, /request:fail/]) await it.served.says(told);
});

test('a_change_of_a_file_loads_the_page_again', async () => {
  writeFileSync(join(source, 'pages/home/home.wxml'), '<view id="new">changed</view>');
  await it.desk.mini().locator('#new').waitFor();
  await it.served.says(/reload/);
});

test('one_that_has_ended_stands_on_home_and_opens_again_there_and_by_its_link', async () => {
  const { page, mini, back, link, leave, shot } = it.desk;
  const card = page.locator('#catalogue [data-app="probe.banchan.test"]');
  // Each start has its own, and the one before may still be leaving.
  const gone = () => page.waitForFunction(() => !document.querySelector('.stage'));
  await back();
  await page.waitForSelector('.home:not([data-behind])');
  await gone();
  await card.filter({ hasText: 'in development' }).waitFor();
  await shot('dev-home');
  await card.click();
  await mini().locator('#new').waitFor();
  await back();
  await gone();
  await link('banchan://open/probe.banchan.test/pages/deep/deep?level=7');
  await mini().locator('#level', { hasText: 'level 7' }).waitFor();
  await leave();
  // It lives on: its card brings it back as it was left.
  await card.click();
  await mini().locator('#level', { hasText: 'level 7' }).waitFor();
});

test('a_broken_manifest_is_told_and_the_repaired_one_runs', async () => {
  const { page, mini } = it.desk;
  const manifest = join(source, 'app.json');
  writeFileSync(manifest, '{ "pages": [');
  await page.locator('#refusal').waitFor();
  await page.click('[data-kind=errors]');
  await page.locator('.dev-line').first().waitFor();
  writeFileSync(manifest, '{ "pages": ["pages/home/home"] }');
  await mini().locator('#new').waitFor();
  await page.locator('#refusal').waitFor({ state: 'detached' });
  assert.deepEqual(it.desk.problems, []);
});
