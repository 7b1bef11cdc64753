// The page of the vectors: `do` in the query names a job, and each says in one line of the console how it ended.
function heard(name, pick) {
  return {
    success: (res) => console.log(name, 'ok', pick ? String(pick(res)) : ''),
    fail: (err) => console.log(name, 'fail', err.errMsg),
  };
}

const jobs = {
  nothing() {},
  location: () => wx.getLocation({ type: 'wgs84', ...heard('location', (res) => `${res.latitude},${res.longitude}`) }),
  modal: () => wx.showModal({ title: 'T', content: 'C', ...heard('modal', (res) => res.confirm) }),
  sheet: () => wx.showActionSheet({ itemList: ['a', 'b'], ...heard('sheet', (res) => res.tapIndex) }),
  toast: () => wx.showToast({ title: 'Hello', ...heard('toast') }),
  loading: () => { wx.showLoading({ title: 'Wait' }); wx.hideLoading(heard('loading')); },
  title: () => wx.setNavigationBarTitle({ title: 'New title', ...heard('title') }),
  scan: () => wx.scanCode(heard('scan', (res) => res.result)),
  call: () => wx.makePhoneCall({ phoneNumber: '112', ...heard('call') }),
  copy: () => wx.setClipboardData({ data: 'copied', ...heard('copy') }),
  paste: () => wx.getClipboardData(heard('paste', (res) => res.data)),
  shake: () => wx.vibrateLong(heard('shake')),
  pay: () => wx.requestPayment({
    timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p1&total_fee=250', signType: 'RSA', paySign: 's', ...heard('pay'),
  }),
  login: () => wx.login(heard('login', (res) => res.code)),
  subscribe: () => wx.requestSubscribeMessage({ tmplIds: ['t1', 't2'], ...heard('subscribe', (res) => `${res.t1} ${res.t2}`) }),
  place: () => wx.chooseLocation(heard('place', (res) => res.name)),
  media: () => wx.chooseMessageFile({ count: 1, ...heard('media', (res) => `${res.tempFiles[0].name} ${res.tempFiles[0].size}`) }),
  visit: () => wx.navigateToMiniProgram({ appId: 'contract.two', path: 'pages/index/index?from=one', ...heard('visit') }),
  settings: () => wx.openSetting(heard('settings', (res) => JSON.stringify(res.authSetting))),
  own: () => (wx.acme ? wx.acme.pay({ amount: 250, ...heard('own', (res) => res.receipt) }) : console.log('own absent')),
  sound() {
    const sound = wx.createInnerAudioContext();
    sound.onPlay(() => console.log('sound plays'));
    sound.src = '/sound.mp3';
    sound.play();
  },
  screen() {
    wx.onUserCaptureScreen(() => console.log('captured'));
    wx.setKeepScreenOn({ keepScreenOn: true, ...heard('screen', () => wx.getBatteryInfoSync().level) });
  },
  sensor() {
    wx.onGyroscopeChange((res) => console.log('reading', res.x));
    wx.startGyroscope({ interval: 'ui', ...heard('sensor') });
  },
  contact: () => wx.chooseContact(heard('contact', (res) => `${res.displayName} ${res.phoneNumberList}`)),
  save: () => wx.addPhoneContact({ firstName: 'Mina', ...heard('save') }),
  record() {
    const recorder = wx.getRecorderManager();
    recorder.onStart(() => { console.log('recorder begins'); recorder.stop(); });
    recorder.onStop((res) => console.log('recorder stops', res.duration, res.fileSize));
    recorder.onError((res) => console.log('recorder fails', res.errMsg));
    recorder.start();
  },
  facts() {
    wx.onThemeChange((res) => console.log('theme', res.theme));
    wx.onNetworkStatusChange((res) => console.log('network', res.networkType));
    console.log('facts', wx.getAppBaseInfo().language, wx.getWindowInfo().windowWidth);
  },
  memory: () => wx.onMemoryWarning((res) => console.log('memory', res.level)),
  throws() { throw new Error('on purpose'); },
  second: () => wx.navigateTo({ url: '/pages/second/second?from=index' }),
  kept() {
    const n = (wx.getStorageSync('n') || 0) + 1;
    wx.setStorageSync('n', n);
    console.log('kept', n);
  },
  exit: () => wx.exitMiniProgram(heard('exit')),
};

Page({
  data: { n: 1 },
  onLoad(query) { (jobs[query.do] || jobs.nothing)(); },
  onShow() { console.log('index show'); },
  onHide() { console.log('index hide'); },
  onShareAppMessage() { return { title: 'Look', path: '/pages/index/index?do=nothing' }; },
  tapped() { this.setData({ n: this.data.n + 1 }); },
});
