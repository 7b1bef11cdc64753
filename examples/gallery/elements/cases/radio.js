// radio and radio-group: one of several.
module.exports = {};
