// wx-rich-text: text with simple markup, as nodes or as an HTML string (view/rich).

registerElement(
  'wx-rich-text',
  () =>
    class extends WxElement {
      static observedAttributes = ['nodes'];

      make() {
        this.update();
      }

      update() {
        const text = this.getAttribute('nodes') ?? '';
        const nodes = /^\s*\[/.test(text) ? jsonAttr(this, 'nodes') : null;
        const made = Array.isArray(nodes) ? richFromNodes(nodes, 0) : richFromHtml(new DOMParser().parseFromString(text, 'text/html').body.childNodes, 0);
        this.replaceChildren(...made);
      }
    },
);
