// The keyboard on the screen: how high it is, the field that it must not cover, the bar above it for longer texts.
// It must not guess: a keyboard is what makes the visual viewport lower than the page while a field has the caret.

/** A keyboard is at least so high, px; less is a bar of the browser. */
const LEAST_KEYBOARD = 100;

/**
 * What a field tells about itself.
 * @typedef {object} Typing
 * @property {HTMLElement} host
 * @property {() => boolean} adjusts the page goes up when the keyboard would cover it
 * @property {() => number} spacing px between it and the keyboard
 * @property {() => boolean} holds taps elsewhere leave the keyboard there
 * @property {() => boolean} bar it wants the bar above the keyboard
 * @property {(height: number) => void} changed
 */

/** @type {Typing | null} */
let typing = null;
let keyboardHeight = 0;
/** @type {HTMLElement | null} */
let confirmBar = null;
/** Below the page while it is lifted: without it a page that is at its end would be scrolled back by as much. */
const liftRoom = document.createElement('div');

const KEYBOARD_BAR = `
div { position: fixed; z-index: 2147483000; right: 0; left: 0; display: flex; justify-content: flex-end; background: var(--banchan-raised); border-top: 1px solid var(--banchan-line); }
button { padding: 11px 18px; border: 0; background: none; font: inherit; font-size: 16px; font-weight: 600; color: var(--banchan-accent-ink); }
`;

/** A field got the caret. @param {Typing} field */
function typingBegan(field) {
  typing = field;
  measureKeyboard();
  makeRoom();
}

/** A field lost it. @param {Typing} field */
function typingEnded(field) {
  if (typing !== field) return;
  typing = null;
  if (keyboardHeight > 0) setKeyboard(0, field);
  makeRoom();
}

/** What the shell says of its keyboard, where the browser can't see it. @type {number | null} */
let toldKeyboard = null;

/** @param {unknown} height */
function tellKeyboard(height) {
  toldKeyboard = typeof height === 'number' ? height : null;
  measureKeyboard();
}

function measureKeyboard() {
  const seen = window.visualViewport;
  const covered = toldKeyboard ?? (seen && seen.scale <= 1.01 ? Math.round(innerHeight - seen.height - seen.offsetTop) : 0);
  const height = typing && covered >= LEAST_KEYBOARD ? covered : 0;
  if (height === keyboardHeight) return;
  setKeyboard(height, typing);
  makeRoom();
}

/** The field and the program hear of it. @param {number} height  @param {Typing | null} field */
function setKeyboard(height, field) {
  keyboardHeight = height;
  field?.changed(height);
  port.send({ t: 'page', type: 'keyboard', height });
}

/** Lifts the page so far that the field is seen, and shows or hides the bar. */
function makeRoom() {
  const root = document.documentElement.style;
  root.translate = '';
  const bar = keyboardHeight > 0 && typing?.bar() === true;
  if (typing && keyboardHeight > 0 && typing.adjusts()) {
    const covered = typing.host.getBoundingClientRect().bottom + typing.spacing() + (bar ? 44 : 0) - (innerHeight - keyboardHeight);
    if (covered > 0) {
      const by = Math.min(covered, keyboardHeight);
      liftRoom.style.height = `${by}px`;
      if (!liftRoom.isConnected) document.body.append(liftRoom);
      root.translate = `0 ${-by}px`;
    }
  }
  if (!root.translate) liftRoom.remove();
  if (!bar) {
    confirmBar?.remove();
    confirmBar = null;
    return;
  }
  if (!confirmBar) {
    confirmBar = document.createElement('div');
    const tree = confirmBar.attachShadow({ mode: 'open' });
    tree.adoptedStyleSheets = [sheet(KEYBOARD_BAR)];
    const done = h('button', { type: 'button' }, say('done'));
    done.addEventListener('click', () => typing?.host.blur());
    tree.append(h('div', {}, done));
    document.body.append(confirmBar);
  }
  const strip = /** @type {HTMLElement} */ (confirmBar.shadowRoot?.firstElementChild);
  // what is fixed goes up with the page
  const lifted = Number.parseFloat(root.translate.split(' ')[1] ?? '0') || 0;
  strip.style.bottom = `${keyboardHeight + lifted}px`;
}

function watchKeyboard() {
  window.visualViewport?.addEventListener('resize', () => guard('keyboard', measureKeyboard));
  // a press elsewhere takes the caret away, unless the field holds it
  document.addEventListener('mousedown', (event) => {
    const onField = event.target instanceof Element && event.target.closest('wx-input, wx-textarea');
    if (typing?.holds() && !onField) event.preventDefault();
  });
}
