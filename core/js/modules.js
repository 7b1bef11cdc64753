// `require`: CommonJS by file. A file runs when it is first required; cycles see what is exported so far. Finding and
// reading files is the host's business.
'use strict';

const { remember } = require('./regexp.js');
const missing = require('./missing.js');
const { report } = require('./report.js');

/** @type {any} */
let host = null;
/** @type {Map<string, any>} */
const cache = new Map();
/** Files being run, the innermost last. @type {string[]} */
const running = [];

/** The file being run, or ''. */
function current() {
  return running[running.length - 1] ?? '';
}

/**
 * @param {string} path  root-relative, with extension
 * @returns {any} what it exports
 */
function requireFile(path) {
  const known = cache.get(path);
  if (known !== undefined) return known.exports;
  const module = { exports: {}, id: path, filename: path, loaded: false };
  cache.set(path, module);
  running.push(path);
  try {
    if (host.mentions(path, 'RegExp.$')) remember();
    const body = host.compile(path)(module, module.exports, requireFrom(path), globalThis);
    Reflect.apply(body, module.exports, []);
    module.loaded = true;
  } catch (error) {
    cache.delete(path);
    throw error;
  } finally {
    running.pop();
  }
  return module.exports;
}

/**
 * The `require` of one file.
 * @param {string} from
 */
function requireFrom(from) {
  /** @param {string} spec */
  const find = (spec) => {
    if (typeof spec !== 'string') throw new TypeError('require needs the path of a module');
    const path = host.resolve(from, spec);
    if (path === undefined) throw new Error(`module '${spec}' is not defined (required by ${from})`);
    return path;
  };
  /** @param {string} spec  @param {Function} [done]  @param {Function} [failed] */
  const require = (spec, done, failed) => {
    if (typeof done !== 'function') return requireFile(find(spec));
    require.async(spec).then((value) => done(value), (error) => (typeof failed === 'function' ? failed(error) : report(new Error(`${error.errMsg} (${error.mod})`), 'require')));
    return undefined;
  };
  /** @param {string} spec */
  require.async = (spec) => Promise.resolve().then(() => {
    try {
      return requireFile(find(spec));
    } catch (error) {
      // As in WeChat, who waits gets a message; what a file itself threw is told with its place besides.
      if (typeof spec === 'string' && host.resolve(from, spec) !== undefined) report(error, `loading ${spec}`);
      throw { mod: spec, errMsg: error instanceof Error ? error.message : String(error) };
    }
  });
  return require;
}

/** Plugins lie on WeChat's servers: each is told once, and what stands in for it does nothing. @type {Map<string, any>} */
const plugins = new Map();

/** @param {any} given */
function requirePlugin(given) {
  const name = String(given).slice(0, 100);
  const known = plugins.get(name);
  if (known !== undefined) return known;
  report(new Error(`the plugin "${name}" is not there: plugins lie on WeChat's servers. What uses it does nothing`), 'requirePlugin');
  const made = missing.plugin(`requirePlugin(${name})`);
  if (plugins.size < 100) plugins.set(name, made);
  return made;
}

/** @param {any} name */
requirePlugin.async = (name) => Promise.reject(new Error(`the plugin "${name}" is not there: plugins lie on WeChat's servers`));

exports.install = (/** @type {any} */ given) => { host = given; };
exports.requireFile = requireFile;
exports.requirePlugin = requirePlugin;
exports.current = current;
