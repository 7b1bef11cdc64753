// Canvases of a page: the element, those without one, the pictures that they draw, and what the core sends them and asks.
// Orders for one canvas are carried out one after the other; one with a picture waits until that is there. It must not load
// anything but what an image element may, and must hold no more pixels than its limits say.

/** Most pixels of all canvases without an element and all pictures of a page. */
const CANVAS_PIXELS = 96_000_000;
/** Most orders that wait for an element or a picture. */
const CANVAS_WAITING = 200_000;
/** Most pictures of a page. */
const CANVAS_PICTURES = 500;
/** Longest answer in one piece; longer ones go in parts. */
const CANVAS_PIECE = 2_500_000;
/** Sharpest picture of an older canvas: pixels to a CSS pixel. */
const CANVAS_SHARP = 3;

/** @typedef {{ addresses: string[], image: HTMLImageElement | null, ready: Promise<boolean>, ok: boolean }} Picture */

/** Surfaces by number of the element, or by name. @type {Map<number | string, Surface>} */
const surfaces = new Map();
/** @type {Map<number, Picture>} */
const pictures = new Map();
/** Parts of a long answer. @type {string[]} */
let canvasParts = [];

/** @param {string} address @param {boolean} readable whether its pixels may be read, which other servers must allow */
function loadPicture(address, readable) {
  return new Promise((/** @type {(image: HTMLImageElement | null) => void} */ resolve) => {
    const image = new Image();
    if (readable) image.crossOrigin = 'anonymous';
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = address;
  });
}

/** @param {string[]} addresses @returns {Promise<HTMLImageElement | null>} */
async function firstPicture(addresses) {
  for (const given of addresses) {
    const address = resource(String(given), 'image');
    if (!address) continue;
    const image = (await loadPicture(address, true)) ?? (/^https:/i.test(address) ? await loadPicture(address, false) : null);
    if (image && image.naturalWidth * image.naturalHeight <= CANVAS_PIXELS) return image;
  }
  return null;
}

/** @param {number} id @param {string[]} addresses */
function addPicture(id, addresses) {
  if (pictures.size >= CANVAS_PICTURES) pictures.delete(/** @type {number} */ (pictures.keys().next().value));
  /** @type {Picture} */
  const picture = { addresses, image: null, ok: false, ready: Promise.resolve(false) };
  picture.ready = firstPicture(addresses).then((image) => {
    picture.image = image;
    picture.ok = image !== null;
    return picture.ok;
  });
  pictures.set(id, picture);
}

/** Contexts of WebGL by their canvases. @type {WeakMap<HTMLCanvasElement, WebGLDesk>} */
const desks = new WeakMap();

/** One canvas, with or without an element. */
class Surface {
  /** @type {HTMLCanvasElement | null} */
  canvas = null;

  /** Made when the first order comes: only then it is known of which kind. @type {CanvasRenderingContext2D | null} */
  context = null;

  /** @type {WebGLDesk | null} */
  webgl = null;

  /** Whether it is an older one: it has the size of its element, and its points are CSS pixels. */
  older = false;

  /** @type {CanvasWorld} */
  world = { source: canvasSource, base: [1, 0, 0, 1, 0, 0] };

  /** @type {any[][]} */
  #queue = [];

  #held = false;

  /** @type {(() => void)[]} */
  #settled = [];

  /** @param {HTMLCanvasElement} canvas */
  show(canvas) {
    // An element that was moved has what it had.
    this.webgl = desks.get(canvas) ?? null;
    if (this.canvas !== canvas) this.context = null;
    this.canvas = canvas;
    this.#work();
  }

