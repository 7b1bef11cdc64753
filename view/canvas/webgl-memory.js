// How many bytes of the graphics card a WebGL context holds, as far as orders tell: what is more than the limit is not made.
// It is an estimate from sizes, and must never be less than what is asked for.

/** Most bytes of textures, buffers and renderbuffers of one context. */
const WEBGL_MEMORY = 512_000_000;

/** Bytes of a pixel by its type, where it is more than one a channel. @type {Record<number, number>} */
const WEBGL_UNITS = { 5126: 16, 5125: 16, 5124: 16, 36193: 8, 5131: 8, 5122: 8, 5123: 8 };
/** The same by internal format, where it is not 4. @type {Record<number, number>} */
const WEBGL_FORMATS = { 34836: 16, 34837: 12, 34842: 8, 34843: 6, 36208: 16, 36226: 16, 36214: 8, 36232: 8, 33326: 4, 33328: 8, 36013: 8 };

class WebGLMemory {
  /** Bytes by object and part. @type {Map<number, Map<string, number>>} */
  #held = new Map();

  #sum = 0;

  #unit = 33_984;

  /** What is bound, by kind and target. @type {Map<string, number>} */
  #bound = new Map();

  /** @param {number} target */
  #texture(target) {
    return this.#bound.get(`T${this.#unit}:${target >= 34_069 && target <= 34_074 ? 34_067 : target}`) ?? 0;
  }

  /**
   * Whether an order fits; what it makes is counted.
   * @param {string} name
   * @param {any[]} args as the browser gets them
   * @param {any[]} sent as they crossed
   */
  allows(name, args, sent) {
    switch (name) {
      case 'activeTexture': this.#unit = args[0]; return true;
      case 'bindTexture': return this.#bind(`T${this.#unit}:${args[0]}`, sent[1]);
      case 'bindBuffer': return this.#bind(`B${args[0]}`, sent[1]);
      case 'bindRenderbuffer': return this.#bind('R', sent[1]);
      case 'bufferData': return this.#take(this.#bound.get(`B${args[0]}`) ?? 0, 'b', typeof args[1] === 'number' ? args[1] : args[1]?.byteLength ?? 0);
      case 'renderbufferStorage': return this.#take(this.#bound.get('R') ?? 0, 'r', args[2] * args[3] * (WEBGL_FORMATS[args[1]] ?? 4));
      case 'renderbufferStorageMultisample': return this.#take(this.#bound.get('R') ?? 0, 'r', args[1] * args[3] * args[4] * (WEBGL_FORMATS[args[2]] ?? 4));
      case 'texImage2D': return this.#take(this.#texture(args[0]), `${args[0]} ${args[1]}`, args[3] * args[4] * (WEBGL_UNITS[args[7]] ?? 4));
      case 'texImage2D_of': {
        const source = args[5];
        const size = (source?.naturalWidth ?? source?.width ?? 0) * (source?.naturalHeight ?? source?.height ?? 0);
        return this.#take(this.#texture(args[0]), `${args[0]} ${args[1]}`, size * (WEBGL_UNITS[args[4]] ?? 4));
      }
      case 'texImage3D': return this.#take(this.#texture(args[0]), `${args[0]} ${args[1]}`, args[3] * args[4] * args[5] * (WEBGL_UNITS[args[8]] ?? 4));
      case 'copyTexImage2D': return this.#take(this.#texture(args[0]), `${args[0]} ${args[1]}`, args[5] * args[6] * 4);
      case 'compressedTexImage2D': return this.#take(this.#texture(args[0]), `${args[0]} ${args[1]}`, args[6]?.byteLength ?? 0);
      case 'texStorage2D': return this.#take(this.#texture(args[0]), 's', args[3] * args[4] * (WEBGL_FORMATS[args[2]] ?? 4) * (args[0] === 34_067 ? 8 : 1.34));
      case 'texStorage3D': return this.#take(this.#texture(args[0]), 's', args[3] * args[4] * args[5] * (WEBGL_FORMATS[args[2]] ?? 4) * 1.34);
      default: return true;
    }
  }

  /** @param {string} place @param {number} id */
  #bind(place, id) {
    this.#bound.set(place, id);
    return true;
  }

  /** @param {number} id @param {string} part @param {number} bytes */
  #take(id, part, bytes) {
    const parts = this.#held.get(id) ?? new Map();
    const wanted = Math.abs(Number(bytes)) || 0;
    const sum = this.#sum - (parts.get(part) ?? 0) + wanted;
    if (sum > WEBGL_MEMORY) return false;
    this.#sum = sum;
    parts.set(part, wanted);
    this.#held.set(id, parts);
    return true;
  }

  /** An object is gone. @param {number} id */
  drop(id) {
    for (const bytes of this.#held.get(id)?.values() ?? []) this.#sum -= bytes;
    this.#held.delete(id);
  }
}
