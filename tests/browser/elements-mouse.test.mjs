// The pages of the built-in elements by mouse and keys, as in the desktop shell: what a finger can do, they can.

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements({ touch: false });

element('slider', 'follows_the_mouse_and_the_arrow_keys', async (e) => {
  await e.pull('#plain', [0.45, 0.5], [60, 0]);
  const { value } = await e.until('plain.change', ({ value: now }) => now > 40);
  await e.locator('#plain').focus();
  await e.page.keyboard.press('ArrowLeft');
  await e.until('plain.change', { value: value - 5 });
});

element('scroll-view', 'is_dragged_by_the_mouse', async (e) => {
  await e.pull('#dragged', [0.5, 0.8], [0, -70], { hold: 150 });
  for (const type of ['dragstart', 'dragging', 'dragend']) await e.until(`dragged.${type}`);
  await e.pull('#fresh', [0.5, 0.2], [0, 150], { hold: 100 });
  await e.until('fresh.refresherrefresh');
  await e.until('fresh.refresherrestore');
});

element('swiper', 'is_turned_by_the_mouse', async (e) => {
  await e.pull('#plain', [0.8, 0.5], [-180, 0]);
  await e.until('plain.change', { current: 1, source: 'touch' });
});

element('movable-view', 'is_dragged_by_the_mouse_and_moved_by_keys', async (e) => {
  await e.pull('#free', [0.5, 0.5], [60, 30]);
  await e.until('free.change', ({ x, y }) => Math.abs(x - 60) < 8 && Math.abs(y - 30) < 8);
  await e.hush();
  await e.locator('#level').focus();
  await e.page.keyboard.press('ArrowRight');
  await e.until('level.change', { x: 10, y: 0 });
  await e.page.keyboard.press('ArrowDown');
  assert.equal((await e.told()).some((line) => line.includes('"y":10')), false, 'only sideways');
});

element('picker', 'is_opened_and_turned_by_keys', async (e) => {
  await e.locator('#one').focus();
  await e.page.keyboard.press('Enter');
  await e.mini().locator('.wheel').first().focus();
  await e.page.keyboard.press('ArrowDown');
  await e.sees(() => e.mini().locator('.wheel').first().evaluate((one) => one.scrollTop), 44, 'the next one is in the middle');
  await e.page.keyboard.press('Enter');
  await e.until('one.change', { value: '1' });
  await e.page.keyboard.press('Enter');
  await e.mini().locator('.panel').waitFor();
  await e.page.keyboard.press('Escape');
  await e.until('one.cancel');
});

element('form', 'is_filled_and_sent_by_keys', async (e) => {
  await e.locator('#iced').focus();
  await e.page.keyboard.press('Space');
  await e.sees(() => e.attr('#iced', 'aria-checked'), 'true');
  await e.locator('#submit').focus();
  await e.page.keyboard.press('Enter');
  await e.until('form.submit');
});

element('label', 'gives_its_click_to_its_control', async (e) => {
  await e.tap('#around');
  await e.sees(() => e.attr('#box', 'aria-checked'), 'true');
  await e.tap('#far');
  await e.until('switch.change', { value: true });
});

element('view', 'is_pressed_by_the_mouse', async (e) => {
  await e.tap('#inner');
  await e.until('inner.tap');
  await e.locator('#touched').focus();
  await e.page.keyboard.press('Enter');
  await e.until('touched.tap');
});

element('navigator', 'goes_by_keys', async (e) => {
  await e.locator('#go').focus();
  await e.page.keyboard.press('Enter');
  await e.sees(() => e.page.locator('.page:not([inert]) .nav h2').textContent(), 'icon');
  await e.page.locator('.page:not([inert]) .nav button:not([hidden])').first().click();
  await e.mini().locator('#go').waitFor();
});
