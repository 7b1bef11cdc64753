// wx-image: a picture in WeChat's modes, with load and error events. The picture is in a shadow tree.
// It must not load anything but files of the mini-program, https and data pictures.

/** object-fit and object-position of each mode. */
/** @type {Record<string, [string, string]>} */
const IMAGE_MODES = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
  top: ['none', 'top'],
  bottom: ['none', 'bottom'],
  center: ['none', 'center'],
  left: ['none', 'left'],
  right: ['none', 'right'],
  'top left': ['none', 'left top'],
  'top right': ['none', 'right top'],
  'bottom left': ['none', 'left bottom'],
  'bottom right': ['none', 'right bottom'],
};

const IMAGE_SHEET = `
:host([mode="widthFix"]) { height: auto !important; }
:host([mode="heightFix"]) { width: auto !important; }
img { display: block; width: 100%; height: 100%; border-radius: inherit; }
:host([mode="widthFix"]) img { height: auto; }
:host([mode="heightFix"]) img { width: auto; }
img[data-empty] { visibility: hidden; }
`;

for (const tag of ['wx-image', 'wx-cover-image']) registerElement(tag, () => {
  const style = sheet(IMAGE_SHEET);
  return class extends WxElement {
    static observedAttributes = ['src', 'mode', 'lazy-load', 'aria-label', 'alt'];

    #image = h('img', { alt: '', decoding: 'async', 'data-empty': '' });

    make() {
      const image = this.#image;
      image.addEventListener('load', () => {
        image.removeAttribute('data-empty');
        sendEvent(this, 'load', { detail: { width: image.naturalWidth, height: image.naturalHeight }, local: true });
      });
      image.addEventListener('error', () => this.#failed());
      this.shadow(style, image);
      this.update('mode');
      this.update('aria-label');
      this.update('src');
    }

    /** @param {string} name */
    update(name) {
      const image = this.#image;
      if (name === 'mode') {
        const [fit, position] = IMAGE_MODES[this.getAttribute('mode') ?? ''] ?? ['fill', 'center'];
        image.style.objectFit = fit;
        image.style.objectPosition = position;
      } else if (name === 'src') {
        image.loading = boolAttr(this, 'lazy-load') ? 'lazy' : 'eager';
        const wanted = this.getAttribute('src') ?? '';
        const address = resource(wanted, 'image');
        image.setAttribute('data-empty', '');
        if (address) image.src = address;
        else image.removeAttribute('src');
        if (wanted && !address) queueMicrotask(() => this.#failed());
      } else {
        const label = this.getAttribute('aria-label') ?? this.getAttribute('alt') ?? '';
        image.alt = label;
      }
    }

    #failed() {
      this.#image.setAttribute('data-empty', '');
      sendEvent(this, 'error', { detail: { errMsg: `image:fail ${this.getAttribute('src') ?? ''}`.slice(0, 300) }, local: true });
    }
  };
});
