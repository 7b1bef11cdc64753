// Events on their way: makes the object that a handler gets and calls the handlers that the tree names. Which handlers
// those are, and in which order, is the tree's business.
'use strict';

const { hasBehavior } = require('./definition.js');
const { safely } = require('./report.js');

/** @type {any} */
let host = null;
/** Instances by component id. @type {{get: (id: number) => any}} */
let states = { get: () => undefined };
/** The event as the dialect's handlers know it. @type {(base: any) => any} */
let shape = (base) => base;

/** @param {any} place  `{id, dataset}` from the tree  @param {any} [box] offsets, where the view gave them */
function place(place, box) {
  return { id: place.id, dataset: place.dataset, offsetLeft: box?.offsetLeft ?? 0, offsetTop: box?.offsetTop ?? 0 };
}

/** Components that were let go while an event was on its way through them: those of their handlers that are left still hear it. @type {Map<number, any>} */
const gone = new Map();
let under = 0;

/**
 * Calls handlers one after the other; one that throws does not stop the rest. Who is next is asked after each: one may
 * change or remove what the event would come to.
 * @param {number} walk  the tree's number of the event on its way
 * @param {any[] | undefined} first  `[comp, method, target, current, mark]`
 * @param {any} base  what all of them share: type, timeStamp, detail...
 */
function deliver(walk, first, base) {
  under += 1;
  try {
    for (let call = first; call !== undefined; call = host.tree.nextCall(walk)) {
      const [comp, method, target, current, mark] = call;
      const state = states.get(comp) ?? gone.get(comp);
      if (state === undefined) continue;
      const handler = state.self[method];
      if (typeof handler !== 'function') {
        host.console('warn', `${state.def.path} has no method "${method}" for the event ${base.type}`);
        continue;
      }
      const event = { ...base, target: place(target, base.target), currentTarget: place(current, base.currentTarget), mark, mut: false };
      safely(`${method} of ${state.def.path}`, handler, state.self, [event]);
    }
  } finally {
    host.tree.endWalk(walk);
    under -= 1;
    if (under === 0) gone.clear();
  }
}

/** A component is let go. @param {any} state */
function left(state) {
  if (under > 0) gone.set(state.id, state);
}

/**
 * triggerEvent: the detail is handed over as it is, functions and all.
 * @param {any} state
 * @param {string} type
 * @param {any} detail
 * @param {any} options
 */
function trigger(state, type, detail, options) {
  const walk = host.tree.trigger(state.id, type, !!options?.bubbles, !!options?.composed, !!options?.capturePhase);
  const first = walk === undefined ? undefined : host.tree.nextCall(walk);
  if (first !== undefined) deliver(walk, first, { type, timeStamp: Math.floor(host.now() - host.started), detail: detail === undefined ? {} : detail });
}

/**
 * An event from the view. `given` is the view's message: type, detail, touches, changedTouches, ts.
 * @param {number} walk  the tree's number of it
 * @param {any[] | undefined} earliest  the first handler; none where `models` may yet change who it is
 * @param {any} given
 * @param {[number, string][]} models  data that `model:` ties to the element: `[comp, path]` each
 * @param {number[]} fields  components inside a form that is submitted
 */
function fromView(walk, earliest, given, models, fields) {
  // Handlers already see the new value.
  for (const [comp, path] of models) states.get(comp)?.self.setData({ [path]: given.detail?.value });
  const first = earliest ?? host.tree.nextCall(walk);
  if (first === undefined) return;
  /** @type {any} */
  const base = {
    type: given.type, timeStamp: given.ts ?? 0, detail: given.detail ?? {}, target: given.target, currentTarget: given.currentTarget,
  };
  // As WeChat has it, a map's event is called after what happened to the region.
  if (given.type === 'regionchange') Object.assign(base, { type: base.detail.type, causedBy: base.detail.causedBy });
  if (given.touches) base.touches = given.touches;
  if (given.changedTouches) base.changedTouches = given.changedTouches;
  if (fields.length > 0) base.detail = { ...base.detail, value: { ...base.detail.value, ...valuesOf(fields, first[0]) } };
  deliver(walk, first, shape(base));
}

/**
 * What components that are fields give to a form: those of the form's own template, and those inside of groups.
 * @param {number[]} fields
 * @param {number} owner  whose template the form is in
 */
function valuesOf(fields, owner) {
  /** @type {any} */
  const values = {};
  for (const id of fields) {
    const state = states.get(id);
    if (state === undefined || !hasBehavior(state.def, 'wx://form-field')) continue;
    let at = host.tree.owner(id);
    while (at !== undefined && at !== owner && hasBehavior(states.get(at)?.def, 'wx://form-field-group')) at = host.tree.owner(at);
    const { name, value } = state.data;
    if (at === owner && name) values[name] = value;
  }
  return values;
}

exports.install = (/** @type {any} */ hostFunctions, /** @type {{get: (id: number) => any}} */ instances, /** @type {(base: any) => any} */ shaping) => {
  host = hostFunctions;
  states = instances;
  shape = shaping;
};
/**
 * A method called by WXS in the view.
 * @param {number} comp
 * @param {string} method
 * @param {any} arg
 */
function callMethod(comp, method, arg) {
  const state = states.get(comp);
  if (state === undefined) return;
  const called = state.self[method];
  if (typeof called !== 'function') host.console('warn', `${state.def.path} has no method "${method}", which its WXS calls`);
  else safely(`${method} of ${state.def.path}`, called, state.self, [arg]);
}

exports.callMethod = callMethod;
exports.left = left;
exports.trigger = trigger;
exports.fromView = fromView;
