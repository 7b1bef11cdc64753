// wx-movable-view in its wx-movable-area: dragged by finger, mouse or arrow keys, and made larger by two fingers.
// Where it is and how large, is the view's; `x`, `y` and `scale-value` of the core move it. It must not leave its area but
// with `out-of-bounds`, and then it comes back.

/** Its place and what fingers may do are in elements.css, which is there before this file is. */
const MOVABLE_SHEET = `
:host { will-change: transform; }
:host(:focus-visible) { outline: 2px solid var(--banchan-accent); outline-offset: 2px; }
`;
/** Pixels that one arrow key moves. */
const KEY_STEP = 10;

/**
 * Keeps a finger on an element from scrolling the page. What CSS says of touches the browser knows from the frame before,
 * and of an element that moves, too late.
 * @param {HTMLElement} on
 * @param {() => boolean} may
 */
function keepTouches(on, may) {
  on.addEventListener('touchmove', (event) => {
    if (event.cancelable && may()) event.preventDefault();
  }, { passive: false });
}

/**
 * Two fingers on an element: tells their distance against that of the start.
 * @param {HTMLElement} on
 * @param {() => boolean} may
 * @param {() => void} began
 * @param {(times: number) => void} moved
 */
function watchPinch(on, may, began, moved) {
  /** @type {Map<number, [number, number]>} */
  const fingers = new Map();
  let apart = 0;
  const distance = () => {
    const [a = [0, 0], b = [0, 0]] = [...fingers.values()];
    return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
  };
  /** @param {PointerEvent} at */
  const follow = (at) => {
    if (!fingers.has(at.pointerId)) return;
    fingers.set(at.pointerId, [at.clientX, at.clientY]);
    if (fingers.size === 2 && apart > 0) moved(distance() / apart);
  };
  /** @param {PointerEvent} at */
  const leave = (at) => {
    fingers.delete(at.pointerId);
    apart = 0;
    if (fingers.size > 0) return;
    removeEventListener('pointermove', follow);
    removeEventListener('pointerup', leave);
    removeEventListener('pointercancel', leave);
  };
  keepTouches(on, may);
  on.addEventListener('pointerdown', (down) => {
    if (!may()) return;
    if (fingers.size === 0) {
      addEventListener('pointermove', follow);
      addEventListener('pointerup', leave);
      addEventListener('pointercancel', leave);
    }
    fingers.set(down.pointerId, [down.clientX, down.clientY]);
    if (fingers.size !== 2) return;
    apart = distance();
    began();
  });
}

registerElement('wx-movable-area', () => class extends WxElement {
  make() {
    /** @type {any} */
    let scaled = null;
    watchPinch(
      this,
      () => boolAttr(this, 'scale-area'),
      () => {
        scaled = [...this.querySelectorAll('wx-movable-view')].find((view) => boolAttr(view, 'scale')) ?? null;
        scaled?.pinchBegan();
      },
      (times) => scaled?.pinched(times),
    );
  }
});

