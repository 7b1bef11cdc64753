// A page of one component, from its entry in a table: `states` (markup, which pages.mjs wrote into the page), `data`, and
// `acts`, which are what the buttons at the top do: an object is new data, a function is called with the page. What the page
// of a built-in element does besides stands in `methods`; `bindchange="tell"` shows an event in the strip at the bottom.
const { texts } = require('./i18n');

/** New data under a component's `data-key`. */
function set(page, event, value) {
  page.setData({ [event.currentTarget.dataset.key]: value });
}

/** Lines of the strip; older ones go. */
const TOLD = 24;

/** An event as a line: who, what, and its detail; moves and scrolls come often, so they share one. */
function line(event, last) {
  const what = `${event.currentTarget.id ? `${event.currentTarget.id}.` : ''}${event.type}`;
  const detail = JSON.stringify(event.detail || {});
  return { what, detail: detail.length > 200 ? `${detail.slice(0, 200)}…` : detail, times: last && last.what === what ? last.times + 1 : 1 };
}

module.exports = function show(name, table) {
  const { data = {}, acts = {}, methods = {} } = table[name];
  Page(Object.assign({
    data: Object.assign({ t: texts, theme: 'light', told: [] }, data),

    onLoad() {
      const { theme } = wx.getSystemInfoSync();
      if (theme && theme !== this.data.theme) this.setData({ theme });
    },

    act(event) {
      const one = acts[event.currentTarget.dataset.act];
      if (typeof one === 'function') one(this);
      else this.setData(one);
    },

    // Heard, and that is all.
    tap() {},

    // Heard, and shown in the strip.
    tell(event) {
      const { told } = this.data;
      const next = line(event, told[0]);
      this.setData({ told: [next].concat(next.times > 1 ? told.slice(1) : told).slice(0, TOLD) });
    },
    hush() { this.setData({ told: [] }); },

    // What components tell, by the shape of its detail.
    take(event) { set(this, event, event.detail.value); },
    takeDetail(event) { set(this, event, event.detail); },
    takeChecked(event) { set(this, event, event.detail.checked); },
    takeCurrent(event) { set(this, event, event.detail.current); },
    close(event) {
      const { key } = event.currentTarget.dataset;
      this.setData({ [key]: typeof this.data[key] === 'string' ? '' : false });
    },
  }, methods));
};
