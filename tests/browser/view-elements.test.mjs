// The built-in elements beyond the first eight, in a real Chromium: what they tell, what they keep, how they look.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { each, page } = pages();

page('a_switch_flips_at_once_and_takes_a_value_that_is_not_stale', '<wx-switch b="change" id="s"></wx-switch>', {}, async (p) => {
  const on = () => p.frame.evaluate(() => document.querySelector('#s').checked);
  await p.tap('#s');
  assert.equal(await on(), true);
  const change = (await p.events('change'))[0];
  assert.deepEqual(change.detail, { value: true });
  await p.patch([['a', 1, 'checked', 'false']], change.seq - 1);
  assert.equal(await on(), true, 'stale');
  await p.patch([['a', 1, 'checked', 'false']], change.seq);
  assert.equal(await on(), false);
});

page('groups_tell_all_of_their_values',
  '<wx-checkbox-group b="change"><wx-label style="display:block;padding:20px"><wx-checkbox value="a" checked></wx-checkbox><wx-text id="la">A</wx-text></wx-label><wx-checkbox value="b" id="b">B</wx-checkbox><wx-checkbox value="c" disabled id="c">C</wx-checkbox></wx-checkbox-group><wx-radio-group b="change"><wx-radio value="x" checked id="x">X</wx-radio><wx-radio value="y" id="y">Y</wx-radio></wx-radio-group>',
  {}, async (p) => {
    for (const id of ['b', 'c', 'la', 'y', 'y', 'x']) await p.tap(`#${id}`);
    assert.deepEqual((await p.events('change')).map((m) => m.detail.value), [['a', 'b'], ['b'], 'y', 'x']);
  });

page('a_form_collects_and_resets',
  '<wx-form b="submit reset"><wx-input name="who" value="Kim" id="i"></wx-input><wx-textarea name="note" value="n"></wx-textarea><wx-switch name="push" checked id="s"></wx-switch><wx-slider name="size" value="30"></wx-slider><wx-radio-group name="kind"><wx-radio value="r1" checked></wx-radio></wx-radio-group><wx-checkbox-group name="more"><wx-checkbox value="m1" id="m"></wx-checkbox></wx-checkbox-group><wx-button form-type="submit" id="go">Go</wx-button><wx-button form-type="reset" id="back">Back</wx-button><wx-label for="go"><wx-text id="l">label</wx-text></wx-label></wx-form>',
  {}, async (p) => {
    await p.caret('#i');
    await p.tab.keyboard.type('!');
    await p.tap('#s');
    await p.tap('#m');
    await p.tap('#go');
    await p.tap('#back');
    await p.tap('#l');
    const submits = await p.events('submit');
    assert.deepEqual(submits[0].detail.value, { who: 'Kim!', note: 'n', push: false, size: 30, kind: 'r1', more: ['m1'] });
    assert.equal((await p.events('reset')).length, 1);
    assert.deepEqual(submits[1].detail.value, { who: 'Kim', note: 'n', push: true, size: 30, kind: 'r1', more: [] });
  });

page('a_slider_follows_the_finger_and_the_keys', '<wx-slider min="0" max="100" step="5" value="0" b="changing change" id="s"></wx-slider>', {}, async (p) => {
  const c = await p.centre('#s');
  await p.finger([[20, c.y], [100, c.y], [195, c.y]]);
  const changes = await p.events('change');
  assert.equal(changes.length, 1);
  assert.ok(Math.abs(changes[0].detail.value - 50) <= 5, JSON.stringify(changes[0].detail));
  assert.ok((await p.events('changing')).length >= 1);
  await p.frame.focus('#s');
  await p.tab.keyboard.press('ArrowRight');
  await p.settle();
  assert.equal((await p.events('change'))[1].detail.value, changes[0].detail.value + 5);
});

