// scroll-view: scrolling both ways, drags, pages and pulling to refresh.
module.exports = {
  data: { rows: Array.from({ length: 20 }, (_, n) => n + 1), pages: ['A', 'B', 'C'], more: [], colors: ['red', 'green', 'blue', 'violet'], top: 0, left: 0, into: '', smooth: false, refreshing: false, own: false },
  acts: { 'scroll-top': { top: 120 }, 'scroll-left': { left: 150 }, 'scroll-into-view': { smooth: true, into: 'row9' }, 'add above': { more: ['+1', '+2', '+3'] } },
  methods: {
    refresh(event) {
      this.tell(event);
      this.setData({ refreshing: true });
      setTimeout(() => this.setData({ refreshing: false }), 400);
    },
    refreshOwn(event) {
      this.tell(event);
      this.setData({ own: true });
      setTimeout(() => this.setData({ own: false }), 800);
    },
  },
};
