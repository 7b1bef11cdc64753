// The program of the benchmark: its data is made before anything is measured.
App({ list: require('./list.js').makeList(0) });
