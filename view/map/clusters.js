// Markers that lie too close to be told apart stand as one: which do at a zoom, the round mark with their number, and what
// the program is to hear of it (`MapContext.on`). It must not know fingers or the core, and has no marker of its own.

/** Most news of clusters that wait for the program. */
const MAX_NEWS = 50;

const CLUSTER_SHEET = `
.marker > button.cluster { left: 0; top: 0; min-width: 40px; height: 40px; padding: 0 8px; transform: translate(-50%, -50%); display: grid; place-items: center; border-radius: 20px; background: #0b6e58; color: #fff; font: 600 14px/1 var(--banchan-font, system-ui, sans-serif); font-variant-numeric: tabular-nums; box-shadow: 0 0 0 5px rgba(11, 110, 88, .28), 0 1px 6px rgba(0, 0, 0, .3); }
`;

/** @typedef {{ clusterId: number, center: LatLng, markerIds: number[] }} ClusterInfo */

class Clusters {
  on = false;
  grid = 60;
  zooms = true;
  /** Whether they get a mark of ours; else the program adds markers with their `clusterId`. */
  marks = true;
  /** @type {Map<number, ClusterInfo & { pins: Pin[], element: HTMLElement | null }>} */
  all = new Map();
  /** Marks that the program made, by cluster. @type {Map<number, Pin>} */
  own = new Map();
  /** @type {{ event: string, res: any }[]} */
  #news = [];
  /** @type {((news: { event: string, res: any }) => void) | null} */
  #listener = null;
  #last = 0;
  #seen = '';

  /** @param {any} options of `initMarkerCluster` */
  begin(options) {
    this.on = true;
    this.grid = Math.max(1, shapeNumber(options?.gridSize, 60, 500));
    this.zooms = options?.zoomOnClick !== false;
    this.marks = options?.enableDefaultStyle !== false;
    this.forget();
  }

  /** What the program wants to hear: the next news. @returns {Promise<{ event: string, res: any }>} */
  next() {
    const first = this.#news.shift();
    return first ? Promise.resolve(first) : new Promise((done) => { this.#listener = done; });
  }

  /** @param {string} event @param {any} res */
  tell(event, res) {
    const listener = this.#listener;
    this.#listener = null;
    if (listener) listener({ event, res });
    else if (this.#news.length < MAX_NEWS) this.#news.push({ event, res });
  }

  /** All must be looked at again, since markers changed. */
  forget() {
    this.#seen = '';
  }

  /** Whether a marker stands within a cluster, so that it is not seen by itself. @param {Pin} pin */
  holds(pin) {
    return this.on && pin.cluster !== 0;
  }

  /**
   * Who belongs together at this zoom. Nothing is done again until the zoom has changed by a step, or the markers.
   * @param {Iterable<Pin>} pins
   * @param {number} zoom
   * @param {(info: ClusterInfo) => HTMLElement} mark makes a mark of ours
   */
  sort(pins, zoom, mark) {
    const level = Math.round(zoom * 2) / 2;
    if (!this.on || this.#seen === String(level)) return;
    this.#seen = String(level);
    /** @type {Map<string, { at: MapPoint, pins: Pin[] }[]>} */
    const cells = new Map();
    const groups = [];
    for (const pin of pins) {
      pin.cluster = 0;
      if (pin.given.joinCluster !== true) continue;
      const at = toWorld(pin.at, level);
      const [column, row] = [Math.floor(at.x / this.grid), Math.floor(at.y / this.grid)];
      let home = null;
      for (let x = column - 1; x <= column + 1 && !home; x += 1) {
        for (let y = row - 1; y <= row + 1 && !home; y += 1) home = cells.get(`${x} ${y}`)?.find((group) => Math.hypot(group.at.x - at.x, group.at.y - at.y) < this.grid) ?? null;
      }
      if (home) home.pins.push(pin);
      else {
        home = { at, pins: [pin] };
        groups.push(home);
        const key = `${column} ${row}`;
        cells.set(key, [...(cells.get(key) ?? []), home]);
      }
    }
    const before = new Map([...this.all.values()].map((one) => [one.markerIds.join(), one]));
    const made = [];
    this.all = new Map();
    for (const { pins: members } of groups.filter((group) => group.pins.length > 1)) {
      const markerIds = members.map((pin) => pin.id).sort((a, b) => a - b);
      const known = before.get(markerIds.join());
      before.delete(markerIds.join());
      const sum = members.reduce((so, { at }) => ({ latitude: so.latitude + at.latitude, longitude: so.longitude + at.longitude }), { latitude: 0, longitude: 0 });
      const center = { latitude: sum.latitude / members.length, longitude: sum.longitude / members.length };
      const info = { clusterId: known?.clusterId ?? (this.#last += 1), center, markerIds };
      this.all.set(info.clusterId, { ...info, pins: members, element: known?.element ?? (this.marks ? mark(info) : null) });
      for (const pin of members) pin.cluster = info.clusterId;
      if (!known) made.push(info);
    }
    for (const gone of before.values()) {
      gone.element?.remove();
      this.own.get(gone.clusterId)?.element.remove();
      this.own.delete(gone.clusterId);
    }
    if (made.length > 0) this.tell('markerClusterCreate', { clusters: made });
  }

  /** Where marks lie now. @param {(at: LatLng) => MapPoint} spot */
  put(spot) {
    for (const { center, element } of this.all.values()) {
      const { x, y } = spot(center);
      if (element) element.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
    for (const pin of this.own.values()) pin.put(spot(pin.at));
  }
}
