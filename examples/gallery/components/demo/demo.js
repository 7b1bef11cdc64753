// A labelled card around one library component. It must not style what is put into it.
Component({
  properties: {
    name: { type: String, value: '' },
    flush: { type: Boolean, value: false }, // no padding: cells and grids bring their own
  },
});
