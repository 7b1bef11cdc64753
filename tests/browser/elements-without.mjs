// Takes each name of tests/elements.tsv from the gallery's pages in turn, and sees the test that is named for it fail: a test
// that passes without the attribute asserts nothing about it. A round takes one name from each page, so that a failure has one cause.
// It is run by hand, half an hour for all: node tests/browser/elements-without.mjs [ELEMENT,ELEMENT [NAME]]

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const gallery = join(root, 'target', 'examples', 'gallery');
const [onlyElement, onlyName] = process.argv.slice(2);

/** What a test waits for does not come in most runs: it need not wait as long as a test that decides. */
const WAIT = process.env.BANCHAN_PATIENCE ?? '10000';

/** A page's markup without a name on an element. */
function without(markup, element, name) {
  const attribute = name.startsWith('on:') ? `(?:bind|catch):?${name.slice(3)}` : name;
  const one = new RegExp(`\\s${attribute}(?:="[^"]*")?(?=[\\s/>])`, 'g');
  return markup.replace(new RegExp(`<${element}(?=[\\s/>])(?:"[^"]*"|[^">])*>`, 'g'), (tag) => tag.replace(one, ''));
}

/** The page that the test of this title for this element opens. */
function pageOf(file, title, element) {
  const opened = readFileSync(join(here, `${file}.test.mjs`), 'utf8').split('\n').map((line) => /^ *element\('?([a-z-]+)'?, '([^']+)'/.exec(line)).filter((found) => found?.[2] === title).map((found) => found[1]);
  return opened.includes(element) || opened.includes('kind') ? element : opened[0];
}

/** Runs these tests, `PAGE: TITLE`, of a file: which failed, and how. */
function run(file, tests, copy) {
  const pattern = `^(?:${tests.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})$`;
  const { stdout } = spawnSync(process.execPath, ['--test', '--test-name-pattern', pattern, join(here, `${file}.test.mjs`)],
    { env: { ...process.env, BANCHAN_GALLERY: copy, BANCHAN_PATIENCE: WAIT }, encoding: 'utf8', timeout: 600_000, maxBuffer: 1 << 26 });
  const ends = new Map();
  for (const [, not, title, rest] of stdout.matchAll(/^(?: {4})?(not )?ok \d+ - (.*)\n((?: +.*\n)*)/gm)) {
    if (tests.includes(title)) ends.set(title, not ? /error: (?:\|-\n\s+)?'?(.*)/.exec(rest)?.[1] ?? 'failed' : '');
  }
  return ends;
}

const rows = readFileSync(join(root, 'tests', 'elements.tsv'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t'));
const wanted = rows.filter(([element, name, proof]) => proof && !proof.startsWith('-: ') && (!onlyElement || onlyElement.split(',').includes(element)) && (!onlyName || name === onlyName))
  .map(([element, name, proof]) => {
    const [file, title] = proof.split(': ');
    return { element, name, file, title, page: pageOf(file, title, element) };
  });
const apart = wanted.filter(({ page }) => !page);
const left = wanted.filter(({ page }) => page);
for (const { element, name, file } of apart) console.log(`? ${element} ${name}: its test has a page of its own (${file})`);

const folder = mkdtempSync(join(tmpdir(), 'banchan-without-'));
const copy = join(folder, 'gallery');
cpSync(gallery, copy, { recursive: true });
const sheet = (page) => join(copy, 'elements', page, `${page}.wxml`);
const unmoved = [];

/** One round: the tests of these rows, with what `change` does to their pages. */
function round(some, change, told) {
  const before = some.map(({ page }) => [sheet(page), readFileSync(sheet(page), 'utf8')]);
  for (const one of some) writeFileSync(sheet(one.page), change(readFileSync(sheet(one.page), 'utf8'), one));
  for (const file of new Set(some.map((one) => one.file))) {
    const these = some.filter((one) => one.file === file);
    const ends = run(file, [...new Set(these.map(({ page, title }) => `${page}: ${title}`))], copy);
    for (const one of these) told(one, ends.get(`${one.page}: ${one.title}`));
  }
  for (const [path, markup] of before.reverse()) writeFileSync(path, markup);
}

try {
  round([...left], (markup) => markup, (one, end) => {
    if (end === '') return;
    console.log(`! ${one.element} ${one.name}: its test does not pass with all its names: ${end ?? 'it did not run'}`);
    left.splice(left.indexOf(one), 1);
    process.exitCode = 1;
  });
  while (left.length) {
    const some = left.filter(({ page }, n) => left.findIndex((other) => other.page === page) === n);
    for (const one of some) left.splice(left.indexOf(one), 1);
    round(some, (markup, { element, name }) => without(markup, element, name), ({ element, name, title }, end) => {
      if (!end) unmoved.push(`${element} ${name}`);
      console.log(end ? `+ ${element} ${name}: ${end.slice(0, 150)}` : `NOT SEEN ${element} ${name}: ${title} ${end ?? 'did not run'}`);
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(unmoved.length ? `${unmoved.length} names are missed by no test:\n${unmoved.join('\n')}` : `${wanted.length - apart.length} names, and no test passes without its own`);
if (unmoved.length) process.exitCode = 1;
