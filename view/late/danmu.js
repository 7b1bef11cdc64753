// Comments that fly over a video. They are texts and nothing else, as many as fit; how fast they fly is ours.

/** Milliseconds that one takes from edge to edge. */
const DANMU_MS = 7000;
/** Most that fly at once, longest text, most that a list may hold. */
const DANMU_MANY = 60;
const DANMU_LENGTH = 120;
const DANMU_LIST = 5000;

class Danmu {
  /** What flies. */
  layer = h('div', { class: 'danmu', 'aria-hidden': 'true' });
  /** @type {{text: string, color: string, time: number}[]} sorted by time */
  #list = [];
  #next = 0;
  #last = 0;
  /** When each lane is free again, in milliseconds of the page. @type {number[]} */
  #lanes = [];
  on = true;

  /** @param {unknown} given  `[{text, color, time}]` */
  take(given) {
    const list = Array.isArray(given) ? given.slice(0, DANMU_LIST) : [];
    this.#list = list
      .filter((one) => one !== null && typeof one === 'object' && one.text !== undefined)
      .map((one) => ({ text: String(one.text).slice(0, DANMU_LENGTH), color: String(one.color ?? ''), time: Number(one.time) || 0 }))
      .sort((a, b) => a.time - b.time);
    this.seek(this.#last);
  }

  /** The video stands elsewhere. @param {number} time */
  seek(time) {
    this.#last = time;
    this.#next = this.#list.findIndex((one) => one.time >= time);
    if (this.#next < 0) this.#next = this.#list.length;
  }

  /** The video has come to `time`. @param {number} time */
  runTo(time) {
    if (time < this.#last || time > this.#last + 3) this.seek(time);
    this.#last = time;
    for (let one = this.#list[this.#next]; one && one.time <= time; one = this.#list[(this.#next += 1)]) this.fly(one);
  }

  /** @param {{text: string, color?: string}} one */
  fly({ text, color }) {
    if (!this.on || this.layer.childElementCount >= DANMU_MANY) return;
    const item = h('span', {}, String(text).slice(0, DANMU_LENGTH));
    if (color && CSS.supports('color', color)) item.style.color = color;
    this.layer.append(item);
    const width = this.layer.clientWidth || 300;
    const lanes = Math.max(1, Math.floor((this.layer.clientHeight * 0.7) / 26));
    const now = performance.now();
    let lane = 0;
    while (lane < lanes - 1 && (this.#lanes[lane] ?? 0) > now) lane += 1;
    const way = width + item.offsetWidth;
    // The next one in this lane starts when the tail of this one is in.
    this.#lanes[lane] = now + (DANMU_MS * (item.offsetWidth + 24)) / way;
    item.style.top = `${6 + lane * 26}px`;
    const flight = item.animate([{ transform: `translateX(${width}px)` }, { transform: `translateX(${-item.offsetWidth}px)` }], { duration: DANMU_MS, easing: 'linear' });
    flight.finished.then(() => item.remove(), () => item.remove());
  }

  /** @param {boolean} playing */
  hold(playing) {
    for (const item of this.layer.children) for (const flight of item.getAnimations()) playing ? flight.play() : flight.pause();
  }

  /** @param {boolean} on */
  show(on) {
    this.on = on;
    this.layer.hidden = !on;
    if (!on) this.layer.replaceChildren();
  }
}
