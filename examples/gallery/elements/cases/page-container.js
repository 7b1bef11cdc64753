// page-container: a panel over the page.
module.exports = {
  data: { show: false, position: 'bottom', round: true, overlay: true },
  acts: { bottom: { show: true, position: 'bottom' }, top: { show: true, position: 'top' }, right: { show: true, position: 'right' }, center: { show: true, position: 'center' } },
  methods: {
    away(event) {
      this.tell(event);
      this.setData({ show: false });
    },
  },
};
