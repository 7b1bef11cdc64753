// textarea: many lines, growing or not.
module.exports = { data: { value: '', focus: false, select: false, auto: false, fixed: false }, acts: { long: (page) => page.setData({ value: page.data.t.story }), focus: { focus: true }, select: { select: true }, 'auto-focus': { auto: true }, fixed: { fixed: true } } };
