// A page that stands across (`pageOrientation`) turns the phone and hears its new size.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, stand } from './phone-desk.mjs';

const it = stand(() => ['dev', join(root, 'tests/browser/fixtures/across')]);

/** Waits until the phone lies so. @param {boolean} wide */
const lies = (wide) => it.desk.page.waitForFunction((wanted) => {
  const { clientWidth, clientHeight } = document.getElementById('screen');
  return clientWidth > clientHeight === wanted;
}, wide);

test('a_page_across_turns_the_phone_hears_its_size_and_leaving_it_turns_it_back', async () => {
  const { mini, shot } = it.desk;
  await mini().locator('#go').waitFor();
  await lies(false);
  await mini().locator('#go').click();
  await lies(true);
  const told = mini().locator('#size').filter({ hasText: 'wide' });
  await told.waitFor();
  const width = Number((await told.textContent()).replace('wide ', ''));
  await mini().locator('#measured').filter({ hasText: `box ${width / 2}` }).waitFor();
  await shot('across');
  await it.desk.page.click('.page[data-seen] .nav button');
  await lies(false);
  await mini().locator('#go').waitFor();
  assert.deepEqual(it.desk.problems, []);
});
