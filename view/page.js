// The page as a whole: scrolling, its end, pulling to refresh, size, the colour behind it.
// It must not tell what was not asked for: `wx-page` says by data-scroll, data-reach-bottom (px) and data-pull what the program wants.

/** Threshold of the page's pull to refresh, px shown. */
const PAGE_PULL = 50;

let atBottom = false;
/** @type {Pullable | null} */
let pagePull = null;

const pageElement = () => /** @type {HTMLElement} */ (byId.get(0));

/** @param {Event} event */
function onScroll(event) {
  const target = event.target;
  if (target === document) inFrame(document, 'scroll', pageScrolled);
  else if (target instanceof WxElement && 'scrolled' in target) inFrame(target, 'scroll', () => /** @type {any} */ (target).scrolled());
  hoverEnd(true);
  stateChanged();
}

function pageScrolled() {
  const page = pageElement();
  if (page.hasAttribute('data-scroll')) port.send({ t: 'page', type: 'scroll', scrollTop: Math.max(0, scrollY) });
  noteBottom(true);
}

/** @param {boolean} tell whether reaching the end now is news for the core */
function noteBottom(tell) {
  const distance = numAttr(pageElement(), 'data-reach-bottom', -1);
  if (distance < 0) return;
  const root = document.documentElement;
  const left = root.scrollHeight - innerHeight - scrollY;
  const now = left <= distance + 1 && scrollY > 0;
  if (now && !atBottom && tell) port.send({ t: 'page', type: 'reachBottom' });
  atBottom = now;
}

/** The page's own background reaches under the whole window, as `page` is the body in WeChat. */
function paintCanvas() {
  const color = getComputedStyle(pageElement()).backgroundColor;
  const clear = color === 'rgba(0, 0, 0, 0)' || color === 'transparent';
  document.documentElement.style.backgroundColor = clear ? '' : color;
}

/** What follows from any patch, once a frame. */
function afterPatch() {
  inFrame(document, 'patched', () => {
    paintCanvas();
    watchPagePull();
    if (atBottom) noteBottom(false);
  });
}

/** The dots of that. @type {HTMLElement | null} */
let pageDots = null;

/** wx.setBackgroundTextStyle. @param {boolean} light */
function stylePagePull(light) {
  const page = pageElement();
  if (page.hasAttribute('data-pull')) page.setAttribute('data-pull', light ? 'light' : '');
  if (pageDots) pageDots.style.color = light ? '#fff' : '';
}

/** Makes the page pullable when `data-pull` says so, and not when it does not. */
function watchPagePull() {
  const page = pageElement();
  const wanted = page.hasAttribute('data-pull');
  if (wanted && !pagePull) {
    const dots = pullDots();
    if (page.getAttribute('data-pull') === 'light') dots.element.style.color = '#fff';
    pageDots = dots.element;
    page.before(dots.element);
    pagePull = { threshold: PAGE_PULL, show: dots.show, refresh: () => port.send({ t: 'page', type: 'pullDown' }) };
    pullables.set(page, pagePull);
  } else if (!wanted && pagePull && !held.has(pagePull)) {
    pagePull.show(0, false);
    pullables.delete(page);
    pagePull = null;
  }
}

/**
 * wx.startPullDownRefresh and wx.stopPullDownRefresh.
 * @param {boolean} on
 */
function holdPagePull(on) {
  watchPagePull();
  if (!pagePull || held.has(pagePull) === on) return;
  if (on) scrollTo(0, 0);
  holdPulled(pagePull, on);
}

/** The bar of the page was tapped twice: the page, and each scroll-view that wants it, returns to its top. */
function backToTop() {
  const all = [document.documentElement, ...document.querySelectorAll('wx-scroll-view[enable-back-to-top]:not([enable-back-to-top="false"])')];
  for (const scroller of all) if (scroller.scrollTop > 0) scrollIn(scroller, { top: 0 }, 300);
}

function watchPage() {
  document.addEventListener('scroll', onScroll, { passive: true, capture: true });
  addEventListener('resize', () =>
    inFrame(window, 'resize', () => port.send({ t: 'page', type: 'resize', size: { windowWidth: innerWidth, windowHeight: innerHeight } })),
  );
  watchPagePull();
  requestAnimationFrame(() => guard('background', paintCanvas));
}

/**
 * Scrolls smoothly in a given time, as wx.pageScrollTo asks.
 * @param {Element} scroller
 * @param {{ top?: number | undefined, left?: number | undefined }} to px
 * @param {number} duration ms
 */
function scrollIn(scroller, to, duration) {
  const from = { top: scroller.scrollTop, left: scroller.scrollLeft };
  const top = to.top ?? from.top;
  const left = to.left ?? from.left;
  if (duration <= 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) {
    scroller.scrollTo({ top, left, behavior: 'instant' });
    return;
  }
  const began = performance.now();
  /** @param {number} now */
  const step = (now) => {
    const part = Math.min(1, Math.max(0, (now - began) / duration));
    const eased = 1 - (1 - part) ** 3;
    scroller.scrollTo({ top: from.top + (top - from.top) * eased, left: from.left + (left - from.left) * eased, behavior: 'instant' });
    if (part < 1 && !gesture) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}
