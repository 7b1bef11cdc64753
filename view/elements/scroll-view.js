// wx-scroll-view: scrolls by itself (the element is the scroller, so the program's layout of its children holds).
// It must not fight the finger: the view owns the offset, and the core's offset is set only when it sends one.

const SCROLL_SHEET = `
slot { display: contents; }
.stop { position: absolute; width: 1px; height: 1px; visibility: hidden; scroll-snap-align: start; scroll-snap-stop: always; }
`;
/** Pages that one with `paging-enabled` stops at. */
const MOST_STOPS = 200;

registerElement('wx-scroll-view', () => {
  const style = sheet(SCROLL_SHEET);
  return class extends WxElement {
    static observedAttributes = ['scroll-top', 'scroll-left', 'scroll-into-view', 'refresher-enabled', 'refresher-triggered', 'refresher-threshold', 'refresher-default-style', 'refresher-background', 'paging-enabled'];

    #top = 0;
    #left = 0;
    #upper = true;
    #lower = false;
    /** @type {Pullable | null} */
    #pull = null;
    /** @type {ReturnType<typeof pullDots> | null} */
    #dots = null;
    /** @type {'' | 'held' | 'dragged'} */
    #finger = '';
    #speed = { x: 0, y: 0, at: 0 };

    make() {
      for (const type of ['touchstart', 'mousedown']) this.addEventListener(type, () => guard('drag', () => this.#held(type)), { passive: true });
      if (boolAttr(this, 'paging-enabled')) this.#page();
      if (boolAttr(this, 'refresher-enabled')) this.#makeRefresher();
      const keyed = boolAttr(this, 'scroll-y') || boolAttr(this, 'scroll-x');
      if (keyed && !this.hasAttribute('tabindex')) this.setAttribute('tabindex', '-1');
      const top = lengthAttr(this, 'scroll-top', 0);
      const left = lengthAttr(this, 'scroll-left', 0);
      if (top || left) this.scrollTo({ top, left, behavior: 'instant' });
      if (this.hasAttribute('scroll-into-view')) this.#showChild('instant');
      this.#top = this.scrollTop;
      this.#left = this.scrollLeft;
    }

    detached() {
      pullables.delete(this);
    }

    attached() {
      if (this.#pull) pullables.set(this, this.#pull);
    }

    get #behavior() {
      return /** @type {ScrollBehavior} */ (boolAttr(this, 'scroll-with-animation') ? 'smooth' : 'instant');
    }

    /** @param {string} name */
    update(name) {
      if (name === 'scroll-top' && this.hasAttribute(name)) this.scrollTo({ top: lengthAttr(this, name, 0), behavior: this.#behavior });
      else if (name === 'scroll-left' && this.hasAttribute(name)) this.scrollTo({ left: lengthAttr(this, name, 0), behavior: this.#behavior });
      else if (name === 'scroll-into-view') requestAnimationFrame(() => guard(name, () => this.#showChild(this.#behavior)));
      else if (name === 'refresher-enabled') this.#makeRefresher();
      else if (name === 'refresher-triggered' && this.#pull) this.#hold(boolAttr(this, name));
      else if (name === 'paging-enabled') this.#page();
      else this.#dress();
    }

    /** A finger, or the mouse that pans as one. @param {string} type */
    #held(type) {
      if (!boolAttr(this, 'enhanced')) return;
      this.#finger = 'held';
      const [moves, ...ends] = type === 'mousedown' ? ['mousemove', 'mouseup'] : ['touchmove', 'touchend', 'touchcancel'];
      let last = 0;
      // By the finger's own times: a busy page hears of the move and of the end in one go.
      /** @param {Event} at */
      const move = (at) => { last = at.timeStamp; };
      /** @param {Event} at */
      const end = (at) => {
        removeEventListener(moves, move, true);
        for (const each of ends) removeEventListener(each, end, true);
        if (this.#finger === 'dragged') {
          const still = at.timeStamp - last > 100;
          this.#tell('dragend', { velocity: still ? { x: 0, y: 0 } : { x: this.#speed.x, y: this.#speed.y } });
        }
        this.#finger = '';
      };
      addEventListener(moves, move, { capture: true, passive: true });
      for (const each of ends) addEventListener(each, end, true);
    }

    /** @param {string} type @param {Record<string, unknown>} [more] */
    #tell(type, more = {}) {
      sendEvent(this, type, { detail: { scrollTop: this.scrollTop, scrollLeft: this.scrollLeft, ...more }, local: true });
    }

    /** @param {number} deltaX @param {number} deltaY */
    #dragged(deltaX, deltaY) {
      const now = performance.now();
      const ms = Math.max(1, Math.min(100, now - this.#speed.at));
      this.#speed = { x: Math.round((1000 * deltaX) / ms) / 1000, y: Math.round((1000 * deltaY) / ms) / 1000, at: now };
      if (this.#finger === 'held') this.#tell('dragstart');
      this.#finger = 'dragged';
      this.#tell('dragging');
    }

    /** Stops at each page of its own size: the stops lie behind the program's content. */
    #page() {
      if (!this.shadowRoot) this.shadow(style, h('slot'));
      const root = /** @type {ShadowRoot} */ (this.shadowRoot);
      const across = boolAttr(this, 'scroll-x') && !boolAttr(this, 'scroll-y');
      const length = across ? this.scrollWidth / (this.clientWidth || 1) : this.scrollHeight / (this.clientHeight || 1);
      const wanted = boolAttr(this, 'paging-enabled') ? Math.min(MOST_STOPS, Math.max(1, Math.ceil(length - 0.05))) : 0;
      const stops = root.querySelectorAll('.stop');
      for (let n = wanted; n < stops.length; n += 1) stops[n]?.remove();
      for (let n = stops.length; n < wanted; n += 1) {
        const stop = h('i', { class: 'stop' });
        stop.style.setProperty(across ? 'left' : 'top', `${n * 100}%`);
        stop.style.setProperty(across ? 'top' : 'left', '0');
        root.append(stop);
      }
    }

    /** @param {ScrollBehavior} behavior */
    #showChild(behavior) {
      const id = this.getAttribute('scroll-into-view');
      const child = id ? this.querySelector(`[id="${CSS.escape(id)}"]`) : null;
      if (!child) return;
      const box = this.getBoundingClientRect();
      const goal = child.getBoundingClientRect();
      this.scrollTo({
        top: boolAttr(this, 'scroll-y') ? this.scrollTop + goal.top - box.top - this.clientTop : this.scrollTop,
        left: boolAttr(this, 'scroll-x') ? this.scrollLeft + goal.left - box.left - this.clientLeft : this.scrollLeft,
        behavior,
      });
    }

    /** Once a frame while it scrolls. */
    scrolled() {
      if (boolAttr(this, 'paging-enabled')) this.#page();
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = this;
      const deltaY = this.#top - scrollTop;
      const deltaX = this.#left - scrollLeft;
      this.#top = scrollTop;
      this.#left = scrollLeft;
      if (deltaX === 0 && deltaY === 0) return;
      if (this.#finger) this.#dragged(deltaX, deltaY);
      sendEvent(this, 'scroll', { detail: { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX, deltaY }, local: true });
      const vertical = boolAttr(this, 'scroll-y');
      const before = vertical ? scrollTop : scrollLeft;
      const after = vertical ? scrollHeight - this.clientHeight - scrollTop : scrollWidth - this.clientWidth - scrollLeft;
      const upper = before <= lengthAttr(this, 'upper-threshold', 50);
      const lower = after <= lengthAttr(this, 'lower-threshold', 50);
      if (upper && !this.#upper) sendEvent(this, 'scrolltoupper', { detail: { direction: vertical ? 'top' : 'left' }, local: true });
      if (lower && !this.#lower) sendEvent(this, 'scrolltolower', { detail: { direction: vertical ? 'bottom' : 'right' }, local: true });
      this.#upper = upper;
      this.#lower = lower;
    }

    #makeRefresher() {
      if (!boolAttr(this, 'refresher-enabled')) {
        this.#dots?.element.remove();
        this.#dots = this.#pull = null;
        pullables.delete(this);
        return;
      }
      if (this.#pull) return;
      const dots = (this.#dots = pullDots());
      // what the program puts into the slot `refresher` shows there as well
      dots.element.append(h('slot', { name: 'refresher' }));
      if (!this.shadowRoot) this.shadow(style, h('slot'));
      this.shadowRoot?.prepend(dots.element);
      /** @param {string} type @param {number} dy */
      const tell = (type, dy) => sendEvent(this, type, { detail: { dy }, local: true });
      const threshold = lengthAttr(this, 'refresher-threshold', 45);
      this.#pull = {
        threshold,
        show: dots.show,
        pulling: (px) => tell('refresherpulling', px),
        refresh: () => tell('refresherrefresh', this.#pull?.threshold ?? threshold),
        abandon: () => tell('refresherabort', 0),
      };
      this.#dress();
      if (this.isConnected) pullables.set(this, this.#pull);
      if (boolAttr(this, 'refresher-triggered')) this.#hold(true);
    }

    /** The colours that the program wants above. */
    #dress() {
      const element = this.#dots?.element;
      if (!element || !this.#pull) return;
      this.#pull.threshold = lengthAttr(this, 'refresher-threshold', 45);
      const look = this.getAttribute('refresher-default-style') ?? 'black';
      element.toggleAttribute('bare', look === 'none');
      element.style.color = look === 'white' ? '#fff' : '';
      element.style.background = colorAttr(this, 'refresher-background', '');
    }

    /** @param {boolean} on */
    #hold(on) {
      if (!this.#pull || held.has(this.#pull) === on) return;
      holdPulled(this.#pull, on);
      if (!on) sendEvent(this, 'refresherrestore', { detail: { dy: 0 }, local: true });
    }

    keep() {
      return this.scrollTop || this.scrollLeft ? [this.scrollTop, this.scrollLeft] : undefined;
    }

    /** @param {any} kept */
    restore(kept) {
      if (Array.isArray(kept)) this.scrollTo({ top: Number(kept[0]) || 0, left: Number(kept[1]) || 0, behavior: 'instant' });
    }
  };
});
