// The real WebGL context behind a canvas: it carries out the orders of the table (webgl-given.js) with objects by number, and
// answers what only the graphics card knows. Nothing that is not in the table is ever called; a number that is no object's is none.

/** Views of bytes by the type of a pixel. @type {Record<number, any>} */
const WEBGL_VIEWS = {
  5120: Int8Array, 5121: Uint8Array, 5122: Int16Array, 5123: Uint16Array, 5124: Int32Array, 5125: Uint32Array, 5126: Float32Array, 5131: Uint16Array, 36193: Uint16Array,
  32819: Uint16Array, 32820: Uint16Array, 33635: Uint16Array, 33640: Uint32Array, 35899: Uint32Array, 35902: Uint32Array, 34042: Uint32Array, 36269: Float32Array,
};
/** @type {Record<string, any>} */
const WEBGL_LISTS = { v: Float32Array, w: Int32Array, x: Uint32Array };
/** Most bytes of one answer. */
const WEBGL_READ = 64_000_000;
/** Longest text of a log. */
const WEBGL_LOG = 20_000;

/** @param {string} text base64 */
function webglBytes(text) {
  const bytes = canvasBytes(text);
  return new Uint8Array(bytes.buffer, 0, bytes.length);
}

class WebGLDesk {
  /** @type {any} */
  #gl;

  #version;

  /** @type {Map<number, any>} */
  #objects = new Map();

  /** @type {Map<string, any>} */
  #extensions = new Map();

  #memory = new WebGLMemory();

  /** Whether what was drawn stays until it is cleared. */
  #keeps;

  /** A frame with what was drawn is on the screen. */
  #shown = false;

  #waits = false;

  #told = false;

  /** Whether the graphics card took the context away: one that comes back is another one. */
  lost = false;

  /** @type {Record<string, string>} */
  #orders;

  /** What became of the context: told to who waits for it. @type {Map<string, (() => void)[] | true>} */
  #fate = new Map();

  /** @param {any} gl @param {number} version @param {boolean} keeps */
  constructor(gl, version, keeps) {
    this.#gl = gl;
    this.#version = version;
    this.#keeps = keeps;
    this.#orders = version === 2 ? { ...exports.ONE_ORDERS, ...exports.TWO_ORDERS } : exports.ONE_ORDERS;
  }

