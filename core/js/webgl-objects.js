// Objects of WebGL as programs hold them: numbered handles, made and unmade here without asking anybody. What a program must be
// able to read of them (a shader's text, what is attached) is kept beside. They hold no pixels and no bytes.
'use strict';

/** @typedef {{ id: number, letter: string, owner: any, deleted: boolean, used: boolean, type: number, source: string, shaders: any[], told: any, places: Map<string, any>, bound: Record<string, number>, size: number, usage: number, parts: Map<number, any>, attributes: any[] | null, elements: any }} Known */

/** What is known of a handle; undefined for what is none. @type {(handle: any) => Known | undefined} */
let known;

class WebGLObject {
  /** @type {Known} */
  #known;

  static {
    known = (handle) => (handle !== null && typeof handle === 'object' && #known in handle ? handle.#known : undefined);
  }

  /** @param {Known} given */
  constructor(given) {
    this.#known = given;
  }
}

class WebGLBuffer extends WebGLObject {}
class WebGLFramebuffer extends WebGLObject {}
class WebGLRenderbuffer extends WebGLObject {}
class WebGLTexture extends WebGLObject {}
class WebGLProgram extends WebGLObject {}
class WebGLShader extends WebGLObject {}
class WebGLVertexArrayObject extends WebGLObject {}
class WebGLQuery extends WebGLObject {}
class WebGLSampler extends WebGLObject {}
class WebGLTransformFeedback extends WebGLObject {}
class WebGLSync extends WebGLObject {}
class WebGLUniformLocation extends WebGLObject {}

/** @type {Record<string, typeof WebGLObject>} */
const CLASSES = {
  B: WebGLBuffer, F: WebGLFramebuffer, R: WebGLRenderbuffer, T: WebGLTexture, P: WebGLProgram, S: WebGLShader, A: WebGLVertexArrayObject, Q: WebGLQuery, M: WebGLSampler,
  X: WebGLTransformFeedback, Y: WebGLSync, U: WebGLUniformLocation,
};

class WebGLActiveInfo {
  /** @param {string} name  @param {number} size  @param {number} type */
  constructor(name, size, type) { Object.assign(this, { name, size, type }); }
}

class WebGLShaderPrecisionFormat {
  /** @param {number[]} given */
  constructor([rangeMin, rangeMax, precision]) { Object.assign(this, { rangeMin, rangeMax, precision }); }
}

/** What is remembered of each kind besides its number. @type {Record<string, () => object>} */
const MORE = {
  P: () => ({ shaders: [], told: undefined, places: new Map(), bound: {} }),
  S: () => ({ source: '', told: undefined }),
  B: () => ({ size: 0, usage: 35_044 }),
  F: () => ({ parts: new Map() }),
  A: () => ({ attributes: [], elements: null }),
};

/**
 * @param {string} letter
 * @param {number} id
 * @param {any} owner
 * @param {number} [type]
 */
function make(letter, id, owner, type = 0) {
  return new CLASSES[letter](/** @type {any} */ ({ id, letter, owner, deleted: false, used: false, type, ...MORE[letter]?.() }));
}

exports.known = (/** @type {any} */ handle) => known(handle);
exports.make = make;
exports.className = (/** @type {string} */ letter) => CLASSES[letter].name;
exports.ActiveInfo = WebGLActiveInfo;
exports.PrecisionFormat = WebGLShaderPrecisionFormat;
