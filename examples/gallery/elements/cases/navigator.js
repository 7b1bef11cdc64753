// navigator: ways to other pages.
module.exports = {};
