// The view layer in a real Chromium: numbering, patches, events, fingers, and who owns what.
// Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { each, page } = pages();

const text = (p) => p.frame.evaluate(() => document.querySelector('wx-page').textContent);

page('nodes_are_numbered_in_preorder_with_texts_kept_apart', '<wx-view>a<!---->b<!--t--></wx-view><wx-text>c</wx-text>', {}, async (p) => {
  assert.equal((await p.kind('ready'))[0].nodes, 6);
  await p.patch([['t', 2, 'A'], ['t', 3, 'B'], ['t', 4, 'E'], ['t', 6, 'C']]);
  assert.equal(await text(p), 'ABEC');
});

page('patches_insert_remove_move_and_change', '<wx-view id="list"><wx-view>one</wx-view><wx-view>two</wx-view></wx-view>', {}, async (p) => {
  await p.patch([
    ['i', 1, 4, 10, 2, '<wx-view class="new">mid</wx-view>'],
    ['i', 1, 0, 12, 3, '<wx-view>x<!---->y</wx-view>'],
    ['m', 4, 1, 2],
    ['a', 2, 'class', 'red'],
    ['a', 2, 'data-x', '1'],
    ['r', 12],
    ['t', 13, 'gone'],
    ['a', 999, 'class', 'x'],
    ['r', 999],
    ['m', 999, 1, 0],
    ['i', 999, 0, 50, 1, 'x'],
  ]);
  assert.equal(await text(p), 'twoonemid');
  assert.equal(await p.frame.evaluate(() => document.querySelector('.red').textContent), 'one');
});

page('a_wrong_count_and_a_bad_operation_are_told_and_the_rest_applies', '<wx-view>a</wx-view>', {}, async (p) => {
  await p.patch([['i', 1, 0, 9, 5, 'b'], ['zz', 1], null, ['a', 1, 'onclick', 'x()'], ['a', 1, 'srcdoc', 'x'], ['t', 2, 'ok']]);
  await p.send({ t: 'nonsense' });
  assert.equal(await text(p), 'okb');
  assert.equal(await p.frame.evaluate(() => document.querySelector('wx-view').hasAttribute('onclick')), false);
}, { errors: 6 });

page('a_tap_is_sent_only_when_someone_listens', '<wx-view b="tap" id="a"><wx-view id="in">in</wx-view></wx-view><wx-view id="b">no</wx-view>', {}, async (p) => {
  await p.tap('#in');
  await p.tap('#b');
  const taps = await p.events('tap');
  assert.equal(taps.length, 1);
  assert.equal(taps[0].n, 2);
  assert.ok(taps[0].detail.x > 0 && taps[0].changedTouches[0].clientX > 0 && taps[0].seq === 1);
});

page('the_mouse_taps_too_and_only_once', '<wx-view b="tap touchstart touchend" id="a">x</wx-view>', { touch: false }, async (p) => {
  await p.tap('#a');
  assert.deepEqual((await p.kind('event')).map((m) => m.type), ['touchstart', 'touchend', 'tap']);
});

page('a_finger_that_slips_over_10_px_does_not_tap', '<wx-view b="tap" style="height:300px" id="a">x</wx-view>', {}, async (p) => {
  await p.finger([[50, 50], [50, 58]]);
  assert.equal((await p.events('tap')).length, 1);
  await p.finger([[50, 50], [80, 50], [50, 50]]);
  assert.equal((await p.events('tap')).length, 1);
});

page('a_long_press_replaces_the_tap_where_it_is_heard', '<wx-view b="tap longpress longtap" id="a">x</wx-view><wx-view b="tap longtap" id="b">y</wx-view>', {}, async (p) => {
  let c = await p.centre('#a');
  await p.finger([[c.x, c.y]], { lift: false });
  await p.until((m) => m.type === 'longtap');
  await p.lift();
  await p.settle();
  assert.deepEqual((await p.kind('event')).map((m) => m.type), ['longpress', 'longtap']);
  await p.clear();
  c = await p.centre('#b');
  await p.finger([[c.x, c.y]], { lift: false });
  await p.until((m) => m.type === 'longtap');
  await p.lift();
  await p.settle();
  assert.deepEqual((await p.kind('event')).map((m) => m.type), ['longtap', 'tap']);
});

