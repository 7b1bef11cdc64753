// The canvas that selector queries and createOffscreenCanvas answer with. What is drawn on it crosses to the view of its page;
// enough is kept to draw it again when that view is lost. It draws nothing itself.
'use strict';

const view = require('./canvas-view.js');
const { Image, again: showImages, gone: forgetImages } = require('./canvas-image.js');
const { Context } = require('./canvas-2d.js');
const { Path2D } = require('./canvas-path.js');
const { count } = require('./missing.js');
const { warn, safely } = require('./report.js');
const timers = require('./timers.js').api;

/** Longest side and largest area of a canvas, in pixels. */
const MAX_SIDE = 8_192;
const MAX_AREA = 16_777_216;
/** Most orders that are kept to draw a canvas again. */
const MAX_KEPT = 20_000;
/** Most canvases without an element. */
const MAX_OFFSCREEN = 200;
/** What waits for the end of the turn is sent earlier when it is as long as this, in letters. */
const LONG_BATCH = 8_000_000;
/** Time after which a frame is due although no view says so, ms. */
const LATE_FRAME = 250;

/** Canvases of elements by the number of the element. @type {Map<number, any>} */
const ofElements = new Map();
/** Canvases without one, as long as the program has them, and the pages whose views have them. @type {Map<string, {held: WeakRef<any>, there: Map<number, number>}>} */
const offscreen = new Map();
let lastKey = 0;

/** Colours of pixels, row by row. */
class ImageData {
  /** @param {Uint8ClampedArray} data  @param {number} width  @param {number} height */
  constructor(data, width, height) { Object.assign(this, { data, width, height }); }
}

/** @param {any} width  @param {any} height  @param {string} name */
function area(width, height, name) {
  const [w, h] = [Math.trunc(Number(width)), Math.trunc(Number(height))].map(Math.abs);
  if (!(w > 0 && h > 0)) throw new RangeError(`${name}: the width and the height must be numbers other than 0`);
  if (w * h > MAX_AREA) throw new RangeError(`${name}: ${w} x ${h} pixels are more than ${MAX_AREA}`);
  return [w, h];
}

/** @param {any} given  width, or an ImageData  @param {any} height */
function createImageData(given, height) {
  const [w, h] = given !== null && typeof given === 'object' ? area(given.width, given.height, 'createImageData') : area(given, height, 'createImageData');
  return new ImageData(new Uint8ClampedArray(w * h * 4), w, h);
}

/** @param {any} given  @param {number} other  the other side */
function side(given, other) {
  const wanted = Math.trunc(Number(given));
  if (!Number.isFinite(wanted) || wanted < 0) return 0;
  const most = Math.min(MAX_SIDE, Math.floor(MAX_AREA / Math.max(1, other)));
  if (wanted > most) warn(`a canvas of ${wanted} x ${other} pixels is too large: ${most} pixels are taken`);
  return Math.min(wanted, most);
}

/** What a 2d context has that needs the pixels. @param {any} context  @param {Surface} surface */
function addPixels(context, surface) {
  const pixels = {
    createImageData,
    /** @param {any} x  @param {any} y  @param {any} width  @param {any} height */
    getImageData(x, y, width, height) {
      const [w, h] = area(width, height, 'getImageData');
      const from = [Number(width) < 0 ? Number(x) - w : Number(x), Number(height) < 0 ? Number(y) - h : Number(y)].map((one) => Math.trunc(one) || 0);
      const answer = surface.now(['pixels', ...from, w, h]);
      return new ImageData(new Uint8ClampedArray(view.bytes(answer)), w, h);
    },
    /** @param {any} data  @param {any[]} given */
    putImageData(data, ...given) {
      const at = given.slice(0, 6).map((one) => Math.trunc(Number(one)));
      if (!(data?.data instanceof Uint8ClampedArray) || data.data.length !== data.width * data.height * 4) throw new TypeError('putImageData: the first argument is no ImageData');
      if (at.length >= 2 && at.every(Number.isFinite)) surface.put(['putImageData', data.width, data.height, { $data: data.data }, ...at]);
    },
  };
  for (const [name, value] of Object.entries(pixels)) Object.defineProperty(context, name, { value, writable: true, configurable: true });
}

/** What the view of a page knows of one canvas. */
class Surface {
  width = 300;

  height = 150;

  /** @type {Context | null} */
  context = null;

  /** A context of WebGL, in its place. @type {{ version: number, canvas: any, context: any, inner: any, view: number | undefined } | null} */
  #webgl = null;

  /** Letters that wait for the end of the turn. */
  #waiting = 0;

