// What a WebGL context was told and answers by itself: what is bound, switched on and set. As the standard says what holds at
// first. It knows no view; what only the graphics card knows is asked elsewhere.
'use strict';

const { known } = require('./webgl-objects.js');

/** Switches. `DITHER` alone is on at first. */
const SWITCHES = new Set([3042, 2884, 2929, 3024, 32823, 32926, 32928, 3089, 2960, 35977]);

/** @param {number[]} list */
const floats = (...list) => () => Float32Array.from(list);
/** @param {number[]} list */
const integers = (...list) => () => Int32Array.from(list);

/** What holds at first, by number; a function makes it anew for each who asks. @type {[number, any][]} */
const FIRST = [
  [34016, 33984], [32773, floats(0, 0, 0, 0)], [32777, 32774], [34877, 32774], [32969, 1], [32968, 0], [32971, 1], [32970, 0], [3106, floats(0, 0, 0, 0)], [2931, 1],
  [2961, 0], [3107, () => [true, true, true, true]], [2885, 1029], [2932, 513], [2930, true], [2928, floats(0, 1)], [2886, 2305], [33170, 4352], [2849, 1],
  [3317, 4], [3333, 4], [37440, false], [37441, false], [37443, 37444], [32824, 0], [10752, 0], [32938, 1], [32939, false], [2962, 519], [2967, 0], [2963, 0xffffffff],
  [34816, 519], [36003, 0], [36004, 0xffffffff], [2968, 0xffffffff], [36005, 0xffffffff], [2964, 7680], [2965, 7680], [2966, 7680], [34817, 7680], [34818, 7680], [34819, 7680],
];

/** What WebGL 2 has besides. @type {[number, any][]} */
const FIRST_TWO = [
  [3314, 0], [32878, 0], [3315, 0], [3316, 0], [32877, 0], [3330, 0], [3331, 0], [3332, 0], [3074, 1029], [35723, 4352], [36387, false], [36388, false],
];

/** Texture targets and the numbers under which what is bound there is asked for. @type {Record<number, number>} */
const TEXTURES = { 3553: 32873, 34067: 34068, 32879: 32874, 35866: 35869 };
/** Of buffers. @type {Record<number, number>} */
const BUFFERS = { 34962: 34964, 36662: 36662, 36663: 36663, 35051: 35053, 35052: 35055, 35982: 35983, 35345: 35368 };
/** What vertex attributes are before a program says anything. */
const ATTRIBUTE = () => ({ on: false, size: 4, type: 5126, normal: false, stride: 0, at: 0, buffer: null, divisor: 0, whole: false });

/** @param {number} one  a face @param {any} state @param {[number, number][]} pairs front and back, of what is set  @param {number[]} values */
function faces(one, state, pairs, values) {
  pairs.forEach(([front, back], at) => {
    if (one === 1028 || one === 1032) state.set(front, values[at]);
    if (one === 1029 || one === 1032) state.set(back, values[at]);
  });
}
const FUNC = /** @type {[number, number][]} */ ([[2962, 34816], [2967, 36003], [2963, 36004]]);
const OP = /** @type {[number, number][]} */ ([[2964, 34817], [2965, 34818], [2966, 34819]]);
const MASK = /** @type {[number, number][]} */ ([[2968, 36005]]);

class State {
  /** @type {Map<number, any>} */
  #values;

  /** Textures by unit and target, `0:3553`. @type {Map<string, any>} */
  textures = new Map();

  /** Values of attributes that come from no buffer. @type {Map<number, any>} */
  constants = new Map();

  /** Attributes and indices of the vertex array that is bound. @type {{ attributes: any[], elements: any }} */
  vertices;

  #own = { attributes: [], elements: null };

