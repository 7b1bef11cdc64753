// The gallery's pages of fields and choices, by finger and keys: what each attribute does, as it is seen. Without the
// attribute the test named in tests/elements.tsv fails (`node elements-without.mjs` tries it).

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements();

/** What the field inside of an input or a textarea is like. */
const field = (e, selector, property) => e.locator(selector).evaluate((one, property) => one.field[property], property);
const hint = (e, selector) => e.locator(selector).evaluate((one) => {
  const shown = one.querySelector('[slot=placeholder]');
  const { color, fontStyle } = getComputedStyle(shown);
  return { text: shown.textContent, color, fontStyle };
});

/** The keyboard of a phone: it covers so much of the page from below. */
const keyboard = (e, height) => e.locator('wx-page').evaluate((_, height) => {
  Object.defineProperty(visualViewport, 'height', { value: innerHeight - height, configurable: true });
  visualViewport.dispatchEvent(new Event('resize'));
}, height);
/** How far the page is lifted, and how far a field ends above the keyboard, px. */
const lifted = (e, selector, height) => e.locator(selector).evaluate((one, height) => ({
  by: 0 - (Number.parseFloat(document.documentElement.style.translate.split(' ')[1] ?? '0') || 0),
  over: Math.round(innerHeight - height - one.getBoundingClientRect().bottom),
}), height);
/** An element near the lower edge of the window, where a keyboard covers it. */
const low = (e, selector) => e.locator(selector).evaluate((one) => {
  one.scrollIntoView({ block: 'end', behavior: 'instant' });
  scrollBy(0, 80);
});

element('input', 'shows_its_hint_as_it_says', async (e) => {
  assert.equal((await hint(e, '#plain')).text, 'Type here');
  const [plain, hinted] = [await hint(e, '#plain'), await hint(e, '#hinted')];
  assert.notEqual(hinted.color, plain.color, 'placeholder-class');
  assert.equal(hinted.fontStyle, 'italic');
  await e.act('value');
  await e.sees(() => field(e, '#plain', 'value'), '42');
});

element('input', 'asks_for_the_keyboard_that_fits', async (e) => {
  assert.deepEqual([await field(e, '#number', 'inputMode'), await field(e, '#digit', 'inputMode'), await field(e, '#plain', 'inputMode')], ['numeric', 'decimal', 'text']);
  assert.deepEqual([await field(e, '#plain', 'enterKeyHint'), await field(e, '#held', 'enterKeyHint')], ['search', 'next']);
  assert.deepEqual([await field(e, '#secret', 'type'), await field(e, '#plain', 'type')], ['password', 'text']);
});

element('input', 'keeps_the_caret_after_its_last_key_and_takes_it_when_it_comes', async (e) => {
  await e.caret('#held');
  await e.page.keyboard.press('Enter');
  await e.until('held.confirm');
  const has = (selector) => e.locator(selector).evaluate((one) => one.shadowRoot.activeElement === one.field);
  assert.equal(await has('#held'), true, 'confirm-hold');
  await e.caret('#plain');
  await e.page.keyboard.press('Enter');
  await e.until('plain.confirm');
  await e.sees(() => has('#plain'), false, 'without confirm-hold');
  await e.act('auto-focus');
  await e.sees(() => has('#auto'), true, 'auto-focus');
});

element('input', 'is_lifted_over_the_keyboard', async (e) => {
  await e.tap('#spaced');
  await low(e, '#spaced');
  await keyboard(e, 300);
  await e.sees(async () => (await lifted(e, '#spaced', 300)).over, 24, 'cursor-spacing');
  await keyboard(e, 0);
  await e.sees(async () => (await lifted(e, '#spaced', 0)).by, 0);
  await e.tap('#stays');
  await low(e, '#stays');
  await keyboard(e, 300);
  await e.sees(() => e.locator('#stays').evaluate((one) => one.shadowRoot.activeElement === one.field), true);
  assert.equal((await lifted(e, '#stays', 300)).by, 0, 'adjust-position');
  await keyboard(e, 0);
});

element('textarea', 'shows_its_hint_and_its_text_as_it_says', async (e) => {
  assert.equal((await hint(e, '#plain')).text, 'Type here');
  const [plain, short] = [await hint(e, '#plain'), await hint(e, '#short')];
  assert.notEqual(short.color, plain.color, 'placeholder-class');
  assert.equal(short.fontStyle, 'italic', 'placeholder-style');
  assert.equal(await field(e, '#sends', 'enterKeyHint'), 'send');
  await e.tap('#off');
  assert.equal((await e.told()).some((line) => line.startsWith('off.')), false, 'disabled');
  await e.act('focus');
  await e.until('focused.focus');
  await e.sees(() => e.locator('#focused').evaluate((one) => one.cursor), 3, 'cursor');
});