page('a_scroll_that_begins_on_a_slider_changes_nothing', '<wx-slider value="20" b="changing change" style="margin:300px 0" id="s"></wx-slider><wx-view style="height:3000px"></wx-view>', {}, async (p) => {
  const { y } = await p.centre('#s');
  await p.finger(Array.from({ length: 12 }, (_, n) => [300, y - n * 15]));
  await p.sees(() => scrollY > 50);
  await p.settle();
  assert.equal(await p.frame.evaluate(() => document.querySelector('#s').value), 20);
  assert.deepEqual(await p.events('change'), []);
  // Who heard of the place where the finger came down hears that it was none.
  assert.deepEqual((await p.events('changing')).slice(-1).map((m) => m.detail.value).filter((value) => value !== 20), []);
  const now = await p.centre('#s');
  await p.finger([[20, now.y], [100, now.y], [195, now.y]]);
  assert.equal((await p.events('change')).length, 1);
});

const THREE = '<wx-swiper-item item-id="a"><wx-view>1</wx-view></wx-swiper-item><wx-swiper-item item-id="b"><wx-view>2</wx-view></wx-swiper-item><wx-swiper-item item-id="c"><wx-view>3</wx-view></wx-swiper-item>';

page('a_swiper_turns_by_finger_and_stays_where_the_user_left_it', `<wx-swiper current="0" duration="80" indicator-dots b="change animationfinish" id="s">${THREE}</wx-swiper><wx-view style="height:2000px"></wx-view>`, {}, async (p) => {
  const current = () => p.frame.evaluate(() => document.querySelector('#s').current);
  await p.finger([[300, 70], [280, 70], [230, 70], [150, 70], [80, 70]]);
  const change = await p.until((m) => m.type === 'change');
  assert.deepEqual(change.detail, { current: 1, currentItemId: 'b', source: 'touch' });
  await p.until((m) => m.type === 'animationfinish');
  await p.patch([['a', 1, 'current', '0']], change.seq - 1);
  assert.equal(await current(), 1, 'stale');
  await p.patch([['a', 1, 'current', '2']], change.seq);
  assert.equal(await current(), 2);
  assert.deepEqual((await p.events('change'))[1].detail.source, '');
  await p.sees(() => Math.round(document.querySelectorAll('wx-swiper-item')[2].getBoundingClientRect().left) === 0);
  await p.finger([[300, 70], [200, 70], [100, 70], [40, 70]]);
  await p.wait(150);
  assert.equal(await current(), 2, 'no ring: the end holds');
});

const INSIDE = `<wx-slider style="margin:0" id="slider"></wx-slider><wx-movable-area style="width:300px;height:60px;margin:0"><wx-movable-view direction="horizontal" style="width:300px;height:60px" id="movable">m</wx-movable-view></wx-movable-area>
<wx-movable-area style="width:300px;height:60px"><wx-movable-view style="width:300px;height:60px" id="fixed">f</wx-movable-view></wx-movable-area><wx-swiper style="height:60px" id="inner">${THREE}</wx-swiper><wx-swiper style="height:60px" id="single"><wx-swiper-item>1</wx-swiper-item></wx-swiper>`;
const AROUND = `<wx-swiper-item><wx-view>${INSIDE}</wx-view></wx-swiper-item><wx-swiper-item>2</wx-swiper-item><wx-swiper-item>3</wx-swiper-item>`;

page('a_swiper_does_not_turn_under_what_follows_the_finger_itself', `<wx-swiper duration="0" style="height:500px" id="s">${AROUND}</wx-swiper>`, {}, async (p) => {
  const page = () => p.frame.evaluate(() => document.querySelector('#s').current);
  for (const id of ['slider', 'movable', 'inner']) {
    const { y } = await p.centre(`#${id}`);
    await p.finger([[290, y], [270, y], [200, y], [120, y], [40, y]]);
    assert.equal(await page(), 0, id);
  }
  for (const id of ['fixed', 'single']) {
    const { y } = await p.centre(`#${id}`);
    await p.finger([[290, y], [270, y], [200, y], [120, y], [40, y]]);
    assert.equal(await page(), 1, id);
    await p.finger([[40, 450], [120, 450], [200, 450], [290, 450]]);
    assert.equal(await page(), 0, 'and back');
  }
});

