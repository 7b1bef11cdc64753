// The examples that a shop could start from, used as people use them: on a phone's screen, by touch, sixty taps and more
// each. No console may tell of an error. With BANCHAN_SHOTS=1 pictures stay in target/screenshots/phone-shop-*.png.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { open } from '../../examples/tea-house/server/merchant.mjs';
import { browser } from './phone-desk.mjs';
import { TAPS, visit } from './shops-desk.mjs';

let chromium;
before(async () => { chromium = await browser(); });
after(() => chromium?.close());

/** Lets the tea house of a test find its own merchant. */
const merchantAt = (port) => (folder) => {
  const file = join(folder, 'lib/shop.js');
  const text = readFileSync(file, 'utf8');
  assert.ok(text.includes('127.0.0.1:8787'));
  writeFileSync(file, text.replace('127.0.0.1:8787', `127.0.0.1:${port}`));
};

test('a_tea_is_chosen_ordered_and_followed_until_it_is_ready', { timeout: 300_000 }, async () => {
  const merchant = await open({ port: 0, pace: 5000 });
  try {
    const taps = await visit(chromium, { name: 'tea-house', prepare: merchantAt(merchant.port) }, async ({ page, mini, tap, shell, tab, back, see, title, shot, taps: made }) => {
      await see('.item', 'Mountain oolong');
      assert.equal(await mini().locator('.strip').count(), 0, 'the merchant answers');
      const sheet = async (nth, choices, more) => {
        await tap(mini().locator('.item').nth(nth));
        await see('.sheet');
        for (const choice of choices) await tap(mini().locator('.choice', { hasText: choice }));
        for (let n = 0; n < more; n += 1) await tap(mini().getByLabel('One more', { exact: true }).last());
        await tap('.add');
        await mini().locator('.sheet').waitFor({ state: 'detached' });
      };
      for (let order = 1; made() < TAPS; order += 1) {
        for (const rail of ['Milk tea', 'Fruit tea', 'Small bites', 'Pure tea']) await tap(mini().locator('.rail-one', { hasText: rail }));
        await sheet(0, ['Large', 'Less ice'], 1);
        await sheet(4, ['Large', 'A little', 'Hot', 'Grass jelly', 'Milk foam', 'Grass jelly'], 0);
        await tap(mini().locator('.item').nth(8));
        await tap(mini().locator('.item-out'), { force: true }); // sold out: nothing happens
        await see('.basket', '¥80.00');
        await tap('.basket');
        await see('.line', 'Large, A little sugar, Hot, Milk foam');
        await tap(mini().getByLabel('One more', { exact: true }).first());
        await tap(mini().getByLabel('One less', { exact: true }).first());
        await see('.total', '¥80.00');
        await tap(mini().locator('.pay', { hasText: 'Pay at the counter' }));
        if (order === 1) await shot('shop-tea-cart');
        await tap('.bar .btn');
        await title(`Order A0${order}`);
        await see('.state-title', 'Received');
        await see('.tag', 'To pay');
        if (order === 2) {
          await see('.cancel');
          await tap('.cancel');
          await tap(page.locator('.dialog-keys button').last());
          await see('.state-title', 'Cancelled');
        } else {
          await tap(mini().locator('.btn', { hasText: 'Tell me when it is ready' }));
          await shell('#subscribe [data-answer=accept]');
          await see('.acts-say', 'You will get one message');
          await tap(mini().locator('.btn', { hasText: 'Pay now' }));
          await shell('#pay [data-answer=cancel]');
          await page.locator('#pay').waitFor({ state: 'detached' });
          await tap(mini().locator('.btn', { hasText: 'Pay now' }));
          await page.locator('#pay .amount', { hasText: '80' }).waitFor();
          await shot('shop-tea-pay');
          await shell('#pay [data-answer=pay]');
          await see('.tag', 'Paid');
          // two paces after the order came, and the page looks now and then
          await see('.state-title', 'Ready');
          await shot('shop-tea-ready');
        }
        await back();
        await tab(1);
        await see('.entry', `A0${order}`);
        await tap(mini().locator('.entry').first());
        await title(`Order A0${order}`);
        await back();
        await tab(0);
      }
    });
    assert.ok(taps >= TAPS, `${taps} taps`);
    const first = merchant.orders.get('A01');
    assert.deepEqual([first.cents, first.cancelled, first.paid, first.remind], [8000, false, true, 'Your order is ready'], 'the merchant counted the same, and signed in');
    assert.notEqual(first.who, '');
    assert.equal(merchant.orders.get('A02').cancelled, true);
    console.log(`tea-house: ${taps} taps, ${merchant.orders.size} orders`);
  } finally {
    await merchant.close();
  }
});

