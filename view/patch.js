// Patches of the core, applied to the DOM. It must not make HTML from anything but an insert of the core, parsed inert
// in a template; a number that is not known any more is no error, since the node may be gone on this side.

/** What the user changes as well: set only when the core does not act on old news. */
const USER_VALUES = new Set(['value', 'checked', 'current', 'current-item-id']);
const FORBIDDEN = /^(on|srcdoc$)/i;

/**
 * @param {PatchOp[]} ops
 * @param {number | undefined} ack number of the last event that the core knew of
 */
function applyPatch(ops, ack) {
  for (const op of ops) guard(`patch ${String(op?.[0])}`, () => applyOp(op, ack));
  afterPatch();
  if (wxsUsed) flushChanges();
  moved();
}

/**
 * @param {PatchOp} op
 * @param {number | undefined} ack
 */
function applyOp(op, ack) {
  switch (op[0]) {
    case 'i':
      return insert(op[1], op[2], op[3], op[4], op[5]);
    case 'r':
      return remove(op[1]);
    case 'm':
      return move(op[1], op[2], op[3]);
    case 't': {
      const text = byId.get(op[1]);
      if (text instanceof Text) showText(text, op[2]);
      return undefined;
    }
    case 'a':
      return setAttribute(op[1], op[2], op[3], ack);
    default:
      return report(`patch: unknown operation ${JSON.stringify(op).slice(0, 60)}`);
  }
}

/**
 * The child before which something goes, or null for the end.
 * @param {Element} parent
 * @param {number} before
 */
function placeIn(parent, before) {
  const node = before === 0 ? null : byId.get(before);
  return node && node.parentNode === parent ? node : null;
}

/**
 * @param {number} parentId
 * @param {number} before
 * @param {number} first
 * @param {number} count
 * @param {string} html
 */
function insert(parentId, before, first, count, html) {
  const parent = byId.get(parentId);
  if (!(parent instanceof Element)) return;
  const template = document.createElement('template');
  template.innerHTML = html;
  const content = template.content;
  for (const child of content.childNodes) if (child instanceof Text) showText(child, child.data, parent);
  const found = numberBelow(content, first);
  if (found !== count) report(`patch: ${count} nodes were announced and ${found} came (from ${first})`);
  if (html.includes(' o="')) noteWxsBelow(content);
  const animated = html.includes(' animation=') ? [...content.querySelectorAll('[animation]')] : [];
  needLate(content);
  parent.insertBefore(content, placeIn(parent, before));
  for (const element of animated) guard('animation', () => playAnimation(element));
  noteTapTargets(parent);
}

/** @param {number} id */
function remove(id) {
  const node = byId.get(id);
  if (!node || id === 0) return;
  forget(node);
  node.parentNode?.removeChild(node);
}

/**
 * @param {number} id
 * @param {number} parentId
 * @param {number} before
 */
function move(id, parentId, before) {
  const node = byId.get(id);
  const parent = byId.get(parentId);
  if (!node || id === 0 || !(parent instanceof Element) || node.contains(parent)) return;
  const place = placeIn(parent, before);
  if (place === node) return;
  if (parent.moveBefore && node.isConnected && parent.isConnected) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
}

/**
 * @param {number} id
 * @param {string} name
 * @param {string | null} value
 * @param {number | undefined} ack
 */
function setAttribute(id, name, value, ack) {
  const element = byId.get(id);
  if (!(element instanceof Element)) return;
  if (FORBIDDEN.test(name)) return report(`patch: attribute ${name} is not allowed`);
  if (name === 'class') return applyClass(element, value);
  if (name === 'style') return applyStyle(element, value);
  if (USER_VALUES.has(name) && isStale(element, ack)) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
  if (name === 'b') noteTapTargets(element);
  if (name === 'animation') playAnimation(element);
  if (name === 'w') noteWxs([element]);
}
