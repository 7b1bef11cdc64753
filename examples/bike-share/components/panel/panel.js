// A card with a head, a body and a foot, each a slot: the one place where cards get their look.
Component({
  options: { multipleSlots: true },
  properties: {
    flush: { type: Boolean, value: false }, // the body reaches the card's edges
  },
});
