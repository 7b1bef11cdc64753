// wx-canvas: the picture, with what the program lays over it. An older canvas (no `type`) is as sharp as the screen and as
// large as its element; of a newer one the program sets the size in pixels. It must not draw by itself.

const CANVAS_SHEET = `
:host { display: block; position: relative; overflow: hidden; }
canvas { display: block; position: absolute; inset: 0; width: 100%; height: 100%; }
slot { position: relative; }
`;

registerElement('wx-canvas', () => {
  const style = sheet(CANVAS_SHEET);
  return class extends WxElement {
    static observedAttributes = ['disable-scroll', 'b', 'aria-label'];

    #canvas = h('canvas');
    /** @type {ResizeObserver | null} */
    #seen = null;

    #older = !this.getAttribute('type');

    make() {
      this.shadow(style, this.#canvas, h('slot'));
      this.update();
    }

    attached() {
      const surface = surfaceOf(this.#key());
      surface.older = this.#older;
      if (this.#older) {
        this.#fit();
        this.#seen = new ResizeObserver(() => guard('canvas', () => this.#fit()));
        this.#seen.observe(this);
      } else {
        surface.show(this.#canvas);
      }
    }

    detached() {
      this.#seen?.disconnect();
      this.#seen = null;
      if (surfaces.get(this.#key())?.canvas === this.#canvas) surfaces.delete(this.#key());
    }

    update() {
      // As documented: only where somebody listens to touches.
      const holds = boolAttr(this, 'disable-scroll') && ['touchstart', 'touchmove', 'touchend'].some((type) => listens(this, type));
      this.#canvas.style.touchAction = holds ? 'none' : '';
      this.setAttribute('role', 'img');
    }

    #key() { return Number(this.getAttribute('k') ?? 0); }

    /** The picture gets the size of the element, and what was drawn stays where it is. */
    #fit() {
      const surface = surfaceOf(this.#key());
      const sharp = Math.min(CANVAS_SHARP, Math.max(1, devicePixelRatio));
      const width = Math.round(this.clientWidth * sharp);
      const height = Math.round(this.clientHeight * sharp);
      // Hidden: it keeps its picture until it is seen again.
      if (surface.canvas === this.#canvas && ((this.#canvas.width === width && this.#canvas.height === height) || width * height === 0)) return;
      const old = surface.canvas === this.#canvas && this.#canvas.width * this.#canvas.height > 0
        ? copyOf(this.#canvas, 0, 0, this.#canvas.width, this.#canvas.height, this.#canvas.width, this.#canvas.height) : null;
      resizeCanvas(this.#canvas, width || 300 * sharp, height || 150 * sharp);
      surface.world = { source: canvasSource, base: [sharp, 0, 0, sharp, 0, 0] };
      if (old) this.#canvas.getContext('2d')?.drawImage(old, 0, 0);
      surface.show(this.#canvas);
    }
  };
});
