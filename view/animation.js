// Plays what wx.createAnimation wrote down: each step as a transition, one after the other, over the element's own style.
// It must not set anything but the properties and transforms of WeChat's list.

/** Unit of bare numbers in each transform. */
/** @type {Record<string, string>} */
const TRANSFORM_UNITS = {
  matrix: '', matrix3d: '', rotate: 'deg', rotate3d: '', rotateX: 'deg', rotateY: 'deg', rotateZ: 'deg', scale: '', scale3d: '', scaleX: '', scaleY: '', scaleZ: '', skew: 'deg', skewX: 'deg', skewY: 'deg',
  translate: 'px', translate3d: 'px', translateX: 'px', translateY: 'px', translateZ: 'px',
};
const ANIMATED = new Set(['opacity', 'background-color', 'width', 'height', 'left', 'right', 'top', 'bottom']);

/** @typedef {{ animates?: Array<{ type?: unknown, args?: unknown }>, option?: { transformOrigin?: unknown, transition?: { duration?: unknown, timingFunction?: unknown, delay?: unknown } } }} AnimationStep */

/** The run that an element is in; a newer one ends it. */
/** @type {WeakMap<Element, object>} */
const running = new WeakMap();

/** @param {string} type @param {unknown[]} args */
function transformText(type, args) {
  const unit = TRANSFORM_UNITS[type];
  if (unit === undefined) return '';
  const texts = args.map((arg, index) => {
    if (typeof arg !== 'number') return /^-?[\d.]+(px|rpx|%|deg|rad|turn|vw|vh|em|rem)?$/.test(String(arg)) ? String(arg).replace(/([\d.]+)rpx/, (_, n) => `${Number(n) / 7.5}vw`) : '0';
    return `${arg}${type === 'rotate3d' && index === 3 ? 'deg' : unit}`;
  });
  return `${type}(${texts.join(', ')})`;
}

/**
 * Plays the element's `animation` attribute from its first step.
 * @param {Element} element
 */
function playAnimation(element) {
  if (!element.hasAttribute('animation') || element.localName === 'wx-movable-view') return;
  const steps = /** @type {AnimationStep[]} */ (jsonAttr(element, 'animation')?.actions);
  if (!Array.isArray(steps) || steps.length === 0) return;
  const run = {};
  running.set(element, run);
  /** @param {number} at */
  const play = (at) => {
    if (running.get(element) !== run || !element.isConnected) return;
    const step = steps[at];
    if (!step) {
      overlayStyle(element, 'transition', null);
      return;
    }
    const { duration, timingFunction, delay } = step.option?.transition ?? {};
    const [ms, wait] = [Math.max(0, Number(duration) || 0), Math.max(0, Number(delay) || 0)];
    const timing = typeof timingFunction === 'string' && CSS.supports('transition-timing-function', timingFunction) ? timingFunction : 'linear';
    void (/** @type {HTMLElement} */ (element).offsetWidth); // where it starts must be seen for the way to be shown
    overlayStyle(element, 'transition', `all ${ms}ms ${timing} ${wait}ms`);
    overlayStyle(element, 'transform-origin', String(step.option?.transformOrigin ?? '50% 50% 0'));
    const transforms = [];
    for (const { type, args } of step.animates ?? []) {
      if (!Array.isArray(args)) continue;
      if (type !== 'style') transforms.push(transformText(String(type), args));
      else if (ANIMATED.has(String(args[0]))) overlayStyle(element, String(args[0]), String(args[1]));
    }
    if (transforms.length > 0) overlayStyle(element, 'transform', transforms.join(' '));
    setTimeout(() => guard('animation', () => play(at + 1)), ms + wait);
  };
  play(0);
}

/**
 * Plays what is new below `root`.
 * @param {Element | DocumentFragment} root
 */
function playAnimations(root) {
  for (const element of root.querySelectorAll('[animation]')) guard('animation', () => playAnimation(element));
}
