// wx-page-container, wx-page-meta and wx-match-media: a panel over the page, the page's own settings, and parts for some sizes.
// They must not move nodes: a portal or panel is where the core put it, only drawn elsewhere.

const PANEL_SHEET = `
:host { display: contents; }
.all { position: fixed; z-index: var(--z, 100); inset: 0; visibility: hidden; transition: visibility 0s var(--time); }
.all.on { visibility: visible; transition-delay: 0s; }
.shade { position: absolute; inset: 0; background: rgba(0, 0, 0, .5); opacity: 0; transition: opacity var(--time) ease-out; touch-action: none; }
.on .shade { opacity: 1; }
.panel { position: absolute; overflow: auto; background: var(--banchan-raised); transition: transform var(--time) cubic-bezier(.2, .8, .3, 1); overscroll-behavior: contain; }
.panel.bottom { inset: auto 0 0; max-height: 100%; transform: translateY(100%); }
.panel.top { inset: 0 0 auto; max-height: 100%; transform: translateY(-100%); }
.panel.right { inset: 0 0 0 auto; transform: translateX(100%); }
.panel.center { inset: 0; background: none; transform: scale(.9); opacity: 0; }
.on .panel { transform: none; opacity: 1; }
.panel.round.bottom { border-radius: 16px 16px 0 0; }
`;

registerElement('wx-page-container', () => {
  const style = sheet(PANEL_SHEET);
  return class extends WxElement {
    static observedAttributes = ['show', 'duration', 'z-index', 'overlay', 'position', 'round', 'overlay-style', 'custom-style'];

    #all = h('div', { class: 'all' });
    #shade = h('div', { class: 'shade' });
    #panel = h('div', {}, h('slot'));

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

    /** @param {boolean} on */
    #toggle(on) {
      if (this.#all.classList.contains('on') === on) return;
      const name = on ? 'enter' : 'leave';
      sendEvent(this, `before${name}`, { local: true });
      this.#all.classList.toggle('on', on);
      sendEvent(this, name, { local: true });
      setTimeout(() => sendEvent(this, `after${name}`, { local: true }), numAttr(this, 'duration', 300));
    }
  };
});

registerElement(
  'wx-page-meta',
  () =>
    class extends WxElement {
      static observedAttributes = ['page-style', 'background-color', 'root-background-color', 'root-font-size', 'page-font-size', 'scroll-top'];

      /** @type {string[]} */
      #set = [];

      make() {
        this.update('');
        if (this.hasAttribute('scroll-top')) scrollTo(0, lengthAttr(this, 'scroll-top', 0));
      }

      detached() {
        for (const property of this.#set) overlayStyle(pageElement(), property, null);
      }

      /** @param {string} name */
      update(name) {
        if (name === 'scroll-top') {
          scrollIn(document.documentElement, { top: lengthAttr(this, name, 0) }, numAttr(this, 'scroll-duration', 300));
          return;
        }
        const page = pageElement();
        this.detached();
        const wanted = document.createElement('div').style;
        wanted.cssText = this.getAttribute('page-style') ?? '';
        const color = colorAttr(this, 'background-color', '');
        if (color) wanted.backgroundColor = color;
        this.#set = [...wanted];
        for (const property of this.#set) overlayStyle(page, property, wanted.getPropertyValue(property));
        document.documentElement.style.overflow = wanted.overflow === 'hidden' || wanted.overflowY === 'hidden' ? 'hidden' : '';
        const size = this.getAttribute('root-font-size') ?? '';
        document.documentElement.style.fontSize = /^[\d.]+(px|rem)$/.test(size) ? size : '';
        afterPatch();
      }
    },
);

registerElement(
  'wx-match-media',
  () =>
    class extends WxElement {
      static observedAttributes = ['min-width', 'max-width', 'width', 'min-height', 'max-height', 'height', 'orientation'];

      #check = () => this.update();

      make() {
        this.update();
      }

      attached() {
        addEventListener('resize', this.#check);
      }

      detached() {
        removeEventListener('resize', this.#check);
      }

      update() {
        const parts = ['min-width', 'max-width', 'width', 'min-height', 'max-height', 'height'].filter((name) => this.hasAttribute(name)).map((name) => `(${name}: ${numAttr(this, name, 0)}px)`);
        if (/^(portrait|landscape)$/.test(this.getAttribute('orientation') ?? '')) parts.push(`(orientation: ${this.getAttribute('orientation')})`);
        overlayStyle(this, 'display', matchMedia(parts.join(' and ')).matches ? null : 'none');
      }
    },
);
