// What only the view knows (scroll offsets, typed values), told to the core now and then, so that a view that was lost
// comes back as it was. Elements are named by their place among their like, since numbers may change when HTML is made again.

const KEEPERS = 'wx-input, wx-textarea, wx-scroll-view, wx-swiper, wx-switch, wx-slider, wx-checkbox, wx-radio, wx-picker-view';
/** At most so often, ms. */
const STATE_PAUSE = 400;

let stateTimer = 0;
let lastState = '';

/** Something that is to be kept changed. */
function stateChanged() {
  if (!stateTimer) stateTimer = window.setTimeout(sendState, STATE_PAUSE);
}

/** What elements are to have again whose script is on its way. @type {WeakMap<Element, unknown>} */
const restoring = new WeakMap();

/** @typedef {{ y: number, kept: Array<[number, string, unknown]> }} ViewState */

function sendState() {
  clearTimeout(stateTimer);
  stateTimer = 0;
  /** @type {ViewState} */
  const state = { y: Math.round(scrollY), kept: [] };
  [...document.querySelectorAll(KEEPERS)].forEach((element, index) => {
    const value = element instanceof WxElement && 'keep' in element ? guard('state', () => /** @type {any} */ (element).keep()) : restoring.get(element);
    if (value !== undefined) state.kept.push([index, element.localName, value]);
  });
  const text = JSON.stringify(state);
  if (text === lastState) return;
  lastState = text;
  port.send({ t: 'state', v: state });
}

/** Restores what the document brings as `data-state` of wx-page. */
function restoreState() {
  const text = pageElement().getAttribute('data-state');
  if (!text) return;
  pageElement().removeAttribute('data-state');
  const state = /** @type {ViewState} */ (JSON.parse(text));
  const elements = document.querySelectorAll(KEEPERS);
  for (const [index, tag, value] of state.kept ?? []) {
    const element = elements[index];
    if (element?.localName !== tag) continue;
    const restore = () => {
      restoring.delete(element);
      if (element instanceof WxElement && 'restore' in element) guard('state', () => /** @type {any} */ (element).restore(value));
    };
    if (customElements.get(tag)) restore();
    else {
      restoring.set(element, value);
      customElements.whenDefined(tag).then(restore);
    }
  }
  if (state.y > 0) scrollTo({ top: state.y, behavior: 'instant' });
}

function keepState() {
  addEventListener('pagehide', sendState);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') sendState();
  });
}
