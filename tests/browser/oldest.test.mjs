// The view works from Chromium 90 and Safari 17 on: no file of it uses what came later. Phones keep their WebViews for years.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ownNames, scriptFindings, sheetsIn, styleFindings } from './oldest.mjs';
import { lateScript, manifest, root, viewScript } from './view-files.mjs';

/** What is newer and used with care: asked for before it is used, or without harm where it does nothing. */
const ASKED = {
  moveBefore: 'asked for; without it a node is inserted',
  showPopover: 'asked for; without it what is fixed stays where its ancestors hold it',
  hidePopover: 'asked for',
  take: 'a method of ours, not of iterators',
  createConicGradient: 'asked for; without it a line',
  requestIdleCallback: 'asked for; without it a timer',
  pictureInPictureElement: 'asked for',
  exitPictureInPicture: 'only where pictureInPictureElement is there',
  ':-webkit-slider-thumb': 'each engine has its own name for it',
  ':-moz-range-thumb': 'each engine has its own name for it',
  cursor: 'an iPhone has no mouse',
  resize: 'nothing is dragged larger on a phone',
  '-webkit-touch-callout': 'only iOS has that menu',
  'scrollbar-width': 'a scrollbar that lies over the page takes no room; ::-webkit-scrollbar hides it',
  'scrollbar-color': 'colours only',
  'overflow-anchor': 'without it a page may jump when something above it grows, as every page did',
  'overscroll-behavior': 'known since Chromium 63, in part',
  'overscroll-behavior-y': 'known since Chromium 63, in part',
};

/** Fields of our data, or of styles, that have the name of something new. */
const DATA = ['actions', 'properties', 'opacity', 'radius', 'attribution', 'rate', 'transition'];

const files = (ending, folder = join(root, 'view')) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(ending, path) : entry.name.endsWith(ending) ? [path] : [];
  });

const scripts = files('.js').filter((path) => !path.endsWith('.d.ts'));
const shown = (path) => relative(root, path);

test('scripts_of_the_view_need_nothing_newer', () => {
  const known = new Set(DATA);
  for (const path of scripts) for (const name of ownNames(readFileSync(path, 'utf8'))) known.add(name);
  const found = scripts.flatMap((path) => scriptFindings(shown(path), readFileSync(path, 'utf8'), { known, asked: ASKED }));
  assert.deepEqual(found, []);
});

test('styles_of_the_view_need_nothing_newer', () => {
  const found = files('.css').flatMap((path) => styleFindings(shown(path), readFileSync(path, 'utf8'), { asked: ASKED, exact: true }));
  for (const path of scripts) {
    for (const { css, at } of sheetsIn(readFileSync(path, 'utf8'))) found.push(...styleFindings(shown(path), css, { first: at, asked: ASKED }));
  }
  assert.deepEqual(found, []);
});

test('what_the_core_joins_is_read_by_an_older_parser', () => {
  for (const [name, text] of [['view.js', viewScript()], ...manifest.late.map((late) => [late, lateScript(late)])]) {
    assert.deepEqual(scriptFindings(name, text, { known: ownNames(text), asked: ASKED }).filter((found) => /block|flag|in y/.test(found)), []);
  }
});

test('the_tables_find_what_is_too_new', () => {
  const js = (text) => scriptFindings('x', text).map((found) => found.replace(/^x:1 /, '').replace(/:.*| \(.*/, ''));
  assert.deepEqual(js('structuredClone(1)'), ['structuredClone']);
  assert.deepEqual(js('[1].at(-1); Object.hasOwn({}, 1); x.checkVisibility(); [].findLast(f)'), ['.at', '.hasOwn', '.checkVisibility', '.findLast']);
  assert.deepEqual(js('class A { static { 1 } #x; has(y) { return #x in y } }').length, 2);
  assert.deepEqual(js('a?.b ?? (c ||= 1); class B { #p = 1; #q() {} static s = 2 } new ResizeObserver(f); "a".replaceAll("b", "c")'), []);
  const css = (text) => styleFindings('x', text).map((found) => found.replace(/^x:1 /, '').replace(/: .*| \(.*/, ''));
  assert.deepEqual(css('@layer a { b { inset: 0 } } a:has(b) { rotate: 1deg; user-select: none } @container (width > 1px) { a { c: d } }'), ['@layer', ':has', 'rotate', 'user-select', '@container']);
  assert.deepEqual(css('a { -webkit-user-select: none; user-select: none; height: 100vh; height: 100dvh; aspect-ratio: 1; inset: 0 } a:is(b):focus-visible { gap: 1px }'), []);
  assert.deepEqual(css('a { b { color: red } }').length, 1);
  assert.deepEqual(css('a { height: 100svh; color: oklch(1 0 0) }').length, 2);
});
