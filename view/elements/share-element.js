// wx-share-element: when a page-container opens, what is inside it flies there from the one with the same key on the page, and back
// when it closes. Only how it is drawn changes: both stay where the core put them, and what the panel does goes on by itself.

/** Flights at most for one opening: more is nothing that an eye follows. */
const MAX_FLIGHTS = 20;
/** Longest flight, ms. */
const MAX_FLIGHT = 5000;
/** An animation that stands until it is taken away, ms. */
const STANDS = 1e7;

/** Pairs of those that fly: inside the panel and on the page. @param {HTMLElement} container @returns {[HTMLElement, HTMLElement][]} */
function sharedPairs(container) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return [];
  /** @param {ParentNode} root */
  const fliers = (root) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('wx-share-element'))].filter((one) => one.getAttribute('key') && boolAttr(one, 'transform'));
  const near = new Map(fliers(document).filter((one) => !one.closest('wx-page-container')).map((one) => [one.getAttribute('key'), one]));
  return fliers(container).flatMap((far) => {
    const own = near.get(far.getAttribute('key'));
    return own ? [/** @type {[HTMLElement, HTMLElement]} */ ([far, own])] : [];
  }).slice(0, MAX_FLIGHTS);
}

/** One on its way between its place in the panel and its place on the page. */
class Flight {
  /** Where it lies in the panel at rest. */ #home;
  /** Where the other lies on the page. */ #page;
  /** The browser knows curves: this animation of nothing tells how far it is. */ #clock;
  #pose;
  #hidden;

  /**
   * Made while the panel is at rest.
   * @param {HTMLElement} far  in the panel
   * @param {HTMLElement} near  on the page
   * @param {number} most  ms
   */
  constructor(far, near, most) {
    this.far = far;
    this.#home = far.getBoundingClientRect();
    this.#page = near.getBoundingClientRect();
    const easing = far.getAttribute('easing-function') ?? '';
    this.time = Math.min(most, Math.max(1, numAttr(far, 'duration', 300)));
    this.#clock = far.animate([], { duration: this.time, easing: CSS.supports('transition-timing-function', easing) ? easing : 'ease-out', fill: 'both' });
    this.#pose = new KeyframeEffect(far, [], { duration: STANDS, fill: 'both' });
    new Animation(this.#pose).play();
    this.#hidden = near.animate([{ visibility: 'hidden' }, { visibility: 'hidden' }], { duration: STANDS });
  }

  /** Draws it where it is now, wherever the panel has brought it meanwhile. @param {boolean} out  it opens */
  step(out) {
    this.#pose.setKeyframes([]);
    const own = this.far.getBoundingClientRect();
    const done = this.#clock.effect?.getComputedTiming().progress ?? 1;
    const part = out ? 1 - done : done;
    const mix = (/** @type {number} */ home, /** @type {number} */ page) => home + (page - home) * part;
    // A panel that grows makes its pixels smaller.
    const dense = this.far.offsetWidth > 0 ? own.width / this.far.offsetWidth : 1;
    const [x, y] = [(mix(this.#home.left, this.#page.left) - own.left) / dense, (mix(this.#home.top, this.#page.top) - own.top) / dense];
    const [wide, high] = [mix(this.#home.width, this.#page.width) / (own.width || 1), mix(this.#home.height, this.#page.height) / (own.height || 1)];
    const pose = { transformOrigin: '0 0', transform: `translate(${x}px, ${y}px) scale(${wide}, ${high})` };
    this.#pose.setKeyframes([pose, pose]);
  }

  end() {
    for (const one of this.far.getAnimations()) if (one.effect === this.#pose) one.cancel();
    this.#clock.cancel();
    this.#hidden.cancel();
  }
}

/** The flights of one opening or closing. */
class Flights {
  #frame = 0;
  #end = 0;
  /** @type {Flight[]} */ #all;

  /**
   * @param {[HTMLElement, HTMLElement][]} pairs  measured now: the panel is at rest
   * @param {HTMLElement} panel
   * @param {boolean} out
   * @param {number} time  that the panel takes, ms
   */
  constructor(pairs, panel, out, time) {
    this.panel = panel;
    // A panel that is gone shows nothing any more.
    this.#all = pairs.map(([far, near]) => new Flight(far, near, out ? MAX_FLIGHT : Math.max(1, time)));
    this.#end = performance.now() + Math.max(time, ...this.#all.map((one) => one.time));
    // They begin and end outside of it.
    if (panel.scrollTop === 0) panel.classList.add('flown');
    const step = () => guard('share-element', () => {
      if (performance.now() >= this.#end) return this.end();
      for (const one of this.#all) one.step(out);
      this.#frame = requestAnimationFrame(step);
      return undefined;
    });
    this.start = step;
  }

  end() {
    cancelAnimationFrame(this.#frame);
    for (const one of this.#all) one.end();
    this.#all = [];
    this.panel.classList.remove('flown');
  }
}

registerElement('wx-share-element', () => {
  const style = sheet(':host { display: block; }');
  return class extends WxElement {
    make() {
      this.shadow(style, h('slot'));
    }
  };
});
