// The `webgl` and `webgl2` contexts of a canvas as programs see them. Their methods are made of the table that the view checks by
// too (webgl-table.js); those that answer are written out here. What happens behind them is webgl-inner.js.
'use strict';

const { WORDS_ONE, WORDS_TWO } = require('./webgl-words.js');
const { OBJECTS } = require('./webgl-table.js');
const { ATTRIBUTES } = require('./webgl-state.js');
const { PrecisionFormat, known } = require('./webgl-objects.js');
const { about, active, uniformPlace } = require('./webgl-programs.js');
const { INVALID_ENUM, INVALID_OPERATION, INVALID_VALUE, Inner, ORDERS, OUT_OF_MEMORY, bytesOf, number } = require('./webgl-inner.js');

/** What a program may ask for, and what it has when it does not. */
const ATTRIBUTES_FIRST = {
  alpha: true, antialias: true, depth: true, desynchronized: false, failIfMajorPerformanceCaveat: false, powerPreference: 'default', premultipliedAlpha: true,
  preserveDrawingBuffer: false, stencil: false, xrCompatible: false,
};

/** Limits that are lists. @type {Record<number, any>} */
const LISTS = { 33901: Float32Array, 33902: Float32Array, 3386: Int32Array, 34467: Uint32Array };
/** What depends on where is drawn to: asked for while that is no canvas. */
const OF_TARGET = new Set([3410, 3411, 3412, 3413, 3414, 3415, 32936, 32937, 35738, 35739]);
/** Of a format of the shaders' numbers when no view answers: floats, then integers. */
const PRECISION = [[127, 127, 23], [31, 30, 0]];
/** Bytes of one pixel of `readPixels`, by format and type. @type {Record<number, number>} */
const CHANNELS = { 6408: 4, 6407: 3, 6406: 1, 6403: 1, 33319: 2, 36249: 4, 36244: 1, 33320: 2 };
/** @type {Record<number, number>} */
const UNITS = { 5121: 1, 5126: 4, 5131: 2, 36193: 2, 33635: 0, 32819: 0, 32820: 0, 5125: 4, 5124: 4, 5123: 2, 5122: 2, 5120: 1 };

/** @param {any} given */
function asked(given) {
  /** @type {Record<string, any>} */
  const found = { ...ATTRIBUTES_FIRST };
  if (given === null || typeof given !== 'object') return found;
  for (const [name, first] of Object.entries(ATTRIBUTES_FIRST)) {
    if (given[name] === undefined) continue;
    found[name] = typeof first === 'boolean' ? Boolean(given[name]) : ['high-performance', 'low-power'].includes(given[name]) ? given[name] : first;
  }
  return found;
}

