// wx-video: plays, tells how it goes, and takes the orders of a VideoContext. What it plays, the page's policy decides: files of
// the mini-program and https. Full screen is the page's top layer, turned where the video is wide and the phone is not.

/** Least milliseconds between two `timeupdate`, as in WeChat. */
const TIME_MS = 250;
/** Most that a drag over the whole width seeks, in seconds. */
const DRAG_SECONDS = 90;

registerElement('wx-video', () => {
  const style = sheet(VIDEO_SHEET);
  return class extends WxElement {
    static observedAttributes = ['src', 'poster', 'controls', 'autoplay', 'loop', 'muted', 'object-fit', 'title', 'danmu-list', 'danmu-btn', 'enable-danmu', 'duration', 'initial-time', 'direction',
      'show-progress', 'show-fullscreen-btn', 'show-play-btn', 'show-center-play-btn', 'show-mute-btn', 'show-screen-lock-button', 'play-btn-position'];

    #video = h('video', { playsinline: '', preload: 'metadata', disableremoteplayback: '' });
    #poster = h('img', { class: 'poster', alt: '', hidden: '' });
    #dim = h('div', { class: 'dim' });
    #danmu = new Danmu();
    #stage = h('div', { class: 'stage' });
    /** @type {VideoBars} */ #bars = /** @type {any} */ (undefined);
    #told = 0;
    #started = false;
    #stopped = false;
    #full = false;
    #locked = false;
    #direction = 0;
    #danmuChosen = false;
    /** @type {{x: number, y: number, time: number, kind: string, from: number} | null} */ #drag = null;
    #lastTap = 0;
    /** Where it stands when its source was taken away by `detached`. */ #kept = 0;

    make() {
      const video = this.#video;
      this.#stage.append(video, this.#poster, this.#dim, this.#danmu.layer);
      this.#bars = new VideoBars(this.#stage, {
        play: () => (video.paused ? this.#play() : video.pause()),
        mute: () => { video.muted = !video.muted; this.#drawSound(); },
        full: () => this.#setFull(!this.#full),
        danmu: () => { this.#danmuChosen = true; this.#danmu.show(!this.#danmu.on); this.#draw(); },
        lock: () => { this.#locked = !this.#locked; this.#draw(); },
        again: () => { this.#load(); this.#play(); },
        seek: (part, end) => this.#seekPart(part, end),
        toggled: (show) => sendEvent(this, 'controlstoggle', { detail: { show }, local: true }),
      });
      this.shadow(style, this.#stage);
      this.#listen();
      for (const name of ['muted', 'loop', 'object-fit', 'poster', 'danmu-list', 'enable-danmu']) this.update(name);
      this.#draw();
      this.#load();
    }

    attached() {
      seenPlayers.add(this);
      // A video that left the document stands still; coming back it goes on where it was.
      if (this.#kept > 0 && this.#video.currentTime === 0) this.#video.currentTime = this.#kept;
    }

    detached() {
      seenPlayers.delete(this);
      this.#kept = this.#video.currentTime;
      if (this.#full) this.#setFull(false);
      this.#video.pause();
      this.#bars.end();
    }

    /** The page went out of sight. */
    unseen() {
      if (boolAttr(this, 'auto-pause-if-navigate', true)) this.#video.pause();
    }

    /** @param {string} name */
    update(name) {
      const video = this.#video;
      switch (name) {
        case 'src': return this.#load();
        case 'muted':
          video.muted = boolAttr(this, 'muted');
          return this.#drawSound();
        case 'loop':
          video.loop = boolAttr(this, 'loop');
          return undefined;
        case 'object-fit': {
          const fit = this.getAttribute('object-fit') ?? '';
          this.#stage.style.setProperty('--fit', ['fill', 'cover', 'contain'].includes(fit) ? fit : 'contain');
          return undefined;
        }
        case 'poster': {
          const address = resource(this.getAttribute('poster'), 'image');
          if (address) this.#poster.src = address;
          else this.#poster.removeAttribute('src');
          return this.#drawPoster();
        }
        case 'danmu-list': return this.#danmu.take(jsonAttr(this, 'danmu-list'));
        case 'enable-danmu':
          if (!this.#danmuChosen) this.#danmu.show(boolAttr(this, 'enable-danmu'));
          return this.#draw();
        case 'autoplay':
          return boolAttr(this, 'autoplay') && !this.#started ? this.#play(true) : undefined;
        default: return this.#draw();
      }
    }

    /** What is wanted of the source: nothing is loaded but what may be. */
    #load() {
      const wanted = this.getAttribute('src') ?? '';
      const address = resource(wanted, 'video');
      const video = this.#video;
      this.#started = this.#stopped = false;
      this.#kept = 0;
      this.#bars.fail('');
      this.#bars.play(false);
      if (address) video.src = address;
      else {
        video.removeAttribute('src');
        video.load();
        if (wanted) queueMicrotask(() => this.#failed('MEDIA_ERR_SRC_NOT_SUPPORTED'));
      }
      this.#drawPoster();
      this.#drawTime();
      if (address && boolAttr(this, 'autoplay')) this.#play(true);
    }

    /** @param {boolean} [alone]  nobody touched it: the browser may refuse, and then the play button stays */
    #play(alone = false) {
      const video = this.#video;
      if (!video.getAttribute('src')) return;
      if (video.error) video.load();
      this.#stopped = false;
      video.play().catch((/** @type {DOMException} */ error) => {
        // Told by its own event, or by the next order.
        if (error.name === 'NotSupportedError' || error.name === 'AbortError') return;
        if (!alone) report('video', error);
      });
    }

    #listen() {
      const video = this.#video;
      /** @param {string} type  @param {object} [detail] */
      const tell = (type, detail = {}) => sendEvent(this, type, { detail, local: true });
      /** @param {string} type  @param {() => void} heard */
      const on = (type, heard) => video.addEventListener(type, () => guard('video', heard));
      on('play', () => {
        this.#started = true;
        this.#drawPoster();
        this.#bars.fail('');
        this.#bars.play(true);
        this.#danmu.hold(true);
        this.#draw();
        tell('play');
      });
      on('pause', () => {
        this.#bars.play(false);
        this.#danmu.hold(false);
        this.#bars.wait.hidden = true;
        this.#draw();
        if (!video.ended && !this.#stopped) tell('pause');
      });
      on('ended', () => {
        this.#draw();
        tell('ended');
      });
      on('timeupdate', () => {
        this.#drawTime();
        if (video.paused) return;
        this.#danmu.runTo(video.currentTime);
        const now = performance.now();
        if (now - this.#told < TIME_MS) return;
        this.#told = now;
        tell('timeupdate', { currentTime: video.currentTime, duration: this.#length() });
      });
      on('loadedmetadata', () => {
        const first = numAttr(this, 'initial-time', 0);
        if (first > 0 && first < this.#length()) video.currentTime = first;
        this.#drawTime();
        tell('loadedmetadata', { width: video.videoWidth, height: video.videoHeight, duration: this.#length() });
      });
      on('durationchange', () => this.#drawTime());
      on('waiting', () => {
        this.#bars.wait.hidden = video.paused;
        tell('waiting');
      });
      for (const type of ['playing', 'canplay', 'seeked']) on(type, () => { this.#bars.wait.hidden = true; });
      on('progress', () => {
        const held = this.#heldPart();
        this.#bars.buffered(held);
        tell('progress', { buffered: Math.round(held * 100) });
      });
      on('seeking', () => this.#danmu.seek(video.currentTime));
      on('seeked', () => {
        this.#drawTime();
        tell('seekcomplete', { position: Math.round(video.currentTime * 1000) });
      });
      on('error', () => {
        // A source that was taken away is no failure.
        if (video.getAttribute('src')) this.#failed(mediaFault(video.error).name);
      });
      on('enterpictureinpicture', () => tell('enterpictureinpicture'));
      on('leavepictureinpicture', () => tell('leavepictureinpicture'));
      this.#poster.addEventListener('error', () => this.#poster.removeAttribute('src'));
      this.#poster.addEventListener('load', () => this.#drawPoster());
      this.#stage.addEventListener('pointerdown', (event) => guard('video', () => this.#grab(event)));
      this.#stage.addEventListener('keydown', (event) => {
        if (event.key === 'Escape' && this.#full) {
          event.stopPropagation();
          this.#setFull(false);
        }
      });
    }

    #heldPart() {
      const { buffered } = this.#video;
      const length = this.#length();
      return buffered.length > 0 && length > 0 ? buffered.end(buffered.length - 1) / length : 0;
    }

    /** Seconds; what the program says goes first, as some streams do not know. */
    #length() {
      const said = numAttr(this, 'duration', 0);
      const own = this.#video.duration;
      return said > 0 ? said : Number.isFinite(own) ? own : 0;
    }

    /** @param {string} name */
    #failed(name) {
      this.#bars.wait.hidden = true;
      this.#bars.play(false);
      this.#bars.fail(mediaWord('broken'));
      sendEvent(this, 'error', { detail: { errMsg: name }, local: true });
    }

    #drawTime() {
      this.#bars.time(this.#video.currentTime, this.#length());
    }

    #drawPoster() {
      this.#poster.hidden = this.#started || !this.#poster.hasAttribute('src');
    }

    #drawSound() {
      const { muted } = this.#video;
      redoKey(this.#bars.muteKey, muted ? 'mute' : 'sound', muted ? 'sound' : 'mute');
    }

    #draw() {
      const bars = this.#bars;
      const video = this.#video;
      const controls = boolAttr(this, 'controls', true) && !this.#locked;
      const title = this.getAttribute('title') ?? '';
      bars.bar.hidden = !boolAttr(this, 'controls', true) || (!this.#started && video.paused && boolAttr(this, 'show-center-play-btn', true));
      // In full screen there is always a way back, whatever the program shows.
      bars.head.hidden = this.#locked || !(this.#full || (controls && title !== '' && this.#started));
      bars.backKey.hidden = !this.#full;
      bars.name.textContent = title;
      bars.playKey.hidden = !controls || !boolAttr(this, 'show-play-btn', true) || this.getAttribute('play-btn-position') === 'center';
      bars.way.hidden = bars.now.hidden = bars.all.hidden = !controls || !this.#showsProgress();
      bars.way.style.display = bars.way.hidden ? 'none' : '';
      bars.now.style.display = bars.all.style.display = bars.way.style.display;
      bars.gap.style.display = bars.way.hidden ? '' : 'none';
      bars.danmuKey.hidden = !controls || !boolAttr(this, 'danmu-btn');
      bars.danmuKey.style.opacity = this.#danmu.on ? '1' : '.5';
      bars.muteKey.hidden = !controls || !boolAttr(this, 'show-mute-btn');
      bars.fullKey.hidden = !controls || !boolAttr(this, 'show-fullscreen-btn', true);
      bars.lockKey.hidden = !this.#full || !boolAttr(this, 'show-screen-lock-button');
      bars.big.hidden = !video.paused || !boolAttr(this, 'show-center-play-btn', true) || (this.#started && this.getAttribute('play-btn-position') !== 'center' && !video.ended);
      redoKey(bars.fullKey, this.#full ? 'small' : 'full', this.#full ? 'small' : 'full');
    }

    /** Narrow videos show no progress unless they are told to. */
    #showsProgress() {
      const said = this.getAttribute('show-progress');
      return said === null ? this.clientWidth > 240 || this.#full : said !== 'false';
    }

    /** @param {number} part  @param {boolean} end */
    #seekPart(part, end) {
      const length = this.#length();
      if (length <= 0) return;
      if (end) this.#video.currentTime = part * length;
      else this.#bars.now.textContent = clockText(part * length);
    }

    /** A finger on the picture: a tap shows the bars, two play or pause, a drag seeks or changes sound and light. @param {PointerEvent} event */
    #grab(event) {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button, input, .say'))) return;
      const video = this.#video;
      this.#drag = { x: event.clientX, y: event.clientY, time: video.currentTime, kind: '', from: 0 };
      /** @param {PointerEvent} at */
      const move = (at) => this.#dragged(at);
      /** @param {PointerEvent} at */
      const end = (at) => {
        for (const type of ['pointermove', 'pointerup', 'pointercancel']) removeEventListener(type, type === 'pointermove' ? /** @type {any} */ (move) : /** @type {any} */ (end), true);
        const drag = this.#drag;
        this.#drag = null;
        this.#bars.hint.hidden = true;
        if (drag?.kind === 'seek' && at.type === 'pointerup') video.currentTime = drag.time;
        else if (drag?.kind === '' && at.type === 'pointerup') this.#tap(at.timeStamp);
      };
      addEventListener('pointermove', move, true);
      addEventListener('pointerup', end, true);
      addEventListener('pointercancel', end, true);
    }

    /** @param {PointerEvent} at */
    #dragged(at) {
      const drag = this.#drag;
      if (!drag || this.#locked) return;
      let [dx, dy] = [at.clientX - drag.x, at.clientY - drag.y];
      const box = this.#stage.getBoundingClientRect();
      if (this.#stage.classList.contains('turned')) [dx, dy] = this.#stage.classList.contains('left') ? [-dy, dx] : [dy, -dx];
      if (drag.kind === '') {
        if (Math.hypot(dx, dy) < 12) return;
        const slides = boolAttr(this, this.#full ? 'vslide-gesture-in-fullscreen' : 'vslide-gesture', this.#full) || (!this.#full && boolAttr(this, 'page-gesture'));
        const right = at.clientX > box.left + box.width / 2;
        if (Math.abs(dx) > Math.abs(dy)) drag.kind = boolAttr(this, 'enable-progress-gesture', true) && this.#length() > 0 && this.#started ? 'seek' : 'none';
        else drag.kind = !slides ? 'none' : right ? 'volume' : 'light';
        drag.from = drag.kind === 'volume' ? this.#video.volume : drag.kind === 'light' ? 1 - Number(this.#dim.style.opacity || 0) : drag.time;
      }
      const hint = this.#bars.hint;
      if (drag.kind === 'seek') {
        drag.time = Math.min(this.#length(), Math.max(0, drag.from + (dx / (box.width || 1)) * Math.min(DRAG_SECONDS, this.#length())));
        hint.textContent = `${clockText(drag.time)} / ${clockText(this.#length())}`;
      } else if (drag.kind === 'volume' || drag.kind === 'light') {
        const level = Math.min(1, Math.max(drag.kind === 'light' ? 0.2 : 0, drag.from - dy / (box.height || 1)));
        if (drag.kind === 'volume') this.#video.volume = level;
        else this.#dim.style.opacity = String(1 - level);
        hint.textContent = `${mediaWord(drag.kind === 'volume' ? 'volume' : 'brightness')} ${Math.round(level * 100)} %`;
      }
      hint.hidden = drag.kind === 'none';
    }

    /** @param {number} now  when the finger left, which a busy page hears of later */
    #tap(now) {
      const twice = now - this.#lastTap < 300;
      this.#lastTap = twice ? 0 : now;
      if (twice && boolAttr(this, 'enable-play-gesture')) return this.#video.paused ? this.#play() : this.#video.pause();
      if (!boolAttr(this, 'controls', true) && !this.#full) return undefined;
      if (this.#bars.shown && this.#bars.playing) return this.#bars.leave();
      return this.#bars.touch();
    }

    /** @param {boolean} on  @param {number} [asked]  0, 90 or -90 */
    #setFull(on, asked) {
      if (this.#full === on) return;
      const stage = this.#stage;
      this.#full = on;
      if (!on) this.#locked = false;
      const wide = this.#video.videoWidth > this.#video.videoHeight && innerWidth < innerHeight;
      const said = asked ?? (this.hasAttribute('direction') ? numAttr(this, 'direction', 0) : undefined);
      this.#direction = on ? said ?? (wide ? 90 : 0) : 0;
      stage.classList.toggle('full', on);
      stage.classList.toggle('turned', Math.abs(this.#direction) === 90);
      stage.classList.toggle('left', this.#direction === -90);
      // The top layer, whatever the ancestors are: nothing moves in the document, so it plays on.
      if (on && stage.showPopover) {
        stage.setAttribute('popover', 'manual');
        stage.showPopover();
      } else if (!on) {
        stage.hidePopover?.();
        stage.removeAttribute('popover');
      }
      port.send({ t: 'fullscreen', on });
      this.#draw();
      this.#bars.touch();
      if (on) this.#bars.backKey.focus({ preventScroll: true });
      sendEvent(this, 'fullscreenchange', { detail: { fullScreen: on, fullscreen: on, direction: Math.abs(this.#direction) === 90 ? 'horizontal' : 'vertical' }, local: true });
    }

    /**
     * @param {string} name
     * @param {any} args
     */
    command(name, args) {
      const video = this.#video;
      const done = {};
      switch (name) {
        case 'play': this.#play(); return done;
        case 'pause': video.pause(); return done;
        case 'stop':
          this.#stopped = true;
          video.pause();
          video.currentTime = 0;
          this.#started = false;
          this.#drawPoster();
          this.#draw();
          return done;
        case 'seek':
          if (!Number.isFinite(args?.position)) throw new Error('parameter.position should be Number;');
          video.currentTime = Math.max(0, args.position);
          return done;
        case 'playbackRate':
          if (![0.5, 0.8, 1, 1.25, 1.5, 2].includes(args?.rate)) throw new Error('rate is not supported');
          video.playbackRate = args.rate;
          return done;
        case 'requestFullScreen': this.#setFull(true, Number.isFinite(args?.direction) ? args.direction : undefined); return done;
        case 'exitFullScreen': this.#setFull(false); return done;
        case 'showStatusBar':
        case 'hideStatusBar': return done;
        case 'sendDanmu':
          this.#danmu.fly({ text: String(args?.text ?? ''), color: String(args?.color ?? '') });
          return done;
        case 'exitPictureInPicture':
          return document.pictureInPictureElement ? document.exitPictureInPicture().then(() => done) : done;
        default: throw new Error('not supported');
      }
    }

    get src() {
      return this.getAttribute('src');
    }
  };
});
