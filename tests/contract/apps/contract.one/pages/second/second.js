// A page to go to: says with what it was opened, and that it was closed.
Page({
  onLoad(query) { console.log('second load', query.from || decodeURIComponent(query.q || '')); },
  onUnload() { console.log('second unload'); },
});
