// web-view: a page of a partner over the whole page. Which sites it may show is in banchan.json; while developing, this
// computer's own are let through, too.
module.exports = {
  data: { address: 'https://partner.banchan.example/', src: '' },
  methods: {
    typed(event) { this.setData({ address: event.detail.value }); },
    open() { this.setData({ src: this.data.address }); },
  },
};
