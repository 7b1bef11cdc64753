// The life of Alipay's components: properties received, onInit, deriveDataFromProps, didMount, didUpdate, didUnmount, and
// the methods that only they have. The framework calls in from its own stations; see spec.js beside this file.
'use strict';

const { ComponentBase, states } = require('./instance.js');
const { setData: giveToTree } = require('./loop.js');
const { parsePath } = require('./path.js');
const { safely } = require('./report.js');
const { changed, propsOf } = require('./alipay/props.js');

/**
 * What is kept of an instance.
 * @typedef {object} Kept
 * @property {any} own  see spec.js
 * @property {any} props
 * @property {boolean} mounted
 * @property {any} before  `{props, data}` before the first change since didUpdate; null when nothing changed
 */
/** @type {WeakMap<any, Kept>} */
const kept = new WeakMap();

/** @param {any} self */
function pathOf(self) {
  return ComponentBase.stateOf(self)?.def.path ?? '';
}

/** @param {any} self  @param {any} own  @param {string} name  @param {any[]} args */
function tell(self, own, name, args) {
  for (const call of own.calls[name]) safely(`${name} of ${pathOf(self)}`, call, self, args);
}

/** Shows properties: the template reads them as it reads data. @param {any} self  @param {string[]} names  @param {any} props */
function show(self, names, props) {
  const state = ComponentBase.stateOf(self);
  if (state === null || state.gone) return;
  const flat = [];
  for (const name of names) if (state.def.reads.has(name)) flat.push(state.def.reads.get(name), props[name]);
  if (flat.length > 0) giveToTree(state.id, flat);
}

/** @param {any} self  @param {any} own  @param {any} given  the first properties, or undefined */
function begin(self, own, given) {
  const state = ComponentBase.stateOf(self);
  if (state === null) return;
  const props = propsOf(given, own.defaults, null, () => self.selectOwnerComponent());
  const page = () => (state.page === null ? null : [...states.all()].find((/** @type {any} */ one) => one.page === state.page && one.def.page)?.self ?? null);
  let found = /** @type {any} */ (undefined);
  Object.defineProperty(self, '$page', { get: () => (found ??= page()), configurable: true });
  Object.defineProperty(self, '$id', { value: state.id, configurable: true });
  self.props = props;
  kept.set(self, { own, props, mounted: false, before: null });
  show(self, ['$id', ...Object.keys(props)], { ...props, $id: state.id });
  tell(self, own, 'onInit', []);
  tell(self, own, 'deriveDataFromProps', [props]);
}

/** @param {any} self  @param {any} own  @param {any} given */
function received(self, own, given) {
  const it = kept.get(self);
  if (it === undefined) {
    begin(self, own, given);
    return;
  }
  const next = propsOf(given, own.defaults, it.props, () => self.selectOwnerComponent());
  const names = changed(it.props, next);
  if (names.length === 0) return;
  remember(self, it);
  // As documented, `this.props` are still the old ones in deriveDataFromProps.
  tell(self, own, 'deriveDataFromProps', [next]);
  it.props = next;
  self.props = next;
  show(self, names, next);
}

/** @param {any} self  @param {any} own */
function attached(self, own) {
  if (!kept.has(self)) begin(self, own, undefined);
  const { ref } = self.props;
  if (ref === undefined) return;
  const exposed = own.ref === null ? self : safely(`ref of ${pathOf(self)}`, own.ref, self, []);
  const owner = self.selectOwnerComponent();
  const call = typeof ref === 'function' ? ref : owner?.[ref];
  if (typeof call === 'function') safely(`ref of ${pathOf(self)}`, call, owner, [exposed]);
}

/** @param {any} self  @param {any} own */
function mounted(self, own) {
  const it = kept.get(self);
  if (it === undefined) return;
  it.before = null;
  it.mounted = true;
  tell(self, own, 'didMount', []);
}

/** @param {any} self  @param {any} own */
function unmounted(self, own) {
  const it = kept.get(self);
  if (it === undefined) return;
  it.mounted = false;
  tell(self, own, 'didUnmount', []);
}

/** Keeps what was before a change, and sees to it that didUpdate hears of it once. @param {any} self  @param {Kept} it */
function remember(self, it) {
  if (!it.mounted || it.before !== null || it.own.calls.didUpdate.length === 0) return;
  it.before = { props: it.props, data: { ...self.data } };
  Promise.resolve().then(() => {
    const { before } = it;
    it.before = null;
    if (before !== null && it.mounted) tell(self, it.own, 'didUpdate', [before.props, before.data]);
  });
}

/** A path is written into copies of what it leads through, so that what was before stays. @param {any} data  @param {string[]} keys */
function detach(data, keys) {
  for (const key of keys) {
    if (!/[.[]/.test(key)) continue;
    let path;
    try {
      path = parsePath(key);
    } catch {
      // setData itself says what is wrong with it.
      continue;
    }
    let at = data;
    for (const part of path.slice(0, -1)) {
      const inner = at[part];
      if (inner === null || typeof inner !== 'object') break;
      at[part] = Array.isArray(inner) ? [...inner] : { ...inner };
      at = at[part];
    }
  }
}

/** @param {any} data  @param {string} path */
function at(data, path) {
  return parsePath(path).reduce((/** @type {any} */ inner, part) => inner?.[part], data);
}

exports.methods = {
  /** @this {any}  @param {any} data  @param {Function} [callback] */
  setData(data, callback) {
    const it = kept.get(this);
    if (it !== undefined && data !== null && typeof data === 'object') {
      remember(this, it);
      detach(this.data, Object.keys(data));
    }
    ComponentBase.prototype.setData.call(this, data, callback);
  },
  /**
   * Lists changed as Array.splice does: `{path: [start, count, ...items]}`.
   * @this {any}  @param {any} changes  @param {Function} [callback]
   */
  $spliceData(changes, callback) {
    /** @type {any} */
    const data = {};
    for (const path of Object.keys(changes ?? {})) {
      const list = at(this.data, path);
      const next = Array.isArray(list) ? [...list] : [];
      const [start, count, ...items] = Array.isArray(changes[path]) ? changes[path] : [0, 0];
      next.splice(start, count, ...items);
      data[path] = next;
    }
    this.setData(data, callback);
  },
  /** Changes are grouped by turn anyway. @this {any}  @param {() => any} callback */
  $batchedUpdates(callback) { return safely('$batchedUpdates', callback, this, []); },
};
exports.received = received;
exports.attached = attached;
exports.mounted = mounted;
exports.unmounted = unmounted;