const UPRIGHT = '<wx-swiper vertical duration="0" style="height:500px" id="s"><wx-swiper-item><wx-view style="height:300px"></wx-view><wx-slider id="slider"></wx-slider></wx-swiper-item><wx-swiper-item>2</wx-swiper-item></wx-swiper>';

page('an_upright_swiper_turns_also_where_a_slider_lies', UPRIGHT, {}, async (p) => {
  const { x, y } = await p.centre('#slider');
  await p.finger([[x, y], [x, y - 30], [x, y - 100], [x, y - 180], [x, y - 250]]);
  assert.equal(await p.frame.evaluate(() => document.querySelector('#s').current), 1);
});

page('a_ring_goes_on_and_autoplay_turns_it', `<wx-swiper current="2" circular autoplay interval="300" duration="60" b="change" id="s">${THREE}</wx-swiper>`, {}, async (p) => {
  const change = await p.until((m) => m.type === 'change');
  assert.deepEqual(change.detail, { current: 0, currentItemId: 'a', source: 'autoplay' });
});

page('a_swiper_takes_items_that_come_later', `<wx-swiper indicator-dots id="s"><wx-swiper-item>1</wx-swiper-item></wx-swiper>`, {}, async (p) => {
  await p.patch([['i', 1, 0, 10, 2, '<wx-swiper-item>2</wx-swiper-item>']]);
  const x = await p.frame.evaluate(() => [...document.querySelectorAll('wx-swiper-item')].map((e) => Math.round(e.getBoundingClientRect().left)));
  assert.deepEqual(x, [0, p.width]);
});

page('a_picker_chooses_from_a_sheet', `<wx-picker range='["Seoul","上海","Berlin"]' value="0" header-text="City" b="change cancel" id="p"><wx-view>choose</wx-view></wx-picker><wx-picker mode="date" value="2026-02-28" start="2020-01-01" end="2030-12-31" b="change" id="d"><wx-view>date</wx-view></wx-picker>`, { lang: 'zh', theme: 'dark' }, async (p) => {
  await p.tap('#p');
  await p.frame.locator('.panel').waitFor();
  await p.shot('picker');
  await p.frame.evaluate(() => {
    const sheet = document.querySelector('body > div').shadowRoot;
    sheet.querySelector('.wheel').scrollTo(0, 44);
    // At once, as a quick thumb does: what is in the middle is meant.
    sheet.querySelector('button.done').click();
  });
  assert.equal((await p.until((m) => m.type === 'change')).detail.value, '1');
  await p.tap('#p');
  await p.frame.locator('.panel').waitFor();
  await p.tab.keyboard.press('Escape');
  await p.until((m) => m.type === 'cancel');
  await p.tap('#d');
  await p.frame.locator('.panel').waitFor();
  await p.shot('picker-date');
  await p.frame.locator('button.done').click();
  await p.until((m) => m.type === 'change' && m.detail.value === '2026-02-28');
});

