// The methods of WebGL that cross to the view, with the kinds of their arguments: the one list that both sides check by. The
// logic layer makes its methods of it (webgl.js), the view calls nothing that is not in it (view/canvas/webgl.js). No logic.
//
// A letter an argument: n a number, b a truth, s a text, v w x a list of floats, integers and naturals, t a list of texts,
// d bytes, or a size, p pixels: bytes, a picture, a canvas, or a place in the buffer that is bound. Objects: B buffer,
// F framebuffer, R renderbuffer, T texture, P program, S shader, U place of a uniform, A vertex array, Q query, M sampler,
// Y sync, X transform feedback; they cross as numbers, 0 for none. What was left out crosses as null.
'use strict';

/** Orders of WebGL 1. @type {Record<string, string>} */
exports.ONE_ORDERS = {
  activeTexture: 'n', attachShader: 'PS', bindAttribLocation: 'Pns', bindBuffer: 'nB', bindFramebuffer: 'nF', bindRenderbuffer: 'nR', bindTexture: 'nT',
  blendColor: 'nnnn', blendEquation: 'n', blendEquationSeparate: 'nn', blendFunc: 'nn', blendFuncSeparate: 'nnnn', bufferData: 'ndn', bufferSubData: 'nnd',
  clear: 'n', clearColor: 'nnnn', clearDepth: 'n', clearStencil: 'n', colorMask: 'bbbb', compileShader: 'S', compressedTexImage2D: 'nnnnnnd',
  compressedTexSubImage2D: 'nnnnnnnd', copyTexImage2D: 'nnnnnnnn', copyTexSubImage2D: 'nnnnnnnn', cullFace: 'n', depthFunc: 'n', depthMask: 'b', depthRange: 'nn',
  detachShader: 'PS', disable: 'n', disableVertexAttribArray: 'n', drawArrays: 'nnn', drawElements: 'nnnn', enable: 'n', enableVertexAttribArray: 'n',
  finish: '', flush: '', framebufferRenderbuffer: 'nnnR', framebufferTexture2D: 'nnnTn', frontFace: 'n', generateMipmap: 'n', hint: 'nn', lineWidth: 'n',
  linkProgram: 'P', pixelStorei: 'nn', polygonOffset: 'nn', renderbufferStorage: 'nnnn', sampleCoverage: 'nb', scissor: 'nnnn', shaderSource: 'Ss',
  stencilFunc: 'nnn', stencilFuncSeparate: 'nnnn', stencilMask: 'n', stencilMaskSeparate: 'nn', stencilOp: 'nnn', stencilOpSeparate: 'nnnn',
  texImage2D: 'nnnnnnnnp', texImage2D_of: 'nnnnnp', texParameterf: 'nnn', texParameteri: 'nnn', texSubImage2D: 'nnnnnnnnp', texSubImage2D_of: 'nnnnnnp',
  uniform1f: 'Un', uniform1fv: 'Uv', uniform1i: 'Un', uniform1iv: 'Uw', uniform2f: 'Unn', uniform2fv: 'Uv', uniform2i: 'Unn', uniform2iv: 'Uw',
  uniform3f: 'Unnn', uniform3fv: 'Uv', uniform3i: 'Unnn', uniform3iv: 'Uw', uniform4f: 'Unnnn', uniform4fv: 'Uv', uniform4i: 'Unnnn', uniform4iv: 'Uw',
  uniformMatrix2fv: 'Ubv', uniformMatrix3fv: 'Ubv', uniformMatrix4fv: 'Ubv', useProgram: 'P', validateProgram: 'P', vertexAttrib1f: 'nn', vertexAttrib1fv: 'nv',
  vertexAttrib2f: 'nnn', vertexAttrib2fv: 'nv', vertexAttrib3f: 'nnnn', vertexAttrib3fv: 'nv', vertexAttrib4f: 'nnnnn', vertexAttrib4fv: 'nv',
  vertexAttribPointer: 'nnnbnn', viewport: 'nnnn',
};

