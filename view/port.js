// The way between this page and the core: one string per message, each way. The port lives in this closure only.
// It must not look into messages; whoever is not the shell that the document's head names gets nothing. Three wirings, one
// end: a frame of the shell's page, the app itself (Android's WebView), the shell's script in a world of its own (iOS).

/** Messages kept while the shell has not handed over its port. */
const MAX_WAITING = 200;

const port = (() => {
  /** @type {MessagePort | null} */
  let out = null;
  /** @type {string[]} */
  let waiting = [];

  /**
   * Whether a message comes from the shell, and how to greet it, by what the head says of the shell.
   * @param {string} shell
   * @returns {{ trusts: (event: MessageEvent) => boolean, greet: () => void } | null}
   */
  function wiring(shell) {
    // Both have no shell's page to greet: the request itself is the greeting.
    const greet = () => void (new Image().src = `/__banchan/hello?${Math.random()}`);
    // The app posts without origin and source; nothing inside of a page can.
    if (shell === 'port') return { trusts: (event) => event.data === 'banchan-port' && event.origin === '' && event.source === null, greet };
    // Worlds share the window, and no script of a mini-program ever has it.
    if (shell === 'relay') return { trusts: (event) => event.data === 'banchan-port' && event.source === window, greet };
    if (parent === window || !/^https?:\/\/[^/*]+$/.test(shell)) return null;
    return {
      trusts: (event) => event.origin === shell && event.source === parent && event.data?.banchan === 'port',
      greet: () => parent.postMessage({ banchan: 'hello' }, shell),
    };
  }

  return {
    /** @param {ViewMessage} message */
    send(message) {
      const text = JSON.stringify(message);
      if (out) out.postMessage(text);
      else if (waiting.length < MAX_WAITING) waiting.push(text);
    },

    /**
     * Greets the shell and waits for its port.
     * @param {(text: string) => void} handler gets each message of the core
     */
    open(handler) {
      const wire = wiring(document.querySelector('meta[name="banchan-shell"]')?.getAttribute('content') ?? '');
      if (!wire) {
        console.warn('banchan: the document names no shell (meta banchan-shell), so the page has no bridge');
        return;
      }
      addEventListener('message', (event) => {
        const given = event.ports[0];
        if (!given || !wire.trusts(event)) return;
        event.stopImmediatePropagation();
        if (out) return; // the first one stays: a page can't be taken over later
        out = given;
        given.onmessage = (message) => {
          if (typeof message.data === 'string') handler(message.data);
        };
        for (const text of waiting) given.postMessage(text);
        waiting = [];
      });
      wire.greet();
    },
  };
})();
