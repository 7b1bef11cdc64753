// wx-textarea: many lines of text; with auto-height it grows with them. Everything else is text-field.js.

registerElement(
  'wx-textarea',
  () =>
    class extends TextField {
      #lines = 0;

      makeField() {
        return h('textarea', { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', rows: '1' });
      }

      make() {
        super.make();
        this.adapt();
      }

      adapt() {
        this.resized();
      }

      /** @param {KeyboardEvent} event */
      confirms(event) {
        const type = this.getAttribute('confirm-type') ?? 'return';
        if (type === 'return') return false;
        event.preventDefault();
        return true;
      }

      resized() {
        const field = this.field;
        const grows = boolAttr(this, 'auto-height');
        const counts = listens(this, 'linechange');
        if (grows || counts) field.style.height = 'auto';
        const lineHeight = counts ? field.clientHeight : 0; // one row, whatever the font
        const height = field.scrollHeight; // of the text alone, while the field is one row high
        if (grows) {
          field.style.overflow = 'hidden';
          if (height > 0) field.style.height = `${height}px`;
        } else {
          field.style.height = '';
        }
        if (!lineHeight) return;
        const lines = Math.max(1, Math.round(height / lineHeight));
        if (lines === this.#lines) return;
        this.#lines = lines;
        sendEvent(this, 'linechange', { detail: { height, lineCount: lines, lineHeight }, local: true });
      }
    },
);
