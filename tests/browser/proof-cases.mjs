// The cases of core/tests/proof as the desktop shell's test runs them, and what they show of tier 1, which is the text of
// docs/member-coverage.md. It starts nothing, and must not know what any member does.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './phone-desk.mjs';

const proof = join(root, 'core/tests/proof');

/** What the scripts of the cases use. */
export const helpers = readFileSync(join(proof, 'helpers.js'), 'utf8');

/** @typedef {{name: string, key: string, script: string, wanted: string, file: string}} Case `name`: the member and how it ends; `key`: with what was prepared before */
/** @typedef {{name: string, file: string, title: string}} Named a test that shows a member */
/** @typedef {{groups: Case[][], named: Named[], never: Map<string, string>, notHere: Map<string, string>}} Cases `never`: why it can't fail; `notHere`: why a computer can't show it */

/**
 * All lines of the case files, read as `proof.rs` reads them.
 * @param {(key: string) => boolean} answered  whether somebody does what a prepared phone does in this case
 * @returns {Cases}
 */
export function readCases(answered) {
  /** @type {Cases} */
  const cases = { groups: [], named: [], never: new Map(), notHere: new Map() };
  for (const file of readdirSync(proof).filter((name) => name.endsWith('.cases')).sort()) {
    cases.groups.push([]);
    /** @type {string[]} */
    let before = [];
    for (const line of readFileSync(join(proof, file), 'utf8').replaceAll('\n  ', ' ').split('\n')) {
      if (line === '---') cases.groups.push([]);
      if (line.startsWith('@ ')) before.push(line.slice(2));
      const [, member, ends, how, rest] = /^(\w+) (ok|fails|never fails)(| not on the desktop| in \S+): (.*)$/.exec(line) ?? [];
      if (!member) continue;
      const name = `${member} ${ends.replace('never ', '')}`;
      if (ends === 'never fails') cases.never.set(name, rest);
      else if (how.startsWith(' not')) cases.notHere.set(name, rest);
      else if (how) cases.named.push({ name, file: how.slice(4), title: rest });
      else {
        const at = rest.lastIndexOf(' =>');
        const key = [name, ...before].join(' @ ');
        if (answered(key) || before.every((order) => order === 'a view')) cases.groups.at(-1)?.push({ name, key, script: rest.slice(0, at), wanted: rest.slice(at + 3).trim(), file });
        before = [];
      }
    }
  }
  cases.groups = cases.groups.map((group) => group.filter((one) => !cases.notHere.has(one.name))).filter((group) => group.length > 0);
  return cases;
}

/** The members that work, in the order of the table. @param {string} [tier]  those of one alone */
export function working(tier = '1') {
  const rows = readFileSync(join(root, 'core/src/api/members.tsv'), 'utf8').split('\n').map((row) => row.split('\t'));
  return rows.filter((row) => row[3]?.startsWith(tier) && row[4] === 'done').map((row) => row[0]);
}

/** The text of a test, from its title to its end; null when the file has no such test. @param {string} text @param {string} title */
function body(text, title) {
  const at = text.indexOf(`'${title}'`);
  return at < 0 ? null : text.slice(at, text.indexOf('\n});', at));
}

/** What is wrong with the tests that are named: they are not there, or do not use the member. @param {Named[]} named */
export function wrongNames(named) {
  return named.flatMap(({ name, file, title }) => {
    const member = name.split(' ')[0];
    const text = existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '';
    const test = body(text, title);
    if (test === null) return [`${name}: ${file} has no test '${title}'`];
    // It speaks of the member, or the program in its file calls it.
    return test.includes(member) || text.includes(`wx.${member}(`) ? [] : [`${name}: '${title}' of ${file} does not use it`];
  });
}

/**
 * How each working member is shown on the desktop in a browser.
 * @param {Cases} cases
 * @returns {{text: string, missing: string[]}} the document, and what nothing shows
 */
export function coverage({ groups, named, never, notHere }) {
  /** @type {string[]} */
  const missing = [];
  const inBrowser = named.filter((one) => one.file.startsWith('tests/browser/'));
  /** @param {string} name */
  const shown = (name) => {
    const files = [...new Set(groups.flat().filter((one) => one.name === name).map((one) => one.file))];
    const tests = inBrowser.filter((one) => one.name === name).map((one) => `${one.title.replaceAll('_', ' ')} (${basename(one.file, '.test.mjs')})`);
    const told = [...files, ...tests];
    if (told.length > 0) return told.join(', ');
    const why = never.get(name) ?? notHere.get(name);
    if (!why) missing.push(name);
    return why ? `— ${why}` : '';
  };
  const members = working();
  const rows = members.map((member) => `| \`${member}\` | ${shown(`${member} ok`)} | ${shown(`${member} fails`)} |`);
  const count = (/** @type {string} */ end) => rows.filter((row) => !row.split(' | ')[end === 'ok' ? 1 : 2].startsWith('—')).length;
  const text = `# Where each member of tier 1 is shown on the desktop

Made from \`core/tests/proof/*.cases\`; a test of \`tests/browser/proof.test.mjs\` holds that both agree, that no working member of tier 1 is without a proof and that
each test that is named is there and uses the member. To make it again: \`BANCHAN_BLESS=1 node --test --test-name-pattern=every_working_member tests/browser/proof.test.mjs\`.

A file of cases runs in a real Chromium (\`proof.test.mjs\`: the phone page, the real program behind it, servers on this machine) and through the whole core with a
prepared phone (\`core/tests/proof.rs\`); another test is told with its file in \`tests/browser\`. After a dash stands why there is nothing to show.

${members.length} members: ${count('ok')} shown to work, ${count('fails')} shown to fail.

| member | works | fails |
|---|---|---|
${rows.join('\n')}
`;
  return { text, missing };
}
