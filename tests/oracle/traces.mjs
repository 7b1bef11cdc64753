// The trace cases of core/tests/traces in glass-easel, beside what they say: prints the lines that differ. Fails where one
// does and its case has no section `glass-easel` that says why.
//
//   node traces.mjs NODE_MODULES [PART_OF_A_NAME]
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { outline } from './outline.mjs';
import { open } from './program.mjs';

const folder = new URL('../../core/tests/traces/', import.meta.url).pathname;

/** @param {string} file  @returns {Map<string, string>} */
function sections(file) {
  const found = new Map([['about', '']]);
  let name = 'about';
  for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
    if (line.startsWith('--- ')) found.set(name = line.slice(4).trim(), '');
    else found.set(name, `${found.get(name)}${line}\n`);
  }
  return found;
}

/** @param {any[]} shown */
const text = (shown) => shown.map((item) => (typeof item === 'string' ? item : text(item.in ?? []))).join('');

/** @param {Map<string, string>} parts  @param {string} modules */
async function run(parts, modules) {
  const files = Object.fromEntries([...parts].filter(([name]) => name.includes('.')));
  const paths = Object.keys(files).filter((name) => name.endsWith('.wxml')).map((name) => name.slice(0, -5));
  const usingComponents = Object.fromEntries(paths.map((path) => [path.split('/').at(-1), `/${path}`]));
  const components = Object.fromEntries(paths.map((path) => [path, { component: true, usingComponents, ...JSON.parse(files[`${path}.json`] ?? '{}') }]));
  const prelude = 'globalThis.log = (...args) => console.log(...args);';
  const program = open({ files: { ...files, 'app.js': `${prelude}${files['app.js'] ?? 'App({})'}` }, components }, modules);
  const lines = [];
  const lives = { show: ['onShow', 'show'], hide: ['onHide', 'hide'], resize: ['onResize', 'resize'], ready: ['onReady', ''], routeDone: ['onRouteDone', 'routeDone'] };
  for (const step of (parts.get('steps') ?? '').split('\n').filter((line) => line !== '')) {
    lines.push(`> ${step}`);
    const [, word, rest] = /^(\S+) ?(.*)$/.exec(step);
    if (word === 'open') {
      const [path, query = ''] = rest.split('?');
      program.begin(path, Object.fromEntries(query.split('&').filter(Boolean).map((part) => part.split('='))));
    } else if (word === 'call') {
      const [, name, args] = /^(\S+) ?(.*)$/.exec(rest);
      program.call(name, JSON.parse(`[${args}]`));
    } else if (word === 'text') lines.push(text(outline(program.root())).trim().split(/\s+/).join(' '));
    else if (word === 'unload') program.end();
    else if (lives[word]) program.life(lives[word][0], lives[word][1], rest === '' ? [] : [JSON.parse(rest)]);
    await program.settle();
    lines.push(...program.said());
  }
  return { lines, errors: program.errors };
}

const [modules, only = ''] = process.argv.slice(2);
let different = 0;
let unexplained = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.case') && name.includes(only)).sort()) {
  const parts = sections(file);
  if (parts.get('glass-easel')?.startsWith('skip')) continue;
  // glass-easel leaves `ready` and App to whoever embeds it; its words of warning are its own.
  const left = /^(?!>)(.*\bready\b|warn: |error: |App )/;
  const compared = (/** @type {string} */ all) => all.trimEnd().split('\n').filter((line) => !left.test(line));
  const wanted = compared(parts.get('trace') ?? '');
  const { lines: raw, errors } = await run(parts, modules);
  const lines = compared(raw.join('\n'));
  if (lines.join('\n') === wanted.join('\n')) continue;
  different += 1;
  if (!parts.has('glass-easel')) unexplained += 1;
  console.log(`== ${file}${parts.has('glass-easel') ? ` (explained: ${parts.get('glass-easel').trim()})` : ''}`);
  const theirs = new Set(lines);
  const ours = new Set(wanted);
  for (let at = 0; at < Math.max(lines.length, wanted.length); at += 1) {
    const same = lines[at] === wanted[at];
    console.log(`${same ? '  ' : '! '}${(wanted[at] ?? '').padEnd(50)} | ${lines[at] ?? ''}${same || (theirs.has(wanted[at]) && ours.has(lines[at])) ? '' : '   <-'}`);
  }
  for (const error of errors) console.log(`  error of theirs: ${error.split('\n')[0]}`);
}
console.log(`${different} differ, ${unexplained} of them without a word why`);
process.exitCode = unexplained > 0 ? 1 : 0;
