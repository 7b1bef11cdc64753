// Which DOM node has which number: the core and the view count the same nodes in the same order (preorder, 0 is wx-page).
// It must not number what the view adds by itself: shadow trees, placeholders and sheets have no number.

/** @type {Map<number, Node>} */
const byId = new Map();
/** @type {WeakMap<Node, number>} */
const ids = new WeakMap();

/**
 * @param {Node} node
 * @param {number} id
 */
function setId(node, id) {
  byId.set(id, node);
  ids.set(node, id);
}

/**
 * Numbers everything below `root`, and removes the comments that only kept neighbouring texts apart while they were HTML.
 * @param {Node} root an element or fragment that is not numbered itself here
 * @param {number} first number of the first node
 * @returns {number} how many nodes were numbered
 */
function numberBelow(root, first) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  /** @type {ChildNode[]} */
  const separators = [];
  let id = first;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Comment) {
      if (node.data === 't') {
        const text = document.createTextNode('');
        node.replaceWith(text);
        walker.currentNode = text;
        setId(text, id++);
      } else {
        separators.push(node);
      }
      continue;
    }
    if (node instanceof Text) showText(node, node.data);
    setId(node, id++);
  }
  for (const comment of separators) comment.remove();
  return id - first;
}

/**
 * Forgets the numbers of `node` and of all below it.
 * @param {Node} node
 */
function forget(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let at = /** @type {Node | null} */ (node); at; at = walker.nextNode()) {
    const id = ids.get(at);
    if (id !== undefined && byId.get(id) === at) byId.delete(id);
    if (wxsUsed) forgetWxs(at);
    ids.delete(at);
  }
}

/**
 * The nearest numbered element at or above `node`, out of shadow trees as well.
 * @param {Node | null} node
 * @returns {Element | null}
 */
function numberedElement(node) {
  for (let at = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at instanceof Element && ids.has(at)) return at;
  }
  return null;
}

const ENTITIES = /&(nbsp|ensp|emsp|lt|gt|apos|quot|amp);/g;
/** @type {Record<string, string>} */
const DECODED = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003', lt: '<', gt: '>', apos: "'", quot: '"', amp: '&' };
/** @type {Record<string, string>} */
const SPACES = { nbsp: '\u00a0', ensp: '\u2002', emsp: '\u2003' };

/**
 * Puts `raw` into a text node; inside `text` elements `\n` breaks the line, and `decode` and `space` are obeyed.
 * @param {Text} node
 * @param {string} raw as the template has it
 * @param {Node | null} [parent] when the node is not at its place yet
 */
function showText(node, raw, parent = node.parentNode) {
  let shown = raw;
  if (parent instanceof Element && parent.localName === 'wx-text') {
    if (shown.includes('\\n')) shown = shown.replaceAll('\\n', '\n');
    if (shown.includes('&') && boolAttr(parent, 'decode')) shown = shown.replace(ENTITIES, (_, name) => DECODED[name] ?? '');
    const space = SPACES[parent.getAttribute('space') ?? ''];
    if (space) shown = shown.replaceAll(' ', space);
  }
  if (node.data !== shown) node.data = shown;
}