test('a_tea_house_that_cant_be_reached_keeps_menu_and_cart_and_says_so', { timeout: 120_000 }, async () => {
  const merchant = await open({ port: 0, pace: 60_000 });
  await visit(chromium, { name: 'tea-house', prepare: merchantAt(merchant.port) }, async ({ tap, see, mini, title }) => {
    await see('.item', 'Egg tart');
    await tap(mini().locator('.item').nth(8));
    await tap('.basket');
    await merchant.close();
    await tap('.bar .btn');
    await see('.strip', "can't be reached. Your cart is kept");
    await see('.line', 'Egg tart');
    const again = await open({ port: merchant.port, pace: 60_000 });
    try {
      await tap('.strip-do');
      await title('Order A01');
      assert.equal(again.orders.size, 1);
    } finally {
      await again.close();
    }
  });
});

test('the_code_of_a_table_opens_its_menu_and_ordering_can_be_practised_without_a_merchant', { timeout: 120_000 }, async () => {
  await visit(chromium, { name: 'tea-house', installed: true, language: 'ko-KR', dark: true }, async ({ link, tap, see, mini, shot }) => {
    await link('https://banchan.link/m/tea.banchan.example/pages/menu/menu?table=T03');
    await see('.place-name', 'T03 테이블');
    await see('.strip', '찻집에 연결할 수 없어요');
    await shot('shop-tea-ko-offline');
    await tap(mini().locator('.strip-do', { hasText: '연습하기' }));
    await tap(mini().locator('.item').nth(3));
    await see('.sheet');
    await shot('shop-tea-ko-sheet');
    await tap('.add');
    await tap('.basket');
    await see('.fact-value', 'T03 테이블');
    await shot('shop-tea-ko-cart');
    await tap('.bar .btn');
    await see('.state-title', '접수됨');
    await see('.tag', '결제 완료');
    await shot('shop-tea-ko-order');
  });
});

test('a_merchant_believes_no_price_and_makes_one_order_of_an_order_sent_twice', async () => {
  const merchant = await open({ port: 0, pace: 60_000 });
  const ask = async (method, path, data, token = '') => {
    const answer = await fetch(`http://127.0.0.1:${merchant.port}${path}`, { method, body: data && JSON.stringify(data), headers: { authorization: token } });
    return [answer.status, await answer.json()];
  };
  try {
    const [, { token }] = await ask('POST', '/login', { code: 'a' });
    const lines = [{ id: 'pearl', chosen: { size: ['large'], more: ['foam', 'foam'] }, count: 2 }];
    const [, order] = await ask('POST', '/orders', { key: 'k', cents: 1, lines, table: '<b>' }, token);
    assert.deepEqual([order.cents, order.table], [2 * (2200 + 300 + 400), '']);
    assert.equal((await ask('POST', '/orders', { key: 'k', lines }, token))[1].id, order.id);
    assert.equal(merchant.orders.size, 1);
    assert.equal((await ask('GET', `/orders/${order.id}`))[0], 404, "somebody else's order");
    assert.equal((await ask('POST', `/orders/${order.id}/paid`, {}, token))[0], 409, 'paid without having been prepared');
    assert.match((await ask('POST', `/orders/${order.id}/pay`, {}, token))[1].package, /^prepay_id=\w+&total_fee=5800/);
    assert.equal((await ask('POST', `/orders/${order.id}/paid`, {}, token))[1].paid, true);
    assert.equal((await ask('POST', '/orders', { key: 'x', lines: [{ id: 'cake', count: 1 }] }))[0], 409, 'sold out');
    for (const bad of [{}, { key: 'y', lines: [] }, { key: 'y', lines: [{ id: 'tart', count: 1e9 }] }, []]) assert.equal((await ask('POST', '/orders', bad))[0], 400);
    assert.equal((await ask('POST', '/orders', { key: 'z', note: 'x'.repeat(40_000) }))[0], 413);
  } finally {
    await merchant.close();
  }
});

