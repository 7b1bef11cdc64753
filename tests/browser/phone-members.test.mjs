// What a mini-program may ask the person for, on the phone page with the real program behind it: paying (for tests),
// messages, who one is, an address. Each can be refused.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { drawn, pack, root, stand } from './phone-desk.mjs';

const MEMBERS = 'banchan://open/members.banchan.test';

const it = stand((folder) => {
  const fixtures = (name) => join(root, 'tests/browser/fixtures', name);
  const members = join(folder, 'members');
  cpSync(fixtures('members'), members, { recursive: true });
  // A real font that comes with the browser's driver, and the same one cut short.
  const driver = join(root, 'tests/browser/node_modules/playwright-core/lib/vite/recorder/assets');
  const signs = readFileSync(join(driver, readdirSync(driver).find((name) => name.endsWith('.ttf'))));
  mkdirSync(join(members, 'fonts'));
  writeFileSync(join(members, 'fonts/signs.ttf'), signs);
  writeFileSync(join(members, 'fonts/broken.ttf'), signs.subarray(0, 3000));
  return ['--registry', pack(folder, [members, fixtures('next')])];
});

/** A test on the shared phone, which starts at the first page and ends at home. */
function on(name, checks) {
  test(name, async () => {
    try {
      await it.desk.link(`${MEMBERS}/pages/home/home`);
      await it.desk.mini().locator('#said').waitFor();
      await checks(it.desk);
    } catch (error) {
      await it.desk.shot(`failed-${name}`);
      await it.desk.reset();
      throw error;
    }
    await it.desk.leave();
    assert.deepEqual(it.desk.problems.splice(0), []);
  });
}

const says = (mini, text) => mini().locator('#said').filter({ hasText: text }).waitFor();

on('a_test_payment_says_what_it_is_and_is_confirmed_or_left', async ({ page, mini, shot }) => {
  await mini().locator('#pay').click();
  const sheet = page.locator('#pay');
  await sheet.filter({ hasText: 'No money moves' }).waitFor();
  assert.match(await sheet.locator('.amount').textContent(), /12\.80/);
  assert.match(await sheet.textContent(), /Jasmine milk tea, large.*T1024/);
  await shot('pay');
  await page.click('#pay [data-answer=pay]');
  await says(mini, 'requestPayment:ok');
  await sheet.waitFor({ state: 'detached' });
  await mini().locator('#pay').click();
  await sheet.waitFor();
  await it.desk.escape();
  await says(mini, 'requestPayment:fail cancel');
});

on('messages_are_taken_one_by_one_and_a_kept_answer_is_not_asked_again', async ({ page, mini, shot }) => {
  await mini().locator('#subscribe').click();
  await page.locator('#subscribe').waitFor();
  await shot('subscribe');
  await page.locator('#subscribe').press('Escape');
  await says(mini, '"Order is ready":"reject"');
  await mini().locator('#subscribe').click();
  await page.click('#subscribe [data-template="News of the week"] .switch');
  await page.click('#subscribe [aria-label="Keep this answer"]');
  await page.click('#subscribe [data-answer=accept]');
  await says(mini, '"Order is ready":"accept","News of the week":"reject"');
  await page.locator('#subscribe').waitFor({ state: 'detached' });
  await mini().locator('#subscribe').click();
  await says(mini, '"Order is ready":"accept","News of the week":"reject"');
  assert.equal(await page.locator('#subscribe').count(), 0);
});

on('a_font_is_there_once_the_browser_has_read_it_and_a_broken_one_fails', async ({ mini }) => {
  const fonts = () => mini().locator('body').evaluate(() => [...document.fonts].map((font) => `${font.family} ${font.status}`).filter((told) => /Signs|Broken/.test(told)));
  await mini().locator('#font').click();
  await says(mini, '{"errMsg":"loadFontFace:ok","status":"loaded"}');
  assert.deepEqual(await fonts(), ['Signs loaded']);
  await mini().locator('#broken').click();
  await says(mini, '"errMsg":"loadFontFace:fail A network error occurred."');
  assert.deepEqual(await fonts(), ['Signs loaded'], 'the page goes on');
});

