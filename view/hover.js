// Pressed looks: `hover-class` comes after hover-start-time and stays hover-stay-time after the finger left.
// It must not touch classes of the core: it uses the overlay.

/** Defaults of the tags: class, start and stay in ms. */
/** @type {Record<string, [string, number, number]>} */
const HOVER = {
  'wx-button': ['button-hover', 20, 70],
  'wx-navigator': ['navigator-hover', 50, 600],
};

/** @type {Array<{ element: Element, names: string, stay: number, timer: number, on: boolean }>} */
let pressed = [];

/** @param {Element | null} target */
function hoverStart(target) {
  hoverEnd(true);
  for (let at = target; at; at = at.parentElement) {
    const preset = HOVER[at.localName];
    const names = at.getAttribute('hover-class') ?? preset?.[0] ?? 'none';
    if (names === 'none' || names === '' || boolAttr(at, 'disabled')) continue;
    const entry = { element: at, names, stay: numAttr(at, 'hover-stay-time', preset?.[2] ?? 400), timer: 0, on: false };
    entry.timer = window.setTimeout(() => {
      entry.on = true;
      overlayClass(entry.element, entry.names, true);
    }, numAttr(at, 'hover-start-time', preset?.[1] ?? 50));
    pressed.push(entry);
    if (boolAttr(at, 'hover-stop-propagation')) break;
  }
}

/** @param {boolean} cancelled the finger scrolls or something else took over */
function hoverEnd(cancelled) {
  for (const entry of pressed) {
    if (cancelled && !entry.on) {
      clearTimeout(entry.timer);
      continue;
    }
    // a tap shorter than the start time still shows for a moment
    setTimeout(
      () => {
        clearTimeout(entry.timer);
        overlayClass(entry.element, entry.names, false);
      },
      cancelled ? 0 : entry.stay,
    );
  }
  pressed = [];
}
