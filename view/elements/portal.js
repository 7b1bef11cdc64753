// wx-root-portal and wx-cover-view: what is drawn over everything else, and a panel that scrolls to where the program says.
// They must not move nodes: a portal's content stays where the core put it, and is only drawn on top.

/** Whether what is fixed inside would be held back by an element around it. @param {Element} around */
function holdsBack(around) {
  const style = getComputedStyle(around);
  const given = style.transform !== 'none' || style.filter !== 'none' || style.perspective !== 'none' || style.backdropFilter !== 'none' || Number(style.opacity) < 1;
  return given || /transform|filter|perspective|opacity/.test(style.willChange) || /paint|strict|content|layout/.test(style.contain) || (style.zIndex !== 'auto' && style.position !== 'static');
}

registerElement(
  'wx-root-portal',
  () =>
    class extends WxElement {
      static observedAttributes = ['enable'];

      attached() {
        this.update();
      }

      /** Styles are there with the next frame. */
      update() {
        inFrame(this, 'portal', () => this.#lift());
      }

      #lift() {
        if (!this.isConnected) return;
        let held = false;
        for (let at = this.parentElement; at && at.localName !== 'wx-page' && !held; at = at.parentElement) held = holdsBack(at);
        const on = held && boolAttr(this, 'enable', true);
        if (on === this.hasAttribute('popover')) return;
        if (on) {
          if (!this.showPopover) return; // as old as that: it stays where its ancestors hold it
          this.setAttribute('popover', 'manual');
          this.showPopover();
        } else {
          this.removeAttribute('popover');
        }
      }
    },
);

registerElement(
  'wx-cover-view',
  () =>
    class extends WxElement {
      static observedAttributes = ['scroll-top'];

      make() {
        if (this.hasAttribute('scroll-top')) this.update();
      }

      update() {
        this.scrollTop = lengthAttr(this, 'scroll-top', 0);
      }
    },
);
