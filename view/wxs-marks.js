// What the core wrote on elements for handlers of WXS (`o`, `h`, `w`, see README.md), and the numbers by which the realm of
// WXS knows elements. It must not act on anything.

/** @typedef {{ d?: Record<string, unknown>, m?: Record<string, unknown>, e?: Array<[string, string, string, string[]]>, p?: Array<[string, string, string[], unknown?]> }} WxsMarks */
/** An element, or a component that has none of its own. @typedef {{ element: Element | null, comp: number }} WxsPlace */

/** @type {WeakMap<Element, { text: string, marks: WxsMarks }>} */
const wxsMarks = new WeakMap();
const NO_MARKS = /** @type {WxsMarks} */ ({});

/**
 * @param {Element} element
 * @returns {WxsMarks}
 */
function marksOf(element) {
  const text = element.getAttribute('w');
  if (text === null) return NO_MARKS;
  let known = wxsMarks.get(element);
  if (known?.text !== text) wxsMarks.set(element, (known = { text, marks: jsonAttr(element, 'w') ?? NO_MARKS }));
  return known.marks;
}

/** @type {Map<number, WxsPlace>} */
const wxsPlaces = new Map();
/** @type {WeakMap<Element, number>} */
const wxsHandles = new WeakMap();
/** Components without an element: pages, and those with a virtual host. @type {Map<number, number>} */
const wxsComps = new Map();
let lastHandle = 0;

/**
 * The number of an element in the realm of WXS.
 * @param {Element} element
 */
function handleOf(element) {
  let handle = wxsHandles.get(element);
  if (handle === undefined) {
    handle = lastHandle += 1;
    wxsHandles.set(element, handle);
    wxsPlaces.set(handle, { element, comp: Number(element.getAttribute('h')) || 0 });
  }
  return handle;
}

/**
 * The number in the realm of WXS of the component whose template an element stands in: that of its host, if it has one.
 * @param {Element} element
 */
function handleOfOwner(element) {
  const { comp } = ownerOf(element);
  const host = element.closest(`[h="${comp}"]`);
  if (host) return handleOf(host);
  let handle = wxsComps.get(comp);
  if (handle === undefined) {
    handle = lastHandle += 1;
    wxsComps.set(comp, handle);
    wxsPlaces.set(handle, { element: null, comp });
  }
  return handle;
}

/** The component whose template an element stands in: `[number, class prefix, '1' when plain names count]`. @param {Element | null} element */
function ownerOf(element) {
  const [comp = '0', prefix = '', plain = '1'] = (element?.getAttribute('o') ?? '').split(':');
  return { comp: Number(comp) || 0, prefix, plain: plain === '1' };
}

/**
 * An element is gone for good.
 * @param {Node} node
 */
function forgetWxs(node) {
  if (!(node instanceof Element)) return;
  const handle = wxsHandles.get(node);
  if (handle === undefined) return;
  wxsHandles.delete(node);
  wxsPlaces.delete(handle);
  wxs.run('drop', handle);
}

/**
 * A class as the view has it: with the prefix of the component that wrote it, and without where plain names count.
 * @param {Element} element
 * @param {string} name
 */
function classesFor(element, name) {
  const { prefix, plain } = ownerOf(element);
  const all = prefix ? [`${prefix}--${name}`] : [];
  return plain ? [...all, name] : all;
}

/**
 * A selector of WXS as one of CSS, for elements of one component's template.
 * @param {string} selector ids, classes, tags; descendants, `>`, `>>>`
 * @param {string} owner the component's `o`
 * @returns {string | null} null when it is none
 */
function wxsSelector(selector, owner) {
  const [, prefix = '', plain = '1'] = owner.split(':');
  const all = [];
  for (const one of selector.split(',')) {
    let css = '';
    let deep = false;
    for (const word of one.trim().split(/\s*(>>>|>)\s*|\s+/).filter(Boolean)) {
      if (word === '>' || word === '>>>') {
        deep ||= word === '>>>';
        css += word === '>' ? ' > ' : ' ';
        continue;
      }
      const parts = word.match(/[#.]?[^#.]+/g) ?? [];
      if (parts.join('') !== word || /[[\]:"'\\]/.test(word)) return null;
      let compound = '';
      for (const part of parts) {
        const name = CSS.escape(part.replace(/^[#.]/, ''));
        if (part.startsWith('#')) compound += `#${name}`;
        else if (part.startsWith('.')) compound += deep ? `:is(.${name},[class*="--${name}"])` : prefix ? `:is(.${prefix}--${name}${plain === '1' ? `,.${name}` : ''})` : `.${name}`;
        else if (part !== '*') compound = `:is(wx-${name},wx-c-${name})${compound}`;
      }
      css += `${css === '' || /[ >]$/.test(css) ? '' : ' '}${compound}${deep ? '' : `[o="${owner}"]`}`;
    }
    if (css === '') return null;
    all.push(css);
  }
  return all.join(',');
}
