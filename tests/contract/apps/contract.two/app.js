// A program that another one visits. It does nothing by itself.
App({});