  /**
   * The context of a canvas; null where there is none.
   * @param {HTMLCanvasElement} canvas
   * @param {any[]} order version, attributes, whether it keeps what was drawn
   */
  static open(canvas, [version, attributes, keeps]) {
    // It is kept in any case: a frame may come in two parts, when the program asks something in between.
    const gl = canvas.getContext(version === 2 ? 'webgl2' : 'webgl', { ...attributes, preserveDrawingBuffer: true, xrCompatible: false });
    if (!gl) return null;
    const desk = new WebGLDesk(gl, version === 2 ? 2 : 1, keeps === true);
    canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // or it would never come back
      desk.lost = true;
      desk.#befell('glLost');
    }, { once: true });
    canvas.addEventListener('webglcontextrestored', () => desk.#befell('glBack'), { once: true });
    return desk;
  }

  /** @param {string} what */
  #befell(what) {
    const waiting = this.#fate.get(what);
    this.#fate.set(what, true);
    if (Array.isArray(waiting)) for (const call of waiting) guard('webgl', call);
  }

  /** Calls when the context is lost (`glLost`) or there again (`glBack`). @param {string} what @param {() => void} call */
  when(what, call) {
    const known = this.#fate.get(what) ?? [];
    if (known === true) call();
    else if (known.length < 20) this.#fate.set(what, [...known, call]);
  }

  /** @param {string} kind @param {any} sent @param {any[]} all what crossed @param {number} at @param {CanvasWorld} world @returns {any} */
  #argument(kind, sent, all, at, world) {
    switch (kind) {
      case 'n': return Number(sent) || 0;
      case 'b': return sent === true;
      case 's': return String(sent ?? '');
      case 't': return Array.isArray(sent) ? sent.map(String) : [];
      case 'v': case 'w': case 'x': {
        const List = WEBGL_LISTS[kind];
        return typeof sent === 'string' ? new List(webglBytes(sent).buffer) : List.from(Array.isArray(sent) ? sent : []);
      }
      case 'd': return typeof sent === 'string' ? webglBytes(sent) : typeof sent === 'number' ? sent : null;
      case 'p': return this.#pixels(sent, Number(all[at - 1]), world);
      default: return this.#objects.get(sent)?.[kind] ?? null;
    }
  }

  /** @param {any} sent @param {number} type @param {CanvasWorld} world */
  #pixels(sent, type, world) {
    if (typeof sent === 'number') return sent;
    if (typeof sent === 'string') {
      const View = WEBGL_VIEWS[type] ?? Uint8Array;
      const bytes = webglBytes(sent);
      return new View(bytes.buffer, 0, Math.floor(bytes.length / View.BYTES_PER_ELEMENT));
    }
    if (!Array.isArray(sent)) return null;
    return sent[0] === 'D' ? new ImageData(canvasBytes(String(sent[3])), Number(sent[1]), Number(sent[2])) : world.source(sent);
  }

  /** @param {string} kinds @param {any[]} sent @param {CanvasWorld} world */
  #arguments(kinds, sent, world) {
    return [...kinds].map((kind, at) => this.#argument(kind, sent[at], sent, at, world));
  }

  /** @param {any[]} order @param {CanvasWorld} world */
  run([name, ...sent], world) {
    if (name === '+') this.#make(sent);
    else if (name === '-') this.#drop(Number(sent[0]));
    else if (name === 'ext') this.#extend(String(sent[0]));
    else if (name === 'frame') this.#begin();
    else if (Object.prototype.hasOwnProperty.call(this.#orders, name)) this.#do(this.#gl, name, this.#orders[name] ?? '', sent, world);
    else if (Object.prototype.hasOwnProperty.call(exports.EXTENSION_ORDERS, name)) {
      const [extension, kinds] = exports.EXTENSION_ORDERS[name] ?? ['', ''];
      const of = this.#extensions.get(extension);
      if (of) this.#do(of, name, kinds, sent, world);
    }
  }

  /** @param {any} of @param {string} name @param {string} kinds @param {any[]} sent @param {CanvasWorld} world */
  #do(of, name, kinds, sent, world) {
    const args = this.#arguments(kinds, sent, world);
    // A picture that could not be loaded: what is there stays.
    if (kinds.endsWith('p') && Array.isArray(sent[kinds.length - 1]) && args[kinds.length - 1] === null) return;
    if (!this.#memory.allows(name, args, sent)) {
      if (!this.#told) report('webgl: no memory is left for more pictures and buffers, and they are not made');
      this.#told = true;
      return;
    }
    of[name.endsWith('_of') ? name.slice(0, -3) : name](...args);
    if (this.#waits || this.#keeps || !/^(draw(?!Buffers)|clear$|clearBuffer|blit)/.test(name)) return;
    this.#waits = true;
    this.#shown = false;
    requestAnimationFrame(() => {
      this.#waits = false;
      this.#shown = true;
    });
  }

  /** As the standard has it: what was on the screen is gone when a new frame begins. */
  #begin() {
    if (this.#keeps || !this.#shown) return;
    this.#shown = false;
    const gl = this.#gl;
    const [color, depth, stencil, mask, deep, back, front] = [3106, 2931, 2961, 3107, 2930, 36005, 2968].map((name) => gl.getParameter(name));
    const scissor = gl.isEnabled(3089);
    gl.disable(3089);
    gl.clearColor(0, 0, 0, 0);
    gl.clearDepth(1);
    gl.clearStencil(0);
    gl.colorMask(true, true, true, true);
    gl.depthMask(true);
    gl.stencilMask(0xffffffff);
    gl.clear(17_664);
    gl.clearColor(...color);
    gl.clearDepth(depth);
    gl.clearStencil(stencil);
    gl.colorMask(...mask);
    gl.depthMask(deep);
    gl.stencilMaskSeparate(1028, front);
    gl.stencilMaskSeparate(1029, back);
    if (scissor) gl.enable(3089);
  }

  /** @param {any[]} sent letter, number, and what it is made of */
  #make([letter, given, ...more]) {
    const id = Number(given);
    if (this.#objects.size >= exports.MAX_OBJECTS || this.#objects.has(id)) return;
    const gl = this.#gl;
    const vertices = this.#extensions.get('OES_vertex_array_object');
    /** @type {any} */
    let made = null;
    if (letter === 'U') {
      const program = this.#objects.get(more[0])?.P;
      made = program ? gl.getUniformLocation(program, String(more[1])) : null;
    } else if (letter === 'S') {
      made = gl.createShader(Number(more[0]));
    } else if (letter === 'A' && this.#version === 1) {
      made = vertices?.createVertexArrayOES() ?? null;
    } else if (letter === 'Y' && this.#version === 2) {
      made = gl.fenceSync(Number(more[0]), Number(more[1]));
    } else {
      const kind = exports.OBJECTS.find((one) => one[0] === letter && (!one[2] || this.#version === 2));
      made = kind ? gl[`create${kind[1]}`]() : null;
    }
    if (made) this.#objects.set(id, { [letter]: made });
  }

  /** @param {number} id */
  #drop(id) {
    const [entry] = Object.entries(this.#objects.get(id) ?? {});
    this.#objects.delete(id);
    this.#memory.drop(id);
    if (!entry) return;
    const [letter, object] = entry;
    const kind = exports.OBJECTS.find((one) => one[0] === letter);
    if (letter === 'A' && this.#version === 1) this.#extensions.get('OES_vertex_array_object')?.deleteVertexArrayOES(object);
    else if (kind) this.#gl[`delete${kind[1]}`](object);
  }

  /** @param {string} name */
  #extend(name) {
    if (!Object.prototype.hasOwnProperty.call(exports.EXTENSIONS, name) || this.#extensions.has(name)) return;
    const found = this.#gl.getExtension(name);
    if (found) this.#extensions.set(name, found);
  }

  /**
   * @param {any[]} question its name and what crossed; no name: what this device is
   * @param {CanvasWorld} world
   * @returns {unknown}
   */
  answer([name, ...sent], world) {
    const gl = this.#gl;
    if (gl.isContextLost()) return { lost: true };
    if (name === undefined) return this.#facts();
    const kinds = exports.ONE_QUESTIONS[name] ?? (this.#version === 2 ? exports.TWO_QUESTIONS[name] : undefined);
    if (kinds === undefined) return null;
    const args = this.#arguments(kinds, sent, world);
    if (name === 'shader') return args[0] ? { ok: gl.getShaderParameter(args[0], 35_713) === true, log: (gl.getShaderInfoLog(args[0]) ?? '').slice(0, WEBGL_LOG) } : null;
    if (name === 'program') return args[0] ? this.#program(args[0]) : null;
    if (name === 'readPixels') return this.#read(args);
    if (name === 'getBufferSubData') {
      const bytes = new Uint8Array(Math.min(WEBGL_READ, Math.max(0, args[2])));
      gl.getBufferSubData(args[0], args[1], bytes);
      return canvasText(new Uint8ClampedArray(bytes.buffer));
    }
    return plainAnswer(gl[name](...args));
  }

  /** @param {any[]} args */
  #read([x, y, width, height, format, type]) {
    const gl = this.#gl;
    const View = WEBGL_VIEWS[type] ?? Uint8Array;
    const bytes = width * height * 4 * View.BYTES_PER_ELEMENT;
    if (!(bytes > 0 && bytes <= WEBGL_READ)) return null;
    const read = new View(bytes / View.BYTES_PER_ELEMENT);
    gl.readPixels(x, y, width, height, format, type, read);
    return canvasText(new Uint8ClampedArray(read.buffer));
  }

  /** @param {WebGLProgram} program */
  #program(program) {
    const gl = this.#gl;
    /** @param {number} name @param {(at: number) => any} get @param {(name: string) => number} place */
    const list = (name, get, place) => Array.from({ length: Math.min(1_024, gl.getProgramParameter(program, name) || 0) }, (_, at) => get(at))
      .map((info) => [info.name, info.size, info.type, place(info.name)]);
    return {
      ok: gl.getProgramParameter(program, 35_714) === true,
      valid: gl.getProgramParameter(program, 35_715) === true,
      log: (gl.getProgramInfoLog(program) ?? '').slice(0, WEBGL_LOG),
      uniforms: list(35_718, (at) => gl.getActiveUniform(program, at), (name) => (gl.getUniformLocation(program, name) ? 1 : 0)),
      attributes: list(35_721, (at) => gl.getActiveAttrib(program, at), (name) => gl.getAttribLocation(program, name)),
      blocks: this.#version === 2 ? gl.getProgramParameter(program, 35_382) : 0,
      varyings: this.#version === 2 ? gl.getProgramParameter(program, 35_971) : 0,
    };
  }

  #facts() {
    const gl = this.#gl;
    const names = Object.keys(this.#version === 2 ? { ...exports.ONE_LIMITS, ...exports.TWO_LIMITS } : exports.ONE_LIMITS).map(Number);
    /** @param {number} name */
    const limit = (name) => {
      const value = gl.getParameter(name);
      return ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
    };
    /** @type {Record<string, number[]>} */
    const precision = {};
    for (const shader of [35_632, 35_633]) {
      for (let type = 36_336; type <= 36_341; type += 1) {
        const found = gl.getShaderPrecisionFormat(shader, type);
        if (found) precision[`${shader}:${type}`] = [found.rangeMin, found.rangeMax, found.precision];
      }
    }
    const { alpha, antialias, depth, stencil, premultipliedAlpha } = gl.getContextAttributes() ?? {};
    return {
      limits: Object.fromEntries(names.map((name) => [name, limit(name)]).filter(([, value]) => value !== null && value !== undefined)),
      extensions: (gl.getSupportedExtensions() ?? []).filter((/** @type {string} */ name) => Object.prototype.hasOwnProperty.call(exports.EXTENSIONS, name)),
      precision,
      attributes: { alpha, antialias, depth, stencil, premultipliedAlpha },
    };
  }
}

/** What the browser answered, as it crosses: objects stay here. @param {any} value @returns {unknown} */
function plainAnswer(value) {
  if (value === null || value === undefined || ['number', 'boolean', 'string'].includes(typeof value)) return value ?? null;
  if (ArrayBuffer.isView(value)) return { $list: value.constructor.name, v: Array.from(/** @type {any} */ (value)) };
  if (Array.isArray(value)) return value.map(plainAnswer);
  return typeof value.name === 'string' ? { name: value.name, size: value.size, type: value.type } : null;
}
