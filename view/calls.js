// Questions and orders of the core: geometry, scrolling, focus. Each is answered once with {"t":"answer","id","v"}.
// It must not answer before the patch that came ahead of it is in the DOM; the port's order sees to that.

/** What may be read by `properties`: the view's own state of an element. */
const READABLE = new Set(['value', 'checked', 'scrollTop', 'scrollLeft', 'scrollHeight', 'scrollWidth', 'current', 'src', 'type', 'disabled']);

/** @param {CoreMessage} message */
function answerCall(message) {
  const id = message.id;
  if (typeof id !== 'number') return report('call: a call without a number');
  const work = typeof message.op === 'string' ? CALLS[message.op] : undefined;
  if (!work) report(`call: unknown operation ${String(message.op).slice(0, 40)}`);
  const value = work ? guard(`call ${message.op}`, () => work(message)) : undefined;
  /** @param {unknown} v */
  const answer = (v) => port.send({ t: 'answer', id, v: v === undefined ? null : v });
  if (value instanceof Promise) value.then(answer, () => answer(null));
  else answer(value);
}

/** @type {Record<string, (message: any) => unknown>} */
const CALLS = {
  /** `queries: [{n, fields?}]`: one result each, null when the node is gone. n -1 is the viewport. */
  rects: ({ queries }) => {
    const measure = () => (Array.isArray(queries) ? queries.map(rectOf) : []);
    return lateThere()?.then(measure) ?? measure(); // what is not there yet has no size
  },

  /** The page, or with `n` a scroll-view: `top`, `left` px, `duration` ms; with `to` the node that shall be at the top, `offsetTop` px below. */
  scrollTo: ({ n, top, left, to, offsetTop, duration }) => {
    const node = typeof n === 'number' && n > 0 ? byId.get(n) : null;
    const scroller = node instanceof Element ? node : document.documentElement;
    const goal = typeof to === 'number' ? byId.get(to) : null;
    let wanted = typeof top === 'number' ? top : undefined;
    if (goal instanceof Element) {
      const base = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
      wanted = goal.getBoundingClientRect().top - base + scroller.scrollTop + (Number(offsetTop) || 0);
    } else if (typeof to === 'number') {
      return false;
    }
    scrollIn(scroller, { top: wanted, left: typeof left === 'number' ? left : undefined }, typeof duration === 'number' ? duration : 300);
    return true;
  },

  /** Puts the caret into a field; `on: false` takes it away. */
  focus: ({ n, on }) => {
    const node = byId.get(n);
    if (!(node instanceof HTMLElement)) return false;
    if (on === false) node.blur();
    else node.focus();
    return true;
  },

  /** Holds the page's refresh open, or closes it. */
  pullDown: ({ on }) => holdPagePull(on !== false),

  /** The dots of refreshing, light or dark. */
  pullStyle: ({ light }) => stylePagePull(light === true),

  /** Takes the keyboard away. */
  hideKeyboard: () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (active instanceof HTMLElement) active.blur();
  },

  /** Reads a font and has it at hand: true, or null when it is broken. */
  font: async ({ family, src, desc }) => !!document.fonts.add(await new FontFace(family, `url(${JSON.stringify(src)})`, desc).load()),

  /** How much of the page the shell's own keyboard covers, px; null to measure it again. */
  keyboard: ({ height }) => tellKeyboard(height),

  /** Plays keyframes; answered when they have played. */
  animate: (order) => giveLate('keyframes', order),

  /** Takes animated values away. */
  clearAnimation: (order) => lateAsked.has('keyframes') ? giveLate('keyframes', order) : true,

  /** An order to one element: `{ok: fields}`, or `{fail: why}`. One whose script is still on its way is waited for. */
  element: async ({ n, method, args }) => {
    const node = byId.get(n);
    if (!(node instanceof Element)) return { fail: 'the element is gone' };
    if (LATE.has(node.localName)) await customElements.whenDefined(node.localName);
    try {
      if (!(node instanceof WxElement)) throw new Error('not supported');
      return { ok: (await node.command(String(method), args ?? {})) ?? {} };
    } catch (cause) {
      return { fail: cause instanceof Error ? cause.message : String(cause) };
    }
  },
};

/** @param {RectQuery} query */
function rectOf({ n, fields = { rect: true, size: true } }) {
  const viewport = n === -1;
  const node = viewport ? document.documentElement : byId.get(n);
  if (!(node instanceof Element)) return null;
  /** @type {Record<string, unknown>} */
  const result = {};
  if (fields.id) result['id'] = node.id;
  if (fields.context) result['context'] = node.localName;
  const box = viewport ? new DOMRect(0, 0, innerWidth, innerHeight) : boxOf(node);
  if (fields.rect) Object.assign(result, { left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  if (fields.size) Object.assign(result, { width: box.width, height: box.height });
  if (fields.scrollOffset) {
    const scroller = n === 0 ? document.documentElement : node;
    Object.assign(result, { scrollLeft: scroller.scrollLeft, scrollTop: scroller.scrollTop, scrollWidth: scroller.scrollWidth, scrollHeight: scroller.scrollHeight });
  }
  for (const name of fields.properties ?? []) {
    const value = propertyOf(node, String(name));
    if (value !== undefined) result[name] = value;
  }
  if (fields.computedStyle?.length) {
    const style = getComputedStyle(node);
    for (const name of fields.computedStyle) {
      result[name] = style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    }
  }
  return result;
}

/** Not properties of a component, but ours or written by everybody. */
const NO_PROPERTY = /^(id|class|style|is|hidden|b|o|h|w|on.*|bind.*|catch.*|data-.*)$/;

/**
 * A property of an element as it is now: its own state, else what the core wrote.
 * @param {Element} node
 * @param {string} name in camel case or as in a template
 * @returns {unknown} undefined for what it has not
 */
function propertyOf(node, name) {
  const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (READABLE.has(name)) return /** @type {any} */ (node)[name] ?? node.getAttribute(name);
  if (NO_PROPERTY.test(attribute)) return undefined;
  const text = node.getAttribute(attribute) ?? node.getAttribute(name);
  if (text === null) return undefined;
  if (text === '' || text === 'true') return true;
  if (text === 'false') return false;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : (jsonAttr(node, attribute) ?? text);
}

/**
 * The box of an element; one that has none itself (display: contents) gets that of its children.
 * @param {Element} element
 * @returns {DOMRect}
 */
function boxOf(element) {
  const box = element.getBoundingClientRect();
  if (box.width > 0 || box.height > 0 || getComputedStyle(element).display !== 'contents') return box;
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect();
}
