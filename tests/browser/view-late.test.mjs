// Elements whose script comes late: what is tapped, measured or kept before it is there counts all the same.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { each, page } = pages();

/** Holds a late script back until the returned function is called. */
async function hold(p, name) {
  let free;
  const until = new Promise((done) => { free = done; });
  await p.tab.route(`**/__banchan/late/${name}.js`, async (route) => {
    await until;
    await route.continue();
  });
  return free;
}

page('a_tap_on_a_picker_whose_script_is_on_its_way_opens_it', '<wx-view></wx-view>', {}, async (p) => {
  const free = await hold(p, 'pickers');
  await p.patch([['i', 0, 0, 10, 3, '<wx-picker b="change tap" range="[1,2]"><wx-view id="v" style="padding:20px">choose</wx-view></wx-picker>']]);
  await p.tap('#v');
  assert.deepEqual(await p.events('tap'), []);
  free();
  await p.frame.locator('.panel').waitFor();
  await p.settle();
  assert.equal((await p.events('tap')).length, 1);
});

page('a_form_waits_with_its_values_for_a_slider', '<wx-form b="submit"><wx-button form-type="submit" id="go">Go</wx-button></wx-form>', {}, async (p) => {
  const free = await hold(p, 'bars');
  await p.patch([['i', 1, 0, 10, 1, '<wx-slider name="size" value="30"></wx-slider>']]);
  await p.tap('#go');
  free();
  assert.deepEqual((await p.until((m) => m.t === 'event' && m.type === 'submit')).detail.value, { size: 30 });
});

page('sizes_are_told_when_what_has_them_is_there', '<wx-view></wx-view>', {}, async (p) => {
  const free = await hold(p, 'bars');
  await p.patch([['i', 0, 0, 10, 1, '<wx-progress percent="40" stroke-width="20"></wx-progress>']]);
  const asked = p.call('rects', { queries: [{ n: 10, fields: { size: true } }] });
  free();
  assert.equal((await asked)[0].height, 20);
});

page('a_tap_is_not_lost_with_a_script_that_can_not_be_loaded', '<wx-view></wx-view>', {}, async (p) => {
  await p.tab.route('**/__banchan/late/pickers.js', (route) => route.abort());
  await p.patch([['i', 0, 0, 10, 2, '<wx-picker b="tap" style="display:block;padding:20px" id="v">choose</wx-picker>']]);
  await p.tap('#v');
  await p.until((m) => m.t === 'event' && m.type === 'tap');
  assert.match((await p.kind('error'))[0].text, /pickers\.js could not be loaded/);
}, { errors: 1, meant: /ERR_FAILED/ });

each('a_page_that_comes_back_gives_late_elements_what_they_had_and_keeps_it_meanwhile', async (open) => {
  const html = '<wx-input b="input"></wx-input><wx-slider value="10" id="s"></wx-slider><wx-picker-view value="[0]" id="p"><wx-picker-view-column><wx-view>a</wx-view><!----><wx-view>b</wx-view></wx-picker-view-column></wx-picker-view>';
  const p = await open(html, { state: { y: 0, kept: [[1, 'wx-slider', 70], [2, 'wx-picker-view', [1]]] } });
  try {
    await p.frame.waitForFunction(() => document.querySelector('#s').value === 70);
    await p.frame.locator('input').fill('now');
    const { v } = await p.until((m) => m.t === 'state' && m.v.kept.length === 3);
    assert.deepEqual(v.kept, [[0, 'wx-input', 'now'], [1, 'wx-slider', 70], [2, 'wx-picker-view', [1]]]);
    assert.deepEqual(p.problems, []);
  } finally {
    await p.close();
  }
});
