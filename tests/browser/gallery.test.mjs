// Every page of the example gallery in the phone: each opens, does what its buttons offer, and nothing goes wrong, in
// the page, in the terminal or in the phone. With BANCHAN_SHOTS=1 each is left as a picture in target/screenshots/gallery.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { faint } from './looks.mjs';
import { until } from './patience.mjs';
import { root, stand } from './phone-desk.mjs';

const folder = process.env.BANCHAN_GALLERY ?? join(root, 'target', 'examples', 'gallery');
const pictures = process.env.BANCHAN_SHOTS ? join(root, 'target', 'screenshots', 'gallery') : null;
const only = process.env.BANCHAN_ONLY ?? '';
const dark = process.env.BANCHAN_DARK === '1';
const language = process.env.BANCHAN_LANGUAGE ?? 'zh-CN';

/** What the terminal may say: lines that are no error of ours, and why. */
const HARMLESS = [
  /net::|Failed to load resource/, // pictures that are not there, on purpose, and fonts of the network
  /this element can't have content .*(chat-record|table)\.wxml/, // content in a slot: so published
  /Executing inline event handler violates/, // the hostile text on the page of rich-text: the browser refuses what the view leaves out
  /the plugin "WechatSI" is not there/, // TDesign's chat-record listens to speech with a plugin of WeChat's
  /null was thrown/, // TDesign measures what is not on the screen yet, and lets the answer fail without a listener
];

const there = existsSync(join(folder, 'tdesign'));
const pages = there ? JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')).subPackages.flatMap(({ root: at, pages: names }) => names.map((name) => `${at}/${name}`)) : [];

const it = stand(() => {
  if (pictures) mkdirSync(pictures, { recursive: true });
  return ['dev', folder, '--location', '31.2304,121.4737'];
}, { look: { dark, language }, when: there });

async function picture(name) {
  if (!pictures) return;
  await it.desk.page.waitForTimeout(500);
  await it.desk.page.locator('#screen').screenshot({ path: join(pictures, `${name}.png`), timeout: 30_000 });
}

/** Texts of the page in front that can't be read well, in light and in the dark. */
async function faintTexts() {
  const { page } = it.desk;
  const frame = await (await page.locator('.page[data-seen] iframe').elementHandle()).contentFrame();
  const found = [];
  for (const scheme of dark ? ['light', 'dark'] : ['dark', 'light']) {
    await page.emulateMedia({ colorScheme: scheme });
    await frame.locator(`html[data-theme=${scheme}]`).waitFor({ state: 'attached' });
    found.push(...(await frame.evaluate(faint)).map((one) => `${scheme}: ${one}`));
  }
  return found;
}

test('every_page_of_the_gallery_opens_and_nothing_goes_wrong', { skip: there ? false : 'the gallery is not laid out (cargo xtask examples)', timeout: 600_000 }, async () => {
  const { page, mini, problems } = it.desk;
  await mini().locator('.component').first().waitFor();
  // a map that shows where the person is asks first
  const consent = page.locator('[data-answer=allow]');
  await page.addLocatorHandler(consent, () => consent.click());
  // and what an act lets the person choose comes up when it is ready
  const cancel = page.locator('#over > :not([data-leaving]) #choose [data-plain] .choice');
  await page.addLocatorHandler(cancel, () => cancel.click());
  if (!only) await picture('home');
  const wrong = [];
  const exactly = (text) => ({ hasText: new RegExp(`^\\s*${text.replace(/[^\w\s]/g, '\\$&')}\\s*$`) });
  let library = '';
  for (const path of pages.filter((one) => one.includes(only))) {
    const [at, name] = path.split('/');
    const before = it.served.errors().length;
    try {
      if (at !== library) await mini().locator(`.choose:has-text("${at}")`).click();
      library = at;
      await mini().locator('.component', exactly(name)).click();
      await page.locator('.page:not([inert]) .nav h2', exactly(name)).waitFor();
      await mini().locator('.page').first().waitFor();
      const acts = await mini().locator('.act').evaluateAll((all) => all.map((one) => one.textContent.trim()));
      if (pictures) await picture(`${at}-${name}`);
      // The looks of the libraries are theirs.
      if (at === 'elements') wrong.push(...(await faintTexts()).map((one) => `${path}: ${one}`));
      for (const act of acts) {
        // What opened may lie over the buttons: the tap is for the program, not for what is seen.
        await mini().locator('.act', exactly(act)).first().dispatchEvent('click');
        await page.waitForTimeout(80);
        if (pictures) await picture(`${at}-${name}-${act}`);
      }
      const back = () => page.locator('.page:not([inert]) .nav button:not([hidden])').first().click();
      // A container that an act opened takes the first way back for itself.
      const held = () => mini().locator('wx-page-container').evaluateAll((all) => all.some((one) => one.shadowRoot?.querySelector('.on')));
      if (await mini().locator('wx-page-container').count()) {
        await until(held, 'the container did not open');
        await back();
        await until(async () => !(await held()), 'the container did not close');
      }
      await back();
      await mini().locator('.component').first().waitFor();
    } catch (error) {
      await picture(`failed-${at}-${name}`);
      wrong.push(`${path}: ${String(error).split('\n').slice(0, 3).join(' ')}`); // what it waited for, too
    }
    const told = it.served.errors().slice(before).split('\n').filter((line) => /error|exception/i.test(line) && !HARMLESS.some((one) => one.test(line)));
    wrong.push(...told.map((line) => `${path}: ${line}`));
    wrong.push(...problems.splice(0).filter((line) => !HARMLESS.some((one) => one.test(line))).map((line) => `${path}: in the phone: ${line}`));
  }
  console.log(`${pages.length} pages opened`);
  assert.deepEqual(wrong, []);
});
