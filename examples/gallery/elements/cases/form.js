// form: what its controls hold, all at once.
module.exports = {};
