// The oracle: what WeChat's own framework (npm glass-easel) makes of a program, in V8. Reads cases, one JSON a line, and
// answers each with one line; see README.md for both. The first line is the table of members of `wx`. It knows nothing of ours.
//
//   node oracle.mjs NODE_MODULES < cases
import { createInterface } from 'node:readline';

import { outline, elements, plain } from './outline.mjs';
import { open } from './program.mjs';

/** @param {any} given  @param {string} modules */
async function answer(given, modules) {
  const program = open(given, modules);
  const seen = [];
  const look = () => seen.push({ shown: outline(program.root()), said: program.said() });
  await program.start(given.page, given.query ?? {});
  look();
  for (const step of given.steps ?? []) {
    const all = elements(program.root());
    const target = all[(step.event ?? step.model ?? {}).at % all.length];
    if (step.event && target) program.event(target, step.event);
    else if (step.model && target) program.model(target, step.model);
    else if (step.call) program.call(step.call.name, [plain(step.call.event)]);
    else if (!step.event && !step.model) program.emit(step);
    await program.settle();
    look();
  }
  return { name: given.name, seen, errors: program.errors };
}

// Lines of the answer are all that goes out: modules of WXS log by node's own console.
for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = () => {};

// A program's rejection that nobody takes is not the end.
process.on('unhandledRejection', () => {});

const modules = process.argv[2];
/** @type {any[] | null} */
let members = null;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '') continue;
  const given = JSON.parse(line);
  if (members === null) {
    members = given;
    continue;
  }
  given.members = members;
  let answered;
  try {
    answered = await answer(given, modules);
  } catch (error) {
    answered = { name: given.name, broken: String(error?.stack ?? error) };
  }
  // Half of a character that text was cut at: it has no place in UTF-8.
  process.stdout.write(`${JSON.stringify(answered, (_, value) => (typeof value === 'string' ? value.toWellFormed() : value))}\n`);
}
