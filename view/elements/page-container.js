// wx-page-container: a panel over the page, with what is behind it shaded.
// It must not move nodes: the panel's content stays where the core put it, and is only drawn elsewhere.

const PANEL_SHEET = `
:host { display: contents; }
.all { position: fixed; z-index: var(--z, 100); inset: 0; visibility: hidden; transition: visibility 0s var(--time); }
.all.on { visibility: visible; transition-delay: 0s; }
.all:not(.on) { pointer-events: none; }
.shade { position: absolute; inset: 0; background: rgba(0, 0, 0, .5); opacity: 0; transition: opacity var(--time) ease-out; touch-action: none; }
.on .shade { opacity: 1; }
.panel { position: absolute; overflow: auto; background: var(--banchan-raised); transition: transform var(--time) cubic-bezier(.2, .8, .3, 1); overscroll-behavior: contain; }
.panel.bottom { inset: auto 0 0; max-height: 100%; transform: translateY(100%); }
.panel.top { inset: 0 0 auto; max-height: 100%; transform: translateY(-100%); }
.panel.right { inset: 0 0 0 auto; transform: translateX(100%); }
.panel.center { inset: 0; background: none; transform: scale(.9); opacity: 0; }
.on .panel { transform: none; opacity: 1; }
.still .panel, .still .shade { transition: none; }
.panel.flown { overflow: visible; }
.panel.round.bottom { border-radius: 16px 16px 0 0; }
`;

registerElement('wx-page-container', () => {
  const style = sheet(PANEL_SHEET);
  return class extends WxElement {
    static observedAttributes = ['show', 'duration', 'z-index', 'overlay', 'position', 'round', 'overlay-style', 'custom-style'];

    #all = h('div', { class: 'all' });
    #shade = h('div', { class: 'shade' });
    #panel = h('div', {}, h('slot'));
    /** @type {Flights | null} */ #flights = null;
    /** Its number; one that is removed has none any more. */
    #n = 0;

    make() {
      this.#all.append(this.#shade, this.#panel);
      this.shadow(style, this.#all);
      this.#shade.addEventListener('click', () => sendEvent(this, 'clickoverlay', { local: true }));
      this.#draw();
      if (boolAttr(this, 'show')) this.#toggle(true);
    }

    /** @param {string} name */
    update(name) {
      this.#draw();
      if (name === 'show') this.#toggle(boolAttr(this, 'show'));
    }

    #draw() {
      this.#all.style.setProperty('--time', `${numAttr(this, 'duration', 300)}ms`);
      this.#all.style.setProperty('--z', String(numAttr(this, 'z-index', 100)));
      this.#shade.setAttribute('style', this.getAttribute('overlay-style') ?? '');
      this.#shade.hidden = !boolAttr(this, 'overlay', true);
      const position = this.getAttribute('position') ?? 'bottom';
      this.#panel.className = `panel ${['top', 'right', 'center'].includes(position) ? position : 'bottom'}${boolAttr(this, 'round') ? ' round' : ''}`;
      this.#panel.setAttribute('style', this.getAttribute('custom-style') ?? '');
    }

    /** While it is open, one step back closes it, and the page stays. @param {boolean} on */
    #tellBack(on) {
      const n = ids.get(this) ?? this.#n;
      this.#n = n;
      if (n) port.send({ t: 'panel', n, on });
    }

    detached() {
      this.#flights?.end();
      if (this.#all.classList.contains('on')) this.#tellBack(false);
    }

    /** @param {string} method */
    command(method) {
      if (method !== 'back') throw new Error('not supported');
      this.#toggle(false);
    }

    /** @param {boolean} on */
    #fly(on) {
      this.#flights?.end();
      const pairs = this.isConnected && this.#all.classList.contains('on') === on ? sharedPairs(this) : [];
      if (pairs.length === 0) return;
      // Measured at rest; then the panel begins anew where it was.
      const { classList } = this.#all;
      classList.add('still', 'on');
      this.#flights = new Flights(pairs, this.#panel, on, numAttr(this, 'duration', 300));
      if (on) {
        classList.remove('on');
        this.#panel.getBoundingClientRect();
      }
      classList.remove('still');
      classList.toggle('on', on);
      this.#flights.start();
    }

    /** @param {boolean} on */
    #toggle(on) {
      if (this.#all.classList.contains('on') === on) return;
      const name = on ? 'enter' : 'leave';
      sendEvent(this, `before${name}`, { local: true });
      this.#all.classList.toggle('on', on);
      // What is shared is known when all of this patch is there.
      if (this.querySelector('wx-share-element')) queueMicrotask(() => guard('page-container', () => this.#fly(on)));
      this.#tellBack(on);
      sendEvent(this, name, { local: true });
      setTimeout(() => sendEvent(this, `after${name}`, { local: true }), numAttr(this, 'duration', 300));
    }
  };
});
