// wx-swiper and wx-swiper-item: pages side by side, moved by finger, mouse or timer, in a ring or not.
// The page that is shown is the view's; the core's `current` moves it only when it is newer than the user's last move.

const SWIPER_SHEET = `
:host { position: relative; overflow: hidden; touch-action: pan-y; }
:host([vertical]:not([vertical="false"])) { touch-action: pan-x; }
.track { position: absolute; inset: 0; }
.dots { position: absolute; z-index: 1; left: 0; right: 0; bottom: 10px; display: flex; justify-content: center; gap: 8px; pointer-events: none; }
:host([vertical]:not([vertical="false"])) .dots { inset: 0 10px 0 auto; flex-direction: column; justify-content: center; }
.dots i { width: 8px; height: 8px; border-radius: 50%; background: var(--dot); }
.dots i.now { background: var(--dot-now); }
`;

/** Part of a page after which letting go turns it, and speed (pages per ms) that turns it anyway. */
const TURN_PART = 0.3;
const TURN_SPEED = 0.0006;

/** How a turn gets faster and slower. */
/** @type {Record<string, (part: number) => number>} */
const EASINGS = {
  default: (part) => 1 - (1 - part) ** 4,
  linear: (part) => part,
  easeInCubic: (part) => part ** 3,
  easeOutCubic: (part) => 1 - (1 - part) ** 3,
  easeInOutCubic: (part) => (part < 0.5 ? 4 * part ** 3 : 1 - (2 - 2 * part) ** 3 / 2),
};

/**
 * Whether an element inside a swiper follows a pointer along the swiper's way itself.
 * @param {EventTarget} at
 * @param {boolean} vertical
 */
function followsPointer(at, vertical) {
  if (!(at instanceof Element)) return false;
  const off = boolAttr(at, 'disabled');
  switch (at.localName) {
    case 'wx-slider':
      return !off && !vertical;
    case 'wx-movable-view':
      return !off && ['all', vertical ? 'vertical' : 'horizontal'].includes(at.getAttribute('direction') ?? '');
    case 'wx-map':
      return boolAttr(at, 'enable-scroll', true);
    case 'wx-swiper':
      return boolAttr(at, 'vertical') === vertical && [...at.children].filter((child) => child.localName === 'wx-swiper-item').length > 1;
    default:
      return false;
  }
}

registerElement('wx-swiper-item', () => class extends WxElement {
  attached() {
    const swiper = this.parentElement;
    if (swiper instanceof WxElement && 'layOut' in swiper) /** @type {any} */ (swiper).layOut();
  }
});

