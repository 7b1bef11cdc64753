// wx-icon: WeChat's nine signs, drawn here as SVG on a 24 by 24 grid.
// It must not load fonts or pictures; the colour is the program's or the sign's own.

/** A sign: its colour, and shapes; `disc` is filled, `cut` is drawn in the background's place on it, `line` is stroked. */
/** @typedef {{ color: string, disc?: boolean, ring?: boolean, lines: string[], dots?: string[] }} Sign */

/** @type {Record<string, Sign>} */
const SIGNS = {
  success: { color: 'var(--banchan-accent)', disc: true, lines: ['M7.4 12.4l3.1 3.1 6.2-6.6'] },
  success_no_circle: { color: 'var(--banchan-accent)', lines: ['M4.6 12.8l4.9 4.9L19.6 7'] },
  info: { color: '#1478d4', disc: true, lines: ['M12 11.2v5.6'], dots: ['12 7.4'] },
  warn: { color: '#e0433b', disc: true, lines: ['M12 6.8v6.4'], dots: ['12 16.8'] },
  waiting: { color: '#1478d4', disc: true, lines: ['M12 6.8v5.6l3.6 2.2'] },
  cancel: { color: '#e0433b', ring: true, lines: ['M8.8 8.8l6.4 6.4M15.2 8.8l-6.4 6.4'] },
  download: { color: 'var(--banchan-accent)', ring: true, lines: ['M12 6.8v8.6M8.4 12.2l3.6 3.6 3.6-3.6'] },
  search: { color: 'var(--banchan-soft)', lines: ['M10.6 4.6a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l4.6 4.6'] },
  clear: { color: 'var(--banchan-faint)', disc: true, lines: ['M8.8 8.8l6.4 6.4M15.2 8.8l-6.4 6.4'] },
};
/** @type {Record<string, string>} */
const SIGN_ALIASES = { success_circle: 'success', info_circle: 'info', 'success-no-circle': 'success_no_circle' };

/**
 * An SVG element.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 */
function svg(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** @param {Sign} sign */
function drawSign(sign) {
  const drawing = svg('svg', { viewBox: '0 0 24 24', fill: 'none', 'stroke-width': '2', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' });
  if (sign.disc) drawing.append(svg('circle', { cx: '12', cy: '12', r: '10', fill: 'currentColor' }));
  if (sign.ring) drawing.append(svg('circle', { cx: '12', cy: '12', r: '9', stroke: 'currentColor', 'stroke-width': '1.6' }));
  const ink = sign.disc ? '#fff' : 'currentColor';
  for (const line of sign.lines) drawing.append(svg('path', { d: line, stroke: ink, 'stroke-width': sign.ring ? '1.6' : '2' }));
  for (const dot of sign.dots ?? []) {
    const [cx = '', cy = ''] = dot.split(' ');
    drawing.append(svg('circle', { cx, cy, r: '1.3', fill: ink }));
  }
  return drawing;
}

registerElement('wx-icon', () => {
  const style = sheet('svg { display: block; width: 100%; height: 100%; }');
  return class extends WxElement {
    static observedAttributes = ['type', 'size', 'color'];

    make() {
      this.shadow(style);
      this.update();
    }

    update() {
      const type = this.getAttribute('type') ?? '';
      const sign = SIGNS[SIGN_ALIASES[type] ?? type];
      this.shadowRoot?.replaceChildren(...(sign ? [drawSign(sign)] : []));
      const size = `${lengthAttr(this, 'size', 23)}px`;
      overlayStyle(this, 'width', size);
      overlayStyle(this, 'height', size);
      overlayStyle(this, 'color', colorAttr(this, 'color', sign?.color ?? 'inherit'));
      if (!this.hasAttribute('aria-label')) this.setAttribute('aria-hidden', 'true');
    }
  };
});
