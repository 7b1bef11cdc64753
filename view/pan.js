// A mouse scrolls as a finger does: by holding and dragging, with momentum. Only for the desktop shell, where there is no finger.
// It must not touch what follows the pointer itself (sliders, swipers along their way), nor text that can be selected.

/** A drag becomes a pan from here on, CSS pixels. */
const PAN_SLOP = 6;
/** Momentum left after each ms. */
const FRICTION = 0.9965;
/** The same for a scroll-view with `fast-deceleration`. */
const FAST_FRICTION = 0.985;

/** @typedef {{ path: Element[], x: number, y: number, scroller: Element | null, axis: 'x' | 'y' | '', snaps: boolean, at: number, time: number, speed: number }} Pan */

/** @type {Pan | null} */
let pan = null;
let panFrame = 0;

/**
 * The element that a drag along an axis scrolls, or null when something else follows the pointer.
 * @param {Element[]} path from the target upwards, shadow trees included
 * @param {'x' | 'y'} axis
 * @returns {Element | null}
 */
function scrollerAlong(path, axis) {
  for (const at of path) {
    if (at.matches('wx-slider, wx-movable-view, wx-map, input, textarea') || flagsOf(at).catches.has('touchmove')) return null;
    if (at.localName === 'wx-swiper' && (axis === 'y') === boolAttr(at, 'vertical')) return null;
    if (at === document.body || at === document.documentElement) break;
    const room = axis === 'y' ? at.scrollHeight - at.clientHeight : at.scrollWidth - at.clientWidth;
    if (room <= 0) continue;
    const style = getComputedStyle(at);
    if (/auto|scroll/.test(axis === 'y' ? style.overflowY : style.overflowX)) return at;
  }
  return axis === 'y' && getComputedStyle(document.documentElement).overflowY !== 'hidden' ? document.documentElement : null;
}

/** @param {MouseEvent} event */
function panStart(event) {
  cancelAnimationFrame(panFrame);
  const path = /** @type {Element[]} */ (event.composedPath().filter((node) => node instanceof Element));
  pan = { path, x: event.clientX, y: event.clientY, scroller: null, axis: '', snaps: false, at: 0, time: event.timeStamp, speed: 0 };
  if (path[0] && getComputedStyle(path[0]).userSelect === 'text') pan = null;
}

/** @param {MouseEvent} event */
function panMove(event) {
  const now = pan;
  if (!now) return;
  if (!now.axis) {
    const [dx, dy] = [Math.abs(event.clientX - now.x), Math.abs(event.clientY - now.y)];
    if (Math.max(dx, dy) < PAN_SLOP) return;
    now.axis = dx > dy ? 'x' : 'y';
    now.scroller = scrollerAlong(now.path, now.axis);
    now.at = now.axis === 'x' ? event.clientX : event.clientY;
    now.time = event.timeStamp;
    // What stops at rows or pages follows the hand until it is let go.
    now.snaps = !!now.scroller && getComputedStyle(now.scroller).scrollSnapType !== 'none';
    if (now.snaps && now.scroller instanceof HTMLElement) now.scroller.style.scrollSnapType = 'none';
    return;
  }
  if (!now.scroller) return;
  const at = now.axis === 'x' ? event.clientX : event.clientY;
  const by = now.at - at;
  const ms = Math.max(1, event.timeStamp - now.time);
  now.speed = now.speed * 0.4 + (by / ms) * 0.6;
  now.at = at;
  now.time = event.timeStamp;
  if (now.axis === 'x') now.scroller.scrollLeft += by;
  else now.scroller.scrollTop += by;
}

/** @param {MouseEvent} event */
function panEnd(event) {
  const now = pan;
  pan = null;
  const scroller = now?.scroller;
  if (!now || !scroller) return;
  const rest = () => {
    if (scroller instanceof HTMLElement) scroller.style.scrollSnapType = '';
  };
  let speed = event.timeStamp - now.time > 60 ? 0 : now.speed;
  let last = performance.now();
  let place = now.axis === 'x' ? scroller.scrollLeft : scroller.scrollTop;
  /** @param {number} time */
  const glide = (time) => {
    const ms = Math.max(0, time - last);
    last = time;
    place += speed * ms;
    speed *= (scroller.matches('[fast-deceleration]:not([fast-deceleration="false"])') ? FAST_FRICTION : FRICTION) ** ms;
    if (now.axis === 'x') scroller.scrollLeft = place;
    else scroller.scrollTop = place;
    if (Math.abs(speed) > 0.03) panFrame = requestAnimationFrame(glide);
    else rest();
  };
  if (Math.abs(speed) > 0.05 && !now.snaps) panFrame = requestAnimationFrame(glide);
  else rest();
}

/** A wheel over what catches touches must not scroll the page below, as a finger does not. */
function holdWheel() {
  if (!matchMedia('(pointer: fine)').matches) return;
  document.addEventListener(
    'wheel',
    (event) => {
      cancelAnimationFrame(panFrame);
      const path = /** @type {Element[]} */ (event.composedPath().filter((node) => node instanceof Element));
      const axis = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? 'x' : 'y';
      if (event.cancelable && path.some((at) => flagsOf(at).catches.has('touchmove')) && !scrollerAlong(path, axis)) event.preventDefault();
    },
    { passive: false },
  );
}
