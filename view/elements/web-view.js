// wx-web-view: the page of a partner, in a frame of its own origin over the whole page. Which sites it may show is the core's to
// say, and the browser's to hold (`frame-src` of the document), also for links and redirects inside.
// It must not believe the page inside: what that sends is counted, cut and passed on, and it can't reach anything else.

const WEB_SHEET = `
:host { position: fixed; z-index: 1000; inset: 0; display: block; background: var(--banchan-paper); }
iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; background: #fff; }
.said { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 10px; box-sizing: border-box; padding: 24px 32px calc(24px + 12vh); background: var(--banchan-paper); color: var(--banchan-ink); font-family: var(--banchan-font); text-align: center; }
.said[hidden] { display: none; }
b { max-width: 100%; font-size: 17px; line-height: 1.45; font-weight: 600; overflow-wrap: anywhere; }
p { max-width: 100%; margin: 0; font-size: 14px; line-height: 1.5; color: var(--banchan-soft); overflow-wrap: anywhere; }
p:empty { display: none; }
button { margin-top: 10px; min-height: 44px; padding: 10px 24px; border: 0; border-radius: 10px; background: var(--banchan-fill); font: inherit; font-size: 16px; color: var(--banchan-accent-ink); cursor: pointer; }
button:focus-visible { outline: 2px solid var(--banchan-accent); outline-offset: 2px; }
.bar { position: absolute; z-index: 1; top: 0; left: 0; width: 30%; height: 2px; background: var(--banchan-accent); animation: run 1.1s ease-in-out infinite; }
.bar[hidden] { display: none; }
@keyframes run { from { transform: translateX(-100%); } to { transform: translateX(340%); } }
@media (prefers-reduced-motion: reduce) { .bar { width: 100%; animation: none; } }
`;
/** What a page of a partner may do in a frame: its own scripts, forms and storage. It can't open windows, nor leave the frame. */
const WEB_SANDBOX = 'allow-scripts allow-forms allow-same-origin';
/** Most orders of the page inside in one second; more are dropped. */
const WEB_ORDERS = 20;
/** Longest message of it, as JSON. */
const WEB_LETTER = 64 * 1024;
/** Its ways out, as a navigator has them. @type {Record<string, string>} */
const WEB_WAYS = { navigateTo: 'navigate', redirectTo: 'redirect', navigateBack: 'navigateBack', switchTab: 'switchTab', reLaunch: 'reLaunch' };

/** @param {string} address */
function webHost(address) {
  try {
    return new URL(address).host;
  } catch {
    return '';
  }
}

