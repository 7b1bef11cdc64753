// The item of the benchmark, as a WeChat component.
Component({
  properties: { name: String, count: Number },
  data: { label: '' },
  observers: { count(count) { this.setData({ label: `${count} left` }) } },
});
