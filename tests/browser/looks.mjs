// What a person who sees badly or taps with a thick finger would stumble over: texts that are too faint, keys that are too small.
// These functions run in a page, so they must need nothing from around them.

/**
 * WCAG AA: 4.5 to 1, and 3 for large texts. What is disabled, nearly gone or lies on a picture is left out.
 * @returns {string[]}
 */
export function faint() {
  const found = [];
  const numbers = (colour) => { const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number); return [r, g, b, a]; };
  const light = (c) => { const [r, g, b] = c.map((v) => { const x = v / 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const up = (el) => el.assignedSlot ?? el.parentElement ?? el.getRootNode().host ?? null;
  const over = (top, low) => [0, 1, 2].map((i) => top[i] * top[3] + low[i] * (1 - top[3]));
  /** The colour behind an element; null for a picture. */
  const behind = (el) => {
    const layers = [];
    for (let at = el; at; at = up(at)) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none' || at.matches('video, wx-video, wx-map, wx-camera, wx-canvas')) return null;
      layers.unshift(numbers(style.backgroundColor));
      if (layers[0][3] === 1) break;
    }
    return layers.reduce((low, top) => over(top, low), [255, 255, 255]);
  };
  const each = (root, act) => { for (const el of root.querySelectorAll('*')) { act(el); if (el.shadowRoot) each(el.shadowRoot, act); } };
  each(document, (el) => {
    const text = [...el.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(' ').trim();
    const box = el.getBoundingClientRect();
    if (!text || box.width < 2 || box.height < 2) return;
    const style = getComputedStyle(el);
    let seen = 1;
    for (let at = el; at; at = up(at)) {
      seen *= Number(getComputedStyle(at).opacity);
      if (at.matches('[disabled]:not([disabled=false]), [aria-disabled=true], [aria-hidden=true]')) return;
    }
    if (style.visibility === 'hidden' || seen < 0.3) return;
    const ground = behind(el);
    if (!ground) return;
    const [r, g, b, a] = numbers(style.color);
    const [x, y] = [light(over([r, g, b, a * seen], ground)), light(ground)];
    const ratio = (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    const size = parseFloat(style.fontSize);
    if (ratio < (size >= 24 || (size >= 18.6 && Number(style.fontWeight) >= 700) ? 3 : 4.5)) found.push(`faint (${ratio.toFixed(2)}): ${text.slice(0, 40)}`);
  });
  return found;
}

/**
 * What is tapped and answers to less than 44 by 44 CSS pixels, with the room around that answers as well. What lies under something
 * else, or not wholly in the window, is left out.
 * @param {string} but  a selector of what may be smaller, since there is another way to the same
 * @returns {string[]}
 */
export function small(but) {
  const found = [];
  for (const el of document.querySelectorAll('wx-button, [role=button], [role=tab]')) {
    if (el.matches(`${but || 'none'}, [disabled]:not([disabled=false]), [aria-disabled=true]`)) continue;
    const box = el.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const answers = (dx, dy) => { const at = document.elementFromPoint(x + dx, y + dy); return at !== null && el.contains(at); };
    if (box.width === 0 || x < 23 || x > innerWidth - 23 || y < 23 || y > innerHeight - 23 || !answers(0, 0)) continue;
    // Half a pixel at each edge is nobody's.
    for (const [dx, dy] of [[21, 0], [-21, 0], [0, 21], [0, -21]]) {
      if (!answers(dx, dy)) {
        found.push(`small (${Math.round(box.width)} by ${Math.round(box.height)}): ${(el.getAttribute('aria-label') ?? el.textContent).trim().slice(0, 40)}`);
        break;
      }
    }
  }
  return found;
}
