// What is shown where there is nothing else to show: a picture, a plain sentence, what to do. Its
// buttons come through the slot.
Component({
  properties: {
    icon: { type: String, value: 'question' },
    head: { type: String, value: '' },
    body: { type: String, value: '' },
  },
});
