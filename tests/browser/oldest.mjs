// What the view may use: the syntax, members and styles that Chromium 90 and Safari 17 know, by the tables of
// @mdn/browser-compat-data. It reads files and runs nothing of them.
//
// A member is judged by its name alone, since nobody knows the types here: it is refused when every interface that has a member of that
// name came later. So what it refuses is surely too new, and what only one of several interfaces lacks may pass: the view's tests
// run without such members, too (bridges.mjs).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'acorn';
import { ancestor, simple } from 'acorn-walk';
import * as csstree from 'css-tree';

const bcd = createRequire(import.meta.url)('@mdn/browser-compat-data');

/** The oldest browsers that the view works in. */
export const OLDEST = { webview_android: 90, safari_ios: 17 };

const number = (version) => (typeof version === 'string' ? Number.parseFloat(version.replace('≤', '')) : version === true ? 1 : Number.NaN);

/** What one browser has of something: `yes`, a prefix with which it has it, or null. */
function support(compat, browser) {
  const all = [compat.support[browser]].flat().filter(Boolean);
  let prefixed = null;
  for (const one of all) {
    if (one.flags || number(one.version_removed) <= OLDEST[browser] || !(number(one.version_added) <= OLDEST[browser])) continue;
    if (!one.prefix && !one.alternative_name) return 'yes';
    prefixed ??= one.prefix ?? one.alternative_name;
  }
  return prefixed;
}

/** Which browser lacks it, in words; the empty text when none does, or when `given` says that it is written with its prefix, too. */
function lack(compat, given = (/** @type {string} */ _prefix) => false) {
  const missing = Object.keys(OLDEST).filter((browser) => {
    const has = support(compat, browser);
    return has !== 'yes' && !(has && given(has));
  });
  const since = (browser) => {
    const first = [compat.support[browser]].flat().find((one) => one && !one.flags && !one.prefix)?.version_added;
    return `${browser} ${OLDEST[browser]} (${first ? `since ${first}` : 'never'})`;
  };
  return missing.map(since).join(', ');
}

/** Names of members to what the tables say of them, on every interface that has one. @type {Map<string, any[]>} */
const members = new Map();
/** Names that stand alone: interfaces, constructors, functions of the window. @type {Map<string, any>} */
const globals = new Map();
/** Names of the language's own members. */
const builtIns = new Set(Object.values(bcd.javascript.builtins).flatMap((of) => Object.keys(of)));
const note = (name, compat) => compat && members.set(name, [...(members.get(name) ?? []), compat]);
for (const tree of [bcd.api, bcd.javascript.builtins]) {
  for (const [name, of] of Object.entries(tree)) {
    if (of.__compat) globals.set(name, of.__compat);
    for (const [member, own] of Object.entries(of)) if (member !== '__compat') note(member.replace(/_(static|event)$/, ''), own.__compat);
  }
}
for (const [name, compat] of Object.entries(bcd.api.Window).map(([name, own]) => [name, own.__compat])) if (compat && !globals.has(name)) globals.set(name, compat);

/** Whether a name of ours is surely the language's own here: it is called, and not on `this`. */
const isBuiltIn = (name, node, above) => builtIns.has(name) && above?.type === 'CallExpression' && above.callee === node && node.object.type !== 'ThisExpression';

const line = (text, at) => text.slice(0, at).split('\n').length;

/**
 * What a script uses that is too new.
 * @param {string} path
 * @param {string} text
 * @param {{ sourceType?: 'script' | 'module', known?: Set<string>, asked?: Record<string, string> }} [options] `known`: members of our own making;
 *   `asked`: names that are looked for before they are used
 * @returns {string[]}
 */
export function scriptFindings(path, text, { sourceType = 'script', known = new Set(), asked = {} } = {}) {
  /** @type {string[]} */
  const found = [];
  const say = (node, what) => found.push(`${path}:${line(text, node.start)} ${what}`);
  const tree = parse(text, { ecmaVersion: 2022, sourceType, allowReturnOutsideFunction: true });
  const declared = new Set();
  simple(tree, {
    VariablePattern: (/** @type {any} */ node) => void declared.add(node.name),
    Function: (/** @type {any} */ node) => void (node.id && declared.add(node.id.name)),
    Class: (/** @type {any} */ node) => void (node.id && declared.add(node.id.name)),
  });
  ancestor(tree, {
    StaticBlock: (node) => say(node, 'a static block of a class (Chromium 94)'),
    BinaryExpression: (/** @type {any} */ node) => node.left.type === 'PrivateIdentifier' && say(node, '`#x in y` (Chromium 91)'),
    Literal: (/** @type {any} */ node) => node.regex?.flags.includes('v') && say(node, 'the flag v of a regular expression (Chromium 112)'),
    MemberExpression(/** @type {any} */ node, _state, /** @type {any[]} */ above) {
      const name = node.computed ? (node.property.type === 'Literal' ? node.property.value : '') : node.property.name;
      if (node.property.type === 'PrivateIdentifier' || asked[name] || (known.has(name) && !isBuiltIn(name, node, above.at(-2))) || node.object.property?.name === 'style') return;
      const all = node.object.type === 'Identifier' && !declared.has(node.object.name) && bcd.javascript.builtins[node.object.name]?.[name]?.__compat;
      const rows = all ? [all] : (members.get(name) ?? []);
      if (rows.length > 0 && rows.every((compat) => lack(compat))) say(node, `.${name}: ${lack(rows[0])}`);
    },
    Identifier(/** @type {any} */ node, _state, /** @type {any[]} */ above) {
      const { name } = node;
      if (declared.has(name) || known.has(name) || asked[name] || !globals.has(name)) return;
      if (above.at(-2)?.type === 'UnaryExpression' && above.at(-2).operator === 'typeof') return;
      if (lack(globals.get(name))) say(node, `${name}: ${lack(globals.get(name))}`);
    },
  });
  return found;
}

