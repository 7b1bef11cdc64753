// switch: on or off.
module.exports = { data: { on: true }, acts: { on: { on: true }, off: { on: false } } };