test('a_code_opens_one_article_which_is_found_again_where_it_was_left', { timeout: 300_000 }, async () => {
  const taps = await visit(chromium, { name: 'reader', installed: true }, async ({ page, mini, link, tap, shell, back, see, title, shot, leave, taps: made }) => {
    await link('https://banchan.link/m/reader.banchan.example/pages/article/article?id=rice');
    await title('At the table');
    await see('.title', 'Ten minutes after the rice is done');
    await see('.r-quote', 'Patience');
    await shot('shop-reader-article');
    // Larger text, and the measure of the page with it.
    await tap(mini().locator('.tool').first());
    for (let n = 0; n < 3; n += 1) await tap('.size-large');
    assert.match(await mini().locator('.text').getAttribute('style'), /font-size/);
    const large = await mini().locator('.r-text').first().evaluate((el) => parseFloat(getComputedStyle(el).fontSize));
    for (let n = 0; n < 4; n += 1) await tap('.size-small');
    await page.waitForTimeout(200);
    const small = await mini().locator('.r-text').first().evaluate((el) => parseFloat(getComputedStyle(el).fontSize));
    assert.ok(large > 1.4 * small, `${large} px and ${small} px`);
    for (let n = 0; n < 2; n += 1) await tap('.size-large');
    await shot('shop-reader-size');
    await tap(mini().locator('.tool').first());
    await tap(mini().locator('.tool').last());
    await see('.tool-on', 'Kept');
    // Left in the middle, closed, opened by its code again.
    await mini().locator('.r-list').scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    await page.click('.page:not([inert]) .nav button');
    await see('.go-on', 'Read on');
    await leave();
    await link('https://banchan.link/m/reader.banchan.example/pages/article/article?id=rice');
    await see('.pill', 'Where you were');
    assert.ok((await mini().locator('.r-list').boundingBox()).y < 844, 'the list is seen again');
    await tap('.pill');
    await page.waitForTimeout(500);
    assert.ok((await mini().locator('.title').boundingBox()).y > 0, 'the beginning is seen');
    await page.click('.page:not([inert]) .nav button');
    while (made() < TAPS) {
      for (const chip of ['On foot', 'By hand', 'At the table', 'My shelf', 'All']) await tap(mini().locator('.chip', { hasText: chip }));
      await tap(mini().locator('.piece').first());
      await see('.title');
      const read = await mini().locator('.title').textContent();
      await tap('.next');
      // The next piece takes the place of this one: nothing is tapped on the one that leaves.
      await mini().locator('.title').filter({ hasNotText: read }).waitFor();
      await see('.title');
      await tap(mini().locator('.tool').last());
      await back();
      await see('.chip');
      await tap(mini().locator('.chip', { hasText: 'By hand' }));
      await see('.chip-on', 'By hand');
      await see('.follow');
      const follows = await mini().getByText('You follow this column').count();
      await tap('wx-switch');
      // Following asks whether messages may come; to stop following asks nothing.
      if (!follows) await shell('#subscribe [data-answer=reject]');
      await tap(mini().locator('.chip', { hasText: 'All' }));
    }
    await shot('shop-reader-home');
    await leave();
    await link('https://banchan.link/m/reader.banchan.example/pages/article/article?id=none');
    await see('.page', 'This piece is not here');
  });
  console.log(`reader: ${taps} taps`);
});

test('a_town_is_searched_by_word_kind_and_distance_and_a_refusal_is_a_state', { timeout: 300_000 }, async () => {
  const taps = await visit(chromium, { name: 'directory', installed: true, more: ['tea-house', 'bike-share', 'reader'] }, async ({ page, mini, link, tap, shell, back, see, shot, taps: made }) => {
    await link('https://banchan.link/m/town.banchan.example/pages/place/place?id=ovens');
    await see('.head-name', 'Two Ovens bakery');
    await shot('shop-town-place');
    await page.click('.page:not([inert]) .nav button');
    await see('.order-count', '14 places');
    assert.equal(await mini().locator('.far').count(), 0, 'nobody asked where we are');
    // A word of any language, a word that is nowhere, and back.
    await mini().locator('.search-field input').fill('面包');
    await see('.place', 'Two Ovens bakery');
    await see('.order-count', '1 place');
    await mini().locator('.search-field input').fill('zebra');
    await see('.page', 'Nothing found for "zebra"');
    await shot('shop-town-none');
    await tap('.btn');
    await see('.order-count', '14 places');
    // Denied is a state of its own.
    await tap('.order-do');
    await shell('[data-answer=deny]');
    await see('.order', 'The location is not allowed');
    await tap(mini().locator('.order-do', { hasText: 'Settings' }));
    await shell('[data-scope="scope.userLocation"] .switch');
    await shot('shop-town-settings');
    await page.keyboard.press('Escape');
    await see('.order', 'Nearest first');
    const metres = await mini().locator('.far-metres').allTextContents();
    assert.equal(metres.length, 14);
    const inMetres = metres.map((text) => parseFloat(text) * (text.endsWith('km') ? 1000 : 1));
    assert.deepEqual(inMetres, [...inMetres].sort((a, b) => a - b), 'nearest first');
    await shot('shop-town-near');
    while (made() < TAPS) {
      for (const kind of ['Food', 'Shops', 'Health', 'Workshops', 'Town hall', 'Going out', 'Going out']) await tap(mini().locator('.kind', { hasText: new RegExp(`^\\s*${kind}`) }));
      await tap(mini().locator('.place').nth(made() % 5));
      await see('.head-name');
      await tap(mini().locator('.act', { hasText: 'Call' }));
      await tap(page.locator('.sheet button', { hasText: 'Cancel' }));
      await tap(mini().locator('.fact').nth(1));
      await back();
      await see('.kind');
    }
    await tap(mini().locator('.place', { hasText: 'Quiet Leaf' }));
    await see('.program');
    await see('.program-do', 'Open');
  });
  assert.ok(taps >= TAPS, `${taps} taps`);
  console.log(`directory: ${taps} taps`);
});

