// What stands before wxs.js when the core joins it with core/js/wxs-types.js.

declare const exports: { nameConstructors: () => void };
