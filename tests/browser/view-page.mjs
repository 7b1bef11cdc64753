// A page as the core would serve it, in a real Chromium, on one of the three bridges of bridges.mjs. Helpers for the
// view's tests; it must not know anything of the view but its files and its messages.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { BRIDGES, bridgesFor } from './bridges.mjs';
import { lateScript, realmScript, root, viewScript, viewStyle, wxsScript } from './view-files.mjs';
import { PATIENCE, until, within } from './patience.mjs';

export { lateScript, realmScript, viewScript, viewStyle } from './view-files.mjs';

/** Pictures only when asked for: with a scaled page a picture now and then leaves Chromium's input at half its place. */
const shots = process.env.BANCHAN_SHOTS ? join(root, 'target', 'screenshots') : null;

/** playwright-core from here, or from a folder in NODE_PATH. */
function playwright() {
  for (const base of [import.meta.url, ...(process.env.NODE_PATH ?? '').split(':').filter(Boolean).map((p) => join(p, 'x.js'))]) {
    try {
      return createRequire(base)('playwright-core');
    } catch {
      // the next place
    }
  }
  throw new Error('playwright-core is not installed: run `npm ci` in tests/browser');
}

const CSP = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; media-src 'self' https:; script-src 'self'; font-src 'self' https: data:";
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80"><rect width="120" height="80" fill="#4a7"/><circle cx="90" cy="25" r="14" fill="#fd5"/><path d="M0 80 40 30l30 34 16-14 34 30z" fill="#264"/></svg>';

const framedBy = (pageOrigin) => `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><style>html,body{margin:0;height:100%;overflow:hidden}iframe{border:0;width:100%;height:100%;display:block}</style>
<iframe src="${pageOrigin}/page"></iframe><script>
window.got=[];const frame=document.querySelector('iframe');
const asked=new Map();const heard=({t,id})=>t==='answer'&&asked.has(id)&&(asked.get(id)(),asked.delete(id));
window.echo=(id,text)=>new Promise((done)=>{asked.set(id,()=>done(null));port.postMessage(text)});
addEventListener('message',(e)=>{if(e.source!==frame.contentWindow||e.origin!=='${pageOrigin}'||e.data?.banchan!=='hello')return;
 const {port1,port2}=new MessageChannel();port1.onmessage=(m)=>{const told=JSON.parse(m.data);if(!heard(told))got.push(told)};window.port=port1;
 frame.contentWindow.postMessage({banchan:'port'},'${pageOrigin}',[port2]);});
</script>`;

