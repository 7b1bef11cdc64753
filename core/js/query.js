// createSelectorQuery: a query is a list of questions that the session answers from tree and view.
'use strict';

const { contexts } = require('./element.js');
const missing = require('./missing.js');
const { safely } = require('./report.js');

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
      results.forEach((result, at) => addObjects(result, queue[at]?.question));
      queue.forEach((entry, at) => {
        if (typeof entry.callback === 'function') safely('a selector query', entry.callback, this, [results[at]]);
      });
      if (typeof callback === 'function') safely('a selector query', callback, this, [results]);
    });
    return this;
  }
}

/**
 * What can't be asked of a view: objects that act on an element. Those that do nothing yet count their uses.
 * @param {any} result  of one question
 * @param {any} question
 */
function addObjects(result, question) {
  if (Array.isArray(result)) return result.forEach((one) => addObjects(one, question));
  if (result === null || typeof result !== 'object') return undefined;
  const fields = question?.fields;
  if (fields?.context) result.context = contexts[result.context]?.({ comp: question.comp, selector: question.selector }) ?? missing.anything('NodesRef.context');
  const canvas = result.$canvas;
  delete result.$canvas;
  if (fields?.node) result.node = canvas === undefined ? missing.anything('NodesRef.node') : require('./canvas.js').ofElement(canvas);
  return undefined;
}

exports.install = (/** @type {any} */ asker, /** @type {any} */ ids) => {
  ask = asker;
  idOf = ids;
};
exports.selectorQuery = (/** @type {number} */ scope) => new SelectorQuery(scope);
/** The component that observers of `wx` are made for; 0 is the page on top. */
exports.scopeOf = (/** @type {any} */ component) => idOf(component) ?? 0;
