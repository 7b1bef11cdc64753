// A sheet from the bottom with "Cancel" and "Done", over the page and outside of its tree. One at a time.
// It must not outlive its page's interest: Escape, a tap beside it and "Cancel" all close it.

const BOTTOM_SHEET = `
:host { position: fixed; z-index: 2147483000; inset: 0; font-family: var(--banchan-font); color: var(--banchan-ink); }
.shade { position: absolute; inset: 0; background: rgba(0, 0, 0, .5); animation: shade .22s ease-out; touch-action: none; }
.panel { position: absolute; left: 0; right: 0; bottom: 0; max-width: 560px; margin: 0 auto; padding-bottom: env(safe-area-inset-bottom); border-radius: 14px 14px 0 0; background: var(--banchan-raised); overflow: hidden; animation: rise .26s cubic-bezier(.2, .8, .3, 1); }
header { display: flex; align-items: center; justify-content: space-between; height: 54px; border-bottom: 1px solid var(--banchan-line); }
header b { flex: 1; min-width: 0; overflow: hidden; font-size: 16px; font-weight: 600; text-align: center; text-overflow: ellipsis; white-space: nowrap; }
button { min-width: 76px; height: 100%; padding: 0 18px; border: 0; background: none; font: inherit; font-size: 16px; color: var(--banchan-soft); cursor: pointer; }
button.done { font-weight: 600; color: var(--banchan-accent-ink); text-align: right; }
button.cancel { text-align: left; }
button:focus-visible { outline: 2px solid var(--banchan-accent); outline-offset: -4px; border-radius: 10px; }
.wheels { position: relative; display: flex; height: 250px; padding: 0 10px; }
.column { flex: 1; min-width: 0; }
${WHEEL_RULES}
.item { box-sizing: border-box; height: 44px; padding: 0 6px; overflow: hidden; font-size: 17px; line-height: 44px; text-align: center; text-overflow: ellipsis; white-space: nowrap; scroll-snap-align: center; }
.band { position: absolute; inset: 103px 10px auto; height: 44px; border-radius: 10px; background: rgba(128, 130, 138, .16); }
.column { position: relative; }
.fade { position: absolute; inset: 0; pointer-events: none; background: linear-gradient(var(--banchan-raised), transparent 40%, transparent 60%, var(--banchan-raised)); opacity: .9; }
@keyframes rise { from { transform: translateY(100%); } }
@keyframes shade { from { opacity: 0; } }
@media (prefers-reduced-motion: reduce) { .panel, .shade { animation: none; } }
`;
/** Heights of the sheet's wheels and items, px; the style sheet has the same. */
const SHEET_WHEEL = 250;
const SHEET_ITEM = 44;

/** @type {(() => void) | null} */
let closeSheet = null;

/**
 * Opens a sheet with columns of choices.
 * @param {{ title: string, columns: string[][], value: number[], done: (value: number[]) => void, cancelled: () => void, turned?: (column: number, index: number) => void }} options
 * @returns {{ set: (columns: string[][], value: number[]) => void, chosen: () => number[] }} to change the choices while it is open, and what is chosen now
 */
function openSheet({ title, columns, value, done, cancelled, turned }) {
  closeSheet?.();
  const before = document.activeElement;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [sheet(BOTTOM_SHEET)];
  const shade = h('div', { class: 'shade' });
  const cancel = h('button', { class: 'cancel', type: 'button' }, say('cancel'));
  const ok = h('button', { class: 'done', type: 'button' }, say('done'));
  const wheels = h('div', { class: 'wheels' });
  const panel = h('div', { class: 'panel', role: 'dialog', 'aria-modal': 'true', 'aria-label': title }, h('header', {}, cancel, h('b', {}, title), ok), wheels);
  root.append(shade, panel);
  /** @type {Wheel[]} */
  let made = [];
  /** @type {string[][]} */
  let shown = [];

  const close = () => {
    closeSheet = null;
    document.removeEventListener('keydown', keyed, true);
    host.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const leave = () => {
    close();
    cancelled();
  };
  closeSheet = leave;
  // the click that a browser makes of the very tap that opened the sheet must not hit it; it bears the tap's time
  const opened = performance.now();
  root.addEventListener(
    'click',
    (event) => {
      if (event.timeStamp < opened + 30 && event instanceof MouseEvent && event.detail > 0) event.stopPropagation();
    },
    true,
  );
  shade.addEventListener('click', leave);
  cancel.addEventListener('click', leave);
  ok.addEventListener('click', () => {
    // Who is done sees what is in the middle, and need not wait until a wheel has settled.
    for (const wheel of made) wheel.rest();
    close();
    done(made.map((wheel) => wheel.index));
  });
  /** @param {KeyboardEvent} event */
  const keyed = (event) => {
    if (event.key === 'Escape') leave();
    else if (event.key === 'Enter' && root.activeElement?.localName !== 'button') ok.click();
    else return;
    event.stopPropagation();
    event.preventDefault();
  };
  document.addEventListener('keydown', keyed, true);

  /** @param {string[][]} lists @param {number[]} at */
  const set = (lists, at) => {
    if (lists.length !== made.length || wheels.childElementCount === 0) {
      made = [];
      wheels.replaceChildren(h('div', { class: 'band' }));
    }
    const before = shown;
    shown = lists;
    lists.forEach((list, column) => {
      const index = Math.min(at[column] ?? 0, Math.max(0, list.length - 1));
      // A wheel that nothing new comes to may be turning just now.
      if (made[column]?.index === index && JSON.stringify(before[column]) === JSON.stringify(list)) return;
      const items = list.map((text) => h('div', { class: 'item', role: 'option' }, text));
      const wheel = made[column];
      if (wheel) {
        const [first] = wheel.element.children;
        const last = wheel.element.lastElementChild;
        if (first && last) wheel.element.replaceChildren(first, ...items, last);
      } else {
        const fresh = new Wheel(items, (index) => turned?.(column, index));
        made.push(fresh);
        wheels.append(h('div', { class: 'column' }, fresh.element, h('div', { class: 'fade' })));
      }
      made[column]?.measure(SHEET_WHEEL, SHEET_ITEM);
      made[column]?.show(index);
    });
  };
  document.body.append(host);
  set(columns, value);
  ok.focus({ preventScroll: true });
  return { set, chosen: () => made.map((wheel) => wheel.index) };
}
