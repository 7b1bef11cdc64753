// What a linked program has: its uniforms, its attributes, whether it is well. The view knows, and is asked once for each
// program; without a view it is read from the text of the shaders, as far as declarations tell. It compiles nothing.
'use strict';

const { ActiveInfo, known, make } = require('./webgl-objects.js');

/** Longest text of a shader that is read without a view. */
const MAX_READ = 200_000;
/** Most uniforms and attributes that are read. */
const MAX_NAMES = 1_024;
/** Most places that one program keeps by name. */
const MAX_PLACES = 4_096;

/** Words of GLSL for types, and their numbers. @type {Record<string, number>} */
const TYPES = {
  float: 5126, vec2: 35664, vec3: 35665, vec4: 35666, int: 5124, ivec2: 35667, ivec3: 35668, ivec4: 35669, uint: 5125, uvec2: 36294, uvec3: 36295, uvec4: 36296,
  bool: 35670, bvec2: 35671, bvec3: 35672, bvec4: 35673, mat2: 35674, mat3: 35675, mat4: 35676, sampler2D: 35678, samplerCube: 35680, sampler3D: 35679, sampler2DArray: 36289,
};

/**
 * @typedef {{ name: string, size: number, type: number, place: number }} Active  `place`: of an attribute, or whether a uniform has one
 * @typedef {{ ok: boolean, log: string, valid: boolean, uniforms: Active[], attributes: Active[], guessed: boolean, blocks: number, varyings: number }} Told
 */

/** @param {string} source  @param {RegExp} words */
function declared(source, words) {
  /** @type {{ name: string, size: number, type: number, at: number }[]} */
  const found = [];
  for (const [, layout, type, names] of source.matchAll(words)) {
    const at = Number(/location\s*=\s*(\d+)/.exec(layout ?? '')?.[1] ?? -1);
    for (const one of names.split(',')) {
      const [, name, size] = /^\s*(\w+)\s*(?:\[\s*(\d+)\s*\])?/.exec(one) ?? [];
      if (name !== undefined && found.length < MAX_NAMES && !found.some((other) => other.name === name)) found.push({ name, size: Number(size ?? 1), type: TYPES[type] ?? 0, at });
    }
  }
  return found;
}

/** Without a view: what the shaders declare. @param {import('./webgl-objects.js').Known} program @returns {Told} */
function read(program) {
  const shaders = program.shaders.map((one) => ({ type: known(one)?.type, text: (known(one)?.source ?? '').slice(0, MAX_READ).replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, '') }));
  const all = shaders.map((one) => one.text).join('\n');
  const vertex = shaders.find((one) => one.type === 35_633)?.text ?? '';
  const uniforms = declared(all, /(layout\s*\([^)]*\)\s*)?\buniform\s+(?:(?:lowp|mediump|highp)\s+)?(\w+)\s+([^;{}()]+);/g);
  const attributes = declared(vertex, /(layout\s*\([^)]*\)\s*)?\b(?:attribute|in)\s+(?:(?:lowp|mediump|highp)\s+)?(\w+)\s+([^;{}()]+);/g);
  const taken = new Set([...Object.values(program.bound), ...attributes.map((one) => one.at)]);
  let next = 0;
  return {
    ok: shaders.length >= 2, log: '', valid: true, guessed: true, blocks: 0, varyings: 0,
    // Of structures only the members have places, and are asked for by name.
    uniforms: uniforms.filter((one) => one.type !== 0).map(({ name, size, type }) => ({ name: size > 1 ? `${name}[0]` : name, size, type, place: 1 })),
    attributes: attributes.map(({ name, size, type, at }) => {
      let place = program.bound[name] ?? at;
      if (place < 0) {
        while (taken.has(next)) next += 1;
        taken.add(next);
        place = next;
      }
      return { name, size, type, place };
    }),
  };
}

/** @param {any} list @returns {Active[]} */
const actives = (list) => (Array.isArray(list) ? list : []).slice(0, MAX_NAMES).map(([name, size, type, place]) => ({ name: String(name), size: Number(size), type: Number(type), place: Number(place) }));

/**
 * What is known of a program since it was linked.
 * @param {any} inner
 * @param {import('./webgl-objects.js').Known} program
 * @returns {Told}
 */
function about(inner, program) {
  if (program.told !== undefined) return program.told;
  if (program.told === undefined && !program.used) return { ok: false, log: '', valid: false, uniforms: [], attributes: [], guessed: true, blocks: 0, varyings: 0 };
  const answer = inner.ask('program', [program.id]);
  // What was only read is not kept: the view may answer next time.
  if (answer === undefined || answer === null) return read(program);
  program.told = {
    ok: answer.ok === true, log: String(answer.log ?? ''), valid: answer.valid === true, guessed: false, blocks: Number(answer.blocks ?? 0), varyings: Number(answer.varyings ?? 0),
    uniforms: actives(answer.uniforms), attributes: actives(answer.attributes),
  };
  return program.told;
}

/** Whether a uniform of that name has a place. @param {Told} told  @param {string} name */
function hasPlace(told, name) {
  const at = /\[(\d+)\]$/.exec(name);
  const base = name.replace(/\[\d+\]$/, '');
  return told.uniforms.some((one) => {
    const own = one.name.replace(/\[0\]$/, '');
    // Without a view, the members of structures are not known.
    return one.place > 0 && (one.name === name || (own === base && Number(at?.[1] ?? 0) < one.size));
  }) || (told.guessed && /[.[]/.test(name));
}

/**
 * @param {any} inner
 * @param {import('./webgl-objects.js').Known} program
 * @param {string} name
 */
function uniformPlace(inner, program, name) {
  const held = program.places.get(name);
  if (held !== undefined) return held;
  if (name.length > 1_024 || !hasPlace(about(inner, program), name) || program.places.size >= MAX_PLACES) return null;
  const id = inner.number();
  if (id === 0) return null;
  const place = make('U', id, inner);
  /** @type {any} */ (known(place)).program = program;
  program.places.set(name, place);
  inner.send(['+', 'U', id, program.id, name]);
  return place;
}

/** @param {Active | undefined} one */
const active = (one) => (one === undefined ? null : new ActiveInfo(one.name, one.size, one.type));

exports.about = about;
exports.uniformPlace = uniformPlace;
exports.active = active;
