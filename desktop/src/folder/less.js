// Runs less.js on one sheet inside the sandbox of a mini-program: files come by `require`, the answer goes to the console.
'use strict';

/** @param {string} path */
const folderOf = (path) => path.slice(0, path.lastIndexOf('/') + 1);

/** @param {string} path  @returns {string | null} the path from the root; null when it leaves it */
function inside(path) {
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

// Its errors write any value there; the engine takes only texts.
Object.defineProperty(Error.prototype, 'stack', { value: '', writable: true, configurable: true });

// What less.js takes from Node.js when it is loaded.
global.nodeParts = {
  path: {
    dirname: folderOf, basename: (path) => path.split('/').pop(), join: (...parts) => parts.join('/'), resolve: (...parts) => parts.join('/'),
    extname: (path) => (/\.[^./]*$/.exec(path) ?? [''])[0], isAbsolute: (path) => path.startsWith('/'),
  },
  fs: {}, 'graceful-fs': {}, url: {},
};

/** @param {string} name  @returns {string | undefined} */
function read(name) {
  try {
    return require(`text:${name}`);
  } catch {
    return undefined;
  }
}

const whole = require('less-node');
const less = whole.default ?? whole;
const sheet = require('sheet');

class Bundle extends less.FileManager {
  supports() { return true; }

  supportsSync() { return true; }

  /** Beside the sheet, then from the root, then in packages. @param {string} name  @param {string} folder */
  loadFileSync(name, folder) {
    const bare = name.replace(/^~/, '');
    const places = bare.startsWith('/') ? [bare] : [`${folder}/${bare}`, bare, `miniprogram_npm/${bare}`];
    for (const place of places) {
      const path = inside(place);
      for (const file of path === null ? [] : [path, `${path}.less`]) {
        const contents = read(file);
        if (typeof contents === 'string') return { filename: file, contents };
      }
    }
    return { error: { type: 'File', message: `the imported sheet ${name} is not there` } };
  }

  /** @param {string} name  @param {string} folder */
  loadFile(name, folder) { return Promise.resolve(this.loadFileSync(name, folder)); }
}

/** @param {any} answer */
function say(answer) {
  const text = JSON.stringify(answer);
  for (let at = 0; at < text.length; at += 4000) console.debug(text.slice(at, at + 4000));
}

const plugins = [{ install: (/** @type {any} */ _, /** @type {any} */ manager) => manager.addFileManager(new Bundle()) }];
less.render(read(sheet) ?? '', { filename: sheet, syncImport: true, math: 'always', plugins }, (/** @type {any} */ error, /** @type {any} */ made) => {
  if (error) say({ text: String(error.message ?? 'the sheet that is imported here is not there, or can\'t be read'), file: inside(String(error.filename ?? '')) ?? '', line: error.line, column: (error.column ?? 0) + 1 });
  else say({ css: made.css });
});
