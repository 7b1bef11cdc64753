// Observers, keyframes and queries from a program's script to the screen and back, in a real Chromium with the real
// program behind it. Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from './patience.mjs';
import { pack, root, stand } from './phone-desk.mjs';

const it = stand((folder) => ['--registry', pack(folder, [join(root, 'tests/browser/fixtures/watch')])]);

/** Opens the page, runs the checks, and leaves. */
function on(name, checks) {
  test(name, async () => {
    await it.desk.link('banchan://open/watch.banchan.test/pages/home/home');
    const mini = it.desk.mini();
    await mini.locator('#said').filter({ hasText: 'here' }).waitFor();
    await checks({
      mini,
      said: (text) => mini.locator('#said').filter({ hasText: text }).waitFor(),
      all: () => mini.locator('#said').textContent(),
      scroll: (top) => mini.locator('#list').evaluate((list, to) => list.scrollTo({ top: to, behavior: 'instant' }), top),
      opacity: (selector) => mini.locator(selector).evaluate((element) => getComputedStyle(element).opacity),
    });
    await it.desk.leave();
    assert.deepEqual(it.desk.problems.splice(0), []);
  });
}

on('observers_tell_what_came_into_sight_until_they_are_disconnected', async ({ mini, said, all, scroll }) => {
  await mini.locator('#start').click();
  await said('row-0:0:true');
  await said('wide true');
  await scroll(250);
  await said('row-2:2:true');
  await said('row-0:0:false');
  await mini.locator('#stop').click();
  await said('stopped');
  const before = await all();
  await scroll(0);
  await it.desk.page.waitForTimeout(300);
  assert.equal(await all(), before);
});

on('keyframes_play_follow_a_scroll_view_and_are_cleared', async ({ mini, said, scroll, opacity }) => {
  await mini.locator('#play').click();
  await said('played');
  assert.equal(await opacity('#box'), '0.25');
  await scroll(200);
  await until(async () => (await opacity('#follower')) === '0.5', async () => `the follower is seen by ${await opacity('#follower')}`);
  await mini.locator('#clear').click();
  await said('cleared');
  assert.equal(await opacity('#box'), '1');
});

on('queries_answer_from_tree_and_view_together', async ({ mini, said, scroll }) => {
  await scroll(30);
  await mini.locator('#ask').click();
  await said('"dataset":{"kind":"x"}');
  await said('"mark":{"m":3}');
  await said('"opacity":"1"');
  await said('top 30 of 600');
  await said('4 rows 3');
  await said('window');
});
