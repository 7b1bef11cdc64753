// A program of the second dialect in a real Chromium: Alipay's AXML, SJS, ACSS and component model, with components of npm
// antd-mini when they are installed below target/npm (`cargo test -p banchan-core --test antd` does it).

import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root, stand } from './phone-desk.mjs';

const packages = join(root, 'target/npm/antd/node_modules');
const complete = existsSync(join(packages, 'antd-mini/es'));

const it = stand((folder) => {
  const source = join(folder, 'picnic');
  cpSync(join(root, 'tests/dialects/alipay'), source, { recursive: true });
  if (complete) cpSync(packages, join(source, 'node_modules'), { recursive: true });
  else {
    const page = join(source, 'pages/index/index');
    writeFileSync(`${page}.axml`, readFileSync(`${page}.axml`, 'utf8').replace(/<ant-notice>[^]*?<\/ant-notice>/, '').split('<view class="sheet">\n  <view class="tools">')[0]);
    writeFileSync(`${page}.json`, '{"usingComponents":{"row":"/components/row/row"}}');
  }
  return ['dev', source];
});

/** The package's icon font lies on a server of its own: it is not there, and that is no fault of ours. */
const problems = () => it.desk.problems.filter((problem) => !problem.startsWith('Failed to load resource'));

test('a_program_of_the_second_dialect_is_shown_and_answers_taps', async () => {
  const { mini, shot } = it.desk;
  await mini().getByText('3 things to bring').waitFor();
  await mini().getByText('rug (0)').click();
  await mini().getByText('rug (1)').waitFor();
  await mini().getByText('rug false true').waitFor();
  await shot('dialect');
  assert.deepEqual(problems(), []);
});

test('components_of_antd_mini_answer_taps', { skip: complete ? false : 'antd-mini is not installed' }, async () => {
  const { mini, shot } = it.desk;
  await mini().getByText('Add a thing').click();
  await mini().getByText('cup 3 (0)').waitFor();
  await mini().getByText('4 things to bring').waitFor();
  await mini().locator('.ant-switch').first().click();
  await mini().getByText('by bike no').waitFor();
  await mini().locator('.ant-rate-star, .ant-rate').first().waitFor();
  await shot('dialect-antd');
  assert.deepEqual(problems(), []);
});
