// A page of glass-easel as the outline that README.md describes. It changes nothing.

/** A value with a word for what JSON has none for. @param {any} value  @param {number} [depth]  @returns {any} */
export function plain(value, depth = 0) {
  if (depth > 60) return { $: 'deep' };
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'function') return { $: 'function' };
  if (typeof value === 'symbol' || typeof value === 'bigint') return { $: typeof value };
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : { $: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item, depth + 1));
  const proto = Object.getPrototypeOf(value);
  if (proto !== null && proto !== Object.prototype) return { $: 'object' };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, depth + 1)]));
}

/** What is shown in a node, virtual nodes taken out. @param {any} node  @returns {any[]} */
function inside(node) {
  const found = [];
  for (const child of node.getComposedChildren()) {
    const virtual = child.asVirtualNode?.() !== null && child.asVirtualNode !== undefined;
    const hostless = child.asGeneralComponent?.()?.getComponentOptions().virtualHost;
    if (child.asTextNode()) found.push(child);
    else if (virtual || hostless) found.push(...inside(child));
    else found.push(child);
  }
  return found;
}

/** Class names as the component's owner gave them. @param {any} element  @param {string} names  @returns {string[]} */
function classes(element, names) {
  const host = element.ownerShadowRoot?.getHostNode();
  return names.split(/\s+/).filter((name) => name !== '').flatMap((name) => {
    if (!host?.hasExternalClass(name)) return [name];
    return classes(host, (host.getExternalClasses()[name] ?? []).join(' '));
  });
}

/** @param {any} given  @returns {any} */
function named(given) {
  const found = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found.map(([name, value]) => [name, plain(value)]));
}

/** @param {any} element */
function element(element) {
  const component = element.asGeneralComponent?.();
  const made = { tag: component ? element.tagName : element.is };
  if (component) made.is = element.is;
  if (element.id) made.id = element.id;
  const names = classes(element, element.class);
  if (names.length > 0) made.class = names;
  if (element.style) made.style = element.style;
  const attrs = component ? {} : named(Object.fromEntries(element.attributes.map(({ name, value }) => [name, value])));
  const parts = { attrs, data: named(element.dataset), mark: named(element._$marks), on: { ...element.oracleHandlers } };
  for (const [name, part] of Object.entries(parts)) if (part && Object.keys(part).length > 0) made[name] = part;
  const children = shown(element);
  if (children.length > 0) made.in = children;
  return made;
}

/** Texts that touch are one; empty ones are none. @param {any} node */
function shown(node) {
  const found = [];
  for (const child of inside(node)) {
    const text = child.asTextNode();
    if (!text) found.push(element(child));
    else if (typeof found.at(-1) === 'string') found[found.length - 1] += text.textContent;
    else if (text.textContent !== '') found.push(text.textContent);
  }
  return found;
}

/** @param {any} page */
export const outline = (page) => shown(page);

/** The elements of a page in the order of its outline. @param {any} page  @returns {any[]} */
export const elements = (page) => inside(page).filter((child) => !child.asTextNode()).flatMap((child) => [child, ...elements(child)]);
