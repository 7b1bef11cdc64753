// What the tests of the example shops share: an example as a source folder in a phone-sized page with touch, taps that are
// counted, and every console listened to. It must not know what an example shows.

import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { pack, phone, root, scratch, start } from './phone-desk.mjs';
import { PATIENCE } from './patience.mjs';

/** How many taps a visit makes at least. */
export const TAPS = 60;

/** A phone held in the hand. */
export const HAND = { width: 390, height: 844, touch: true };

/** Resolves once what stands there has been drawn: nobody taps sooner. Runs in the mini-program's page. */
const drawn = () => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done(null))); });

/** Whether an error says that the document left while it was looked at. */
const left = (error) => /Execution context was destroyed|was detached|Element is not attached/.test(String(error));

/** Lines of the terminal that tell of an error in a program; a request that fails because nobody answers is none. */
const wrong = (text) => text.split('\n').filter((line) => /^\s*errors\b/.test(line) || /^\s*console\b.*\b\w*Error\b/.test(line) || /parameter error/.test(line));

/**
 * Visits an example, counts the taps, and holds that no console told of an error.
 * @param {import('playwright-core').Browser} chromium
 * @param {{name: string, installed?: boolean, more?: string[], language?: string, dark?: boolean, prepare?: (folder: string) => void}} how
 *        `installed`: signed and from a registry, as everybody gets it, with its neighbours `more`; else as a source folder
 * @param {(visit: object) => Promise<void>} script
 */
export async function visit(chromium, { name, installed = false, more = [], language = 'en-US', dark = false, prepare }, script) {
  const place = scratch();
  let served;
  let desk;
  try {
    const source = join(place.folder, name);
    cpSync(join(root, 'examples', name), source, { recursive: true });
    prepare?.(source);
    const from = installed ? ['--registry', pack(place.folder, [source, ...more.map((one) => join(root, 'examples', one))])] : ['dev', source];
    served = await start([...from, '--no-browser', '--home', join(place.folder, 'home'), '--location', '31.2304,121.4737']);
    desk = await phone(chromium, served.address, { ...HAND, language, dark });
    let taps = 0;
    const { page, mini } = desk;
    const tap = async (where, options = {}) => {
      await (typeof where === 'string' ? mini().locator(where).first() : where).tap(options);
      taps += 1;
    };
    await script({
      ...desk,
      tap,
      /** Taps what the shell draws: dialogs, the bar, tabs. */
      shell: (where) => tap(page.locator(where).first()),
      back: () => tap(page.locator('.page:not([inert]) .nav button').first()),
      tab: (nth) => tap(page.locator('.stage:not([data-away]) .tabs:visible button').nth(nth)),
      see: async (where, text, timeout = PATIENCE) => {
        const one = mini().locator(where).filter(text ? { hasText: text } : {}).first();
        const end = Date.now() + timeout;
        // What leaves while it is looked at, because a page takes its place, was not seen: what comes is looked at then.
        for (let seen = false; !seen;) {
          await one.waitFor({ timeout: Math.max(1, end - Date.now()) });
          seen = await one.evaluate(drawn).then(() => true, (error) => { if (!left(error) || Date.now() > end) throw error; return false; });
        }
      },
      title: (text) => page.locator('.page:not([inert]) .nav h2').filter({ hasText: text }).first().waitFor(),
      taps: () => taps,
      served,
      folder: place.folder,
    });
    assert.deepEqual(desk.problems, [], 'the console of the phone');
    assert.deepEqual(wrong(served.errors()), [], 'the console of the program');
    return taps;
  } catch (error) {
    await desk?.shot(`failed-${name}`).catch(() => {});
    throw error;
  } finally {
    await desk?.context.close();
    await served?.stop();
    place.remove();
  }
}
