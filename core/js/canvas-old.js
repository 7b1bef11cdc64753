// The older way to draw: wx.createCanvasContext, whose orders cross at `draw`, and the members that read such a canvas by its
// `canvas-id`. Those that read take a newer canvas as well.
'use strict';

const view = require('./canvas-view.js');
const calls = require('./calls.js');
const { Image } = require('./canvas-image.js');
const { Context } = require('./canvas-2d.js');
const { surfaceOf } = require('./canvas.js');
const { scopeOf } = require('./query.js');
const { safely, warn } = require('./report.js');

/** Most orders of one `draw`, and most that are kept to draw a canvas again. */
const MAX_ORDERS = 20_000;
/** Most pictures that are known by their path. */
const MAX_PICTURES = 200;

/** What the canvases of pages show: by component and `canvas-id`. @type {Map<string, {root: number, comp: number, id: string, draws: any[][], count: number, uses: any[]}>} */
const shown = new Map();
/** Draws for canvases that are not there yet. @type {{root: number, work: () => boolean}[]} */
let waiting = [];
/** @type {Map<string, Image>} */
const pictures = new Map();

/** @param {string} path  @param {number} root */
function picture(path, root) {
  const key = `${root} ${path}`;
  const known = pictures.get(key);
  if (known !== undefined) return known;
  const image = new Image(root);
  image.src = path;
  if (pictures.size >= MAX_PICTURES) pictures.delete(/** @type {string} */ (pictures.keys().next().value));
  pictures.set(key, image);
  return image;
}

/** The page and component that a call means. @param {any} component */
function place(component) {
  const comp = scopeOf(component) || view.topRoot();
  return { comp, root: comp === 0 ? 0 : view.rootOf(comp) };
}

/** Another canvas as orders name it. @param {any} given  @param {number} root  @param {any[]} uses  gets it */
function canvasWire(given, root, uses) {
  const surface = surfaceOf(given);
  if (surface === undefined) return null;
  surface.show(root);
  if (!uses.includes(surface) && uses.length < MAX_PICTURES) uses.push(surface);
  return ['C', surface.key];
}

class CanvasContext extends Context {
  #id;

  #comp;

  /** @type {any[][]} */
  #orders;

  /** Other canvases that its orders draw. @type {any[]} */
  #uses;

