// What a drawing context's properties take and answer: colours, fonts, numbers, words. A value that is none changes nothing,
// as in browsers. It draws nothing.
'use strict';

/** Names of colours and their numbers. */
const NAMED = new Map(Object.entries({
  aliceblue: 'f0f8ff', antiquewhite: 'faebd7', aqua: '00ffff', aquamarine: '7fffd4', azure: 'f0ffff', beige: 'f5f5dc', bisque: 'ffe4c4', black: '000000',
  blanchedalmond: 'ffebcd', blue: '0000ff', blueviolet: '8a2be2', brown: 'a52a2a', burlywood: 'deb887', cadetblue: '5f9ea0', chartreuse: '7fff00',
  chocolate: 'd2691e', coral: 'ff7f50', cornflowerblue: '6495ed', cornsilk: 'fff8dc', crimson: 'dc143c', cyan: '00ffff', darkblue: '00008b',
  darkcyan: '008b8b', darkgoldenrod: 'b8860b', darkgray: 'a9a9a9', darkgreen: '006400', darkgrey: 'a9a9a9', darkkhaki: 'bdb76b', darkmagenta: '8b008b',
  darkolivegreen: '556b2f', darkorange: 'ff8c00', darkorchid: '9932cc', darkred: '8b0000', darksalmon: 'e9967a', darkseagreen: '8fbc8f',
  darkslateblue: '483d8b', darkslategray: '2f4f4f', darkslategrey: '2f4f4f', darkturquoise: '00ced1', darkviolet: '9400d3', deeppink: 'ff1493',
  deepskyblue: '00bfff', dimgray: '696969', dimgrey: '696969', dodgerblue: '1e90ff', firebrick: 'b22222', floralwhite: 'fffaf0', forestgreen: '228b22',
  fuchsia: 'ff00ff', gainsboro: 'dcdcdc', ghostwhite: 'f8f8ff', gold: 'ffd700', goldenrod: 'daa520', gray: '808080', green: '008000',
  greenyellow: 'adff2f', grey: '808080', honeydew: 'f0fff0', hotpink: 'ff69b4', indianred: 'cd5c5c', indigo: '4b0082', ivory: 'fffff0', khaki: 'f0e68c',
  lavender: 'e6e6fa', lavenderblush: 'fff0f5', lawngreen: '7cfc00', lemonchiffon: 'fffacd', lightblue: 'add8e6', lightcoral: 'f08080',
  lightcyan: 'e0ffff', lightgoldenrodyellow: 'fafad2', lightgray: 'd3d3d3', lightgreen: '90ee90', lightgrey: 'd3d3d3', lightpink: 'ffb6c1',
  lightsalmon: 'ffa07a', lightseagreen: '20b2aa', lightskyblue: '87cefa', lightslategray: '778899', lightslategrey: '778899', lightsteelblue: 'b0c4de',
  lightyellow: 'ffffe0', lime: '00ff00', limegreen: '32cd32', linen: 'faf0e6', magenta: 'ff00ff', maroon: '800000', mediumaquamarine: '66cdaa',
  mediumblue: '0000cd', mediumorchid: 'ba55d3', mediumpurple: '9370db', mediumseagreen: '3cb371', mediumslateblue: '7b68ee', mediumspringgreen: '00fa9a',
  mediumturquoise: '48d1cc', mediumvioletred: 'c71585', midnightblue: '191970', mintcream: 'f5fffa', mistyrose: 'ffe4e1', moccasin: 'ffe4b5',
  navajowhite: 'ffdead', navy: '000080', oldlace: 'fdf5e6', olive: '808000', olivedrab: '6b8e23', orange: 'ffa500', orangered: 'ff4500', orchid: 'da70d6',
  palegoldenrod: 'eee8aa', palegreen: '98fb98', paleturquoise: 'afeeee', palevioletred: 'db7093', papayawhip: 'ffefd5', peachpuff: 'ffdab9', peru: 'cd853f',
  pink: 'ffc0cb', plum: 'dda0dd', powderblue: 'b0e0e6', purple: '800080', rebeccapurple: '663399', red: 'ff0000', rosybrown: 'bc8f8f', royalblue: '4169e1',
  saddlebrown: '8b4513', salmon: 'fa8072', sandybrown: 'f4a460', seagreen: '2e8b57', seashell: 'fff5ee', sienna: 'a0522d', silver: 'c0c0c0',
  skyblue: '87ceeb', slateblue: '6a5acd', slategray: '708090', slategrey: '708090', snow: 'fffafa', springgreen: '00ff7f', steelblue: '4682b4',
  tan: 'd2b48c', teal: '008080', thistle: 'd8bfd8', tomato: 'ff6347', turquoise: '40e0d0', violet: 'ee82ee', wheat: 'f5deb3', white: 'ffffff',
  whitesmoke: 'f5f5f5', yellow: 'ffff00', yellowgreen: '9acd32',
}));

/** @param {string} text  a part such as `50%` or `128`  @param {number} whole */
const part = (text, whole) => (text.endsWith('%') ? (Number.parseFloat(text) * whole) / 100 : Number.parseFloat(text));

/** @param {number} red  @param {number} green  @param {number} blue  @param {number} alpha  from 0 to 1 */
function shown(red, green, blue, alpha) {
  const [r, g, b] = [red, green, blue].map((value) => Math.min(255, Math.max(0, Math.round(value))));
  const opaque = Math.min(1, Math.max(0, alpha));
  if (![r, g, b, opaque].every(Number.isFinite)) return undefined;
  if (opaque === 1) return `#${[r, g, b].map((value) => Number(value).toString(16).padStart(2, '0')).join('')}`;
  return `rgba(${r}, ${g}, ${b}, ${Number(opaque.toFixed(3))})`;
}