registerElement('wx-swiper', () => {
  const style = sheet(SWIPER_SHEET);
  return class extends WxElement {
    static observedAttributes = [
      'current', 'current-item-id', 'autoplay', 'interval', 'vertical', 'circular', 'indicator-dots', 'indicator-color', 'indicator-active-color', 'display-multiple-items', 'previous-margin', 'next-margin', 'snap-to-edge', 'skip-hidden-item-layout',
    ];

    #track = h('div', { class: 'track' }, h('slot'));
    #dots = h('div', { class: 'dots', 'aria-hidden': 'true' });
    /** Where it is, in pages; between two while it moves. */
    #place = 0;
    #current = 0;
    /** Where a turn that runs will end, in pages; outside of them on the way round a ring. */
    #goal = 0;
    #frame = 0;
    #timer = 0;
    #dragging = false;
    #waiting = false;

    make() {
      this.shadow(style, this.#track, this.#dots);
      this.addEventListener('pointerdown', (event) => guard('swiper', () => this.#grab(event)));
      this.#place = this.#current = this.#wanted() ?? 0;
      this.#lay();
    }

    attached() {
      this.layOut();
      this.#plan();
    }

    detached() {
      clearTimeout(this.#timer);
      cancelAnimationFrame(this.#frame);
    }

    /** @param {string} name */
    update(name) {
      if (name === 'current' || name === 'current-item-id') {
        const to = this.#wanted();
        if (to !== undefined && to !== this.#current && !this.#dragging) this.#go(to, '');
      } else if (name === 'autoplay' || name === 'interval') {
        this.#plan();
      } else {
        this.layOut();
      }
    }

    get current() {
      return this.#current;
    }

    /** @returns {HTMLElement[]} */
    get #items() {
      return /** @type {HTMLElement[]} */ ([...this.children].filter((child) => child.localName === 'wx-swiper-item'));
    }

    get #shown() {
      return Math.max(1, Math.round(numAttr(this, 'display-multiple-items', 1)));
    }

    get #ring() {
      return boolAttr(this, 'circular') && this.#items.length > this.#shown;
    }

    get #last() {
      return Math.max(0, this.#items.length - (this.#ring ? 1 : this.#shown));
    }

    #wanted() {
      const id = this.getAttribute('current-item-id');
      const byName = id ? this.#items.findIndex((item) => item.getAttribute('item-id') === id) : -1;
      if (byName >= 0) return byName;
      return this.hasAttribute('current') ? Math.round(numAttr(this, 'current', 0)) : undefined;
    }

    /** Items came, went or changed size: once, before the next frame. */
    layOut() {
      if (this.#waiting) return;
      this.#waiting = true;
      queueMicrotask(() => {
        this.#waiting = false;
        guard('swiper', () => this.#lay());
      });
    }

    #lay() {
      const vertical = boolAttr(this, 'vertical');
      const [before, after] = [lengthAttr(this, 'previous-margin', 0), lengthAttr(this, 'next-margin', 0)];
      this.#track.style.inset = vertical ? `${before}px 0 ${after}px` : `0 ${after}px 0 ${before}px`;
      if (!this.#dragging && !this.#frame) {
        const clamped = Math.min(Math.max(0, this.#current), this.#last);
        if (this.#items.length > 0) this.#place = this.#current = clamped;
      }
      const dots = boolAttr(this, 'indicator-dots') ? this.#last + 1 : 0;
      while (this.#dots.childElementCount > dots) this.#dots.lastElementChild?.remove();
      while (this.#dots.childElementCount < dots) this.#dots.append(h('i'));
      this.#dots.style.setProperty('--dot', colorAttr(this, 'indicator-color', 'rgba(0, 0, 0, .28)'));
      this.#dots.style.setProperty('--dot-now', colorAttr(this, 'indicator-active-color', 'rgba(0, 0, 0, .85)'));
      this.#draw();
    }

    /** Puts every item at its place; in a ring, those behind come up in front. */
    #draw() {
      const items = this.#items;
      const count = items.length;
      const axis = boolAttr(this, 'vertical') ? 'Y' : 'X';
      const size = `${100 / this.#shown}%`;
      const ring = this.#ring;
      const edge = this.#edge();
      const skips = boolAttr(this, 'skip-hidden-item-layout');
      items.forEach((item, index) => {
        let offset = index - this.#place;
        if (ring) {
          offset = ((offset % count) + count) % count;
          if (offset > count - 1 || offset > (count + this.#shown) / 2) offset -= count;
        }
        overlayStyle(item, 'position', 'absolute');
        overlayStyle(item, 'top', '0');
        overlayStyle(item, 'left', '0');
        overlayStyle(item, 'width', axis === 'X' ? size : '100%');
        overlayStyle(item, 'height', axis === 'X' ? '100%' : size);
        overlayStyle(item, 'transform', `translate${axis}(calc(${(offset * 100).toFixed(3)}% + ${edge.toFixed(2)}px)) translateZ(0)`);
        const off = offset <= -1 || offset >= this.#shown;
        overlayStyle(item, 'visibility', off && !this.#dragging && !this.#frame && lengthAttr(this, 'next-margin', 0) + lengthAttr(this, 'previous-margin', 0) === 0 ? 'hidden' : null);
        const skip = off && (skips || boolAttr(item, 'skip-hidden-item-layout'));
        overlayStyle(item, 'content-visibility', skip ? 'hidden' : null);
      });
      const now = count ? ((Math.round(this.#place) % count) + count) % count : 0;
      [...this.#dots.children].forEach((dot, index) => dot.classList.toggle('now', index === now));
    }

    /** With `snap-to-edge` the first and the last page leave no margin beside them: px that all of them move. */
    #edge() {
      if (this.#ring || this.#items.length < 2 || !boolAttr(this, 'snap-to-edge')) return 0;
      const before = Math.max(0, 1 - this.#place) * lengthAttr(this, 'previous-margin', 0);
      const after = Math.max(0, 1 - (this.#last - this.#place)) * lengthAttr(this, 'next-margin', 0);
      return Math.min(1, this.#last) * (after - before);
    }

    get #size() {
      const box = this.#track.getBoundingClientRect();
      return (boolAttr(this, 'vertical') ? box.height : box.width) / this.#shown || 1;
    }

    /**
     * Moves to a page.
     * @param {number} goal may lie outside in a ring
     * @param {'' | 'touch' | 'autoplay'} source
     */
    #go(goal, source) {
      const count = this.#items.length;
      if (count === 0) {
        this.#current = goal;
        return;
      }
      const ring = this.#ring;
      const to = ring ? goal : Math.min(this.#last, Math.max(0, goal));
      let from = this.#place;
      if (ring && source === '') {
        // the near way round
        const around = (((to - from) % count) + count) % count;
        from = to - (around > count / 2 ? around - count : around);
      }
      const next = ((to % count) + count) % count;
      const changed = next !== this.#current;
      this.#current = next;
      const detail = { current: next, currentItemId: this.#items[next]?.getAttribute('item-id') ?? '', source };
      if (changed) {
        if (source) sendEdit(this, 'change', detail);
        else sendEvent(this, 'change', { detail, local: true });
        stateChanged();
      }
      this.#move(from, to, () => sendEvent(this, 'animationfinish', { detail, local: true }));
    }

    /**
     * @param {number} from
     * @param {number} to
     * @param {() => void} after
     */
    #move(from, to, after) {
      cancelAnimationFrame(this.#frame);
      this.#goal = to;
      const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : numAttr(this, 'duration', 500);
      const ease = EASINGS[this.getAttribute('easing-function') ?? 'default'] ?? ((/** @type {number} */ part) => 1 - (1 - part) ** 4);
      const began = performance.now();
      const count = this.#items.length || 1;
      /** @param {number} time */
      const step = (time) => {
        const part = duration > 0 ? Math.min(1, Math.max(0, (time - began) / duration)) : 1;
        this.#place = from + (to - from) * ease(part);
        this.#frame = part < 1 ? requestAnimationFrame(step) : 0;
        if (part === 1) this.#place = ((to % count) + count) % count;
        guard('swiper', () => this.#draw());
        if (part < 1) return;
        after();
        this.#plan();
      };
      step(began);
    }

    #plan() {
      clearTimeout(this.#timer);
      if (!boolAttr(this, 'autoplay') || !this.isConnected) return;
      this.#timer = window.setTimeout(() => {
        if (document.hidden || this.#dragging || this.#items.length < 2) return this.#plan();
        const next = this.#current + 1;
        return this.#go(this.#ring || next <= this.#last ? next : 0, 'autoplay');
      }, Math.max(200, numAttr(this, 'interval', 5000)));
    }

    /** @param {PointerEvent} down */
    #grab(down) {
      if (down.button !== 0 || this.#items.length < 2 || this.#dragging) return;
      const vertical = boolAttr(this, 'vertical');
      const path = down.composedPath();
      if (path.slice(0, path.indexOf(this)).some((at) => followsPointer(at, vertical))) return;
      /** @param {PointerEvent} at */
      const along = (at) => (vertical ? at.clientY : at.clientX);
      /** @param {PointerEvent} at */
      const across = (at) => (vertical ? at.clientX : at.clientY);
      const start = this.#place;
      // A swipe during a turn goes on from the page that is coming: two quick ones are two pages.
      const base = this.#frame ? this.#goal : Math.round(start);
      const began = down.timeStamp;
      const size = this.#size;
      let ours = false;
      /** @param {PointerEvent} at */
      const move = (at) => {
        if (at.pointerId !== down.pointerId) return;
        const by = along(at) - along(down);
        if (!ours) {
          if (Math.abs(by) < 6 && Math.abs(across(at) - across(down)) < 6) return;
          if (Math.abs(by) < Math.abs(across(at) - across(down))) return end(at); // it is a scroll
          ours = this.#dragging = true;
          clearTimeout(this.#timer);
          cancelAnimationFrame(this.#frame);
          this.#frame = 0;
        }
        let place = start - by / size;
        if (!this.#ring) {
          if (place < 0) place /= 3;
          if (place > this.#last) place = this.#last + (place - this.#last) / 3;
        }
        this.#place = place;
        inFrame(this, 'drag', () => {
          this.#draw();
          sendEvent(this, 'transition', { detail: vertical ? { dx: 0, dy: (this.#place - this.#current) * size } : { dx: (this.#place - this.#current) * size, dy: 0 }, local: true });
        });
      };
      /** @param {PointerEvent} at */
      const end = (at) => {
        if (at.pointerId !== down.pointerId) return;
        for (const [type, handler] of /** @type {const} */ ([['pointermove', move], ['pointerup', end], ['pointercancel', end]])) removeEventListener(type, handler);
        if (!ours) return;
        this.#dragging = false;
        const moved = this.#place - start;
        const speed = Math.abs(moved) / Math.max(1, at.timeStamp - began);
        const turn = at.type !== 'pointercancel' && (Math.abs(moved) > TURN_PART || speed > TURN_SPEED);
        const pages = turn ? Math.sign(moved) * Math.max(1, Math.round(Math.abs(moved))) : 0;
        this.#go(base + pages, 'touch');
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', end);
      addEventListener('pointercancel', end);
    }

    keep() {
      return this.#current === (this.#wanted() ?? 0) ? undefined : this.#current;
    }

    /** @param {unknown} kept */
    restore(kept) {
      this.#place = this.#current = Math.max(0, Math.round(Number(kept) || 0));
      this.layOut();
    }
  };
});
