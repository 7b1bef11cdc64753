import words from './words.sjs';

function label(count) {
  return count + ' ' + (count === 1 ? words.one : words.many);
}

export default { label: label };
