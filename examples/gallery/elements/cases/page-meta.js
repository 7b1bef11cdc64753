// page-meta: settings of the page, from its markup.
module.exports = { data: { background: '', style: '', size: '', top: '0px' }, acts: { style: { style: 'overflow: hidden', background: '#d8e6f5' }, free: { style: '' }, size: { size: '20px' }, scroll: { top: '200px' } } };
