// button: looks, states, and what it does for a form.
module.exports = { data: { busy: true }, acts: { loaded: { busy: false } } };
