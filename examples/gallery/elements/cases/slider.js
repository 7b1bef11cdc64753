// slider: a value by finger, mouse and arrow keys.
module.exports = {
  data: { value: 40, disabled: true },
  acts: { 'value = 75': { value: 75 }, enable: { disabled: false } },
};
