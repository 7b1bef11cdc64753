// The network of a mini-program on the desktop shell in a real Chromium, with real servers on this machine: the cases of core/tests/proof
// that need one, and where a page's own pictures may come from. The program is a source folder: only those may speak with this machine.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { browser, phone, scratch, start } from './phone-desk.mjs';
import { MEANT, served as cases, runs, write } from './proof-desk.mjs';
import { servers } from './servers.mjs';

const ID = 'network.banchan.test';
/** Public names, which the browser finds on this machine. Pictures have no list: any public name is good, as in WeChat. */
const [PICS, OTHER] = ['https://pics.example', 'https://other.example'];

let web; let place; let chromium; let served; let desk;

before(async () => {
  web = await servers(OTHER);
  place = scratch();
  const source = write(place.folder, cases, ID, (script) => script.replaceAll('SERVER', web.url).replaceAll('SOCKET', web.socket), [`${PICS}/point.png`, `${PICS}/moved`, `${PICS}/down`]);
  served = await start(['dev', source, '--no-browser', '--home', `${place.folder}/home`]);
  chromium = await browser([`--host-resolver-rules=MAP *.example 127.0.0.1:${web.port}`, '--ignore-certificate-errors']);
  desk = await phone(chromium, served.address);
  await desk.mini().locator('#go').waitFor();
});
after(async () => {
  await chromium?.close();
  await served?.stop();
  web?.close();
  place?.remove();
});

test('requests_files_and_sockets_reach_a_server_and_end_in_words_without_one', async () => {
  await runs(desk, cases, ID);
  assert.deepEqual(desk.problems.splice(0).filter((one) => !MEANT.test(one)), []);
});

test('a_picture_of_a_page_is_led_on_to_a_public_name_and_not_to_this_machine', async () => {
  for (const [path, told] of [['point.png', 'loaded'], ['down', 'failed'], ['moved', 'loaded']]) {
    await desk.mini().getByText(`${PICS}/${path}`, { exact: true }).click();
    await desk.mini().locator('#said').filter({ hasText: `${told} ${PICS}/${path}` }).waitFor();
  }
  assert.equal(web.knocks(), 0, 'who is not allowed there, does not even knock');
  await desk.problem(/Content Security Policy/);
  assert.deepEqual(desk.problems.splice(0).filter((one) => !/Content Security Policy|Failed to load resource/.test(one)), []);
});
