// What video, audio and camera share: signs, words, times, and the one place that decides what a player may load. It must
// not play anything.

const MEDIA_NS = 'http://www.w3.org/2000/svg';

/** Signs on a grid of 24; one that starts with `!` is filled. @type {Record<string, string[]>} */
const MEDIA_SIGNS = {
  play: ['!M8 5.2v13.6a.8.8 0 0 0 1.22.68l10.6-6.8a.8.8 0 0 0 0-1.36L9.22 4.52A.8.8 0 0 0 8 5.2Z'],
  pause: ['!M7.500 5h2.500a.5.5 0 0 1 .5.5v13a.5.5 0 0 1-.5.5H7.500a.5.5 0 0 1-.5-.5v-13a.5.5 0 0 1 .5-.5ZM14 5h2.500a.5.5 0 0 1 .5.5v13a.5.5 0 0 1-.5.5H14a.5.5 0 0 1-.5-.5v-13A.5.5 0 0 1 14 5Z'],
  sound: ['!M4.500 9.500v5h3.200l4.300 3.700V5.800L7.700 9.500H4.500Z', 'M15.500 9a4.200 4.200 0 0 1 0 6', 'M18 6.500a7.800 7.800 0 0 1 0 11'],
  mute: ['!M4.500 9.500v5h3.200l4.300 3.700V5.800L7.700 9.500H4.500Z', 'm15.500 9.500 5 5', 'm20.500 9.500-5 5'],
  full: ['M4.500 9V4.500H9', 'M15 4.500h4.500V9', 'M19.500 15v4.500H15', 'M9 19.500H4.500V15'],
  small: ['M9 4.500V9H4.500', 'M19.500 9H15V4.500', 'M15 19.500V15h4.500', 'M4.500 15H9v4.500'],
  back: ['M14.500 5 7.750 12l6.750 7'],
  lock: ['M7 10.500h10a1.500 1.500 0 0 1 1.500 1.500v6a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 18v-6A1.500 1.500 0 0 1 7 10.500Z', 'M8.500 10.500V8a3.500 3.500 0 0 1 7 0v2.500'],
  words: ['M5.500 5h13A1.500 1.500 0 0 1 20 6.500v8a1.500 1.500 0 0 1-1.500 1.500H12l-4 3.500V16H5.500A1.500 1.500 0 0 1 4 14.500v-8A1.500 1.500 0 0 1 5.500 5Z', 'M8 9h8', 'M8 12h5'],
  camera: ['M4.750 7.500h2.750L9 4.750h6l1.500 2.750h2.750A1.500 1.500 0 0 1 20.750 9v8.750a1.500 1.500 0 0 1-1.500 1.500H4.750a1.500 1.500 0 0 1-1.500-1.500V9a1.500 1.500 0 0 1 1.500-1.500Z', 'M12 16.250a3.250 3.250 0 1 0 0-6.500 3.250 3.250 0 0 0 0 6.500Z'],
  note: ['M9 18V6l10-2v12', '!M6.500 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z', '!M16.500 18.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z'],
};

