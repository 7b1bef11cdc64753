// Events on their way: makes the object that a handler gets and calls the handlers that the tree names. Which handlers
// those are, and in which order, is the tree's business.
'use strict';

const { safely } = require('./report.js');

/** @type {any} */
let host = null;
/** Instances by component id. @type {{get: (id: number) => any}} */
let states = { get: () => undefined };

/** @param {any} place  `{id, dataset}` from the tree  @param {any} [box] offsets, where the view gave them */
function place(place, box) {
  return { id: place.id, dataset: place.dataset, offsetLeft: box?.offsetLeft ?? 0, offsetTop: box?.offsetTop ?? 0 };
}

/**
 * Calls handlers one after the other; one that throws does not stop the rest.
 * @param {any[]} calls  `[comp, method, target, current, mark]` each
 * @param {any} base  what all of them share: type, timeStamp, detail...
 */
function deliver(calls, base) {
  for (const [comp, method, target, current, mark] of calls) {
    const state = states.get(comp);
    if (state === undefined) continue;
    const handler = state.self[method];
    if (typeof handler !== 'function') {
      host.console('warn', `${state.def.path} has no method "${method}" for the event ${base.type}`);
      continue;
    }
    const event = { ...base, target: place(target, base.target), currentTarget: place(current, base.currentTarget), mark, mut: false };
    safely(`${method} of ${state.def.path}`, handler, state.self, [event]);
  }
}

/**
 * triggerEvent: the detail is handed over as it is, functions and all.
 * @param {any} state
 * @param {string} type
 * @param {any} detail
 * @param {any} options
 */
function trigger(state, type, detail, options) {
  if (state.gone) return;
  const calls = host.tree.trigger(state.id, type, !!options?.bubbles, !!options?.composed, !!options?.capturePhase);
  if (calls.length > 0) deliver(calls, { type, timeStamp: Math.floor(host.now() - host.started), detail: detail === undefined ? {} : detail });
}

/**
 * An event from the view. `given` is the view's message: type, detail, touches, changedTouches, ts.
 * @param {any[]} calls
 * @param {any} given
 * @param {[number, string][]} models  data that `model:` ties to the element: `[comp, path]` each
 */
function fromView(calls, given, models) {
  // Handlers already see the new value.
  for (const [comp, path] of models) states.get(comp)?.self.setData({ [path]: given.detail?.value });
  /** @type {any} */
  const base = {
    type: given.type, timeStamp: given.ts ?? 0, detail: given.detail ?? {}, target: given.target, currentTarget: given.currentTarget,
  };
  if (given.touches) base.touches = given.touches;
  if (given.changedTouches) base.changedTouches = given.changedTouches;
  deliver(calls, base);
}

exports.install = (/** @type {any} */ hostFunctions, /** @type {{get: (id: number) => any}} */ instances) => { host = hostFunctions; states = instances; };
exports.trigger = trigger;
exports.fromView = fromView;
