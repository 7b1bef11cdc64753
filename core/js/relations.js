// `relations` between components of one template: linked when the inner one is attached, unlinked when it goes.
// Only the inner side (parent, ancestor) searches; the outer side is told.
'use strict';

const { safely } = require('./report.js');

/** @type {any} */
let host = null;
/** Instances by component id. @type {{get: (id: number) => any}} */
let states = { get: () => undefined };

const OUTER = { parent: 'child', ancestor: 'descendant' };

/** @param {any} state  of the one that has the relation  @param {string} key  @param {any} relation  @param {any} other */
function targets(state, key, relation, other) {
  const { target } = relation;
  if (target !== null && typeof target === 'object') return other.def.behaviors.has(target);
  const spec = typeof target === 'string' ? target : key;
  return absolute(state, spec) === other.def.path;
}

/** @param {any} state  @param {string} spec */
function absolute(state, spec) {
  return host.resolveComponent(state.def.path, spec) ?? spec;
}

/**
 * The nearest component around `state` in the same template that answers this relation.
 * @param {any} state
 * @param {string} key
 * @param {any} relation
 */
function findOuter(state, key, relation) {
  const answer = OUTER[/** @type {'parent'|'ancestor'} */ (relation.type)];
  const owner = host.tree.owner(state.id);
  let id = host.tree.parent(state.id);
  while (id !== undefined && id !== owner) {
    const outer = states.get(id);
    if (outer !== undefined && targets(state, key, relation, outer)) {
      for (const [outerKey, outerRelation] of outer.def.relations) {
        if (outerRelation.type === answer && targets(outer, outerKey, outerRelation, state)) {
          return { outer, outerKey, outerRelation };
        }
      }
    }
    if (relation.type === 'parent') return null;
    id = host.tree.parent(id);
  }
  return null;
}

/** @param {any} state  @param {any} relation  @param {string} event  @param {any} other */
function tell(state, relation, event, other) {
  if (typeof relation[event] === 'function') safely(`${event} of ${state.def.path}`, relation[event], state.self, [other.self]);
}

/** @param {any} state  @param {string} key  @returns {Set<any>} */
function innerSet(state, key) {
  state.links ??= new Map();
  let set = state.links.get(key);
  if (set === undefined) state.links.set(key, set = new Set());
  return set;
}

/**
 * Makes, keeps or ends the links of an inner component after it was attached, moved or detached.
 * @param {any} state
 * @param {boolean} leaving
 */
function refresh(state, leaving) {
  for (const [key, relation] of state.def.relations) {
    if (relation.type !== 'parent' && relation.type !== 'ancestor') continue;
    state.links ??= new Map();
    const old = state.links.get(key) ?? null;
    const found = leaving ? null : findOuter(state, key, relation);
    if (old !== null && found !== null && old.outer === found.outer) {
      tell(old.outer, old.outerRelation, 'linkChanged', state);
      tell(state, relation, 'linkChanged', old.outer);
      continue;
    }
    state.links.set(key, found);
    if (old !== null) {
      innerSet(old.outer, old.outerKey).delete(state);
      tell(old.outer, old.outerRelation, 'unlinked', state);
      tell(state, relation, 'unlinked', old.outer);
    }
    if (found !== null) {
      innerSet(found.outer, found.outerKey).add(state);
      tell(found.outer, found.outerRelation, 'linked', state);
      tell(state, relation, 'linked', found.outer);
    } else if (!leaving) {
      if (typeof relation.linkFailed === 'function') safely(`linkFailed of ${state.def.path}`, relation.linkFailed, state.self, []);
    }
  }
}

/**
 * What getRelationNodes answers: the linked instances, inner ones in the order of the page.
 * @param {any} state
 * @param {string} key
 */
function nodes(state, key) {
  const relation = state.def.relations.get(key);
  const link = state.links?.get(key);
  if (relation === undefined || link === undefined || link === null) return [];
  if (relation.type === 'parent' || relation.type === 'ancestor') return [link.outer.self];
  /** @type {any[]} */
  const inner = [...link];
  if (inner.length > 1) {
    const place = new Map(host.tree.within(state.id).map((/** @type {number} */ id, /** @type {number} */ at) => [id, at]));
    inner.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  }
  return inner.map((other) => other.self);
}

/** @param {any} hostFunctions  @param {{get: (id: number) => any}} instances */
exports.install = (hostFunctions, instances) => { host = hostFunctions; states = instances; };
exports.refresh = refresh;
exports.nodes = nodes;