/** Methods that answer, or take more than one form. `this` is the hidden side. @type {Record<string, (this: any, ...given: any[]) => any>} */
const OWN = {
  createShader(given) {
    const type = number(given);
    if (type === 35_633 || type === 35_632) return this.create('S', [type], type);
    this.fail(INVALID_ENUM);
    return null;
  },
  getError() { return this.takeError(); },
  isContextLost() { return this.isLost; },
  getContextAttributes() { return this.isLost ? null : { ...this.attributes, ...this.known().attributes, preserveDrawingBuffer: this.attributes.preserveDrawingBuffer }; },
  getSupportedExtensions() { return this.isLost ? null : this.extensionNames(); },
  getExtension(name) { return this.extension(name); },
  getParameter(given) {
    const name = number(given);
    if (this.isLost) return null;
    if (this.state.has(name)) return this.state.get(name);
    if (name === 7936 || name === 37_445) return 'WebKit';
    if (name === 7937 || name === 37_446) return 'WebKit WebGL';
    const limit = this.known().limits[name];
    if (limit !== undefined && !(OF_TARGET.has(name) && this.state.get(36_006) !== null)) return name in LISTS ? LISTS[name].from(limit) : limit;
    return this.question('getParameter', [name]) ?? limit ?? null;
  },
  isEnabled(given) { return this.state.get(number(given)) === true; },
  getShaderPrecisionFormat(shader, type) {
    const kind = number(type);
    const found = this.known().precision[`${number(shader)}:${kind}`] ?? PRECISION[kind >= 36_339 ? 1 : 0];
    if (kind >= 36_336 && kind <= 36_341) return new PrecisionFormat(found);
    this.fail(INVALID_ENUM);
    return null;
  },
  checkFramebufferStatus(target) { return this.question('checkFramebufferStatus', [target]) ?? 36_053; },

  shaderSource(shader, text) {
    const object = this.object('S', shader);
    if (object) object.source = String(text).slice(0, 1_000_000);
    this.order('shaderSource', 'Ss', [shader, text]);
  },
  compileShader(shader) {
    const object = this.object('S', shader);
    if (object) object.told = undefined;
    this.order('compileShader', 'S', [shader]);
  },
  getShaderSource(shader) { return this.object('S', shader)?.source ?? null; },
  getShaderParameter(shader, given) {
    const object = this.object('S', shader);
    if (!object) return null;
    switch (number(given)) {
      case 35_663: return object.type;
      case 35_712: return object.deleted;
      case 35_713: return this.shader(object).ok;
      default: return this.none(INVALID_ENUM);
    }
  },
  getShaderInfoLog(shader) {
    const object = this.object('S', shader);
    return object ? this.shader(object).log : null;
  },
  attachShader(program, shader) {
    const [to, one] = [this.object('P', program), this.object('S', shader)];
    if (to && one && to.shaders.length < 2 && !to.shaders.includes(shader)) to.shaders.push(shader);
    this.order('attachShader', 'PS', [program, shader]);
  },
  detachShader(program, shader) {
    const from = this.object('P', program);
    if (from) from.shaders = from.shaders.filter((/** @type {any} */ one) => one !== shader);
    // One that is gone already can still be taken off.
    const object = this.object('S', shader);
    if (from && object) this.send(['detachShader', from.id, object.id]);
  },
  getAttachedShaders(program) {
    const object = this.object('P', program);
    return object ? [...object.shaders] : null;
  },
  bindAttribLocation(program, at, name) {
    const object = this.object('P', program);
    if (object && Object.keys(object.bound).length < 1_024) object.bound[String(name).slice(0, 256)] = number(at);
    this.order('bindAttribLocation', 'Pns', [program, at, name]);
  },
  linkProgram(program) {
    const object = this.object('P', program);
    if (object) Object.assign(object, { used: true, told: undefined });
    for (const place of object?.places.values() ?? []) {
      this.count -= 1;
      this.send(['-', known(place)?.id]);
    }
    object?.places.clear();
    this.order('linkProgram', 'P', [program]);
  },
  validateProgram(program) {
    const object = this.object('P', program);
    if (object) object.told = undefined;
    this.order('validateProgram', 'P', [program]);
  },
  getProgramParameter(program, given) {
    const object = this.object('P', program);
    if (!object) return null;
    switch (number(given)) {
      case 35_712: return object.deleted;
      case 35_717: return object.shaders.length;
      case 35_714: return about(this, object).ok;
      case 35_715: return about(this, object).valid;
      case 35_718: return about(this, object).uniforms.length;
      case 35_721: return about(this, object).attributes.length;
      case 35_382: return about(this, object).blocks;
      case 35_971: return about(this, object).varyings;
      default: return this.none(INVALID_ENUM);
    }
  },
  getProgramInfoLog(program) {
    const object = this.object('P', program);
    return object ? about(this, object).log : null;
  },
  getActiveUniform(program, at) {
    const object = this.object('P', program);
    return object ? active(about(this, object).uniforms[number(at)]) : null;
  },
  getActiveAttrib(program, at) {
    const object = this.object('P', program);
    return object ? active(about(this, object).attributes[number(at)]) : null;
  },
  getUniformLocation(program, name) {
    const object = this.object('P', program);
    return object && !object.deleted && !this.isLost ? uniformPlace(this, object, String(name)) : null;
  },
  getAttribLocation(program, name) {
    const object = this.object('P', program);
    return object ? about(this, object).attributes.find((one) => one.name === String(name))?.place ?? -1 : -1;
  },
  getUniform(program, place) { return this.question('getUniform', [program, place]) ?? null; },

  bufferData(target, data, usage, ...part) {
    const buffer = known(this.state.get(number(target) === 34_963 ? 34_965 : 34_964));
    let bytes = bytesOf(data);
    if (bytes !== null && this.version === 2 && part.length > 0) {
      const [from, count] = part.map((one) => number(one) * (data.BYTES_PER_ELEMENT ?? 1));
      bytes = bytes.subarray(from, count ? from + count : undefined);
    }
    if (buffer && (number(target) === 34_962 || number(target) === 34_963)) Object.assign(buffer, { size: bytes?.length ?? number(data), usage: number(usage) });
    if (bytes === null || bytes.length <= 2_000_000) return this.order('bufferData', 'ndn', [target, bytes ?? data, usage]);
    // In parts that a message may have, as far as the view makes such a buffer at all.
    if (bytes.length > 256_000_000) return this.fail(OUT_OF_MEMORY);
    this.order('bufferData', 'ndn', [target, bytes.length, usage]);
    for (let at = 0; at < bytes.length; at += 1_500_000) this.order('bufferSubData', 'nnd', [target, at, bytes.subarray(at, at + 1_500_000)]);
    return undefined;
  },
  bufferSubData(target, at, data, from, count) { this.order('bufferSubData', 'nnd', [target, at, data, from, count]); },
  getBufferParameter(target, given) {
    const buffer = known(this.state.get(number(target) === 34_963 ? 34_965 : 34_964));
    if (!buffer) return this.none(INVALID_OPERATION);
    return number(given) === 34_660 ? buffer.size : number(given) === 34_661 ? buffer.usage : null;
  },
  texImage2D(...given) {
    if (given.length >= 9) this.order('texImage2D', 'nnnnnnnnp', given);
    else this.order('texImage2D_of', 'nnnnnp', given);
  },
  texSubImage2D(...given) {
    if (given.length >= 9) this.order('texSubImage2D', 'nnnnnnnnp', given);
    else this.order('texSubImage2D_of', 'nnnnnnp', given);
  },
  getTexParameter(target, name) { return this.question('getTexParameter', [target, name]) ?? null; },
  getRenderbufferParameter(target, name) { return this.question('getRenderbufferParameter', [target, name]) ?? null; },
  framebufferTexture2D(target, place, kind, texture, level) { attach(this, target, place, texture, 'framebufferTexture2D', 'nnnTn', [target, place, kind, texture, level]); },
  framebufferRenderbuffer(target, place, kind, buffer) { attach(this, target, place, buffer, 'framebufferRenderbuffer', 'nnnR', [target, place, kind, buffer]); },
  getFramebufferAttachmentParameter(target, place, name) {
    const object = known(this.state.get(36_006))?.parts.get(number(place)) ?? null;
    if (number(name) === 36_049) return object;
    if (number(name) === 36_048) return object === null ? 0 : known(object)?.letter === 'T' ? 5_890 : 36_161;
    return this.question('getFramebufferAttachmentParameter', [target, place, name]) ?? null;
  },
  getVertexAttrib(at, given) {
    const one = this.state.attribute(number(at));
    if (one === undefined) return this.none(INVALID_VALUE);
    const answer = ATTRIBUTES[number(given)];
    return answer === undefined ? this.none(INVALID_ENUM) : answer(one, this.state, number(at));
  },
  getVertexAttribOffset(at) { return this.state.attribute(number(at))?.at ?? 0; },
  readPixels(x, y, width, height, format, type, to, from) {
    const [wide, high] = [number(width), number(height)];
    const bytes = bytesOf(to);
    if (bytes === null) return void this.fail(INVALID_VALUE);
    const size = wide * high * (UNITS[number(type)] === 0 ? 4 : (CHANNELS[number(format)] ?? 4) * (UNITS[number(type)] ?? 4));
    const start = (Math.trunc(Number(from)) || 0) * (to.BYTES_PER_ELEMENT ?? 1);
    if (wide < 0 || high < 0) return void this.fail(INVALID_VALUE);
    if (size > bytes.length - start) return void this.fail(INVALID_OPERATION);
    if (size > 64_000_000) return void this.fail(OUT_OF_MEMORY);
    const answer = this.question('readPixels', [x, y, width, height, format, type]);
    // Without a view there are no pixels: the program's own stay as they are.
    if (typeof answer !== 'string') return undefined;
    const read = new Uint8Array(this.sink.unpack(answer));
    bytes.set(read.subarray(0, bytes.length - start), start);
    return undefined;
  },
};

