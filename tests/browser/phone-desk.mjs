// The built `banchan` with a home of its own, and its phone page in a real Chromium: helpers for phone.test.mjs.
// It must not know anything of the page but what a person sees and can tap.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const shots = join(root, 'target', 'screenshots');
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

/** One Chromium for a test file. */
export function browser(more = []) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more];
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
    setTimeout(() => fail(new Error(`banchan printed no address: ${errors}`)), 20_000).unref();
  });
  return { address, errors: () => errors, stop: () => new Promise((done) => { child.removeAllListeners('exit'); child.on('exit', done); child.kill(); }) };
}

/** Opens the phone page. Without motion: a browser's driver can't see that a frame is still sliding, and would tap beside. */
export async function phone(chromium, address, { language = 'en-US', dark = false, width = 1200, height = 940 } = {}) {
  const context = await chromium.newContext({ viewport: { width, height }, locale: language, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') problems.push(message.text()); });
  await page.goto(address);
  await page.waitForSelector('#catalogue, .empty');
  return {
    page,
    context,
    problems,
    /** The document of the mini-program's page that is seen. */
    mini: () => page.frameLocator('.stage:not([data-away]) .page:not([data-at]):not([inert]) iframe'),
    /** A picture of what a person sees now. */
    async shot(name) {
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
    /** Back to home by the capsule. */
    async leave() {
      await page.click('.stage:not([data-away]) [data-do=close]');
      await page.waitForSelector('.home:not([data-behind])');
    },
  };
}
