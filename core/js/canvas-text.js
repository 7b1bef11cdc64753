// How wide a text is: the view knows, and is asked while the program waits; what it said is kept. Chinese characters are all
// as wide as one another, so one answer serves for all. Without a view, an estimate by letters of a common font.
'use strict';

const view = require('./canvas-view.js');
const { fontSize } = require('./canvas-values.js');

/** Most answers that are kept. */
const MAX_KEPT = 4_000;

/** Widths of the letters from space to `~` in thousandths of the font's size, of a common sans-serif font. */
const WIDTHS = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** Texts by font, spacing and text. @type {Map<string, any>} */
const kept = new Map();

const HAN = /^[\u4e00-\u9fff]+$/;

/** @param {string} text  @param {string} font */
function estimate(text, font) {
  const size = fontSize(font);
  let thousandths = 0;
  for (const letter of text) {
    const code = /** @type {number} */ (letter.codePointAt(0));
    thousandths += WIDTHS[code - 32] ?? (code < 0x2e80 ? 556 : 1_000);
  }
  return metrics((thousandths * size) / 1_000, size);
}

/** @param {number} width  @param {number} size */
function metrics(width, size) {
  return {
    width, actualBoundingBoxLeft: 0, actualBoundingBoxRight: width, actualBoundingBoxAscent: size * 0.75, actualBoundingBoxDescent: size * 0.2,
    fontBoundingBoxAscent: size * 0.9, fontBoundingBoxDescent: size * 0.25,
  };
}

/**
 * @param {string} text
 * @param {string} font
 * @param {string} spacing  between letters
 * @param {number} root  whose view has the font; 0 for any
 */
function measure(text, font, spacing, root) {
  const one = spacing === '0px' && text.length > 1 && HAN.test(text);
  const asked = one ? '国' : text;
  const key = `${root} ${font}\n${spacing}\n${asked}`;
  let found = kept.get(key);
  if (found === undefined) {
    found = view.now(root, ['measure', asked, font, spacing]) ?? (root === 0 ? undefined : view.now(0, ['measure', asked, font, spacing]));
    // An estimate is not kept: the view may answer next time.
    if (typeof found?.width !== 'number') return estimate(text, font);
    if (kept.size >= MAX_KEPT) kept.delete(/** @type {string} */ (kept.keys().next().value));
    kept.set(key, found);
  }
  if (!one) return { ...found };
  const width = found.width * text.length;
  return { ...found, width, actualBoundingBoxRight: width };
}

exports.measure = measure;