page('moves_are_sent_once_a_frame_and_never_after_their_end', '<wx-view b="touchmove touchend!" style="height:300px;touch-action:none" id="a">x</wx-view>', {}, async (p) => {
  await p.finger([[50, 50], ...Array.from({ length: 40 }, (_, i) => [50 + i, 50 + i])], { pause: 0 });
  const types = (await p.kind('event')).map((m) => m.type);
  assert.equal(types.at(-1), 'touchend');
  assert.ok(types.length >= 2 && types.length <= 41, `${types.length}`);
  const last = (await p.events('touchmove')).at(-1);
  assert.equal(last.touches[0].clientX, 89);
});

page('catchtouchmove_stops_the_page_from_scrolling', '<wx-view style="height:300px" b="touchmove!" id="a">x</wx-view><wx-view style="height:3000px" id="b">tall</wx-view>', {}, async (p) => {
  const drag = (x, y) => Array.from({ length: 12 }, (_, i) => [x, y - i * 15]);
  await p.finger(drag(100, 250));
  assert.equal(await p.frame.evaluate(() => scrollY), 0);
  await p.finger(drag(100, 700));
  await p.sees(() => scrollY > 50);
});

page('a_touch_whose_target_is_removed_still_ends', '<wx-view b="touchend tap" id="a"><wx-view id="in">x</wx-view></wx-view><wx-view b="tap" id="b">y</wx-view>', {}, async (p) => {
  const c = await p.centre('#in');
  await p.finger([[c.x, c.y]], { lift: false });
  await p.patch([['r', 2]]);
  await p.lift();
  await p.tap('#b');
  assert.deepEqual((await p.events('tap')).map((m) => m.n), [4]);
});

const TWO = ['a', 'b'].map((id) => `<wx-view b="touchstart touchmove touchend tap" style="height:200px;touch-action:none" id="${id}">x</wx-view>`).join('');

page('each_finger_is_told_where_it_began', TWO, {}, async (p) => {
  const told = async (type) => (await p.events(type)).map((m) => [m.n, m.changedTouches.map((at) => at.clientY), m.touches.length]);
  await p.finger([[50, 50]], { lift: false });
  await p.fingers([[0, 50, 50], [1, 50, 250]]);
  assert.deepEqual(await told('touchstart'), [[1, [50], 1], [3, [250], 2]]);
  await p.fingers([[0, 50, 90], [1, 50, 290]]);
  const moves = await told('touchmove');
  assert.deepEqual([moves.filter(([n]) => n === 1).at(-1), moves.filter(([n]) => n === 3).at(-1)], [[1, [90], 2], [3, [290], 2]]);
  await p.clear();
  await p.fingers([[0, 50, 90]], 'touchEnd');
  await p.fingers([[1, 50, 330]]);
  assert.deepEqual(await told('touchend'), [[1, [90], 1]]);
  assert.deepEqual(await told('touchmove'), [[3, [330], 1]]);
  await p.fingers([], 'touchEnd');
  assert.deepEqual(await told('touchend'), [[1, [90], 1], [3, [330], 0]]);
  await p.clear();
  await p.finger([[50, 50]], { lift: false });
  await p.fingers([[0, 50, 50], [1, 50, 250]]);
  await p.fingers([], 'touchEnd');
  assert.deepEqual((await told('touchend')).map(([n, at]) => [n, at.at(-1)]), [[1, 50], [3, 250]], 'both at once');
  assert.deepEqual(await told('tap'), []);
  await p.tap('#b');
  assert.deepEqual((await p.events('tap')).map((m) => m.n), [3]);
});