  /** @type {any[][]} */
  #kept = [];

  /** Other canvases that are drawn on it: they must be there to draw it again. @type {Set<Surface>} */
  #uses = new Set();

  /** Too much was drawn to be drawn again. */
  #over = false;

  /** In the views of which pages it is, when it has no element: root component to number of the view. @type {Map<number, number>} */
  there = new Map();

  /** @param {number | string} key  @param {number} root  0 for one without an element: the page on top when it is needed */
  constructor(key, root) {
    this.key = key;
    this.home = root;
  }

  root() {
    if (this.home === 0) this.home = view.topRoot();
    return this.home;
  }

  /** Pictures and canvases as orders name them: the view of page `root` must know them. @param {any} given  @param {number} root */
  #source(given, root) {
    if (given instanceof Image) return given.wire(root);
    const other = surfaces.get(given);
    if (other === undefined) return null;
    if (other !== this) {
      other.show(root);
      this.#uses.add(other);
    }
    return ['C', other.key];
  }

  /** @param {any} canvas */
  open(canvas) {
    const context = new Context(canvas, {
      put: (op) => this.put(op),
      source: (given) => this.#source(given, this.root()),
      inPath: (question) => this.now(question) === true,
      ask: (question) => this.now(question),
      root: () => this.home,
    });
    addPixels(context, this);
    this.context = context;
    return context;
  }

  get hasWebGL() { return this.#webgl !== null; }

  /** A context of WebGL; null when there is another one, or the view has none. @param {any} canvas  @param {1 | 2} version  @param {any} attributes */
  openWebGL(canvas, version, attributes) {
    if (this.context !== null) return null;
    if (this.#webgl !== null) return this.#webgl.version === version ? this.#webgl.context : null;
    const made = require('./webgl.js').open(canvas, version, attributes, {
      put: (/** @type {any[]} */ order, /** @type {number} */ bytes) => this.#putWebGL(order, bytes),
      ask: (/** @type {any[]} */ question) => {
        this.show(this.root());
        const answer = view.now(this.root(), ['of', this.key, ...question]);
        return typeof answer?.error === 'string' ? undefined : answer;
      },
      pack: view.base64,
      unpack: view.bytes,
      source: (/** @type {any} */ given) => this.#source(given, this.root()),
      size: () => [this.width, this.height],
      turn: view.turn,
    });
    if (made === null) return null;
    this.#webgl = { version, canvas, view: view.viewOf(this.root()), ...made };
    this.#watchWebGL();
    return made.context;
  }

  /** A view tells when it loses the context of a canvas, and when there is one again. One without an element must not be kept by waiting. */
  #watchWebGL() {
    const held = new WeakRef(this);
    view.ask(this.root(), 'glLost', [this.key], (lost) => {
      const surface = lost === true ? held.deref() : undefined;
      if (surface === undefined) return;
      surface.#loseWebGL();
      view.ask(surface.root(), 'glBack', [surface.key], (back) => {
        const waiting = back === true ? held.deref() : undefined;
        if (waiting !== undefined) waiting.#restoreWebGL();
      });
    });
  }

  #loseWebGL() {
    if (this.#webgl === null) return;
    this.#webgl.inner.gone();
    tellCanvas(this.#webgl.canvas, 'webglcontextlost');
  }

  /** Programs that listen draw again; for others it is as lost as before. */
  #restoreWebGL() {
    if (this.#webgl === null) return;
    const { canvas, inner } = this.#webgl;
    if (!listeners.get(canvas)?.has('webglcontextrestored')) {
      warn('a WebGL context is lost, and its program does not listen to "webglcontextrestored": its page has to be opened anew');
      return;
    }
    inner.back();
    this.#watchWebGL();
    tellCanvas(canvas, 'webglcontextrestored');
  }

  /** @param {any[]} order  @param {number} letters */
  #putWebGL(order, letters) {
    this.show(this.root());
    view.send(this.root(), ['d', this.key, [order]]);
    this.#waiting = letters === 0 ? this.#waiting : this.#waiting + letters;
    if (this.#waiting < LONG_BATCH) return;
    this.#waiting = 0;
    view.flush();
  }

  /** @param {any[]} op */
  put(op) {
    if (op[0] === 'putImageData') op[3] = view.base64(op[3].$data);
    if (op[0] === 'reset' || (op[0] === 'clearRect' && this.context?.clearsAll([op[1], op[2], op[3], op[4]], this.width, this.height))) {
      this.#forget(op[0] === 'reset' ? [] : this.context?.stateOps() ?? []);
    } else if (this.#kept.length < MAX_KEPT) {
      this.#kept.push(op);
    } else if (!this.#over) {
      this.#over = true;
      this.#kept.length = 0;
    }
    this.show(this.root());
    view.send(this.root(), ['d', this.key, [op]]);
  }

  /** Nothing is to be drawn again but this. @param {any[][]} ops */
  #forget(ops) {
    this.#kept = ops;
    this.#over = false;
    if (ops.length === 0) this.#uses.clear();
  }

  /** @param {number} width  @param {number} height */
  resize(width, height) {
    [this.width, this.height] = [side(width, height), side(height, width)];
    this.context?.forgetState();
    this.#forget([]);
    if (typeof this.key === 'string' && !this.there.has(this.root())) return;
    view.send(this.root(), ['d', this.key, [['size', this.width, this.height]]]);
  }

  /** The view of a page gets it, if it has no element and is not there. @param {number} root */
  show(root) {
    if (typeof this.key !== 'string' || root === 0) return;
    // One that belongs to another page is copied as it is now.
    if (this.there.get(root) === view.viewOf(root) && root === this.home) return;
    this.there.set(root, view.viewOf(root));
    view.send(root, ['n', this.key, this.width, this.height]);
    if (root !== this.home && this.#kept.length > 0) view.send(root, ['d', this.key, this.#kept]);
  }

  /** Everything is drawn again on a view that has nothing. */
  again() {
    const root = this.root();
    if (typeof this.key === 'string' && this.there.get(root) === view.viewOf(root)) return;
    if (this.#webgl !== null) {
      // Once for each view, however many others draw it.
      if (this.#webgl.view === view.viewOf(root)) return;
      this.#webgl.view = view.viewOf(root);
      // Its objects were in the view, and programs are told so: drawing them again is theirs.
      this.#loseWebGL();
    }
    for (const other of this.#uses) if (other !== this) other.again();
    if (typeof this.key === 'string') this.show(root);
    else view.send(root, ['d', this.key, [['size', this.width, this.height]]]);
    if (this.#over) warn('what was drawn on a canvas was too much to be drawn again after its page was made anew: it is blank');
    // Its state must be right, although what was drawn is lost.
    const ops = this.#over ? this.context?.stateOps() ?? [] : this.#kept;
    if (ops.length > 0) view.send(root, ['d', this.key, ops]);
    this.#restoreWebGL();
  }

  /** The answer of the view, now. @param {any[]} question */
  now(question) {
    this.show(this.root());
    const answer = view.now(this.root(), ['of', this.key, ...question]);
    if (answer === undefined) throw new Error(`${question[0] === 'pixels' ? 'getImageData' : 'canvas'}:fail the page does not answer now. Ask when it is on the screen`);
    if (typeof answer?.error === 'string') throw new Error(`canvas:fail ${answer.error}`);
    return answer;
  }
}

/** Most listeners of one canvas to one event. */
const MAX_LISTENERS = 20;

/** What programs want to hear of their canvases. @type {WeakMap<any, Map<string, Set<(event: any) => void>>>} */
const listeners = new WeakMap();

/** @param {any} canvas  @param {string} type */
function tellCanvas(canvas, type) {
  for (const call of [...(listeners.get(canvas)?.get(type) ?? [])]) safely(type, call, canvas, [{ type, target: canvas, statusMessage: '', preventDefault() {}, stopPropagation() {} }]);
}

/** Surfaces of what programs have. @type {WeakMap<any, Surface>} */
const surfaces = new WeakMap();

class Canvas {
  #surface;

  /** Frames that are asked for. @type {Map<number, (time: number) => void>} */
  #frames = new Map();

  /** @param {Surface} surface */
  constructor(surface) {
    this.#surface = surface;
    surfaces.set(this, surface);
  }

  get width() { return this.#surface.width; }

  set width(given) { this.#surface.resize(Number(given), this.#surface.height); }

  get height() { return this.#surface.height; }

  set height(given) { this.#surface.resize(this.#surface.width, Number(given)); }

  /** @param {any} kind  @param {any} [attributes] */
  getContext(kind, attributes) {
    const surface = this.#surface;
    if (kind === '2d') return surface.hasWebGL ? null : surface.context ?? surface.open(this);
    const version = kind === 'webgl' || kind === 'experimental-webgl' ? 1 : kind === 'webgl2' ? 2 : 0;
    if (version > 0) return surface.openWebGL(this, /** @type {1 | 2} */ (version), attributes);
    count('Canvas.getContext');
    warn(`getContext("${String(kind).slice(0, 40)}"): "2d", "webgl" and "webgl2" are there`);
    return null;
  }

  createImage() { return new Image(this.#surface.root()); }

  /** @param {any} [path] */
  createPath2D(path) { return new Path2D(path); }

  /** @param {any} width  @param {any} height */
  createImageData(width, height) { return createImageData(width, height); }

  /** @param {any} [type]  @param {any} [quality] */
  toDataURL(type, quality) {
    if (this.width === 0 || this.height === 0) return 'data:,';
    return this.#surface.now(['url', String(type ?? 'image/png'), Number.isFinite(quality) ? quality : null]);
  }

  /** @param {any} call */
  requestAnimationFrame(call) {
    if (typeof call !== 'function') throw new TypeError('requestAnimationFrame needs a function');
    const run = (/** @type {number} */ id) => {
      timers.clearTimeout(id);
      if (!this.#frames.delete(id)) return;
      safely('requestAnimationFrame', call, undefined, [Date.now()]);
    };
    const id = timers.setTimeout(() => run(id), LATE_FRAME);
    this.#frames.set(id, call);
    view.ask(this.#surface.root(), 'frame', [], () => run(id));
    return id;
  }

  /** `webglcontextlost` and `webglcontextrestored` come; nothing else does. @param {any} type  @param {any} call */
  addEventListener(type, call) {
    if (typeof call !== 'function') return;
    const all = listeners.get(this) ?? new Map();
    listeners.set(this, all);
    const known = all.get(String(type)) ?? new Set();
    if (known.size < MAX_LISTENERS && all.size < MAX_LISTENERS) all.set(String(type), known.add(call));
  }

  /** @param {any} type  @param {any} call */
  removeEventListener(type, call) {
    const known = listeners.get(this)?.get(String(type));
    known?.delete(call);
    if (known?.size === 0) listeners.get(this)?.delete(String(type));
  }

  /** @param {any} id */
  cancelAnimationFrame(id) {
    if (this.#frames.delete(Number(id))) timers.clearTimeout(id);
  }
}

/**
 * The canvas of an element: the same one as long as the element lives.
 * @param {[number, number, number]} told  number of the element, its number in the view, root component of its page
 */
function ofElement([key, number, root]) {
  const known = ofElements.get(key);
  // The element's number may have been another's before.
  if (known !== undefined && known.root === root && (known.number === number || known.view !== view.viewOf(root))) {
    Object.assign(known, { number, view: view.viewOf(root) });
    return known.canvas;
  }
  const canvas = new Canvas(new Surface(key, root));
  ofElements.set(key, { canvas, root, number, view: view.viewOf(root) });
  return canvas;
}

/** wx.createOffscreenCanvas. @param {any[]} given  options, or width and height */
function createOffscreenCanvas(...given) {
  const options = given[0] !== null && typeof given[0] === 'object' ? given[0] : { width: given[0], height: given[1], type: '2d' };
  for (const [key, { held, there }] of offscreen) {
    if (held.deref() !== undefined) continue;
    offscreen.delete(key);
    for (const root of there.keys()) view.send(root, ['x', key]);
  }
  if (offscreen.size >= MAX_OFFSCREEN) throw new RangeError(`createOffscreenCanvas:fail there are ${MAX_OFFSCREEN} already`);
  lastKey += 1;
  const surface = new Surface(`o${lastKey}`, 0);
  const canvas = new Canvas(surface);
  if (options.width !== undefined || options.height !== undefined) surface.resize(options.width ?? 300, options.height ?? 150);
  offscreen.set(`o${lastKey}`, { held: new WeakRef(canvas), there: surface.there });
  return canvas;
}

view.listen({
  again(/** @type {number} */ root) {
    if (view.viewOf(root) > 1) drawAgain(root);
    require('./canvas-old.js').again(root);
  },
  gone(/** @type {number} */ root) {
    for (const [key, known] of ofElements) if (known.root === root) ofElements.delete(key);
    forgetImages(root);
    require('./canvas-old.js').gone(root);
  },
});

/** A view that was made again gets everything. @param {number} root */
function drawAgain(root) {
  showImages(root);
  for (const { canvas } of ofElements.values()) if (surfaces.get(canvas)?.home === root) surfaces.get(canvas)?.again();
  for (const { held } of offscreen.values()) {
    const surface = surfaces.get(held.deref());
    if (surface?.home === root) surface.again();
  }
}

exports.ofElement = ofElement;
exports.createOffscreenCanvas = createOffscreenCanvas;
/** What a program has of a canvas. @param {any} canvas @returns {Surface | undefined} */
exports.surfaceOf = (canvas) => (canvas !== null && typeof canvas === 'object' ? surfaces.get(canvas) : undefined);
