// A piece of code as it is written, line by line; long lines scroll. It must not run anything.
Component({
  properties: {
    name: { type: String, value: '' }, // the file it would stand in
    text: { type: String, value: '' },
  },
  data: { lines: [] },
  observers: {
    text(text) {
      this.setData({ lines: text.split('\n') });
    },
  },
  methods: {
    copy() {
      wx.setClipboardData({ data: this.data.text });
    },
  },
});