page('moves_of_two_fingers_in_one_frame_are_both_told', TWO, {}, async (p) => {
  await p.frame.evaluate(() => {
    const target = document.querySelector('#a');
    const touch = (identifier, clientY) => new Touch({ identifier, target, clientX: 9, clientY, pageX: 9, pageY: clientY });
    const tell = (type, touches, changedTouches) => target.dispatchEvent(new TouchEvent(type, { bubbles: true, touches, changedTouches }));
    tell('touchstart', [touch(0, 10)], [touch(0, 10)]);
    tell('touchstart', [touch(0, 10), touch(1, 100)], [touch(1, 100)]);
    tell('touchmove', [touch(0, 30), touch(1, 100)], [touch(0, 30)]);
    tell('touchmove', [touch(0, 40), touch(1, 100)], [touch(0, 40)]);
    tell('touchmove', [touch(0, 40), touch(1, 150)], [touch(1, 150)]);
  });
  await p.settle();
  const moves = await p.events('touchmove');
  assert.deepEqual(moves.map((m) => m.changedTouches.map((at) => [at.identifier, at.clientY])), [[[0, 40], [1, 150]]]);
});

page('hover_class_comes_and_goes_and_patches_do_not_erase_it', '<wx-view hover-class="down" hover-start-time="0" hover-stay-time="30" class="box" id="a">x</wx-view>', {}, async (p) => {
  const becomes = (names) => p.frame.waitForFunction((wanted) => document.querySelector('#a').className === wanted, names);
  const c = await p.centre('#a');
  await p.finger([[c.x, c.y]], { lift: false });
  await becomes('box down');
  await p.patch([['a', 1, 'class', 'box big']]);
  await becomes('box big down');
  await p.lift();
  await becomes('box big');
});

page('a_disabled_button_does_not_tap', '<wx-view b="tap"><wx-button disabled b="tap" id="a">x</wx-button><wx-button disabled="false" b="tap" id="b">y</wx-button></wx-view>', {}, async (p) => {
  await p.tap('#a');
  await p.tap('#b');
  assert.deepEqual((await p.events('tap')).map((m) => m.n), [4]);
});

page('a_mouse_drags_the_page_and_a_row_as_a_finger_would',
  '<wx-scroll-view scroll-x style="height:60px;white-space:nowrap" id="s"><wx-view style="display:inline-block;width:900px;height:50px"></wx-view></wx-scroll-view><wx-view style="height:2000px" b="tap" id="b"></wx-view>',
  { touch: false }, async (p) => {
    const drag = async (from, to) => {
      await p.tab.mouse.move(...from);
      await p.tab.mouse.down();
      await p.tab.mouse.move(...to, { steps: 8 });
      await p.wait(90);
      await p.tab.mouse.up();
    };
    await drag([300, 30], [150, 32]);
    await drag([200, 600], [202, 400]);
    const [left, top] = await p.frame.evaluate(() => [document.querySelector('#s').scrollLeft, scrollY]);
    assert.ok(left > 100 && left < 160, `${left}`);
    assert.ok(top > 140 && top < 210, `${top}`);
    assert.equal((await p.events('tap')).length, 0);
  });

page('keys_tap_what_is_focused', '<wx-button b="tap" id="a">x</wx-button><wx-view b="tap" id="v">row</wx-view><wx-navigator url="/pages/a/a?x=1" id="n">go</wx-navigator>', { touch: false }, async (p) => {
  // Roles are given when there is time.
  await p.sees(() => document.querySelector('#v').hasAttribute('tabindex'));
  for (const id of ['a', 'v', 'n']) {
    await p.frame.focus(`#${id}`);
    await p.tab.keyboard.press('Enter');
  }
  await p.frame.focus('#v');
  await p.tab.keyboard.press('Space');
  await p.settle();
  assert.deepEqual((await p.events('tap')).map((m) => m.n), [1, 3, 3]);
  assert.equal((await p.kind('navigate'))[0].url, '/pages/a/a?x=1');
  assert.deepEqual(await p.frame.evaluate(() => [...document.querySelectorAll('[role]')].map((e) => e.getAttribute('role'))), ['button', 'button', 'link']);
});

