export default { one: 'thing', many: 'things' };
