// The shell's end of the port where an app can post no port into its WebView, as on iOS. It runs in a world of its own, the
// only one with the app's handler, so that no script of the page can reach it. It must not look into messages.
'use strict';

(() => {
  /** @type {MessagePort | null} */
  let port = null;

  /** The app heard the page's greeting: the page gets its port. */
  globalThis.banchanOpen = () => {
    port?.close();
    const { port1, port2 } = new MessageChannel();
    port = port1;
    port1.onmessage = (event) => globalThis.webkit.messageHandlers.banchan.postMessage(event.data);
    window.postMessage('banchan-port', '*', [port2]);
  };

  /** A message of the core. */
  globalThis.banchanSay = (/** @type {string} */ text) => port?.postMessage(text);
})();