page('a_navigator_asks_and_does_not_go', '<wx-navigator url="../b/b" open-type="redirect" delta="2" id="n"><wx-view id="in">go</wx-view></wx-navigator>', {}, async (p) => {
  await p.tap('#in');
  const asked = (await p.kind('navigate'))[0];
  assert.deepEqual([asked.n, asked.url, asked.openType, asked.delta], [1, '../b/b', 'redirect', 2]);
});

page('typing_is_the_views_and_stale_values_are_dropped', '<wx-input value="" b="input focus blur confirm" maxlength="10" placeholder="name" id="a"></wx-input>', {}, async (p) => {
  const value = () => p.frame.evaluate(() => document.querySelector('#a').value);
  await p.caret('#a');
  await p.tab.keyboard.type('ab');
  await p.settle();
  const inputs = await p.events('input');
  assert.deepEqual(inputs.map((m) => [m.detail.value, m.detail.cursor]), [['a', 1], ['ab', 2]]);
  await p.patch([['a', 1, 'value', 'A']], inputs[0].seq);
  assert.equal(await value(), 'ab', 'the core did not know of "ab" yet');
  await p.patch([['a', 1, 'value', 'AB']], inputs[1].seq);
  assert.equal(await value(), 'AB');
  await p.patch([['a', 1, 'class', 'x']], inputs[1].seq);
  await p.tab.keyboard.type('c');
  await p.patch([['a', 1, 'placeholder', 'other']], 0);
  assert.equal(await value(), 'ABc', 'a patch of something else leaves the text');
  await p.tab.keyboard.press('Enter');
  await p.settle();
  assert.equal((await p.events('confirm'))[0].detail.value, 'ABc');
  assert.equal((await p.events('focus')).length, 1);
  assert.equal((await p.events('blur')).length, 1);
});

page('input_types_are_obeyed', '<wx-input type="number" b="input" id="n"></wx-input><wx-input type="digit" id="d"></wx-input><wx-input password id="p"></wx-input><wx-input maxlength="3" id="m"></wx-input>', {}, async (p) => {
  for (const [id, typed, kept] of [['n', '1a2.3', '123'], ['d', '1.2.3x', '1.23'], ['p', 'geheim', 'geheim'], ['m', 'abcdef', 'abc']]) {
    await p.caret(`#${id}`);
    await p.tab.keyboard.type(typed);
    assert.equal(await p.frame.evaluate((i) => document.getElementById(i).value, id), kept);
  }
  assert.equal(await p.frame.evaluate(() => document.querySelector('#p').field.type), 'password');
  assert.equal(await p.frame.evaluate(() => document.querySelector('#n').field.inputMode), 'numeric');
});

page('images_load_in_their_mode_and_foreign_addresses_are_refused',
  '<wx-image src="/picture.svg" mode="widthFix" style="width:240px" b="load" id="a"></wx-image><wx-image src="javascript:alert(1)" b="error" id="b"></wx-image><wx-image src="//evil.example/x.png" b="error"></wx-image><wx-image src="/missing.png" b="error"></wx-image>',
  {}, async (p) => {
    const load = await p.until((m) => m.type === 'load');
    assert.deepEqual(load.detail, { width: 120, height: 80 });
    await p.settle();
    assert.equal((await p.frame.evaluate(() => document.querySelector('#a').getBoundingClientRect().height)), 160);
    await p.until((m) => m.type === 'error' && m.n === 4);
    assert.deepEqual((await p.events('error')).map((m) => m.n).sort(), [2, 3, 4]);
  }, { meant: /status of 404/ });