/** Orders that WebGL 2 adds. @type {Record<string, string>} */
exports.TWO_ORDERS = {
  beginQuery: 'nQ', beginTransformFeedback: 'n', bindBufferBase: 'nnB', bindBufferRange: 'nnBnn', bindSampler: 'nM', bindTransformFeedback: 'nX', bindVertexArray: 'A',
  blitFramebuffer: 'nnnnnnnnnn', clearBufferfi: 'nnnn', clearBufferfv: 'nnv', clearBufferiv: 'nnw', clearBufferuiv: 'nnx', compressedTexImage3D: 'nnnnnnnd',
  compressedTexSubImage3D: 'nnnnnnnnnd', copyBufferSubData: 'nnnnn', copyTexSubImage3D: 'nnnnnnnnn', drawArraysInstanced: 'nnnn', drawBuffers: 'x',
  drawElementsInstanced: 'nnnnn', drawRangeElements: 'nnnnnn', endQuery: 'n', endTransformFeedback: '', framebufferTextureLayer: 'nnTnn', invalidateFramebuffer: 'nx',
  invalidateSubFramebuffer: 'nxnnnn', pauseTransformFeedback: '', readBuffer: 'n', renderbufferStorageMultisample: 'nnnnn', resumeTransformFeedback: '',
  samplerParameterf: 'Mnn', samplerParameteri: 'Mnn', texImage3D: 'nnnnnnnnnp', texStorage2D: 'nnnnn', texStorage3D: 'nnnnnn', texSubImage3D: 'nnnnnnnnnnp',
  transformFeedbackVaryings: 'Ptn', uniform1ui: 'Un', uniform2ui: 'Unn', uniform3ui: 'Unnn', uniform4ui: 'Unnnn', uniform1uiv: 'Ux', uniform2uiv: 'Ux',
  uniform3uiv: 'Ux', uniform4uiv: 'Ux', uniformBlockBinding: 'Pnn', uniformMatrix2x3fv: 'Ubv', uniformMatrix2x4fv: 'Ubv', uniformMatrix3x2fv: 'Ubv',
  uniformMatrix3x4fv: 'Ubv', uniformMatrix4x2fv: 'Ubv', uniformMatrix4x3fv: 'Ubv', vertexAttribDivisor: 'nn', vertexAttribI4i: 'nnnnn', vertexAttribI4iv: 'nw',
  vertexAttribI4ui: 'nnnnn', vertexAttribI4uiv: 'nx', vertexAttribIPointer: 'nnnnn', waitSync: 'Ynn',
};

/** Orders of extensions: the extension, and the kinds. @type {Record<string, [string, string]>} */
exports.EXTENSION_ORDERS = {
  bindVertexArrayOES: ['OES_vertex_array_object', 'A'],
  drawArraysInstancedANGLE: ['ANGLE_instanced_arrays', 'nnnn'], drawElementsInstancedANGLE: ['ANGLE_instanced_arrays', 'nnnnn'],
  vertexAttribDivisorANGLE: ['ANGLE_instanced_arrays', 'nn'],
  drawBuffersWEBGL: ['WEBGL_draw_buffers', 'x'],
  loseContext: ['WEBGL_lose_context', ''],
};

/** What is asked while the program waits, as orders are told. @type {Record<string, string>} */
exports.ONE_QUESTIONS = {
  checkFramebufferStatus: 'n', getError: '', getFramebufferAttachmentParameter: 'nnn', getParameter: 'n', getRenderbufferParameter: 'nn', getTexParameter: 'nn',
  getUniform: 'PU', getVertexAttribOffset: 'nn', shader: 'S', program: 'P', readPixels: 'nnnnnn',
};

/** What WebGL 2 may ask besides. @type {Record<string, string>} */
exports.TWO_QUESTIONS = {
  clientWaitSync: 'Ynn', getActiveUniformBlockName: 'Pn', getActiveUniformBlockParameter: 'Pnn', getActiveUniforms: 'Pxn', getBufferSubData: 'nnn',
  getFragDataLocation: 'Ps', getIndexedParameter: 'nn', getInternalformatParameter: 'nnn', getQueryParameter: 'Qn', getSamplerParameter: 'Mn', getSyncParameter: 'Yn',
  getTransformFeedbackVarying: 'Pn', getUniformBlockIndex: 'Ps', getUniformIndices: 'Pt',
};

