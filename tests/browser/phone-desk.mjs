// The built `banchan` with a home of its own, and its phone page in a real Chromium: helpers for test files.
// It must not know anything of the page but what a person sees and can tap.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PATIENCE, until } from './patience.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const shots = process.env.BANCHAN_SHOTS ? join(root, 'target', 'screenshots') : null;
const program = process.env.BANCHAN ?? join(root, 'target', 'debug', 'banchan');

/** playwright-core from here, or from a folder in NODE_PATH. */
export function playwright() {
  for (const base of [import.meta.url, ...(process.env.NODE_PATH ?? '').split(':').filter(Boolean).map((p) => join(p, 'x.js'))]) {
    try {
      return createRequire(base)('playwright-core');
    } catch {
      // the next place
    }
  }
  throw new Error('playwright-core is not installed: run `npm ci` in tests/browser');
}

/**
 * One Chromium for a test file, whose pages see that a person wants no motion: a driver aims at where a frame lies, and taps beside
 * what still slides. `reducedMotion` of a context is not enough: Chromium was seen to forget it, for the phone's page too, after pages had gone.
 * With `motion` only the context says so, which a test may change; what the flag says of frames of other sites, it may not.
 */
export function browser(more = [], motion = false) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...(motion ? [] : ['--force-prefers-reduced-motion']), ...more];
  return playwright().chromium.launch({ executablePath, args });
}

/** Packs source folders into a registry below `folder`. */
export function pack(folder, sources) {
  const to = join(folder, 'registry');
  execFileSync(program, ['pack', ...sources, '--to', to, '--key', join(folder, 'key')], { stdio: 'pipe' });
  return to;
}

/** An empty folder that vanishes with `remove`. */
export function scratch() {
  if (!existsSync(program)) throw new Error(`${program} is not built: cargo build --package banchan`);
  const folder = mkdtempSync(join(tmpdir(), 'banchan-phone-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts the program and answers its address. */
export async function start(parameters) {
  const child = spawn(program, [...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (data) => { errors += data; });
  const address = await new Promise((done, fail) => {
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      const line = /http:\/\/127\.0\.0\.1:\d+\/\w+\//.exec(out);
      if (line) done(line[0]);
    });
    child.on('exit', (code) => fail(new Error(`banchan ended with ${code}: ${errors}`)));
    setTimeout(() => fail(new Error(`banchan printed no address: ${errors}`)), PATIENCE).unref();
  });
  /** Waits until the terminal tells this: its lines come another way than what the phone shows, and may come after it. @param {RegExp} what */
  const says = (what) => until(() => what.test(errors), () => `the terminal does not say ${what}: ${errors}`);
  return { address, pid: child.pid, errors: () => errors, says, stop: () => new Promise((done) => { child.removeAllListeners('exit'); child.on('exit', done); child.kill(); }) };
}

/** Frames without a change after which what is on the screen can be tapped. Measured: with none 4 of 65 taps on a sheet that had just come were lost, with six 0 of 69. */
const FRAMES = 6;

/**
 * Marks the page that lies in front once it can be tapped: where a tap goes, the browser knows from the last frame that
 * it drew, so what came to the front, or began to listen, since then would lose a tap that comes sooner than any finger.
 * Runs in the phone page.
 * @param {number} frames
 */
function markSeen(frames) {
  if (window !== top) return;
  const taps = (el) => !el.inert && !el.dataset.at && !el.closest('[data-away]') && !el.querySelector('iframe[data-deaf]');
  const all = () => document.querySelectorAll('.page');
  const look = async () => {
    window.changed = performance.now();
    for (const el of all()) if (!taps(el)) el.removeAttribute('data-seen');
    for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame);
    for (const el of all()) el.toggleAttribute('data-seen', taps(el));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['inert', 'data-at', 'data-away', 'data-deaf'] });
}

/**
 * The same for the phone's own keys, of which `page.click` taps most.
 * @param {import('playwright-core').Page} page
 */
function tapWhatIsDrawn(page) {
  const click = page.click.bind(page);
  page.click = async (selector, options = {}) => {
    await page.locator(selector).first().waitFor({ timeout: options.timeout });
    await page.evaluate(async (frames) => {
      const started = performance.now();
      for (let frame = 0; frame < frames; frame += 1) {
        const before = window.changed;
        await new Promise(requestAnimationFrame);
        // What changes without end is not waited for.
        if (window.changed !== before && performance.now() - started < 1000) frame = -1;
      }
    }, FRAMES);
    return click(selector, options);
  };
}

