// The three bridges between a page and its shell (docs/shell-bridge.md), each with the phone that has it: screen, density, user
// agent, and what its oldest WebView lacks. It must not know what is tested through them.
//
// BANCHAN_BRIDGE=frame|port|relay|all says on which the view's tests run. Without it, all run in the frame, as on the desktop,
// and a third of them, chosen by their names, on each phone's bridge too.

import { relayScript } from './view-files.mjs';
import { PATIENCE } from './patience.mjs';

/** The world of the shell's script: nothing of the page's own world can reach it. */
const WORLD = 'banchan';

/**
 * Takes away what came after the oldest WebView of a phone: a view that needs it fails here and not first on a phone.
 * @param {Record<string, string[]>} later names by the object that has them
 */
const without = (later) => `(() => {
  for (const [of, names] of Object.entries(${JSON.stringify(later)})) {
    const object = of.split('.').reduce((on, name) => on?.[name], globalThis);
    for (const name of names) if (object) delete object[name];
  }
})()`;

const NEITHER = {
  globalThis: ['Iterator', 'CloseWatcher', 'ViewTransition', 'scheduler'],
  Object: ['groupBy'],
  Promise: ['withResolvers'],
  'Document.prototype': ['startViewTransition'],
  'Node.prototype': ['moveBefore'],
  'Element.prototype': ['moveBefore', 'setHTMLUnsafe', 'ariaNotify'],
  'Set.prototype': ['union', 'intersection', 'difference', 'isSubsetOf'],
};
const CHROMIUM_90 = {
  ...NEITHER,
  globalThis: [...NEITHER.globalThis, 'structuredClone', 'reportError'],
  Object: ['groupBy', 'hasOwn'],
  Array: ['fromAsync'],
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with'],
  'String.prototype': ['at', 'isWellFormed', 'toWellFormed'],
  'HTMLElement.prototype': ['showPopover', 'hidePopover', 'togglePopover'],
  'CanvasRenderingContext2D.prototype': ['createConicGradient', 'roundRect', 'reset'],
  AbortSignal: ['timeout', 'any', 'abort'],
  'AbortSignal.prototype': ['throwIfAborted'],
  'Crypto.prototype': ['randomUUID'],
};
const SAFARI_17 = { ...NEITHER, globalThis: [...NEITHER.globalThis, 'requestIdleCallback', 'cancelIdleCallback'] };

const frame = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
  // One host name as ever: the page shows by it that nobody else is let in.
  host: () => 'localhost',
  mark: (port) => `http://127.0.0.1:${port}`,
  async open({ tab, port }) {
    await tab.goto(`http://127.0.0.1:${port}/`);
    await tab.waitForFunction(() => window.got.some((m) => m.t === 'ready'));
    return {
      frame: tab.frames().find((one) => one.url().endsWith('/page')),
      messages: () => tab.evaluate(() => window.got),
      clear: () => tab.evaluate(() => void (window.got.length = 0)),
      send: (text) => tab.evaluate((given) => window.port.postMessage(given), text),
      echo: (id, text) => tab.evaluate(([number, given]) => window.echo(number, given), [id, text]),
    };
  },
};

/**
 * A bridge whose page is the top document, and whose app is this process: its end of the port is in a world of its own.
 * @param {{ mark: string, phone: object, later: Record<string, string[]>, script: () => string }} own
 */
function phone({ mark, phone: screen, later, script }) {
  return {
    phone: screen,
    host: (number) => `page-${number}.localhost`,
    mark: () => mark,
    async open({ tab, cdp, port, at, entry }) {
      let got = [];
      /** Questions of `echo`, by their numbers. @type {Map<number, (answer: null) => void>} */
      const asked = new Map();
      let world = 0;
      let heard = () => {};
      let made = () => {};
      cdp.on('Runtime.executionContextCreated', ({ context }) => {
        // Frames inside of the page have such a world, too; the script is for the page.
        if (context.name !== WORLD || context.auxData?.frameId !== main) return;
        world = context.id;
        made();
      });
      cdp.on('Runtime.bindingCalled', ({ name, payload }) => {
        if (name !== 'toApp') return;
        const told = JSON.parse(payload);
        const answered = told.t === 'answer' && asked.get(told.id);
        if (answered) {
          asked.delete(told.id);
          return answered(null);
        }
        got.push(told);
        heard();
      });
      const call = (functionDeclaration, ...given) =>
        cdp.send('Runtime.callFunctionOn', { functionDeclaration, executionContextId: world, arguments: given.map((value) => ({ value })) })
          .then(({ exceptionDetails }) => { if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text); });
      let greetings = 0;
      entry.hello = () => {
        greetings += 1;
        // The greeting comes another way than the news of the document's world, and may overtake it.
        const next = new Promise((done) => { made = () => done(undefined); });
        return call('() => banchanOpen()').catch(() => next.then(() => call('() => banchanOpen()')));
      };
      await cdp.send('Page.enable');
      const main = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
      await cdp.send('Runtime.enable');
      await cdp.send('Runtime.addBinding', { name: 'toApp', executionContextName: WORLD });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: script(), worldName: WORLD });
      await tab.addInitScript(without(later));
      const ready = new Promise((done, fail) => {
        const timer = setTimeout(() => fail(new Error(`the page was not ready; it greeted ${greetings} times`)), PATIENCE);
        heard = () => {
          if (!got.some((m) => m.t === 'ready')) return;
          clearTimeout(timer);
          heard = () => {};
          done(undefined);
        };
      });
      await tab.goto(`http://${at}:${port}/page`);
      await ready;
      return {
        frame: tab.mainFrame(),
        messages: async () => got,
        clear: async () => void (got = []),
        send: (text) => call('(text) => banchanSay(text)', text),
        echo: (id, text) => new Promise((done, fail) => { asked.set(id, done); call('(text) => banchanSay(text)', text).catch(fail); }),
        greetings: () => greetings,
      };
    },
  };
}

/** As on Android: WebView.postWebMessage brings a port, without origin and without source. */
const port = phone({
  mark: 'port',
  later: CHROMIUM_90,
  phone: {
    viewport: { width: 412, height: 915 },
    deviceScaleFactor: 2.625,
    userAgent: 'Mozilla/5.0 (Linux; Android 9; Pixel 3 Build/PQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.210 Mobile Safari/537.36',
  },
  script: () => `globalThis.banchanOpen = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => toApp(event.data);
    globalThis.banchanSay = (text) => port1.postMessage(text);
    window.dispatchEvent(new MessageEvent('message', { data: 'banchan-port', origin: '', source: null, ports: [port2] }));
  };`,
});

/** As on iOS: our script in a world of its own, with the handler that only this world has. */
const relay = phone({
  mark: 'relay',
  later: SAFARI_17,
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 3,
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  },
  script: () => `globalThis.webkit = { messageHandlers: { banchan: { postMessage: (text) => toApp(text) } } };\n${relayScript()}`,
});

/** @type {Record<string, any>} */
export const BRIDGES = { frame, port, relay };

const wanted = process.env.BANCHAN_BRIDGE ?? '';
if (wanted && wanted !== 'all' && !BRIDGES[wanted]) throw new Error(`BANCHAN_BRIDGE is ${wanted}: name frame, port, relay or all`);

/** On which bridges a test runs. @param {string} name */
export function bridgesFor(name) {
  if (wanted === 'all') return Object.keys(BRIDGES);
  if (wanted) return [wanted];
  const third = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 3;
  return name ? ['frame', ...['port', 'relay'].slice(third, third + 1)] : ['frame'];
}