/** How objects are made and unmade: the letter, the methods without `create` and `delete`, and whether WebGL 2 alone has them. @type {[string, string, boolean][]} */
exports.OBJECTS = [
  ['B', 'Buffer', false], ['F', 'Framebuffer', false], ['R', 'Renderbuffer', false], ['T', 'Texture', false], ['P', 'Program', false], ['S', 'Shader', false],
  ['A', 'VertexArray', true], ['Q', 'Query', true], ['M', 'Sampler', true], ['X', 'TransformFeedback', true], ['Y', 'Sync', true],
];

/** Extensions that programs may have, and whether WebGL 1 alone has them. No others: some tell which device this is. @type {Record<string, boolean>} */
exports.EXTENSIONS = {
  ANGLE_instanced_arrays: true, EXT_blend_minmax: true, EXT_color_buffer_float: false, EXT_color_buffer_half_float: false, EXT_float_blend: false, EXT_frag_depth: true,
  EXT_sRGB: true, EXT_shader_texture_lod: true, EXT_texture_compression_bptc: false, EXT_texture_compression_rgtc: false, EXT_texture_filter_anisotropic: false,
  OES_element_index_uint: true, OES_fbo_render_mipmap: true, OES_standard_derivatives: true, OES_texture_float: true, OES_texture_float_linear: false,
  OES_texture_half_float: true, OES_texture_half_float_linear: true, OES_vertex_array_object: true, WEBGL_color_buffer_float: true,
  WEBGL_compressed_texture_astc: false, WEBGL_compressed_texture_etc: false, WEBGL_compressed_texture_etc1: false, WEBGL_compressed_texture_pvrtc: false,
  WEBGL_compressed_texture_s3tc: false, WEBGL_compressed_texture_s3tc_srgb: false, WEBGL_depth_texture: true, WEBGL_draw_buffers: true, WEBGL_lose_context: false,
};

/** Most objects of one context, and most bytes of one order. */
exports.MAX_OBJECTS = 20_000;
exports.MAX_BYTES = 16_000_000;

/** Limits of WebGL 1, by number, and the least that the standard promises: what is said when no view answers. @type {Record<number, number | string | number[]>} */
exports.ONE_LIMITS = {
  33901: [1, 1], 33902: [1, 1], 3379: 2_048, 3386: [2_048, 2_048], 3408: 4, 3410: 8, 3411: 8, 3412: 8, 3413: 8, 3414: 16, 3415: 0, 32936: 0, 32937: 0, 34467: [],
  34921: 8, 36347: 128, 36348: 8, 35661: 8, 35660: 0, 34930: 8, 36349: 16, 34076: 2_048, 34024: 2_048, 35738: 5_121, 35739: 6_408,
  7938: 'WebGL 1.0', 35724: 'WebGL GLSL ES 1.0',
};

/** What WebGL 2 has besides, or promises more of. @type {Record<number, number | string | number[]>} */
exports.TWO_LIMITS = {
  7938: 'WebGL 2.0', 35724: 'WebGL GLSL ES 3.00', 34921: 16, 36347: 256, 36348: 15, 35661: 32, 35660: 16, 34930: 16, 36349: 224,
  32883: 256, 33000: 65_536, 33001: 65_536, 34045: 2, 34852: 4, 35657: 896, 35658: 1_024, 35071: 256, 35076: -8, 35077: 7, 35659: 60, 35968: 4, 35978: 64, 35979: 4,
  36063: 4, 36183: 4, 35371: 12, 35373: 12, 35374: 24, 35375: 24, 35376: 16_384, 35377: 50_176, 35379: 50_176, 35380: 256, 37154: 64, 37157: 60, 37137: 0, 36203: 16_777_215,
  37447: 0,
};