page('a_scroll_view_scrolls_and_tells',
  `<wx-scroll-view scroll-y style="height:200px" scroll-top="40" b="scroll scrolltolower scrolltoupper" id="s">${Array.from({ length: 30 }, (_, i) => `<wx-view style="height:40px" id="r${i}">${i}</wx-view>`).join('')}</wx-scroll-view>`,
  {}, async (p) => {
    const top = () => p.frame.evaluate(() => document.querySelector('#s').scrollTop);
    assert.equal(await top(), 40);
    await p.frame.evaluate(() => document.querySelector('#s').scrollTo(0, 1000));
    await p.until((m) => m.type === 'scrolltolower');
    const scroll = (await p.events('scroll')).at(-1).detail;
    assert.equal(scroll.scrollTop, 1000);
    assert.equal(scroll.scrollHeight, 1200);
    await p.patch([['a', 1, 'class', 'x']]);
    assert.equal(await top(), 1000, 'a patch of something else leaves the offset');
    await p.patch([['a', 1, 'scroll-into-view', 'r5']]);
    await p.settle();
    assert.equal(await top(), 200);
    await p.patch([['a', 1, 'scroll-top', '0']]);
    await p.until((m) => m.type === 'scrolltoupper');
    assert.equal(await top(), 0);
  });

page('the_page_tells_scrolling_its_end_and_pulling_only_when_asked', '<wx-view style="height:3000px">tall</wx-view>', { page: 'data-scroll data-reach-bottom="50" data-pull' }, async (p) => {
  await p.frame.evaluate(() => scrollTo(0, 500));
  await p.until((m) => m.t === 'page' && m.type === 'scroll' && m.scrollTop === 500);
  await p.frame.evaluate(() => scrollTo(0, 99999));
  await p.until((m) => m.type === 'reachBottom');
  await p.frame.evaluate(() => scrollTo(0, 0));
  await p.settle();
  await p.finger(Array.from({ length: 20 }, (_, i) => [100, 100 + i * 10]));
  await p.until((m) => m.type === 'pullDown');
  await p.shot('pulled');
  await p.call('pullDown', { on: false });
  assert.equal((await p.kind('page')).filter((m) => m.type === 'pullDown').length, 1);
});

page('geometry_is_answered_after_the_patch_before_it', '<wx-view style="height:20px;margin:10px;width:100px" id="a"></wx-view>', {}, async (p) => {
  await p.send({ t: 'patch', ops: [['a', 1, 'style', 'height:55px;margin:10px;width:100px']] });
  const [a, gone, port] = await p.call('rects', { queries: [{ n: 1, fields: { rect: true, size: true, computedStyle: ['marginTop'] } }, { n: 77 }, { n: -1, fields: { size: true, scrollOffset: true } }] });
  assert.deepEqual(a, { left: 10, top: 10, right: 110, bottom: 65, width: 100, height: 55, marginTop: '10px' });
  assert.equal(gone, null);
  assert.equal(port.width, p.width);
});

page('a_view_made_again_is_as_it_was', `<wx-input id="i" value="x"></wx-input><wx-scroll-view scroll-y style="height:100px" id="s"><wx-view style="height:900px"></wx-view></wx-scroll-view><wx-view style="height:3000px"></wx-view>`,
  { state: { y: 320, kept: [[0, 'wx-input', 'typed'], [1, 'wx-scroll-view', [250, 0]]] } }, async (p) => {
    assert.deepEqual(await p.frame.evaluate(() => [scrollY, document.querySelector('#i').value, document.querySelector('#s').scrollTop]), [320, 'typed', 250]);
    await p.frame.evaluate(() => document.querySelector('#s').scrollTo(0, 300));
    // on a slow machine what was restored may have been told before
    const { v } = await p.until((m) => m.t === 'state' && m.v.kept[1]?.[2][0] !== 250);
    assert.deepEqual(v, { y: 320, kept: [[0, 'wx-input', 'typed'], [1, 'wx-scroll-view', [300, 0]]] });
  });

