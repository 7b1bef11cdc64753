// editor: rich text that is written on the page; its context formats what is selected.
module.exports = {
  data: { still: false },
  acts: { 'read-only': { still: true }, write: { still: false } },
};
