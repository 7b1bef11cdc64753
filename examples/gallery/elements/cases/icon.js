// icon: the nine signs.
module.exports = {
  data: { types: ['success', 'success_no_circle', 'info', 'warn', 'waiting', 'cancel', 'download', 'search', 'clear'], colors: ['#c2453f', 'rgb(47, 116, 192)', 'purple'] },
};
