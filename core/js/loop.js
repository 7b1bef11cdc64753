// The step loop: works off what the tree asks for until it is done. Nested setData calls nest this loop; the tree's own
// work never nests, so the stack does not grow with the depth of components. Decides nothing about components itself.
'use strict';

const { report } = require('./report.js');

const LOAD = 0;
const CREATE = 1;
const PROPS = 2;
const LIFE = 3;
const DROP = 4;
const CALL = 5;

const DONE = 0;
const FAILED = 1;
const VALUE = 2;
const WRITES = 3;

/** @type {any} */
let tree = null;
/** @type {any} */
let work = null;

/** Works off steps until the tree says that what was begun last is done. */
function drain() {
  workOff(tree.step(DONE));
}

/** @param {any} first  the step to begin with; undefined when there is none */
function workOff(first) {
  let step = first;
  while (step !== undefined) {
    let kind = DONE;
    /** @type {any} */
    let value;
    try {
      switch (step[0]) {
        case CREATE:
          value = work.create(step);
          if (value !== undefined) kind = WRITES;
          break;
        case PROPS:
          value = work.props(step);
          if (value !== undefined) kind = WRITES;
          break;
        case LIFE: work.life(step[1], step[2]); break;
        case LOAD: work.load(step[1]); break;
        case DROP: work.drop(step[1]); break;
        case CALL:
          value = Reflect.apply(step[1], undefined, step[2]);
          kind = VALUE;
          break;
        default: throw new Error(`unknown step ${step[0]}`);
      }
    } catch (error) {
      kind = FAILED;
      value = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      report(error, step[0] === LOAD ? `loading ${step[1]}` : 'making a component');
    }
    step = tree.step(kind, value);
  }
}

/**
 * Gives changed data to the tree and works off what follows.
 * @param {number} comp
 * @param {any[]} flat  path, value, path, value...
 */
function setData(comp, flat) {
  workOff(tree.setData(comp, flat));
}

/**
 * @param {any} treeFunctions
 * @param {any} workers  functions by step: load, create, props, life, drop
 */
exports.install = (treeFunctions, workers) => { tree = treeFunctions; work = workers; };
exports.drain = drain;
exports.setData = setData;