page('an_open_picker_keeps_what_was_turned_when_its_columns_change', `<wx-picker mode="multiSelector" range='[["A","B"],["a1","a2","a3","a4"]]' value="[0,1]" b="change columnchange" id="p"><wx-view>choose</wx-view></wx-picker>`, {}, async (p) => {
  const wheels = () => p.frame.evaluate(() => [...document.querySelector('body > div').shadowRoot.querySelectorAll('.wheel')].map((one) => [Math.round(one.scrollTop / 44), one.querySelectorAll('.item').length]));
  const turn = (column, index) => p.frame.evaluate(([at, to]) => document.querySelector('body > div').shadowRoot.querySelectorAll('.wheel')[at].scrollTo(0, to * 44), [column, index]);
  await p.tap('#p');
  await p.frame.locator('.panel').waitFor();
  await turn(1, 3);
  await p.until((m) => m.type === 'columnchange' && m.detail.column === 1);
  await turn(0, 1);
  await p.until((m) => m.type === 'columnchange' && m.detail.column === 0);
  await p.patch([['a', 1, 'range', '[["A","B"],["b1","b2"]]']]);
  assert.deepEqual(await wheels(), [[1, 2], [1, 2]], 'what lies beyond the end is the last');
  await p.patch([['a', 1, 'range', '[["A","B"],["b1","b2","b3","b4"]]'], ['a', 1, 'value', '[0,1]']]);
  assert.deepEqual(await wheels(), [[1, 2], [1, 4]], 'it stays the last of the short list, and a value that is not new changes nothing');
  await p.patch([['a', 1, 'range', '[["A","B"],["c1","c2","c3"]]'], ['a', 1, 'value', '[1,2]']]);
  assert.deepEqual(await wheels(), [[1, 2], [2, 3]], 'both are of one patch');
  await p.patch([['a', 1, 'value', '[0,0]']]);
  assert.deepEqual(await wheels(), [[0, 2], [0, 3]]);
  await p.patch([['a', 1, 'range', '[["A","B"],["c1,c2","c3"]]']]);
  assert.deepEqual(await wheels(), [[0, 2], [0, 2]], 'a comma within a choice is not one between two');
  await p.frame.locator('button.done').click();
  assert.deepEqual((await p.until((m) => m.type === 'change')).detail.value, [0, 0]);
});

page('a_picker_view_tells_when_its_wheel_rests',
  `<wx-picker-view style="height:200px" value="[1]" b="change" id="v"><wx-picker-view-column>${Array.from({ length: 20 }, (_, i) => `<wx-view>${i}</wx-view>`).join('')}</wx-picker-view-column></wx-picker-view>`, {}, async (p) => {
    await p.settle();
    const wheel = (to) => p.frame.evaluate((top) => {
      const w = document.querySelector('wx-picker-view-column').shadowRoot.querySelector('.wheel');
      if (top !== undefined) w.scrollTop = top;
      return w.scrollTop;
    }, to);
    assert.equal(await wheel(), 34);
    await wheel(34 * 7);
    assert.deepEqual((await p.until((m) => m.type === 'change')).detail.value, [7]);
  });

page('rich_text_makes_only_what_is_allowed',
  `<wx-rich-text id="a" nodes="&lt;p class='x' onclick='boom()'&gt;hi&lt;script&gt;boom()&lt;/script&gt;&lt;img src='javascript:boom()' onerror='boom()'&gt;&lt;iframe src='/page'&gt;&lt;/iframe&gt;&lt;b&gt;bold&lt;/b&gt;&lt;/p&gt;"></wx-rich-text><wx-rich-text id="b" nodes='[{"name":"h2","attrs":{"style":"color:red","onclick":"x"},"children":[{"type":"text","text":"T &amp;nbsp;x"}]},{"name":"script"},{"name":"img","attrs":{"src":"/picture.svg"}}]'></wx-rich-text>`, {}, async (p) => {
    const html = await p.frame.evaluate(() => ['a', 'b'].map((id) => document.getElementById(id).innerHTML));
    assert.equal(html[0], '<p class="x">hi<img><b>bold</b></p>');
    assert.equal(html[1], '<h2 style="color:red">T &nbsp;x</h2><img src="/picture.svg">');
  }, { meant: /^Executing inline event handler violates/ }); // the parser says what the policy blocks

page('a_textarea_grows_and_a_progress_tells_its_end', '<wx-textarea auto-height b="linechange input" maxlength="-1" style="width:300px" id="t" value="one"></wx-textarea><wx-progress percent="0" active duration="1" b="activeend"></wx-progress>', {}, async (p) => {
  const height = () => p.frame.evaluate(() => document.querySelector('#t').offsetHeight);
  const before = await height();
  await p.caret('#t');
  await p.tab.keyboard.type('\ntwo\nthree');
  await p.settle();
  assert.ok((await height()) > before * 2, `${before} ${await height()}`);
  assert.equal((await p.events('linechange')).at(-1).detail.lineCount, 3);
  await p.patch([['a', 2, 'percent', '80']]);
  await p.until((m) => m.type === 'activeend' && m.detail.curPercent === 80);
});

