// The regions of `picker mode=region`: which columns there are, and what their choice means. The list comes from the host
// through the core; it is asked for when a picker is first tapped.

/** @typedef {{ code: string, name: string, postcode?: string, children?: Region[] }} Region */

/** How many columns a picker of a `level` has. @type {Record<string, number>} */
const REGION_LEVELS = { province: 1, city: 2, region: 3, 'sub-district': 4 };

/** @type {Promise<Region[]> | null} */
let regionList = null;

/** @returns {Promise<Region[]>} */
function regions() {
  return (regionList ??= want('regions', {}).then(
    ({ list }) => (Array.isArray(list) ? list : []),
    (why) => {
      regionList = null;
      throw why;
    },
  ));
}

/** A way through the list: what is chosen in each column. */
class RegionWay {
  /** @type {Region[][]} */
  columns = [];
  /** @type {number[]} */
  at = [];
  #list;
  #levels;
  #custom;

  /** @param {Region[]} list @param {string} level @param {string} custom a first choice of every column, such as "all" */
  constructor(list, level, custom) {
    this.#list = list;
    this.#levels = REGION_LEVELS[level] ?? 3;
    this.#custom = custom;
  }

  /** Begins at these names; where one is unknown, at the first. @param {unknown} names */
  begin(names) {
    const wanted = Array.isArray(names) ? names.map(String) : [];
    this.#fill(0, (column, level) => column.findIndex(({ name }) => name === wanted[level]));
    return this;
  }

  /** A wheel was turned: those behind it begin anew. @param {number} column @param {number} index */
  turn(column, index) {
    this.at[column] = index;
    this.#fill(column + 1, () => 0);
  }

  /** @param {number} from @param {(column: Region[], level: number) => number} pick */
  #fill(from, pick) {
    for (let level = from; level < this.#levels; level += 1) {
      const above = level === 0 ? this.#list : (this.columns[level - 1]?.[this.at[level - 1] ?? 0]?.children ?? []);
      const own = this.#custom ? [{ code: '', name: this.#custom }] : [];
      const column = [...own, ...above];
      this.columns.length = level;
      this.at.length = level;
      // a column is there although nothing lies below: programs count on as many values as there are levels
      this.columns.push(column);
      this.at.push(Math.max(0, pick(column, level)));
    }
  }

  /** Columns that have something to choose from. @returns {string[][]} */
  get names() {
    return this.columns.filter((column) => column.length > 0).map((column) => column.map(({ name }) => name));
  }

  /** What `change` tells. */
  get detail() {
    const chosen = this.columns.map((column, level) => column[this.at[level] ?? 0]);
    const code = chosen.flatMap((one) => (one?.code ? [one.code] : []));
    const postcode = [...chosen].reverse().find((one) => one?.postcode)?.postcode;
    return { value: chosen.map((one) => one?.name ?? ''), code, ...(postcode ? { postcode } : {}) };
  }
}
