// Compiles the benchmark's templates with glass-easel's own compiler: node compile.js NODE_MODULES PAGE CARD > templates.js
'use strict';

const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');

const [modules, page, card] = process.argv.slice(2);
const { TmplGroup } = require(resolve(modules, 'glass-easel-template-compiler'));
const group = new TmplGroup();
group.addTmpl('page', readFileSync(page, 'utf8'));
group.addTmpl('card', readFileSync(card, 'utf8'));
process.stdout.write(`module.exports = ${group.getTmplGenObjectGroups()};\n`);
