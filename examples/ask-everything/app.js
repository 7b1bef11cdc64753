// Nosy's entry. It asks for nothing by itself: everything is asked on the page, where one can see it.
App({});
