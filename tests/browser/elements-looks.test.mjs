// The gallery's pages of elements that show things, by finger: what each attribute does, as it is seen. Without the
// attribute the test named in tests/elements.tsv fails (`node elements-without.mjs` tries it).

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements();

/** Notes when an element gets and loses a class, and when a finger comes and goes, in ms of the page's clock. */
const watchClass = (e, selector, name) => e.locator(selector).evaluate((one, name) => {
  const seen = (one.seenTimes = {});
  for (const type of ['touchstart', 'touchend']) one.addEventListener(type, (event) => { seen[type] = event.timeStamp; });
  new MutationObserver(() => { seen[one.classList.contains(name) ? 'on' : 'off'] = performance.now(); }).observe(one, { attributes: true, attributeFilter: ['class'] });
}, name);
const seenTimes = (e, selector) => e.locator(selector).evaluate((one) => one.seenTimes);

element('view', 'shows_a_press_as_late_and_as_long_as_it_says', async (e) => {
  const box = await e.box('#slow');
  const ground = await e.style('#slow', 'background-color');
  await watchClass(e, '#slow', 'pressed');
  await e.drag([[box.x + 30, box.y + 20]], { lift: false });
  await e.sees(async () => (await e.style('#slow', 'background-color')) !== ground, true, 'pressed');
  await e.lift();
  await e.sees(async () => (await seenTimes(e, '#slow')).off ?? 0, (at) => at > 0, 'released');
  const { touchstart, on, touchend, off } = await seenTimes(e, '#slow');
  assert.ok(on - touchstart >= 490, `pressed ${on - touchstart} ms after the finger came`);
  assert.ok(off - touchend >= 690, `released ${off - touchend} ms after the finger left`);
});

element('image', 'fits_its_picture_as_its_mode_says', async (e) => {
  const fits = await e.mini().locator('.modes wx-image').evaluateAll((all) => all.map((one) => {
    const { objectFit, objectPosition } = getComputedStyle(one.shadowRoot.querySelector('img'));
    return `${objectFit} ${objectPosition}`;
  }));
  const at = (x, y) => `none ${x}% ${y}%`;
  assert.deepEqual(fits, ['fill 50% 50%', 'contain 50% 50%', 'cover 50% 50%', 'fill 50% 50%', 'fill 50% 50%', at(50, 0), at(50, 100), at(50, 50), at(0, 50), at(100, 50), at(0, 0), at(100, 0), at(0, 100), at(100, 100)]);
  const size = (n) => e.locator(`#mode${n}`).evaluate((one) => [one.offsetWidth, one.offsetHeight, one.shadowRoot.querySelector('img').naturalWidth / one.shadowRoot.querySelector('img').naturalHeight]);
  await e.sees(() => size(3), ([, , shape]) => shape > 0, 'loaded');
  const [wide, high, shape] = await size(3);
  assert.ok(Math.abs(wide / high - shape) < 0.05, `widthFix: ${wide} × ${high}`);
  const [fixedWide, fixedHigh] = await size(4);
  assert.ok(Math.abs(fixedWide / fixedHigh - shape) < 0.05, `heightFix: ${fixedWide} × ${fixedHigh}`);
});

element('button', 'looks_as_its_kind_says', async (e) => {
  const [primary, busy, warn] = [await e.style('#primary', 'background-color'), await e.style('#busy', 'background-color'), await e.style('#warn', 'color')];
  assert.notEqual(primary, busy);
  assert.notEqual(warn, await e.style('#busy', 'color'));
  assert.equal(await e.style('#plain', 'background-color'), 'rgba(0, 0, 0, 0)');
  assert.equal(await e.style('#plain', 'border-top-width'), '1px');
  const [mini, whole] = [await e.box('#mini'), await e.box('#primary')];
  assert.ok(mini.height < whole.height && (await e.style('#mini', 'font-size')) === '14px', 'a mini one is smaller');
  const turns = () => e.locator('#busy').evaluate((one) => getComputedStyle(one, '::before').animationName);
  assert.equal(await turns(), 'banchan-turn');
  assert.equal(await e.attr('#busy', 'aria-busy'), 'true');
  await e.act('loaded');
  await e.sees(turns, 'none', 'loading');
});

element('button', 'keeps_its_hover_class_after_the_finger_left', async (e) => {
  const box = await e.box('#hover');
  await watchClass(e, '#hover', 'own-hover');
  await e.drag([[box.x + 40, box.y + 20]], { lift: false });
  await e.sees(async () => (await seenTimes(e, '#hover')).on ?? 0, (at) => at > 0);
  await e.lift();
  await e.sees(async () => (await seenTimes(e, '#hover')).off ?? 0, (at) => at > 0);
  const { touchend, off } = await seenTimes(e, '#hover');
  assert.ok(off - touchend >= 390, `${off - touchend} ms`);
});

element('navigator', 'shows_that_it_is_pressed', async (e) => {
  const box = await e.box('#hover');
  const ground = await e.style('#hover', 'background-color');
  await e.drag([[box.x + 40, box.y + 10]], { lift: false });
  await e.sees(async () => (await e.style('#hover', 'background-color')) !== ground, true, 'pressed');
  await e.drag([[box.x + 40, box.y + 10], [box.x + 40, box.y + 90], [box.x + 40, box.y + 160]]);
});

