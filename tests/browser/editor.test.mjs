// The editor element in a real Chromium: what is written and formatted, what contexts order, and that nothing hostile runs.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { page } = pages();
const EDITOR = '<wx-editor id="e" b="ready focus blur input statuschange" placeholder="Write something" style="min-height:160px;border:1px solid"></wx-editor><wx-view id="b">Bold</wx-view>';
const order = (p, method, args = {}) => p.call('element', { n: 1, method, args });
const contents = async (p) => (await order(p, 'getContents')).ok;
/** Parsing what is hostile makes Chromium say that its handlers are refused; nothing else may be said. */
const REFUSED = { meant: /Content Security Policy/ };
const ready = (p) => p.until((m) => m.type === 'ready' && m.n === 1);
const write = async (p, text) => { await p.frame.click('.ql-editor'); await p.tab.keyboard.type(text); await p.settle(); };

page('what_is_written_is_told_as_html_text_and_delta', EDITOR, { touch: false }, async (p) => {
  await ready(p);
  assert.equal(await p.frame.evaluate(() => getComputedStyle(document.querySelector('.ql-editor'), '::before').content), '"Write something"');
  await p.shot('editor-empty');
  await write(p, 'Hello');
  assert.equal(await p.frame.evaluate(() => document.querySelector('.ql-editor').classList.contains('ql-blank')), false);
  const { html, text, delta } = await contents(p);
  assert.deepEqual([html, text, delta], ['<p>Hello</p>', 'Hello\n', { ops: [{ insert: 'Hello\n' }] }]);
  assert.equal((await p.events('focus')).length, 1);
  assert.equal((await p.events('input')).at(-1).detail.text, 'Hello\n');
  await order(p, 'blur');
  assert.equal((await p.events('blur')).length, 1);
});

page('formats_go_to_what_is_selected_and_come_back', EDITOR, { touch: false }, async (p) => {
  await ready(p);
  await write(p, 'plain bold');
  for (let at = 0; at < 4; at += 1) await p.tab.keyboard.press('Shift+ArrowLeft');
  // The tap on the program's own button takes the focus away; the selection stays.
  await p.tap('#b');
  assert.equal((await order(p, 'getSelectionText')).ok.text, 'bold');
  await order(p, 'format', { name: 'bold' });
  await order(p, 'format', { name: 'color', value: '#ff0000' });
  await order(p, 'format', { name: 'align', value: 'center' });
  const { delta } = await contents(p);
  assert.deepEqual(delta.ops.map((op) => op.insert), ['plain ', 'bold', '\n']);
  assert.equal(delta.ops[1].attributes.bold, true);
  assert.match(delta.ops[1].attributes.color, /rgb\(255, 0, 0\)|#ff0000/);
  assert.deepEqual(delta.ops[2].attributes, { align: 'center' });
  const status = (await p.events('statuschange')).at(-1).detail;
  assert.deepEqual([status.bold, status.align], [true, 'center']);
  await order(p, 'format', { name: 'header', value: 2 });
  assert.match((await contents(p)).html, /^<h2/);
  await p.shot('editor-formats');
  assert.match((await order(p, 'format', { name: 'onclick', value: 1 })).fail, /invalid format/);
});

page('what_was_done_is_undone_and_done_again', EDITOR, { touch: false }, async (p) => {
  await ready(p);
  await order(p, 'insertText', { text: 'one' });
  await order(p, 'insertDivider');
  await order(p, 'insertText', { text: 'two' });
  assert.equal((await contents(p)).html, '<p>one</p><hr><p>two</p>');
  await order(p, 'undo');
  await order(p, 'undo');
  assert.equal((await contents(p)).text, 'one\n');
  await order(p, 'redo');
  assert.match((await contents(p)).html, /<hr>/);
  await order(p, 'clear');
  assert.equal((await contents(p)).text, '\n');
});

page('contents_of_a_delta_come_back_as_they_were', EDITOR, {}, async (p) => {
  await ready(p);
  const ops = [
    { insert: 'Title' }, { insert: '\n', attributes: { header: 1 } },
    { insert: 'red', attributes: { bold: true, color: 'red' } }, { insert: ' and plain\nfirst' }, { insert: '\n', attributes: { list: 'ordered' } }, { insert: 'second' }, { insert: '\n', attributes: { list: 'ordered' } },
    { insert: { image: '/picture.svg' }, attributes: { width: '60' } }, { insert: '\n' },
  ];
  await order(p, 'setContents', { delta: { ops } });
  const { delta, html } = await contents(p);
  assert.deepEqual(delta.ops, ops);
  assert.match(html, /<ol><li>first<\/li><li>second<\/li><\/ol>/);
  await p.shot('editor-delta');
});

page('hostile_contents_do_not_run', EDITOR, {}, async (p) => {
  await ready(p);
  await order(p, 'setContents', { html: '<p onclick="alert(1)">a<script>window.bad=1</script><img src=x onerror="window.bad=1"><img src="javascript:1"><a href="javascript:1">l</a><iframe srcdoc="x"></iframe><style>*{display:none}</style></p>' });
  await order(p, 'setContents', { delta: { ops: [{ insert: { image: 'javascript:window.bad=1' } }, { insert: '<img src=x onerror=window.bad=1>\n', attributes: { color: 'red;background:url(x)', align: ['x'] } }, null, 7] } });
  const seen = await p.frame.evaluate(() => ({ bad: window.bad, made: [...document.querySelectorAll('.ql-editor *')].map((e) => e.localName), text: document.querySelector('.ql-editor').textContent, on: !!document.querySelector('.ql-editor [onclick], .ql-editor [onerror]') }));
  assert.deepEqual(seen, { bad: undefined, made: ['p', 'span'], text: '<img src=x onerror=window.bad=1>', on: false });
  assert.match((await order(p, 'insertImage', { src: 'javascript:1' })).fail, /invalid image/);
}, REFUSED);

page('what_is_pasted_is_cleaned', EDITOR, { touch: false }, async (p) => {
  await ready(p);
  await p.frame.click('.ql-editor');
  await p.frame.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/html', '<b onmouseover="x()">bold</b><script>window.bad=1</script>');
    document.querySelector('.ql-editor').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await p.settle();
  const { html } = await contents(p);
  assert.match(html, /<b>bold<\/b>/);
  assert.ok(!html.includes('script') && !html.includes('onmouseover'), html);
}, REFUSED);

page('an_editor_that_is_read_only_is_not_written_in', EDITOR.replace('placeholder', 'read-only placeholder'), { touch: false, theme: 'dark' }, async (p) => {
  await ready(p);
  await p.frame.click('.ql-editor');
  await p.tab.keyboard.type('no');
  assert.equal((await contents(p)).text, '\n');
  await p.patch([['a', 1, 'read-only', 'false']]);
  await write(p, 'yes');
  assert.equal((await contents(p)).text, 'yes\n');
  await p.shot('editor-dark');
});
