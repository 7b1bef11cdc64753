// The page of the other tab: says that it is seen.
Page({ onShow() { console.log('tab show'); } });
