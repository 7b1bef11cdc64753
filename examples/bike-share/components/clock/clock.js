// The running time since `since` (milliseconds). Counts from the clock, not from its own ticks, so a
// page that slept shows the right time at once. Says `tick` with the seconds, once a second.
Component({
  properties: {
    since: { type: Number, value: 0 },
  },
  data: { seconds: 0 },
  observers: {
    since() {
      this.turn();
    },
  },
  lifetimes: {
    attached() {
      this.start();
    },
    detached() {
      this.stop();
    },
  },
  pageLifetimes: {
    show() {
      this.start();
    },
    hide() {
      this.stop();
    },
  },
  methods: {
    start() {
      this.stop();
      this.turn();
      this.timer = setInterval(() => this.turn(), 1000);
    },
    stop() {
      if (this.timer) clearInterval(this.timer);
      this.timer = 0;
    },
    turn() {
      if (!this.data.since) return;
      const seconds = Math.max(0, Math.floor((Date.now() - this.data.since) / 1000));
      if (seconds === this.data.seconds) return;
      this.setData({ seconds });
      this.triggerEvent('tick', { seconds });
    },
  },
});
