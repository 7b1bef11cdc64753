// How many: minus, a number, plus. Says `change` with the new number; whoever uses it keeps the number.
Component({
  properties: {
    value: { type: Number, value: 1 },
    min: { type: Number, value: 0 },
    max: { type: Number, value: 20 },
    less: { type: String, value: '' }, // for who can't see the signs
    more: { type: String, value: '' },
  },
  methods: {
    down() {
      this.say(this.data.value - 1);
    },
    up() {
      this.say(this.data.value + 1);
    },
    say(value) {
      if (value >= this.data.min && value <= this.data.max) this.triggerEvent('change', { value });
    },
  },
});