page('a_refresher_pulls_holds_and_closes',
  `<wx-scroll-view scroll-y refresher-enabled style="height:300px" b="refresherrefresh refresherrestore refresherpulling" id="s"><wx-view style="height:900px">x</wx-view></wx-scroll-view>`, {}, async (p) => {
    await p.finger(Array.from({ length: 16 }, (_, i) => [100, 60 + i * 10]));
    await p.until((m) => m.type === 'refresherrefresh');
    await p.patch([['a', 1, 'refresher-triggered', 'true']]);
    await p.patch([['a', 1, 'refresher-triggered', 'false']]);
    await p.until((m) => m.type === 'refresherrestore');
  });

page('what_is_missing_says_so', '<wx-live-player></wx-live-player>', { lang: 'ko' }, async (p) => {
  assert.match(await p.frame.evaluate(() => document.querySelector('wx-live-player').shadowRoot.textContent), /live-player 구성 요소는 아직/);
});

each('an_error_in_one_element_stops_no_other', async (open) => {
  const p = await open('<wx-swiper id="s"></wx-swiper><wx-button b="tap" id="b">x</wx-button>');
  await p.frame.evaluate(() => {
    const broken = document.querySelector('#s');
    broken.layOut = () => {
      throw new Error('broken');
    };
  });
  await p.patch([['i', 1, 0, 10, 1, '<wx-swiper-item></wx-swiper-item>'], ['a', 2, 'class', 'still']]);
  await p.tap('#b');
  assert.equal((await p.events('tap')).length, 1);
  assert.equal(await p.frame.evaluate(() => document.querySelector('#b').classList.contains('still')), true);
  assert.match((await p.kind('error'))[0].text, /wx-swiper-item.*broken/);
  await p.close();
});

page('a_textarea_that_grows_takes_no_height_from_styles',
  '<wx-textarea auto-height id="grows" class="low" value="one two three four five six seven eight nine ten"></wx-textarea><wx-textarea id="stays" class="low" value="x"></wx-textarea>',
  { css: '.low{height:18px;width:60px;line-height:18px}' },
  async (p) => {
    const height = (id) => p.frame.evaluate((at) => document.getElementById(at).getBoundingClientRect().height, id);
    assert.equal(await height('stays'), 18);
    assert.ok((await height('grows')) > 54, `${await height('grows')} px`);
  });

page('a_keyboard_on_the_screen_lifts_what_it_would_cover', '<wx-view style="height:600px"></wx-view><wx-input id="up" cursor-spacing="20" b="focus keyboardheightchange"></wx-input><wx-textarea id="stays" adjust-position="false" style="height:60px"></wx-textarea>', {}, async (p) => {
  const keyboard = (height) => p.frame.evaluate((height) => {
    Object.defineProperty(visualViewport, 'height', { value: innerHeight - height, configurable: true });
    visualViewport.dispatchEvent(new Event('resize'));
  }, height);
  const lifted = () => p.frame.evaluate(() => Number.parseFloat(document.documentElement.style.translate.split(' ')[1] ?? '0') || 0);
  await keyboard(300);
  assert.equal(await lifted(), 0, 'no field has the caret');
  await keyboard(0);
  await p.tap('#up');
  await p.until((m) => m.type === 'focus');
  await keyboard(300);
  assert.equal((await p.until((m) => m.type === 'keyboardheightchange')).detail.height, 300);
  assert.equal((await p.until((m) => m.t === 'page' && m.type === 'keyboard')).height, 300, 'the program hears of it, too');
  const { bottom, high } = await p.frame.evaluate(() => ({ bottom: document.querySelector('#up').getBoundingClientRect().bottom, high: innerHeight }));
  assert.equal(Math.round(high - 300 - bottom), 20, 'cursor-spacing');
  await p.frame.evaluate(() => document.querySelector('#stays').take());
  assert.equal(await lifted(), 0, 'adjust-position');
  assert.equal(await p.frame.evaluate(() => document.body.lastElementChild.shadowRoot?.textContent), 'Done', 'the bar above the keyboard');
  await p.frame.evaluate(() => document.body.lastElementChild.shadowRoot.querySelector('button').click());
  assert.equal(await p.frame.evaluate(() => document.activeElement === document.body && document.body.lastElementChild.shadowRoot === null), true);
});

