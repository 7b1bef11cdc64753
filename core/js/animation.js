// wx.createAnimation: writes down what shall move, as data for the attribute `animation`; the view plays it. What a step
// set stays set in the steps after it, as in WeChat.
'use strict';

const TRANSFORMS = [
  'matrix', 'matrix3d', 'rotate', 'rotate3d', 'rotateX', 'rotateY', 'rotateZ', 'scale', 'scale3d', 'scaleX', 'scaleY', 'scaleZ', 'skew', 'skewX', 'skewY',
  'translate', 'translate3d', 'translateX', 'translateY', 'translateZ',
];
const LENGTHS = ['width', 'height', 'left', 'right', 'top', 'bottom'];

/** @param {any} value  a number is in pixels */
const length = (value) => (typeof value === 'number' ? `${value}px` : String(value));

/** @param {any} [given]  duration, timingFunction, delay, transformOrigin */
function createAnimation(given) {
  const options = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0', ...given };
  /** What every step from here on sets, by its name. @type {Map<string, { type: string, args: any[] }>} */
  const current = new Map();
  /** @type {any[]} */
  let actions = [];
  /** @type {any} */
  const animation = {
    /** @param {any} [own]  options of this step alone */
    step(own) {
      const { duration, timingFunction, delay, transformOrigin } = { ...options, ...own };
      actions.push({ animates: [...current.values()], option: { transformOrigin, transition: { duration, timingFunction, delay } } });
      return animation;
    },
    export() {
      const exported = { actions };
      actions = [];
      return exported;
    },
    opacity(/** @type {any} */ value) { return style('opacity', value); },
    backgroundColor(/** @type {any} */ value) { return style('background-color', String(value)); },
  };
  /** @param {string} name  @param {any} value */
  function style(name, value) {
    current.set(name, { type: 'style', args: [name, value] });
    return animation;
  }
  for (const name of LENGTHS) animation[name] = (/** @type {any} */ value) => style(name, length(value));
  for (const type of TRANSFORMS) {
    animation[type] = (/** @type {any[]} */ ...args) => {
      current.set(`transform ${type}`, { type, args });
      return animation;
    };
  }
  return animation;
}

exports.createAnimation = createAnimation;
