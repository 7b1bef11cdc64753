// `this.animate`: keyframes played by the browser, or moved by a scroll-view. The last frame stays until it is cleared.
// It must not take anything but names and values of CSS, and the transforms of WeChat's list.

/** @typedef {Record<string, unknown>} RawFrame */
/** @typedef {{ frames: RawFrame[], animation: Animation, stop: () => void }} Played */

/** @type {WeakMap<Element, Played[]>} */
const played = new WeakMap();

/** Styles whose bare numbers are pixels. */
const IN_PX = /^(left|top|right|bottom|width|height|(min|max)-?(width|height)|margin.*|padding.*|border.*(width|radius)|font-?size|letter-?spacing|line-?height|outline-?width)$/i;

/** @param {string} name @param {unknown} value */
function frameValue(name, value) {
  if (typeof value === 'number') return IN_PX.test(name) ? `${value}px` : String(value);
  return String(value).replace(/(-?(?:\d+\.?\d*|\.\d+))rpx\b/g, (_, number) => `${Number(number) / 7.5}vw`);
}

/** @param {string} name */
const isTransform = (name) => Object.prototype.hasOwnProperty.call(TRANSFORM_UNITS, name);

/**
 * Frames as the browser takes them.
 * @param {RawFrame[]} raw
 * @returns {Keyframe[]}
 */
function cssFrames(raw) {
  // Every frame names every transform, so that the browser moves from one to the next; one that is not named keeps its value.
  const transforms = [...new Set(raw.flatMap((frame) => Object.keys(frame).filter(isTransform)))];
  /** @type {Map<string, string>} */
  const last = new Map();
  return raw.map((frame) => {
    /** @type {Keyframe} */
    const made = {};
    for (const [name, value] of Object.entries(frame)) {
      if (name === 'offset') made.offset = typeof value === 'number' && value >= 0 && value <= 1 ? value : null;
      else if (name === 'ease') made.easing = typeof value === 'string' && CSS.supports('transition-timing-function', value) ? value : 'linear';
      else if (isTransform(name)) last.set(name, transformText(name, Array.isArray(value) ? value : [value]));
      else if (name !== 'easing' && name !== 'composite' && value !== null && value !== undefined) made[name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())] = frameValue(name, value);
    }
    if (transforms.length > 0) made['transform'] = transforms.map((name) => last.get(name) ?? identity(name)).join(' ');
    return made;
  });
}

/** A transform that does nothing. @param {string} name */
function identity(name) {
  if (name === 'matrix') return 'matrix(1, 0, 0, 1, 0, 0)';
  if (name === 'matrix3d') return 'matrix3d(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)';
  if (name === 'rotate3d') return 'rotate3d(0, 0, 1, 0deg)';
  const one = name.startsWith('scale') ? '1' : name.startsWith('translate') ? '0px' : '0deg';
  return `${name}(${Array(name.endsWith('3d') ? 3 : 1).fill(one).join(', ')})`;
}

/**
 * @param {{ nodes?: unknown, keyframes?: unknown, duration?: unknown, timeline?: any }} order
 * @returns {Promise<boolean> | boolean}
 */
function animateNodes({ nodes, keyframes, duration, timeline }) {
  const frames = Array.isArray(keyframes) ? keyframes.filter((frame) => frame !== null && typeof frame === 'object') : [];
  const elements = Array.isArray(nodes) ? nodes.map((n) => byId.get(n)).filter((node) => node instanceof Element) : [];
  if (frames.length === 0) return false;
  const css = cssFrames(frames);
  const animations = elements.map((element) => {
    const animation = element.animate(css, { duration: Math.max(0, Number(duration) || 0), fill: 'both' });
    const stop = timeline ? scrollAnimation(animation, timeline) : () => {};
    played.set(element, [...(played.get(element) ?? []), { frames, animation, stop }]);
    return animation;
  });
  moved();
  if (timeline) return true;
  return Promise.allSettled(animations.map((animation) => animation.finished)).then(() => true);
}

/**
 * Lets a scroll-view move an animation.
 * @param {Animation} animation
 * @param {{ source?: unknown, orientation?: unknown, startScrollOffset?: unknown, endScrollOffset?: unknown, timeRange?: unknown }} timeline
 * @returns {() => void} lets go
 */
function scrollAnimation(animation, { source, orientation, startScrollOffset, endScrollOffset, timeRange }) {
  animation.pause();
  const node = typeof source === 'number' && source > 0 ? byId.get(source) : null;
  const scroller = node instanceof Element ? node : document.documentElement;
  const across = orientation === 'horizontal';
  const update = () => {
    const room = across ? scroller.scrollWidth - scroller.clientWidth : scroller.scrollHeight - scroller.clientHeight;
    const start = Number(startScrollOffset) || 0;
    const end = typeof endScrollOffset === 'number' ? endScrollOffset : room;
    const at = across ? scroller.scrollLeft : scroller.scrollTop;
    const part = end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : at >= end ? 1 : 0;
    animation.currentTime = part * (Number(timeRange) || 0);
  };
  const target = scroller === document.documentElement ? document : scroller;
  target.addEventListener('scroll', update, { passive: true });
  update();
  return () => target.removeEventListener('scroll', update);
}

/**
 * Takes animated values away: all, or those of some names.
 * @param {{ nodes?: unknown, props?: unknown }} order
 */
function clearNodes({ nodes, props }) {
  const names = Array.isArray(props) ? new Set(props.map(String)) : null;
  for (const n of Array.isArray(nodes) ? nodes : []) {
    const element = byId.get(n);
    if (!(element instanceof Element)) continue;
    const kept = (played.get(element) ?? []).filter((one) => {
      if (names) {
        one.frames = one.frames.map((frame) => Object.fromEntries(Object.entries(frame).filter(([name]) => !names.has(name))));
        const left = one.frames.some((frame) => Object.keys(frame).some((name) => name !== 'offset' && name !== 'ease'));
        if (left) {
          if (one.animation.effect instanceof KeyframeEffect) one.animation.effect.setKeyframes(cssFrames(one.frames));
          return true;
        }
      }
      one.stop();
      one.animation.cancel();
      return false;
    });
    played.set(element, kept);
  }
  return true;
}

serveLate('keyframes', (/** @type {any} */ order) => (order.op === 'animate' ? animateNodes(order) : clearNodes(order)));
