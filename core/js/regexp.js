// RegExp.$1 and its kin, which the engine does not have and old code that formats dates relies on: what the last match
// found. Put in only when a script names them, because every match then passes through here.
'use strict';

const { apply, defineProperty } = Reflect;

let installed = false;

/** Takes effect for matches from now on. Idempotent. */
function remember() {
  if (installed) return;
  installed = true;
  /** @type {RegExpExecArray | null} */
  let last = null;
  const proto = /** @type {any} */ (RegExp.prototype);
  const native = proto.exec;
  const exec = {
    /** @param {any} text */
    exec(text) {
      const found = apply(native, this, [text]);
      if (found !== null) last = found;
      return found;
    },
  }.exec;
  defineProperty(proto, 'exec', { value: exec, writable: true, enumerable: false, configurable: true });
  /** @param {string[]} names  @param {(match: RegExpExecArray) => string | undefined} read */
  const give = (names, read) => names.forEach((name) => {
    defineProperty(RegExp, name, { get: () => (last === null ? '' : read(last) ?? ''), set() {}, enumerable: false, configurable: true });
  });
  for (let at = 1; at <= 9; at += 1) give([`$${at}`], (match) => match[at]);
  give(['lastMatch', '$&'], (match) => match[0]);
  give(['lastParen', '$+'], (match) => match[match.length - 1]);
  give(['input', '$_'], (match) => match.input);
  give(['leftContext', '$`'], (match) => match.input.slice(0, match.index));
  give(['rightContext', "$'"], (match) => match.input.slice(match.index + match[0].length));
}

exports.remember = remember;
