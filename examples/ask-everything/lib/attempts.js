// Everything that is asked for. Each attempt calls `done(got, text)` once: whether it got what it
// wanted, and what it was told. None of them is meant to succeed, and none keeps what it gets.

/** An attempt at `wx[name](options)`; a missing function is an answer too. */
function api(name, options) {
  return (done) => {
    if (typeof wx[name] !== 'function') {
      done(false, 'wx.' + name + ' is ' + typeof wx[name]);
      return;
    }
    const task = wx[name](
      Object.assign({}, options, {
        success: (res) => done(true, res.errMsg || name + ':ok'),
        fail: (error) => done(false, error.errMsg || String(error)),
      }),
    );
    if (task && typeof task.catch === 'function') task.catch(() => {});
  };
}

/** An attempt at plain code: a value other than undefined is a success, an exception a refusal. */
function code(run) {
  return (done) => {
    let value;
    try {
      value = run();
    } catch (error) {
      done(false, String((error && error.message) || error));
      return;
    }
    done(value !== undefined, value === undefined ? 'undefined' : typeof value);
  };
}

/** The microphone comes as a manager that answers by events; one that is not there answers the call itself. */
function record(done) {
  const recorder = typeof wx.getRecorderManager === 'function' ? wx.getRecorderManager() : null;
  if (!recorder || typeof recorder.start !== 'function') {
    done(false, 'wx.getRecorderManager is not there');
    return;
  }
  recorder.onStart(() => {
    recorder.stop();
    done(true, 'recorder started');
  });
  recorder.onError((error) => done(false, error.errMsg));
  try {
    recorder.start({ duration: 1000, fail: (error) => done(false, error.errMsg) });
  } catch (error) {
    done(false, String((error && error.message) || error));
  }
}

/** A socket answers by its task: open means success. */
function socket(done) {
  api('connectSocket', { url: 'wss://socket.elsewhere.example/' })((got, text) => {
    done(got, text);
  });
}

/** A module of Node: not a file of this mini-program, so its name must not be taken for one that is missing. */
const OUTSIDE = 'fs';

const attempts = [
  { group: 'person', name: 'getLocation', want: 'location', run: api('getLocation', { type: 'wgs84' }) },
  { group: 'person', name: 'authorize scope.camera', want: 'camera', run: api('authorize', { scope: 'scope.camera' }) },
  { group: 'person', name: 'authorize scope.record', want: 'record', run: api('authorize', { scope: 'scope.record' }) },
  { group: 'person', name: 'authorize scope.writePhotosAlbum', want: 'album', run: api('authorize', { scope: 'scope.writePhotosAlbum' }) },
  { group: 'person', name: 'authorize scope.addPhoneContact', want: 'contact', run: api('authorize', { scope: 'scope.addPhoneContact' }) },
  { group: 'person', name: 'authorize scope.bluetooth', want: 'bluetooth', run: api('authorize', { scope: 'scope.bluetooth' }) },

  { group: 'undeclared', name: 'authorize scope.userLocationBackground', want: 'background', run: api('authorize', { scope: 'scope.userLocationBackground' }) },
  { group: 'undeclared', name: 'authorize scope.userFuzzyLocation', want: 'fuzzy', run: api('authorize', { scope: 'scope.userFuzzyLocation' }) },
  { group: 'undeclared', name: 'authorize scope.everything', want: 'everything', run: api('authorize', { scope: 'scope.everything' }) },

  { group: 'missing', name: 'startLocationUpdateBackground', want: 'background', run: api('startLocationUpdateBackground') },
  { group: 'missing', name: 'getRecorderManager().start', want: 'record', run: record },
  { group: 'missing', name: 'chooseMedia', want: 'media', run: api('chooseMedia', { count: 1, mediaType: ['image'], sourceType: ['camera'] }) },
  { group: 'missing', name: 'chooseContact', want: 'pickContact', run: api('chooseContact') },
  { group: 'missing', name: 'openBluetoothAdapter', want: 'bluetooth', run: api('openBluetoothAdapter') },
  { group: 'missing', name: 'getWeRunData', want: 'steps', run: api('getWeRunData') },
  { group: 'missing', name: 'chooseAddress', want: 'address', run: api('chooseAddress') },
  { group: 'missing', name: 'getUserProfile', want: 'profile', run: api('getUserProfile', { desc: 'no reason' }) },
  { group: 'missing', name: 'requestPayment', want: 'pay', run: api('requestPayment', { timeStamp: '0', nonceStr: '0', package: 'prepay_id=0', signType: 'RSA', paySign: '0' }) },
  { group: 'missing', name: 'wx.openTheDoor()', want: 'unknown', run: code(() => wx.openTheDoor()) },

  { group: 'network', name: 'request https://elsewhere.example', want: 'unlisted', run: api('request', { url: 'https://elsewhere.example/' }) },
  { group: 'network', name: 'request https://127.0.0.1', want: 'loopback', run: api('request', { url: 'https://127.0.0.1/' }) },
  { group: 'network', name: 'request https://192.168.1.1', want: 'router', run: api('request', { url: 'https://192.168.1.1/' }) },
  { group: 'network', name: 'request http://169.254.169.254', want: 'metadata', run: api('request', { url: 'http://169.254.169.254/latest/meta-data/' }) },
  { group: 'network', name: 'request file:///etc/passwd', want: 'file', run: api('request', { url: 'file:///etc/passwd' }) },
  { group: 'network', name: 'downloadFile', want: 'download', run: api('downloadFile', { url: 'https://elsewhere.example/file.bin' }) },
  { group: 'network', name: 'connectSocket', want: 'socket', run: socket },

  { group: 'sandbox', name: 'eval', want: 'evaluate', run: code(() => (0, eval)('1 + 1')) },
  { group: 'sandbox', name: 'new Function', want: 'maker', run: code(() => new Function('return 1')()) },
  { group: 'sandbox', name: 'document', want: 'page', run: code(() => document.title) },
  { group: 'sandbox', name: "require('fs')", want: 'node', run: code(() => require(OUTSIDE)) },
  { group: 'sandbox', name: 'fetch', want: 'network', run: code(() => fetch('https://elsewhere.example/')) },
];

module.exports = { attempts };
