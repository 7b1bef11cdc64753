// Pictures of pages, held against kept ones: each is cut into squares, and what is kept of a square is its middle colour, as text
// (fixtures/pictures/PAGE.txt). It is drawn in one font on every machine, so that a square differs only where the page does.
// It must not judge what is right: BANCHAN_BLESS=1 keeps what is seen, and who does that looks at it first.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { root } from './phone-desk.mjs';
import { PATIENCE } from './patience.mjs';

/** The side of a square, px. */
const SIDE = 13;
/** How far a channel of a square may be off, of 255: edges and texts are smoothed a little differently from one release of a browser to the next. */
const OFF = 26;
/** How many squares of a picture may be off further. */
const FEW = 2;
const kept = join(root, 'tests', 'browser', 'fixtures', 'pictures');
const seen = join(root, 'target', 'screenshots', 'compared');
const shots = Boolean(process.env.BANCHAN_SHOTS);
const bless = process.env.BANCHAN_BLESS === '1';

/** For Chromium, so that texts are as wide and colours the same everywhere. */
export const SAME_EVERYWHERE = ['--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'];

const fonts = [400, 500, 700].map((weight) => ({
  weight: String(weight),
  data: readFileSync(createRequire(import.meta.url).resolve(`@fontsource/roboto/files/roboto-latin-${weight}-normal.woff2`)).toString('base64'),
}));

/** Runs in a page: its texts are drawn in the fonts given, and what `hidden` selects is not drawn. */
async function prepare(html, { fonts, hidden }) {
  for (const { weight, data } of fonts) {
    const face = new FontFace('Kept Pictures', Uint8Array.from(atob(data), (one) => one.charCodeAt(0)), { weight });
    document.fonts.add(await face.load());
  }
  html.style.setProperty('--banchan-font', '"Kept Pictures"');
  html.querySelector('wx-page').style.setProperty('font-family', '"Kept Pictures"', 'important');
  for (const one of document.querySelectorAll(hidden)) one.style.setProperty('opacity', '0', 'important');
}

/** Width, height and the bytes of a PNG with 8 bits a channel, as Chromium writes it. @param {Buffer} file */
function pixels(file) {
  let [width, height, channels] = [0, 0, 3];
  const parts = [];
  for (let at = 8; at < file.length; at += 12 + file.readUInt32BE(at)) {
    const body = file.subarray(at + 8, at + 8 + file.readUInt32BE(at));
    const type = file.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR') {
      [width, height, channels] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] === 6 ? 4 : 3];
      assert.ok(body[8] === 8 && (body[9] === 2 || body[9] === 6) && body[12] === 0, 'a PNG of another kind');
    } else if (type === 'IDAT') parts.push(body);
  }
  const raw = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const bytes = new Uint8Array(line * height);
  for (let y = 0; y < height; y += 1) {
    const kind = raw[y * (line + 1)];
    for (let x = 0; x < line; x += 1) {
      const at = y * line + x;
      const left = x >= channels ? bytes[at - channels] : 0;
      const up = y > 0 ? bytes[at - line] : 0;
      let guess = 0;
      if (kind === 1) guess = left;
      else if (kind === 2) guess = up;
      else if (kind === 3) guess = (left + up) >> 1;
      else if (kind === 4) {
        const corner = x >= channels && y > 0 ? bytes[at - line - channels] : 0;
        const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
        guess = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
      }
      bytes[at] = raw[at + y + 1] + guess;
    }
  }
  return { width, height, channels, bytes };
}

/** Middle colours of the squares, row by row. @param {Buffer} file a PNG @returns {number[][][]} */
export function squares(file) {
  const { width, height, channels, bytes } = pixels(file);
  const middle = (column, row) => [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let y = row * SIDE; y < (row + 1) * SIDE; y += 1) for (let x = column * SIDE; x < (column + 1) * SIDE; x += 1) sum += bytes[(y * width + x) * channels + channel];
    return Math.round(sum / (SIDE * SIDE));
  });
  return Array.from({ length: Math.floor(height / SIDE) }, (_, row) => Array.from({ length: Math.floor(width / SIDE) }, (_, column) => middle(column, row)));
}

