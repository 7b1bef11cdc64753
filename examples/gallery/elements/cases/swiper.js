// swiper: pages beside or below one another.
module.exports = { data: { colors: ['red', 'green', 'blue', 'violet'], current: 0, playing: false, named: 'red' }, acts: { 'current = 2': { current: 2 }, autoplay: { playing: true }, 'current-item-id': { named: 'blue' } } };
