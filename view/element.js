// What the built-in elements share: registration, reading of attributes, building of shadow trees without HTML text.
// An element must not number, remove or reorder light children that the core made, and its errors stay its own.

/** @type {Array<[string, () => CustomElementConstructor]>} */
const waitingElements = [];

/**
 * Notes an element; it is defined once the document's nodes are numbered.
 * @param {string} tag with the prefix `wx-`
 * @param {() => CustomElementConstructor} make
 */
function registerElement(tag, make) {
  waitingElements.push([tag, make]);
}

function defineElements() {
  for (const [tag, make] of waitingElements.splice(0)) guard(`element ${tag}`, () => customElements.define(tag, make()));
}

/** A built-in element. Subclasses implement `make` (once) and `update` (an attribute changed afterwards). */
class WxElement extends HTMLElement {
  #made = false;

  connectedCallback() {
    if (!this.#made) {
      this.#made = true;
      guard(this.localName, () => this.make());
    }
    guard(this.localName, () => this.attached());
  }

  /** moveBefore keeps state: nothing is to be done. */
  connectedMoveCallback() {}

  disconnectedCallback() {
    guard(this.localName, () => this.detached());
  }

  /**
   * @param {string} name
   * @param {string | null} _old
   * @param {string | null} value
   */
  attributeChangedCallback(name, _old, value) {
    if (this.#made) guard(this.localName, () => this.update(name, value));
  }

  make() {}
  attached() {}
  detached() {}

  /**
   * @param {string} _name
   * @param {string | null} _value
   */
  update(_name, _value) {}

  /**
   * An order of a context of the program, such as `wx.createMapContext`. What it throws is why the call fails.
   * @param {string} _method
   * @param {any} _args
   * @returns {unknown} fields of the answer, or a promise of them
   */
  command(_method, _args) {
    throw new Error('not supported');
  }

  /**
   * What the detail of a tap on this element says besides the place; null when the tap is the element's own business.
   * @param {number} _x of the page, CSS pixels
   * @param {number} _y
   * @returns {object | null}
   */
  tapDetail(_x, _y) {
    return {};
  }

  /**
   * A tap reached this element.
   * @param {TapContext} _tap
   */
  tapped(_tap) {}

  /**
   * Its shadow root with these nodes, made once.
   * @param {CSSStyleSheet} sheet
   * @param {Node[]} nodes
   */
  shadow(sheet, ...nodes) {
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(...nodes);
    return root;
  }
}

/**
 * A style sheet for shadow trees.
 * @param {string} text
 */
function sheet(text) {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

/**
 * An HTML element of a shadow tree.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {boolean} [otherwise] when the attribute is absent
 */
function boolAttr(element, name, otherwise = false) {
  const text = element.getAttribute(name);
  return text === null ? otherwise : text !== 'false';
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {number} otherwise when absent or not a number
 */
function numAttr(element, name, otherwise) {
  const text = element.getAttribute(name);
  const number = text === null || text.trim() === '' ? NaN : Number.parseFloat(text);
  return Number.isFinite(number) ? number : otherwise;
}

/**
 * A length in CSS pixels from `12`, `12px` or `24rpx`.
 * @param {Element} element
 * @param {string} name
 * @param {number} otherwise
 */
function lengthAttr(element, name, otherwise) {
  const number = numAttr(element, name, otherwise);
  return /rpx\s*$/.test(element.getAttribute(name) ?? '') ? (number * innerWidth) / 750 : number;
}

/**
 * A list or object that the core wrote as JSON.
 * @param {Element} element
 * @param {string} name
 * @returns {any} null when absent or not JSON
 */
function jsonAttr(element, name) {
  const text = element.getAttribute(name);
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A colour as CSS understands it, or the fallback.
 * @param {Element} element
 * @param {string} name
 * @param {string} otherwise
 */
function colorAttr(element, name, otherwise) {
  const text = element.getAttribute(name);
  return text && CSS.supports('color', text) ? text : otherwise;
}

/**
 * The first of several attributes that is a colour: WeChat writes some in camel case, which HTML lowers.
 * @param {Element} element
 * @param {string[]} names
 * @param {string} otherwise
 */
function anyColor(element, names, otherwise) {
  return names.map((name) => colorAttr(element, name, '')).find(Boolean) ?? otherwise;
}

/**
 * An address that an element may load: a file of the mini-program, https, or data of the wanted kind. Empty if not.
 * @param {string | null} text
 * @param {'image' | 'video' | 'audio'} kind
 */
function resource(text, kind) {
  const address = (text ?? '').trim();
  const own = /^(?:wxfile:\/\/|http:\/\/(?=usr\/|tmp_|store_))([^?#]+)/.exec(address);
  if (own?.[1]) return `/__banchan/file/${own[1].split('/').map(encodeURIComponent).join('/')}`;
  if (/^https:\/\//i.test(address) || /^\/(?![/\\])/.test(address)) return address;
  return new RegExp(`^data:${kind}/`, 'i').test(address) ? address : '';
}
