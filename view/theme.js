// Light or dark as the core says, also inside the program's media queries: a frame or WebView would answer them by the
// system's setting, though the program may not know dark at all. It must not touch other queries.

const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(dark|light|no-preference)\s*\)/gi;

/** Rules that ask for the scheme, with what they ask. */
/** @type {Array<[CSSMediaRule | CSSImportRule, string]>} */
const schemeRules = [];
/** @type {WeakSet<CSSStyleSheet>} */
const seenSheets = new WeakSet();

const themeNow = () => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light');

/** @param {CSSMediaRule | CSSImportRule} rule @param {string} asked */
function answerScheme(rule, asked) {
  const theme = themeNow();
  const media = asked.replace(SCHEME, (_, scheme) => (scheme.toLowerCase() === theme ? '(min-width: 0px)' : '(max-width: 0px)'));
  if (rule.media.mediaText !== media) rule.media.mediaText = media;
}

/** @param {CSSRuleList} rules */
function findSchemeRules(rules) {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) {
      const asked = rule.media.mediaText;
      schemeRules.push([rule, asked]);
      answerScheme(rule, asked);
    }
    if (rule instanceof CSSGroupingRule) findSchemeRules(rule.cssRules);
  }
}

/** Looks at style sheets that were not looked at yet. */
function watchStyles() {
  for (const each of document.styleSheets) {
    if (seenSheets.has(each)) continue;
    seenSheets.add(each);
    guard('style', () => findSchemeRules(each.cssRules));
  }
}

/**
 * @param {'light' | 'dark'} theme
 * @param {string} background  colour behind the page in this theme; empty: none of its own
 */
function setTheme(theme, background) {
  document.documentElement.dataset['theme'] = theme;
  pageElement().style.backgroundColor = background;
  for (const [rule, asked] of schemeRules) answerScheme(rule, asked);
  requestAnimationFrame(() => guard('background', paintCanvas));
}
