// Text with simple markup, for rich-text and the editor. Only tags and attributes of WeChat's list are made;
// a string is parsed in an inert document and copied piece by piece, so nothing of it runs.

const RICH_TAGS = new Set(
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del div dl dt em fieldset font footer h1 h2 h3 h4 h5 h6 header hr i img ins label legend li mark nav ol p pre q rt ruby s section small span strong sub sup table tbody td tfoot th thead tr tt u ul'.split(' '),
);
/** @type {Record<string, string[]>} */
const RICH_ATTRIBUTES = { img: ['alt', 'src', 'height', 'width'], ol: ['start', 'type'], table: ['width'], td: ['colspan', 'height', 'rowspan', 'width'], th: ['colspan', 'height', 'rowspan', 'width'], col: ['span', 'width'], colgroup: ['span', 'width'], bdo: ['dir'], font: ['color'] };
/** Deeper than this is left out. */
const RICH_DEPTH = 60;

/** @typedef {{ type?: string, name?: string, text?: string, attrs?: Record<string, unknown>, children?: RichNode[] }} RichNode */

/**
 * The DOM of one allowed element.
 * @param {string} name
 * @param {(attribute: string) => string | null} read
 * @returns {HTMLElement | null}
 */
function richElement(name, read) {
  const tag = name.toLowerCase();
  if (!RICH_TAGS.has(tag)) return null;
  const made = document.createElement(tag);
  for (const attribute of ['class', 'style', ...(RICH_ATTRIBUTES[tag] ?? [])]) {
    const value = read(attribute);
    if (value === null) continue;
    const safe = attribute === 'src' ? resource(value, 'image') : value;
    if (safe !== '') made.setAttribute(attribute, safe);
  }
  return made;
}

/** @param {string} text */
const richText = (text) => text.replace(ENTITIES, (_, name) => DECODED[name] ?? '');

/**
 * @param {RichNode[]} nodes
 * @param {number} depth
 * @returns {Node[]}
 */
function richFromNodes(nodes, depth) {
  /** @type {Node[]} */
  const made = [];
  if (depth > RICH_DEPTH || !Array.isArray(nodes)) return made;
  for (const node of nodes) {
    if (!node || typeof node !== 'object') continue;
    if (node.type === 'text') {
      made.push(document.createTextNode(richText(String(node.text ?? ''))));
      continue;
    }
    const attributes = node.attrs ?? {};
    const element = richElement(String(node.name ?? ''), (attribute) => (Object.keys(attributes).includes(attribute) ? String(attributes[attribute]) : null));
    if (!element) continue;
    element.append(...richFromNodes(node.children ?? [], depth + 1));
    made.push(element);
  }
  return made;
}

/**
 * @param {Iterable<ChildNode>} source of the inert document
 * @param {number} depth
 * @returns {Node[]}
 */
function richFromHtml(source, depth) {
  /** @type {Node[]} */
  const made = [];
  if (depth > RICH_DEPTH) return made;
  for (const node of source) {
    if (node.nodeType === Node.TEXT_NODE) made.push(document.createTextNode(node.nodeValue ?? ''));
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const from = /** @type {Element} */ (node);
    const element = richElement(from.localName, (attribute) => from.getAttribute(attribute));
    if (!element) continue;
    element.append(...richFromHtml(node.childNodes, depth + 1));
    made.push(element);
  }
  return made;
}
