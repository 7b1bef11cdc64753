// The editor's contents as Delta, Quill's list of inserts that WeChat gives and takes, and back. It must not make anything
// that the sanitiser of rich-text would not.

/** @typedef {{ insert: string | Record<string, unknown>, attributes?: Record<string, unknown> }} DeltaOp */

/** Most operations of a Delta that are read. */
const MAX_OPS = 20_000;

/** Styles that are attributes of a text, by their names in a Delta. @type {Record<string, string>} */
const INLINE_STYLES = { color: 'color', backgroundColor: 'background-color', fontSize: 'font-size', fontFamily: 'font-family', fontWeight: 'font-weight', fontStyle: 'font-style', letterSpacing: 'letter-spacing', textDecoration: 'text-decoration' };
/** The same of a paragraph. @type {Record<string, string>} */
const BLOCK_STYLES = { align: 'text-align', direction: 'direction', lineHeight: 'line-height', textIndent: 'text-indent', margin: 'margin', marginTop: 'margin-top', marginBottom: 'margin-bottom', marginLeft: 'margin-left', marginRight: 'margin-right', padding: 'padding', paddingTop: 'padding-top', paddingBottom: 'padding-bottom', paddingLeft: 'padding-left', paddingRight: 'padding-right' };
/** Tags that are attributes of a text. @type {Record<string, [string, unknown]>} */
const INLINE_TAGS = { b: ['bold', true], strong: ['bold', true], i: ['italic', true], em: ['italic', true], u: ['underline', true], ins: ['underline', true], s: ['strike', true], strike: ['strike', true], del: ['strike', true], sub: ['script', 'sub'], sup: ['script', 'super'] };
const BLOCK_TAGS = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'blockquote', 'pre', 'section', 'article', 'td', 'th']);

/** @param {HTMLElement} element @param {Record<string, string>} styles */
function styledAs(element, styles) {
  return Object.fromEntries(Object.entries(styles).flatMap(([name, style]) => {
    const value = element.style.getPropertyValue(style);
    return value ? [[name, value]] : [];
  }));
}

/** What an inline element adds to its text. @param {HTMLElement} element @returns {Record<string, unknown>} */
function inlineOf(element) {
  const tag = INLINE_TAGS[element.localName];
  const color = element.localName === 'font' ? element.getAttribute('color') : null;
  return { ...(tag ? { [tag[0]]: tag[1] } : {}), ...(color ? { color } : {}), ...styledAs(element, INLINE_STYLES) };
}

/** What a paragraph is. @param {HTMLElement} element @returns {Record<string, unknown>} */
function blockOf(element) {
  const header = /^h([1-6])$/.exec(element.localName)?.[1];
  /** @type {Record<string, unknown>} */
  const made = { ...(header ? { header: Number(header) } : {}), ...styledAs(element, BLOCK_STYLES) };
  if (element.localName === 'li') {
    const list = element.parentElement;
    const checked = list?.getAttribute('data-checked');
    made['list'] = list?.localName === 'ol' ? 'ordered' : checked === 'true' ? 'checked' : checked === 'false' ? 'unchecked' : 'bullet';
  }
  const indent = /\bql-indent-([1-8])\b/.exec(element.className)?.[1];
  if (indent) made['indent'] = Number(indent);
  return made;
}

/**
 * @param {Node} root
 * @returns {DeltaOp[]}
 */
function deltaOf(root) {
  /** @type {DeltaOp[]} */
  const ops = [];
  const push = (/** @type {string | Record<string, unknown>} */ insert, /** @type {Record<string, unknown>} */ attributes) => {
    const last = ops[ops.length - 1];
    const same = last && JSON.stringify(last.attributes ?? {}) === JSON.stringify(attributes);
    if (same && typeof insert === 'string' && typeof last.insert === 'string') last.insert += insert;
    else ops.push(Object.keys(attributes).length > 0 ? { insert, attributes } : { insert });
  };
  /** Whether the line that is being read has anything in it. */
  let open = false;
  const visit = (/** @type {Node} */ node, /** @type {Record<string, unknown>} */ inline) => {
    if (node instanceof Text) {
      if (node.data === '') return;
      push(node.data, inline);
      open = true;
    } else if (node instanceof HTMLImageElement) {
      const more = Object.fromEntries(['width', 'height', 'alt', 'data-custom', 'class'].flatMap((name) => (node.hasAttribute(name) ? [[name, node.getAttribute(name)]] : [])));
      push({ image: node.getAttribute('src') ?? '' }, more);
      open = true;
    } else if (node instanceof HTMLHRElement) {
      if (open) push('\n', {});
      push({ divider: true }, {});
      push('\n', {});
      open = false;
    } else if (node instanceof HTMLBRElement) {
      if (node.nextSibling) push('\n', {});
    } else if (node instanceof HTMLElement && BLOCK_TAGS.has(node.localName)) {
      if (open) push('\n', {});
      open = false;
      const nested = [...node.children].some((child) => BLOCK_TAGS.has(child.localName) || child.localName === 'ul' || child.localName === 'ol');
      for (const child of node.childNodes) visit(child, inline);
      if (!nested || open) push('\n', blockOf(node));
      open = false;
    } else if (node instanceof HTMLElement) {
      for (const child of node.childNodes) visit(child, { ...inline, ...inlineOf(node) });
    }
  };
  for (const child of root.childNodes) visit(child, {});
  if (open || ops.length === 0) push('\n', {});
  return ops;
}

