// Handlers of WXS in the view, in a real Chromium: what they can do, and what hostile ones can't.
// Each test is named for the guarantee that it holds.

import assert from 'node:assert/strict';
import { until } from './patience.mjs';
import { pages } from './view-page.mjs';
import { modules } from './wxs-modules.mjs';

const { each } = pages();

const attr = (value) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
/** Marks as the core writes them. */
const w = (value) => `w="${attr(value)}"`;

/** Opens a page with modules, waits until they are there, runs the checks, and lets no unexpected error pass. */
function page(name, wxs, html, checks, { errors = 0, problems = 0, ...options } = {}) {
  each(name, async (open) => {
    const p = await open(html, { wxs, ...options });
    try {
      await modules((look) => p.frame.evaluate(look), until);
      await p.settle();
      await checks(p);
      assert.equal(p.problems.length, problems, JSON.stringify(p.problems));
      assert.equal((await p.kind('error')).length, errors, JSON.stringify(await p.kind('error')));
    } finally {
      await p.close();
    }
  });
}

const style = (p, selector) => p.frame.evaluate((s) => document.querySelector(s).getAttribute('style'), selector);
const classes = (p, selector) => p.frame.evaluate((s) => document.querySelector(s).className, selector);
const has = (p, selector) => p.frame.evaluate((s) => document.querySelector(s) !== null, selector);

page('a_page_without_handlers_loads_nothing_for_them', {}, '<wx-view b="tap" id="a">x</wx-view>', async (p) => {
  await p.tap('#a');
  assert.equal((await p.events('tap')).length, 1);
  assert.equal(await p.frame.evaluate(() => document.querySelector('iframe') === null && performance.getEntriesByType('resource').every((e) => !e.name.includes('wxs'))), true);
});

const DRAG = `
var u = require('./util.wxs');
function move(event, owner) {
  var s = event.instance.getState();
  s.count = (s.count || 0) + 1;
  event.instance.setStyle({ transform: 'translateX(' + u.half(event.touches[0].pageX) + 'px)', marginTop: '75rpx' });
  owner.selectComponent('.other').setStyle('left: 10px; font-size: 100rpx').addClass('on big');
  owner.callMethod('moved', { x: event.touches[0].pageX, n: s.count, data: event.currentTarget.dataset.kind, mark: event.mark.m });
  owner.triggerEvent('drag', { n: s.count }, { bubbles: true });
  return false;
}
module.exports = { move: move };`;

page(
  'a_handler_moves_elements_and_calls_methods_before_anything_crosses',
  { 'c/a.wxs': DRAG, 'c/util.wxs': 'module.exports = { half: function (n) { return n / 2; } };' },
  `<wx-view b="touchmove" id="outer"><wx-comp o="1::1" h="7" id="host"><wx-view o="7:sx:0" id="a" class="sx--card" style="height:200px" ${w({ d: { kind: { deep: [1] } }, m: { m: 3 }, e: [['touchmove', '', 'c/a.wxs', ['move']]] })}>x</wx-view>` +
    `<wx-view o="7:sx:0" class="sx--other" id="o">y</wx-view></wx-comp><wx-view class="other" id="not">z</wx-view></wx-view>`,
  async (p) => {
    await p.finger([[100, 100], [100, 140], [120, 180]]);
    assert.match(await style(p, '#a'), /transform: translateX\(60px\)/);
    assert.match(await style(p, '#a'), /margin-top: 10vw/);
    assert.match(await style(p, '#o'), /left: 10px.*font-size: 13\.3333vw/);
    assert.equal(await style(p, '#not'), null);
    assert.equal(await classes(p, '#o'), 'sx--other sx--on sx--big');
    const calls = (await p.kind('wxs')).filter((m) => m.do === 'call');
    assert.deepEqual(calls.at(-1).v, { x: 120, n: calls.length, data: { deep: [1] }, mark: 3 });
    assert.deepEqual([calls[0].name, calls[0].c, calls[0].n], ['moved', 7, 0]);
    const triggers = (await p.kind('wxs')).filter((m) => m.do === 'trigger');
    assert.deepEqual([triggers[0].name, triggers[0].v, triggers[0].options], ['drag', { n: 1 }, { bubbles: true }]);
    // `false`: told where it stopped, so that the core calls nobody above.
    assert.ok((await p.events('touchmove')).every((m) => m.stop[0] === 3 && m.stop[1] === false));
    // What the core sends later does not undo it.
    await p.patch([['a', 3, 'style', 'height:300px'], ['a', 5, 'class', 'sx--other sx--new']]);
    assert.match(await style(p, '#a'), /translateX\(60px\)/);
    assert.equal(await classes(p, '#o'), 'sx--other sx--new sx--on sx--big');
  },
);