on('a_name_is_told_after_a_tap_and_never_without', async ({ page, mini, shot }) => {
  await mini().locator('#profile').click();
  await page.locator('#profile').filter({ hasText: 'To write it on your cup' }).waitFor();
  await shot('profile');
  await page.click('#profile [data-answer=deny]');
  await says(mini, 'getUserProfile:fail auth deny');
  await mini().locator('#profile').click();
  await page.click('#profile [data-answer=allow]');
  await says(mini, '"nickName":"Mina Han"');
});

on('a_code_of_login_is_good_once_and_only_for_a_server', async ({ page, mini }) => {
  await mini().locator('#login').click();
  await says(mini, 'login:ok');
  const { code } = JSON.parse(await mini().locator('#said').textContent());
  const ask = async (app, given, headers) => {
    const response = await fetch(`${new URL(it.served.address).origin}/merchant/session?app=${app}&code=${given}`, { headers });
    return [response.status, await response.json()];
  };
  assert.equal((await ask('other.app', code))[0], 400);
  assert.equal((await ask('members.banchan.test', code, { origin: 'http://evil.example' }))[0], 403);
  const [status, { openid }] = await ask('members.banchan.test', code);
  assert.equal(status, 200);
  assert.match(openid, /^[0-9a-f]{28}$/);
  assert.deepEqual(await ask('members.banchan.test', code), [400, { errcode: 40029, errmsg: 'invalid code' }]);
  assert.equal(await page.evaluate(async (to) => (await fetch(to).catch(() => ({ status: 'refused' }))).status, `/merchant/session?app=x&code=${code}`), 403);
  await it.desk.problem(/status of 403/);
});

on('an_address_is_written_once_and_chosen_again', async ({ page, mini, shot }) => {
  await mini().locator('#address').click();
  await page.click('#addresses [data-do=add]');
  await page.click('#addresses [data-do=save]');
  await page.locator('#addresses [role=alert]').waitFor();
  await shot('address-form');
  for (const [key, text] of Object.entries({ userName: '한미나', telNumber: '010 0000 0000', cityName: '서울', detailInfo: '한강대로 1' })) await page.fill(`#addresses [data-field=${key}]`, text);
  await page.click('#addresses [data-do=save]');
  await shot('address');
  await it.desk.escape();
  await says(mini, 'chooseAddress:fail cancel');
  await mini().locator('#address').click();
  await page.click('#addresses [data-address="0"]');
  await says(mini, '"cityName":"서울"');
});

on('a_shared_page_is_a_card_and_a_code_that_opens_it', async ({ page, mini, shot, link, leave }) => {
  await page.click('.stage:not([data-away]) [data-do=menu]');
  await page.click('#menu [data-do=share]');
  await page.locator('.share-card').filter({ hasText: 'by the menu' }).waitFor();
  await page.waitForFunction(() => document.querySelector('.card-picture')?.naturalWidth > 0);
  await shot('share-card');
  await drawn(page.locator('#share img'));
  const code = await page.locator('#share img').screenshot();
  await it.desk.escape();
  await page.locator('.share-card').waitFor({ state: 'detached' });
  await mini().locator('#give').click();
  await page.locator('.share-card').filter({ hasText: 'by the button' }).waitFor();
  await it.desk.escape();
  await leave();
  await page.click('#scan');
  await page.setInputFiles('#scan-file', { name: 'code.png', mimeType: 'image/png', buffer: code });
  await mini().locator('#bill').filter({ hasText: 'bill 9' }).waitFor();
  await leave();
  await link(`${MEMBERS}/pages/home/home`);
  await mini().locator('#hide').click();
  await says(mini, 'hideShareMenu:ok');
  await page.click('.stage:not([data-away]) [data-do=menu]');
  await page.locator('#menu').waitFor();
  assert.equal(await page.locator('#menu [data-do=share]').count(), 0);
  await it.desk.escape();
});