/** @param {number} hue  in degrees  @param {number} saturation  @param {number} light  @param {number} alpha */
function fromHsl(hue, saturation, light, alpha) {
  const level = (/** @type {number} */ at) => {
    const k = (((at + hue / 30) % 12) + 12) % 12;
    return 255 * (light - saturation * Math.min(light, 1 - light) * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return shown(level(0), level(8), level(4), alpha);
}

/**
 * A colour as browsers answer it; undefined for what is none.
 * @param {any} given
 * @returns {string | undefined}
 */
function color(given) {
  if (typeof given !== 'string') return undefined;
  const text = given.trim().toLowerCase().slice(0, 200);
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1];
  if (hex !== undefined) {
    const full = hex.length < 6 ? [...hex].map((digit) => digit + digit).join('') : hex;
    const at = (/** @type {number} */ from) => Number.parseInt(full.slice(from, from + 2), 16);
    return shown(at(0), at(2), at(4), full.length === 8 ? at(6) / 255 : 1);
  }
  if (text === 'transparent') return 'rgba(0, 0, 0, 0)';
  const named = NAMED.get(text);
  if (named !== undefined) return `#${named}`;
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/.exec(text);
  if (call === null) return /^(color|color-mix|hwb|lab|lch|oklab|oklch)\(.+\)$/.test(text) ? text : undefined;
  const parts = call[2].split(/[\s,/]+/).filter((one) => one !== '');
  if (parts.length < 3 || parts.length > 4 || !parts.every((one) => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?(%|deg)?$/.test(one))) return undefined;
  const alpha = parts.length === 4 ? part(parts[3], 1) : 1;
  if (call[1] === 'rgb') return shown(part(parts[0], 255), part(parts[1], 255), part(parts[2], 255), alpha);
  return fromHsl(Number.parseFloat(parts[0]), part(parts[1], 1), part(parts[2], 1), alpha);
}

/** A font with a size and a family. @param {any} given */
function font(given) {
  const text = String(given).trim();
  return text.length <= 300 && /(^|\s)\d*\.?\d+(px|pt|em|rem|%|vw|vh|in|cm|mm|pc)(\/\S+)?\s+\S/.test(text) ? text : undefined;
}

/** The size of a font in pixels. @param {string} text */
function fontSize(text) {
  const found = /(?:^|\s)(\d*\.?\d+)(px|pt|em|rem|%)?/.exec(text);
  const size = Number(found?.[1] ?? 10);
  return found?.[2] === 'pt' ? (size * 4) / 3 : found?.[2] === 'em' || found?.[2] === 'rem' ? size * 16 : found?.[2] === '%' ? size / 10 : size;
}

/** @param {(value: number) => boolean} fits */
const number = (fits) => (/** @type {any} */ given) => {
  const value = Number(given);
  return Number.isFinite(value) && fits(value) ? value : undefined;
};
/** @param {string[]} words */
const oneOf = (...words) => (/** @type {any} */ given) => (words.includes(given) ? given : undefined);
/** @param {RegExp} form */
const text = (form) => (/** @type {any} */ given) => (typeof given === 'string' && given.length <= 300 && form.test(given) ? given : undefined);

const any = number(() => true);
const positive = number((value) => value > 0);

/** Properties of a context: what they are at first, and what may be put in. @type {Record<string, [any, (given: any) => any]>} */
const PROPERTIES = {
  fillStyle: ['#000000', color],
  strokeStyle: ['#000000', color],
  globalAlpha: [1, number((value) => value >= 0 && value <= 1)],
  globalCompositeOperation: ['source-over', oneOf('source-over', 'source-in', 'source-out', 'source-atop', 'destination-over', 'destination-in', 'destination-out',
    'destination-atop', 'lighter', 'copy', 'xor', 'multiply', 'screen', 'overlay', 'darken', 'lighten', 'color-dodge', 'color-burn', 'hard-light', 'soft-light',
    'difference', 'exclusion', 'hue', 'saturation', 'color', 'luminosity')],
  lineWidth: [1, positive],
  lineCap: ['butt', oneOf('butt', 'round', 'square')],
  lineJoin: ['miter', oneOf('miter', 'round', 'bevel')],
  miterLimit: [10, positive],
  lineDashOffset: [0, any],
  shadowBlur: [0, number((value) => value >= 0)],
  shadowColor: ['rgba(0, 0, 0, 0)', color],
  shadowOffsetX: [0, any],
  shadowOffsetY: [0, any],
  font: ['10px sans-serif', font],
  textAlign: ['start', oneOf('start', 'end', 'left', 'right', 'center')],
  textBaseline: ['alphabetic', oneOf('top', 'hanging', 'middle', 'alphabetic', 'ideographic', 'bottom')],
  direction: ['ltr', oneOf('ltr', 'rtl', 'inherit')],
  letterSpacing: ['0px', text(/^-?\d*\.?\d+(px|em|rem)$/)],
  wordSpacing: ['0px', text(/^-?\d*\.?\d+(px|em|rem)$/)],
  filter: ['none', text(/^(none|((?!url)[a-z-]+\([^()]*(\([^()]*\))?[^()]*\)\s*)+)$/)],
  imageSmoothingEnabled: [true, (given) => Boolean(given)],
  imageSmoothingQuality: ['low', oneOf('low', 'medium', 'high')],
};

exports.PROPERTIES = PROPERTIES;
exports.color = color;
exports.fontSize = fontSize;