page(
  'false_keeps_the_page_from_scrolling_and_anything_else_does_not',
  { 'a.wxs': 'module.exports = { stop: function () { return false; }, go: function () {} };' },
  `<wx-view o="1::1" id="stop" style="height:300px" ${w({ e: [['touchmove', '', 'a.wxs', ['stop']]] })}>x</wx-view><wx-view o="1::1" id="go" style="height:300px" ${w({ e: [['touchmove', '', 'a.wxs', ['go']]] })}>x</wx-view><wx-view style="height:3000px">y</wx-view>`,
  async (p) => {
    await p.finger([[100, 200], [100, 150], [100, 100], [100, 50]]);
    assert.equal(await p.frame.evaluate(() => scrollY), 0);
    await p.finger([[100, 500], [100, 450], [100, 400], [100, 300]]);
    await p.sees(() => scrollY > 0);
  },
);

page(
  'a_stopped_tap_does_not_reach_those_above_and_others_do',
  { 'a.wxs': 'module.exports = { stop: function (e) { return e.target.dataset.stop ? false : undefined; } };' },
  `<wx-navigator url="/x" b="tap" id="nav"><wx-view o="1::1" ${w({ e: [['tap', '', 'a.wxs', ['stop']]] })}><wx-view o="1::1" id="yes" ${w({ d: { stop: true } })}>1</wx-view><wx-view o="1::1" id="no">2</wx-view></wx-view></wx-navigator>`,
  async (p) => {
    await p.tap('#yes');
    assert.equal((await p.kind('navigate')).length, 0);
    assert.deepEqual((await p.events('tap'))[0].stop, [2, false]);
    await p.tap('#no');
    assert.equal((await p.kind('navigate')).length, 1);
    assert.equal((await p.events('tap'))[1].stop, undefined);
  },
);

page(
  'watched_values_are_told_at_first_and_when_they_change',
  { 'p.wxml:m': 'module.exports = { see: function (value, old, owner, instance) { owner.callMethod("seen", [value, old === undefined, instance.getDataset().x]); } };' },
  `<wx-view o="1::1" id="a" ${w({ d: { x: 5 }, p: [['prop', 'p.wxml#m', ['see'], { a: 1 }]] })}>x</wx-view>`,
  async (p) => {
    const seen = async () => (await p.kind('wxs')).map((m) => m.v);
    assert.deepEqual(await seen(), [[{ a: 1 }, true, 5]]);
    await p.patch([['a', 1, 'w', JSON.stringify({ d: { x: 6 }, p: [['prop', 'p.wxml#m', ['see'], { a: 1 }]] })]]);
    await p.patch([['a', 1, 'w', JSON.stringify({ d: { x: 6 }, p: [['prop', 'p.wxml#m', ['see'], 2]] })]]);
    assert.deepEqual(await seen(), [[{ a: 1 }, true, 5], [2, false, 6]]);
    await p.patch([['i', 0, 0, 10, 2, `<wx-view o="1::1" ${w({ p: [['prop', 'p.wxml#m', ['see'], 'late']] })}>y</wx-view>`]]);
    await p.until((m) => m.t === 'wxs' && m.v?.[0] === 'late');
    assert.deepEqual((await seen()).at(-1)[0], 'late');
    assert.equal((await p.kind('wxs'))[0].c, 1);
  },
);

