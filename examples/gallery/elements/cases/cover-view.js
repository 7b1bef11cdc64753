// cover-view and cover-image: what lies over maps, videos and cameras.
module.exports = { data: { rows: Array.from({ length: 12 }, (_, n) => n + 1), top: 0 }, acts: { 'scroll-top': { top: 60 } } };
