// Orders of a drawing context, carried out on a real one. Only names of the lists below are ever called or set; an order that
// the browser refuses is left out, and the others go on. It knows no element and no message.

/** Methods whose arguments are numbers and words only. */
const CANVAS_PLAIN = new Set([
  'beginPath', 'closePath', 'moveTo', 'lineTo', 'rect', 'roundRect', 'quadraticCurveTo', 'bezierCurveTo', 'arcTo', 'arc', 'ellipse', 'clearRect', 'fillRect', 'strokeRect',
  'fillText', 'strokeText', 'save', 'restore', 'reset', 'translate', 'scale', 'rotate', 'transform', 'setLineDash',
]);
const CANVAS_PATH = new Set(['closePath', 'moveTo', 'lineTo', 'rect', 'roundRect', 'quadraticCurveTo', 'bezierCurveTo', 'arcTo', 'arc', 'ellipse']);
const CANVAS_PROPERTIES = new Set([
  'fillStyle', 'strokeStyle', 'globalAlpha', 'globalCompositeOperation', 'lineWidth', 'lineCap', 'lineJoin', 'miterLimit', 'lineDashOffset', 'shadowBlur', 'shadowColor',
  'shadowOffsetX', 'shadowOffsetY', 'font', 'textAlign', 'textBaseline', 'direction', 'letterSpacing', 'wordSpacing', 'filter', 'imageSmoothingEnabled', 'imageSmoothingQuality',
]);

/** @typedef {{ source: (wire: any) => CanvasImageSource | null, base: number[] }} CanvasWorld pictures and canvases by name, and the matrix under all others */

/** A path of orders. @param {any} wire `["P", ...orders]` */
function canvasPath(wire) {
  const path = new Path2D();
  for (const op of wire.slice(1)) addToCanvasPath(path, op);
  return path;
}

/** @param {Path2D} path @param {any} op */
function addToCanvasPath(path, op) {
  const [name, ...args] = op;
  try {
    if (name === 'svg') path.addPath(new Path2D(String(args[0])));
    else if (name === 'add') path.addPath(canvasPath(['P', ...args[0]]), args[1] ? new DOMMatrix(args[1]) : undefined);
    else if (CANVAS_PATH.has(name)) /** @type {any} */ (path)[name](...args);
  } catch {
    // an order that this browser refuses is left out
  }
}

/**
 * A colour, gradient or pattern.
 * @param {CanvasRenderingContext2D} context
 * @param {any} wire
 * @param {CanvasWorld} world
 * @returns {string | CanvasGradient | CanvasPattern | null}
 */
function canvasStyle(context, wire, world) {
  if (!Array.isArray(wire)) return String(wire);
  if (wire[0] === 'T') {
    const source = world.source(wire[1]);
    const pattern = source && context.createPattern(source, String(wire[2]));
    if (pattern && Array.isArray(wire[3])) pattern.setTransform(new DOMMatrix(wire[3]));
    return pattern;
  }
  const [, kind, ...rest] = wire;
  const stops = rest.pop();
  const made = kind === 'l' ? context.createLinearGradient(rest[0], rest[1], rest[2], rest[3])
    : kind === 'r' ? context.createRadialGradient(rest[0], rest[1], rest[2], rest[3], rest[4], rest[5])
    // Chromium has cones since 99: before, a line in their first and last colours.
    : context.createConicGradient?.(rest[0], rest[1], rest[2]) ?? context.createLinearGradient(rest[1], 0, rest[1], rest[2] * 2);
  for (const [offset, color] of stops) made.addColorStop(offset, color);
  return made;
}

/** @param {string} text base64 */
function canvasBytes(text) {
  const letters = atob(text);
  const bytes = new Uint8ClampedArray(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** @param {Uint8ClampedArray} bytes */
function canvasText(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 0x6000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x6000)));
  return btoa(parts.join(''));
}

/**
 * One order.
 * @param {CanvasRenderingContext2D} context
 * @param {any} op
 * @param {CanvasWorld} world
 */
function canvasOrder(context, op, world) {
  const [name, ...args] = op;
  if (typeof name !== 'string') return;
  if (name.startsWith('=')) {
    const property = name.slice(1);
    if (!CANVAS_PROPERTIES.has(property)) return;
    const value = property === 'fillStyle' || property === 'strokeStyle' ? canvasStyle(context, args[0], world) : args[0];
    if (value !== null) /** @type {any} */ (context)[property] = value;
  } else if (CANVAS_PLAIN.has(name)) {
    /** @type {any} */ (context)[name](...args);
    if (name === 'reset') context.setTransform(new DOMMatrix(world.base));
  } else if (name === 'setTransform') {
    // On top of what makes a point of the program a point of the picture.
    context.setTransform(new DOMMatrix(world.base).multiply(new DOMMatrix(args)));
  } else if (name === 'fill' || name === 'clip' || name === 'stroke') {
    const rule = args[1] === 'evenodd' ? 'evenodd' : 'nonzero';
    const path = Array.isArray(args[0]) ? canvasPath(args[0]) : null;
    if (name === 'stroke') path ? context.stroke(path) : context.stroke();
    else path ? context[name](path, rule) : context[name](rule);
  } else if (name === 'drawImage') {
    const source = world.source(args[0]);
    if (source) /** @type {any} */ (context).drawImage(source, ...args.slice(1));
  } else if (name === 'putImageData') {
    const [width, height, text, ...at] = args;
    /** @type {any} */ (context).putImageData(new ImageData(canvasBytes(text), width, height), ...at);
  }
}

/**
 * Whether a point is in the path.
 * @param {CanvasRenderingContext2D} context
 * @param {any[]} question `fill` or `stroke`, a path or null, x, y, rule
 */
function canvasHit(context, [kind, wire, x, y, rule]) {
  const path = Array.isArray(wire) ? canvasPath(wire) : null;
  if (kind === 'stroke') return path ? context.isPointInStroke(path, x, y) : context.isPointInStroke(x, y);
  return path ? context.isPointInPath(path, x, y, rule) : context.isPointInPath(x, y, rule);
}
