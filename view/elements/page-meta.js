// wx-page-meta and wx-match-media: the page's own settings, and parts of a page for some sizes of the window.
// They must not touch what is around the page: its bars are the shell's.

registerElement(
  'wx-page-meta',
  () =>
    class extends WxElement {
      static observedAttributes = ['page-style', 'background-color', 'root-background-color', 'root-font-size', 'page-font-size', 'scroll-top'];

      /** @type {string[]} */
      #set = [];
      #resized = () => sendEvent(this, 'resize', { detail: { size: { windowWidth: innerWidth, windowHeight: innerHeight } }, local: true });
      #scrolled = () => inFrame(this, 'scroll', () => sendEvent(this, 'scroll', { detail: { scrollTop: scrollY }, local: true }));

      attached() {
        addEventListener('resize', this.#resized);
        document.addEventListener('scroll', this.#scrolled, { passive: true });
      }

      make() {
        this.update('');
        if (this.hasAttribute('scroll-top')) scrollTo(0, lengthAttr(this, 'scroll-top', 0));
      }

      detached() {
        removeEventListener('resize', this.#resized);
        document.removeEventListener('scroll', this.#scrolled);
        this.#undress();
      }

      #undress() {
        for (const property of this.#set) overlayStyle(pageElement(), property, null);
      }

      /** @param {string} name */
      update(name) {
        if (name === 'scroll-top') {
          const duration = numAttr(this, 'scroll-duration', 300);
          scrollIn(document.documentElement, { top: lengthAttr(this, name, 0) }, duration);
          setTimeout(() => sendEvent(this, 'scrolldone', { local: true }), duration + 20);
          return;
        }
        const page = pageElement();
        this.#undress();
        const wanted = document.createElement('div').style;
        wanted.cssText = this.getAttribute('page-style') ?? '';
        const color = colorAttr(this, 'background-color', '');
        if (color) wanted.backgroundColor = color;
        const letters = this.getAttribute('page-font-size') ?? '';
        if (/^[\d.]+(px|rem)$/.test(letters)) wanted.fontSize = letters;
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
