// wx-camera: what the phone's camera sees, inside the page. The page itself has no camera: the element asks for one (`want`,
// which passes the gate), and paints the pictures that the shell gives: the desktop's through a port of their own, a phone's, whose bridge
// carries texts only, each as a file of the page's origin that is asked for when the last one is painted. When the element goes, or
// the permission does, the shell switches the camera off.

const CAMERA_SHEET = `
:host { display: block; position: relative; overflow: hidden; background: #000; color: #fff; font: 14px/1.4 var(--banchan-font); }
canvas { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
canvas.mirror { transform: scaleX(-1); }
.say { position: absolute; inset: 0; display: grid; align-content: center; justify-items: center; gap: 10px; padding: 12px; text-align: center; color: rgba(255, 255, 255, .8); }
.say[hidden], slot[hidden] { display: none; }
.say svg { width: 36px; height: 36px; opacity: .7; }
slot { position: absolute; inset: 0; }
::slotted(*) { position: relative; }
`;

/** Cameras that wait for pictures, by their number. @type {Map<number, (port: MessagePort) => void>} */
const waitingCameras = new Map();

/** What the document says of its shell: the origin of the desktop's page, or which wiring a phone has. */
const cameraShell = document.querySelector('meta[name="banchan-shell"]')?.getAttribute('content');
/** Until a phone's shell has a picture it is asked again after so many ms: the person may still be asked whether there is to be one. */
const NO_PICTURE_YET = 250;

addEventListener('message', (event) => {
  const given = event.ports[0];
  if (event.source !== parent || event.origin !== cameraShell || event.data?.banchan !== 'camera' || !given) return;
  const take = waitingCameras.get(event.data.node);
  if (take) take(given);
  else given.close();
});

registerElement('wx-camera', () => {
  const style = sheet(CAMERA_SHEET);
  return class extends WxElement {
    static observedAttributes = ['mode', 'device-position', 'flash', 'resolution', 'frame-size'];

    #canvas = h('canvas');
    #why = h('span');
    #say = h('div', { class: 'say', role: 'status', hidden: '' }, mediaSign('camera'), this.#why);
    /** @type {MessagePort | null} */ #port = null;
    /** Counts up with each camera that is asked for: answers for an older one are old news. */ #turn = 0;
    /** @type {number} */ #want = 0;
    #begun = false;
    #last = '';
    #soon = 0;

    make() {
      this.shadow(style, this.#canvas, this.#say, h('div', {}, h('slot')));
    }

    attached() {
      seenPlayers.add(this);
      addEventListener('banchan-seen', this.#again);
      this.#ask();
    }

    detached() {
      seenPlayers.delete(this);
      removeEventListener('banchan-seen', this.#again);
      this.#end();
    }

    #again = () => { if (!this.#port) this.#ask(); };

    /** The page went out of sight: so does the camera. */
    unseen() {
      if (this.#turn === 0) return;
      this.#end();
      sendEvent(this, 'stop', { local: true });
    }

    /** @param {string} _name */
    update(_name) {
      // Several attributes change in one patch: one camera is asked for.
      clearTimeout(this.#soon);
      this.#soon = setTimeout(() => this.isConnected && this.#ask(), 0);
    }

    #ask() {
      this.#end();
      const node = ids.get(this);
      if (node === undefined) return;
      this.#turn += 1;
      const turn = this.#turn;
      const get = (/** @type {string} */ name) => this.getAttribute(name) ?? '';
      waitingCameras.set(node, (given) => this.#take(given));
      const asked = want('camera', { node, mode: get('mode'), devicePosition: get('device-position'), flash: get('flash'), resolution: get('resolution') });
      this.#want = lastWantNumber();
      if (cameraShell === 'port' || cameraShell === 'relay') this.#pull(turn, node, 0);
      asked.then(() => {
        if (turn !== this.#turn) return;
        this.#end();
        sendEvent(this, 'stop', { local: true });
      }, (cause) => {
        if (turn !== this.#turn) return;
        this.#end();
        const text = cause instanceof Error ? cause.message : String(cause);
        const denied = /auth deny|permission/.test(text);
        this.#why.textContent = mediaWord(denied ? 'noCameraAllowed' : 'noCamera');
        this.#say.hidden = false;
        sendEvent(this, 'error', { detail: { errMsg: `insertCamera:fail ${text}` }, local: true });
      });
    }

    #end() {
      const node = ids.get(this);
      if (node !== undefined) waitingCameras.delete(node);
      if (this.#want) port.send({ t: 'unwant', id: this.#want });
      this.#want = 0;
      this.#turn += 1;
      this.#begun = false;
      this.#port?.close();
      this.#port = null;
    }

    /** @param {MessagePort} given */
    #take(given) {
      this.#port?.close();
      this.#port = given;
      this.#say.hidden = true;
      given.onmessage = (event) => guard('camera', () => this.#hear(event.data));
    }

    /**
     * Asks a phone's shell for the next picture, which comes when there is one.
     * @param {number} turn  @param {number} node  @param {number} number
     */
    #pull(turn, node, number) {
      if (turn !== this.#turn) return;
      const picture = new Image();
      const next = () => this.#pull(turn, node, number + 1);
      picture.onload = () => guard('camera', () => {
        if (turn !== this.#turn) return;
        this.#say.hidden = true;
        this.#paint(picture, picture.naturalWidth, picture.naturalHeight, this.getAttribute('device-position') === 'front', 1);
        next();
      });
      picture.onerror = () => setTimeout(next, NO_PICTURE_YET);
      picture.src = `/__banchan/camera/${node}?${turn}.${number}`;
    }

    /**
     * @param {ImageBitmap | HTMLImageElement} picture  @param {number} width  @param {number} height
     * @param {boolean} mirror  @param {number} maxZoom
     */
    #paint(picture, width, height, mirror, maxZoom) {
      const canvas = this.#canvas;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      canvas.getContext('2d')?.drawImage(picture, 0, 0);
      canvas.classList.toggle('mirror', mirror);
      if (this.#begun) return;
      this.#begun = true;
      sendEvent(this, 'initdone', { detail: { maxZoom }, local: true });
    }

    /** @param {any} told  a picture, or a code that was seen */
    #hear(told) {
      const picture = told?.picture;
      if (picture instanceof ImageBitmap) {
        this.#paint(picture, picture.width, picture.height, told.mirror === true, Number(told.maxZoom) || 1);
        picture.close();
        // The next one comes when this one is painted.
        this.#port?.postMessage('next');
      } else if (typeof told?.code === 'string' && told.code !== this.#last) {
        this.#last = told.code;
        setTimeout(() => { this.#last = ''; }, 2000);
        sendEvent(this, 'scancode', { detail: { type: told.kind ?? 'QR_CODE', result: told.code, charSet: 'utf-8', rawData: '', fullResult: told.code }, local: true });
      }
    }
  };
});
