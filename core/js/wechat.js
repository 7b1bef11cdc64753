// The component model of WeChat, which is the framework's own: nothing is changed on the way.
'use strict';

const { BehaviorDef, readComponent, readPage } = require('./definition.js');

/** @param {any[]} given  a definition; none begins a chain */
function Behavior(...given) {
  return given.length === 0 ? chain(behavior) : behavior(given[0]);
}

Behavior.trait = (/** @type {any} */ change) => require('./builder.js').trait(change);

/** A chain of calls that ends in a definition. @param {(spec: any) => any} define */
function chain(define) {
  const { Builder } = require('./builder.js');
  return new Builder(behavior, define);
}

/** @param {any} spec */
function behavior(spec) {
  const own = { ...spec };
  const made = new BehaviorDef(own);
  for (const parent of made.parents) parent.filter?.(own);
  return made;
}

exports.readComponent = readComponent;
exports.readPage = readPage;
exports.chain = chain;
exports.shapeEvent = (/** @type {any} */ base) => base;
exports.answer = (/** @type {boolean} */ _ok, /** @type {any} */ res) => res;
exports.globals = { Behavior };
/** @type {Record<string, any>} */
exports.values = {};
