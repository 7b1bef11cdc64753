// Fingers and the mouse, told as WeChat's touch events, and tap, longpress and longtap made from them.
// It must not stop the browser's scrolling: `catchtouchmove` does that by touch-action in base.css.

/** How far a finger may slip in a tap, CSS pixels. */
const SLOP = 10;
/** From here on a press is long, ms. */
const LONG_PRESS = 350;
/** For so long after a touch, mouse events are the browser's imitation of it, ms. */
const MOUSE_ECHO = 900;
/** What comes after a finger came down. */
const LATER = ['touchmove', 'touchend', 'touchcancel'];

/** @typedef {{ target: Element, x: number, y: number, taps: boolean, longSent: boolean, timer: number, points: TouchPoint[] }} Gesture */

/** What the first finger does, until the last one is gone. @type {Gesture | null} */
let gesture = null;
/** Where each finger began, by its number: all of its touch is told there. @type {Map<number, { target: Element, node: EventTarget }>} */
const fingers = new Map();
/** Moves that wait for the frame: the newest place of each finger that began on an element. @type {Map<Element, Map<number, TouchPoint>>} */
const moves = new Map();
let lastTouch = -Infinity;
/** @type {Event | null} */
let seen = null;
let mouseDown = false;

/** Pixels to a hundredth: enough for a finger, and short. @param {number} px */
const near = (px) => Math.round(px * 100) / 100;

/** @param {Touch | MouseEvent} at @param {number} identifier @param {number} force @returns {TouchPoint} */
const point = (at, identifier, force) => ({ identifier, pageX: near(at.pageX), pageY: near(at.pageY), clientX: near(at.clientX), clientY: near(at.clientY), force: near(force) });

/**
 * On a canvas, fingers also have their place in it.
 * @param {Element} target
 * @param {'touchstart' | 'touchmove' | 'touchend' | 'touchcancel' | 'longpress' | 'longtap' | 'tap'} type
 * @param {EventInit2} init
 */
function sendTouch(target, type, init) {
  if (target.localName !== 'wx-canvas') return sendEvent(target, type, init);
  const box = target.getBoundingClientRect();
  const inside = (/** @type {TouchPoint[] | undefined} */ list) => list?.map((at) => ({ ...at, x: near(at.clientX - box.left), y: near(at.clientY - box.top) })) ?? [];
  return sendEvent(target, type, { ...init, touches: inside(init.touches), changedTouches: inside(init.changedTouches) });
}

/** @param {Iterable<Touch>} list @returns {TouchPoint[]} */
const points = (list) => Array.from(list, (at) => point(at, at.identifier, at.force));

/**
 * @param {Event} event
 * @param {TouchPoint[]} touches
 * @param {TouchPoint[]} changed
 */
function fingerDown(event, touches, changed) {
  const node = event.composedPath()[0] ?? null;
  const target = node instanceof Node ? numberedElement(node) : null;
  if (!target || !node) return;
  // fingers whose end nobody told
  for (const id of [...fingers.keys()]) {
    if (changed.some((at) => at.identifier === id) || !touches.some((at) => at.identifier === id)) fingerGone(id);
  }
  for (const at of changed) fingers.set(at.identifier, { target, node });
  // a target that a patch removes gets the rest of its touch alone, the document does not
  for (const type of LATER) node.addEventListener(type, onTouch, { passive: true });
  if (gesture) endTap(gesture);
  if (gesture && touches.length > 1) {
    sendTouch(target, 'touchstart', { touches, changedTouches: changed });
    return;
  }
  const at = changed[0];
  if (!at) return;
  const now = (gesture = { target, x: at.pageX, y: at.pageY, taps: true, longSent: false, timer: 0, points: touches });
  now.timer = window.setTimeout(() => guard('longpress', () => longPress(now)), LONG_PRESS);
  sendTouch(target, 'touchstart', { touches, changedTouches: changed });
  hoverStart(target);
  pullStart(target, at.clientY);
}

/** @param {number} id */
function fingerGone(id) {
  const node = fingers.get(id)?.node;
  fingers.delete(id);
  if ([...fingers.values()].some((other) => other.node === node)) return;
  for (const type of LATER) node?.removeEventListener(type, onTouch);
}

/** @param {Element} element */
function offsetOf(element) {
  const box = element.getBoundingClientRect();
  return { offsetLeft: near(box.left + scrollX), offsetTop: near(box.top + scrollY) };
}

/** @param {Gesture} now */
function longPress(now) {
  if (gesture !== now || !now.taps) return;
  const init = { detail: { x: now.x, y: now.y }, touches: now.points, changedTouches: now.points, target: offsetOf(now.target) };
  now.longSent = sendTouch(now.target, 'longpress', init) > 0;
  sendTouch(now.target, 'longtap', init);
}

/** @param {Gesture} now */
function endTap(now) {
  now.taps = false;
  clearTimeout(now.timer);
  hoverEnd(true);
}

/**
 * @param {TouchPoint[]} touches
 * @param {TouchPoint[]} changed
 */
