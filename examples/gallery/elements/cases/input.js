// input: kinds of text, the caret, and the keyboard.
module.exports = { data: { value: '', focus: false, select: false, auto: false }, acts: { value: { value: '42' }, focus: { focus: true }, select: { select: true }, 'auto-focus': { auto: true } } };
