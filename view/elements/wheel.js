// A wheel of choices: a native scroller that snaps, so that momentum, mouse wheel and keys are the browser's.
// It must not know what its choices mean; picker-view and the picker's sheet use it.

/** A scroll that has stopped for so long has settled, ms. */
const SETTLED = 110;

const WHEEL_RULES = `
.wheel { height: 100%; overflow-y: scroll; overscroll-behavior: contain; scroll-snap-type: y mandatory; scrollbar-width: none; outline: none; touch-action: pan-y; }
.wheel::-webkit-scrollbar { display: none; }
.edge { height: var(--edge, 0px); }
`;

class Wheel {
  /** What scrolls. */
  element;
  #settle;
  #timer = 0;
  #index = 0;
  #itemHeight = 34;
  #touching = false;

  /**
   * @param {Node[]} items or one slot
   * @param {(index: number) => void} settle the user has chosen
   * @param {() => void} [started]
   */
  constructor(items, settle, started) {
    this.#settle = settle;
    this.element = h('div', { class: 'wheel', tabindex: '0', role: 'listbox' }, h('div', { class: 'edge' }), ...items, h('div', { class: 'edge' }));
    const wheel = this.element;
    wheel.addEventListener('pointerdown', () => {
      this.#touching = true;
      started?.();
    });
    wheel.addEventListener('touchend', () => this.#released(), { passive: true });
    wheel.addEventListener('pointerup', () => this.#released());
    wheel.addEventListener('pointercancel', () => started && this.#wait());
    wheel.addEventListener('touchcancel', () => this.#released(), { passive: true });
    wheel.addEventListener('scroll', () => this.#wait(), { passive: true });
    wheel.addEventListener('keydown', (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      this.element.scrollTo({ top: (this.#at() + by) * this.#itemHeight, behavior: 'smooth' });
    });
  }

  get index() {
    return this.#index;
  }

  #released() {
    this.#touching = false;
    this.#wait();
  }

  #at() {
    return Math.max(0, Math.round(this.element.scrollTop / this.#itemHeight));
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (!this.#touching) this.rest();
    }, SETTLED);
  }

  /** What lies in the middle now is chosen, also while it still turns. */
  rest() {
    clearTimeout(this.#timer);
    const index = this.#at();
    if (index === this.#index || this.element.clientHeight === 0) return;
    this.#index = index;
    this.#settle(index);
  }

  /**
   * @param {number} height of the wheel, px
   * @param {number} itemHeight px
   */
  measure(height, itemHeight) {
    this.#itemHeight = Math.max(1, itemHeight);
    this.element.style.setProperty('--edge', `${Math.max(0, (height - itemHeight) / 2)}px`);
    this.show(this.#index);
  }

  /**
   * Turns to a choice without telling.
   * @param {number} index
   * @param {boolean} [smooth]
   */
  show(index, smooth = false) {
    this.#index = Math.max(0, Math.round(index));
    this.element.scrollTo({ top: this.#index * this.#itemHeight, behavior: smooth ? 'smooth' : 'instant' });
  }
}
