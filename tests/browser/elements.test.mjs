// The pages of the built-in elements, by finger: each attribute and event does what WeChat's documentation says, as seen.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { elements } from './elements-desk.mjs';
import { root } from './phone-desk.mjs';

const { element } = elements();

/** Nothing is seen of these. */
const NO_PAGE = ['block', 'slot'];

test('each_attribute_that_is_honoured_stands_on_a_page', () => {
  const rows = readFileSync(join(root, 'core/src/api/components.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const cases = join(root, 'examples/gallery/elements/cases');
  const markup = readdirSync(cases).filter((file) => file.endsWith('.wxml')).map((file) => readFileSync(join(cases, file), 'utf8')).join('\n');
  const missing = [];
  for (const [name, list] of rows.map((line) => line.split('\t'))) {
    const tags = markup.match(new RegExp(`<${name}(?=[\\s/>])(?:"[^"]*"|[^">])*>`, 'g')) ?? [];
    if (tags.length === 0) {
      if (!NO_PAGE.includes(name)) missing.push(name);
      continue;
    }
    for (const [attribute, ...values] of list === '-' ? [] : list.split(',').map((one) => one.split(':'))) {
      missing.push(...values.filter((value) => !tags.some((tag) => tag.includes(`${attribute}="${value}"`))).map((value) => `${name}.${attribute}.${value}`));
      if (!tags.some((tag) => new RegExp(`\\s${attribute}[=\\s/>]`).test(tag))) missing.push(`${name}.${attribute}`);
    }
  }
  assert.deepEqual(missing, []);
});

element('slider', 'follows_the_finger_and_takes_steps', async (e) => {
  await e.pull('#plain', [0.45, 0.5], [60, 0]);
  await e.until('plain.change', ({ value }) => value > 40 && value % 5 === 0);
  await e.until('plain.changing');
  await e.act('value = 75');
  await e.sees(() => e.attr('#plain', 'aria-valuenow'), '75');
  await e.tap('#own', [0.002, 0.5]);
  await e.until('own.change', { value: -20 });
  await e.hush();
  await e.tap('#off');
  assert.deepEqual(await e.told(), []);
  await e.act('enable');
  await e.tap('#off');
  await e.until('off.change');
});

element('progress', 'moves_and_tells_when_it_is_there', async (e) => {
  await e.act('+ 20');
  await e.until('forwards.activeend', { curPercent: 50 });
  await e.until('backwards.activeend', { curPercent: 50 });
  assert.equal(await e.attr('#plain', 'aria-valuenow'), '50');
});

element('icon', 'draws_every_type', async (e) => {
  const drawn = await e.mini().locator('wx-icon').evaluateAll((all) => all.map((one) => [one.getBoundingClientRect().width, one.shadowRoot.childElementCount]));
  assert.deepEqual(drawn.slice(0, 9), Array(9).fill([23, 1]));
  assert.deepEqual(drawn.slice(9, 12).map(([width]) => Math.round(width)), [18, 33, 48]);
});

element('view', 'shows_that_it_is_pressed_and_tells_touches', async (e) => {
  const ground = await e.style('#outer', 'background-color');
  const box = await e.box('#inner');
  await e.drag([[box.x + 20, box.y + 20]], { lift: false });
  await e.sees(() => e.attr('#inner', 'class'), (names) => /pressed/.test(names));
  assert.equal(await e.style('#outer', 'background-color'), ground, 'hover-stop-propagation');
  await e.lift();
  await e.until('inner.tap');
  assert.equal((await e.told()).some((line) => line.startsWith('outer.')), false);
  const touched = await e.box('#touched');
  await e.drag([[touched.x + 40, touched.y + 20]], { hold: 500 });
  for (const type of ['touchstart', 'longpress', 'touchend']) await e.until(`touched.${type}`);
  assert.equal((await e.told()).some((line) => line.startsWith('touched.tap')), false, 'a long press is no tap');
  await e.act('hide');
  await e.sees(() => e.locator('#hid').isVisible(), false);
});

element('text', 'decodes_spaces_and_selects', async (e) => {
  const shown = (selector) => e.locator(selector).evaluate((one) => one.textContent);
  assert.equal(await shown('#plain'), '1 &lt; 2 &amp; 3 &gt; 2&nbsp;&quot;ok&quot;');
  assert.equal(await shown('#decoded'), '1 < 2 & 3 > 2\u00a0"ok"');
  assert.equal(await shown('#ensp'), 'a\u2002\u2002\u2002\u2002b');
  assert.equal(await shown('#nbsp'), 'a\u00a0\u00a0\u00a0\u00a0b');
  assert.equal(await e.style('#selectable', 'user-select'), 'text');
  assert.equal(await e.style('#user', 'display'), 'inline-block');
  assert.equal(await e.style('#plain', 'user-select'), 'none');
  assert.equal(Math.round((await e.box('#lines')).height / (await e.box('#nbsp')).height), 2);
});

element('image', 'loads_fails_and_waits_until_it_is_near', async (e) => {
  await e.until('good.load');
  await e.until('bad.error');
  assert.equal((await e.told()).some((line) => line.startsWith('lazy.')), false, 'far below');
  await e.locator('#lazy').scrollIntoViewIfNeeded();
  await e.until('lazy.load');
});

element('button', 'is_pressed_and_sends_its_form', async (e) => {
  await e.tap('#primary');
  await e.until('primary.tap');
  await e.tap('#off');
  assert.equal((await e.told()).some((line) => line.startsWith('off.')), false);
  await e.tap('#submit');
  await e.until('form.submit');
  await e.tap('#reset');
  await e.until('form.reset');
  const box = await e.box('#hover');
  await e.drag([[box.x + 40, box.y + 20]], { lift: false });
  await e.sees(() => e.attr('#hover', 'class'), (names) => /own-hover/.test(names));
  await e.lift();
  await e.sees(() => e.attr('#hover', 'class'), (names) => !/own-hover/.test(names));
  for (const [id, words] of [['feedback', 'is not passed on'], ['contact', 'no conversation']]) {
    await e.tap(`#${id}`);
    const said = e.page.locator('[role=dialog], [role=alertdialog], .modal').filter({ hasText: words });
    await said.waitFor();
    await e.shot(id);
    await said.locator('button').last().click();
    await said.waitFor({ state: 'detached' });
  }
  await e.until('contact.contact', { path: '', query: {} });
});

element('input', 'takes_text_and_keeps_the_keyboard', async (e) => {
  const { keyboard } = e.page;
  await e.tap('#plain');
  await e.until('plain.focus');
  await keyboard.type('tea');
  await e.until('plain.input', { value: 'tea', cursor: 3 });
  await keyboard.press('Enter');
  await e.until('plain.confirm', { value: 'tea' });
  await e.until('plain.blur', { value: 'tea' });
  await e.caret('#number');
  await keyboard.type('1a2.3');
  await e.until('number.input', { value: '123' });
  await e.caret('#digit');
  await keyboard.type('1.2.3x');
  await e.until('digit.input', { value: '1.23' });
  await e.caret('#idcard');
  await keyboard.type('12aX');
  await e.until('idcard.input', { value: '12X' });
  await e.caret('#secret');
  await keyboard.type('12345678');
  await e.until('secret.input', { value: '123456' });
  await e.tap('#off');
  assert.equal((await e.told()).some((line) => line.startsWith('off.')), false);
  await e.caret('#held');
  await keyboard.press('Enter');
  await e.until('held.confirm');
  await e.tapAt(6, 300);
  await e.pause(200);
  assert.equal((await e.told()).some((line) => line.startsWith('held.blur')), false, 'hold-keyboard and confirm-hold');
  await e.act('focus');
  await e.until('focused.focus');
  assert.equal(await e.locator('#focused').evaluate((one) => one.cursor), 2);
  await e.act('select');
  await e.sees(() => e.locator('#selected').evaluate((one) => [one.field.selectionStart, one.field.selectionEnd].join()), '1,4');
  await e.act('auto-focus');
  await e.until('auto.focus');
});

element('textarea', 'grows_and_counts_lines', async (e) => {
  const { keyboard } = e.page;
  const height = async (selector) => (await e.box(selector)).height;
  await e.caret('#plain');
  await keyboard.type('one');
  await keyboard.press('Enter');
  await keyboard.type('two');
  await e.until('plain.input', { value: 'one\ntwo' });
  await e.until('plain.linechange', { lineCount: 2 });
  const low = await height('#grows');
  await e.act('long');
  await e.sees(() => height('#grows'), (now) => now > low + 20);
  await e.until('grows.linechange');
  await e.caret('#short');
  await keyboard.type('1234567890123');
  await e.until('short.input', { value: '1234567890' });
  await e.caret('#sends');
  await keyboard.type('go');
  await keyboard.press('Enter');
  await e.until('sends.confirm', { value: 'go' });
  await e.act('focus');
  await e.until('focused.focus');
  await e.act('select');
  await e.sees(() => e.locator('#selected').evaluate((one) => [one.field.selectionStart, one.field.selectionEnd].join()), '1,4');
  await e.act('fixed');
  assert.equal(await e.locator('#fixed').isVisible(), true);
  await e.act('auto-focus');
  await e.until('auto.focus');
});

element('scroll-view', 'scrolls_refreshes_and_pages', async (e) => {
  const at = (selector) => () => e.locator(selector).evaluate((one) => Math.round(one.scrollTop));
  await e.pull('#down', [0.5, 0.8], [0, -80], { hold: 120 });
  await e.until('down.scroll');
  await e.act('scroll-top');
  await e.sees(at('#down'), 120);
  await e.act('scroll-into-view');
  await e.sees(() => e.locator('#down').evaluate((one) => Math.round(one.querySelector('#row9').getBoundingClientRect().top - one.getBoundingClientRect().top)), 0);
  await e.locator('#down').evaluate((one) => one.scrollTo(0, 1e6));
  await e.until('down.scrolltolower', { direction: 'bottom' });
  await e.pause(400);
  await e.page.locator('.page:not([inert]) .nav').dblclick({ position: { x: 150, y: 20 } });
  await e.sees(at('#down'), 0, 'enable-back-to-top');
  await e.until('down.scrolltoupper', { direction: 'top' });
  await e.act('scroll-left');
  await e.sees(() => e.locator('#across').evaluate((one) => one.scrollLeft), 150);
  await e.hush();
  await e.pull('#dragged', [0.5, 0.8], [0, -70], { hold: 150 });
  await e.until('dragged.dragend', ({ scrollTop, velocity }) => scrollTop > 30 && velocity.y === 0);
  for (const type of ['dragstart', 'dragging']) await e.until(`dragged.${type}`);
  // More than half of a page also when the browser keeps the first part of a drag for itself.
  await e.pull('#paged', [0.5, 0.95], [0, -115], { hold: 150 });
  const page = (await e.box('#paged')).height;
  await e.sees(at('#paged'), Math.round(page), 'stops at a page');
  await e.hush();
  await e.pull('#fresh', [0.5, 0.2], [0, 60], { hold: 100 });
  await e.until('fresh.refresherabort');
  await e.until('fresh.refresherpulling');
  await e.pull('#fresh', [0.5, 0.2], [0, 150], { hold: 100 });
  await e.shot('refreshing');
  await e.until('fresh.refresherrefresh');
  await e.until('fresh.refresherrestore');
  await e.pull('#own', [0.5, 0.2], [0, 120], { hold: 100 });
  await e.sees(() => e.locator('#own-refresher').isVisible(), true);
  await e.shot('own-refresher');
  await e.until('own.refresherrefresh');
});

element('swiper', 'turns_by_finger_by_itself_and_keeps_its_margins', async (e) => {
  await e.pull('#plain', [0.8, 0.5], [-180, 0]);
  await e.until('plain.change', { current: 1, currentItemId: 'green', source: 'touch' });
  await e.until('plain.animationfinish', { current: 1 });
  await e.until('plain.transition');
  await e.act('current = 2');
  await e.until('plain.change', { current: 2 });
  const left = async (n) => Math.round(await e.locator('#edges').evaluate((one, n) => one.children[n].getBoundingClientRect().left - one.getBoundingClientRect().left, n));
  assert.equal(await left(0), 0, 'the first page lies at the edge');
  await e.pull('#edges', [0.7, 0.5], [-160, 0]);
  await e.until('edges.change', { current: 1 });
  await e.sees(() => left(1), 48, 'a page between has its margin');
  await e.pull('#several', [0.8, 0.5], [-100, 0]);
  await e.until('several.change', { current: 1 });
  await e.sees(() => e.locator('#several').evaluate((one) => one.children[0].style.contentVisibility), 'hidden');
  await e.act('autoplay');
  await e.until('ring.change', { current: 1, source: 'autoplay' });
});

element('movable-view', 'is_dragged_glides_and_grows', async (e) => {
  await e.pull('#free', [0.5, 0.5], [60, 30]);
  await e.until('free.htouchmove');
  await e.until('free.change', ({ x, y, source }) => Math.abs(x - 60) < 8 && Math.abs(y - 30) < 8 && source === 'touch');
  await e.act('x, y');
  await e.until('free.change', { x: 80, y: 40, source: '' });
  await e.pull('#loose', [0.9, 0.5], [-60, 0], { hold: 120, lift: false });
  await e.until('loose.change', ({ x, source }) => x < -5 && source === 'touch-out-of-bounds');
  await e.lift();
  await e.until('loose.change', { x: 0, source: 'out-of-bounds' });
  await e.hush();
  // A finger that a busy machine holds back before it lets go has not flicked: it does so again.
  for (let flick = 0; flick < 20 && !(await e.told()).some((line) => line.includes('"friction"')); flick += 1) await e.pull('#loose', [0.5, 0.5], [flick % 2 ? -70 : 70, 0]);
  await e.until('loose.change', { source: 'friction' });
  await e.pull('#level', [0.5, 0.5], [50, 40]);
  await e.until('level.change', { y: 0, source: 'touch' });
  await e.pull('#off', [0.5, 0.5], [50, 0]);
  assert.equal((await e.told()).some((line) => line.startsWith('off.')), false);
  await e.act('scale = 2');
  await e.until('scaled.scale', { scale: 2 });
  await e.sees(async () => Math.round((await e.box('#scaled')).width), 104, 'the width');
  await e.hush();
  const area = 'wx-movable-area[scale-area]';
  await e.pinch(area, 160, 60);
  await e.until('scaled.scale', ({ scale }) => scale < 1.2 && scale >= 0.5);
  await e.shot('scaled');
});

element('navigator', 'goes_to_pages', async (e) => {
  const title = () => e.page.locator('.page:not([inert]) .nav h2').textContent();
  await e.tap('#go');
  await e.sees(title, 'icon');
  await e.page.locator('.page:not([inert]) .nav button:not([hidden])').first().click();
  await e.sees(title, 'navigator');
  await e.mini().locator('#instead').waitFor();
  await e.tap('#instead');
  await e.sees(title, 'progress');
});

element('picker', 'offers_its_modes', async (e) => {
  const sheet = (selector) => e.mini().locator(selector);
  const confirm = () => sheet('.done').click();
  const turn = (column, by) => sheet('.wheel').nth(column).evaluate((one, by) => one.scrollBy(0, by * 44), by);
  const city = await e.locator('#one .field').textContent();
  assert.ok(city?.trim(), 'a city is chosen');
  await e.tap('#one');
  await e.sees(() => sheet('.wheel').first().textContent(), (text) => text.includes(city), 'range-key');
  await e.shot('selector');
  await turn(0, 2);
  await confirm();
  await e.until('one.change', { value: '2' });
  await e.tap('#several');
  await turn(1, 1);
  await e.until('several.columnchange', { column: 1, value: 1 });
  await confirm();
  await e.until('several.change', { value: [0, 1] });
  await e.tap('#time');
  await confirm();
  await e.until('time.change', { value: '12:00' });
  await e.tap('#date');
  await e.shot('date');
  await turn(2, 3);
  await confirm();
  await e.until('date.change', { value: '2026-05-04' });
  await e.tap('#one');
  await sheet('.cancel').click();
  await e.until('one.cancel');
  await e.tap('#off');
  assert.equal(await sheet('.panel').count(), 0);
});

element('picker-view', 'turns_its_wheels', async (e) => {
  await e.pull('#wheel', [0.25, 0.6], [0, -88], { hold: 150 });
  await e.until('wheel.pickstart');
  await e.until('wheel.change', ({ value }) => value[0] > 9 && value[1] === 6);
  await e.until('wheel.pickend');
  await e.act('12:15');
  await e.sees(() => e.locator('#wheel').evaluate((one) => [...one.children].filter((c) => c.wheel).map((c) => c.wheel.index).join()), '12,3');
});

element('form', 'tells_what_its_controls_hold', async (e) => {
  await e.tap('#iced');
  await e.tap('#submit');
  const sent = await e.until('form.submit');
  assert.match(sent.text ?? JSON.stringify(sent), /"who":"Jasmine tea","push":true,"size":30,"kind":"iced","more":\["milk"\],"note":"Rye bread"/);
  await e.hush();
  await e.tap('#reset');
  await e.until('form.reset');
  await e.sees(() => e.attr('#iced', 'aria-checked'), 'false');
});

element('label', 'gives_its_tap_to_its_control', async (e) => {
  await e.tap('#around');
  await e.sees(() => e.attr('#box', 'aria-checked'), 'true');
  await e.tap('#far');
  await e.until('switch.change', { value: true });
  await e.tap('#to-button', [0.1, 0.5]);
  await e.until('button.tap');
  await e.tap('#to-input', [0.1, 0.5]);
  await e.until('input.focus');
});

element('rich-text', 'shows_markup_and_runs_nothing', async (e) => {
  const inside = (selector, query) => e.locator(selector).evaluate((one, query) => one.querySelectorAll(query).length, query);
  assert.deepEqual([await inside('#html', 'h3'), await inside('#html', 'td'), await inside('#html', 'img')], [1, 2, 1]);
  assert.equal(await e.locator('#list').evaluate((one) => one.textContent), 'a < b Rye bread');
  assert.equal(await e.style('#selectable', 'user-select'), 'text');
  assert.deepEqual([await inside('#hostile', 'script, iframe'), await inside('#hostile', '[onclick], [onerror], [src], #x')], [0, 0]);
  await e.tap('#html');
  await e.until('html.tap');
});

element('switch', 'flips', async (e) => {
  await e.tap('#plain');
  await e.until('plain.change', { value: false });
  await e.act('off');
  await e.act('on');
  await e.sees(() => e.attr('#plain', 'aria-checked'), 'true');
  await e.tap('#box');
  await e.until('box.change', { value: true });
  await e.tap('#off');
  assert.equal((await e.told()).some((line) => line.startsWith('off.')), false);
});

element('radio', 'lets_one_be_chosen', async (e) => {
  await e.tap('#iced');
  await e.until('group.change', { value: 'iced' });
  await e.sees(() => e.attr('#hot', 'aria-checked'), 'false');
  await e.tap('#sold');
  await e.sees(() => e.attr('#sold', 'aria-checked'), 'false');
});

element('checkbox', 'lets_any_be_chosen', async (e) => {
  await e.tap('#sugar');
  await e.until('group.change', { value: ['milk', 'sugar'] });
  await e.act('off');
  await e.sees(() => e.attr('#milk', 'aria-checked'), 'false');
  await e.tap('#sold');
  await e.sees(() => e.attr('#sold', 'aria-checked'), 'false');
});

element('cover-view', 'scrolls_and_shows_pictures', async (e) => {
  await e.act('scroll-top');
  await e.sees(() => e.locator('#panel').evaluate((one) => one.scrollTop), 60);
  await e.until('picture.load');
  await e.tap('#picture');
  await e.until('picture.tap');
});

element('root-portal', 'is_drawn_over_what_holds_it_back', async (e) => {
  await e.act('open');
  const free = await e.sees(async () => (await e.locator('#sheet').boundingBox())?.y, (y) => y > 250);
  await e.shot('open');
  await e.tapAt(195, free + 40);
  await e.until('sheet.tap');
  await e.act('enable = false');
  await e.sees(async () => (await e.locator('#sheet').boundingBox()).y, (y) => y < free);
});

element('match-media', 'shows_what_fits', async (e) => {
  const seen = (selector) => e.locator(selector).isVisible();
  assert.deepEqual([await seen('#narrow'), await seen('#wide'), await seen('#exact'), await seen('#high'), await seen('#upright'), await seen('#lying')], [true, false, false, true, true, false]);
});

element('page-meta', 'dresses_the_page', async (e) => {
  await e.act('style');
  await e.sees(() => e.style('wx-page', 'background-color'), 'rgb(216, 230, 245)');
  await e.sees(() => e.style('html', 'overflow-y'), 'hidden');
  await e.act('free');
  await e.act('size');
  await e.sees(() => e.style('#rem', 'font-size'), '40px');
  await e.act('scroll');
  await e.until('meta.scrolldone');
  await e.until('meta.scroll', { scrollTop: 200 });
});

element('page-container', 'opens_from_each_side', async (e) => {
  for (const side of ['bottom', 'top', 'right', 'center']) {
    await e.act(side);
    for (const type of ['beforeenter', 'enter', 'afterenter']) await e.until(`panel.${type}`);
    await e.pause(150);
    await e.shot(side);
    if (side === 'bottom') await e.tapAt(195, 160);
    else await e.tap('#close');
    for (const type of ['beforeleave', 'leave', 'afterleave']) await e.until(`panel.${type}`);
    await e.hush();
  }
});

element('page-container', 'is_closed_by_the_way_back_and_the_page_stays', async (e) => {
  await e.act('bottom');
  await e.until('panel.afterenter');
  await e.page.locator('.page:not([inert]) .nav button:not([hidden])').first().click();
  await e.until('panel.afterleave');
  const told = (await e.told()).slice(0, 3).map((line) => line.split(' ')[0]);
  assert.deepEqual(told, ['panel.afterleave', 'panel.leave', 'panel.beforeleave']);
  await e.sees(() => e.locator('#inside').isVisible(), false);
});
