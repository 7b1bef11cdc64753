// The gallery's page of web-view, by finger, with a partner's server on loopback.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import { elements } from './elements-desk.mjs';
import { root } from './phone-desk.mjs';

const { element } = elements();

const SDK = readFileSync(join(root, 'sdk/banchan-partner.js'), 'utf8');
const PAGE = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Partner</title><style>body{font:16px sans-serif;margin:16px}</style>
<h1>Partner</h1><p id="said"></p><script src="/sdk.js"></script><script>wx.miniProgram.postMessage({ data: { cup: 2 }, complete: ({ errMsg }) => { said.textContent = errMsg; } })</script>`;
const server = createServer((request, response) => {
  const script = request.url === '/sdk.js';
  response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' }).end(request.method === 'HEAD' ? '' : script ? SDK : PAGE);
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
after(() => server.close());
const partner = `http://127.0.0.1:${server.address().port}/`;

/** Writes an address and opens it. */
async function open(e, address) {
  await e.tap('#address');
  await e.sees(() => e.locator('#address').evaluate((one) => one.shadowRoot.activeElement === one.field), true, 'the field has the keyboard');
  await e.page.keyboard.press('ControlOrMeta+a');
  await e.page.keyboard.type(address);
  await e.sees(() => e.locator('#address').evaluate((one) => one.value), address);
  await e.tap('#open');
  await e.locator('#web').waitFor({ state: 'attached' });
}

element('web-view', 'shows_a_page_of_a_partner_and_what_it_leaves', async (e) => {
  await open(e, partner);
  await e.until('web.load', { src: partner });
  const web = e.mini().frameLocator('#web iframe');
  await web.locator('h1').waitFor();
  await web.locator('#said').filter({ hasText: 'postMessage:ok' }).waitFor();
  const [frame, page] = [await e.locator('#web iframe').boundingBox(), await e.locator('html').boundingBox()];
  assert.deepEqual([frame.width, Math.round(frame.x)], [page.width, 0], 'over the whole page');
  await e.shot('partner');
  // what it left is told when the page is shared
  await e.page.click('.stage:not([data-away]) [data-do=menu]');
  await e.page.click('#menu [data-do=share]');
  await e.page.locator('.share-card').waitFor();
  await e.page.locator('.sheet', { has: e.page.locator('.share-card') }).press('Escape');
  await e.page.locator('.share-card').waitFor({ state: 'detached' });
  await e.until('web.message', { data: [{ cup: 2 }] });
});

element('web-view', 'says_what_it_may_not_show', async (e) => {
  await open(e, 'https://unlisted.example/');
  await e.until('web.error', { src: 'https://unlisted.example/' });
  await e.mini().locator('#web .said', { hasText: 'may not be shown here' }).waitFor();
  await e.shot('refused');
});
