// `console`: turns what is logged into text, with caps, and gives it to the host. Never throws.
'use strict';

const MAX_TEXT = 10_000;
const MAX_DEPTH = 4;
const MAX_ITEMS = 100;

/** A stack with the places of the author's sources. @type {(text: string) => string} */
let stackOf = (text) => text;

/**
 * @param {any} value
 * @param {number} depth
 * @param {any[]} seen
 * @returns {string}
 */
function show(value, depth, seen) {
  switch (typeof value) {
    case 'string': return depth === 0 ? value : JSON.stringify(value.length > 1000 ? `${value.slice(0, 1000)}...` : value);
    case 'function': return `[function ${value.name || 'anonymous'}]`;
    case 'symbol': return value.toString();
    case 'bigint': return `${value}n`;
    case 'object': break;
    default: return String(value);
  }
  if (value === null) return 'null';
  if (seen.includes(value)) return '[circular]';
  if (value instanceof Error) return `${value.name}: ${value.message}${depth === 0 && value.stack ? `\n${stackOf(String(value.stack))}` : ''}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Promise) return '[promise]';
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
  const isArray = Array.isArray(value);
  if (depth >= MAX_DEPTH) return isArray ? `[array of ${value.length}]` : '{...}';
  const inner = [...seen, value];
  if (value instanceof Map || value instanceof Set) {
    return `${value.constructor.name} ${show([...value].slice(0, MAX_ITEMS + 1), depth + 1, inner)}`;
  }
  const keys = isArray ? [...Array(Math.min(value.length, MAX_ITEMS)).keys()] : Object.keys(value).slice(0, MAX_ITEMS);
  const total = isArray ? value.length : Object.keys(value).length;
  const parts = keys.map((key) => {
    const text = show(value[key], depth + 1, inner);
    return isArray ? text : `${key}: ${text}`;
  });
  if (total > keys.length) parts.push(`... ${total - keys.length} more`);
  if (isArray) return `[${parts.join(', ')}]`;
  const name = value.constructor?.name;
  const label = name && name !== 'Object' && name !== 'Instance' ? `${name} ` : '';
  return parts.length === 0 ? `${label}{}` : `${label}{ ${parts.join(', ')} }`;
}

/** @param {any[]} args */
function format(args) {
  const parts = [...args];
  if (typeof parts[0] === 'string' && parts.length > 1 && parts[0].includes('%')) {
    let next = 1;
    parts[0] = parts[0].replace(/%([sdifoOjc%])/g, (whole, kind) => {
      if (kind === '%') return '%';
      if (next >= args.length) return whole;
      const value = args[next];
      next += 1;
      if (kind === 'c') return '';
      if (kind === 'd' || kind === 'i') return String(Math.trunc(Number(value)));
      if (kind === 'f') return String(Number(value));
      return show(value, kind === 's' ? 0 : 1, []);
    });
    parts.splice(1, next - 1);
  }
  const text = parts.map((part) => show(part, 0, [])).join(' ');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}... (${text.length} letters)` : text;
}

/**
 * @param {(level: string, text: string) => void} write
 * @param {(text: string) => string} places  the places of a stack, as the author knows the files
 */
function makeConsole(write, places) {
  stackOf = places;
  let indent = '';
  /** @type {Map<string, number>} */
  const counts = new Map();
  /** @type {Map<string, number>} */
  const times = new Map();
  /** @param {string} level */
  const writer = (level) => (/** @type {any[]} */ ...args) => {
    let text;
    try {
      text = format(args);
    } catch (error) {
      text = `[what was logged could not be shown: ${error instanceof Error ? error.message : 'it threw'}]`;
    }
    write(level, indent + text.replaceAll('\n', `\n${indent}`));
  };
  const log = writer('log');
  const error = writer('error');
  const group = (/** @type {any[]} */ ...args) => {
    if (args.length > 0) log(...args);
    if (indent.length < 40) indent += '  ';
  };
  return {
    log, error, info: writer('info'), warn: writer('warn'), debug: writer('debug'), dir: log, dirxml: log, table: log, group,
    groupCollapsed: group,
    groupEnd() { indent = indent.slice(2); },
    trace(/** @type {any[]} */ ...args) { log(...args, `\n${stackOf(new Error().stack ?? '')}`); },
    assert(/** @type {any} */ ok, /** @type {any[]} */ ...args) { if (!ok) error('Assertion failed:', ...args); },
    count(label = 'default') {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      log(`${label}: ${counts.get(label)}`);
    },
    countReset(label = 'default') { counts.delete(label); },
    time(label = 'default') { times.set(label, Date.now()); },
    timeLog(label = 'default') { log(`${label}: ${Date.now() - (times.get(label) ?? Date.now())} ms`); },
    timeEnd(label = 'default') {
      this.timeLog(label);
      times.delete(label);
    },
    clear() {},
  };
}

exports.makeConsole = makeConsole;
