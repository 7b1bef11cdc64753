// What the scripts of the cases use, on the prepared phone of the core's test and in the desktop shell. It runs in a mini-program.

/** Calls a member; also sees that its callbacks come once and in order. */
const call = (name, options = {}) => new Promise((done, failed) => {
  let told;
  let count = 0;
  const end = (ok) => (r) => { count += 1; told = ok ? { ok: r } : { fail: r }; };
  wx[name]({
    ...options,
    success: end(true),
    fail: end(false),
    complete: (r) => {
      if (count !== 1 || r !== (told.ok ?? told.fail)) failed(new Error(`${count} callbacks before complete`));
      else if (told.ok) done(told.ok);
      else failed(told.fail);
    },
  });
});

/** What a listener hears first, once `start` has begun it; then it is taken off, where that can be done. */
const once = (on, start) => new Promise((done) => {
  const off = wx[on.replace(/^on/, 'off')];
  const hear = (r) => { off?.(hear); done(r); };
  wx[on](hear);
  start?.();
});

/** How often a listener that was taken off was called while another one heard. */
const silent = async (name, start) => {
  let count = 0;
  const never = () => { count += 1; };
  wx[`on${name}`](never);
  wx[`off${name}`](never);
  await once(`on${name}`, start);
  return count;
};

/** A page that is not there is asked for by somebody, and left for the first one; what was told of it. */
const unknown = () => new Promise((done) => {
  const hear = async (r) => { wx.offPageNotFound(hear); await wx.reLaunch({ url: '/p/a' }); done(r); };
  wx.onPageNotFound(hear);
});

/** A value in the words of the cases. */
const show = (v) => (typeof v === 'string' ? v : v instanceof Error ? `threw ${v.message}` : String(JSON.stringify(v)));

/** A picture of 64 x 48 points. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAWklEQVR42u3PQRHAMAwDsAALiMExnIEowGFw99WdCGhmUtlSSqc0AgICAgICAgICAgL3gSeVLaV0SgICAgICAgICAgICPwJvKltK6ZQEBAQEBAQEBAQEBK4DH9gAmMSGMu9AAAAAAElFTkSuQmCC';

/** Writes a file of the mini-program's own; answers its path. */
const small = (base64) => new Promise((success, fail) => {
  const filePath = `${wx.env.USER_DATA_PATH}/small.png`;
  wx.getFileSystemManager().writeFile({ filePath, data: base64, encoding: 'base64', success: () => success(filePath), fail });
});
