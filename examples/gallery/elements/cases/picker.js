// picker: a sheet with one choice or several.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  data: { cities: [{ name: t.hangzhou }, { name: t.ningbo }, { name: t.suzhou }], columns: [[t.hot, t.iced], [t.small, t.large]], one: 0, several: [0, 0], region: ['浙江省', '杭州市', '西湖区'], part: [t.all, t.all], time: '12:00', date: '2026-05-01' },
  methods: {
    chosen(event) {
      this.tell(event);
      this.take(event);
    },
  },
};
