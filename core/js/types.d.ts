// What the realms of the logic layer have before any of our scripts runs, for the type checker only.
declare function require(name: string): any;
declare var exports: any;