/** Neighbours that are the same stand once, with their number. @param {string[]} all @param {string} between */
const folded = (all, between) => {
  const runs = [];
  for (const one of all) {
    if (runs.at(-1)?.one === one) runs.at(-1).times += 1;
    else runs.push({ one, times: 1 });
  }
  return runs.map(({ one, times }) => (times > 1 ? `${times}*${one}` : one)).join(between);
};
const unfolded = (text) => { const [, times, one] = /^(?:(\d+)\*)?(.*)$/.exec(text); return Array.from({ length: Number(times ?? 1) }, () => one); };

/** Squares as text: a line for a row, three digits for a colour; what the last half of a channel said is less than `OFF`. */
const written = (rows) => folded(rows.map((row) => folded(row.map((one) => one.map((channel) => Math.round(channel / 17).toString(16)).join('')), ' ')).map((row) => `[${row}]`), '\n');
const read = (text) => text.split('\n').flatMap(unfolded).map((row) => row.slice(1, -1).split(' ').flatMap(unfolded).map((one) => [...one].map((digit) => Number.parseInt(digit, 16) * 17)));

/** Squares that are not as they were: where each is, and both colours. @param {number[][][]} was @param {number[][][]} now */
export function changes(was, now) {
  if (was.length !== now.length || was[0]?.length !== now[0]?.length) return [`${now[0]?.length} by ${now.length} squares, kept are ${was[0]?.length} by ${was.length}`];
  const found = now.flatMap((row, y) => row.flatMap((one, x) => (one.some((channel, at) => Math.abs(channel - was[y][x][at]) > OFF) ? [`at ${x * SIDE}, ${y * SIDE}: rgb(${one}), kept rgb(${was[y][x]})`] : [])));
  return found.length > FEW ? found : [];
}

/** The kept pictures of a page by their names. @param {string} page @returns {Map<string, string>} */
function keptOf(page) {
  const path = join(kept, `${page}.txt`);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return new Map(text.split(/^# /m).slice(1).map((part) => { const end = part.indexOf('\n'); return [part.slice(0, end), part.slice(end + 1).trim()]; }));
}

/** Leaves a picture for who wants to look. @param {string} name @param {string} what @param {Buffer} file */
function leave(name, what, file) {
  mkdirSync(seen, { recursive: true });
  const path = join(seen, `${name}-${what.replace(', ', '-')}.png`);
  writeFileSync(path, file);
  return path;
}

/**
 * A page of the gallery, held against its kept pictures.
 * @param {any} e  what a test of the page has
 * @param {string} name of the page
 * @param {string} [hidden]  a selector of what moves by itself
 */
export function album(e, name, hidden = 'none') {
  const frame = e.page.locator('.stage:not([data-away]) .page[data-seen] iframe');
  const shot = async () => {
    await e.mini().locator('html').evaluate(prepare, { fonts: [], hidden });
    const { x, y, width, height } = await frame.boundingBox();
    return e.page.screenshot({ animations: 'disabled', clip: { x, y, width, height } });
  };
  return {
    /** The page gets its fonts. */
    open: () => e.mini().locator('html').evaluate(prepare, { fonts, hidden }),
    squares: async () => squares(await shot()),
    /** Waits until the page looks as it is kept. @param {string} what the state that it is in */
    async looks(what) {
      const end = Date.now() + (bless ? 5_000 : PATIENCE);
      const all = keptOf(name);
      const was = all.get(what);
      assert.ok(bless || was, `no picture "${what}" of ${name} is kept: BANCHAN_BLESS=1 keeps it`);
      let before = '';
      for (;;) {
        const file = await shot();
        const now = squares(file);
        const found = was ? changes(read(was), now) : ['new'];
        if (shots) leave(name, what, file);
        if (found.length === 0) return;
        if (bless && written(now) === before) {
          all.set(what, written(now));
          mkdirSync(kept, { recursive: true });
          writeFileSync(join(kept, `${name}.txt`), [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `# ${title}\n${text}\n`).join(''));
          return;
        }
        before = written(now);
        if (Date.now() > end) {
          assert.fail(`${name}, ${what}, looks otherwise in ${found.length} squares (now in ${leave(name, what, file)}; right? BANCHAN_BLESS=1 keeps it):\n${found.slice(0, 12).join('\n')}`);
        }
        await e.pause(bless ? 700 : 100);
      }
    },
  };
}
