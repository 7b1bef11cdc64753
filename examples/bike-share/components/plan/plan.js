// The plan of the block: streets, rings of distance and the bikes, drawn from views alone. It shows
// where, and says `pick` with a number; which bike is chosen is the page's to keep.
Component({
  options: { addGlobalClass: true },
  properties: {
    bikes: { type: Array, value: [] },
    chosen: { type: String, value: '' },
    you: { type: String, value: '' },
    waiting: { type: Boolean, value: false },
  },
  data: { rings: [] },
  observers: {
    bikes(bikes) {
      const far = bikes.reduce((most, bike) => Math.max(most, bike.metres), 0);
      this.setData({ rings: far > 600 ? [200, 400] : [100, 200] });
    },
  },
  methods: {
    pick(event) {
      this.triggerEvent('pick', { id: event.currentTarget.dataset.id });
    },
  },
});
