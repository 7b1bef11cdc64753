// What lies over a video: its bar, head, great play button, waiting sign and sentence of failure. It shows what it is told
// and says which button was meant; it must not play by itself.

/** Milliseconds without a touch after which the bars leave a playing video. */
const BARS_MS = 3500;

class VideoBars {
  #timer = 0;
  #seeking = false;
  /** Whether the bars can be seen. */
  shown = true;

  /**
   * @param {HTMLElement} stage
   * @param {{play: () => void, mute: () => void, full: () => void, danmu: () => void, lock: () => void, again: () => void, seek: (part: number, end: boolean) => void, toggled: (show: boolean) => void}} does
   */
  constructor(stage, does) {
    this.stage = stage;
    this.does = does;
    this.playKey = mediaKey('play', 'play', 'play', does.play);
    this.muteKey = mediaKey('mute', 'sound', 'mute', does.mute);
    this.fullKey = mediaKey('full', 'full', 'full', does.full);
    this.danmuKey = mediaKey('words', 'words', 'danmu', does.danmu);
    this.lockKey = mediaKey('lock', 'lock', 'lock', does.lock);
    this.backKey = mediaKey('back', 'back', 'small', does.full);
    this.now = h('time', {}, '00:00');
    this.all = h('time', {}, '00:00');
    this.held = h('i', { class: 'held' });
    this.done = h('i', { class: 'done' });
    this.range = h('input', { type: 'range', min: '0', max: '1000', value: '0', step: '1', 'aria-label': mediaWord('position') });
    this.way = h('div', { class: 'way' }, this.held, this.done, this.range);
    this.gap = h('div', { class: 'gap' });
    this.bar = h('div', { class: 'bar' }, this.playKey, this.now, this.way, this.gap, this.all, this.danmuKey, this.muteKey, this.lockKey, this.fullKey);
    this.name = h('b');
    this.head = h('div', { class: 'head', hidden: '' }, this.backKey, this.name);
    this.length = h('span');
    this.bigKey = mediaKey('play', 'play', 'play', does.play);
    this.big = h('div', { class: 'big' }, this.bigKey, this.length);
    this.wait = h('div', { class: 'wait', hidden: '' });
    this.hint = h('div', { class: 'hint', hidden: '' });
    this.why = h('span');
    const again = h('button', { type: 'button' }, mediaWord('again'));
    again.addEventListener('click', () => does.again());
    this.say = h('div', { class: 'say', role: 'alert', hidden: '' }, this.why, again);
    this.range.addEventListener('input', () => {
      this.#seeking = true;
      this.#paint(Number(this.range.value) / 1000);
      this.touch();
      does.seek(Number(this.range.value) / 1000, false);
    });
    this.range.addEventListener('change', () => {
      this.#seeking = false;
      does.seek(Number(this.range.value) / 1000, true);
    });
    stage.append(this.wait, this.big, this.head, this.bar, this.hint, this.say);
  }

  /** @param {number} part */
  #paint(part) {
    this.done.style.width = `${Math.min(1, Math.max(0, part)) * 100}%`;
  }

  /** @param {number} time @param {number} length */
  time(time, length) {
    const part = length > 0 ? time / length : 0;
    this.now.textContent = clockText(time);
    this.all.textContent = clockText(length);
    this.length.textContent = length > 0 ? clockText(length) : '';
    this.length.hidden = !(length > 0);
    if (this.#seeking) return;
    this.range.value = String(Math.round(part * 1000));
    this.range.setAttribute('aria-valuetext', clockText(time));
    this.#paint(part);
  }

  /** @param {number} part */
  buffered(part) {
    this.held.style.width = `${Math.min(1, Math.max(0, part)) * 100}%`;
  }

  /** Shows the bars; a playing video is left alone after a while. */
  touch() {
    this.show(true);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.leave(), BARS_MS);
  }

  /** Takes the bars away, unless somebody needs them. */
  leave() {
    if (this.playing && !this.#seeking) this.show(false);
  }

  playing = false;

  /** @param {boolean} on */
  show(on) {
    if (this.shown === on) return;
    this.shown = on;
    this.stage.classList.toggle('away', !on);
    this.does.toggled(on);
  }

  /** @param {boolean} on */
  play(on) {
    this.playing = on;
    redoKey(this.playKey, on ? 'pause' : 'play', on ? 'pause' : 'play');
    if (on) this.touch();
    else this.show(true);
  }

  /** A sentence where the video can't be played; empty takes it away. @param {string} why */
  fail(why) {
    this.why.textContent = why;
    this.say.hidden = why === '';
  }

  end() {
    clearTimeout(this.#timer);
  }
}
