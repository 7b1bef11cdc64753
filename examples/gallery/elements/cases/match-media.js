// match-media: parts for some sizes.
module.exports = {};
