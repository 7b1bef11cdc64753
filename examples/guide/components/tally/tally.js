// The chapter about components shows this one: a number with a name, which tells when it grows.
Component({
  properties: {
    name: { type: String, value: '' },
  },
  data: { count: 0 },
  methods: {
    add() {
      this.setData({ count: this.data.count + 1 });
      this.triggerEvent('grow', { count: this.data.count });
    },
  },
});
