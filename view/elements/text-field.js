// What wx-input and wx-textarea share: a real field in a shadow tree, with the placeholder as a light child so that the
// program's placeholder-class reaches it. The view owns the text: a value of the core is taken when it is not stale,
// and never in the middle of a composition.

const FIELD_SHEET = `
.box { display: grid; width: 100%; height: 100%; align-items: center; }
.box > * { grid-area: 1 / 1; min-width: 0; }
.field { box-sizing: border-box; width: 100%; height: 100%; margin: 0; padding: 0; border: 0; border-radius: 0; outline: 0; background: none; resize: none; appearance: none;
  font: inherit; letter-spacing: inherit; color: inherit; text-align: inherit; text-indent: inherit; caret-color: inherit; line-height: inherit; -webkit-text-fill-color: currentColor; -webkit-user-select: text; user-select: text; }
input.field { line-height: normal; }
:host(wx-textarea) .box { align-items: start; }
.field:disabled { opacity: 1; color: inherit; }
slot { display: block; pointer-events: none; overflow: hidden; }
.box[data-filled] slot { visibility: hidden; }
::-webkit-search-cancel-button { display: none; }
`;

const KEYBOARDS = /** @type {Record<string, string>} */ ({ number: 'numeric', digit: 'decimal', tel: 'tel', idcard: 'text' });
const ENTER_KEYS = new Set(['send', 'search', 'next', 'go', 'done']);

class TextField extends WxElement {
  static observedAttributes = [
    'value', 'disabled', 'placeholder', 'placeholder-style', 'placeholder-class', 'maxlength', 'focus', 'type', 'password', 'confirm-type', 'cursor', 'selection-start', 'selection-end',
    'cursor-color', 'auto-height', 'aria-label', 'min', 'max', 'cursor-spacing',
  ];

