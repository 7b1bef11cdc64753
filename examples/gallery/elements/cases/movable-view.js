// movable-area and movable-view: dragged and scaled.
module.exports = { data: { x: 0, y: 0, scale: 1 }, acts: { 'x, y': { x: 80, y: 40 }, 'scale = 2': { scale: 2 } } };
