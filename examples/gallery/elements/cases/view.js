// view: the box of everything, its pressed look and its touches.
module.exports = { data: { hidden: false }, acts: { hide: { hidden: true }, show: { hidden: false } } };