/** @type {Record<string, Record<string, string>>} */
const MEDIA_WORDS = {
  en: { play: 'Play', pause: 'Pause', mute: 'Sound off', sound: 'Sound on', full: 'Full screen', small: 'Leave full screen', lock: 'Lock', danmu: 'Comments', position: 'Position', again: 'Try again', broken: 'This video can\'t be played', brokenSound: 'This sound can\'t be played', volume: 'Volume', brightness: 'Brightness', unnamed: 'Untitled', noCamera: 'The camera can\'t be used', noCameraAllowed: 'The camera is not allowed' },
  zh: { play: '播放', pause: '暂停', mute: '静音', sound: '打开声音', full: '全屏', small: '退出全屏', lock: '锁定', danmu: '弹幕', position: '进度', again: '重试', broken: '视频无法播放', brokenSound: '音频无法播放', volume: '音量', brightness: '亮度', unnamed: '未知音频', noCamera: '无法使用相机', noCameraAllowed: '未获得相机权限' },
  ko: { play: '재생', pause: '일시정지', mute: '음소거', sound: '소리 켜기', full: '전체 화면', small: '전체 화면 나가기', lock: '잠금', danmu: '댓글', position: '위치', again: '다시 시도', broken: '동영상을 재생할 수 없습니다', brokenSound: '소리를 재생할 수 없습니다', volume: '음량', brightness: '밝기', unnamed: '제목 없음', noCamera: '카메라를 사용할 수 없습니다', noCameraAllowed: '카메라가 허용되지 않았습니다' },
  de: { play: 'Abspielen', pause: 'Anhalten', mute: 'Ton aus', sound: 'Ton an', full: 'Vollbild', small: 'Vollbild verlassen', lock: 'Sperren', danmu: 'Kommentare', position: 'Stelle', again: 'Noch einmal', broken: 'Dieses Video lässt sich nicht abspielen', brokenSound: 'Dieser Ton lässt sich nicht abspielen', volume: 'Lautstärke', brightness: 'Helligkeit', unnamed: 'Ohne Titel', noCamera: 'Die Kamera ist nicht nutzbar', noCameraAllowed: 'Die Kamera ist nicht erlaubt' },
};

/** @param {string} name */
function mediaWord(name) {
  const language = document.documentElement.lang.split('-')[0] ?? 'en';
  return MEDIA_WORDS[language]?.[name] ?? MEDIA_WORDS['en']?.[name] ?? '';
}

/** @param {string} name */
function mediaSign(name) {
  const svg = document.createElementNS(MEDIA_NS, 'svg');
  const attributes = { viewBox: '0 0 24 24', 'aria-hidden': 'true', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.75', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const d of MEDIA_SIGNS[name] ?? []) {
    const path = document.createElementNS(MEDIA_NS, 'path');
    path.setAttribute('d', d.replace('!', ''));
    if (d.startsWith('!')) {
      path.setAttribute('fill', 'currentColor');
      path.setAttribute('stroke', 'none');
    }
    svg.append(path);
  }
  return svg;
}

/**
 * A button with a sign and a name for who can't see it.
 * @param {string} part its class
 * @param {string} sign
 * @param {string} word
 * @param {() => void} act
 */
function mediaKey(part, sign, word, act) {
  const key = h('button', { class: `key ${part}`, type: 'button', 'aria-label': mediaWord(word) }, mediaSign(sign));
  key.addEventListener('click', () => guard('media', act));
  return key;
}

/**
 * Gives a button another sign and name.
 * @param {HTMLElement} key
 * @param {string} sign
 * @param {string} word
 */
function redoKey(key, sign, word) {
  if (key.dataset['sign'] === sign) return;
  key.dataset['sign'] = sign;
  key.replaceChildren(mediaSign(sign));
  key.setAttribute('aria-label', mediaWord(word));
}

/** Minutes and seconds, hours where there are any. @param {number} seconds */
function clockText(seconds) {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${two(minutes)}:${two(rest)}`;
}

/**
 * What went wrong, as WeChat's events and the browser name it.
 * @param {MediaError | null} error
 */
function mediaFault(error) {
  const codes = ['', 'MEDIA_ERR_ABORTED', 'MEDIA_ERR_NETWORK', 'MEDIA_ERR_DECODE', 'MEDIA_ERR_SRC_NOT_SUPPORTED'];
  return { code: error?.code ?? 4, name: codes[error?.code ?? 4] ?? 'MEDIA_ERR_SRC_NOT_SUPPORTED' };
}

/** Elements that stop when the page goes out of sight. @type {Set<{unseen: () => void}>} */
const seenPlayers = new Set();

addEventListener('banchan-unseen', () => {
  for (const player of seenPlayers) guard('media', () => player.unseen());
});