registerElement('wx-web-view', () => {
  const style = sheet(WEB_SHEET);
  return class extends WxElement {
    static observedAttributes = ['src'];

    /** @type {HTMLIFrameElement | null} */
    #frame = null;
    #bar = h('div', { class: 'bar', hidden: '' });
    #title = h('b');
    #more = h('p');
    #button = h('button', { type: 'button' });
    #said = h('div', { class: 'said', role: 'status', hidden: '' }, this.#title, this.#more, this.#button);
    /** The address that was let through. */
    #url = '';
    /** Which try this is: what comes of an older one is of no interest. */
    #turn = 0;
    #orders = 0;
    #refused = false;

    make() {
      this.shadow(style, this.#bar, this.#said);
      this.#button.addEventListener('click', () => this.#open());
      this.#open();
    }

    attached() {
      addEventListener('message', this.#heard);
      document.addEventListener('securitypolicyviolation', this.#broke);
    }

    detached() {
      removeEventListener('message', this.#heard);
      document.removeEventListener('securitypolicyviolation', this.#broke);
    }

    update() {
      this.#open();
    }

    /** @param {string} title @param {string} [more] @param {string} [button] */
    #say(title, more = '', button = '') {
      this.#bar.hidden = true;
      this.#title.textContent = title;
      this.#more.textContent = more;
      this.#button.textContent = button;
      this.#button.hidden = !button;
      this.#said.hidden = false;
    }

    #close() {
      this.#frame?.remove();
      this.#frame = null;
    }

    async #open() {
      const turn = (this.#turn += 1);
      const src = (this.getAttribute('src') ?? '').trim();
      this.#close();
      if (!src) return this.#say(webSays('empty'));
      this.#say(webSays('loading', webHost(src)));
      this.#bar.hidden = false;
      try {
        const { url } = await want('web', { src });
        if (turn === this.#turn) this.#show(String(url));
      } catch (cause) {
        if (turn !== this.#turn) return;
        const why = cause instanceof Error ? cause.message : String(cause);
        // Whose fault it is tells the developer more than the reader.
        const refused = /domain list|private address|not allowed|does not let/.test(why);
        this.#say(webSays(refused ? 'refused' : 'failed'), webHost(src), webSays('again'));
        report(`web-view ${src.slice(0, 200)}: ${why}`);
        sendEvent(this, 'error', { detail: { src, fullUrl: src, errMsg: why }, local: true });
      }
    }

    /** @param {string} url */
    #show(url) {
      this.#url = url;
      this.#refused = false;
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', WEB_SANDBOX);
      frame.setAttribute('allow', '');
      frame.referrerPolicy = 'no-referrer';
      frame.title = webHost(url);
      frame.addEventListener('load', () => this.#loaded());
      this.#frame = frame;
      frame.src = url;
      this.#bar.before(frame);
    }

    /** Each page that came up inside, also by a link there; where it went, nobody outside may know. */
    #loaded() {
      if (this.#refused) return;
      this.#bar.hidden = true;
      this.#said.hidden = true;
      port.send({ t: 'web', n: ids.get(this), src: this.#url });
      sendEvent(this, 'load', { detail: { src: this.#url }, local: true });
    }

    /** The frame was to go where it may not. @param {SecurityPolicyViolationEvent} event */
    #broke = (event) => {
      if (!this.#frame || event.effectiveDirective !== 'frame-src') return;
      this.#refused = true;
      this.#close();
      const host = webHost(event.blockedURI) || event.blockedURI.slice(0, 80);
      this.#say(webSays('left', host), '', webSays('back'));
      sendEvent(this, 'error', { detail: { src: this.#url, fullUrl: event.blockedURI, errMsg: `${host} is not in the domain list of this mini-program` }, local: true });
    };

    /** A word of the page inside. @param {MessageEvent} event */
    #heard = (event) => {
      const inside = this.#frame?.contentWindow;
      if (!inside || event.source !== inside || typeof event.data !== 'object' || event.data?.banchanPartner !== 1) return;
      if (this.#orders === 0) setTimeout(() => (this.#orders = 0), 1000);
      this.#orders += 1;
      if (this.#orders > WEB_ORDERS) return;
      const { id, what, args } = event.data;
      const outcome = guard('web-view', () => this.#does(String(what), args ?? {})) ?? { ok: false, errMsg: `${String(what).slice(0, 40)}:fail` };
      if (typeof id === 'number') inside.postMessage({ banchanPartner: 1, id, ...outcome }, event.origin === 'null' ? '*' : event.origin);
    };

    /** @param {string} what @param {any} args @returns {{ ok: boolean, errMsg: string, res?: object }} */
    #does(what, args) {
      const n = ids.get(this);
      const way = Object.prototype.hasOwnProperty.call(WEB_WAYS, what) ? WEB_WAYS[what] : undefined;
      const fail = (/** @type {string} */ why) => ({ ok: false, errMsg: `${what.slice(0, 40)}:fail ${why}` });
      if (n === undefined) return fail('the page is gone');
      if (what === 'getEnv') return { ok: true, errMsg: 'getEnv:ok', res: { miniprogram: true } };
      if (what === 'postMessage') {
        const v = args.data ?? null;
        if ((JSON.stringify(v) ?? '').length > WEB_LETTER) return fail('the message is too long');
        port.send({ t: 'web', n, src: this.#url, v });
        return { ok: true, errMsg: 'postMessage:ok' };
      }
      if (!way) return fail('not supported');
      if (way !== 'navigateBack' && typeof args.url !== 'string') return fail(`parameter error: parameter.url should be String instead of ${args.url === undefined ? 'Undefined' : 'another type'};`);
      port.send({ t: 'navigate', n, url: String(args.url ?? '').slice(0, 8192), openType: way, delta: Math.min(10, Math.max(1, Math.round(Number(args.delta) || 1))), target: 'self', appId: '', path: '', extraData: null });
      return { ok: true, errMsg: `${what}:ok` };
    }
  };
});
