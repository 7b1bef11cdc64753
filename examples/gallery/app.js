// The gallery's entry. Everything worth seeing is in the pages; the libraries come from npm, as they are.
App({});
