// Says from where it was opened.
Page({ onLoad(query) { console.log('two load', query.from); } });
