// wx-slider: a value between two ends, by finger, mouse or arrow keys.
// The value under the finger is the view's; `changing` comes at most once a frame, `change` at the end.

const SLIDER_SHEET = `
:host { display: flex; align-items: center; gap: 14px; cursor: pointer; touch-action: pan-y; }
:host([off]) { opacity: .42; cursor: default; }
.rail { position: relative; flex: 1; height: 3px; border-radius: 2px; background: var(--rail); }
.done { height: 100%; border-radius: inherit; background: var(--tint); }
.knob { position: absolute; top: 50%; width: var(--knob); height: var(--knob); border-radius: 50%; background: var(--knob-color); box-shadow: 0 1px 5px rgba(0, 0, 0, .28); transform: translate(-50%, -50%); }
.value { min-width: 2em; font-size: 14px; color: var(--banchan-soft); text-align: right; font-variant-numeric: tabular-nums; }
:host(:focus-visible) .knob { outline: 2px solid var(--banchan-accent); outline-offset: 3px; }
`;

registerElement('wx-slider', () => {
  const style = sheet(SLIDER_SHEET);
  return class extends WxElement {
    static observedAttributes = ['value', 'min', 'max', 'step', 'disabled', 'show-value', 'activecolor', 'active-color', 'selectedcolor', 'selected-color', 'backgroundcolor', 'background-color', 'color', 'block-size', 'block-color'];

    #value = 0;
    #first = 0;
    #rail = h('div', { class: 'rail' });
    #done = h('div', { class: 'done' });
    #knob = h('div', { class: 'knob' });
    #text = h('div', { class: 'value' });

    make() {
      this.#rail.append(this.#done, this.#knob);
      this.shadow(style, this.#rail, this.#text);
      this.setAttribute('role', 'slider');
      this.#first = this.#value = this.#fit(numAttr(this, 'value', 0));
      this.#draw();
      this.addEventListener('pointerdown', (event) => guard('slider', () => this.#grab(event)));
      this.addEventListener('keydown', (event) => guard('slider', () => this.#key(event)));
    }

    /** @param {string} name */
    update(name) {
      if (name === 'value') this.#value = numAttr(this, 'value', 0);
      this.#value = this.#fit(this.#value);
      this.#draw();
    }

    get value() {
      return this.#value;
    }

    get #min() {
      return numAttr(this, 'min', 0);
    }

    get #max() {
      return Math.max(this.#min, numAttr(this, 'max', 100));
    }

    /** @param {number} value */
    #fit(value) {
      const step = Math.max(numAttr(this, 'step', 1), 1e-6);
      const stepped = this.#min + Math.round((value - this.#min) / step) * step;
      return Number(Math.min(this.#max, Math.max(this.#min, stepped)).toFixed(6));
    }

    #draw() {
      const part = this.#max > this.#min ? ((this.#value - this.#min) / (this.#max - this.#min)) * 100 : 0;
      this.#done.style.width = this.#knob.style.left = `${part}%`;
      this.#text.textContent = String(this.#value);
      this.#text.style.display = boolAttr(this, 'show-value') ? '' : 'none';
      const set = this.#rail.style;
      set.setProperty('--tint', anyColor(this, ['activecolor', 'active-color', 'selectedcolor', 'selected-color'], 'var(--banchan-accent)'));
      set.setProperty('--rail', anyColor(this, ['backgroundcolor', 'background-color', 'color'], 'var(--banchan-fill-pressed)'));
      set.setProperty('--knob', `${Math.min(28, Math.max(12, numAttr(this, 'block-size', 28)))}px`);
      set.setProperty('--knob-color', colorAttr(this, 'block-color', '#fff'));
      const disabled = boolAttr(this, 'disabled');
      this.toggleAttribute('off', disabled);
      this.setAttribute('tabindex', disabled ? '-1' : '0');
      for (const [name, value] of [['now', this.#value], ['min', this.#min], ['max', this.#max]]) this.setAttribute(`aria-value${name}`, String(value));
    }

    /** @param {PointerEvent} event */
    #grab(event) {
      if (boolAttr(this, 'disabled') || event.button !== 0) return;
      const before = this.#value;
      let told = before;
      this.setPointerCapture(event.pointerId);
      /** @param {number} value */
      const tell = (value) => {
        if (value === told) return;
        told = value;
        sendEdit(this, 'changing', { value });
      };
      /** @param {PointerEvent} at */
      const follow = (at) => {
        const box = this.#rail.getBoundingClientRect();
        const value = this.#fit(this.#min + ((at.clientX - box.left) / (box.width || 1)) * (this.#max - this.#min));
        if (value === this.#value) return;
        this.#value = value;
        this.#draw();
        inFrame(this, 'changing', () => tell(value));
      };
      /** @param {PointerEvent} at */
      const done = (at) => {
        for (const [type, handler] of /** @type {const} */ ([['pointermove', follow], ['pointerup', done], ['pointercancel', done]])) this.removeEventListener(type, handler);
        if (at.type === 'pointercancel') {
          // The finger scrolls the page: it meant nothing here, and what was heard of it is taken back.
          this.#value = before;
          this.#draw();
          inFrame(this, 'changing', () => tell(before));
        }
        flushFrame();
        if (this.#value !== before) this.#changed();
      };
      this.addEventListener('pointermove', follow);
      this.addEventListener('pointerup', done);
      this.addEventListener('pointercancel', done);
      follow(event);
    }

    #changed() {
      sendEdit(this, 'change', { value: this.#value });
      stateChanged();
    }

    /** @param {KeyboardEvent} event */
    #key(event) {
      const step = numAttr(this, 'step', 1);
      const by = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: step * 10, PageDown: -step * 10 }[event.key];
      if (by === undefined || boolAttr(this, 'disabled')) return;
      event.preventDefault();
      this.#value = this.#fit(this.#value + by);
      this.#draw();
      this.#changed();
    }

    formValue() {
      return this.#value;
    }

    formReset() {
      this.#value = this.#first;
      this.#draw();
    }

    keep() {
      return this.#value === numAttr(this, 'value', 0) ? undefined : this.#value;
    }

    /** @param {unknown} kept */
    restore(kept) {
      this.#value = this.#fit(Number(kept) || 0);
      this.#draw();
    }
  };
});