element('textarea', 'is_lifted_over_the_keyboard_with_a_bar', async (e) => {
  await e.tap('#plain');
  await low(e, '#plain');
  await keyboard(e, 300);
  await e.until('plain.keyboardheightchange', { height: 300 });
  await e.mini().getByText('Done', { exact: true }).waitFor();
  await keyboard(e, 0);
  await e.until('plain.keyboardheightchange', { height: 0 });
  await e.tap('#keys');
  await e.until('plain.blur');
  await low(e, '#keys');
  await keyboard(e, 300);
  await e.sees(() => e.locator('#keys').evaluate((one) => one.shadowRoot.activeElement === one.field), true);
  assert.equal((await lifted(e, '#keys', 300)).by, 0, 'adjust-position');
  assert.equal(await e.mini().getByText('Done', { exact: true }).count(), 0, 'show-confirm-bar');
  await keyboard(e, 0);
  await e.act('auto-focus');
  await e.tap('#spaced');
  await low(e, '#spaced');
  await keyboard(e, 300);
  await e.sees(async () => (await lifted(e, '#spaced', 300)).over, 44 + 20, 'the bar and cursor-spacing');
  await keyboard(e, 0);
});

element('textarea', 'stays_where_it_is_in_a_fixed_box_and_has_no_padding_of_its_own', async (e) => {
  await e.act('fixed');
  const y = async () => (await e.locator('#fixed').boundingBox()).y;
  const before = await e.sees(y, (at) => at > 0);
  await e.pull('#short', [0.9, 0.5], [0, -120], { hold: 150 });
  assert.ok(Math.abs((await y()) - before) < 2, 'a fixed box does not scroll');
});

element('slider', 'has_its_first_value_its_knob_and_its_state', async (e) => {
  assert.equal(await e.attr('#plain', 'aria-valuenow'), '40');
  const knob = (id) => e.locator(id).evaluate((one) => one.shadowRoot.querySelector('.knob').offsetWidth);
  assert.deepEqual([await knob('#own'), await knob('#plain')], [20, 28]);
  await e.tap('#off', [0.7, 0.5]);
  assert.equal(await e.attr('#off', 'aria-valuenow'), '30', 'disabled');
});

element('form', 'gives_the_word_for_ids_of_messages', async (e) => {
  await e.tap('#ask');
  await e.until('ids.submit', { formId: 'requestFormId:fail deprecated' });
});

element('picker', 'offers_the_regions_of_the_host', async (e) => {
  const sheet = (selector) => e.mini().locator(selector);
  const turn = (column, by) => sheet('.wheel').nth(column).evaluate((one, by) => one.scrollBy(0, by * 44), by);
  const words = (column) => sheet('.wheel').nth(column).locator('.item').allTextContents();
  const done = () => sheet('.done').click();
  await e.tap('#region');
  await sheet('.panel').waitFor();
  assert.deepEqual(await words(2), ['西湖区', '滨江区'], 'it begins at its value');
  await e.shot('region');
  await turn(1, 1);
  await e.sees(async () => (await words(2)).join(), '海曙区');
  await done();
  await e.until('region.change', { value: ['浙江省', '宁波市', '海曙区'], code: ['330000', '330200', '330203'], postcode: '315000' });
  await e.tap('#region');
  await sheet('.panel').waitFor();
  await turn(0, 1);
  await e.sees(() => sheet('.wheel').count(), 1, 'nothing lies below');
  await done();
  await e.until('region.change', { value: ['台湾省', '', ''], code: ['710000'] });
  await e.tap('#city');
  await sheet('.panel').waitFor();
  const all = await e.attr('#city', 'custom-item'); // a word in the language of the page
  assert.deepEqual([await words(0), await words(1)], [[all, '北京市', '浙江省', '台湾省'], [all]], 'level, custom-item');
  await turn(0, 2);
  await e.sees(async () => (await words(1)).join(), `${all},杭州市,宁波市`);
  await done();
  await e.until('city.change', { value: ['浙江省', all], code: ['330000'] });
  await e.tap('#region');
  await sheet('.cancel').click();
  await e.until('region.cancel');
});