/** Resolves once the pictures of an element, or it, are decoded and drawn: what is photographed sooner is empty. @param {import('playwright-core').Locator} locator */
export const drawn = (locator) => locator.evaluate(async (el) => {
  await Promise.all([el, ...el.querySelectorAll('img')].filter((one) => one.localName === 'img').map((one) => one.decode()));
  await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
});

/** Opens the phone page. */
export async function phone(chromium, address, { language = 'en-US', dark = false, width = 1200, height = 940, touch = false } = {}) {
  const context = await chromium.newContext({ viewport: { width, height }, locale: language, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', hasTouch: touch, isMobile: touch });
  await context.addInitScript(markSeen, FRAMES);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  tapWhatIsDrawn(page);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`); });
  await page.goto(address);
  await page.waitForSelector('#catalogue, .empty');
  return {
    page,
    context,
    problems,
    /** The document of the mini-program's page that is seen. */
    mini: () => page.frameLocator('.stage:not([data-away]) .page[data-seen] iframe'),
    /** Escape, for what lies on top, once the mini-program below has lost the focus: a key sooner than any hand would go there. */
    async escape() {
      await page.waitForFunction(() => document.querySelector('#over > :not([data-leaving])') && document.activeElement.tagName !== 'IFRAME');
      await page.keyboard.press('Escape');
    },
    /** The same for the mini-program that is seen: the way back. */
    async back() {
      await page.waitForFunction(() => !document.querySelector('#over > *') && document.activeElement.tagName !== 'IFRAME');
      await page.keyboard.press('Escape');
    },
    /** Takes note of something that the console has to say. It may say so after the step that it is about. @param {RegExp} what */
    async problem(what) {
      const at = await until(() => problems.findIndex((one) => what.test(one)) + 1, () => `the console does not say ${what}: ${problems.join('; ')}`);
      return problems.splice(at - 1, 1)[0];
    },
    /** With BANCHAN_SHOTS=1, a picture of what a person sees now. */
    async shot(name) {
      if (!shots) return;
      mkdirSync(shots, { recursive: true });
      await page.waitForTimeout(450);
      await page.screenshot({ path: join(shots, `phone-${name}.png`) });
    },
    /** Types a link into the scan screen. */
    async link(text) {
      await page.click('#scan');
      await page.fill('#scan-text', text);
      await page.click('#scan-go');
    },
    /** Home, from wherever a test that failed left it. */
    async reset() {
      for (let layer = 0; layer < 4; layer += 1) await page.keyboard.press('Escape');
      const close = page.locator('.stage:not([data-away]) [data-do=close]');
      // An Escape may have led home already: then this one goes nowhere, and what failed before is what counts.
      if (await close.count()) await close.click({ timeout: 3000 }).catch(() => {});
      await page.waitForSelector('.home:not([data-behind])');
      problems.length = 0;
    },
    /** Back to home by the capsule. */
    async leave() {
      await page.click('.stage:not([data-away]) [data-do=close]');
      await page.waitForSelector('.home:not([data-behind])');
    },
  };
}

/**
 * What a test file works with: a browser, an empty folder, the program running on it, and a phone page as `desk`.
 * @param {(folder: string) => string[]} prepare  fills the folder and answers the program's arguments
 * @param {{look?: object | null, when?: boolean, flags?: string[], motion?: boolean, ready?: (desk: object) => Promise<void>}} [options]  how the phone page looks, null for none; nothing starts unless `when`; flags of Chromium, and whether it lets pages move; what is done to the phone page first
 */
export function stand(prepare, { look = {}, when = true, flags = [], motion = false, ready } = {}) {
  const it = {};
  before(async () => {
    if (!when) return;
    it.chromium = await browser(flags, motion);
    it.place = scratch();
    it.served = await start([...prepare(it.place.folder), '--no-browser', '--home', join(it.place.folder, 'home')]);
    if (look !== null) it.desk = await phone(it.chromium, it.served.address, look);
    await ready?.(it.desk);
  });
  after(async () => {
    await it.chromium?.close();
    await it.served?.stop();
    it.place?.remove();
  });
  return it;
}