  /** @param {string} id  @param {number} comp */
  constructor(id, comp) {
    /** @type {any[][]} */
    const orders = [];
    /** @type {any[]} */
    const uses = [];
    let full = false;
    const root = () => (this.#comp === 0 ? view.topRoot() : view.rootOf(this.#comp));
    super(undefined, {
      put(op) {
        if (orders.length < MAX_ORDERS) orders.push(op);
        else if (!full) {
          full = true;
          warn(`a canvas gets more than ${MAX_ORDERS} orders before draw: the rest is not drawn`);
        }
      },
      source: (given) => (typeof given === 'string' ? picture(given, root()).wire(root()) : given instanceof Image ? given.wire(root())
        : canvasWire(given, root(), uses)),
      inPath: () => false,
      ask: () => undefined,
      root: () => 0,
    });
    this.#orders = orders;
    this.#uses = uses;
    this.#id = id;
    this.#comp = comp;
  }

  /** @param {any} [reserve]  whether what is there stays  @param {any} [callback] */
  draw(reserve, callback) {
    const call = typeof callback === 'function' ? callback : typeof reserve === 'function' ? reserve : undefined;
    drawOn(this.#id, this.#comp || view.topRoot(), this.getActions(), reserve === true, call, this.#uses);
  }

  /** @param {any} x  @param {any} y  @param {any} radius */
  createCircularGradient(x, y, radius) { return this.createRadialGradient(x, y, 0, x, y, radius); }

  /** @param {any} size */
  setFontSize(size) {
    const px = Number(size);
    if (px > 0 && Number.isFinite(px)) this.setProperty('font', String(this.property('font')).replace(/(^|\s)[\d.]+(px|pt|em|rem|%)/, `$1${px}px`));
  }

  /** @param {any} x  @param {any} y  @param {any} blur  @param {any} color */
  setShadow(x, y, blur, color) {
    for (const [name, value] of Object.entries({ shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: color })) this.setProperty(name, value);
  }

  /** @param {any} given  @param {any} [offset] */
  setLineDash(given, offset) {
    super.setLineDash(given);
    if (offset !== undefined) this.setProperty('lineDashOffset', offset);
  }

  /** @param {any} given */
  setTextBaseline(given) { this.setProperty('textBaseline', given === 'normal' ? 'alphabetic' : given); }

  /** What `draw` would send, for wx.drawCanvas. */
  getActions() {
    const orders = this.#orders.splice(0);
    this.forgetState();
    return orders;
  }

  clearActions() {
    this.#orders.length = 0;
    this.forgetState();
  }

  static {
    for (const name of ['fillStyle', 'strokeStyle', 'lineWidth', 'lineCap', 'lineJoin', 'miterLimit', 'globalAlpha', 'textAlign', 'globalCompositeOperation']) {
      const setter = `set${name[0].toUpperCase()}${name.slice(1)}`;
      const method = { [setter](/** @type {any} */ given) { /** @type {any} */ (this).setProperty(name, given); } }[setter];
      Object.defineProperty(CanvasContext.prototype, setter, { value: method, writable: true, configurable: true });
    }
  }
}

/**
 * Draws what CanvasContext gathered; what is not there yet may come with what the program shows in this turn.
 * @param {string} id  `canvas-id`
 * @param {number} comp
 * @param {any[][]} orders
 * @param {boolean} keep  whether what is there stays
 * @param {Function | undefined} call
 * @param {any[]} [uses]  canvases that must be there to draw it again
 */
function drawOn(id, comp, orders, keep, call, uses = []) {
  const root = comp === 0 ? 0 : view.rootOf(comp);
  const name = `${comp} ${id}`;
  let canvas = shown.get(name);
  if (canvas === undefined || !keep || canvas.count > MAX_ORDERS) {
    canvas = { root, comp, id, draws: [], count: 0, uses };
    shown.set(name, canvas);
  }
  canvas.draws.push([orders, keep]);
  canvas.count += orders.length;
  const work = () => {
    const key = view.canvasOf(comp, id);
    if (key === 0) return false;
    view.send(root, ['D', key, orders, keep]);
    if (call !== undefined) view.ask(root, 'settled', [key], () => safely('the callback of draw', call, undefined, [{ errMsg: 'drawCanvas:ok' }]));
    return true;
  };
  if (!work()) Promise.resolve().then(() => later(root, work, id));
}

/** @param {number} root  @param {() => boolean} work  @param {string} id */
function later(root, work, id) {
  if (work()) return;
  if (view.isThere(root)) warn(`there is no canvas with the canvas-id "${id.slice(0, 60)}" in this page or component`);
  else if (waiting.length < 100) waiting.push({ root, work });
}

/** @param {any} id  @param {any} [component] */
function createCanvasContext(id, component) {
  return new CanvasContext(String(id), scopeOf(component));
}

/**
 * The canvas that options name: its page and key, or null.
 * @param {any} options
 * @param {any} component
 */
function named(options, component) {
  const surface = surfaceOf(options.canvas);
  if (surface !== undefined) {
    surface.show(surface.root());
    return { root: surface.root(), key: surface.key };
  }
  const { comp, root } = place(component);
  const key = comp === 0 ? 0 : view.canvasOf(comp, String(options.canvasId));
  return key === 0 ? null : { root, key };
}

/** @param {any} value  a size or place that may be left out */
const given = (value) => (/^(number|string|boolean)$/.test(typeof value) && Number.isFinite(Number(value)) ? Number(value) : null);

/**
 * A member that asks the view once all is drawn.
 * @param {string} name
 * @param {(options: any) => any[] | string} question  or what is wrong with the options
 * @param {(answer: any, options: any) => any} result
 */
function reader(name, question, result) {
  return (/** @type {any} */ first, /** @type {any} */ component) => {
    const options = calls.optionsOf(first);
    const work = (/** @type {(ok: boolean, res: any) => void} */ done) => {
      const fail = (/** @type {string} */ why) => Promise.resolve().then(() => done(false, { errMsg: `${name}:fail ${why}` }));
      const asks = question(options);
      if (typeof asks === 'string') return fail(asks);
      const canvas = named(options, component);
      if (canvas === null) return fail(options.canvasId === undefined && options.canvas === undefined ? 'parameter error: parameter.canvasId should be String instead of Undefined;' : 'canvas is empty');
      return view.ask(canvas.root, 'settled', [canvas.key], () => {
        const answer = view.now(canvas.root, ['of', canvas.key, ...asks]);
        if (answer === undefined) return done(false, { errMsg: `${name}:fail the page does not answer` });
        if (typeof answer?.error === 'string') return done(false, { errMsg: `${name}:fail ${answer.error}` });
        const outcome = result(answer, options);
        return done(outcome.ok, { ...outcome.res, errMsg: outcome.ok ? `${name}:ok` : outcome.res.errMsg });
      });
    };
    if (calls.hasCallbacks(options)) return void work(calls.callbacks(name, options));
    const promise = new Promise((resolve, reject) => work((ok, res) => (ok ? resolve(res) : reject(res))));
    promise.catch(() => {});
    return promise;
  };
}

const canvasToTempFilePath = reader('canvasToTempFilePath', (options) => {
  const type = options.fileType === 'jpg' || options.fileType === 'jpeg' ? 'image/jpeg' : 'image/png';
  const quality = given(options.quality);
  return ['file', type, quality !== null && quality > 0 && quality <= 1 ? quality : null,
    ...['x', 'y', 'width', 'height', 'destWidth', 'destHeight'].map((key) => given(options[key]))];
}, (url, options) => {
  const outcome = JSON.parse(view.tempFile(String(url).split(',')[1] ?? '', /^jpe?g$/.test(options.fileType) ? 'jpg' : 'png'));
  return { ok: outcome.ok === true, res: outcome.res };
});

const canvasGetImageData = reader('canvasGetImageData', (options) => {
  const box = ['x', 'y', 'width', 'height'].map((key) => given(options[key]));
  const wrong = ['x', 'y', 'width', 'height'].find((_, at) => box[at] === null);
  if (wrong !== undefined) return `parameter error: parameter.${wrong} should be Number;`;
  if (Number(box[2]) * Number(box[3]) > 16_777_216) return 'the area is too large';
  return ['area', ...box.map((one) => Math.trunc(Number(one)))];
}, (answer) => ({ ok: true, res: { width: answer.width, height: answer.height, data: new Uint8ClampedArray(view.bytes(answer.data)) } }));

const canvasPutImageData = reader('canvasPutImageData', (options) => {
  const box = ['x', 'y', 'width', 'height'].map((key) => given(options[key]));
  if (!(options.data instanceof Uint8ClampedArray)) return 'parameter error: parameter.data should be Uint8ClampedArray;';
  const [x, y, width] = box;
  if (x === null || y === null || width === null || !(width > 0)) return 'parameter error: parameter.width should be Number;';
  const height = box[3] ?? options.data.length / 4 / width;
  if (width * height * 4 !== options.data.length) return 'parameter error: parameter.data does not have width * height * 4 numbers;';
  return ['put', x, y, width, height, view.base64(options.data)];
}, () => ({ ok: true, res: {} }));

/** WeChat's first way to draw: a context whose orders the program carries to drawCanvas itself. @param {any} given */
function drawCanvas(given) {
  const options = calls.optionsOf(given);
  const orders = Array.isArray(options.actions) ? options.actions.filter(Array.isArray).slice(0, MAX_ORDERS) : [];
  drawOn(String(options.canvasId), view.topRoot(), orders, options.reserve === true, () => calls.callbacks('drawCanvas', options)(true, { errMsg: 'drawCanvas:ok' }));
}

Object.assign(exports, { createCanvasContext, createContext: () => new CanvasContext('', 0), drawCanvas, canvasToTempFilePath, canvasGetImageData, canvasPutImageData });
/** A page's view is there: what waited for it is drawn; after a loss, everything. @param {number} root */
exports.again = (root) => {
  const due = waiting.filter((entry) => entry.root === root);
  waiting = waiting.filter((entry) => entry.root !== root);
  for (const { work } of due) work();
  if (view.viewOf(root) < 2) return;
  for (const { root: of, comp, id, draws, uses } of shown.values()) {
    const key = of === root ? view.canvasOf(comp, id) : 0;
    if (key !== 0) for (const surface of uses) surface.again();
    if (key !== 0) for (const [orders, keep] of draws) view.send(root, ['D', key, orders, keep]);
  }
};
exports.gone = (/** @type {number} */ root) => {
  waiting = waiting.filter((entry) => entry.root !== root);
  for (const [name, entry] of shown) if (entry.root === root) shown.delete(name);
  for (const name of pictures.keys()) if (name.startsWith(`${root} `)) pictures.delete(name);
};
