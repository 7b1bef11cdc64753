// What descriptors of WXS do to elements. Styles and classes lie over those of the core and outlive its patches; methods and
// events of components are the core's to find. It must not answer with anything but texts, numbers and truth values.

/**
 * @param {number} handle
 * @param {string} selector
 * @param {boolean} all
 * @returns {Element[]}
 */
function wxsSelect(handle, selector, all) {
  const place = wxsPlaces.get(handle);
  if (!place) return [];
  const within = place.element ?? document;
  let owner = place.element?.getAttribute('o') ?? '';
  if (place.comp > 0) owner = within.querySelector(`[o^="${place.comp}:"]`)?.getAttribute('o') ?? '';
  const css = owner ? wxsSelector(selector, owner) : null;
  if (css === null) return [];
  const one = all ? null : within.querySelector(css);
  return all ? [...within.querySelectorAll(css)] : one ? [one] : [];
}

/** `rpx` is a 750th of the width. @param {string} value */
const fromRpx = (value) => value.replace(/(-?(?:\d+\.?\d*|\.\d+))rpx\b/g, (_, number) => `${Number(number) / 7.5}vw`);

/**
 * A style as WXS gives it, as pairs of CSS.
 * @param {unknown} style a text, or an object by CSS name or camel case
 * @returns {Array<[string, string]>}
 */
function stylePairs(style) {
  if (typeof style === 'string') {
    const probe = document.createElement('i').style;
    probe.cssText = fromRpx(style);
    return [...probe].map((name) => [name, probe.getPropertyValue(name)]);
  }
  if (style === null || typeof style !== 'object') return [];
  return Object.entries(style).map(([name, value]) => [
    name.startsWith('--') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    value === null || value === undefined ? '' : fromRpx(String(value)),
  ]);
}

/** @param {string} text */
function parsed(text) {
  return text === '' ? undefined : JSON.parse(text);
}

/**
 * Tells the core what is wanted of a component.
 * @param {'call' | 'trigger'} what
 * @param {number} handle
 * @param {string} name
 * @param {Record<string, unknown>} more
 */
function wxsOrder(what, handle, name, more) {
  const place = wxsPlaces.get(handle);
  if (!place) return;
  const { element } = place;
  port.send({ t: 'wxs', do: what, name, c: place.comp || ownerOf(element).comp, n: place.comp > 0 || !element ? 0 : (ids.get(element) ?? 0), ...more });
}

/** By number: the handle of an element, or of what waits. @type {Record<string, (handle: number, name: string, value: string) => unknown>} */
const WXS_OPS = {
  select(handle, selector) {
    const [found] = wxsSelect(handle, selector, false);
    return found ? handleOf(found) : 0;
  },
  selectAll: (handle, selector) => JSON.stringify(wxsSelect(handle, selector, true).map(handleOf)),
  style(handle, _, json) {
    const element = wxsPlaces.get(handle)?.element;
    if (!element) return;
    for (const [name, value] of stylePairs(parsed(json))) overlayStyle(element, name, value === '' ? null : value);
  },
  class(handle, how, names) {
    const element = wxsPlaces.get(handle)?.element;
    if (!element) return false;
    const all = words(names).flatMap((name) => classesFor(element, name));
    if (how === '?') return all.some((name) => element.classList.contains(name));
    for (const name of all) {
      if (how === '+') overlayClass(element, name, true);
      else overlayWithout(element, name);
    }
    return true;
  },
  dataset: (handle) => JSON.stringify(datasetOf(wxsPlaces.get(handle)?.element ?? null)),
  call: (handle, name, json) => wxsOrder('call', handle, name, { v: parsed(json) }),
  trigger(handle, name, json) {
    const { v, options } = parsed(json) ?? {};
    wxsOrder('trigger', handle, name, { v, options });
  },
  rect(handle) {
    const element = wxsPlaces.get(handle)?.element ?? pageElement();
    const { left, top, right, bottom, width, height } = boxOf(element);
    return JSON.stringify({ id: element.id, dataset: datasetOf(element), left, top, right, bottom, width, height });
  },
  computed(handle, _, json) {
    const names = parsed(json);
    const style = getComputedStyle(wxsPlaces.get(handle)?.element ?? pageElement());
    /** @type {Record<string, string>} */
    const found = {};
    for (const name of Array.isArray(names) ? names.map(String) : []) found[name] = style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    return JSON.stringify(found);
  },
  timeout: (number, _, ms) => void setTimeout(() => guard('wxs', () => wxs.run('fire', number)), Math.max(0, Number(ms) || 0)),
  frame: (number) => void requestAnimationFrame(() => guard('wxs', () => wxs.run('fire', number))),
  need: (_, __, key) => wxs.need(key),
  log: (_, __, text) => console.log(`[wxs] ${text}`),
  error: (_, __, text) => report('wxs', text),
};

/** @param {Element | null} element */
const datasetOf = (element) => (element && marksOf(element).d) ?? {};