page('a_programs_dark_rules_follow_the_theme_and_not_the_system', '<wx-view id="a" class="x">a</wx-view>',
  { theme: 'light', system: 'dark', css: '.x{color:rgb(1,1,1)} @media (prefers-color-scheme: dark){.x{color:rgb(2,2,2)}} @supports (color:red){@media screen and (prefers-color-scheme:light){.x{top:5px}}}' }, async (p) => {
    const looks = () => p.frame.evaluate(() => [getComputedStyle(document.querySelector('#a')).color, getComputedStyle(document.querySelector('#a')).top]);
    assert.deepEqual(await looks(), ['rgb(1, 1, 1)', '5px']);
    await p.send({ t: 'theme', v: 'dark' });
    await p.settle();
    assert.deepEqual(await looks(), ['rgb(2, 2, 2)', 'auto']);
    await p.send({ t: 'theme', v: 'dark', background: '#010203' });
    await p.settle();
    assert.equal(await p.frame.evaluate(() => getComputedStyle(document.querySelector('wx-page')).backgroundColor), 'rgb(1, 2, 3)');
    await p.send({ t: 'css', css: '@media (prefers-color-scheme: light){.x{left:3px}}' });
    await p.settle();
    assert.equal(await p.frame.evaluate(() => getComputedStyle(document.querySelector('#a')).left), 'auto');
  });

page('an_animation_plays_its_steps_over_the_style', '<wx-view id="a" style="height:10px;width:10px">a</wx-view>', {}, async (p) => {
  const step = (animates, duration) => ({ animates, option: { transformOrigin: '0 0', transition: { duration, timingFunction: 'linear', delay: 0 } } });
  const actions = [step([{ type: 'translateX', args: [40] }, { type: 'style', args: ['height', '50px'] }, { type: 'style', args: ['content', 'x'] }, { type: 'evil', args: ['x'] }], 40), step([{ type: 'translateX', args: [40] }, { type: 'rotate', args: [0] }, { type: 'style', args: ['height', 'auto'] }], 20)];
  await p.patch([['a', 1, 'animation', JSON.stringify({ actions })]]);
  // After the last step nothing is left of how it moved.
  await p.sees(() => { const { transform, transition } = document.querySelector('#a').style; return transform.includes('rotate') && transition === ''; });
  await p.patch([['a', 1, 'style', 'height:10px;width:30px']]);
  assert.equal(await p.frame.evaluate(() => document.querySelector('#a').getAttribute('style')), 'height: auto; width: 30px; transform-origin: 0px 0px; transform: translateX(40px) rotate(0deg);');
});

page('text_breaks_lines_and_decodes_as_asked', '<wx-text id="a">one\\ntwo</wx-text><wx-text decode id="b">&amp;lt;b&amp;gt;</wx-text><wx-text id="c">&amp;lt;</wx-text>', {}, async (p) => {
  assert.deepEqual(await p.frame.evaluate(() => ['a', 'b', 'c'].map((id) => document.getElementById(id).textContent)), ['one\ntwo', '<b>', '&lt;']);
  await p.patch([['t', 4, '&nbsp;x']]);
  assert.equal(await p.frame.evaluate(() => document.getElementById('b').textContent), '\u00a0x');
});

each('a_page_on_another_origin_gets_no_bridge', async (open) => {
  const p = await open('<wx-view>x</wx-view>');
  const globals = await p.frame.evaluate(() => Object.keys(window).filter((key) => /^(banchan|port|byId|sendEvent|ids|gesture|sheet|lastSeq)$/i.test(key)));
  assert.deepEqual(globals, [], 'nothing of the view is reachable');
  await p.clear();
  await p.frame.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    window.stolen = [];
    port1.onmessage = (m) => window.stolen.push(m.data);
    postMessage({ banchan: 'port' }, '*', [port2]);
  });
  await p.wait(50);
  await p.tap('wx-view');
  assert.equal(await p.frame.evaluate(() => window.stolen.length), 0);
  await p.close();
});
