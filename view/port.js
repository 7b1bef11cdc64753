// The way between this page and the core: one string per message, each way. The port lives in this closure only.
// It must not look into messages; whoever can't prove to be the shell (its origin, named in the document's head) gets nothing.

/** Messages kept while the shell has not handed over its port. */
const MAX_WAITING = 200;

const port = (() => {
  /** @type {((text: string) => void) | null} */
  let out = null;
  /** @type {string[]} */
  let waiting = [];
  /** @type {(text: string) => void} */
  let receive = () => {};

  /** @param {Transport} transport */
  function connect(transport) {
    if (out) return; // the first one stays: a page can't be taken over later
    out = transport.send;
    transport.listen((text) => receive(text));
    const texts = waiting;
    waiting = [];
    texts.forEach(out);
  }

  return {
    /** @param {ViewMessage} message */
    send(message) {
      const text = JSON.stringify(message);
      if (out) out(text);
      else if (waiting.length < MAX_WAITING) waiting.push(text);
    },

    /**
     * Starts to wait for the shell. In a frame, the shell answers our greeting with a MessagePort.
     * @param {(text: string) => void} handler gets each message of the core
     */
    open(handler) {
      receive = handler;
      const shell = document.querySelector('meta[name="banchan-shell"]')?.getAttribute('content') ?? '';
      if (!/^https?:\/\/[^/*]+$/.test(shell)) {
        console.warn('banchan: the document names no shell (meta banchan-shell), so the page has no bridge');
        return;
      }
      addEventListener('message', (event) => {
        const given = event.ports[0];
        if (event.origin !== shell || event.source !== parent || event.data?.banchan !== 'port' || !given) return;
        event.stopImmediatePropagation();
        connect({
          send: (text) => given.postMessage(text),
          listen: (handle) => {
            given.onmessage = (message) => {
              if (typeof message.data === 'string') handle(message.data);
            };
          },
        });
      });
      if (parent !== window) parent.postMessage({ banchan: 'hello' }, shell);
    },
  };
})();
