// wx-progress: a bar of how much is done, with an animation on request. It must not run timers: CSS moves it.

const PROGRESS_SHEET = `
:host { display: flex; align-items: center; }
.rail { flex: 1; overflow: hidden; background: var(--banchan-fill); }
.done { height: 100%; border-radius: inherit; }
.info { margin-left: 12px; min-width: 2em; color: var(--banchan-soft); font-variant-numeric: tabular-nums; }
`;

registerElement('wx-progress', () => {
  const style = sheet(PROGRESS_SHEET);
  return class extends WxElement {
    static observedAttributes = ['percent', 'show-info', 'border-radius', 'font-size', 'stroke-width', 'color', 'activecolor', 'active-color', 'backgroundcolor', 'background-color', 'active'];

    #rail = h('div', { class: 'rail' });
    #done = h('div', { class: 'done' });
    #info = h('div', { class: 'info' });
    #shown = 0;

    make() {
      this.#rail.append(this.#done);
      this.shadow(style, this.#rail, this.#info);
      this.setAttribute('role', 'progressbar');
      this.#done.addEventListener('transitionend', () => sendEvent(this, 'activeend', { detail: { curPercent: this.#shown }, local: true }));
      this.#done.style.width = '0%';
      this.update();
    }

    update() {
      const percent = Math.min(100, Math.max(0, numAttr(this, 'percent', 0)));
      const done = this.#done.style;
      const active = boolAttr(this, 'active');
      const from = this.getAttribute('active-mode') === 'forwards' ? this.#shown : 0;
      if (active && percent !== this.#shown) {
        done.transition = 'none';
        done.width = `${from}%`;
        void this.#done.offsetWidth; // the start must be seen for the way to be shown
        done.transition = `width ${Math.abs(percent - from) * numAttr(this, 'duration', 30)}ms linear`;
      } else if (!active) {
        done.transition = '';
      }
      done.width = `${percent}%`;
      this.#shown = percent;
      done.background = anyColor(this, ['activecolor', 'active-color', 'color'], 'var(--banchan-accent)');
      this.#rail.style.height = `${lengthAttr(this, 'stroke-width', 6)}px`;
      this.#rail.style.background = anyColor(this, ['backgroundcolor', 'background-color'], '');
      this.#rail.style.borderRadius = `${lengthAttr(this, 'border-radius', 0)}px`;
      this.#info.textContent = `${percent}%`;
      this.#info.style.fontSize = `${lengthAttr(this, 'font-size', 16)}px`;
      this.#info.style.display = boolAttr(this, 'show-info') ? '' : 'none';
      this.setAttribute('aria-valuenow', String(percent));
    }
  };
});
