// wx-form: collects the values of the named controls below it, or resets them, when a button of it is tapped.
// Controls that are components (wx://form-field) live in the core, which adds theirs.

registerElement(
  'wx-form',
  () =>
    class extends WxElement {
      /**
       * @param {'submit' | 'reset'} what
       * @param {Element} button
       */
      finish(what, button) {
        /** @type {Record<string, unknown>} */
        const value = {};
        for (const control of this.querySelectorAll('*')) {
          if (!(control instanceof WxElement) || !('formValue' in control || 'formReset' in control) || control.closest('wx-form') !== this) continue;
          const field = /** @type {any} */ (control);
          if (what === 'reset') field.formReset?.();
          const name = control.getAttribute('name');
          if (what === 'submit' && name && field.formValue) value[name] = field.formValue();
        }
        /** @type {Record<string, unknown>} */
        const detail = { target: { n: ids.get(button) } };
        if (what === 'submit') detail['value'] = value;
        // WeChat gave ids to send messages to; since it stopped, it says so in the id's place
        if (what === 'submit' && boolAttr(this, 'report-submit')) detail['formId'] = 'requestFormId:fail deprecated';
        sendEvent(this, what, { detail, local: true });
      }
    },
);