/** The text of a Delta: things are no text. @param {DeltaOp[]} ops */
const textOf = (ops) => ops.map((op) => (typeof op.insert === 'string' ? op.insert : '')).join('');

/**
 * A text or thing of a Delta as nodes.
 * @param {unknown} insert
 * @param {Record<string, unknown>} attributes
 * @returns {Node | null}
 */
function inlineNode(insert, attributes) {
  if (insert && typeof insert === 'object') {
    const source = resource(String(/** @type {any} */ (insert)['image'] ?? ''), 'image');
    if (!source) return null;
    const made = h('img', { src: source });
    for (const name of ['width', 'height', 'alt', 'data-custom', 'class']) if (typeof attributes[name] === 'string' || typeof attributes[name] === 'number') made.setAttribute(name, String(attributes[name]));
    return made;
  }
  /** @type {Node} */
  let made = document.createTextNode(String(insert ?? ''));
  const wrap = (/** @type {string} */ tag) => {
    const element = document.createElement(tag);
    element.append(made);
    made = element;
  };
  if (attributes['script'] === 'sub' || attributes['script'] === 'super') wrap(attributes['script'] === 'sub' ? 'sub' : 'sup');
  if (attributes['strike']) wrap('s');
  if (attributes['underline']) wrap('u');
  if (attributes['italic']) wrap('em');
  if (attributes['bold']) wrap('strong');
  const styles = Object.entries(INLINE_STYLES).filter(([name]) => typeof attributes[name] === 'string');
  if (styles.length > 0) {
    wrap('span');
    for (const [name, style] of styles) /** @type {any} */ (made).style.setProperty(style, String(attributes[name]));
  }
  return made;
}

/**
 * @param {unknown} given a Delta, or its list of operations
 * @returns {Node[]}
 */
function nodesOfDelta(given) {
  const ops = Array.isArray(given) ? given : /** @type {any} */ (given)?.ops;
  const root = document.createElement('div');
  /** @type {Node[]} */
  let line = [];
  const endLine = (/** @type {Record<string, unknown>} */ attributes) => {
    const header = Number(attributes['header']);
    const list = typeof attributes['list'] === 'string' ? attributes['list'] : '';
    const block = document.createElement(list ? 'li' : header >= 1 && header <= 6 ? `h${Math.floor(header)}` : 'p');
    block.append(...(line.length > 0 ? line : [document.createElement('br')]));
    line = [];
    for (const [name, style] of Object.entries(BLOCK_STYLES)) if (typeof attributes[name] === 'string') block.style.setProperty(style, String(attributes[name]));
    const indent = Number(attributes['indent']);
    if (indent >= 1 && indent <= 8) block.className = `ql-indent-${Math.floor(indent)}`;
    if (!list) return root.append(block);
    const kind = list === 'ordered' ? 'ol' : 'ul';
    const checked = list === 'checked' ? 'true' : list === 'unchecked' ? 'false' : null;
    let holder = root.lastElementChild;
    if (holder?.localName !== kind || holder.getAttribute('data-checked') !== checked) {
      holder = document.createElement(kind);
      if (checked) holder.setAttribute('data-checked', checked);
      root.append(holder);
    }
    return holder.append(block);
  };
  for (const op of Array.isArray(ops) ? ops.slice(0, MAX_OPS) : []) {
    const attributes = op?.attributes && typeof op.attributes === 'object' ? op.attributes : {};
    if (op?.insert && typeof op.insert === 'object' && op.insert.divider) {
      if (line.length > 0) endLine({});
      root.append(document.createElement('hr'));
      continue;
    }
    const parts = typeof op?.insert === 'string' ? op.insert.split('\n') : [op?.insert];
    parts.forEach((/** @type {unknown} */ part, /** @type {number} */ at) => {
      if (at > 0) {
        // The line that a divider ends is empty: the divider is a line of its own.
        if (line.length > 0 || root.lastElementChild?.localName !== 'hr') endLine(attributes);
      }
      const node = part === '' || part === undefined ? null : inlineNode(part, attributes);
      if (node) line.push(node);
    });
  }
  if (line.length > 0) endLine({});
  return [...root.childNodes];
}