registerElement('wx-movable-view', () => {
  const style = sheet(MOVABLE_SHEET);
  return class extends WxElement {
    static observedAttributes = ['x', 'y', 'scale-value', 'scale', 'scale-min', 'scale-max', 'disabled', 'direction'];

    /** Left and top of what is seen in the area, px. */
    #x = 0;
    #y = 0;
    #scale = 1;
    #scaleBefore = 1;
    #frame = 0;
    #pinching = false;

    make() {
      this.shadow(style, h('slot'));
      this.addEventListener('pointerdown', (event) => guard('movable', () => this.#grab(event)));
      this.addEventListener('keydown', (event) => guard('movable', () => this.#key(event)));
      keepTouches(this, () => !boolAttr(this, 'disabled') && this.#direction !== 'none');
      watchPinch(this, () => boolAttr(this, 'scale') && !boolAttr(this, 'disabled'), () => this.pinchBegan(), (times) => this.pinched(times));
      this.#x = lengthAttr(this, 'x', 0);
      this.#y = lengthAttr(this, 'y', 0);
      this.#scale = this.#fitScale(numAttr(this, 'scale-value', 1));
      this.#reach();
      this.#draw(false);
      requestAnimationFrame(() => guard('movable', () => this.#place(this.#x, this.#y, '', false)));
    }

    detached() {
      cancelAnimationFrame(this.#frame);
    }

    /** @param {string} name */
    update(name) {
      if (name === 'x') this.#place(lengthAttr(this, 'x', 0), this.#y, '', true);
      else if (name === 'y') this.#place(this.#x, lengthAttr(this, 'y', 0), '', true);
      else if (name.startsWith('scale')) this.#scaleTo(name === 'scale-value' ? numAttr(this, name, 1) : this.#scale, true);
      else this.#reach();
    }

    /** Keys reach what can be moved. */
    #reach() {
      const moves = !boolAttr(this, 'disabled') && this.#direction !== 'none';
      if (moves) this.setAttribute('tabindex', '0');
      else this.removeAttribute('tabindex');
    }

    get #direction() {
      return this.getAttribute('direction') ?? 'none';
    }

    /** @param {number} scale */
    #fitScale(scale) {
      if (!boolAttr(this, 'scale')) return 1;
      const least = Math.max(0.1, numAttr(this, 'scale-min', 0.1));
      return Math.min(Math.max(scale, least), Math.max(least, numAttr(this, 'scale-max', 10)));
    }

    /** @param {boolean} smooth */
    #draw(smooth) {
      const seconds = 5 / Math.min(1000, Math.max(1, numAttr(this, 'damping', 20)));
      overlayStyle(this, 'transition', smooth && boolAttr(this, 'animation', true) ? `transform ${seconds}s ease-out` : 'none');
      const grown = this.#scale - 1;
      overlayStyle(this, 'transform', `translate(${this.#x + (grown * this.offsetWidth) / 2}px, ${this.#y + (grown * this.offsetHeight) / 2}px) scale(${this.#scale})`);
    }

    /** How far it may go: least and most of x and y. @returns {[number, number, number, number]} */
    #room() {
      const area = this.closest('wx-movable-area');
      const wide = (area?.clientWidth ?? 0) - this.offsetWidth * this.#scale;
      const high = (area?.clientHeight ?? 0) - this.offsetHeight * this.#scale;
      return [Math.min(0, wide), Math.max(0, wide), Math.min(0, high), Math.max(0, high)];
    }

    /**
     * @param {number} x
     * @param {number} y
     * @param {string} source
     * @param {boolean} smooth
     * @param {boolean} [beyond] it may be pulled over the edge, ever harder
     */
    #place(x, y, source, smooth, beyond = false) {
      const [left, right, top, bottom] = this.#room();
      /** @param {number} at @param {number} least @param {number} most */
      const inside = (at, least, most) => {
        const kept = Math.min(Math.max(at, least), most);
        return beyond ? kept + Math.sign(at - kept) * Math.abs(at - kept) ** 0.75 : kept;
      };
      const nextX = inside(x, left, right);
      const nextY = inside(y, top, bottom);
      const moved = nextX !== this.#x || nextY !== this.#y;
      this.#x = nextX;
      this.#y = nextY;
      this.#draw(smooth);
      const over = nextX < left || nextX > right || nextY < top || nextY > bottom;
      if (moved) this.#tell('change', { source: over ? 'touch-out-of-bounds' : source });
    }

    /** @param {string} type @param {Record<string, unknown>} more */
    #tell(type, more) {
      /** @param {number} px */
      const short = (px) => Math.round(px * 1000) / 1000;
      inFrame(this, type, () => sendEvent(this, type, { detail: { x: short(this.#x), y: short(this.#y), ...more }, local: true }));
    }

    /** @param {number} scale @param {boolean} smooth */
    #scaleTo(scale, smooth) {
      const next = this.#fitScale(scale);
      if (next === this.#scale) return;
      // around its own middle
      const by = (this.#scale - next) / 2;
      const [x, y] = [this.#x + by * this.offsetWidth, this.#y + by * this.offsetHeight];
      this.#scale = next;
      this.#place(x, y, '', smooth);
      this.#tell('scale', { scale: Math.round(next * 1000) / 1000 });
    }

    pinchBegan() {
      this.#pinching = true;
      this.#scaleBefore = this.#scale;
    }

    /** @param {number} times */
    pinched(times) {
      guard('movable', () => this.#scaleTo(this.#scaleBefore * times, false));
    }

    /** @param {PointerEvent} down */
    #grab(down) {
      const direction = this.#direction;
      if (boolAttr(this, 'disabled') || direction === 'none' || down.button !== 0 || !down.isPrimary) return;
      cancelAnimationFrame(this.#frame);
      const [x, y] = [this.#x, this.#y];
      const beyond = boolAttr(this, 'out-of-bounds');
      this.#pinching = false;
      this.setPointerCapture(down.pointerId);
      let [lastX, lastY, lastTime, speedX, speedY] = [down.clientX, down.clientY, down.timeStamp, 0, 0];
      let first = true;
      /** @param {PointerEvent} at */
      const move = (at) => {
        if (at.pointerId !== down.pointerId || this.#pinching) return;
        const [dx, dy] = [at.clientX - down.clientX, at.clientY - down.clientY];
        if (first && Math.hypot(dx, dy) > 3) {
          first = false;
          sendEvent(this, Math.abs(dx) > Math.abs(dy) ? 'htouchmove' : 'vtouchmove', { local: true });
        }
        const ms = Math.max(1, at.timeStamp - lastTime);
        speedX = 0.5 * speedX + (0.5 * (at.clientX - lastX)) / ms;
        speedY = 0.5 * speedY + (0.5 * (at.clientY - lastY)) / ms;
        [lastX, lastY, lastTime] = [at.clientX, at.clientY, at.timeStamp];
        this.#place(direction === 'vertical' ? x : x + dx, direction === 'horizontal' ? y : y + dy, 'touch', false, beyond);
      };
      /** @param {PointerEvent} at */
      const end = (at) => {
        if (at.pointerId !== down.pointerId) return;
        this.removeEventListener('pointermove', move);
        this.removeEventListener('pointerup', end);
        this.removeEventListener('pointercancel', end);
        flushFrame();
        const still = at.timeStamp - lastTime > 80 || this.#pinching;
        if (boolAttr(this, 'inertia') && !still) this.#glide(direction === 'vertical' ? 0 : speedX, direction === 'horizontal' ? 0 : speedY);
        else if (beyond) this.#place(this.#x, this.#y, 'out-of-bounds', true);
      };
      this.addEventListener('pointermove', move);
      this.addEventListener('pointerup', end);
      this.addEventListener('pointercancel', end);
    }

    /**
     * Goes on after the finger left, ever slower.
     * @param {number} speedX px per ms
     * @param {number} speedY
     */
    #glide(speedX, speedY) {
      const speed = Math.hypot(speedX, speedY);
      const slow = Math.max(0.01, numAttr(this, 'friction', 2)) / 1000;
      const [x, y] = [this.#x, this.#y];
      const long = Math.min(2000, speed / slow);
      const atOnce = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const began = performance.now();
      /** @param {number} now */
      const step = (now) => {
        const ms = atOnce ? long : Math.min(long, Math.max(0, now - began));
        const way = speed > 0 ? (speed * ms - (slow * ms * ms) / 2) / speed : 0;
        this.#place(x + speedX * way, y + speedY * way, 'friction', false);
        if (ms < long) this.#frame = requestAnimationFrame(step);
      };
      step(began);
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
      const [dx, dy] = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-KEY_STEP, 0], ArrowRight: [KEY_STEP, 0], ArrowUp: [0, -KEY_STEP], ArrowDown: [0, KEY_STEP] })[event.key] ?? [0, 0];
      const direction = this.#direction;
      if ((dx === 0 && dy === 0) || direction === (dx === 0 ? 'horizontal' : 'vertical') || direction === 'none' || boolAttr(this, 'disabled')) return;
      event.preventDefault();
      this.#place(this.#x + dx, this.#y + dy, 'touch', false);
    }
  };
});
