// wx-picker-view and wx-picker-view-column: wheels in the page, with the program's own items.
// What is chosen is the view's; `change` tells all columns at once when a wheel has come to rest.

const PICKER_VIEW_SHEET = `
:host { position: relative; display: block; overflow: hidden; }
.columns { display: flex; height: 100%; text-align: center; }
/* What is not chosen fades into whatever lies behind; only a program that gives a picture of its own covers it. */
.columns:not(.covered) { -webkit-mask-image: linear-gradient(rgba(0, 0, 0, var(--left, .18)), #000 46%, #000 54%, rgba(0, 0, 0, var(--left, .18))); mask-image: linear-gradient(rgba(0, 0, 0, var(--left, .18)), #000 46%, #000 54%, rgba(0, 0, 0, var(--left, .18))); }
.mask { position: absolute; inset: 0; pointer-events: none; }
slot[name] { position: absolute; inset: 0; display: flex; align-items: center; pointer-events: none; }
::slotted(.banchan-indicator) { box-sizing: border-box; width: 100%; height: 34px; border: solid var(--banchan-line); border-width: 1px 0; }
`;
const COLUMN_SHEET = `
:host { flex: 1; min-width: 0; height: 100%; }
${WHEEL_RULES}
::slotted(*) { height: var(--item); overflow: hidden; scroll-snap-align: center; }
`;

registerElement('wx-picker-view-column', () => {
  const style = sheet(COLUMN_SHEET);
  return class extends WxElement {
    wheel = new Wheel([h('slot')], () => this.#view()?.settled(), () => this.#view()?.started());

    make() {
      this.shadow(style, this.wheel.element);
    }

    attached() {
      this.#view()?.layOut();
    }

    /** @returns {any} */
    #view() {
      const view = this.closest('wx-picker-view');
      return view instanceof WxElement && 'settled' in view ? view : null;
    }
  };
});

registerElement('wx-picker-view', () => {
  const style = sheet(PICKER_VIEW_SHEET);
  return class extends WxElement {
    static observedAttributes = ['value', 'indicator-style', 'indicator-class', 'mask-style'];

    #columnsBox = h('div', { class: 'columns' }, h('slot'));
    #mask = h('div', { class: 'mask' });
    #indicator = h('div', { slot: 'indicator' });
    /** @type {number[]} */
    #value = [];
    #watch = new ResizeObserver(() => guard('picker-view', () => this.layOut()));

    make() {
      this.shadow(style, this.#columnsBox, this.#mask, h('slot', { name: 'indicator' }));
      this.append(this.#indicator);
      for (const name of PICKER_VIEW_ATTRIBUTES) this.update(name);
    }

    attached() {
      this.#watch.observe(this);
      this.layOut();
    }

    detached() {
      this.#watch.disconnect();
    }

    /** @param {string} name */
    update(name) {
      if (name === 'value') {
        const value = jsonAttr(this, 'value');
        if (Array.isArray(value)) this.#value = value.map((each) => Number(each) || 0);
        this.#columns.forEach((column, index) => column.wheel.show(this.#value[index] ?? 0, true));
        return;
      }
      if (name === 'mask-style') {
        this.#drawMask();
        return;
      }
      this.#indicator.className = `banchan-indicator ${this.getAttribute('indicator-class') ?? ''}`;
      this.#indicator.setAttribute('style', this.getAttribute('indicator-style') ?? '');
      this.layOut();
    }

    /** What a program says of the mask is either what covers the columns, or how much of them goes. */
    #drawMask() {
      this.#mask.setAttribute('style', this.getAttribute('mask-style') ?? '');
      const { background, backgroundColor, backgroundImage, display, opacity } = this.#mask.style;
      this.#columnsBox.classList.toggle('covered', [background, backgroundColor, backgroundImage].some((own) => own !== '') || display === 'none');
      if (opacity) this.#columnsBox.style.setProperty('--left', String(Math.min(1, Math.max(0, 1 - Number(opacity)))));
      else this.#columnsBox.style.removeProperty('--left');
    }

    /** @returns {any[]} */
    get #columns() {
      return [...this.children].filter((child) => child instanceof WxElement && 'wheel' in child);
    }

    layOut() {
      if (this.clientHeight === 0) return;
      const item = this.#indicator.getBoundingClientRect().height || 34;
      this.#columns.forEach((column, index) => {
        column.style.setProperty('--item', `${item}px`);
        overlayStyle(column, '--item', `${item}px`);
        column.wheel.measure(this.clientHeight, item);
        column.wheel.show(this.#value[index] ?? 0);
      });
    }

    started() {
      sendEvent(this, 'pickstart', { local: true });
    }

    settled() {
      this.#value = this.#columns.map((column) => column.wheel.index);
      sendEdit(this, 'change', { value: this.#value });
      sendEvent(this, 'pickend', { local: true });
      stateChanged();
    }

    formValue() {
      return this.#value;
    }

    keep() {
      return JSON.stringify(this.#value) === (this.getAttribute('value') ?? '[]') ? undefined : this.#value;
    }

    /** @param {unknown} kept */
    restore(kept) {
      if (!Array.isArray(kept)) return;
      this.#value = kept.map((each) => Number(each) || 0);
      this.layOut();
    }
  };
});

const PICKER_VIEW_ATTRIBUTES = ['value', 'indicator-style', 'mask-style'];
