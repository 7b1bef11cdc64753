// The start: numbers the first screen, defines the elements, listens, tells the core. Runs last of all files.
// It must not draw: the first screen is in the document before this script is.

/** @param {string} text */
function receive(text) {
  /** @type {CoreMessage | undefined} */
  const message = guard('message', () => JSON.parse(text));
  if (!message) return;
  guard(`message ${message.t}`, () => {
    switch (message.t) {
      case 'patch':
        return applyPatch(Array.isArray(message.ops) ? message.ops : [], message.ack);
      case 'call':
        return answerCall(message);
      case 'seen':
        return void dispatchEvent(new Event(message['on'] === false ? 'banchan-unseen' : 'banchan-seen'));
      case 'given':
        return takeGiven(message);
      case 'canvas':
        return void giveLate('canvas', message);
      case 'watch':
        return void giveLate('watch', message);
      case 'unwatch':
        return lateAsked.has('watch') ? void giveLate('watch', message) : undefined;
      case 'css':
        return addStyle(String(message['css'] ?? ''));
      case 'toTop':
        return backToTop();
      case 'theme':
        return setTheme(message.v === 'dark' ? 'dark' : 'light', String(message['background'] ?? ''));
      default:
        return report(`message: unknown kind ${String(message.t).slice(0, 40)}`);
    }
  });
}

/**
 * Styles of components that came to the page after its document was made; sent ahead of the patch that shows them.
 * @param {string} css
 */
function addStyle(css) {
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
  watchStyles();
}

function boot() {
  reportUncaught();
  history.scrollRestoration = 'manual'; // where the page was is told by data-state
  port.open(receive);
  watchStyles();
  let page = document.querySelector('wx-page');
  if (!page) {
    page = document.createElement('wx-page');
    document.body.append(page);
    report('boot: the document has no wx-page');
  }
  setId(page, 0);
  document.documentElement.toggleAttribute('data-fixed', page.hasAttribute('data-fixed'));
  const nodes = numberBelow(page, 1);
  defineElements();
  needLate(page);
  guard('state', restoreState);
  listenToFingers();
  listenToKeys();
  watchPage();
  watchKeyboard();
  keepState();
  playAnimations(page);
  noteTapTargets(page);
  guard('wxs', () => noteWxsBelow(page));
  port.send({ t: 'ready', nodes, ms: Math.round(performance.now()) });
}

boot();
