// wx-picker: a tap opens a sheet with one choice, several, a time, a date or a region.
// It must not change its value by itself: the program sets `value` when it hears `change`, as in WeChat.

/** @param {number} number @param {number} [width] */
const digits = (number, width = 2) => String(number).padStart(width, '0');
/** @param {number} from @param {number} to */
const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/**
 * `2026-05-01`, `2026-05`, `2026` as numbers.
 * @param {string | null} text
 * @param {[number, number, number]} otherwise
 * @returns {[number, number, number]}
 */
function dateParts(text, otherwise) {
  const found = /^(\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?/.exec(text ?? '');
  return found ? [Number(found[1]), Number(found[2] ?? otherwise[1]), Number(found[3] ?? otherwise[2])] : otherwise;
}

registerElement(
  'wx-picker',
  () =>
    class extends WxElement {
      static observedAttributes = ['disabled', 'range', 'value'];

      /** @type {ReturnType<typeof openSheet> | null} */
      #open = null;
      /** The `value` that the open sheet knows of. @type {string | null} */
      #known = null;
      #waiting = false;
      /** @type {number[]} */
      #at = [];

      make() {
        if (!this.hasAttribute('role')) this.setAttribute('role', 'button');
        this.setAttribute('aria-haspopup', 'dialog');
        this.update('disabled');
      }

      /** @param {string} name */
      update(name) {
        if (name === 'disabled') this.setAttribute('tabindex', boolAttr(this, 'disabled') ? '-1' : '0');
        else if (this.#open && this.getAttribute('mode') === 'multiSelector') this.#refresh();
      }

      /** New columns or a new choice, both of one patch together: new columns alone leave the wheels where the person turned them. */
      #refresh() {
        if (this.#waiting) return;
        this.#waiting = true;
        queueMicrotask(() => {
          this.#waiting = false;
          guard('picker', () => {
            if (!this.#open) return;
            const value = this.getAttribute('value');
            this.#open.set(this.#lists(), value === this.#known ? this.#open.chosen() : this.#chosen());
            this.#known = value;
          });
        });
      }

      /** @param {TapContext} context */
      tapped(context) {
        if (context.used || boolAttr(this, 'disabled')) return;
        context.used = true;
        this.activate();
      }

      activate() {
        const mode = this.getAttribute('mode') ?? 'selector';
        if (mode === 'time') this.#time();
        else if (mode === 'date') this.#date();
        else if (mode === 'region') this.#region().catch((why) => report('a picker has no regions', why));
        else this.#choose(mode === 'multiSelector');
      }

      /** The texts of each column. @returns {string[][]} */
      #lists() {
        const given = jsonAttr(this, 'range');
        const key = this.getAttribute('range-key');
        /** @param {unknown} list */
        const texts = (list) => (Array.isArray(list) ? list.map((item) => String((key ? item?.[key] : item) ?? '')) : []);
        return this.getAttribute('mode') === 'multiSelector' ? (Array.isArray(given) ? given.map(texts) : []) : [texts(given)];
      }

      #chosen() {
        const value = this.getAttribute('mode') === 'multiSelector' ? jsonAttr(this, 'value') : [numAttr(this, 'value', 0)];
        return Array.isArray(value) ? value.map((each) => Number(each) || 0) : [];
      }

      /** @param {boolean} multi */
      #choose(multi) {
        this.#show(this.#lists(), this.#chosen(), (at) => ({ value: multi ? at : String(at[0] ?? 0) }), (column, value) => sendEvent(this, 'columnchange', { detail: { column, value }, local: true }));
      }

      #time() {
        const now = new Date();
        /** @param {string | null} text @param {number} otherwise */
        const minutes = (text, otherwise) => {
          const found = /^(\d{1,2}):(\d{1,2})/.exec(text ?? '');
          return found ? Number(found[1]) * 60 + Number(found[2]) : otherwise;
        };
        const first = minutes(this.getAttribute('start'), 0);
        const last = Math.max(first, minutes(this.getAttribute('end'), 24 * 60 - 1));
        const at = Math.min(last, Math.max(first, minutes(this.getAttribute('value'), now.getHours() * 60 + now.getMinutes())));
        const hours = range(Math.floor(first / 60), Math.floor(last / 60));
        /** @param {number} hour */
        const minutesOf = (hour) => range(hour * 60 < first ? first % 60 : 0, hour * 60 + 59 > last ? last % 60 : 59);
        let hour = Math.floor(at / 60);
        const lists = () => [hours.map((each) => digits(each)), minutesOf(hour).map((each) => digits(each))];
        this.#show(
          lists(),
          [hours.indexOf(hour), minutesOf(hour).indexOf(at % 60)],
          ([h1 = 0, m1 = 0]) => ({ value: `${digits(hours[h1] ?? 0)}:${digits(minutesOf(hours[h1] ?? 0)[m1] ?? 0)}` }),
          (column, index) => {
            if (column !== 0) this.#at[1] = index;
            else {
              hour = hours[index] ?? hour;
              this.#at = [index, Math.min(this.#at[1] ?? 0, minutesOf(hour).length - 1)];
              this.#open?.set(lists(), this.#at);
            }
          },
        );
      }

      #date() {
        const now = new Date();
        const first = dateParts(this.getAttribute('start'), [now.getFullYear() - 100, 1, 1]);
        const last = dateParts(this.getAttribute('end'), [now.getFullYear() + 100, 12, 31]);
        let [year, month, day] = dateParts(this.getAttribute('value'), [now.getFullYear(), now.getMonth() + 1, now.getDate()]);
        const fields = { year: 1, month: 2, day: 3 }[this.getAttribute('fields') ?? 'day'] ?? 3;
        const years = range(first[0], last[0]);
        const months = () => range(year === first[0] ? first[1] : 1, year === last[0] ? last[1] : 12);
        const days = () => {
          const length = new Date(year, month, 0).getDate();
          return range(year === first[0] && month === first[1] ? first[2] : 1, year === last[0] && month === last[1] ? Math.min(last[2], length) : length);
        };
        /** @param {number[]} list @param {number} wanted */
        const near = (list, wanted) => Math.min(list[list.length - 1] ?? wanted, Math.max(list[0] ?? wanted, wanted));
        const settle = () => {
          year = near(years, year);
          month = near(months(), month);
          day = near(days(), day);
        };
        settle();
        const lists = () =>
          [years.map((each) => `${each}${say('year')}`), months().map((each) => `${digits(each)}${say('month')}`), days().map((each) => `${digits(each)}${say('day')}`)].slice(0, fields);
        const places = () => [years.indexOf(year), months().indexOf(month), days().indexOf(day)];
        this.#show(
          lists(),
          places(),
          () => ({ value: [digits(year, 4), digits(month), digits(day)].slice(0, fields).join('-') }),
          (column, index) => {
            if (column === 0) year = years[index] ?? year;
            if (column === 1) month = months()[index] ?? month;
            if (column === 2) day = days()[index] ?? day;
            settle();
            if (column < 2) this.#open?.set(lists(), places());
          },
        );
      }

      async #region() {
        const way = new RegionWay(await regions(), this.getAttribute('level') ?? 'region', this.getAttribute('custom-item') ?? '').begin(jsonAttr(this, 'value'));
        if (!this.isConnected) return;
        this.#show(way.names, way.at, () => way.detail, (column, index) => {
          way.turn(column, index);
          this.#open?.set(way.names, way.at);
        });
      }

      /**
       * @param {string[][]} columns
       * @param {number[]} value
       * @param {(at: number[]) => object} detail what `change` tells
       * @param {(column: number, index: number) => void} [turned]
       */
      #show(columns, value, detail, turned) {
        this.#at = [...value];
        this.#known = this.getAttribute('value');
        this.#open = openSheet({
          title: this.getAttribute('header-text') ?? '',
          columns,
          value,
          done: (at) => {
            this.#open = null;
            sendEvent(this, 'change', { detail: detail(at), local: true });
          },
          cancelled: () => {
            this.#open = null;
            sendEvent(this, 'cancel', { local: true });
          },
          ...(turned ? { turned } : {}),
        });
      }

      formValue() {
        const mode = this.getAttribute('mode');
        if (mode === 'region') return jsonAttr(this, 'value') ?? [];
        return mode === 'multiSelector' ? this.#chosen() : (this.getAttribute('value') ?? '');
      }
    },
);
