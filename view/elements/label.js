// wx-label: a tap on it is a tap on its control. It must not act when the tap was on a control already.

const CONTROLS = 'wx-checkbox, wx-radio, wx-switch, wx-button, wx-input, wx-textarea';

registerElement(
  'wx-label',
  () =>
    class extends WxElement {
      make() {
        // Chromium moves a touch to the nearest element that answers clicks: with a listener, that is the label
        this.addEventListener('click', () => {});
      }

      /** @param {TapContext} context */
      tapped(context) {
        if (context.used) return;
        const id = this.getAttribute('for');
        const control = id ? document.querySelector(`[id="${CSS.escape(id)}"]`) : this.querySelector(CONTROLS);
        if (!(control instanceof WxElement) || !('activate' in control)) return;
        context.used = true;
        /** @type {any} */ (control).activate(context);
      }
    },
);