/** Starts one server and one browser for a whole test file. */
export async function startBrowser() {
  /** What each host name serves: its document, its modules of WXS, and who wants to hear its greeting. */
  const hosts = new Map();
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const host = hosts.get(request.headers.host?.split(':')[0]);
    const send = (type, body, more = {}) => response.writeHead(200, { 'content-type': type, ...more }).end(body);
    const wxs = path.startsWith('/__banchan/wxs/') ? decodeURIComponent(path.slice(15)) : '';
    if (path === '/') send('text/html; charset=utf-8', framedBy(`http://localhost:${port}`));
    else if (path === '/page') send('text/html; charset=utf-8', host?.document ?? '', { 'content-security-policy': CSP });
    else if (path === '/__banchan/hello') response.writeHead(204, { 'cache-control': 'no-store' }).end(() => host?.hello());
    else if (path === '/__banchan/view.js') send('text/javascript; charset=utf-8', viewScript());
    else if (path === '/__banchan/base.css') send('text/css; charset=utf-8', viewStyle());
    else if (path === '/__banchan/wxs-realm.js') send('text/javascript; charset=utf-8', realmScript());
    else if (wxs && host?.modules[wxs] !== undefined) send('text/javascript; charset=utf-8', wxsScript(wxs.replace(':', '#'), host.modules[wxs]));
    else if (path.startsWith('/__banchan/late/') && lateScript(path.slice(16, -3))) send('text/javascript; charset=utf-8', lateScript(path.slice(16, -3)));
    else if (path === '/favicon.ico') response.writeHead(204).end();
    else if (path === '/picture.svg') send('image/svg+xml', SVG);
    else response.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const port = server.address().port;
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no Chromium at ${executablePath}: install it or set CHROMIUM`);
  const browser = await playwright().chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--host-resolver-rules=MAP localhost 127.0.0.1`],
  });

  /**
   * Opens a page with this first screen.
   * @param {string} html content of wx-page
   * @param {{bridge?: string, viewport?: {width: number, height: number}, wxs?: Record<string, string>, css?: string, page?: string, state?: unknown, theme?: string, lang?: string, touch?: boolean, root?: string, system?: string}} [options]
   */
  async function open(html, options = {}) {
    const { css = '', page: attributes = '', state, theme = 'light', lang = 'en', touch = true, root: rootAttributes = '', system = theme, wxs = {} } = options;
    const kind = BRIDGES[options.bridge];
    const at = kind.host(hosts.size);
    const kept = state ? ` data-state="${JSON.stringify(state).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"` : '';
    const document =
      `<!doctype html><html lang="${lang}" data-theme="${theme}" ${rootAttributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,minimum-scale=1,maximum-scale=1,user-scalable=no,viewport-fit=cover">` +
      `<meta name="banchan-shell" content="${kind.mark(port)}"><link rel="stylesheet" href="/__banchan/base.css"><style>${css}</style><script type="module" src="/__banchan/view.js"></script></head>` +
      `<body><wx-page ${attributes}${kept}>${html}</wx-page></body></html>`;
    const entry = { document, modules: wxs, hello: () => {} };
    hosts.set(at, entry);
    const context = await browser.newContext({ ...kind.phone, ...(options.viewport && { viewport: options.viewport }), ...(!touch && { deviceScaleFactor: options.bridge === 'frame' ? 2 : 1 }), hasTouch: touch, isMobile: touch, colorScheme: system });
    const tab = await context.newPage();
    const problems = [];
    tab.on('pageerror', (error) => problems.push(String(error)));
    tab.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
    const cdp = await context.newCDPSession(tab);
    const shell = await kind.open({ tab, cdp, port, at, entry });
    const { frame, messages } = shell;
    const self = {
      tab,
      frame,
      problems,
      messages,
      shell,
      ...(options.viewport ?? kind.phone.viewport),
      /** Events of a type, or messages of a kind. */
      events: async (type) => (await messages()).filter((m) => m.t === 'event' && m.type === type),
      kind: async (t) => (await messages()).filter((m) => m.t === t),
      clear: shell.clear,
      send: (message) => shell.send(JSON.stringify(message)),
      patch: (ops, ack) => self.send({ t: 'patch', ops, ack }).then(() => self.settle()),
      async call(op, more = {}) {
        const id = Math.floor(Math.random() * 1e9);
        await self.send({ t: 'call', id, op, ...more });
        const answer = await self.until((m) => m.t === 'answer' && m.id === id);
        return answer.v;
      },
      /** Waits for a message for which the predicate is true. */
      until: (predicate) => until(async () => (await messages()).find(predicate), async () => `no such message: ${predicate}; got ${JSON.stringify(await messages()).slice(0, 1500)}`),
      /** Waits until the page answers something true. */
      sees: (look, given) => frame.waitForFunction(look, given, { timeout: PATIENCE }),
      /**
       * What was sent is applied, drawn, and what came of it is told. Messages go another way than the driver's words, which may
       * overtake them: a question to nobody, on the same way, is answered when they are there.
       */
      async settle() {
        await self.echo();
        await frame.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));
        await self.echo();
      },
      /** Everything that was sent before has been heard, and everything that was told before is here. */
      async echo(question = { op: 'focus', n: -1 }) {
        const id = -1 - Math.floor(Math.random() * 1e9);
        await within(shell.echo(id, JSON.stringify({ t: 'call', id, ...question })), 'the page does not answer');
      },
      wait: (ms) => new Promise((done) => setTimeout(done, ms)),
      async centre(selector) {
        const box = await frame.locator(selector).first().boundingBox();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      },
      async tap(selector) {
        const { x, y } = await self.centre(selector);
        if (touch) await tab.touchscreen.tap(x, y);
        else await tab.mouse.click(x, y);
        await self.settle();
      },
      /** A tap in a field, and the caret in it: a key pressed sooner would go elsewhere. */
      async caret(selector) {
        await self.tap(selector);
        await self.sees((wanted) => document.querySelector(wanted).contains(document.activeElement), selector);
      },
      /** A finger along points, `pause` ms at each. */
      async finger(points, { pause = 16, hold = 0, lift = true } = {}) {
        const at = ([x, y]) => [{ x, y, id: 0 }];
        await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(points[0]) });
        if (hold) await self.wait(hold);
        for (const point of points.slice(1)) {
          await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(point) });
          await self.wait(pause);
        }
        if (lift) await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        await self.settle();
      },
      lift: () => cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
      /** Several fingers, each `[id, x, y]`: one that is new comes down; with `touchEnd` these go up, or all when none is named. */
      async fingers(all, type = 'touchMove') {
        await cdp.send('Input.dispatchTouchEvent', { type, touchPoints: all.map(([id, x, y]) => ({ id, x, y })) });
        await self.settle();
      },
      async shot(name) {
        if (!shots) return;
        mkdirSync(shots, { recursive: true });
        await tab.screenshot({ path: join(shots, `view-${name}.png`) });
      },
      close: () => context.close(),
    };
    // Sizes are told once the scripts of late elements are there: what a test does to one sooner would go nowhere.
    await self.echo({ op: 'rects', queries: [] });
    return self;
  }

  return {
    open,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** The browser of a test file, and tests that each open one page in it. */
export function pages() {
  let chromium;
  before(async () => {
    chromium = await startBrowser();
  });
  after(() => chromium?.close());
  /** A test on each bridge that is due; `run` gets a function that opens a page on it. */
  const each = (name, run) => {
    for (const bridge of bridgesFor(name)) {
      test(bridge === 'frame' ? name : `${name} (${bridge})`, () => run((html, options) => chromium.open(html, { ...options, bridge })));
    }
  };
  return {
    each,
    /** Opens a page on the bridge that `options` name. */
    open: (html, options) => chromium.open(html, options),
    /** Opens a page, runs the checks, and lets no error pass but as many as are expected, and what the browser's console says of what is `meant`. */
    page(name, html, options, checks, { errors = 0, meant = /^$/ } = {}) {
      each(name, async (open) => {
        const p = await open(html, options);
        try {
          await checks(p);
          assert.deepEqual(p.problems.filter((text) => !meant.test(text)), []);
          assert.equal((await p.kind('error')).length, errors, JSON.stringify(await p.kind('error')));
        } finally {
          await p.close();
        }
      });
    },
  };
}
