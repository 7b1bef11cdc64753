// What lies over the screen, topmost last: only the topmost has the focus, and Escape closes only that one. It knows nothing of what
// the layers show.

/** @typedef {{box: HTMLElement, dismiss: (() => void)|null, take: () => void}} Layer */

/** @type {Layer[]} */
const open = [];
const top = () => open.at(-1);

/** Whether something lies over the screen. */
export const covered = () => open.length > 0;

/**
 * Puts `node` over the screen; `box`, in it or the same, keeps the focus until it ends.
 * @param {HTMLElement} node
 * @param {{box?: HTMLElement, dismiss?: (() => void)|null, first?: HTMLElement}} [how]
 *   `dismiss` is called on Escape, null when it must be answered; `first` has the focus first
 * @returns {() => void} ends it and gives the focus back; the node stays, for what moves it away
 */
export function layer(node, { box = node, dismiss = null, first } = {}) {
  const before = document.activeElement;
  const it = {
    box,
    dismiss,
    take() {
      if (top() === it && !box.contains(document.activeElement)) (first?.isConnected ? first : box).focus({ preventScroll: true });
    },
  };
  open.push(it);
  document.getElementById("over").append(node);
  it.take();
  // And a frame later, for what was not yet shown, or lost it in between.
  requestAnimationFrame(it.take);
  return () => {
    const at = open.indexOf(it);
    if (at < 0) return;
    open.splice(at, 1);
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}

// The page of a mini-program may hold the focus, or take it again: then a key meant for what lies over it would go to the program.
addEventListener("blur", () => setTimeout(() => { if (document.activeElement?.tagName === "IFRAME") top()?.take(); }));

addEventListener("keydown", (event) => {
  const it = top();
  if (!it || event.isComposing) return;
  if (event.key === "Escape") {
    event.stopImmediatePropagation();
    event.preventDefault();
    it.dismiss?.();
  } else if (event.key === "Tab") {
    // Also from outside: what had the focus may have been taken out of the layer.
    const all = [...it.box.querySelectorAll("a[href], button, input, textarea, select, summary, video[controls], [tabindex]")]
      .filter((el) => !el.disabled && el.tabIndex >= 0 && el.getClientRects().length > 0 && !el.closest("[inert]"));
    event.preventDefault();
    const at = all.indexOf(document.activeElement);
    all.at(event.shiftKey ? Math.max(at, 0) - 1 : (at + 1) % all.length)?.focus();
  }
}, true);
