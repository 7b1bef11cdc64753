// The pictures under a map: which are needed, where they lie, and the old ones until the new are there. The host names
// their source; without one a map has none of these. It must not know gestures or markers.

/** @typedef {{ url: string, attribution: string, maxZoom: number, shifted: boolean }} TileSource `url` with {z}, {x}, {y} */

/** Most pictures that are kept. */
const MAX_TILES = 160;

class TileLayer {
  #source;
  /** @type {Map<string, HTMLImageElement>} */
  #tiles = new Map();

  /** @param {TileSource} source */
  constructor(source) {
    this.#source = source;
    this.element = document.createElement('div');
    this.element.className = 'tiles';
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** Whether every picture that is seen is there. */
  get settled() {
    return [...this.#tiles.values()].every((tile) => tile.dataset['wanted'] !== 'yes' || tile.complete);
  }

  /**
   * @param {LatLng} center in the coordinates of programs
   * @param {number} zoom
   * @param {MapPoint} middle where the centre lies on the screen, px
   * @param {{width: number, height: number}} size
   * @param {number} rotate degrees that the map looks east of north
   */
  draw(center, zoom, middle, size, rotate) {
    if (rotate === 0) {
      this.element.style.transform = '';
      return this.#lay(center, zoom, middle, size);
    }
    const reach = reachOf(middle, size);
    this.element.style.transformOrigin = `${reach}px ${reach}px`;
    this.element.style.transform = `translate(${middle.x - reach}px, ${middle.y - reach}px) rotate(${-rotate}deg)`;
    this.#lay(center, zoom, { x: reach, y: reach }, { width: 2 * reach, height: 2 * reach });
  }

  /**
   * @param {LatLng} center
   * @param {number} zoom
   * @param {MapPoint} middle
   * @param {{width: number, height: number}} size
   */
  #lay(center, zoom, middle, size) {
    const level = Math.round(clampTo(zoom, 0, this.#source.maxZoom));
    const grow = 2 ** (zoom - level);
    // The shift of a whole screen hardly differs from that of its middle.
    const moved = this.#source.shifted ? center : gcj02(center);
    const [here, there] = [toWorld(center, level), toWorld(moved, level)];
    const origin = { x: here.x - (there.x - here.x), y: here.y - (there.y - here.y) };
    const left = origin.x - middle.x / grow;
    const top = origin.y - middle.y / grow;
    const count = 2 ** level;
    /** @type {Set<string>} */
    const wanted = new Set();
    for (let y = Math.floor(top / TILE); y * TILE < top + size.height / grow; y += 1) {
      if (y < 0 || y >= count) continue;
      for (let x = Math.floor(left / TILE); x * TILE < left + size.width / grow; x += 1) wanted.add(`${level}/${x}/${y}`);
    }
    for (const key of wanted) if (!this.#tiles.has(key) && this.#tiles.size < MAX_TILES) this.#add(key, count);
    const covered = [...wanted].every((key) => this.#tiles.get(key)?.dataset['shown'] === 'yes');
    for (const [key, tile] of this.#tiles) {
      const here = wanted.has(key);
      if (!here && (covered || this.#tiles.size >= MAX_TILES || !tile.dataset['shown'])) {
        tile.remove();
        this.#tiles.delete(key);
        continue;
      }
      const [z = 0, x = 0, y = 0] = key.split('/').map(Number);
      const side = TILE * 2 ** (zoom - z);
      const world = toWorld(center, z);
      const drawn = toWorld(moved, z);
      const at = { x: (x * TILE - (2 * world.x - drawn.x)) * 2 ** (zoom - z) + middle.x, y: (y * TILE - (2 * world.y - drawn.y)) * 2 ** (zoom - z) + middle.y };
      // Edges on whole pixels of the screen, or the ground shows between tiles.
      const ratio = globalThis.devicePixelRatio || 1;
      const [left, top, right, bottom] = [at.x, at.y, at.x + side, at.y + side].map((edge) => Math.round(edge * ratio) / ratio);
      tile.style.transform = `translate(${left}px, ${top}px)`;
      tile.style.width = `${Number(right) - Number(left)}px`;
      tile.style.height = `${Number(bottom) - Number(top)}px`;
      tile.style.zIndex = here ? '1' : '0';
      if (here) tile.dataset['wanted'] = 'yes';
      else delete tile.dataset['wanted'];
    }
  }

  /**
   * @param {string} key
   * @param {number} count tiles around the earth at its level
   */
  #add(key, count) {
    const [z, x, y] = key.split('/').map(Number);
    const tile = new Image(TILE, TILE);
    tile.decoding = 'async';
    tile.draggable = false;
    tile.alt = '';
    tile.dataset['wanted'] = 'yes';
    tile.onload = () => { tile.dataset['shown'] = 'yes'; };
    const wrapped = ((Number(x) % count) + count) % count;
    tile.src = this.#source.url.replace('{z}', String(z)).replace('{x}', String(wrapped)).replace('{y}', String(y));
    this.#tiles.set(key, tile);
    this.element.append(tile);
  }
}
