// text: entities, spaces, selection and line breaks.
module.exports = { data: { entities: '1 &lt; 2 &amp; 3 &gt; 2&nbsp;&quot;ok&quot;', two: 'one\ntwo' } };
