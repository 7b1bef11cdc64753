// `web-view` on the phone page with the real program behind it and partners' servers on loopback: what a page of a partner may
// do, where it may go, and what is said when it can't be shown.

import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, stand } from './phone-desk.mjs';

const SDK = readFileSync(join(root, 'sdk/banchan-partner.js'), 'utf8');
/** Scripts of the partner's page, by name. */
const ACTS = {
  env: "wx.miniProgram.getEnv((env) => say('env ' + env.miniprogram))",
  letters: "for (const n of [1, 2]) wx.miniProgram.postMessage({ data: { n }, complete: (res) => say(res.errMsg) })",
  next: "wx.miniProgram.navigateTo({ url: '/pages/next/next?cup=2' })",
  back: 'wx.miniProgram.navigateBack()',
  wrong: "wx.miniProgram.navigateTo({ fail: (res) => say(res.errMsg) })",
  flood: "for (let n = 0; n < 60; n += 1) wx.miniProgram.postMessage({ data: n }); setTimeout(() => say('flooded'), 50)",
  long: "wx.miniProgram.postMessage({ data: 'x'.repeat(100000), complete: (res) => say(res.errMsg) })",
  reach: "const out = []; for (const f of [() => parent.document.title, () => top.document.title, () => { top.location = '/taken'; return 'moved'; }, () => String(window.open('/popup'))]) { try { out.push(f()); } catch (error) { out.push(error.name); } } say('reach ' + out.join())",
};
const page = (port) => `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Partner</title>
<style>body{font:16px sans-serif;margin:16px}button,a{display:inline-block;margin:4px;padding:8px}</style><h1>Partner</h1><p id="said"></p>
<script src="/sdk.js"></script><script>function say(text){document.getElementById('said').textContent+=text+' | '}</script>
${Object.keys(ACTS).map((name) => `<button id="${name}">${name}</button>`).join('')}
<a id="inside" href="/second">inside</a><a id="outside" href="http://elsewhere.localhost:${port}/">outside</a><a id="sent" href="/away">sent away</a>
<form action="/second"><input name="q" value="tea"><button id="ask">ask</button></form>
<script>const acts={${Object.entries(ACTS).map(([name, text]) => `${name}(){${text}}`).join(',')}};for(const name in acts)document.getElementById(name).addEventListener('click',acts[name])</script>`;

