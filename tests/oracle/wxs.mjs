// WXS as WeChat runs it, for a framework that takes it for JavaScript: `constructor` is the type's name, a string keeps
// the backslash of an escape that it does not know, and there are getRegExp and getDate. It must not see a program.

/** @param {any} value */
const typeName = (value) => (value === undefined || value === null ? undefined : Object.prototype.toString.call(value).slice(8, -1));

/** @param {string} source */
export function understood(source) {
  return source
    .replace(/\\([^])/g, (whole, escaped) => (/[\\'"`bfnrtuvx0-7\n\r]/.test(escaped) ? whole : `\\\\${escaped}`))
    .replace(/([A-Za-z_$][\w$]*(?:\.[\w$]+|\[[^\][]*\])*)\.constructor\b/g, '$typeName($1)');
}

/** The same for modules inside a template. @param {string} template */
export const understoodInside = (template) => template.replace(/(<wxs\b[^>]*[^/]>)([^]*?)(<\/wxs>)/g, (_, open, code, close) => open + understood(code) + close);

/** The globals that its modules have beside JavaScript's. */
export const globals = {
  $typeName: typeName,
  getRegExp: (/** @type {string} */ pattern, /** @type {string} */ flags) => new RegExp(pattern, flags),
  getDate: (/** @type {any[]} */ ...args) => new Date(...args),
};