on('buttons_ask_for_number_and_picture', async ({ page, mini, shot }) => {
  await mini().locator('#number-of').click();
  await page.click('#number [data-answer=deny]');
  await says(mini, 'getPhoneNumber:fail user deny');
  await mini().locator('#number-of').click();
  await page.click('#number [data-answer=allow]');
  await says(mini, 'getphonenumber {"code":"');
  await mini().locator('#avatar-of').click();
  await page.locator('#avatar').waitFor();
  await shot('avatar');
  await page.click('#avatar [data-do=own]');
  await says(mini, 'chooseavatar {"avatarUrl":"wxfile://tmp_');
  await shot('avatar-shown');
});

on('names_and_orders_can_not_turn_the_text_of_a_sheet_or_hide_its_amount', async ({ page, mini }) => {
  const unseen = /[\u202a-\u202e\u2066-\u2069\n]/;
  await mini().locator('#forged').click();
  await page.locator('#pay').waitFor();
  const said = await page.locator('#pay').textContent();
  assert.match(said, /Tea 08\.21/);
  assert.match(said, /T1 0{76}…/);
  assert.doesNotMatch(said, unseen);
  await page.click('#pay [data-answer=cancel]');
  await says(mini, 'requestPayment:fail cancel');
  await mini().locator('#visit').click();
  await page.locator('#visit').filter({ hasText: 'Open Next door?' }).waitFor();
  assert.doesNotMatch(await page.locator('#visit').textContent(), unseen);
  await page.click('#visit [data-answer=stay]');
  await says(mini, 'navigateToMiniProgram:fail cancel');
});

on('what_a_program_says_while_it_is_not_seen_waits_and_stands_over_nobody_else', async ({ page, mini, leave }) => {
  await mini().locator('#later').click();
  await leave();
  // It speaks a moment later, at home.
  await page.waitForTimeout(2000);
  assert.equal(await page.locator('.dialog').count(), 0);
  await page.locator('[data-app="members.banchan.test"]').first().click();
  await page.locator('.dialog').filter({ hasText: 'A word of Members' }).waitFor();
  await page.locator('.dialog-keys button').last().click();
  await says(mini, '"confirm":true');
});

on('another_program_opens_after_a_tap_and_leads_back', async ({ page, mini, shot }) => {
  await mini().locator('#visit').click();
  await page.locator('#visit').filter({ hasText: 'Open Next door?' }).waitFor();
  await shot('visit');
  await page.click('#visit [data-answer=stay]');
  await says(mini, 'navigateToMiniProgram:fail cancel');
  await page.locator('#visit').waitFor({ state: 'detached' });
  await mini().locator('#visit').click();
  await page.click('#visit [data-answer=go]');
  await mini().locator('#said').filter({ hasText: '1037 {"appId":"members.banchan.test","extraData":{"table":7}} {"cup":"2"}' }).waitFor();
  // The button that calls navigateBackMiniProgram.
  await mini().locator('#back').click();
  await mini().locator('#shown').filter({ hasText: '1038 {"appId":"next.banchan.test","extraData":{"paid":true}}' }).waitFor();
  await says(mini, 'navigateToMiniProgram:ok');
  await mini().locator('#visit').click();
  await page.click('#visit [data-answer=go]');
  await mini().locator('#said').filter({ hasText: '1037' }).waitFor();
  await it.desk.back();
  await mini().locator('#shown').filter({ hasText: '1038 {"appId":"next.banchan.test","extraData":{}}' }).waitFor();
  // what Escape does, the button that the sheet promises does as well
  await mini().locator('#visit').click();
  await page.click('#visit [data-answer=go]');
  await mini().locator('#said').filter({ hasText: '1037' }).waitFor();
  await shot('visited');
  await page.click('.stage:not([data-away]) .page[data-seen] .nav button[aria-label="Back"]');
  await mini().locator('#shown').waitFor();
  assert.equal(await page.locator('.stage:not([data-away]) .page[data-seen] .nav button:not([hidden])').count(), 0, 'who began here has no way back');
});
