// What is hostile in the markup of rich-text and of an editor's contents does not run, load or leave the element: a list of attacks of our own, by
// kind. Markup is parsed in an inert document and copied by the list of view/rich/nodes.js (ADR 16); this test is what holds that list.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { page } = pages();

/** Each kind of attack with markup that tries it; `boom()` must never be called. */
const ATTACKS = {
  scripts: ['<script>boom()</script>', '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>', '<scr<script>ipt>boom()</script>', '<script/x>boom()</script>', '<svg><script>boom()</script></svg>', '<noscript><p title="</noscript><img src=x onerror=boom()>">', '<template><script>boom()</script></template>'],
  handlers: ['<p onclick=boom()>x</p>', '<img src=x onerror=boom()>', '<img src=x OnErRoR = "boom()">', '<img/src=x/onerror=boom()>', '<body onload=boom()>', '<details open ontoggle=boom()>x</details>', '<b onanimationstart=boom() style="animation:banchan-turn 1s">x</b>', '<input autofocus onfocus=boom()>', '<marquee onstart=boom()>x</marquee>', '<svg onload=boom()>', '<p tabindex=0 onfocus=boom() autofocus>x</p>'],
  addresses: ['<a href="javascript:boom()">x</a>', '<a href="java\nscript:boom()">x</a>', '<a href=" &#106;avascript:boom()">x</a>', '<img src="javascript:boom()">', '<img src="data:text/html,<script>boom()</script>">', '<img src="//evil.example/x.png">', '<img src="http://evil.example/x.png">', '<img src="\\\\evil.example\\x.png">', '<img srcset="https://evil.example/x.png 1x">', '<img src="vbscript:boom()">', '<form action="javascript:boom()"><button>x</button></form>', '<base href="https://evil.example/">', '<area href="javascript:boom()">'],
  frames: ['<iframe src="javascript:parent.boom()"></iframe>', '<iframe srcdoc="<script>parent.boom()</script>"></iframe>', '<object data="data:text/html,<script>boom()</script>"></object>', '<embed src="data:text/html,x">', '<frameset><frame src="javascript:boom()"></frameset>', '<portal src="https://evil.example">', '<applet code="x"></applet>'],
  documents: ['<meta http-equiv="refresh" content="0;url=javascript:boom()">', '<link rel="stylesheet" href="https://evil.example/x.css">', '<style>wx-page{display:none}</style>', '<title>x</title><head><script>boom()</script>', '</wx-rich-text></wx-page><script>boom()</script>', '<html manifest="https://evil.example"><body background="https://evil.example/x.png">x'],
  foreign: ['<svg><a xlink:href="javascript:boom()"><text>x</text></a></svg>', '<svg><animate attributeName=href values=javascript:boom() /></svg>', '<svg><use href="data:image/svg+xml,<svg id=x onload=boom()>#x"/></svg>', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=boom()&gt;">', '<svg></p><style><a id="</style><img src=1 onerror=boom()>">', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=boom()>', '<svg><foreignObject><img src=x onerror=boom()></foreignObject></svg>', '<math href="javascript:boom()">x</math>'],
  own: ['<wx-button b="tap" open-type="getPhoneNumber">x</wx-button>', '<wx-web-view src="https://evil.example"></wx-web-view>', '<wx-navigator url="/pages/x/x">x</wx-navigator>', '<p b="tap" o="1" w="{}" id="e" slot="placeholder">x</p>', '<p k="1" is="wx-video">x</p>', '<slot name="x"></slot>', '<p class="x" popover popovertarget="e" data-theme="dark">x</p>'],
  comments: ['<!--><img src=x onerror=boom()>-->', '<!-- --!><script>boom()</script>', '<![CDATA[><script>boom()</script>]]>', '<?xml version="1.0"?><script>boom()</script>', '<textarea><img src=x onerror=boom()></textarea>', '<xmp><img src=x onerror=boom()></xmp>', '<plaintext><img src=x onerror=boom()>', '<noembed><img src=x onerror=boom()></noembed>'],
  names: ['<p __proto__="x" constructor="y">x</p>', '<form id=x><input name=attributes><input name=childNodes></form>', '<img name=body><img name=getElementById>', '<a id=port name=port>x</a>', '<p \u0000onclick=boom()>x</p>', '<\u0000script>boom()</script>', '<script\u0020>boom()</script>'],
};

/** What may be there: tags, and attributes of any of them. */
const TAGS = /^(a|abbr|address|article|aside|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|fieldset|font|footer|h[1-6]|header|hr|i|img|ins|label|legend|li|mark|nav|ol|p|pre|q|rt|ruby|s|section|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul)$/;
const ATTRIBUTES = /^(class|style|alt|src|height|width|start|type|colspan|rowspan|span|dir|color)$/;

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('\u0000', '&#0;');
const all = Object.entries(ATTACKS).flatMap(([kind, list]) => list.map((markup) => [kind, markup]));
const nodesOf = ([name, ...more]) => [{ name, attrs: { onclick: 'boom()', href: 'javascript:boom()', src: 'javascript:boom()', srcdoc: 'x', id: 'e', b: 'tap', style: 'color:red' }, children: [{ type: 'text', text: '<script>boom()</script>' }, ...(more.length ? nodesOf(more) : [])] }];
const lists = ['script', 'iframe', 'SCRIPT', 'svg', 'wx-button', 'wx-web-view', 'object', 'style', 'link', 'meta', 'base', 'form', 'input', 'template', 'a', '__proto__', 'constructor', '', 'p onclick=boom()', 'img/onerror=boom()'].map((name) => nodesOf(['div', name, 'p']));
const markup = [...all.map(([, text], at) => `<wx-rich-text class="r" data-at="${at}" nodes="${escaped(text)}"></wx-rich-text>`), ...lists.map((list) => `<wx-rich-text class="r" nodes="${escaped(JSON.stringify(list))}"></wx-rich-text>`)].join('');

page('nothing_hostile_in_rich_text_runs_loads_or_leaves_its_element', '<wx-view id="ground"></wx-view>', {}, async (p) => {
  const asked = [];
  p.tab.on('request', (request) => asked.push(request.url()));
  await p.frame.evaluate(() => { window.boomed = 0; window.boom = () => { window.boomed += 1; }; });
  await p.patch([['i', 0, 0, 10, all.length + lists.length, markup]]);
  await p.frame.waitForFunction((count) => [...document.querySelectorAll('.r')].filter((one) => one.constructor !== HTMLElement).length === count, all.length + lists.length);
  await p.settle();
  const found = await p.frame.evaluate(() => ({
    boomed: window.boomed,
    outside: [...document.body.querySelectorAll('script, style, iframe, object, embed, link, base, svg, math, form, input, wx-button, wx-web-view, template, meta')].map((one) => one.outerHTML.slice(0, 80)),
    inside: [...document.querySelectorAll('.r *')].map((one) => [one.localName, one.namespaceURI, [...one.attributes].map(({ name, value }) => [name, value])]),
    counted: document.querySelectorAll('wx-page > .r').length,
  }));
  assert.equal(found.boomed, 0);
  assert.deepEqual(found.outside.filter((one) => !one.includes('/__banchan/')), []);
  assert.equal(found.counted, all.length + lists.length, 'nothing leaves its element');
  assert.ok(found.inside.length > 40, `what is harmless stays: ${found.inside.length}`);
  for (const [tag, space, attributes] of found.inside) {
    assert.match(tag, TAGS);
    assert.equal(space, 'http://www.w3.org/1999/xhtml');
    for (const [name, value] of attributes) {
      assert.match(name, ATTRIBUTES, `<${tag} ${name}>`);
      if (name === 'src') assert.match(value, /^(https:\/\/|\/(?![/\\])|data:image\/)/);
    }
  }
  assert.deepEqual(asked.filter((url) => url.includes('evil.example')), []);
  // the parser of the inert document makes Chromium say what the page's policy refuses, and so do pictures that are not there
  p.problems = p.problems.filter((text) => !/Content Security Policy|Failed to load resource|Executing inline event handler/.test(text));
});