  /** @param {number} version  @param {number} width  @param {number} height */
  constructor(version, width, height) {
    this.#values = new Map([...FIRST, ...(version === 2 ? FIRST_TWO : [])]);
    for (const one of SWITCHES) if (version === 2 || one !== 35977) this.#values.set(one, one === 3024);
    for (const one of [2978, 3088]) this.#values.set(one, integers(0, 0, width, height));
    for (const one of [35725, 36006, 36007, 34229, ...Object.values(TEXTURES), ...Object.values(BUFFERS), 34965, ...(version === 2 ? [36010, 36389] : [])]) {
      if (!this.#values.has(one)) this.#values.set(one, null);
    }
    this.vertices = this.#own;
  }

  /** @param {number} name  @param {any} value */
  set(name, value) { if (this.#values.has(name)) this.#values.set(name, value); }

  /** @param {number} name */
  has(name) { return this.#values.has(name); }

  /** @param {number} name */
  get(name) {
    for (const [target, asked] of Object.entries(TEXTURES)) if (asked === name) return this.textures.get(`${this.#values.get(34016)}:${target}`) ?? null;
    if (name === 34965) return this.vertices.elements;
    const value = this.#values.get(name);
    return typeof value === 'function' ? value() : value;
  }

  /** @param {number} at */
  attribute(at) {
    if (at >= 0 && at < 64) this.vertices.attributes[at] ??= ATTRIBUTE();
    return this.vertices.attributes[at];
  }

  /** @param {any} array  a handle, or null */
  useVertices(array) {
    this.set(34229, array);
    this.vertices = /** @type {any} */ (known(array)) ?? this.#own;
  }

  /** An object is gone: it is bound nowhere. @param {any} object */
  forget(object) {
    for (const [name, value] of this.#values) if (value === object) this.#values.set(name, null);
    for (const [place, value] of this.textures) if (value === object) this.textures.delete(place);
    if (this.vertices.elements === object) this.vertices.elements = null;
    for (const one of this.vertices.attributes) if (one?.buffer === object) one.buffer = null;
    if (/** @type {any} */ (known(object))?.attributes === this.vertices.attributes) this.vertices = this.#own;
  }
}

/** @param {number} at  @param {any} list  @param {any} state */
const constant = (at, list, state) => { if (at >= 0 && at < 64) state.constants.set(at, list); };

/** @param {any} state  @param {number} at  @param {number[]} given  @param {boolean} whole  @param {any} buffer */
function pointer(state, at, [size, type, normal, stride, offset], whole, buffer) {
  const one = state.attribute(at);
  if (one !== undefined) Object.assign(one, { size, type, normal: Boolean(normal), stride, at: offset, whole, buffer });
}

/**
 * What orders change, by name: with the values that cross, and those that were given.
 * @type {Record<string, (state: State, sent: any[], given: any[]) => void>}
 */
const CHANGES = {
  enable: (state, [one]) => { if (SWITCHES.has(one)) state.set(one, true); },
  disable: (state, [one]) => { if (SWITCHES.has(one)) state.set(one, false); },
  activeTexture: (state, [unit]) => state.set(34016, unit),
  bindTexture: (state, [target], given) => { if (target in TEXTURES) state.textures.set(`${state.get(34016)}:${target}`, given[1] ?? null); },
  bindBuffer: (state, [target], given) => {
    if (target === 34963) state.vertices.elements = given[1] ?? null;
    else if (target in BUFFERS) state.set(BUFFERS[target], given[1] ?? null);
  },
  bindFramebuffer: (state, [target], given) => {
    if (target !== 36008) state.set(36006, given[1] ?? null);
    if (target !== 36009) state.set(36010, given[1] ?? null);
  },
  bindRenderbuffer: (state, sent, given) => state.set(36007, given[1] ?? null),
  bindTransformFeedback: (state, sent, given) => state.set(36389, given[1] ?? null),
  bindVertexArray: (state, sent, given) => state.useVertices(given[0] ?? null),
  bindVertexArrayOES: (state, sent, given) => state.useVertices(given[0] ?? null),
  useProgram: (state, sent, given) => state.set(35725, given[0] ?? null),
  blendColor: (state, sent) => state.set(32773, floats(...sent)),
  blendEquation: (state, [mode]) => { state.set(32777, mode); state.set(34877, mode); },
  blendEquationSeparate: (state, [color, alpha]) => { state.set(32777, color); state.set(34877, alpha); },
  blendFunc: (state, [from, to]) => CHANGES.blendFuncSeparate(state, [from, to, from, to], []),
  blendFuncSeparate: (state, sent) => [32969, 32968, 32971, 32970].forEach((name, at) => state.set(name, sent[at])),
  clearColor: (state, sent) => state.set(3106, floats(...sent)),
  clearDepth: (state, [depth]) => state.set(2931, Math.min(1, Math.max(0, depth))),
  clearStencil: (state, [value]) => state.set(2961, value),
  colorMask: (state, sent) => state.set(3107, () => [...sent]),
  cullFace: (state, [mode]) => state.set(2885, mode),
  depthFunc: (state, [mode]) => state.set(2932, mode),
  depthMask: (state, [on]) => state.set(2930, on),
  depthRange: (state, sent) => state.set(2928, floats(...sent)),
  frontFace: (state, [mode]) => state.set(2886, mode),
  hint: (state, [name, mode]) => state.set(name, mode),
  lineWidth: (state, [width]) => { if (width > 0) state.set(2849, width); },
  pixelStorei: (state, [name, value]) => state.set(name, name === 37440 || name === 37441 ? value !== 0 : value),
  polygonOffset: (state, [factor, units]) => { state.set(32824, factor); state.set(10752, units); },
  sampleCoverage: (state, [value, invert]) => { state.set(32938, value); state.set(32939, invert); },
  scissor: (state, sent) => state.set(3088, integers(...sent)),
  viewport: (state, sent) => state.set(2978, integers(...sent)),
  readBuffer: (state, [from]) => state.set(3074, from),
  stencilFunc: (state, sent) => faces(1032, state, FUNC, sent),
  stencilFuncSeparate: (state, [face, ...rest]) => faces(face, state, FUNC, rest),
  stencilMask: (state, [mask]) => faces(1032, state, MASK, [mask >>> 0]),
  stencilMaskSeparate: (state, [face, mask]) => faces(face, state, MASK, [mask >>> 0]),
  stencilOp: (state, sent) => faces(1032, state, OP, sent),
  stencilOpSeparate: (state, [face, ...rest]) => faces(face, state, OP, rest),
  enableVertexAttribArray: (state, [at]) => { const one = state.attribute(at); if (one !== undefined) one.on = true; },
  disableVertexAttribArray: (state, [at]) => { const one = state.attribute(at); if (one !== undefined) one.on = false; },
  vertexAttribPointer: (state, [at, ...rest]) => pointer(state, at, /** @type {any} */ (rest), false, state.get(34964)),
  vertexAttribIPointer: (state, [at, size, type, stride, offset]) => pointer(state, at, [size, type, 0, stride, offset], true, state.get(34964)),
  vertexAttribDivisor: (state, [at, divisor]) => { const one = state.attribute(at); if (one !== undefined) one.divisor = divisor; },
  vertexAttribDivisorANGLE: (state, [at, divisor]) => CHANGES.vertexAttribDivisor(state, [at, divisor], []),
  vertexAttrib1f: (state, [at, x]) => constant(at, [x, 0, 0, 1], state),
  vertexAttrib2f: (state, [at, x, y]) => constant(at, [x, y, 0, 1], state),
  vertexAttrib3f: (state, [at, x, y, z]) => constant(at, [x, y, z, 1], state),
  vertexAttrib4f: (state, [at, x, y, z, w]) => constant(at, [x, y, z, w], state),
};

for (const [name, count] of /** @type {[string, number][]} */ ([['1fv', 1], ['2fv', 2], ['3fv', 3], ['4fv', 4]])) {
  CHANGES[`vertexAttrib${name}`] = (state, [at], given) => constant(at, [...Array.from(given[1]).slice(0, count).map(Number), ...[0, 0, 0, 1].slice(count)], state);
}

/** What `getVertexAttrib` answers, by number. @type {Record<number, (one: any, state: State, at: number) => any>} */
const ATTRIBUTES = {
  34338: (one) => one.on, 34339: (one) => one.size, 34340: (one) => one.stride, 34341: (one) => one.type, 34922: (one) => one.normal, 34975: (one) => one.buffer,
  35070: (one) => one.divisor, 35069: (one) => one.whole, 34342: (one, state, at) => Float32Array.from(state.constants.get(at) ?? [0, 0, 0, 1]),
};

exports.State = State;
exports.CHANGES = CHANGES;
exports.ATTRIBUTES = ATTRIBUTES;