/** Those of WebGL 2. @type {Record<string, (this: any, ...given: any[]) => any>} */
const OWN_TWO = {
  fenceSync(condition, flags) { return this.create('Y', [number(condition), number(flags)]); },
  clientWaitSync(sync, flags, time) { return this.question('clientWaitSync', [sync, flags, time]) ?? 37_146; },
  getSyncParameter(sync, name) { return this.question('getSyncParameter', [sync, name]) ?? ({ 37_138: 37_142, 37_139: 37_143, 37_140: 37_145, 37_141: 0 })[/** @type {37138} */ (number(name))] ?? null; },
  getQueryParameter(query, name) { return this.question('getQueryParameter', [query, name]) ?? (number(name) === 34_919 ? true : 0); },
  getQuery() { return null; },
  getSamplerParameter(sampler, name) { return this.question('getSamplerParameter', [sampler, name]) ?? null; },
  getIndexedParameter(name, at) { return this.question('getIndexedParameter', [name, at]) ?? null; },
  getInternalformatParameter(target, format, name) { return this.question('getInternalformatParameter', [target, format, name]) ?? new Int32Array(0); },
  getFragDataLocation(program, name) { return this.question('getFragDataLocation', [program, name]) ?? -1; },
  getUniformIndices(program, names) { return this.question('getUniformIndices', [program, names]) ?? []; },
  getActiveUniforms(program, places, name) { return this.question('getActiveUniforms', [program, Uint32Array.from(places ?? []), name]) ?? []; },
  getUniformBlockIndex(program, name) { return this.question('getUniformBlockIndex', [program, name]) ?? 0xffffffff; },
  getActiveUniformBlockParameter(program, at, name) { return this.question('getActiveUniformBlockParameter', [program, at, name]) ?? null; },
  getActiveUniformBlockName(program, at) { return this.question('getActiveUniformBlockName', [program, at]) ?? null; },
  getTransformFeedbackVarying(program, at) {
    const found = this.question('getTransformFeedbackVarying', [program, at]);
    return found ? active(found) : null;
  },
  getBufferSubData(target, at, to, from, count) {
    const bytes = bytesOf(to);
    if (bytes === null) return void this.fail(INVALID_VALUE);
    const unit = to.BYTES_PER_ELEMENT ?? 1;
    const part = bytes.subarray((number(from ?? 0)) * unit, count ? (number(from ?? 0) + number(count)) * unit : undefined);
    const answer = part.length > 64_000_000 ? undefined : this.question('getBufferSubData', [target, at, part.length]);
    if (typeof answer === 'string') part.set(new Uint8Array(this.sink.unpack(answer)).subarray(0, part.length));
    return undefined;
  },
};

