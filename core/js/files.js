// The file system manager and the older members for saved files: names of positions, `Stats`, and buffers that are read
// into. It must not know what a path is.
'use strict';

const calls = require('./calls.js');

const NAME = 'FileSystemManager';

/** Synchronous methods with positions; the others take an object. @type {Record<string, string[]>} */
const POSITIONS = {
  accessSync: ['path'], appendFileSync: ['filePath', 'data', 'encoding'], copyFileSync: ['srcPath', 'destPath'],
  mkdirSync: ['dirPath', 'recursive'], readFileSync: ['filePath', 'encoding', 'position', 'length'], readdirSync: ['dirPath'],
  renameSync: ['oldPath', 'newPath'], rmdirSync: ['dirPath', 'recursive'], saveFileSync: ['tempFilePath', 'filePath'],
  statSync: ['path', 'recursive'], unlinkSync: ['filePath'], writeFileSync: ['filePath', 'data', 'encoding'],
};

/** What a synchronous method returns of its answer; nothing where none is named. @type {Record<string, (res: any) => any>} */
const RETURNED = {
  readFileSync: (res) => res.data, readdirSync: (res) => res.files, saveFileSync: (res) => res.savedFilePath, openSync: (res) => res.fd,
  statSync: (res) => stats(res.stats), fstatSync: (res) => stats(res.stats), writeSync: (res) => ({ bytesWritten: res.bytesWritten }),
};

class Stats {
  /** @param {any} told */
  constructor({ isFolder, ...known }) {
    Object.assign(this, known);
    Object.defineProperty(this, 'folder', { value: isFolder === true });
  }

  isDirectory() { return /** @type {any} */ (this).folder; }

  isFile() { return !(/** @type {any} */ (this).folder); }
}

/** @param {any} told  of one, or a list of all below a folder */
function stats(told) {
  return Array.isArray(told) ? told.map(({ path, stats: of }) => ({ path, stats: new Stats(of) })) : new Stats(told);
}

/**
 * What is read goes into the buffer that the program gave.
 * @param {any} res  @param {any} options
 */
function filled(res, options) {
  const buffer = options.arrayBuffer;
  const bytes = new Uint8Array(res.data);
  new Uint8Array(buffer).set(bytes, Number(options.offset) || 0);
  return { bytesRead: bytes.length, arrayBuffer: buffer, ...(res.errMsg === undefined ? {} : { errMsg: res.errMsg }) };
}

/** What crosses for reading into a buffer: how much, not the buffer. @param {string} method  @param {any} options */
function readOptions(method, options) {
  const { arrayBuffer, offset, ...rest } = options;
  const fail = (/** @type {string} */ text) => { throw Object.assign(new Error(`${method}:fail ${text}`), { errMsg: `${method}:fail ${text}` }); };
  if (!(arrayBuffer instanceof ArrayBuffer)) fail('parameter error: parameter.arrayBuffer should be ArrayBuffer;');
  const room = arrayBuffer.byteLength - (Number(offset) || 0);
  if (!(room >= 0)) fail('the value of "offset" is out of range');
  if (rest.length === undefined) rest.length = room;
  if (!(rest.length <= room)) fail('the value of "length" is out of range');
  return rest;
}

/** @param {string} method */
function later(method) {
  const name = `${NAME}.${method}`;
  if (method !== 'read') {
    return calls.asyncMember(name, method === 'stat' || method === 'fstat' ? (res) => ({ ...res, stats: stats(res.stats) }) : undefined);
  }
  return (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    const answer = calls.callbacks(method, options);
    let wanted;
    try {
      wanted = readOptions(method, options);
    } catch (error) {
      Promise.resolve().then(() => answer(false, { errMsg: /** @type {any} */ (error).errMsg }));
      return;
    }
    calls.ask(name, wanted, (ok, res) => answer(ok, ok ? filled(res, options) : res));
  };
}

/** @param {string} method */
function atOnce(method) {
  const name = `${NAME}.${method}`;
  const positions = POSITIONS[method];
  if (method === 'readSync') {
    return (/** @type {any} */ given) => {
      const options = calls.optionsOf(given);
      return filled(calls.askNow(name, readOptions(method, options)), options);
    };
  }
  const result = RETURNED[method] ?? (() => undefined);
  return (/** @type {any[]} */ ...given) => {
    const args = positions === undefined ? calls.optionsOf(given[0]) : Object.fromEntries(positions.map((key, at) => [key, given[at]]));
    return result(calls.askNow(name, args));
  };
}

/** @type {any} */
let manager = null;

/** @param {string[]} methods  of the host's table */
function makeManager(methods) {
  return () => {
    manager ??= Object.fromEntries(methods.map((method) => [method, method.endsWith('Sync') ? atOnce(method) : later(method)]));
    return manager;
  };
}

/** One saved file, as `getSavedFileInfo` tells it. */
const savedInfo = calls.asyncMember(`${NAME}.stat`, (res) => ({
  size: res.stats.size, createTime: res.stats.lastModifiedTime, errMsg: 'getSavedFileInfo:ok',
}));

/** Members of `wx` that are methods of the manager under the same names. */
exports.members = {
  ...Object.fromEntries(['saveFile', 'getSavedFileList', 'removeSavedFile', 'getFileInfo'].map((method) => [method, later(method)])),
  getSavedFileInfo: (/** @type {any} */ given) => {
    const options = calls.optionsOf(given);
    return savedInfo({ ...options, path: options.filePath });
  },
};
exports.makeManager = makeManager;
