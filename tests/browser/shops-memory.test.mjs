// What opening and closing leaves behind: twenty rounds over the four example shops, by code and by the capsule. The memory
// of the server and the heap of the phone's page come back to what they were after the first rounds, within a tenth.
// Linux only: the memory of a process is read from /proc. BANCHAN_ROUNDS sets another number of rounds.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, pack, phone, root, scratch, start } from './phone-desk.mjs';
import { HAND } from './shops-desk.mjs';

const SHOPS = [
  { name: 'bike-share', link: 'https://banchan.link/m/bike.banchan.example/pages/bike/bike?id=B1024', shows: '.heading' },
  { name: 'tea-house', link: 'https://banchan.link/m/tea.banchan.example/pages/menu/menu?table=T03', shows: '.item' },
  { name: 'reader', link: 'https://banchan.link/m/reader.banchan.example/pages/article/article?id=rice', shows: '.title' },
  { name: 'directory', link: 'https://banchan.link/m/town.banchan.example/pages/place/place?id=ovens', shows: '.head-name' },
];
/** Rounds before the first measure: caches, pools and the allocator have what they keep. */
const FIRST = 3;
const ROUNDS = Number(process.env.BANCHAN_ROUNDS ?? 20);
const WITHIN = 1.1;
/** Milliseconds after which all are suspended (the core's five seconds) and their garbage is gone. Between rounds it may grow by 46 KB each: it is collected at four megabytes. */
const REST = 6500;

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

/** Resident memory of a process, in KiB. */
const resident = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN);

test('memory_comes_back_after_twenty_rounds_of_opening_and_closing', { timeout: 600_000, skip: existsSync('/proc/self/status') ? false : 'there is no /proc' }, async () => {
  const place = scratch();
  const registry = pack(place.folder, SHOPS.map(({ name }) => join(root, 'examples', name)));
  const served = await start(['--registry', registry, '--no-browser', '--home', join(place.folder, 'home'), '--location', '31.2304,121.4737']);
  const desk = await phone(chromium, served.address, HAND);
  try {
    const { page, mini, link, leave } = desk;
    page.setDefaultTimeout(30_000); // memory is measured here, not time
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    const measure = async (rest = 1500) => {
      await page.waitForTimeout(rest);
      for (let n = 0; n < 3; n += 1) await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      const { nodes, documents, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
      return { server: resident(served.pid), heap: Math.round(usedSize / 1024), nodes, documents, listeners: jsEventListeners };
    };
    const round = async () => {
      for (const shop of SHOPS) {
        await link(shop.link);
        await mini().locator(shop.shows).first().waitFor();
        await leave();
      }
    };
    for (let n = 0; n < FIRST; n += 1) await round();
    const first = await measure(REST);
    console.log(`after ${FIRST} rounds: ${JSON.stringify(first)}`);
    for (let n = 1; n <= ROUNDS; n += 1) {
      await round();
      if (n % 5 === 0) console.log(`after ${n} more: ${JSON.stringify(await measure())}`);
    }
    const last = await measure(REST);
    for (const what of ['server', 'heap', 'nodes', 'listeners']) assert.ok(last[what] <= first[what] * WITHIN, `${what}: ${first[what]}, then ${last[what]}`);
    assert.ok(last.documents <= first.documents, `documents: ${first.documents}, then ${last.documents}`);
    assert.deepEqual(desk.problems, []);
  } catch (error) {
    await desk.shot('failed-memory').catch(() => {});
    throw error;
  } finally {
    await desk.context.close();
    await served.stop();
    place.remove();
  }
});