const asked = [];
const server = createServer((request, response) => {
  const { port } = server.address();
  const { pathname, search } = new URL(request.url, 'http://partner');
  asked.push(`${request.method} ${pathname}`);
  const send = (type, body, more = {}) => response.writeHead(200, { 'content-type': type, ...more }).end(request.method === 'HEAD' ? '' : body);
  if (pathname === '/sdk.js') send('text/javascript', SDK);
  else if (pathname === '/second') send('text/html', `<!doctype html><p id="second">second ${search}</p>`);
  else if (pathname === '/away') response.writeHead(302, { location: `http://elsewhere.localhost:${port}/` }).end();
  else if (pathname === '/shy') send('text/html', 'shy', { 'x-frame-options': 'SAMEORIGIN' });
  else if (pathname === '/rude' && request.method === 'HEAD') request.socket.destroy();
  else if (pathname === '/favicon.ico') response.writeHead(204).end();
  else send('text/html', page(port));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
after(() => server.close());
const partner = `http://127.0.0.1:${server.address().port}`;

const it = stand((folder) => {
  const source = join(folder, 'source');
  cpSync(join(root, 'tests/browser/fixtures/web'), source, { recursive: true });
  return ['dev', source];
});

let started = false;
async function home() {
  const { page: phone, leave } = it.desk;
  // The folder that is developed opens by itself.
  if (!started) await phone.locator('.stage:not([data-away]) .page[data-seen]').waitFor();
  started = true;
  await phone.locator('.home:not([data-behind]), .stage:not([data-away])').first().waitFor();
  if (await phone.locator('.stage:not([data-away])').count()) await leave();
}

/** Opens the program's page that shows `src`, and answers that page. */
async function show(src) {
  const { link, mini } = it.desk;
  await home();
  await link(`banchan://open/web.banchan.test/pages/home/home?src=${encodeURIComponent(src)}`);
  await mini().locator('wx-web-view').waitFor({ state: 'attached' });
  return { web: mini().frameLocator('wx-web-view iframe'), said: mini().locator('wx-web-view .said') };
}

/** What the browser says of what partners' pages may not do. It repeats itself when the next frame comes. */
const REFUSED = /^Framing 'http:\/\/elsewhere\.localhost|Unsafe attempt to initiate navigation|Blocked opening '/;

/** A test whose errors are its own. */
function on(name, checks) {
  test(name, { timeout: 120_000 }, async () => {
    const { problems } = it.desk;
    try {
      await checks(it.desk);
    } catch (error) {
      await it.desk.shot(`failed-${name}`);
      await it.desk.reset();
      throw error;
    }
    assert.deepEqual(problems.splice(0).filter((line) => !REFUSED.test(line)), []);
  });
}

/** A tap inside of a partner's page: its way there through three browsers' processes is not what is tested, and a frame that just came takes none. */
const press = (el) => el.click();

const seen = (web, text) => web.locator('#said').filter({ hasText: text }).waitFor();

on('a_page_of_a_partner_speaks_with_its_mini_program', async ({ page: phone, mini, shot }) => {
  const { web } = await show(`${partner}/?a=1`);
  await web.locator('h1').waitFor();
  await shot('web-view');
  await web.locator('#env').evaluate(press);
  await seen(web, 'env true');
  await web.locator('#wrong').evaluate(press);
  await seen(web, 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;');
  await web.locator('#letters').evaluate(press);
  await seen(web, 'postMessage:ok | postMessage:ok');
  await web.locator('#next').evaluate(press);
  await mini().locator('#next').filter({ hasText: 'next 2' }).waitFor();
  await phone.locator('.page[data-seen] .nav button:not([hidden])').click();
  await web.locator('#back').evaluate(press);
  await mini().locator('.told').filter({ hasText: 'unload' }).waitFor();
  const told = await mini().locator('.told').allTextContents();
  assert.deepEqual(told.map((text) => JSON.parse(text)), [['load', { src: `${partner}/?a=1` }], ['message', { data: [{ n: 1 }, { n: 2 }] }], ['unload']]);
});

on('sharing_hands_over_what_was_told_and_where_the_reader_is', async ({ page: phone, mini }) => {
  const { web } = await show(`${partner}/`);
  await web.locator('#letters').evaluate(press);
  await seen(web, 'postMessage:ok | postMessage:ok');
  await phone.click('.stage:not([data-away]) [data-do=menu]');
  await phone.click('[data-do=share]');
  await phone.locator('.share-card').filter({ hasText: `shared ${partner}/` }).waitFor();
  await it.desk.escape();
  await phone.locator('.share-card').waitFor({ state: 'detached' });
  await web.locator('#back').evaluate(press);
  await mini().locator('.told').filter({ hasText: '"message"' }).first().waitFor();
});

on('its_own_links_and_forms_work_and_ways_out_of_the_list_are_refused_in_words', async ({ shot }) => {
  const { web, said } = await show(`${partner}/`);
  await web.locator('#inside').evaluate(press);
  await web.locator('#second').waitFor();
  const again = await show(`${partner}/?form`);
  await again.web.locator('#ask').evaluate(press);
  await again.web.locator('#second').filter({ hasText: 'q=tea' }).waitFor();
  for (const way of ['outside', 'sent']) {
    const one = await show(`${partner}/?${way}`);
    await one.web.locator(`#${way}`).evaluate(press);
    await one.said.filter({ hasText: 'elsewhere.localhost' }).waitFor();
    await shot(`web-view-${way}`);
    await one.said.locator('button').click();
    await one.web.locator('h1').waitFor();
  }
});

on('what_can_not_be_shown_is_said', async ({ mini, shot }) => {
  for (const [src, words] of [[`${partner}/shy`, 'may not be shown here'], ['http://127.0.0.1:9/', 'could not be opened'], ['https://unlisted.example/', 'may not be shown here'], ['javascript:alert(1)', 'may not be shown|could not be opened'], ['', 'no address']]) {
    const { said } = await show(src);
    await said.filter({ hasText: new RegExp(words) }).waitFor();
    await shot(`web-view-${words.split(' ')[0]}`);
    assert.equal(await mini().locator('wx-web-view iframe').count(), 0);
  }
  const { web } = await show(`${partner}/rude`);
  await web.locator('h1').waitFor();
});

on('a_hostile_page_reaches_nothing_around_it_and_floods_nobody', async ({ page: phone, mini }) => {
  const { web } = await show(`${partner}/?hostile`);
  await web.locator('#reach').evaluate(press);
  await seen(web, 'reach SecurityError,SecurityError,SecurityError,null');
  await web.locator('#long').evaluate(press);
  await seen(web, 'postMessage:fail the message is too long');
  await web.locator('#flood').evaluate(press);
  await seen(web, 'flooded');
  assert.equal(await phone.locator('.home').count(), 1);
  await phone.locator('.page[data-seen] .nav button:not([hidden])').click();
  await mini().locator('.told').filter({ hasText: '"message"' }).last().waitFor();
  const all = (await mini().locator('.told').allTextContents()).map((text) => JSON.parse(text)).filter(([type]) => type === 'message');
  assert.ok(all.at(-1)[1].data.length <= 20, String(all.at(-1)[1].data.length));
});
