// One bike in a list: kind, number, how far, how full. Says `open` with its number when tapped; it
// decides nothing about the bike.
Component({
  options: { addGlobalClass: true },
  properties: {
    bike: { type: Object, value: null },
    t: { type: Object, value: {} },
    chosen: { type: Boolean, value: false },
  },
  methods: {
    open() {
      this.triggerEvent('open', { id: this.data.bike.id });
    },
  },
});
