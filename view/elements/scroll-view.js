// wx-scroll-view: scrolls by itself (the element is the scroller, so the program's layout of its children holds).
// It must not fight the finger: the view owns the offset, and the core's offset is set only when it sends one.

registerElement('wx-scroll-view', () => {
  const style = sheet('slot { display: contents; }');
  return class extends WxElement {
    static observedAttributes = ['scroll-top', 'scroll-left', 'scroll-into-view', 'refresher-enabled', 'refresher-triggered', 'refresher-threshold'];

    #top = 0;
    #left = 0;
    #upper = true;
    #lower = false;
    /** @type {Pullable | null} */
    #pull = null;

    make() {
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
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = this;
      const deltaY = this.#top - scrollTop;
      const deltaX = this.#left - scrollLeft;
      this.#top = scrollTop;
      this.#left = scrollLeft;
      if (deltaX === 0 && deltaY === 0) return;
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
        this.#pull = null;
        pullables.delete(this);
        return;
      }
      if (this.#pull) return;
      const dots = pullDots();
      if (!this.shadowRoot) this.shadow(style, h('slot'));
      this.shadowRoot?.prepend(dots.element);
      /** @param {string} type @param {number} dy */
      const tell = (type, dy) => sendEvent(this, type, { detail: { dy }, local: true });
      const threshold = lengthAttr(this, 'refresher-threshold', 45);
      this.#pull = {
        threshold,
        show: dots.show,
        pulling: (px) => tell('refresherpulling', px),
        refresh: () => tell('refresherrefresh', threshold),
        abandon: () => tell('refresherabort', 0),
      };
      if (this.isConnected) pullables.set(this, this.#pull);
      if (boolAttr(this, 'refresher-triggered')) this.#hold(true);
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
