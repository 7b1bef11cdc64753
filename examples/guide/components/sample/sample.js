// A sample that runs: what is in its slot, under a heading.
Component({
  properties: {
    head: { type: String, value: '' },
  },
});
