// wx.getImageInfo: size and kind of a picture, which the page on top loads; one of another server is downloaded first, as in
// WeChat, so that its path can be used afterwards. Turned pictures count as they are shown.
'use strict';

const calls = require('./calls.js');
const view = require('./canvas-view.js');
const { Image } = require('./canvas-image.js');

/** Kinds by the ending of a path. @type {Record<string, string>} */
const TYPES = { png: 'png', jpg: 'jpeg', jpeg: 'jpeg', gif: 'gif', tif: 'tiff', tiff: 'tiff' };

/**
 * @param {string} src
 * @param {string} path  what the program is told
 * @param {(ok: boolean, res: any) => void} done
 */
function look(src, path, done) {
  if (view.topRoot() === 0) return void Promise.resolve().then(() => done(false, { errMsg: 'getImageInfo:fail no page is open' }));
  const image = new Image(view.topRoot());
  image.onload = () => {
    const ending = /\.([a-z]+)$/.exec(path.toLowerCase())?.[1] ?? /^data:image\/([a-z]+)/.exec(path)?.[1] ?? '';
    done(true, { width: image.naturalWidth, height: image.naturalHeight, path, orientation: 'up', type: TYPES[ending] ?? 'unknown', errMsg: 'getImageInfo:ok' });
  };
  image.onerror = () => done(false, { errMsg: `getImageInfo:fail file not found: ${path.slice(0, 200)}` });
  image.src = src;
}

/** @param {any} options  @param {(ok: boolean, res: any) => void} done */
function inform(options, done) {
  const { src } = options;
  if (typeof src !== 'string' || src === '') {
    const kind = src === undefined ? 'Undefined' : src === null ? 'Null' : typeof src === 'string' ? 'empty String' : Object.prototype.toString.call(src).slice(8, -1);
    Promise.resolve().then(() => done(false, { errMsg: `getImageInfo:fail parameter error: parameter.src should be String instead of ${kind};` }));
  } else if (/^https?:\/\/(?!usr\/|tmp_|store_)/i.test(src)) {
    calls.ask('downloadFile', { url: src }, (ok, res) => {
      if (ok && typeof res?.tempFilePath === 'string') look(res.tempFilePath, res.tempFilePath, done);
      else done(false, { ...res, errMsg: String(res?.errMsg ?? '').replace(/^\w+:fail/, 'getImageInfo:fail') });
    });
  } else {
    look(src, src.replace(/^\.?\//, ''), done);
  }
}

/** @param {any} given */
exports.getImageInfo = (given) => {
  const options = calls.optionsOf(given);
  if (calls.hasCallbacks(options)) return inform(options, calls.callbacks('getImageInfo', options));
  const promise = new Promise((resolve, reject) => inform(options, (ok, res) => (ok ? resolve(res) : reject(res))));
  promise.catch(() => {});
  return promise;
};
