// wx-movable-view in its wx-movable-area: dragged by finger or mouse inside the area.
// Where it is, is the view's; `x` and `y` of the core move it. Scaling by two fingers is not there.

const MOVABLE_SHEET = ':host { display: block; position: absolute; top: 0; left: 0; width: 10px; height: 10px; touch-action: none; will-change: transform; }';

registerElement('wx-movable-view', () => {
  const style = sheet(MOVABLE_SHEET);
  return class extends WxElement {
    static observedAttributes = ['x', 'y', 'scale-value', 'disabled', 'direction'];

    #x = 0;
    #y = 0;

    make() {
      this.shadow(style, h('slot'));
      this.addEventListener('pointerdown', (event) => guard('movable', () => this.#grab(event)));
      this.#x = lengthAttr(this, 'x', 0);
      this.#y = lengthAttr(this, 'y', 0);
      this.#draw(false);
      requestAnimationFrame(() => this.#place(this.#x, this.#y, '', false));
    }

    /** @param {string} name */
    update(name) {
      if (name === 'x') this.#place(lengthAttr(this, 'x', 0), this.#y, '', true);
      else if (name === 'y') this.#place(this.#x, lengthAttr(this, 'y', 0), '', true);
      else this.#draw(false);
    }

    /** @param {boolean} smooth */
    #draw(smooth) {
      overlayStyle(this, 'transition', smooth && boolAttr(this, 'animation', true) ? 'transform .25s ease-out' : 'none');
      overlayStyle(this, 'transform', `translate(${this.#x}px, ${this.#y}px) scale(${numAttr(this, 'scale-value', 1)})`);
    }

    /**
     * @param {number} x
     * @param {number} y
     * @param {string} source
     * @param {boolean} smooth
     */
    #place(x, y, source, smooth) {
      const area = this.closest('wx-movable-area');
      if (!area) return;
      /** @param {number} at @param {number} room */
      const inside = (at, room) => Math.min(Math.max(at, Math.min(0, room)), Math.max(0, room));
      const nextX = inside(x, area.clientWidth - this.offsetWidth);
      const nextY = inside(y, area.clientHeight - this.offsetHeight);
      const moved = nextX !== this.#x || nextY !== this.#y;
      this.#x = nextX;
      this.#y = nextY;
      this.#draw(smooth);
      if (moved) inFrame(this, 'change', () => sendEvent(this, 'change', { detail: { x: this.#x, y: this.#y, source }, local: true }));
    }

    /** @param {PointerEvent} down */
    #grab(down) {
      const direction = this.getAttribute('direction') ?? 'none';
      if (boolAttr(this, 'disabled') || direction === 'none' || down.button !== 0) return;
      const [x, y] = [this.#x, this.#y];
      this.setPointerCapture(down.pointerId);
      /** @param {PointerEvent} at */
      const move = (at) =>
        this.#place(x + (direction === 'vertical' ? 0 : at.clientX - down.clientX), y + (direction === 'horizontal' ? 0 : at.clientY - down.clientY), 'touch', false);
      const end = () => {
        this.removeEventListener('pointermove', move);
        this.removeEventListener('pointerup', end);
        this.removeEventListener('pointercancel', end);
      };
      this.addEventListener('pointermove', move);
      this.addEventListener('pointerup', end);
      this.addEventListener('pointercancel', end);
    }
  };
});
