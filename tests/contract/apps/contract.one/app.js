// A program for the contract vectors: `do` in the query names a job, and each job says in one line how it ended.
App({
  onLaunch() { console.log('launch'); },
  onShow(options) { console.log('app show', options.scene); },
  onHide() { console.log('app hide'); },
});
