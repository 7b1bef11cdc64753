// root-portal: drawn over the page, whatever is around it.
module.exports = { data: { enable: true, open: false }, acts: { open: { open: true }, 'enable = false': { enable: false } } };
