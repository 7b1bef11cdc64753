// checkbox and checkbox-group: any of several.
module.exports = { data: { on: true }, acts: { off: { on: false } } };