element('button', 'asks_the_person_for_what_its_open_type_names', async (e) => {
  const { page } = e;
  const answer = async (sheet, which) => {
    await page.locator(`${sheet} [data-answer=${which}]`).click();
    await page.locator(sheet).waitFor({ state: 'detached' });
  };
  await e.tap('#person');
  // as since 2021: nobody is asked, nothing is told but the language of the words
  await e.until('person.getuserinfo', (told) => JSON.stringify(told).includes("userInfo"));
  await e.tap('#number');
  await page.locator('#number').waitFor();
  await answer('#number', 'deny');
  await e.until('number.getphonenumber', (told) => JSON.stringify(told).includes('getPhoneNumber:fail'));
  await e.tap('#avatar');
  await page.locator('#avatar [data-do=own]').click();
  await e.until('avatar.chooseavatar', ({ avatarUrl }) => avatarUrl.startsWith('wxfile://tmp_'));
  await e.tap('#setting');
  await page.locator('.sheet', { hasText: 'Permissions' }).press('Escape');
  await e.until('setting.opensetting');
  await e.tap('#share');
  await page.locator('.sheet', { has: page.locator('.share-card') }).press('Escape');
  await page.locator('.share-card').waitFor({ state: 'detached' });
  await e.tap('#launch');
  await e.until('launch.error', (told) => JSON.stringify(told).includes('launchApplication:fail'));
});

element('icon', 'is_drawn_in_its_type_size_and_colour', async (e) => {
  const drawn = (id) => e.locator(id).evaluate((one) => one.shadowRoot.innerHTML);
  assert.notEqual(await drawn('#success'), await drawn('#cancel'));
  assert.equal(await e.style('#size18', 'width'), '18px');
  assert.equal(Math.round(Number.parseFloat(await e.style('#size64', 'width')) * 10), Math.round((64 * 390 * 10) / 750));
  assert.equal(await e.style('#tint1', 'color'), 'rgb(47, 116, 192)');
  assert.equal(await e.style('#tint2', 'color'), 'rgb(128, 0, 128)');
});

element('progress', 'draws_its_bar_as_wide_high_and_round_as_it_says', async (e) => {
  const bar = (id) => e.locator(id).evaluate((one) => {
    const rail = one.shadowRoot.querySelector('.rail');
    const done = one.shadowRoot.querySelector('.done');
    return { high: rail.offsetHeight, round: getComputedStyle(rail).borderTopLeftRadius, part: Math.round((100 * done.offsetWidth) / rail.offsetWidth), ink: getComputedStyle(done).backgroundColor };
  });
  assert.deepEqual(await bar('#plain'), { ...(await bar('#plain')), high: 10, round: '5px', part: 30 });
  assert.equal((await bar('#tinted')).ink, 'rgb(194, 90, 52)');
  await e.act('+ 20');
  // 8 ms for each of 50 per cent; by itself it would take 30 ms for each
  assert.equal(await e.locator('#backwards').evaluate((one) => getComputedStyle(one.shadowRoot.querySelector('.done')).transitionDuration), '0.4s', 'duration');
  await e.until('backwards.activeend', { curPercent: 50 });
  await e.sees(async () => (await bar('#plain')).part, 50);
});

element('label', 'is_for_the_control_that_it_names', async (e) => {
  const at = () => e.attr('#switch', 'aria-checked');
  assert.equal(await at(), 'false');
  await e.tap('#far');
  await e.sees(at, 'true');
});

element('rich-text', 'is_selected_only_where_it_says_so', async (e) => {
  const swept = async (id) => {
    const box = await e.box(id);
    await e.page.mouse.move(box.x + 2, box.y + 8);
    await e.page.mouse.down();
    await e.page.mouse.move(box.x + 120, box.y + 8, { steps: 6 });
    await e.page.mouse.up();
    return e.locator(id).evaluate(() => String(getSelection()).trim().length);
  };
  assert.ok(await swept('#selectable') > 0, 'user-select');
  assert.equal(await e.style('#html', 'user-select'), 'none');
});

element('text', 'is_selected_only_where_it_says_so', async (e) => {
  assert.deepEqual([await e.style('#selectable', 'user-select'), await e.style('#user', 'user-select'), await e.style('#plain', 'user-select')], ['text', 'text', 'none']);
  const width = (id) => e.locator(id).evaluate((one) => one.getBoundingClientRect().width);
  assert.ok((await width('#emsp')) > (await width('#ensp')) * 1.3 && (await width('#ensp')) > (await width('#nbsp')), 'four wide, four half as wide, four plain spaces');
});

element('switch', 'has_its_colour', async (e) => {
  const ink = () => e.locator('#tinted').evaluate((one) => getComputedStyle(one.shadowRoot.querySelector('div')).backgroundColor);
  await e.sees(ink, 'rgb(194, 90, 52)', 'on');
  await e.tap('#tinted');
  await e.sees(ink, (colour) => colour !== 'rgb(194, 90, 52)', 'off');
});

for (const kind of ['checkbox', 'radio']) {
  element(kind, 'has_its_colour_and_its_first_state', async (e) => {
    assert.equal(await e.attr('#tinted', 'aria-checked'), 'true');
    await e.sees(() => e.locator('#tinted').evaluate((one) => getComputedStyle(one.shadowRoot.querySelector('div')).backgroundColor), 'rgb(194, 90, 52)');
  });
}

element('cover-view', 'shows_its_picture', async (e) => {
  await e.until('picture.load', ({ width }) => width > 0);
  const box = await e.box('#picture');
  assert.ok(box.width > 20 && box.height > 20);
});
