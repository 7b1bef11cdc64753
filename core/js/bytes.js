// ArrayBuffers in JSON: `{"$bytes": "<base64>"}`, and base64 itself. Nothing else is encoded.
'use strict';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));
VALUES.set('-', 62);
VALUES.set('_', 63);

/** @param {any} given an ArrayBuffer or a view of one */
function bytesOf(given) {
  if (given instanceof ArrayBuffer) return new Uint8Array(given);
  if (ArrayBuffer.isView(given)) return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  throw new TypeError('an ArrayBuffer is needed');
}

/** @param {any} given */
function toBase64(given) {
  const bytes = bytesOf(given);
  const parts = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    parts.push(LETTERS[triple >> 18] + LETTERS[(triple >> 12) & 63]
      + (i + 1 < bytes.length ? LETTERS[(triple >> 6) & 63] : '=') + (i + 2 < bytes.length ? LETTERS[triple & 63] : '='));
  }
  return parts.join('');
}

/** @param {any} text */
function fromBase64(text) {
  const letters = String(text).replace(/[\s=]/g, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < letters.length; i += 1) {
    const value = VALUES.get(letters[i]);
    if (value === undefined) throw new Error('the text is not base64');
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at] = (bits >> held) & 255;
      at += 1;
    }
  }
  return bytes.buffer;
}

const stringify = JSON.stringify;
const parse = JSON.parse;

/** @param {any} value  functions are left out, as JSON does */
function toWire(value) {
  return stringify(value, (_, item) => {
    if (typeof item === 'bigint') return String(item);
    return item instanceof ArrayBuffer || ArrayBuffer.isView(item) ? { $bytes: toBase64(item) } : item;
  }) ?? '{}';
}

/** @param {string} text */
function fromWire(text) {
  if (!text.includes('"$bytes"')) return parse(text);
  return parse(text, (_, item) => (item !== null && typeof item === 'object' && typeof item.$bytes === 'string' ? fromBase64(item.$bytes) : item));
}

/** A result whose `data` is JSON of a server that the host left to be read here. Text that is no JSON stays text. @param {any} res */
function withData(res) {
  if (res.$json !== true) return res;
  const { $json, ...more } = res;
  try {
    return { ...more, data: parse(more.data) };
  } catch {
    return more;
  }
}

exports.toBase64 = toBase64;
exports.fromBase64 = fromBase64;
exports.toWire = toWire;
exports.fromWire = fromWire;
exports.withData = withData;