  /** @param {any[]} ops */
  add(ops) {
    for (const op of ops) if (Array.isArray(op) && this.#queue.length < CANVAS_WAITING) this.#queue.push(op);
    this.#work();
  }

  /** Calls when all that was ordered is drawn. @param {() => void} call */
  whenSettled(call) {
    if (this.#queue.length === 0 && !this.#held) call();
    else this.#settled.push(call);
  }

  #work() {
    const { canvas } = this;
    if (!canvas || this.#held) return;
    let done = 0;
    for (const op of this.#queue) {
      const picture = pictureOf(op);
      if (picture) {
        this.#held = true;
        this.#queue.splice(0, done);
        picture.ready.then(() => {
          this.#held = false;
          guard('canvas', () => this.#work());
        });
        return;
      }
      done += 1;
      this.#order(canvas, op);
    }
    this.#queue = [];
    for (const call of this.#settled.splice(0)) guard('canvas', call);
  }

  /** The context of two dimensions, where there is not another one. */
  flat() {
    if (!this.webgl) this.context ??= this.canvas?.getContext('2d', { willReadFrequently: false }) ?? null;
    return this.context;
  }

  /** @param {HTMLCanvasElement} canvas @param {any[]} op */
  #order(canvas, op) {
    try {
      if (op[0] === 'size') {
        if (!this.older) resizeCanvas(canvas, Number(op[1]), Number(op[2]));
        return;
      }
      if (op[0] === 'gl') {
        if (this.context || (this.webgl && !this.webgl.lost)) return;
        this.webgl = WebGLDesk.open(canvas, op.slice(1));
        if (this.webgl) desks.set(canvas, this.webgl);
        return;
      }
      if (this.webgl) {
        this.webgl.run(op, this.world);
        return;
      }
      const context = this.flat();
      if (!context) return;
      if (op[0] === 'start') {
        this.#begin(context, op[1] === true);
      } else {
        canvasOrder(context, op, this.world);
      }
    } catch (error) {
      // A picture that is not there, a radius of -1: the program hears of it where WeChat's does, the others are drawn.
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
    }
  }

  /** As a new draw() begins: the context is as at first. @param {CanvasRenderingContext2D} context @param {boolean} keep */
  #begin(context, keep) {
    const { canvas } = context;
    const copy = keep ? copyOf(canvas, 0, 0, canvas.width, canvas.height, canvas.width, canvas.height) : null;
    context.reset();
    if (copy) context.drawImage(copy, 0, 0);
    context.setTransform(new DOMMatrix(this.world.base));
  }
}

/** A picture that an order needs and that is on its way. @param {any[]} op @returns {Picture | undefined} */
function pictureOf(op) {
  const last = op[op.length - 1];
  const wire = op[0] === 'drawImage' ? op[1] : /^tex(Sub)?Image/.test(String(op[0])) ? last : Array.isArray(op[1]) && op[1][0] === 'T' ? op[1][1] : null;
  const picture = Array.isArray(wire) && wire[0] === 'I' ? pictures.get(wire[1]) : undefined;
  if (!picture || picture.image || picture.ok) return undefined;
  return failedPictures.has(picture) ? undefined : (picture.ready.then((ok) => ok || failedPictures.add(picture)), picture);
}

/** @type {WeakSet<Picture>} */
const failedPictures = new WeakSet();

/** @param {any} wire @returns {CanvasImageSource | null} */
function canvasSource(wire) {
  if (!Array.isArray(wire)) return null;
  if (wire[0] === 'I') return pictures.get(wire[1])?.image ?? null;
  const canvas = surfaces.get(wire[1])?.canvas ?? null;
  return canvas && canvas.width > 0 && canvas.height > 0 ? canvas : null;
}

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
function resizeCanvas(canvas, width, height) {
  let held = width * height;
  for (const surface of surfaces.values()) if (surface.canvas && surface.canvas !== canvas) held += surface.canvas.width * surface.canvas.height;
  const fits = held <= CANVAS_PIXELS;
  if (!fits) report(`canvas: ${width} x ${height} pixels do not fit beside the other canvases of this page, and are not drawn`);
  canvas.width = fits ? width : 0;
  canvas.height = fits ? height : 0;
}

/** @param {number | string} key */
function surfaceOf(key) {
  let surface = surfaces.get(key);
  if (!surface) {
    surface = new Surface();
    surfaces.set(key, surface);
  }
  return surface;
}

/**
 * A part of a canvas in another size.
 * @param {HTMLCanvasElement} from
 * @param {number} x @param {number} y @param {number} width @param {number} height @param {number} toWidth @param {number} toHeight
 */
function copyOf(from, x, y, width, height, toWidth, toHeight) {
  const copy = document.createElement('canvas');
  copy.width = Math.max(1, Math.round(toWidth));
  copy.height = Math.max(1, Math.round(toHeight));
  if (copy.width * copy.height > CANVAS_PIXELS / 4 || copy.width === 0) throw new Error('the picture is too large');
  copy.getContext('2d')?.drawImage(from, x, y, width, height, 0, 0, copy.width, copy.height);
  return copy;
}

/** What may be asked of one canvas. @type {Record<string, (surface: Surface & { canvas: HTMLCanvasElement, context: CanvasRenderingContext2D }, args: any[]) => unknown>} */
const CANVAS_ASKED = {
  gl: ({ webgl, world }, args) => (webgl ? webgl.answer(args, world) : { none: true }),
  in: ({ context }, args) => canvasHit(context, args),
  pixels: ({ context }, [x, y, width, height]) => canvasText(context.getImageData(x, y, width, height).data),
  url: ({ canvas }, [type, quality]) => canvas.toDataURL(type, quality ?? undefined),
  /** A part in points of the program, as a file of its own. */
  file: (surface, [type, quality, x, y, width, height, toWidth, toHeight]) => {
    const { canvas } = surface;
    const dense = surface.world.base[0] ?? 1;
    const wide = width ?? canvas.width / dense - (x ?? 0);
    const high = height ?? canvas.height / dense - (y ?? 0);
    if (!(wide > 0 && high > 0)) throw new Error('canvas is empty');
    const sharp = surface.older ? dense : devicePixelRatio;
    const copy = copyOf(canvas, (x ?? 0) * dense, (y ?? 0) * dense, wide * dense, high * dense, toWidth ?? wide * sharp, toHeight ?? high * sharp);
    return copy.toDataURL(type, quality ?? undefined);
  },
  area: (surface, [x, y, width, height]) => {
    const dense = surface.world.base[0] ?? 1;
    const copy = copyOf(surface.canvas, x * dense, y * dense, width * dense, height * dense, width, height);
    const data = copy.getContext('2d')?.getImageData(0, 0, copy.width, copy.height);
    return { width: copy.width, height: copy.height, data: data ? canvasText(data.data) : '' };
  },
  put: (surface, [x, y, width, height, text]) => {
    const from = document.createElement('canvas');
    [from.width, from.height] = [width, height];
    from.getContext('2d')?.putImageData(new ImageData(canvasBytes(text), width, height), 0, 0);
    const { context } = surface;
    const dense = surface.world.base[0] ?? 1;
    context.save();
    context.resetTransform();
    Object.assign(context, { globalAlpha: 1, shadowColor: 'transparent', globalCompositeOperation: 'source-over' });
    context.clearRect(x * dense, y * dense, width * dense, height * dense);
    context.drawImage(from, x * dense, y * dense, width * dense, height * dense);
    context.restore();
    return true;
  },
};

/** What may be asked of a canvas whatever draws it. */
const CANVAS_SHOWN = new Set(['url', 'file', 'area', 'gl']);

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** @param {string} text @param {string} font @param {string} spacing */
function measureCanvasText(text, font, spacing) {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return null;
  ruler.font = '10px sans-serif';
  ruler.font = font;
  ruler.letterSpacing = spacing;
  const found = ruler.measureText(text);
  return {
    width: found.width, actualBoundingBoxLeft: found.actualBoundingBoxLeft, actualBoundingBoxRight: found.actualBoundingBoxRight,
    actualBoundingBoxAscent: found.actualBoundingBoxAscent, actualBoundingBoxDescent: found.actualBoundingBoxDescent,
    fontBoundingBoxAscent: found.fontBoundingBoxAscent, fontBoundingBoxDescent: found.fontBoundingBoxDescent,
  };
}

/** @param {any} cause */
const whyNot = (cause) => ({
  error: cause instanceof DOMException && cause.name === 'SecurityError' ? 'a picture on this canvas comes from a server that does not let its pixels be read'
    : cause instanceof Error ? cause.message : String(cause),
});

/**
 * A question that the program waits for.
 * @param {any[]} question
 * @param {(value: unknown) => void} done
 */
function askCanvas(question, done) {
  const [what, key, asked, ...args] = question;
  if (what === 'measure') return done(measureCanvasText(String(key), String(asked), String(args[0])));
  const surface = what === 'of' ? surfaces.get(key) : undefined;
  const work = CANVAS_ASKED[String(asked)];
  if (asked === 'gl' && !surface?.canvas) return done(null);
  if (!surface?.canvas || !work || (!surface.webgl && asked !== 'gl' && !surface.flat())) return done({ error: 'canvas is empty' });
  if (surface.webgl && !CANVAS_SHOWN.has(String(asked))) return done({ error: 'this canvas is drawn by WebGL' });
  return surface.whenSettled(() => {
    try {
      done(work(/** @type {any} */ (surface), args));
    } catch (cause) {
      done(whyNot(cause));
    }
  });
}

/** @param {number} id @param {unknown} value */
function answerNow(id, value) {
  const text = JSON.stringify(value ?? null);
  // `t`, `id`, `v` in this order: the core tells it from other messages by how it begins.
  if (text.length <= CANVAS_PIECE) return port.send({ t: 'now', id, v: value ?? null });
  canvasParts = [];
  for (let at = 0; at < text.length; at += CANVAS_PIECE) canvasParts.push(text.slice(at, at + CANVAS_PIECE));
  return port.send({ t: 'now', id, v: { $parts: canvasParts.length } });
}

/**
 * A question that nobody waits for.
 * @param {number} id
 * @param {string} what
 * @param {any} about
 */
function answerCanvas(id, what, about) {
  /** @param {unknown} v */
  const answer = (v) => port.send({ t: 'drawn', id, v });
  if (what === 'frame') requestAnimationFrame((time) => answer(time));
  else if (what === 'glLost' || what === 'glBack') surfaceOf(about).whenSettled(() => surfaces.get(about)?.webgl?.when(what, () => answer(true)));
  else if (what === 'settled') surfaceOf(about).whenSettled(() => answer(true));
  else if (what === 'image') {
    const picture = pictures.get(about);
    if (!picture) return answer(null);
    picture.ready.then(() => answer(picture.image ? [picture.image.naturalWidth, picture.image.naturalHeight] : null));
  }
  return undefined;
}

/** @param {any} item of a batch */
function doCanvas([kind, key, first, second]) {
  switch (kind) {
    case 'd': return surfaceOf(key).add(first);
    case 'D': return surfaceOf(key).add([['start', second], ...first]);
    case 'i': return addPicture(key, first);
    case '?': return answerCanvas(key, String(first), second);
    case 'x': return void surfaces.delete(key);
    case 'n': {
      const canvas = document.createElement('canvas');
      surfaces.delete(key);
      resizeCanvas(canvas, Number(first), Number(second));
      return surfaceOf(key).show(canvas);
    }
    default: return report(`canvas: unknown order ${String(kind).slice(0, 40)}`);
  }
}

serveLate('canvas', (message) => {
  if (Array.isArray(message['do'])) for (const item of message['do']) guard('canvas', () => doCanvas(item));
  const { now, ask } = /** @type {any} */ (message);
  if (typeof now !== 'number' || !Array.isArray(ask)) return;
  if (ask[0] === 'part') port.send({ t: 'now', id: now, v: canvasParts[Number(ask[1])] ?? null });
  else askCanvas(ask, (value) => answerNow(now, value));
});
