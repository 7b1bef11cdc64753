// Handlers of WXS: the frame whose realm they run in, the modules that it has loaded, and the way there and back. Nothing
// of this happens on pages whose templates have no such handlers.
// No object may cross to that realm or come from it: texts, numbers and truth values only, so that a module has nothing of
// this page to hold on to.

/** Whether any element of this page came from a template with handlers of WXS. */
let wxsUsed = false;

const wxs = (() => {
  /** @type {((order: string, json: string) => boolean) | null} */
  let enter = null;
  /** @type {Document | null} */
  let room = null;
  /** @type {Set<string>} */
  const asked = new Set();
  /** Scripts that are on their way. */
  let loading = 0;

  /** @param {string} path */
  function script(path) {
    if (!room) return;
    const element = room.createElement('script');
    // A module reads its text as core checked it: strict, and without HTML comments.
    element.type = 'module';
    element.src = path;
    loading += 1;
    const done = () => {
      loading -= 1;
      if (loading === 0) guard('wxs', flushChanges);
    };
    element.onload = done;
    element.onerror = () => {
      report(`wxs: ${path} could not be loaded`);
      done();
    };
    room.head.append(element);
  }

  /** @param {string} key of a module */
  function need(key) {
    if (asked.has(key)) return;
    asked.add(key);
    start();
    if (enter) script(modulePath(key));
  }

  /** @param {string} key */
  const modulePath = (key) => `/__banchan/wxs/${key.replace('#', ':').split('/').map(encodeURIComponent).join('/')}`;

  /**
   * What a module asks for.
   * @param {unknown} op
   * @param {unknown} handle
   * @param {unknown} name
   * @param {unknown} value
   */
  function answer(op, handle, name, value) {
    if (op === 'ready' && !enter && typeof value === 'function') {
      enter = /** @type {any} */ (value);
      for (const key of asked) script(modulePath(key));
      return undefined;
    }
    const work = typeof op === 'string' ? WXS_OPS[op] : undefined;
    if (!work || typeof handle !== 'number') return undefined;
    const given = guard(`wxs ${op}`, () => work(handle, typeof name === 'string' ? name : '', typeof value === 'string' ? value : ''));
    return typeof given === 'object' || typeof given === 'function' ? undefined : given;
  }

  function start() {
    if (room) return;
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = '';
    frame.setAttribute('style', 'display:none!important');
    document.documentElement.append(frame);
    room = frame.contentDocument;
    if (!room || !frame.contentWindow) return report('wxs: this browser gives no frame for it');
    /** @type {any} */ (frame.contentWindow).banchanHost = answer;
    script('/__banchan/wxs-realm.js');
  }

  return {
    need,
    /** Whether every module that was asked for is there. */
    ready: () => enter !== null && loading === 0,
    /**
     * Runs something in the realm; true when it stops an event.
     * @param {'event' | 'change' | 'fire' | 'drop'} order
     * @param {unknown} value
     */
    run: (order, value) => (enter ? enter(order, typeof value === 'object' ? JSON.stringify(value) : String(value)) === true : false),
  };
})();
