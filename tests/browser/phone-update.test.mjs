// A mini-program that takes its update, in the desktop shell: an older version runs, a newer one is in the registry, the program
// says so, and after `applyUpdate` the new one stands in its place, at its first page, alive.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pack, stand } from './phone-desk.mjs';

let folder;

/** Puts a version into the registry. @param {number} version */
function publish(version, place = folder) {
  const source = join(folder, 'tea');
  mkdirSync(source, { recursive: true });
  const files = {
    'app.json': '{"pages":["p","q"]}',
    'banchan.json': `{"id":"tea.update.test","version":${version},"publisher":"The tests","names":{"en":"Kettle"}}`,
    'p.wxml': `<view id="version">version ${version}</view><view id="ready">{{ready}}</view><view id="looked">{{looked}}</view><view id="apply" bindtap="apply">apply</view><view id="on" bindtap="on">on {{on}}</view>`,
    'p.js': `const updates = wx.getUpdateManager();
      Page({ data: { ready: 'nothing new', looked: '', on: 0 }, onLoad() { updates.onCheckForUpdate(({ hasUpdate }) => this.setData({ looked: 'looked ' + hasUpdate })); updates.onUpdateReady(() => this.setData({ ready: 'ready' })); updates.onUpdateFailed(() => this.setData({ ready: 'failed' })); },
        apply() { updates.applyUpdate(); }, on() { this.setData({ on: this.data.on + 1 }); } });`,
    'q.wxml': '<view>q</view>',
    'q.js': 'Page({})',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(source, name), text);
  return pack(place, [source]);
}

/** Puts a version into the registry whose bundle was altered: made aside, since a program may be looking for a newer one. @param {number} version */
function publishAltered(version) {
  const [registry, aside] = [join(folder, 'registry'), join(folder, 'aside')];
  mkdirSync(aside);
  for (const name of ['registry', 'key']) cpSync(join(folder, name), join(aside, name), { recursive: true });
  const made = publish(version, aside);
  const bundle = `bundles/tea.update.test-${version}.zip`;
  writeFileSync(join(made, bundle), 'PK something else');
  cpSync(join(made, bundle), join(registry, bundle));
  cpSync(made, registry, { recursive: true });
}

const it = stand((made) => {
  folder = made;
  return ['--registry', publish(1)];
});

test('an_update_that_a_program_takes_stands_in_its_place', async () => {
  const { desk } = it;
  await desk.page.click('#catalogue button:has-text("Kettle")');
  await desk.mini().locator('#version', { hasText: 'version 1' }).waitFor();
  await desk.mini().locator('#looked', { hasText: 'looked false' }).waitFor();
  publish(2);
  // It looks for a newer one each time it starts.
  await desk.page.click('.stage:not([data-away]) [data-do=menu]');
  await desk.page.getByRole('button', { name: 'Restart' }).click();
  await desk.mini().locator('#version', { hasText: 'version 1' }).waitFor();
  await desk.mini().locator('#ready', { hasText: /^ready$/ }).waitFor();
  await desk.mini().locator('#apply').click();
  await desk.mini().locator('#version', { hasText: 'version 2' }).waitFor();
  // It is the only one, it is alive, and nothing newer is there.
  await desk.page.waitForFunction(() => document.querySelectorAll('.stage').length === 1);
  await desk.mini().locator('#on').click();
  await desk.mini().locator('#on', { hasText: 'on 1' }).waitFor();
  await desk.mini().locator('#looked', { hasText: 'looked false' }).waitFor();
  assert.equal(await desk.mini().locator('#ready').textContent(), 'nothing new');
  await desk.leave();
  await desk.page.click('#catalogue button:has-text("Kettle")');
  await desk.mini().locator('#version', { hasText: 'version 2' }).waitFor();
  assert.deepEqual(desk.problems, []);
});

test('an_update_that_was_altered_is_told_and_the_program_goes_on', async () => {
  const { desk } = it;
  publishAltered(3);
  await desk.page.click('.stage:not([data-away]) [data-do=menu]');
  await desk.page.getByRole('button', { name: 'Restart' }).click();
  await desk.mini().locator('#ready', { hasText: /^failed$/ }).waitFor();
  await desk.mini().locator('#version', { hasText: 'version 2' }).waitFor();
  await desk.mini().locator('#on').click();
  await desk.mini().locator('#on', { hasText: 'on 1' }).waitFor();
  await desk.leave();
  assert.deepEqual(desk.problems, []);
});
