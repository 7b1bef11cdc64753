// createSelectorQuery and its kin. A query is a list of questions that the session answers from tree and view; observers
// of intersections and media exist but never call back yet, and say so to the host.
'use strict';

const { safely } = require('./report.js');

/** @type {any} */
let host = null;
/** @type {(name: string, args: any, done: (ok: boolean, res: any) => void) => void} */
let ask = () => {};
/** @type {(instance: any) => number | undefined} */
let idOf = () => undefined;

class NodesRef {
  #query;

  #question;

  /** @param {SelectorQuery} query  @param {any} question */
  constructor(query, question) {
    this.#query = query;
    this.#question = question;
  }

  /** @param {any} fields  @param {Function} [callback] */
  fields(fields, callback) { return this.#query.add({ ...this.#question, fields: fields ?? {} }, callback); }

  /** @param {Function} [callback] */
  boundingClientRect(callback) { return this.fields({ id: true, dataset: true, rect: true, size: true }, callback); }

  /** @param {Function} [callback] */
  scrollOffset(callback) { return this.fields({ id: true, dataset: true, scrollOffset: true }, callback); }

  /** @param {Function} [callback] */
  context(callback) { return this.fields({ context: true }, callback); }

  /** @param {Function} [callback] */
  node(callback) { return this.fields({ node: true }, callback); }

  /** @param {Function} [callback] */
  ref(callback) { return this.fields({ ref: true }, callback); }
}

class SelectorQuery {
  #scope;

  /** @type {{question: any, callback: Function | undefined}[]} */
  #queue = [];

  /** @param {number} scope  component id; 0 is the page on top */
  constructor(scope) { this.#scope = scope; }

  /** @param {any} component */
  in(component) {
    this.#scope = idOf(component) ?? this.#scope;
    return this;
  }

  /** @param {string} selector */
  select(selector) { return new NodesRef(this, { comp: this.#scope, selector: String(selector), single: true }); }

  /** @param {string} selector */
  selectAll(selector) { return new NodesRef(this, { comp: this.#scope, selector: String(selector), single: false }); }

  selectViewport() { return new NodesRef(this, { comp: this.#scope, viewport: true, single: true }); }

  /** @param {any} question  @param {Function} [callback] */
  add(question, callback) {
    this.#queue.push({ question, callback });
    return this;
  }

  /** @param {Function} [callback] */
  exec(callback) {
    const queue = [...this.#queue];
    ask('__selectorQuery', { queue: queue.map((entry) => entry.question) }, (ok, res) => {
      const results = queue.map((entry, at) => (ok && Array.isArray(res) ? res[at] ?? null : entry.question.single ? null : []));
      queue.forEach((entry, at) => {
        if (typeof entry.callback === 'function') safely('a selector query', entry.callback, this, [results[at]]);
      });
      if (typeof callback === 'function') safely('a selector query', callback, this, [results]);
    });
    return this;
  }
}

/** @param {string} name  tells the host that something was used that is not there yet */
function missing(name) {
  host.invoke(name, '{}', 0);
}

exports.install = (/** @type {any} */ given, /** @type {any} */ asker, /** @type {any} */ ids) => {
  host = given;
  ask = asker;
  idOf = ids;
};
exports.selectorQuery = (/** @type {number} */ scope) => new SelectorQuery(scope);
exports.intersectionObserver = (/** @type {number} */ _scope, /** @type {any} */ _options) => {
  const observer = {
    relativeTo() { return observer; },
    relativeToViewport() { return observer; },
    observe() { missing('IntersectionObserver.observe'); },
    disconnect() {},
  };
  return observer;
};
exports.mediaQueryObserver = () => ({ observe() { missing('MediaQueryObserver.observe'); }, disconnect() {} });