  /** @type {HTMLInputElement | HTMLTextAreaElement} */
  field = h('input');
  #box = h('div', { class: 'box' });
  /** @type {HTMLElement | null} */
  #placeholder = null;
  #composing = false;
  /** Value when the form was made, for reset. */
  #first = '';
  /** @type {Typing} */
  #typing = {
    host: this,
    adjusts: () => boolAttr(this, 'adjust-position', true),
    spacing: () => lengthAttr(this, 'cursor-spacing', 0),
    holds: () => boolAttr(this, 'hold-keyboard'),
    bar: () => this.localName === 'wx-textarea' && boolAttr(this, 'show-confirm-bar', true),
    changed: (height) => sendEvent(this, 'keyboardheightchange', { detail: { height, pageBottomPadding: 0, duration: 250 }, local: true }),
  };

  /** @returns {HTMLInputElement | HTMLTextAreaElement} */
  makeField() {
    return h('input');
  }

  make() {
    const field = (this.field = this.makeField());
    field.className = 'field';
    this.#box.append(h('slot', { name: 'placeholder' }), field);
    this.shadow(TextField.style, this.#box);
    field.addEventListener('input', () => this.#typed());
    field.addEventListener('compositionstart', (event) => {
      this.#composing = true;
      sendEvent(this, 'keyboardcompositionstart', { detail: { data: event instanceof CompositionEvent ? event.data : '' }, local: true });
    });
    field.addEventListener('compositionend', (event) => {
      this.#composing = false;
      sendEvent(this, 'keyboardcompositionend', { detail: { data: event instanceof CompositionEvent ? event.data : '' }, local: true });
      this.#typed();
    });
    field.addEventListener('focus', () => {
      typingBegan(this.#typing);
      sendEvent(this, 'focus', { detail: { value: field.value, height: keyboardHeight }, local: true });
    });
    field.addEventListener('blur', () => {
      typingEnded(this.#typing);
      sendEvent(this, 'blur', { detail: { value: field.value, cursor: this.cursor }, local: true });
    });
    field.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent && event.key === 'Enter' && !event.isComposing && this.confirms(event)) this.confirm();
    });
    for (const name of ['type', 'maxlength', 'disabled', 'placeholder', 'confirm-type', 'cursor-color', 'cursor-spacing', 'aria-label']) this.update(name, this.getAttribute(name));
    this.#first = this.getAttribute('value') ?? '';
    this.setText(this.#first);
    if (boolAttr(this, 'focus') || boolAttr(this, 'auto-focus')) requestAnimationFrame(() => this.take());
  }

  get cursor() {
    return this.field.selectionStart ?? this.field.value.length;
  }

  get value() {
    return this.field.value;
  }

  /** @param {KeyboardEvent} _event */
  confirms(_event) {
    return true;
  }

  confirm() {
    sendEvent(this, 'confirm', { detail: { value: this.field.value }, local: true });
    if (!boolAttr(this, 'confirm-hold')) this.field.blur();
  }

  /** What of a typed text is kept. @param {string} text */
  clean(text) {
    return text;
  }

  #typed() {
    this.#fill();
    if (this.#composing) return;
    const field = this.field;
    const text = this.clean(field.value);
    if (text !== field.value) {
      const at = Math.max(0, this.cursor - (field.value.length - text.length));
      field.value = text;
      field.setSelectionRange(at, at);
      this.#fill();
    }
    sendEdit(this, 'input', { value: text, cursor: this.cursor, keyCode: 0 });
    this.resized();
    stateChanged();
  }

  /** The text may take another height now. */
  resized() {}

  #fill() {
    this.#box.toggleAttribute('data-filled', this.field.value !== '');
  }

  /** @param {string} text */
  setText(text) {
    const field = this.field;
    if (this.#composing || field.value === text) return;
    const at = this.cursor;
    const atEnd = at >= field.value.length;
    field.value = text;
    if (this.shadowRoot?.activeElement === field) {
      const place = this.hasAttribute('cursor') ? numAttr(this, 'cursor', -1) : -1;
      const cursor = place >= 0 ? place : atEnd ? text.length : Math.min(at, text.length);
      field.setSelectionRange(cursor, cursor);
    }
    this.#fill();
    this.resized();
  }

  /** Takes the keyboard, with the selection that the attributes ask for. */
  take() {
    this.field.focus({ preventScroll: !boolAttr(this, 'adjust-position', true) });
    const from = numAttr(this, 'selection-start', -1);
    const to = numAttr(this, 'selection-end', -1);
    const cursor = numAttr(this, 'cursor', -1);
    if (from >= 0 && to >= 0) this.field.setSelectionRange(from, to);
    else if (cursor >= 0) this.field.setSelectionRange(cursor, cursor);
  }

  focus() {
    this.take();
  }

  blur() {
    this.field.blur();
  }

  /**
   * @param {string} name
   * @param {string | null} value
   */
  update(name, value) {
    const field = this.field;
    switch (name) {
      case 'value':
        this.setText(value ?? '');
        break;
      case 'disabled':
        field.disabled = boolAttr(this, 'disabled');
        break;
      case 'maxlength': {
        const most = numAttr(this, 'maxlength', 140);
        if (most >= 0) field.maxLength = most;
        else field.removeAttribute('maxlength');
        break;
      }
      case 'focus':
        if (boolAttr(this, 'focus')) this.take();
        else field.blur();
        break;
      case 'confirm-type':
        field.enterKeyHint = value && ENTER_KEYS.has(value) ? value : this.localName === 'wx-textarea' ? 'enter' : 'done';
        break;
      case 'cursor':
      case 'selection-start':
      case 'selection-end':
        if (this.shadowRoot?.activeElement === field) this.take();
        break;
      case 'cursor-spacing':
        // the browser that brings the caret into view keeps this below it
        field.style.scrollMarginBottom = `${lengthAttr(this, name, 0)}px`;
        break;
      case 'cursor-color':
        field.style.caretColor = value ? colorAttr(this, name, '') : '';
        break;
      case 'aria-label':
      case 'placeholder':
      case 'placeholder-class':
      case 'placeholder-style':
        this.#showPlaceholder();
        break;
      default:
        this.adapt();
    }
  }

  /** Its type, password or height changed. */
  adapt() {}

  #showPlaceholder() {
    const text = this.getAttribute('placeholder') ?? '';
    this.field.setAttribute('aria-label', this.getAttribute('aria-label') ?? text);
    if (!text && !this.#placeholder) return;
    const shown = (this.#placeholder ??= this.appendChild(h('div', { slot: 'placeholder', 'aria-hidden': 'true' })));
    shown.className = `banchan-placeholder ${this.getAttribute('placeholder-class') ?? 'input-placeholder'}`;
    shown.setAttribute('style', this.getAttribute('placeholder-style') ?? '');
    shown.textContent = text;
  }

  /** @param {TapContext} context */
  tapped(context) {
    context.used = true;
  }

  /** A label was tapped. */
  activate() {
    if (!this.field.disabled) this.take();
  }

  formValue() {
    return this.field.value;
  }

  formReset() {
    this.setText(this.#first);
  }

  keep() {
    return this.field.value === (this.getAttribute('value') ?? '') ? undefined : this.field.value;
  }

  /** @param {unknown} kept */
  restore(kept) {
    if (typeof kept === 'string') this.setText(kept);
  }

  static style = sheet(FIELD_SHEET);
}
