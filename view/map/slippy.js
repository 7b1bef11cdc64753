// A map that is moved by fingers, mouse, wheel and keys: where it is, what lies where on the screen, when it changed. Used
// by the map element and by the phone page's own screens. It must not know markers, programs or the core.

/** Momentum left after each ms, and the speed in px a ms at which it ends. */
const GLIDE = { left: 0.9955, end: 0.02 };
/** Two taps within so many ms and px are one double tap. */
const DOUBLE = { ms: 320, px: 30 };
/** Two fingers that zoom turn a little, too: the ground turns with them from so many degrees on. */
const SLACK = 8;
/** Degrees that a key turns. */
const TURN = 15;

const SLIPPY_SHEET = `
:host, .slippy-host { position: relative; }
.slippy { position: absolute; inset: 0; overflow: hidden; background: #eef1ea; touch-action: none; user-select: none; -webkit-user-select: none; cursor: grab; outline-offset: -3px; }
.slippy[data-held] { cursor: grabbing; }
.slippy[data-dark] { background: #1c2320; }
.slippy canvas, .slippy .tiles, .slippy .over { position: absolute; left: 0; top: 0; width: 100%; height: 100%; }
.slippy .tiles { isolation: isolate; }
.slippy .tiles img { max-width: none; position: absolute; left: 0; top: 0; transform-origin: 0 0; opacity: 0; transition: opacity .2s; }
.slippy .tiles img[data-shown] { opacity: 1; }
.slippy[data-dark] .tiles { filter: brightness(.75) saturate(.8); }
.slippy .over { pointer-events: none; }
.slippy .note { position: absolute; right: 4px; bottom: 3px; max-width: 70%; padding: 0 4px; border-radius: 3px; background: rgba(255, 255, 255, .7); color: #333; font: 10px/14px system-ui, sans-serif; pointer-events: none; }
.slippy .bar { position: absolute; left: 10px; bottom: 8px; pointer-events: none; font: 500 10px/14px system-ui, sans-serif; color: #2e3a34; text-shadow: 0 0 2px #fff, 0 0 2px #fff; }
.slippy .bar i { display: block; height: 5px; margin-top: 1px; border: solid currentColor; border-width: 0 1.5px 1.5px; box-sizing: border-box; }
.slippy[data-dark] .bar { color: #d5e0da; text-shadow: 0 0 2px #000, 0 0 2px #000; }
.slippy .north[hidden], .slippy .bar[hidden] { display: none !important; }
.slippy .north { position: absolute; left: 10px; top: 10px; width: 34px; height: 34px; border-radius: 50%; background: rgba(255, 255, 255, .92); box-shadow: 0 1px 4px rgba(0, 0, 0, .25); display: grid; place-items: center; pointer-events: none; }
.slippy[data-dark] .north { background: rgba(40, 47, 44, .92); }
`;

/**
 * @typedef {object} SlippyOptions
 * @property {TileSource | null} tiles
 * @property {(type: 'begin' | 'end', cause: 'drag' | 'scale' | 'gesture' | 'update') => void} [region]
 * @property {(pen: CanvasRenderingContext2D, map: SlippyMap) => void} [shapes] drawn above ground and tiles
 * @property {(map: SlippyMap) => void} [drawn] after each picture
 */

class SlippyMap {
  /** @type {LatLng} */
  center = { latitude: 39.92, longitude: 116.46 };
  zoom = 16;
  minZoom = 3;
  maxZoom = 20;
  /** Degrees that the map looks east of north: its ground is turned as far the other way. */
  rotate = 0;
  /** Where the centre lies, in parts of the width and height. */
  offset = { x: 0.5, y: 0.5 };
  canScroll = true;
  canZoom = true;
  canRotate = false;
  /** @type {{ southwest: LatLng, northeast: LatLng } | null} */
  boundary = null;
  size = { width: 0, height: 0 };
  #options;
  /** @type {Map<number, {x: number, y: number}>} */
  #fingers = new Map();
  #speed = { x: 0, y: 0, at: 0 };
  #frame = 0;
  #glide = 0;
  #moving = '';
  #tapped = { at: -Infinity, x: 0, y: 0 };
  #slipped = false;
  #wheelEnd = 0;
  /** Degrees that two fingers have turned since they came; below `SLACK` they only zoom. */
  #twist = 0;

