// wx-navigator: a tap asks the core to go somewhere. It must not navigate by itself: pages and their stack are the core's.

registerElement(
  'wx-navigator',
  () =>
    class extends WxElement {
      make() {
        if (!this.hasAttribute('role')) this.setAttribute('role', 'link');
        if (!this.hasAttribute('tabindex')) this.setAttribute('tabindex', '0');
      }

      /** @param {TapContext} context */
      tapped(context) {
        if (context.used && !(context.target.closest('wx-button') && this.contains(context.target))) return;
        context.used = true;
        const id = ids.get(this);
        if (id === undefined) return;
        port.send({
          t: 'navigate',
          n: id,
          url: this.getAttribute('url') ?? '',
          openType: this.getAttribute('open-type') ?? 'navigate',
          delta: Math.max(1, Math.round(numAttr(this, 'delta', 1))),
          target: this.getAttribute('target') ?? 'self',
          appId: this.getAttribute('app-id') ?? '',
          path: this.getAttribute('path') ?? '',
          extraData: jsonAttr(this, 'extra-data'),
        });
      }
    },
);
