// Members of a dialect that another member does under other names: which, the host's table says. Knows no member by name.
'use strict';

const calls = require('./calls.js');

/** @typedef {{of: string, args: any[] | null, res: [string, string][] | null}} As  `args`: `[theirs, ours, values?]` or `[null, ours, constant]`; null takes all */

/** @param {As} as  @param {any} given */
function argsOf(as, given) {
  const options = calls.optionsOf(given);
  if (as.args === null) return { ...options };
  /** @type {any} */
  const out = {};
  for (const key of ['success', 'fail', 'complete']) if (typeof options[key] === 'function') out[key] = options[key];
  for (const [theirs, ours, value] of as.args) {
    if (theirs === null) out[ours] = value;
    else if (value !== undefined) out[ours] = value[options[theirs]] ?? value['*'];
    else if (options[theirs] !== undefined) out[ours] = options[theirs];
  }
  return out;
}

/** @param {As} as  @param {any} res */
function resultOf(as, res) {
  if (as.res === null || res === null || typeof res !== 'object') return res;
  return Object.fromEntries(as.res.filter(([ours]) => res[ours] !== undefined).map(([ours, theirs]) => [theirs, res[ours]]));
}

/**
 * @param {string} kind
 * @param {As} as
 * @param {Function | undefined} ours  the member of ours that needs JavaScript of its own
 * @param {string[]} methods  of the task that it returns
 */
function renamed(kind, as, ours, methods) {
  if (ours !== undefined) return (/** @type {any[]} */ ...given) => ours(...(as.args === null ? given : [argsOf(as, given[0])]));
  if (kind === 'sync') return (/** @type {any} */ given) => resultOf(as, calls.askNow(as.of, argsOf(as, given)));
  if (kind !== 'async-task') {
    const member = calls.asyncMember(as.of, (/** @type {any} */ res) => resultOf(as, res));
    return (/** @type {any} */ given) => member(argsOf(as, given));
  }
  const task = calls.taskMember(as.of, methods, (/** @type {any} */ res) => resultOf(as, res));
  return (/** @type {any} */ given) => task(argsOf(as, given));
}

exports.renamed = renamed;
