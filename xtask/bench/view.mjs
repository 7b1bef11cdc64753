// `cargo xtask bench-view`: plays what the core said (first screen and patches) to the view in Chromium, and the same
// operations to the page written by hand, one after the other in the same browser. Prints milliseconds as JSON:
// {first: {ours, hand}, OPERATION: {ours, hand}}. Arguments: steps.json, Chromium, rounds.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const tests = join(here, '../../tests/browser');
const { viewScript, viewStyle } = await import(join(tests, 'view-page.mjs'));
const { chromium } = createRequire(join(tests, 'x.js'))('playwright-core');

const [stepsFile, executablePath, rounds] = process.argv.slice(2);
const { html, steps } = JSON.parse(readFileSync(stepsFile, 'utf8'));
const origin = 'http://bench.invalid';
const head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">';
const files = {
  '/shell': `${head}<style>body{margin:0}iframe{border:0;width:390px;height:844px}</style></head><body></body></html>`,
  '/ours': `${head}<meta name="banchan-shell" content="${origin}"><link rel="stylesheet" href="/base.css"><script defer src="/view.js"></script></head><body><wx-page>${html}</wx-page></body></html>`,
  '/hand': `${head}<script src="/list.js"></script><script src="/hand.js"></script></head><body><script>window.bench.open(exports.makeList(0))</script></body></html>`,
  '/base.css': viewStyle(),
  '/view.js': viewScript(),
  '/list.js': `const exports = {};${readFileSync(join(here, 'list.js'), 'utf8')}`,
  '/hand.js': readFileSync(join(here, 'hand.js'), 'utf8'),
};
const type = (path) => (path.endsWith('.css') ? 'text/css' : path.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8');

const browser = await chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const times = {};
const shown = {};
const note = (what, side, ms) => ((times[what] ??= { ours: [], hand: [] })[side].push(ms));
try {
  const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  await page.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    return files[path] === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ contentType: type(path), body: files[path] });
  });
  await page.goto(`${origin}/shell`);
  for (let round = 0; round < Number(rounds); round += 1) {
    for (const side of round % 2 ? ['hand', 'ours'] : ['ours', 'hand']) {
      const got = await page.evaluate(playIn, { side, steps });
      if (got.failed.length > 0) throw new Error(got.failed[0]);
      shown[side] = got.text;
      for (const [what, ms] of got.times) note(what, side, ms);
    }
    if (shown.ours !== shown.hand || shown.ours.length < 1000) {
      throw new Error(`at the end the pages show different text: ours ${shown.ours.slice(0, 80)}, by hand ${shown.hand.slice(0, 80)}`);
    }
  }
} finally {
  await browser.close();
}
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
console.log(JSON.stringify(Object.fromEntries(Object.entries(times).map(([what, { ours, hand }]) => [what, { ours: median(ours), hand: median(hand) }]))));

/** Runs in the shell's page: opens one side in a frame, waits for its first paint, plays the steps. */
async function playIn({ side, steps }) {
  const out = [];
  const frame = document.createElement('iframe');
  let port = null;
  const waiting = new Map();
  const failed = [];
  const hello = new Promise((done) => {
    addEventListener('message', function heard(event) {
      if (event.source !== frame.contentWindow || event.data?.banchan !== 'hello') return;
      removeEventListener('message', heard);
      const channel = new MessageChannel();
      channel.port1.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.t === 'ready') done();
        if (message.t === 'error') failed.push(message.text);
        if (message.t === 'answer') waiting.get(message.id)?.();
      };
      port = channel.port1;
      frame.contentWindow.postMessage({ banchan: 'port' }, '*', [channel.port2]);
    });
  });
  frame.src = `/${side}`;
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; });
  if (side === 'ours') await hello;
  const inside = frame.contentWindow;
  let paint;
  for (let tries = 0; tries < 500 && paint === undefined; tries += 1) {
    await new Promise((done) => setTimeout(done, 10));
    paint = inside.performance.getEntriesByName('first-contentful-paint')[0];
  }
  out.push(['first', paint.startTime]);
  const last = (root) => { while (root.lastElementChild) root = root.lastElementChild; return root.getBoundingClientRect().bottom; };
  let id = 0;
  for (const { what, patch, n } of steps) {
    await new Promise((done) => setTimeout(done, 60));
    const begun = performance.now();
    if (side === 'ours') {
      id += 1;
      const answered = new Promise((done) => waiting.set(id, done));
      port.postMessage(`{"t":"patch","ops":${patch},"ack":0}`);
      port.postMessage(JSON.stringify({ t: 'call', id, op: 'rects', queries: [{ n: 1, fields: { rect: true } }] }));
      await answered;
    } else {
      const { bench } = inside;
      const [key, value] = Object.entries(bench.change(what, n))[0];
      const now = performance.now();
      if (what === 'one') bench.one(Number(/\d+/.exec(key)[0]), value);
      else if (what === 'all') bench.all(value);
      else if (what === 'append100') bench.append(value.slice(-100));
      else if (what === 'delete') bench.remove(10);
      else bench.show(value);
      last(inside.document.body);
      out.push([what, performance.now() - now]);
      continue;
    }
    last(inside.document.body);
    out.push([what, performance.now() - begun]);
  }
  const text = inside.document.body.textContent.replace(/\s+/g, '');
  frame.remove();
  return { times: out, text, failed };
}