  /** @param {SlippyOptions} options */
  constructor(options) {
    this.#options = options;
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.tiles = options.tiles ? new TileLayer(options.tiles) : null;
    this.over = document.createElement('div');
    this.over.className = 'over';
    this.bar = document.createElement('div');
    this.bar.className = 'bar';
    this.bar.append(document.createElement('span'), document.createElement('i'));
    this.north = document.createElement('div');
    this.north.className = 'north';
    this.north.hidden = true;
    this.north.append(compass());
    this.element = document.createElement('div');
    this.element.className = 'slippy';
    this.element.tabIndex = 0;
    this.element.append(...(this.tiles ? [this.tiles.element] : []), this.canvas, this.over, this.bar, this.north);
    if (options.tiles?.attribution) {
      const note = document.createElement('div');
      note.className = 'note';
      note.textContent = options.tiles.attribution;
      this.element.append(note);
    }
    this.#listen();
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.element);
  }

  /** Whether it is drawn for the dark. Its colours are there before its first picture: no light ground flashes. */
  get dark() {
    return this.element.hasAttribute('data-dark');
  }

  set dark(on) {
    this.element.toggleAttribute('data-dark', on);
  }

  /** Whether the distance bar is shown; without tiles it always is. @param {boolean} on */
  showBar(on) {
    this.bar.hidden = !on && this.tiles !== null;
  }

  end() {
    this.observer.disconnect();
    cancelAnimationFrame(this.#glide);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #resize() {
    const box = { width: this.element.clientWidth, height: this.element.clientHeight };
    if (box.width === this.size.width && box.height === this.size.height) return;
    const first = this.size.width === 0;
    this.size = box;
    this.draw();
    if (first) this.#ready.splice(0).forEach((work) => work());
  }

  /** @type {(() => void)[]} */
  #ready = [];

  /** Does it when the map has a size. @param {() => void} work */
  sized(work) {
    if (this.size.width > 0) work();
    else this.#ready.push(work);
  }

  /** Where the centre lies, px. @returns {MapPoint} */
  get middle() {
    return { x: this.size.width * this.offset.x, y: this.size.height * this.offset.y };
  }

  /** @param {LatLng} at @returns {MapPoint} px from the map's corner */
  spot(at) {
    const [here, center] = [toWorld(at, this.zoom), toWorld(this.center, this.zoom)];
    const around = TILE * 2 ** this.zoom;
    let x = here.x - center.x;
    if (x > around / 2) x -= around;
    if (x < -around / 2) x += around;
    const turned = turn({ x, y: here.y - center.y }, -this.rotate);
    return { x: turned.x + this.middle.x, y: turned.y + this.middle.y };
  }

  /** @param {number} x @param {number} y px from the map's corner @returns {LatLng} */
  place(x, y) {
    const center = toWorld(this.center, this.zoom);
    const from = turn({ x: x - this.middle.x, y: y - this.middle.y }, this.rotate);
    return fromWorld({ x: center.x + from.x, y: center.y + from.y }, this.zoom);
  }

  region() {
    if (this.rotate !== 0) {
      const { width, height } = this.size;
      return boundsOf([this.place(0, 0), this.place(width, 0), this.place(0, height), this.place(width, height)]);
    }
    const [northWest, southEast] = [this.place(0, 0), this.place(this.size.width, this.size.height)];
    return { southwest: { latitude: southEast.latitude, longitude: northWest.longitude }, northeast: { latitude: northWest.latitude, longitude: southEast.longitude } };
  }

  /**
   * Goes somewhere because the program or a button says so.
   * @param {LatLng | null} center
   * @param {number} [zoom]
   * @param {number} [rotate] degrees
   */
  go(center, zoom, rotate) {
    this.#still();
    const before = JSON.stringify([this.center, this.zoom, this.rotate]);
    if (center) this.center = center;
    if (zoom !== undefined) this.zoom = clampTo(zoom, this.minZoom, this.maxZoom);
    if (rotate !== undefined && Number.isFinite(rotate)) this.rotate = ((rotate % 360) + 360) % 360;
    this.#keepInside();
    // Where it begins is no change.
    if (this.size.width > 0 && JSON.stringify([this.center, this.zoom, this.rotate]) !== before) {
      this.#options.region?.('begin', 'update');
      this.draw(() => this.#options.region?.('end', 'update'));
    }
  }

  /**
   * Shows all places.
   * @param {LatLng[]} places
   * @param {number[]} padding top, right, bottom, left, px
   */
  fit(places, padding) {
    if (places.length === 0) return;
    this.sized(() => {
      const [top = 0, right = top, bottom = top, left = right] = padding;
      const seen = places.map((at) => turn(toWorld(at, 0), -this.rotate));
      const [xs, ys] = [seen.map(({ x }) => x), seen.map(({ y }) => y)];
      const [a, b] = [{ x: Math.min(...xs), y: Math.min(...ys) }, { x: Math.max(...xs), y: Math.max(...ys) }];
      const wide = Math.max(1e-9, (b.x - a.x) / Math.max(1, this.size.width - left - right));
      const high = Math.max(1e-9, (b.y - a.y) / Math.max(1, this.size.height - top - bottom));
      const zoom = clampTo(-Math.log2(Math.max(wide, high)), this.minZoom, places.length > 1 ? this.maxZoom : this.zoom);
      const shift = turn({ x: (right - left) / 2 - (this.size.width / 2 - this.middle.x), y: (bottom - top) / 2 - (this.size.height / 2 - this.middle.y) }, this.rotate);
      const middle = toWorld(fromWorld(turn({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, this.rotate), 0), zoom);
      this.go(fromWorld({ x: middle.x + shift.x, y: middle.y + shift.y }, zoom), zoom);
    });
  }

  /** Draws in the next frame. @param {() => void} [then] */
  draw(then) {
    if (then) this.#after.push(then);
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.size.width > 0) this.#paint();
      this.#after.splice(0).forEach((work) => work());
    });
  }

  /** @type {(() => void)[]} */
  #after = [];

  #paint() {
    const { width, height } = this.size;
    const ratio = Math.min(3, devicePixelRatio || 1);
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    const pen = this.canvas.getContext('2d');
    if (!pen) return;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    if (this.tiles) this.tiles.draw(this.center, this.zoom, this.middle, this.size, this.rotate);
    else drawGround(pen, { center: this.center, zoom: this.zoom, width, height, middle: this.middle, rotate: this.rotate, dark: this.dark, compass: !this.north.hidden });
    const needle = this.north.firstElementChild;
    if (needle instanceof SVGElement) needle.style.transform = this.rotate ? `rotate(${-this.rotate}deg)` : '';
    this.#options.shapes?.(pen, this);
    if (!this.bar.hidden) {
      const { px, text } = scaleBar(this.center.latitude, this.zoom, Math.min(100, width / 3));
      const [label, stroke] = this.bar.children;
      if (label) label.textContent = text;
      if (stroke instanceof HTMLElement) stroke.style.width = `${px.toFixed(1)}px`;
    }
    this.#options.drawn?.(this);
  }

  #keepInside() {
    this.center = { latitude: clampTo(this.center.latitude, -MAX_LATITUDE, MAX_LATITUDE), longitude: this.center.longitude };
    const box = this.boundary;
    if (!box) return;
    this.center = {
      latitude: clampTo(this.center.latitude, box.southwest.latitude, box.northeast.latitude),
      longitude: clampTo(this.center.longitude, box.southwest.longitude, box.northeast.longitude),
    };
  }

  /** @param {number} dx @param {number} dy px that the ground moves */
  #shift(dx, dy) {
    const at = toWorld(this.center, this.zoom);
    const size = TILE * 2 ** this.zoom;
    const by = turn({ x: dx, y: dy }, this.rotate);
    this.center = fromWorld({ x: at.x - by.x, y: clampTo(at.y - by.y, 0, size) }, this.zoom);
    this.#keepInside();
    this.draw();
  }

  /** Zooms and keeps the place under a point where it is. @param {number} by @param {number} x @param {number} y */
  #zoomAt(by, x, y) {
    const under = this.place(x, y);
    this.zoom = clampTo(this.zoom + by, this.minZoom, this.maxZoom);
    const now = this.spot(under);
    this.#shift(x - now.x, y - now.y);
  }

  /** Turns the ground and keeps the place under a point where it is. @param {number} by degrees clockwise @param {number} x @param {number} y */
  #turnAt(by, x, y) {
    const under = this.place(x, y);
    this.rotate = (((this.rotate - by) % 360) + 360) % 360;
    const now = this.spot(under);
    this.#shift(x - now.x, y - now.y);
  }

  /** @param {'drag' | 'scale'} cause */
  #begin(cause) {
    if (!this.#moving) this.#options.region?.('begin', 'gesture');
    if (this.#moving !== 'scale') this.#moving = cause;
  }

  #finish() {
    const cause = this.#moving;
    this.#moving = '';
    if (cause === 'drag' || cause === 'scale') this.draw(() => this.#options.region?.('end', cause));
  }

  /** Ends a glide where it is. */
  #still() {
    cancelAnimationFrame(this.#glide);
    this.#glide = 0;
    if (this.#fingers.size === 0) this.#finish();
  }

  #listen() {
    const on = /** @type {(type: string, work: (event: any) => void) => void} */ ((type, work) => this.element.addEventListener(type, work, { passive: false }));
    on('pointerdown', (event) => this.#down(event));
    on('pointermove', (event) => this.#move(event));
    for (const type of ['pointerup', 'pointercancel']) on(type, (event) => this.#up(event));
    on('wheel', (event) => this.#wheel(event));
    on('keydown', (event) => this.#key(event));
    on('dragstart', (event) => event.preventDefault());
  }

  /** @param {{ clientX: number, clientY: number }} event @returns {MapPoint} */
  #at(event) {
    const box = this.element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    cancelAnimationFrame(this.#glide);
    this.#glide = 0;
    this.#fingers.set(event.pointerId, this.#at(event));
    this.#speed = { x: 0, y: 0, at: event.timeStamp };
    this.#twist = 0;
    if (this.#fingers.size === 1) this.#slipped = false;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#fingers.get(event.pointerId);
    if (!before) return;
    if (event.pointerType === 'mouse' && !(event.buttons & 1)) return this.#up(event);
    const now = this.#at(event);
    if (!this.#slipped && this.#fingers.size === 1 && Math.hypot(now.x - before.x, now.y - before.y) < 5) return;
    if (!this.#slipped) {
      this.#slipped = true;
      this.element.toggleAttribute('data-held', true);
      // From here the finger is the map's, also outside of it; a tap stays a tap of the page.
      this.element.setPointerCapture?.(event.pointerId);
    }
    const other = [...this.#fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.#fingers.set(event.pointerId, now);
    if (other) {
      const grown = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      if (this.canZoom && grown > 0) {
        this.#begin('scale');
        this.#zoomAt(Math.log2(grown), (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
      if (this.canRotate) {
        const angle = (/** @type {MapPoint} */ at) => (Math.atan2(at.y - other.y, at.x - other.x) * 180) / Math.PI;
        const by = ((angle(now) - angle(before) + 540) % 360) - 180;
        this.#twist += by;
        if (Math.abs(this.#twist) > SLACK) {
          this.#begin('scale');
          this.#turnAt(by, (now.x + other.x) / 2, (now.y + other.y) / 2);
        }
      }
      if (this.canScroll) this.#shift((now.x - before.x) / 2, (now.y - before.y) / 2);
      return;
    }
    if (this.canRotate && event.ctrlKey && event.pointerType === 'mouse') {
      this.#begin('scale');
      return this.#turnAt((now.x - before.x) / 2, this.middle.x, this.middle.y);
    }
    if (!this.canScroll) return;
    this.#begin('drag');
    const ms = Math.max(1, event.timeStamp - this.#speed.at);
    this.#speed = { x: this.#speed.x * 0.5 + ((now.x - before.x) / ms) * 0.5, y: this.#speed.y * 0.5 + ((now.y - before.y) / ms) * 0.5, at: event.timeStamp };
    this.#shift(now.x - before.x, now.y - before.y);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    if (!this.#fingers.delete(event.pointerId)) return;
    if (this.#fingers.size > 0) {
      this.#speed = { x: 0, y: 0, at: event.timeStamp };
      return;
    }
    this.element.removeAttribute('data-held');
    if (!this.#slipped) return event.type === 'pointerup' ? this.#tap(event) : undefined;
    const idle = event.timeStamp - this.#speed.at > 60;
    if (this.#moving === 'drag' && !idle && Math.hypot(this.#speed.x, this.#speed.y) > 0.15 && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.#slide();
    else this.#finish();
  }

  #slide() {
    let last = performance.now();
    const step = (/** @type {number} */ time) => {
      const ms = clampTo(time - last, 0, 40);
      last = time;
      this.#shift(this.#speed.x * ms, this.#speed.y * ms);
      this.#speed.x *= GLIDE.left ** ms;
      this.#speed.y *= GLIDE.left ** ms;
      if (Math.hypot(this.#speed.x, this.#speed.y) > GLIDE.end) this.#glide = requestAnimationFrame(step);
      else this.#still();
    };
    this.#glide = requestAnimationFrame(step);
  }

  /** The second tap of two zooms. @param {PointerEvent} event */
  #tap(event) {
    const at = this.#at(event);
    const double = event.timeStamp - this.#tapped.at < DOUBLE.ms && Math.hypot(at.x - this.#tapped.x, at.y - this.#tapped.y) < DOUBLE.px;
    this.#tapped = { at: double ? -Infinity : event.timeStamp, ...at };
    if (!double || !this.canZoom) return this.#still();
    this.#begin('scale');
    this.#zoomAt(1, at.x, at.y);
    this.#finish();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    if (!this.canZoom) return;
    event.preventDefault();
    const at = this.#at(event);
    this.#begin('scale');
    this.#zoomAt(clampTo(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025), -1, 1), at.x, at.y);
    clearTimeout(this.#wheelEnd);
    this.#wheelEnd = window.setTimeout(() => this.#finish(), 160);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.element) return;
    /** @type {Record<string, [number, number, number]>} */
    const keys = { ArrowLeft: [60, 0, 0], ArrowRight: [-60, 0, 0], ArrowUp: [0, 60, 0], ArrowDown: [0, -60, 0], '+': [0, 0, 1], '=': [0, 0, 1], '-': [0, 0, -1] };
    const [x, y, by] = keys[event.key] ?? [0, 0, 0];
    if (event.shiftKey && x && this.canRotate) {
      event.preventDefault();
      this.#begin('scale');
      this.#turnAt(x > 0 ? -TURN : TURN, this.middle.x, this.middle.y);
      return this.#finish();
    }
    if (!(x || y ? this.canScroll : by && this.canZoom)) return;
    event.preventDefault();
    this.#begin(by ? 'scale' : 'drag');
    if (by) this.#zoomAt(by, this.middle.x, this.middle.y);
    else this.#shift(x, y);
    this.#finish();
  }
}

/** A point turned around the corner. @param {MapPoint} at @param {number} degrees clockwise, as seen @returns {MapPoint} */
function turn({ x, y }, degrees) {
  if (degrees === 0) return { x, y };
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  return { x: x * cosine - y * sine, y: x * sine + y * cosine };
}

/** The needle that points north. */
function compass() {
  const svg = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const needle = svg('svg', { viewBox: '0 0 24 24', width: '24', height: '24', 'aria-hidden': 'true' });
  needle.append(svg('path', { d: 'M12 2 16 12H8z', fill: '#d93a32' }), svg('path', { d: 'M12 22 8 12h8z', fill: '#9aa5a0' }));
  return needle;
}
