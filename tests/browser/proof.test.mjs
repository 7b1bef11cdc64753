// The cases of core/tests/proof on the desktop shell: each member of tier 1 does in a real Chromium what it does on the prepared phone of
// the core's own test, and fails in the same words. Those that speak with servers are in network.test.mjs. What the cases show of which
// member is in docs/member-coverage.md.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pack, root, stand } from './phone-desk.mjs';
import { coverage, working, wrongNames } from './proof-cases.mjs';
import { ANSWERS, MEANT, cases, groups, runs, write } from './proof-desk.mjs';

const it = stand((folder) => ['--registry', pack(folder, [...groups.map((group, number) => write(folder, group, `proof${number}.banchan.test`)),
  write(folder, [{ key: '', script: 'wx.exitMiniProgram()' }], 'leaves.banchan.test')]), '--location', '37.5665,126.978'], {
  flags: ['--autoplay-policy=no-user-gesture-required'],
  async ready({ page, context }) {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    // There is no telephone here: what would be dialled is written down. Chromium without a screen takes no more taps once it was given a number.
    await page.evaluate(() => {
      const click = HTMLAnchorElement.prototype.click;
      HTMLAnchorElement.prototype.click = function () { if (this.protocol === 'tel:') window.dialled = this.href; else click.call(this); };
    });
  },
});

test('every_working_member_of_tier_1_is_shown_here_and_the_document_tells_where', () => {
  const all = cases.groups.flat();
  const keys = new Set(all.map((one) => one.key));
  assert.deepEqual(Object.keys(ANSWERS).filter((key) => !keys.has(key)), [], 'answers to no case');
  const names = new Set(working(''));
  assert.deepEqual([...all, ...cases.named].map((one) => one.name.split(' ')[0]).filter((name) => !names.has(name)), [], 'no members that work');
  assert.deepEqual(wrongNames(cases.named.filter((one) => one.file.startsWith('tests/browser/'))), []);
  const { text, missing } = coverage(cases);
  assert.deepEqual(missing, [], 'nothing shows these on the desktop: give them a case or name a test');
  const path = join(root, 'docs/member-coverage.md');
  if (process.env.BANCHAN_BLESS) writeFileSync(path, text);
  assert.equal(readFileSync(path, 'utf8'), text, 'docs/member-coverage.md is out of date: BANCHAN_BLESS=1 writes it anew');
});

for (const [number, group] of groups.entries()) {
  test(`group_${number}_from_${group[0].name.replace(' ', '_')}`, async () => {
    const { desk } = it;
    const id = `proof${number}.banchan.test`;
    try {
      await desk.link(`banchan://open/${id}/p/a`);
      await runs(desk, group, id);
      await desk.leave();
    } catch (error) {
      await desk.reset();
      throw error;
    }
    assert.deepEqual(desk.problems.splice(0).filter((one) => !MEANT.test(one)), []);
  });
}

test('a_program_that_leaves_is_gone_and_starts_anew', async () => {
  const { desk } = it;
  for (let times = 0; times < 2; times += 1) {
    await desk.link('banchan://open/leaves.banchan.test/p/a');
    // Nothing is said yet: its first run is over.
    assert.equal(await desk.mini().locator('#said').textContent(), '');
    // exitMiniProgram
    await desk.mini().locator('#go').click();
    await desk.page.waitForSelector('.home:not([data-behind])');
    await desk.page.waitForSelector('.stage[data-app="leaves.banchan.test"]', { state: 'detached' });
  }
  assert.deepEqual(desk.problems.splice(0).filter((one) => !MEANT.test(one)), []);
});
