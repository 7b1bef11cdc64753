// Classes and styles that the view puts on an element by itself (hover, swiper positions), over those of the core.
// A patch of class or style replaces the core's part only: what is here stays until the view takes it away.

/** @typedef {{ classes: Set<string>, without?: Set<string>, styles: Map<string, string>, baseClass: string, baseStyle: string | null }} Overlay */

/** @type {WeakMap<Element, Overlay>} */
const overlays = new WeakMap();

/**
 * @param {Element} element
 * @returns {Overlay}
 */
function overlayOf(element) {
  let overlay = overlays.get(element);
  if (!overlay) {
    overlay = { classes: new Set(), styles: new Map(), baseClass: element.getAttribute('class') ?? '', baseStyle: element.getAttribute('style') };
    overlays.set(element, overlay);
  }
  return overlay;
}

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter(Boolean);

/**
 * @param {Element} element
 * @param {string} names one or more classes
 * @param {boolean} on
 */
function overlayClass(element, names, on) {
  const overlay = overlayOf(element);
  const base = words(overlay.baseClass);
  for (const name of words(names)) {
    if (on) {
      overlay.without?.delete(name);
      overlay.classes.add(name);
      element.classList.add(name);
    } else if (overlay.classes.delete(name) && !base.includes(name)) {
      element.classList.remove(name);
    }
  }
}

/**
 * Takes a class away, also one of the core's.
 * @param {Element} element
 * @param {string} name
 */
function overlayWithout(element, name) {
  const overlay = overlayOf(element);
  overlay.classes.delete(name);
  (overlay.without ??= new Set()).add(name);
  element.classList.remove(name);
}

/**
 * @param {Element} element
 * @param {string} property CSS name
 * @param {string | null} value null takes it away
 */
function overlayStyle(element, property, value) {
  if (!(element instanceof HTMLElement)) return;
  const overlay = overlayOf(element);
  if (value === null) {
    if (overlay.styles.delete(property)) applyStyle(element, overlay.baseStyle);
  } else if (overlay.styles.get(property) !== value) {
    overlay.styles.set(property, value);
    element.style.setProperty(property, value);
  }
}

/**
 * The core's `class`.
 * @param {Element} element
 * @param {string | null} value
 */
function applyClass(element, value) {
  const overlay = overlays.get(element);
  if (value === null) element.removeAttribute('class');
  else element.setAttribute('class', value);
  if (!overlay) return;
  overlay.baseClass = value ?? '';
  if (overlay.without) element.classList.remove(...overlay.without);
  element.classList.add(...overlay.classes);
}

/**
 * The core's `style`.
 * @param {Element} element
 * @param {string | null} value
 */
function applyStyle(element, value) {
  const overlay = overlays.get(element);
  if (value === null) element.removeAttribute('style');
  else element.setAttribute('style', value);
  if (!overlay || !(element instanceof HTMLElement)) return;
  overlay.baseStyle = value;
  for (const [property, own] of overlay.styles) element.style.setProperty(property, own);
}
