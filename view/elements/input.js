// wx-input: one line of text, numbers or a password.
// It must not lose what the user types: characters that the type forbids go, everything else stays (text-field.js).

registerElement(
  'wx-input',
  () =>
    class extends TextField {
      makeField() {
        return h('input', { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
      }

      adapt() {
        const type = this.getAttribute('type') ?? 'text';
        const hidden = boolAttr(this, 'password') || type === 'safe-password';
        this.field.setAttribute('type', hidden ? 'password' : 'text');
        this.field.inputMode = KEYBOARDS[type] ?? 'text';
      }

      /** @param {string} text */
      clean(text) {
        const type = this.getAttribute('type');
        if (type === 'number') return text.replace(/(?!^-)[^\d]/g, '');
        if (type === 'digit') return text.replace(/(?!^-)[^\d.]/g, '').replace(/(\..*)\./g, '$1');
        if (type === 'idcard') return text.replace(/[^\dxX]/g, '');
        return text;
      }
    },
);