/** Names that a script makes: methods, fields, keys. @param {string} text @param {'script' | 'module'} [sourceType] */
export function ownNames(text, sourceType = 'script') {
  const own = new Set();
  const add = (/** @type {any} */ node) => void (!node.computed && own.add(node.key.name ?? node.key.value));
  simple(parse(text, { ecmaVersion: 2022, sourceType }), { MethodDefinition: add, PropertyDefinition: add, Property: add });
  return own;
}

/** Styles that stand in a script as texts. @param {string} text @returns {Array<{ css: string, at: number }>} */
export function sheetsIn(text) {
  /** @type {Array<{ css: string, at: number }>} */
  const sheets = [];
  simple(parse(text, { ecmaVersion: 2022, sourceType: 'script' }), {
    TemplateLiteral(/** @type {any} */ node) {
      const css = node.quasis.map((/** @type {any} */ part) => part.value.cooked).join('0');
      if (/[;{]\s*[\w-]+\s*:[^;]*;/.test(css) && css.includes('{') && css.includes('}')) sheets.push({ css, at: line(text, node.start) });
    },
  });
  return sheets;
}

const FUNCTIONS = new Map();
(function collect(tree) {
  for (const [name, of] of Object.entries(tree)) {
    if (name === '__compat' || typeof of !== 'object') continue;
    if (of.__compat && !FUNCTIONS.has(name)) FUNCTIONS.set(name, of.__compat);
    collect(of);
  }
})(bcd.css.types);

/**
 * What a style sheet uses that is too new. Something new after something older for the same property is a choice, not a finding.
 * @param {string} path
 * @param {string} css
 * @param {{ first?: number, asked?: Record<string, string>, exact?: boolean }} [options] `first`: line of the file where it begins; `exact`: what can't be read is told
 * @returns {string[]}
 */
export function styleFindings(path, css, { first = 1, asked = {}, exact = false } = {}) {
  /** @type {string[]} */
  const found = [];
  const say = (node, what) => found.push(`${path}:${first + (node.loc?.start.line ?? 1) - 1} ${what}`);
  const refused = (node, what, compat, given = undefined) => {
    const why = compat && !asked[what] && !asked[what.split(':')[0]] && lack(compat, given);
    if (why) say(node, `${what}: ${why}`);
  };
  const tree = csstree.parse(css, { positions: true, onParseError: (error) => exact && found.push(`${path}:${first + error.line - 1} ${error.message}`) });
  csstree.walk(tree, {
    enter(node) {
      if (this.atrule?.name === 'supports') return;
      if (node.type === 'Atrule') refused(node, `@${node.name}`, bcd.css['at-rules'][node.name.replace(/^-\w+-/, '')]?.__compat);
      if (node.type === 'Block' && this.rule) node.children.forEach((inner) => inner.type !== 'Declaration' && say(inner, 'a rule inside a rule (Chromium 112)'));
      if (node.type === 'NestingSelector') say(node, '& (Chromium 112)');
      if (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector') refused(node, `:${node.name}`, bcd.css.selectors[node.name]?.__compat);
      if (node.type === 'Declaration') {
        const before = new Set();
        const all = new Set();
        this.block?.children.forEach((other) => {
          if (other.type !== 'Declaration') return;
          all.add(other.property);
          if ((other.loc?.start.offset ?? 0) < (node.loc?.start.offset ?? 0)) before.add(other.property);
        });
        if (before.has(node.property)) return this.skip;
        const row = bcd.css.properties[node.property];
        refused(node, node.property, row?.__compat, (prefix) => all.has(prefix + node.property) || all.has(prefix));
        if (node.value.type === 'Value' && !node.property.startsWith('--')) {
          node.value.children.forEach((value) => {
            if (value.type === 'Identifier') refused(value, `${node.property}: ${value.name}`, row?.[value.name]?.__compat);
          });
        }
      }
      if (node.type === 'Function' && this.declaration) refused(node, `${node.name}()`, FUNCTIONS.get(node.name)?.support && FUNCTIONS.get(node.name));
      if (node.type === 'Dimension' && /^[sld]v(h|w|min|max|b|i)$|^cq/.test(node.unit)) say(node, `the unit ${node.unit} (Chromium 105 and later)`);
      return undefined;
    },
  });
  return found;
}

/** A file's text. @param {string} path */
export const text = (path) => readFileSync(path, 'utf8');