page(
  'descriptors_measure_wait_and_take_classes_away',
  {
    'a.wxs': `module.exports = { tap: function (e, owner) {
      var i = e.instance;
      i.removeClass('base').addClass('now');
      var box = i.getBoundingClientRect(), css = i.getComputedStyle(['height', 'backgroundColor']);
      owner.callMethod('told', { w: box.width, id: box.id, h: css.height, bg: css.backgroundColor, has: [i.hasClass('now'), i.hasClass('base')], same: owner.selectComponent('#a') === i,
        all: owner.selectAllComponents('.row > .cell, #a').length, none: owner.selectComponent('.nothing'), type: [1].constructor + i.setStyle.constructor + 'x'.constructor });
      i.requestAnimationFrame(function () { i.setTimeout(function (a) { owner.callMethod('later', a); }, 20, 'arg'); });
      i.clearTimeout(i.setTimeout(function () { owner.callMethod('never'); }, 10));
    } };`,
  },
  `<wx-view o="1::1" id="a" class="base" style="height:40px;width:80px;background:#102030" ${w({ e: [['tap', '', 'a.wxs', ['tap']]] })}>x</wx-view><wx-view o="1::1" class="row"><wx-view o="1::1" class="cell">1</wx-view><wx-view class="cell">2</wx-view></wx-view>`,
  async (p) => {
    await p.tap('#a');
    await p.until((m) => m.t === 'wxs' && m.name === 'later');
    const [told, later, ...more] = await p.kind('wxs');
    assert.deepEqual(told.v, { w: 80, id: 'a', h: '40px', bg: 'rgb(16, 32, 48)', has: [true, false], same: true, all: 2, none: null, type: 'ArrayFunctionString' });
    assert.deepEqual([later.name, later.v, more.length], ['later', 'arg', 0]);
    await p.patch([['a', 1, 'class', 'base more']]);
    assert.equal(await classes(p, '#a'), 'more now');
  },
);

page(
  'a_broken_module_breaks_only_its_own_handlers',
  { 'bad.wxs': 'throw new TypeError("at load");', 'good.wxs': 'module.exports = { f: function (e, o) { o.callMethod("good"); } };' },
  `<wx-view o="1::1" id="bad" ${w({ e: [['tap', '', 'bad.wxs', ['f']]] })}>x</wx-view><wx-view o="1::1" id="none" ${w({ e: [['tap', '', 'none.wxs', ['f']]] })}>x</wx-view><wx-view o="1::1" id="good" ${w({ e: [['tap', '', 'good.wxs', ['f']]] })}>x</wx-view>`,
  async (p) => {
    for (const id of ['#bad', '#none', '#good']) await p.tap(id);
    assert.deepEqual((await p.kind('wxs')).map((m) => m.name), ['good']);
    assert.match((await p.kind('error')).map((m) => m.text).join(), /none\.wxs could not be loaded.*at load.*no WXS module none\.wxs/s);
  },
  { errors: 3, problems: 1 },
);

