// wx-button: submits or resets its form; one with an `open-type` asks the core for what it is for; all of its look is in base.css, so that programs can restyle it.
// It must not send `tap`: touch.js does, and not for a disabled button.

registerElement(
  'wx-button',
  () =>
    class extends WxElement {
      static observedAttributes = ['disabled', 'loading'];

      make() {
        if (!this.hasAttribute('role')) this.setAttribute('role', 'button');
        this.update();
      }

      update() {
        const disabled = boolAttr(this, 'disabled');
        this.setAttribute('tabindex', disabled ? '-1' : '0');
        this.setAttribute('aria-disabled', String(disabled));
        this.setAttribute('aria-busy', String(boolAttr(this, 'loading')));
      }

      /** @param {TapContext} context */
      tapped(context) {
        context.used = true;
        const kind = this.getAttribute('open-type');
        const n = ids.get(this);
        if (kind && n !== undefined && !boolAttr(this, 'disabled')) port.send({ t: 'openType', n, kind, lang: this.getAttribute('lang') ?? 'en' });
        const type = this.getAttribute('form-type');
        const form = type === 'submit' || type === 'reset' ? this.closest('wx-form') : null;
        if (form && !boolAttr(this, 'disabled') && 'finish' in form) /** @type {any} */ (form).finish(type, this);
      }

      /** A label was tapped: the button alone hears a tap. @param {TapContext} context */
      activate(context) {
        if (boolAttr(this, 'disabled')) return;
        sendEvent(this, 'tap', { detail: { x: context.x, y: context.y }, local: true });
        this.tapped(context);
      }
    },
);
