// What types are called in WXS. Runs in the realm of WXS of the logic layer, and in that of each page that has handlers
// of WXS, so it must need no other file.
'use strict';

const { apply, defineProperty } = Reflect;

/** @param {any} proto  @param {string} name  @param {Function} method */
function method(proto, name, method) {
  defineProperty(proto, name, { value: method, writable: true, enumerable: false, configurable: true });
}

/**
 * In WXS `x.constructor` is the type's name. The language itself looks at `constructor` when arrays and regular
 * expressions make new ones, so the methods that do are replaced by ones that don't.
 */
function nameConstructors() {
  const arrays = /** @type {any} */ (Array.prototype);
  const list = (/** @type {any} */ value) => (Array.isArray(value) ? value : [value]);
  method(arrays, 'concat', function concat(/** @type {any[]} */ ...others) {
    const all = [...this];
    for (const other of others) for (const item of list(other)) all.push(item);
    return all;
  });
  method(arrays, 'map', function map(/** @type {Function} */ call, /** @type {any} */ self) {
    const all = [];
    for (let i = 0; i < this.length; i += 1) all[i] = apply(call, self, [this[i], i, this]);
    return all;
  });
  method(arrays, 'filter', function filter(/** @type {Function} */ call, /** @type {any} */ self) {
    const all = [];
    for (let i = 0; i < this.length; i += 1) if (apply(call, self, [this[i], i, this])) all.push(this[i]);
    return all;
  });
  const place = (/** @type {any} */ at, /** @type {number} */ length, /** @type {number} */ none) => {
    const number = at === undefined ? none : Math.trunc(Number(at)) || 0;
    return number < 0 ? Math.max(length + number, 0) : Math.min(number, length);
  };
  method(arrays, 'slice', function slice(/** @type {any} */ from, /** @type {any} */ to) {
    const all = [];
    const end = place(to, this.length, this.length);
    for (let i = place(from, this.length, 0); i < end; i += 1) all.push(this[i]);
    return all;
  });
  method(arrays, 'splice', function splice(/** @type {any[]} */ ...args) {
    const self = /** @type {any} */ (this);
    const { length } = self;
    const start = place(args[0], length, 0);
    const count = args.length === 1 ? length - start : Math.min(Math.max(Math.trunc(Number(args[1])) || 0, 0), length - start);
    const head = self.slice(0, start);
    const taken = self.slice(start, start + count);
    const all = head.concat(args.slice(2), self.slice(start + count));
    for (let i = 0; i < all.length; i += 1) self[i] = all[i];
    self.length = all.length;
    return taken;
  });
  const regs = /** @type {any} */ (RegExp.prototype);
  const split = regs[Symbol.split];
  method(regs, /** @type {any} */ (Symbol.split), function (/** @type {any} */ text, /** @type {any} */ limit) {
    defineProperty(this, 'constructor', { value: RegExp, configurable: true });
    try {
      return apply(split, this, [text, limit]);
    } finally {
      delete this.constructor;
    }
  });
  for (const [type, name] of /** @type {[any, string][]} */ ([
    [Array, 'Array'], [Object, 'Object'], [Number, 'Number'], [String, 'String'], [Boolean, 'Boolean'], [Date, 'Date'], [RegExp, 'RegExp'],
  ])) {
    defineProperty(type.prototype, 'constructor', { value: name, writable: false, enumerable: false, configurable: false });
  }
}

exports.nameConstructors = nameConstructors;