/** Something is put on a framebuffer. @param {any} inner  @param {any} target  @param {any} place  @param {any} object  @param {string} name  @param {string} kinds  @param {any[]} given */
function attach(inner, target, place, object, name, kinds, given) {
  const to = known(inner.state.get(number(target) === 36_008 ? 36_010 : 36_006));
  if (to && (object ?? null) === null) to.parts.delete(number(place));
  else if (to && to.parts.size < 64) to.parts.set(number(place), object);
  inner.order(name, kinds, given);
}

/** @param {1 | 2} version */
function contextClass(version) {
  const Made = class {
    #inner;

    /** @param {any} canvas  @param {Inner} inner  @param {() => [number, number]} size */
    constructor(canvas, inner, size) {
      this.#inner = inner;
      Object.defineProperty(this, 'canvas', { value: canvas, enumerable: true });
      Object.defineProperty(this, 'drawingBufferWidth', { get: () => size()[0], enumerable: true });
      Object.defineProperty(this, 'drawingBufferHeight', { get: () => size()[1], enumerable: true });
    }

    static {
      /** @type {(name: string, value: (inner: any, given: any[]) => any) => void} */
      const method = (name, run) => {
        const value = { [name](/** @type {any[]} */ ...given) { return run(/** @type {any} */ (this).#inner, given); } }[name];
        Object.defineProperty(this.prototype, name, { value, writable: true, configurable: true, enumerable: true });
      };
      for (const [name, kinds] of Object.entries(ORDERS[version - 1])) {
        if (!name.endsWith('_of')) method(name, (inner, given) => inner.order(name, kinds, given));
      }
      for (const [letter, name, isNew] of OBJECTS) {
        if (isNew && version === 1) continue;
        if (letter !== 'S' && letter !== 'Y') method(`create${name}`, (inner) => inner.create(letter));
        method(`delete${name}`, (inner, [given]) => inner.remove(letter, given));
        method(`is${name}`, (inner, [given]) => inner.is(letter, given));
      }
      for (const [name, run] of Object.entries(version === 2 ? { ...OWN, ...OWN_TWO } : OWN)) method(name, (inner, given) => Reflect.apply(run, inner, given));
      for (const to of [this, this.prototype]) {
        for (const [name, value] of Object.entries(version === 2 ? { ...WORDS_ONE, ...WORDS_TWO } : WORDS_ONE)) Object.defineProperty(to, name, { value, enumerable: true });
      }
    }
  };
  Object.defineProperty(Made, 'name', { value: version === 2 ? 'WebGL2RenderingContext' : 'WebGLRenderingContext' });
  Object.defineProperty(Made.prototype, Symbol.toStringTag, { value: Made.name });
  return Made;
}

/** @type {any[]} */
const classes = [];

/**
 * A context, or null where the view has no WebGL.
 * @param {any} canvas  @param {1 | 2} version  @param {any} given  attributes @param {import('./webgl-inner.js').Sink} sink
 */
exports.open = (canvas, version, given, sink) => {
  const attributes = asked(given);
  const inner = new Inner(version, attributes, sink);
  inner.open();
  const facts = sink.ask(['gl']);
  if (facts?.none === true) return null;
  inner.facts = facts;
  classes[version] ??= contextClass(version);
  return { context: new classes[version](canvas, inner, sink.size), inner };
};
