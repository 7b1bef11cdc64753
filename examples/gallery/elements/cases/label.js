// label: a tap on it is one on its control.
module.exports = {};