page(
  'a_class_changes_the_padding_of_a_new_button_and_more_than_a_class_its_width',
  '<wx-button id="plain">a</wx-button><wx-button id="own" class="own">b</wx-button><wx-button id="wide" class="own wide">c</wx-button>',
  { root: 'data-style="v2"', css: '.own { padding: 3px; width: 50px; line-height: 2; } .own.wide { width: 60px; }' },
  async (p) => {
    const look = (id) => p.frame.evaluate((id) => { const { paddingTop, paddingLeft, width, lineHeight, fontSize } = getComputedStyle(document.querySelector(id)); return [paddingTop, paddingLeft, width, Math.round(100 * (parseFloat(lineHeight) / parseFloat(fontSize)))]; }, id);
    assert.deepEqual(await look('#plain'), ['8px', '24px', '184px', 141]);
    assert.deepEqual(await look('#own'), ['3px', '3px', '184px', 200]);
    assert.deepEqual(await look('#wide'), ['3px', '3px', '60px', 200]);
  },
);

const SHARED = '<wx-share-element id="near" key="k" transform style="position:absolute;left:10px;top:20px;width:40px;height:40px"></wx-share-element><wx-page-container duration="100" b="afterenter afterleave"><wx-view style="position:relative;height:600px"><wx-share-element id="far" key="k" transform duration="1500" easing-function="linear" style="position:absolute;left:200px;top:300px;width:160px;height:160px"></wx-share-element></wx-view></wx-page-container>';

page('what_a_panel_shares_with_its_page_flies_between_both', SHARED, {}, async (p) => {
  await p.frame.waitForFunction(() => customElements.get('wx-share-element'));
  /** What was seen in each frame since then: where the one in the panel lies, and whether the one on the page is hidden. */
  const watch = () => p.frame.evaluate(() => {
    const [far, near] = [document.querySelector('#far'), document.querySelector('#near')];
    window.flown = [];
    const look = () => {
      const { left, top, width } = far.getBoundingClientRect();
      window.flown.push({ left, top, width, hidden: getComputedStyle(near).visibility === 'hidden' });
      window.look = requestAnimationFrame(look);
    };
    cancelAnimationFrame(window.look);
    look();
  });
  /** The frames in which it flew, when it has arrived. */
  const flown = async () => {
    await p.frame.waitForFunction(() => window.flown.some((one) => one.hidden) && !window.flown.at(-1).hidden);
    return p.frame.evaluate(() => window.flown.filter((one) => one.hidden));
  };
  await watch();
  await p.patch([['a', 2, 'show', 'true']]);
  const there = await flown();
  assert.ok(there.length > 2 && there.every((one, at) => at === 0 || one.width >= there[at - 1].width - 0.5), JSON.stringify(there));
  assert.ok(there[0].width < 160 && there[0].left < 200 && there[0].left >= 9, JSON.stringify(there[0]));
  const home = await p.frame.evaluate(() => { const { left, top, width } = document.querySelector('#far').getBoundingClientRect(); return { left, top, width, panel: document.querySelector('#far').parentElement.getBoundingClientRect().top }; });
  assert.deepEqual([home.left, Math.round(home.top - home.panel), home.width], [200, 300, 160], 'nothing of it is left');
  await watch();
  await p.patch([['a', 2, 'show', 'false']]);
  const back = await flown();
  assert.ok(back.every((one, at) => at === 0 || one.width <= back[at - 1].width + 0.5), JSON.stringify(back));
  await p.patch([['a', 1, 'transform', 'false']]);
  await watch();
  await p.patch([['a', 2, 'show', 'true']]);
  await p.frame.waitForFunction(() => document.querySelector('wx-page-container').shadowRoot.querySelector('.panel').getAnimations().length === 0);
  assert.ok(await p.frame.evaluate(() => window.flown.every((one) => !one.hidden)), 'not without transform');
});
