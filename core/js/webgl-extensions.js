// What `getExtension` answers with: the words of each extension and its methods. Which ones there are stands in
// webgl-table.js; whether this device has them, the view says. It must not send anything itself.
'use strict';

const { EXTENSION_ORDERS } = require('./webgl-table.js');

/** @param {string} name  @param {number} first  @param {number} count */
const counted = (name, first, count) => Object.fromEntries(Array.from({ length: count }, (_, at) => [name.replace('#', String(at)), first + at]));

const BLOCKS = ['4x4', '5x4', '5x5', '6x5', '6x6', '8x5', '8x6', '8x8', '10x5', '10x6', '10x8', '10x10', '12x10', '12x12'];
const astc = Object.fromEntries(BLOCKS.flatMap((size, at) => [[`COMPRESSED_RGBA_ASTC_${size}_KHR`, 37_808 + at], [`COMPRESSED_SRGB8_ALPHA8_ASTC_${size}_KHR`, 37_840 + at]]));

/** @type {Record<string, Record<string, number>>} */
const WORDS = {
  ANGLE_instanced_arrays: { VERTEX_ATTRIB_ARRAY_DIVISOR_ANGLE: 35070 },
  EXT_blend_minmax: { MIN_EXT: 32775, MAX_EXT: 32776 },
  EXT_color_buffer_half_float: { RGBA16F_EXT: 34842, RGB16F_EXT: 34843, FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE_EXT: 33297, UNSIGNED_NORMALIZED_EXT: 35863 },
  EXT_sRGB: { SRGB_EXT: 35904, SRGB_ALPHA_EXT: 35906, SRGB8_ALPHA8_EXT: 35907, FRAMEBUFFER_ATTACHMENT_COLOR_ENCODING_EXT: 33296 },
  EXT_texture_compression_bptc: {
    COMPRESSED_RGBA_BPTC_UNORM_EXT: 36492, COMPRESSED_SRGB_ALPHA_BPTC_UNORM_EXT: 36493, COMPRESSED_RGB_BPTC_SIGNED_FLOAT_EXT: 36494,
    COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT_EXT: 36495,
  },
  EXT_texture_compression_rgtc: {
    COMPRESSED_RED_RGTC1_EXT: 36283, COMPRESSED_SIGNED_RED_RGTC1_EXT: 36284, COMPRESSED_RED_GREEN_RGTC2_EXT: 36285, COMPRESSED_SIGNED_RED_GREEN_RGTC2_EXT: 36286,
  },
  EXT_texture_filter_anisotropic: { TEXTURE_MAX_ANISOTROPY_EXT: 34046, MAX_TEXTURE_MAX_ANISOTROPY_EXT: 34047 },
  OES_standard_derivatives: { FRAGMENT_SHADER_DERIVATIVE_HINT_OES: 35723 },
  OES_texture_half_float: { HALF_FLOAT_OES: 36193 },
  OES_vertex_array_object: { VERTEX_ARRAY_BINDING_OES: 34229 },
  WEBGL_color_buffer_float: { RGBA32F_EXT: 34836, FRAMEBUFFER_ATTACHMENT_COMPONENT_TYPE_EXT: 33297, UNSIGNED_NORMALIZED_EXT: 35863 },
  WEBGL_compressed_texture_astc: astc,
  WEBGL_compressed_texture_etc: {
    COMPRESSED_R11_EAC: 37488, COMPRESSED_SIGNED_R11_EAC: 37489, COMPRESSED_RG11_EAC: 37490, COMPRESSED_SIGNED_RG11_EAC: 37491, COMPRESSED_RGB8_ETC2: 37492,
    COMPRESSED_SRGB8_ETC2: 37493, COMPRESSED_RGB8_PUNCHTHROUGH_ALPHA1_ETC2: 37494, COMPRESSED_SRGB8_PUNCHTHROUGH_ALPHA1_ETC2: 37495,
    COMPRESSED_RGBA8_ETC2_EAC: 37496, COMPRESSED_SRGB8_ALPHA8_ETC2_EAC: 37497,
  },
  WEBGL_compressed_texture_etc1: { COMPRESSED_RGB_ETC1_WEBGL: 36196 },
  WEBGL_compressed_texture_pvrtc: {
    COMPRESSED_RGB_PVRTC_4BPPV1_IMG: 35840, COMPRESSED_RGB_PVRTC_2BPPV1_IMG: 35841, COMPRESSED_RGBA_PVRTC_4BPPV1_IMG: 35842, COMPRESSED_RGBA_PVRTC_2BPPV1_IMG: 35843,
  },
  WEBGL_compressed_texture_s3tc: {
    COMPRESSED_RGB_S3TC_DXT1_EXT: 33776, COMPRESSED_RGBA_S3TC_DXT1_EXT: 33777, COMPRESSED_RGBA_S3TC_DXT3_EXT: 33778, COMPRESSED_RGBA_S3TC_DXT5_EXT: 33779,
  },
  WEBGL_compressed_texture_s3tc_srgb: {
    COMPRESSED_SRGB_S3TC_DXT1_EXT: 35916, COMPRESSED_SRGB_ALPHA_S3TC_DXT1_EXT: 35917, COMPRESSED_SRGB_ALPHA_S3TC_DXT3_EXT: 35918, COMPRESSED_SRGB_ALPHA_S3TC_DXT5_EXT: 35919,
  },
  WEBGL_depth_texture: { UNSIGNED_INT_24_8_WEBGL: 34042 },
  WEBGL_draw_buffers: {
    ...counted('COLOR_ATTACHMENT#_WEBGL', 36_064, 16), ...counted('DRAW_BUFFER#_WEBGL', 34_853, 16), MAX_COLOR_ATTACHMENTS_WEBGL: 36063, MAX_DRAW_BUFFERS_WEBGL: 34852,
  },
};

/** Extensions that a phone has for sure: what is said when no view answers. */
exports.COMMON = ['ANGLE_instanced_arrays', 'OES_element_index_uint', 'OES_standard_derivatives', 'OES_texture_float', 'OES_vertex_array_object', 'WEBGL_depth_texture', 'WEBGL_lose_context'];

/**
 * @param {string} name
 * @param {any} inner  of the context
 */
exports.make = (name, inner) => {
  /** @type {Record<string, any>} */
  const extension = { ...WORDS[name] };
  for (const [method, [of, kinds]] of Object.entries(EXTENSION_ORDERS)) {
    if (of === name) extension[method] = (/** @type {any[]} */ ...given) => inner.order(method, kinds, given);
  }
  if (name === 'OES_vertex_array_object') {
    Object.assign(extension, {
      createVertexArrayOES: () => inner.create('A'),
      deleteVertexArrayOES: (/** @type {any} */ given) => inner.remove('A', given),
      isVertexArrayOES: (/** @type {any} */ given) => inner.is('A', given),
    });
  }
  if (name === 'WEBGL_compressed_texture_astc') extension.getSupportedProfiles = () => ['ldr'];
  if (name === 'WEBGL_lose_context') {
    extension.loseContext = () => inner.lose();
    extension.restoreContext = () => inner.fail(1282);
  }
  return extension;
};