/** Ways by which code tries to get out; each is the body of a function that answers what it found. */
const ESCAPES = {
  'the constructor of a function': `return (function () {}).constructor('return this')()`,
  'the constructor of an arrow, generator and async function': `var all = [() => 1, function* () {}, async function () {}]; for (var i = 0; i < 3; i++) { try { return Object.getPrototypeOf(all[i]).constructor('return 1')() } catch (e) { } } return null`,
  'the constructor of a method of the descriptor': `return e.instance.setStyle.constructor.constructor('return this')()`,
  'this': `return (function () { return this })()`,
  'this of the module': `return top`,
  'the prototype of a descriptor': `var p = Object.getPrototypeOf(e.instance); p.polluted = 1; return ({}).polluted`,
  'the prototype of event data': `Object.getPrototypeOf(e.detail).polluted = 1; return 1`,
  'the prototype of arrays': `Array.prototype.map = function () { return this }; return 1`,
  'a method of JSON': `JSON.parse = function () { return 1 }; return 1`,
  'Object.prototype.toJSON': `Object.defineProperty(Object.prototype, 'toJSON', { value: function () { return 1 } }); return 1`,
  'names that a realm has': `return Function || Promise || Proxy || Reflect || Symbol || globalThis`,
  'Function.prototype.call': `(function () {}).__proto__.call = function () { return 1 }; return 1`,
  'caller': `return (function f() { return f.caller })()`,
  'arguments.callee': `return arguments.callee`,
  'a descriptor itself': `e.instance.setStyle = 1; return 1`,
  'stack frames': `try { null.x } catch (error) { var E = Object.getPrototypeOf(Object.getPrototypeOf(error)).constructor; E.prepareStackTrace = function (a, b) { return b }; return 1 }`,
  'an error of the page': `function deep() { try { deep() } catch (x) { e.instance.setStyle({ left: '1px' }); e.instance.getDataset(); } } deep(); return null`,
  'a timer of text': `e.instance.setTimeout('parent.pwned = 1', 0); return null`,
};

page(
  'hostile_wxs_finds_no_way_out_of_its_realm',
  {
    'h.wxs': `var top = this; module.exports = { go: function (e, owner) {
      var found = {}, ways = { ${Object.entries(ESCAPES).map(([name, body]) => `${JSON.stringify(name)}: function (e) { ${body} }`).join(',\n')} };
      for (var name in ways) { try { var got = ways[name](e); found[name] = got === undefined || got === null ? 'nothing' : typeof got + ' ' + got; } catch (x) { found[name] = 'threw'; } }
      owner.callMethod('found', found);
    } };`,
  },
  `<wx-view o="1::1" id="a" ${w({ e: [['tap', '', 'h.wxs', ['go']]] })}>x</wx-view>`,
  async (p) => {
    await p.tap('#a');
    const told = await p.until((m) => m.t === 'wxs');
    for (const [name, found] of Object.entries(told.v)) assert.ok(['nothing', 'threw'].includes(found), `${name}: ${found}`);
    assert.equal(Object.keys(told.v).length, Object.keys(ESCAPES).length);
    assert.deepEqual(
      await p.frame.evaluate(() => [typeof window.pwned, typeof {}.polluted, typeof window.banchanHost, typeof window.banchanWxs, /native/.test(String([].map)), [].constructor === Array, Object.isFrozen(Object.prototype)]),
      ['undefined', 'undefined', 'undefined', 'undefined', true, true, false],
    );
    assert.equal(await p.frame.evaluate(() => typeof document.querySelector('iframe').contentWindow.banchanHost), 'undefined');
  },
);

page(
  'what_handlers_write_stays_styles_and_classes',
  {
    'a.wxs': `module.exports = { tap: function (e, o) {
      e.instance.setStyle({ 'behavior': 'x', 'color;left': '1px' });
      e.instance.setStyle('color: red } * { display: none');
      e.instance.addClass('"><img src=x onerror=alert(1)>');
      o.selectComponent('[h], * { }'); o.selectComponent('#a"]'); o.selectAllComponents(')'); o.selectComponent('');
      o.setStyle({ display: 'none' });
    } };`,
  },
  `<wx-view o="1::1" id="a" ${w({ e: [['tap', '', 'a.wxs', ['tap']]] })}>x</wx-view>`,
  async (p) => {
    await p.tap('#a');
    assert.equal(await has(p, 'img'), false);
    assert.equal(await p.frame.evaluate(() => getComputedStyle(document.querySelector('wx-page')).display), 'block');
    assert.equal(await p.frame.evaluate(() => document.styleSheets.length), 2);
  },
);
