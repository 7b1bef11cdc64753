// The list of everything that is asked for, one after the other, with what came back. `run=1` in the
// query asks at once. It counts only what it was really told.
const { texts, fill } = require('../../lib/i18n');
const { attempts } = require('../../lib/attempts');

const PATIENCE = 15000; // milliseconds without an answer; a person may take longer (PERSON)
const PERSON = 120000;

const groups = ['person', 'undeclared', 'missing', 'network', 'sandbox'].map((key) => ({
  key,
  head: texts.groups[key],
  hint: texts.hints[key],
  items: attempts
    .map((one, index) => ({ index, group: one.group, name: one.name, want: texts.wants[one.want], state: 'waiting', text: '' }))
    .filter((one) => one.group === key),
}));

Page({
  data: { t: texts, groups, total: attempts.length, refused: 0, allowed: 0, silent: 0, running: false, asked: 0, summary: fill(texts.summary, { r: 0, n: attempts.length }), remarks: [] },

  onLoad(query) {
    wx.setNavigationBarTitle({ title: texts.title });
    this.states = attempts.map(() => 'waiting');
    if (query.run === '1') this.all();
  },

  onUnload() {
    this.gone = true;
  },

  async all() {
    if (this.data.running) return;
    this.setData({ running: true });
    for (let index = 0; index < attempts.length && !this.gone; index += 1) {
      await this.ask(index);
    }
    if (!this.gone) this.setData({ running: false });
  },

  one(event) {
    if (!this.data.running) this.ask(event.currentTarget.dataset.index);
  },

  ask(index) {
    this.note(index, 'asking', '');
    const patience = attempts[index].group === 'person' ? PERSON : PATIENCE;
    return new Promise((resolve) => {
      let answered = false;
      const timer = setTimeout(() => done('silent', ''), patience);
      const done = (state, text) => {
        if (answered) return;
        answered = true;
        clearTimeout(timer);
        if (!this.gone) this.note(index, state, text);
        resolve();
      };
      try {
        attempts[index].run((got, text) => done(got ? 'allowed' : 'refused', text));
      } catch (error) {
        done('refused', String((error && error.message) || error));
      }
    });
  },

  /** Shows a state by its path, and the sums that follow from it. */
  note(index, state, text) {
    this.states[index] = state;
    const at = groups.findIndex((group) => group.key === attempts[index].group);
    const item = groups[at].items.findIndex((one) => one.index === index);
    const count = (name) => this.states.filter((one) => one === name).length;
    const refused = count('refused');
    const allowed = count('allowed');
    const silent = count('silent');
    const remarks = [];
    if (allowed) remarks.push(fill(texts.allowedSome, { n: allowed }));
    if (silent) remarks.push(fill(texts.silentSome, { n: silent }));
    this.setData({
      ['groups[' + at + '].items[' + item + '].state']: state,
      ['groups[' + at + '].items[' + item + '].text']: text,
      refused,
      allowed,
      silent,
      asked: refused + allowed + silent,
      summary: fill(texts.summary, { r: refused, n: attempts.length }),
      remarks,
    });
  },
});
