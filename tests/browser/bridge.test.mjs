// What holds of the bridge itself, on every wiring: who gets the port, that it is given once, that nothing of a page reaches it.
// Each test is named for the guarantee that it holds.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from './view-page.mjs';

let chromium;
before(async () => { chromium = await startBrowser(); });
after(() => chromium?.close());

/** Tries, as a script in the page could, to be taken for the shell; answers what the impostor's port heard. */
const impostor = (frame, forged) =>
  frame.evaluate(async (how) => {
    const heard = [];
    for (const data of [{ banchan: 'port' }, 'banchan-port']) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (message) => heard.push(message.data);
      if (how === 'posted') postMessage(data, '*', [port2]);
      else dispatchEvent(new MessageEvent('message', { data, origin: how === 'self' ? location.origin : 'https://elsewhere.example', source: window, ports: [port2] }));
    }
    await new Promise((done) => setTimeout(done, 60));
    document.querySelector('wx-view').click();
    await new Promise((done) => setTimeout(done, 60));
    return heard;
  }, forged);

/** The same from a frame below the page. */
async function fromBelow(frame) {
  await frame.evaluate(() => void document.body.append(document.createElement('iframe')));
  const below = frame.childFrames().at(-1);
  const heard = await below.evaluate(async () => {
    const got = [];
    for (const data of [{ banchan: 'port' }, 'banchan-port']) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (message) => got.push(message.data);
      parent.postMessage(data, '*', [port2]);
    }
    await new Promise((done) => setTimeout(done, 60));
    parent.document.querySelector('wx-view').click();
    await new Promise((done) => setTimeout(done, 60));
    return got;
  });
  await frame.evaluate(() => document.querySelector('iframe').remove());
  return heard;
}

for (const bridge of ['frame', 'port', 'relay']) {
  test(`messages_go_both_ways_in_order_and_the_first_port_stays (${bridge})`, async () => {
    const p = await chromium.open('<wx-view b="tap" id="a">x</wx-view>', { bridge });
    assert.equal((await p.messages())[0].t, 'ready');
    await Promise.all(Array.from({ length: 200 }, (_, at) => p.send({ t: 'patch', ops: [['t', 2, `${at}`]] })));
    await p.settle();
    assert.equal(await p.frame.locator('#a').textContent(), '199', 'the last order is the last one shown');
    for (const forged of ['posted', 'self', 'other']) assert.deepEqual(await impostor(p.frame, forged), [], forged);
    assert.deepEqual(await fromBelow(p.frame), [], 'a frame below, as a partner has in a web-view');
    await p.tap('#a');
    await p.until((m) => m.t === 'event' && m.type === 'tap');
    assert.deepEqual(p.problems, []);
    await p.close();
  });

  test(`nothing_of_the_bridge_is_in_the_world_of_the_page (${bridge})`, async () => {
    const p = await chromium.open('<wx-view>x</wx-view>', { bridge });
    const names = await p.frame.evaluate(() => ['banchanOpen', 'banchanSay', 'toApp', 'webkit', 'port', 'banchanPort'].filter((name) => name in globalThis));
    assert.deepEqual(names, []);
    await p.close();
  });
}

for (const bridge of ['port', 'relay']) {
  test(`a_page_greets_once_for_each_load (${bridge})`, async () => {
    const p = await chromium.open('<wx-view b="tap" id="a">x</wx-view>', { bridge });
    assert.equal(p.shell.greetings(), 1);
    await p.clear();
    await p.tab.reload();
    await p.until((m) => m.t === 'ready');
    assert.equal(p.shell.greetings(), 2, 'the shell hears of it, and the core takes it for a lost view');
    assert.deepEqual(p.problems, []);
    await p.close();
  });
}

test('a_page_takes_no_port_that_its_own_wiring_does_not_bring', async () => {
  // The same bytes as the others' ports, on a page whose shell is a frame's: neither Android's nor iOS's is taken.
  const p = await chromium.open('<wx-view>x</wx-view>', { bridge: 'frame' });
  await p.clear();
  const heard = await p.frame.evaluate(async () => {
    const got = [];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (message) => got.push(message.data);
    dispatchEvent(new MessageEvent('message', { data: 'banchan-port', origin: '', source: null, ports: [port2] }));
    await new Promise((done) => setTimeout(done, 60));
    return got;
  });
  assert.deepEqual(heard, []);
  await p.close();
});
