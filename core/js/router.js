// `this.router` and `this.pageRouter`: navigation whose relative paths start at a component's or page's own folder, also
// when another page is on top meanwhile. It goes nowhere itself: `wx` does.
'use strict';

const NAMES = ['switchTab', 'reLaunch', 'redirectTo', 'navigateTo', 'navigateBack'];

/** Members of the global object, by name. @type {any} */
let members = {};
/** Routers by the path that they start from. @type {Map<string, any>} */
const known = new Map();

/** @param {string} from  path of a component  @param {any} url */
function absolute(from, url) {
  if (typeof url !== 'string' || url.startsWith('/') || /^[a-z-]+:/i.test(url)) return url;
  const [path, ...query] = url.split('?');
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return [`/${parts.join('/')}`, ...query].join('?');
}

/** @param {string} path  of the component or page */
function routerOf(path) {
  const made = known.get(path);
  if (made !== undefined) return made;
  /** @type {any} */
  const router = {};
  for (const name of NAMES) {
    router[name] = (/** @type {any} */ options) => members[name](options?.url === undefined ? options : { ...options, url: absolute(path, options.url) });
  }
  known.set(path, Object.freeze(router));
  return router;
}

exports.install = (/** @type {any} */ global) => { members = { ...global }; };
exports.routerOf = routerOf;
