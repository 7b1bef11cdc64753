// Without a finger: keys and screen readers tap as well, and what can be tapped can be reached and has a role.
// It must not change looks: only tabindex, role and aria attributes that the mini-program has not set.

const INTERACTIVE = '[b], wx-button, wx-navigator, wx-input, wx-textarea, wx-switch, wx-checkbox, wx-radio, wx-slider, wx-picker';

/** @type {Set<Element>} */
const unseen = new Set();

/**
 * Looks at `root` and below when there is time: elements that listen for taps become reachable by key.
 * @param {Element} root
 */
function noteTapTargets(root) {
  if (unseen.size === 0) (window.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 200)))(() => guard('roles', giveRoles));
  unseen.add(root);
}

function giveRoles() {
  const roots = [...unseen];
  unseen.clear();
  for (const root of roots) {
    if (!root.isConnected) continue;
    for (const element of root.querySelectorAll('[aria-role]')) element.setAttribute('role', element.getAttribute('aria-role') ?? '');
    for (const element of [root, ...root.querySelectorAll('[b*="tap"]')]) {
      if (!listens(element, 'tap') || element.hasAttribute('tabindex') || element instanceof WxElement) continue;
      if (element.id === '' && element.localName === 'wx-page') continue;
      element.setAttribute('tabindex', '0');
      if (!element.hasAttribute('role') && !element.querySelector(INTERACTIVE)) element.setAttribute('role', 'button');
    }
  }
}

/**
 * @param {Element} element
 * @returns {void}
 */
function tapCentre(element) {
  const box = element.getBoundingClientRect();
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  tap(element, x + scrollX, y + scrollY, [{ identifier: 0, pageX: x + scrollX, pageY: y + scrollY, clientX: x, clientY: y, force: 0 }]);
}

function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const focused = event.target;
    if (!(focused instanceof Element) || focused !== document.activeElement || focused.shadowRoot?.activeElement) return;
    if (!focused.hasAttribute('tabindex') || !ids.has(focused)) return;
    event.preventDefault();
    guard('key', () => tapCentre(focused));
  });
  // a click without finger or mouse comes from assistive technology
  document.addEventListener(
    'click',
    (event) => {
      if (event.detail !== 0 || event.timeStamp - lastTouch < MOUSE_ECHO) return;
      const target = event.target instanceof Node ? numberedElement(event.target) : null;
      if (target && !target.matches('wx-input, wx-textarea')) guard('click', () => tapCentre(target));
    },
    true,
  );
}