test('each_chapter_of_the_guide_does_what_its_code_says', { timeout: 200_000 }, async () => {
  const taps = await visit(chromium, { name: 'guide', installed: true }, async ({ page, mini, link, tap, shell, see, shot }) => {
    const next = () => tap(mini().locator('.end .btn'));
    await link('https://banchan.link/m/guide.banchan.example/pages/binding/binding');
    await mini().locator('.field input').fill('Lin');
    await see('.result', 'Hello, Lin!');
    await shot('shop-guide-binding');
    await next();
    await see('.outer');
    await tap(mini().locator('.inner').first());
    await see('.result', 'Inside (bindtap) → Around (bindtap)');
    await tap(mini().locator('.inner').last());
    await see('.result', 'Heard by: Inside (catchtap)');
    await next();
    await see('.item', 'Item 3');
    await tap(mini().locator('.btn', { hasText: 'Turn around' }));
    await mini().locator('.item').first().filter({ hasText: 'Item 3' }).waitFor();
    await tap(mini().locator('.item-out').first());
    await tap(mini().locator('.item-out').first());
    await tap(mini().locator('.item-out').first());
    await mini().getByText('The list is empty').waitFor();
    await tap(mini().locator('.btn', { hasText: 'Add one' }));
    await see('.item', 'Item 4');
    await next();
    await tap(mini().getByRole('button', { name: /Rice/ }));
    await tap(mini().getByRole('button', { name: /Rice/ }));
    await see('.result', 'Rice grew to 2');
    await next();
    await tap(mini().locator('.btn', { hasText: 'Where am I?' }));
    await shell('[data-answer=deny]');
    await see('.result', 'getLocation:fail auth deny');
    await tap(mini().locator('.btn', { hasText: 'Ask a question' }));
    await shell('.dialog-keys button:last-child');
    await mini().getByText('You said: Yes').waitFor();
    await next();
    await tap(mini().locator('.btn', { hasText: 'Copy the link' }));
    await next();
    await see('.chapter', 'Data on the page');
  });
  console.log(`guide: ${taps} taps`);
});

test('a_bike_is_found_by_list_number_and_code_and_ridden', { timeout: 300_000 }, async () => {
  const taps = await visit(chromium, { name: 'bike-share', installed: true }, async ({ page, mini, link, tap, shell, back, see, shot, taps: made }) => {
    await link('https://banchan.link/m/bike.banchan.example/pages/home/home');
    await shell('[data-answer=allow]');
    await see('.number', 'B1024');
    while (made() < TAPS) {
      for (let n = 0; n < 4; n += 1) await tap(mini().locator('[class*=pin][role=button]').nth((made() + n) % 8));
      await tap(mini().locator('.side'));
      await mini().locator('.field input').fill('B1');
      await tap('.sheet .btn');
      await see('.field-note', 'A number looks like B1024');
      await mini().locator('.field input').fill('b1031');
      await tap('.sheet .btn');
      await see('.heading', 'B1031');
      await tap('.bar .btn');
      await see('.dial-money');
      await page.waitForTimeout(1200);
      await shot('shop-bike-ride');
      await tap('.bar .btn');
      await shell('.dialog-keys button:last-child');
      await see('.sum-money', '¥1.50');
      await tap('.done .btn');
      await see('.number', 'B1024');
      await tap(mini().getByRole('button', { name: 'My rides' }));
      await tap('.entry');
      await see('.sum-money', '¥1.50');
      await back();
      await see('.entry');
      await back();
      await see('.number', 'B1024');
    }
  });
  assert.ok(taps >= TAPS, `${taps} taps`);
  console.log(`bike-share: ${taps} taps`);
});
