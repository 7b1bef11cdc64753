// wx-audio: a sound with its picture, name and author. Old, and still used; programs that want more have
// createInnerAudioContext. Without `controls` it is not seen.

const AUDIO_SHEET = `
:host { display: none; box-sizing: border-box; overflow: hidden; width: 300px; max-width: 100%; height: 65px; border: 1px solid var(--banchan-line); border-radius: 6px; background: var(--banchan-raised); color: var(--banchan-ink); font: 14px/1.35 var(--banchan-font); vertical-align: top; }
:host([controls]:not([controls="false"])) { display: inline-flex; }
button { position: relative; flex: none; width: 65px; height: 100%; margin: 0; padding: 0; border: 0; background: var(--banchan-fill) center / cover no-repeat; color: var(--banchan-soft); cursor: pointer; }
button:focus-visible { outline: 2px solid var(--banchan-accent); outline-offset: -2px; }
button span { position: absolute; inset: 0; display: grid; place-items: center; }
button .disc { width: 32px; height: 32px; margin: auto; border-radius: 50%; background: rgba(0, 0, 0, .5); color: #fff; }
button svg { width: 22px; height: 22px; }
.text { display: flex; flex: 1; flex-direction: column; justify-content: center; min-width: 0; padding: 0 12px; }
.text b, .text i { overflow: hidden; font-weight: 500; font-style: normal; text-overflow: ellipsis; white-space: nowrap; }
.text i { color: var(--banchan-soft); font-size: 12px; font-weight: 400; }
.text i.bad { color: var(--banchan-danger); }
time { align-self: center; flex: none; padding-right: 12px; color: var(--banchan-soft); font-size: 12px; font-variant-numeric: tabular-nums; }
`;

registerElement('wx-audio', () => {
  const style = sheet(AUDIO_SHEET);
  return class extends WxElement {
    static observedAttributes = ['src', 'loop', 'controls', 'poster', 'name', 'author'];

    #audio = h('audio', { preload: 'metadata' });
    #sign = h('span', { class: 'disc' });
    #key = h('button', { type: 'button' }, this.#sign);
    #name = h('b');
    #author = h('i');
    #time = h('time', {}, '00:00');
    #told = 0;
    #broken = false;

    make() {
      const audio = this.#audio;
      this.shadow(style, this.#key, h('div', { class: 'text' }, this.#name, this.#author), this.#time, audio);
      this.#key.addEventListener('click', () => guard('audio', () => (audio.paused ? this.#play() : audio.pause())));
      /** @param {string} type  @param {() => object} [detail] */
      const tell = (type, detail = () => ({})) => audio.addEventListener(type, () => {
        this.#draw();
        sendEvent(this, type, { detail: detail(), local: true });
      });
      tell('play');
      tell('pause');
      tell('ended');
      audio.addEventListener('timeupdate', () => {
        this.#draw();
        const now = performance.now();
        if (now - this.#told < 250) return;
        this.#told = now;
        sendEvent(this, 'timeupdate', { detail: { currentTime: audio.currentTime, duration: Number.isFinite(audio.duration) ? audio.duration : 0 }, local: true });
      });
      audio.addEventListener('loadedmetadata', () => this.#draw());
      audio.addEventListener('error', () => audio.getAttribute('src') && this.#failed(mediaFault(audio.error).code));
      for (const name of ['loop', 'poster', 'src']) this.update(name);
    }

    attached() {
      seenPlayers.add(this);
    }

    detached() {
      seenPlayers.delete(this);
      this.#audio.pause();
    }

    /** The page went out of sight. */
    unseen() {
      this.#audio.pause();
    }

    /** @param {string} name */
    update(name) {
      const audio = this.#audio;
      if (name === 'src') this.#load(this.getAttribute('src') ?? '');
      else if (name === 'loop') audio.loop = boolAttr(this, 'loop');
      else if (name === 'poster') {
        const address = resource(this.getAttribute('poster'), 'image');
        this.#key.style.backgroundImage = address ? `url(${JSON.stringify(address)})` : '';
      }
      this.#draw();
    }

    /** @param {string} wanted */
    #load(wanted) {
      const address = resource(wanted, 'audio');
      this.#broken = false;
      if (address) this.#audio.src = address;
      else {
        this.#audio.removeAttribute('src');
        this.#audio.load();
        if (wanted) queueMicrotask(() => this.#failed(4));
      }
    }

    #play() {
      if (!this.#audio.getAttribute('src')) return;
      this.#broken = false;
      if (this.#audio.error) this.#audio.load();
      this.#audio.play().catch(() => {}); // told by its own event; a refusal of the browser leaves the button as it is
    }

    /** @param {number} code  1 to 4, as WeChat's MediaError has them */
    #failed(code) {
      this.#broken = true;
      this.#draw();
      sendEvent(this, 'error', { detail: { errMsg: `MediaError code ${code}`, code }, local: true });
    }

    #draw() {
      const audio = this.#audio;
      const sign = audio.paused ? 'play' : 'pause';
      if (this.#key.dataset['sign'] !== sign) {
        this.#key.dataset['sign'] = sign;
        this.#sign.replaceChildren(mediaSign(sign));
        this.#key.setAttribute('aria-label', mediaWord(sign));
      }
      this.#name.textContent = this.getAttribute('name') || mediaWord('unnamed');
      this.#author.textContent = this.#broken ? mediaWord('brokenSound') : this.getAttribute('author') ?? '';
      this.#author.className = this.#broken ? 'bad' : '';
      this.#time.textContent = clockText(audio.currentTime || 0);
    }

    /**
     * @param {string} name
     * @param {any} args
     */
    command(name, args) {
      const audio = this.#audio;
      if (name === 'play') this.#play();
      else if (name === 'pause') audio.pause();
      else if (name === 'seek' && Number.isFinite(args?.position)) audio.currentTime = Math.max(0, args.position);
      else if (name === 'setSrc') this.setAttribute('src', String(args?.src ?? ''));
      else throw new Error('not supported');
      return {};
    }

    get src() {
      return this.getAttribute('src');
    }
  };
});
