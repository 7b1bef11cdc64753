// Pulling down to refresh, for the page and for scroll-views alike: follows the finger, holds while refreshing, lets go.
// It must not scroll or stop scrolling; it begins only where everything above the finger is at its top.

/**
 * Something that can be pulled.
 * @typedef {object} Pullable
 * @property {number} threshold px from which letting go refreshes
 * @property {(px: number, holding: boolean) => void} show how far it is pulled now
 * @property {(px: number) => void} [pulling]
 * @property {() => void} refresh
 * @property {() => void} [abandon] let go too early
 */

/** @type {Map<Element, Pullable>} */
const pullables = new Map();

/** Pull beyond the threshold gets heavier: px shown for px moved. */
const RESISTANCE = 0.5;

/** @type {{ pullable: Pullable, y: number, px: number } | null} */
let pulled = null;
/** @type {Set<Pullable>} */
const held = new Set();

/**
 * @param {Element} target
 * @param {number} y
 */
function pullStart(target, y) {
  pulled = null;
  if (pullables.size === 0) return;
  for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) {
    const pullable = pullables.get(at);
    // A map moves under the finger itself.
    if (at.localName === 'wx-map') return;
    const top = at.localName === 'wx-page' ? scrollY : at.scrollTop;
    if (top > 0) return;
    if (pullable) {
      if (!held.has(pullable)) pulled = { pullable, y, px: 0 };
      return;
    }
  }
}

/** @param {number} y */
function pullMove(y) {
  const now = pulled;
  if (!now) return;
  const px = Math.max(0, (y - now.y) * RESISTANCE);
  if (px === 0 && now.px === 0) return;
  now.px = px;
  inFrame(now, 'pull', () => {
    now.pullable.show(px, false);
    now.pullable.pulling?.(px);
  });
}

function pullEnd() {
  const now = pulled;
  pulled = null;
  if (!now || now.px === 0) return;
  if (now.px >= now.pullable.threshold) {
    holdPulled(now.pullable, true);
    now.pullable.refresh();
  } else {
    now.pullable.show(0, false);
    now.pullable.abandon?.();
  }
}

/**
 * Holds it open as while refreshing, or lets it close.
 * @param {Pullable} pullable
 * @param {boolean} on
 */
function holdPulled(pullable, on) {
  if (on) held.add(pullable);
  else held.delete(pullable);
  pullable.show(on ? pullable.threshold : 0, on);
}

const PULL_SHEET = `
:host { position: relative; display: block; flex: none; height: 0; overflow: hidden; color: inherit; }
:host([settle]) { transition: height .2s ease-out; }
div { position: absolute; inset: auto 0 0; height: 50px; display: flex; align-items: center; justify-content: center; gap: 7px; opacity: .45; }
:host([bare]) div { display: none; }
::slotted(slot) { position: absolute; inset: auto 0 0; display: block; }
i { width: 7px; height: 7px; border-radius: 50%; background: currentColor; }
:host([busy]) i { animation: beat 1s infinite ease-in-out; }
i:nth-child(2) { animation-delay: .16s !important; }
i:nth-child(3) { animation-delay: .32s !important; }
@keyframes beat { 0%, 60%, 100% { opacity: .35; transform: scale(.8); } 30% { opacity: 1; transform: none; } }
@media (prefers-reduced-motion: reduce) { :host([busy]) i { animation-duration: 3s; } }
`;

/**
 * The three dots that appear above what is pulled.
 * @returns {{ element: HTMLElement, show: (px: number, holding: boolean) => void }}
 */
function pullDots() {
  const element = document.createElement('div');
  const root = element.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet(PULL_SHEET)];
  root.append(h('div', { role: 'presentation' }, h('i'), h('i'), h('i')), h('slot'));
  return {
    element,
    show(px, holding) {
      element.toggleAttribute('busy', holding);
      element.toggleAttribute('settle', holding || px === 0);
      element.style.height = `${px}px`;
    },
  };
}
