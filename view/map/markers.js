// Markers of a map element: pictures with callouts and labels, as elements that keys and screen readers reach. What they
// look like comes from the program: texts are texts, colours are colours, pictures are the program's own or https.

/** Most markers of a map. */
const MAX_MARKERS = 2_000;

const MARKER_SHEET = `
.marker { position: absolute; left: 0; top: 0; width: 0; height: 0; pointer-events: none; }
.marker > button { all: unset; position: absolute; display: block; pointer-events: auto; cursor: pointer; box-sizing: border-box; -webkit-tap-highlight-color: transparent; }
.marker > button:focus-visible { outline: 2px solid #0b7a5c; outline-offset: 2px; border-radius: 4px; }
.marker img, .marker svg { display: block; width: 100%; height: 100%; pointer-events: none; }
.marker .pin { filter: drop-shadow(0 1px 1.5px rgba(0, 0, 0, .35)); }
.marker .callout, .marker .label { width: max-content; max-width: 240px; overflow-wrap: anywhere; white-space: pre-line; font: 12px/1.4 var(--banchan-font, system-ui, sans-serif); }
.marker .callout { transform: translate(-50%, -100%); box-shadow: 0 1px 6px rgba(0, 0, 0, .22); }
.marker .callout::after { content: ""; position: absolute; left: 50%; top: 100%; margin: -1px 0 0 -6px; border: 6px solid transparent; border-top-color: var(--tail); border-bottom: 0; }
.marker .custom { position: absolute; transform: translate(-50%, -100%); pointer-events: auto; }
.pins .here { position: absolute; left: -9px; top: -9px; width: 18px; height: 18px; border: 3px solid #fff; border-radius: 50%; background: #2b78e4; box-shadow: 0 0 0 1px rgba(0, 0, 0, .12), 0 1px 4px rgba(0, 0, 0, .4); box-sizing: border-box; }
.pins .reach { position: absolute; border-radius: 50%; background: rgba(43, 120, 228, .16); border: 1px solid rgba(43, 120, 228, .4); transform: translate(-50%, -50%); box-sizing: border-box; }
`;

/** A pin where a program gives no picture. @param {string} color */
function pinPicture(color) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 32');
  svg.setAttribute('class', 'pin');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M12 0a12 12 0 0 1 12 12c0 8-8 12-12 20C8 24 0 20 0 12A12 12 0 0 1 12 0z');
  path.setAttribute('fill', color);
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  for (const [name, value] of Object.entries({ cx: '12', cy: '12', r: '4.5', fill: '#fff' })) dot.setAttribute(name, value);
  svg.append(path, dot);
  return svg;
}

/** A length of a marker: a number of px, or a text with px or rpx. @param {unknown} given @param {number} otherwise */
function markerLength(given, otherwise) {
  const number = Number.parseFloat(String(given));
  if (!Number.isFinite(number)) return otherwise;
  return clampTo(/rpx\s*$/.test(String(given)) ? (number * innerWidth) / 750 : number, 0, 1000);
}

/** Looks that callouts and labels share. @param {HTMLElement} box @param {any} given @param {{paper: string, padding: number}} otherwise */
function dressBubble(box, given, otherwise) {
  const style = box.style;
  style.color = shapeColor(given.color, '#1b211e');
  style.fontSize = `${shapeNumber(given.fontSize, 12, 60)}px`;
  const paper = shapeColor(given.bgColor, otherwise.paper);
  style.background = paper;
  style.setProperty('--tail', paper);
  style.padding = `${shapeNumber(given.padding, otherwise.padding, 60)}px`;
  style.borderRadius = `${shapeNumber(given.borderRadius, 4, 60)}px`;
  const border = shapeNumber(given.borderWidth, 0, 20);
  style.border = border > 0 ? `${border}px solid ${shapeColor(given.borderColor, '#666')}` : '';
  style.textAlign = ['left', 'right', 'center'].includes(given.textAlign) ? given.textAlign : 'center';
}

/** One marker. */
class Pin {
  /** @type {LatLng} */
  at = { latitude: 0, longitude: 0 };
  angle = 0;
  open = false;
  /** The cluster that it stands in; 0 for none. */
  cluster = 0;
  /** @type {HTMLElement | null} */
  callout = null;