function fingerMove(touches, changed) {
  const now = gesture;
  if (!now) return;
  const at = changed[0];
  if (now.taps && at && Math.hypot(at.pageX - now.x, at.pageY - now.y) > SLOP) endTap(now);
  if (at) pullMove(at.clientY);
  const target = at && fingers.get(at.identifier)?.target;
  if (!target) return;
  // one of WXS has to answer before the browser scrolls
  if (meetsWxs(target, 'touchmove')) sendTouch(target, 'touchmove', { touches, changedTouches: changed });
  else if (anyListens(target, 'touchmove')) {
    const all = moves.get(target) ?? new Map();
    moves.set(target, all);
    for (const each of changed) all.set(each.identifier, each);
    inFrame(target, 'touchmove', () => {
      moves.delete(target);
      sendTouch(target, 'touchmove', { touches, changedTouches: [...all.values()] });
    });
  }
}

/**
 * @param {'touchend' | 'touchcancel'} type
 * @param {TouchPoint[]} touches
 * @param {TouchPoint[]} changed
 */
function fingerUp(type, touches, changed) {
  const now = gesture;
  flushFrame();
  const target = fingers.get(changed[0]?.identifier ?? -1)?.target;
  if (target) sendTouch(target, type, { touches, changedTouches: changed });
  for (const at of changed) fingerGone(at.identifier);
  // Two that go up at once on two elements are two events without fingers left.
  if (!now || touches.length > 0) return;
  gesture = null;
  pullEnd();
  clearTimeout(now.timer);
  hoverEnd(type === 'touchcancel' || !now.taps);
  if (type === 'touchend' && now.taps && !now.longSent) tap(now.target, now.x, now.y, changed);
}

/**
 * A tap, by finger, mouse, key or screen reader: first the core hears of it, then the built-in elements act.
 * @param {Element} target
 * @param {number} x of the page, CSS pixels
 * @param {number} y
 * @param {TouchPoint[]} changed
 */
function tap(target, x, y, changed) {
  if (awaitsLate(target)) return void lateThere()?.then(() => guard('tap', () => tap(target, x, y, changed)));
  if (target.closest('wx-button[disabled]:not([disabled="false"])')) return;
  const more = target instanceof WxElement ? guard(target.localName, () => target.tapDetail(x, y)) : {};
  if (more === null) return;
  sendTouch(target, 'tap', { detail: { x, y, ...more }, touches: changed, changedTouches: changed, target: offsetOf(target) });
  const stopped = wxsUsed ? wxsStopped : null;
  /** @type {TapContext} */
  const context = { x, y, target, used: false };
  for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) {
    if (at instanceof WxElement) {
      const element = at;
      guard(element.localName, () => element.tapped(context));
    }
    if (flagsOf(at).catches.has('tap') || at === stopped) break;
  }
}

/** @param {Event} event */
function onTouch(event) {
  if (seen === event || !(event instanceof TouchEvent)) return;
  seen = event;
  lastTouch = event.timeStamp;
  const touches = points(event.touches);
  // Chromium tells every target of all the fingers that moved at once; those of another one come with its own event.
  const changed = points([...event.changedTouches].filter((at) => at.target === event.target));
  wxsStopped = null;
  guard(event.type, () => {
    if (event.type === 'touchstart') fingerDown(event, touches, changed);
    else if (event.type === 'touchmove') fingerMove(touches, changed);
    else if (event.type === 'touchend' || event.type === 'touchcancel') fingerUp(event.type, touches, changed);
  });
  if (wxsStopped) wxsPrevented = event;
}

/** @param {MouseEvent} event */
function onMouse(event) {
  if (event.timeStamp - lastTouch < MOUSE_ECHO) return;
  const at = [point(event, 0, 1)];
  guard(event.type, () => {
    if (event.type === 'mousedown' && event.button === 0) {
      mouseDown = true;
      panStart(event);
      fingerDown(event, at, at);
    } else if (event.type === 'mousemove' && mouseDown) {
      if (event.buttons & 1) {
        panMove(event);
        fingerMove(at, at);
      }
      if (!(event.buttons & 1)) mouseUp('touchcancel', at, event); // released outside the window
    } else if (event.type === 'mouseup' && mouseDown && event.button === 0) {
      mouseUp('touchend', at, event);
    }
  });
}

/**
 * @param {'touchend' | 'touchcancel'} type
 * @param {TouchPoint[]} at
 * @param {MouseEvent} event
 */
function mouseUp(type, at, event) {
  mouseDown = false;
  panEnd(event);
  fingerUp(type, [], at);
}

/** The events of CSS that a mini-program may hear. */
const CSS_EVENTS = ['transitionend', 'animationstart', 'animationiteration', 'animationend'];

/** @param {Event} event */
function onCssEvent(event) {
  const detail = { elapsedTime: /** @type {TransitionEvent} */ (event).elapsedTime };
  if (event.target instanceof Node) sendEvent(event.target, event.type, { detail });
}

function listenToFingers() {
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) document.addEventListener(type, onTouch, { passive: true, capture: true });
  document.addEventListener('mousedown', onMouse, true);
  document.addEventListener('mousemove', onMouse, true);
  document.addEventListener('mouseup', onMouse, true);
  for (const type of CSS_EVENTS) document.addEventListener(type, onCssEvent, true);
  // what a finger holds is not the browser's: no menu for pictures and links, no dragging of pictures
  document.addEventListener('contextmenu', (event) => {
    if (event.timeStamp - lastTouch < MOUSE_ECHO * 2) event.preventDefault();
  });
  holdWheel();
  document.addEventListener('dragstart', (event) => event.preventDefault());
}