  /** @param {any} given as the program has it @param {LatLng} at @param {(kind: string, id: number) => void} hit */
  constructor(given, at, hit) {
    this.given = given;
    this.id = Number(given.id);
    this.at = at;
    this.hit = hit;
    this.element = document.createElement('div');
    this.element.className = 'marker';
    this.angle = Number(given.rotate) || 0;
    const source = resource(String(given.iconPath ?? ''), 'image');
    this.width = markerLength(given.width, source ? 0 : 24);
    this.height = markerLength(given.height, source ? 0 : 32);
    this.anchor = { x: shapeNumber(given.anchor?.x, 0.5, 1), y: shapeNumber(given.anchor?.y, 1, 1) };
    this.body = this.#button('marker', String(given.ariaLabel || given['aria-label'] || given.title || given.callout?.content || given.label?.content || `${this.id}`));
    this.body.style.opacity = String(shapeNumber(given.alpha, 1, 1));
    if (source) {
      const picture = new Image();
      picture.alt = '';
      picture.draggable = false;
      picture.onload = () => {
        // Without sizes a picture is as large as it is, within reason.
        const natural = Math.min(1, 80 / Math.max(1, picture.naturalWidth, picture.naturalHeight));
        if (!this.width) this.width = this.height && picture.naturalHeight ? (this.height * picture.naturalWidth) / picture.naturalHeight : picture.naturalWidth * natural;
        if (!this.height) this.height = picture.naturalWidth ? (this.width * picture.naturalHeight) / picture.naturalWidth : 32;
        this.lay();
      };
      picture.onerror = () => {
        picture.replaceWith(pinPicture('#d1453b'));
        this.width ||= 24;
        this.height ||= 32;
        this.lay();
      };
      picture.src = source;
      this.body.append(picture);
    } else {
      this.body.append(pinPicture('#d1453b'));
    }
    this.element.style.zIndex = String(Math.round(shapeNumber(given.zIndex, 0, 1e6)));
    const label = given.label;
    if (label && String(label.content ?? '') !== '') {
      const box = this.#button('label', String(label.content));
      box.textContent = String(label.content).slice(0, 500);
      dressBubble(box, label, { paper: 'transparent', padding: 0 });
      box.style.left = `${clampTo(Number(label.anchorX ?? label.x) || 0, -500, 500)}px`;
      box.style.top = `${clampTo(Number(label.anchorY ?? label.y) || 0, -500, 500)}px`;
      // Not in the documentation, but in its example of clusters.
      const [width, height] = [markerLength(label.width, 0), markerLength(label.height, 0)];
      if (width > 0) box.style.width = `${width}px`;
      if (height > 0) box.style.cssText += `;height:${height}px;line-height:${height}px`;
    }
    const text = String(given.callout?.content ?? given.title ?? '');
    if (text !== '' && !given.customCallout) {
      const box = this.#button('callout', text);
      box.textContent = text.slice(0, 1000);
      dressBubble(box, given.callout ?? {}, { paper: '#fff', padding: 8 });
      this.callout = box;
    }
    this.open = given.callout?.display === 'ALWAYS';
    this.lay();
  }

  /** @param {string} kind @param {string} words */
  #button(kind, words) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = kind;
    made.dataset['hit'] = kind;
    made.setAttribute('aria-label', words.slice(0, 200));
    made.addEventListener('keydown', (event) => {
      if ((event.key !== 'Enter' && event.key !== ' ') || event.repeat) return;
      event.preventDefault();
      this.hit(kind, this.id);
    });
    this.element.append(made);
    return made;
  }

  /** Sizes and turns, as they are now. */
  lay() {
    const { style } = this.body;
    style.width = `${this.width}px`;
    style.height = `${this.height}px`;
    style.left = `${-this.width * this.anchor.x}px`;
    style.top = `${-this.height * this.anchor.y}px`;
    style.transformOrigin = `${this.anchor.x * 100}% ${this.anchor.y * 100}%`;
    style.transform = this.angle ? `rotate(${this.angle}deg)` : '';
    if (!this.callout) return;
    this.callout.hidden = !this.open;
    this.callout.style.display = this.open ? '' : 'none';
    this.callout.style.left = `${this.width * (0.5 - this.anchor.x) + clampTo(Number(this.given.callout?.anchorX) || 0, -500, 500)}px`;
    this.callout.style.top = `${-this.height * this.anchor.y - 8 + clampTo(Number(this.given.callout?.anchorY) || 0, -500, 500)}px`;
    this.element.style.zIndex = String(Math.round(shapeNumber(this.given.zIndex, 0, 1e6)) + (this.open ? 1 : 0));
  }

  /** @param {MapPoint} spot */
  put(spot) {
    this.element.style.transform = `translate(${spot.x.toFixed(1)}px, ${spot.y.toFixed(1)}px)`;
  }
}
