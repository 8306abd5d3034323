// A session held in a hall comes home: as a file, looked at before it is taken in, and over a line that was away.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, assertFits, assertTargets, axe, before, check, device, liveSession, loads, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let hall;
/** @type {Awaited<ReturnType<typeof startAshar>>} */
let office;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { hall = await startAshar(); office = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await hall?.stop(); await office?.stop(); });

/** The coordinator's list of files in the office. @param {import('playwright-core').Page} page */
async function listOf(page) {
  await signIn(page, 'coordinator', office.accounts);
  await page.goto('/');
  const home = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  return `${String(home).split('/').slice(0, 3).join('/')}/bundles`;
}

test('a file from the hall is looked at, compared by its mark and taken in', async () => {
  const moderator = await liveSession(browser, hall, 'facilitator');
  const session = new URL(moderator.url()).pathname;
  await moderator.goto(`${session}/checks?phase=during`);
  await moderator.locator('#check-22 label').click();
  await moderator.locator('#check-22.done').waitFor();
  await moderator.goto(`${session}/minutes`);
  await moderator.locator(`a[href="${session}/bundle"]`).click();
  await moderator.locator('#bundle-file').waitFor();
  const mark = await moderator.locator('#bundle-mark ~ .address').innerText();
  await check(moderator, 'bundle-pack-ky');
  await moderator.locator('[name=address]').fill('http://ashar.example');
  await loads(moderator, () => moderator.locator('form:has([name=address]) button.btn.second').click());
  await moderator.locator('#f-push-address-bad').waitFor();
  assert.equal(await moderator.locator('[name=address]').inputValue(), 'http://ashar.example', 'what was typed is lost');
  const [download] = await Promise.all([moderator.waitForEvent('download'), moderator.locator('form[action$="/bundle/file"] button').click()]);
  const file = await readFile(await download.path());
  assert.match(download.suggestedFilename(), /\.ashar$/);

  const page = await (await device(browser, office.url)).newPage();
  const list = await listOf(page);
  await page.goto(list);
  await check(page, 'bundle-list-ky');
  const bring = async (/** @type {Buffer} */ buffer) => {
    await page.goto(list);
    await page.locator('#bundle-in').setInputFiles({ name: 'a.ashar', mimeType: 'application/octet-stream', buffer });
    await loads(page, () => page.locator('form:has(#bundle-in) button').click());
  };
  await bring(Buffer.from('x'.repeat(100)));
  await page.locator('#bundle-in-bad').waitFor();
  await bring(file);
  await page.locator('[name=digest]').waitFor({ state: 'attached' });
  assert.ok((await page.locator('main').innerText()).includes(mark), 'the mark is the one on the other screen');
  for (const lang of ['ru', 'ky']) {
    await page.goto(`${new URL(page.url()).pathname}?lang=${lang}`);
    for (const [name, size] of /** @type {const} */ ([['tablet', { width: 1024, height: 768 }], ['phone', { width: 360, height: 740 }]])) {
      await page.setViewportSize(size);
      await axe(page);
      await assertFits(page);
      await assertTargets(page);
      await shot(page, `bundle-preview-${lang}-${name}`, true);
    }
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.locator('form:has([name=digest]) .actions button').click();
  await page.locator('form:has([name=trust]) .error').waitFor();
  await shot(page, 'bundle-untrusted');
  await page.locator('[name=trust]').check();
  await page.locator('form:has([name=digest]) .actions button').click();
  await page.locator('.empty').waitFor();
  await shot(page, 'bundle-taken');
  await page.goto(`${session}/checks?phase=during`);
  assert.equal(await page.locator('#done-22').isChecked(), true);

  // both go on: the person decides, and what is replaced is kept
  await page.locator('#check-24 label').click();
  await page.locator('#check-24.done').waitFor();
  await moderator.goto(`${session}/checks?phase=during`);
  await moderator.locator('#check-25 label').click();
  await moderator.locator('#check-25.done').waitFor();
  await moderator.goto(`${session}/bundle`);
  const [second] = await Promise.all([moderator.waitForEvent('download'), moderator.locator('form[action$="/bundle/file"] button').click()]);
  await bring(await readFile(await second.path()));
  await page.locator('input[value=theirs]').check();
  await check(page, 'bundle-conflict-ky', [/422/]);
  await page.locator('form:has([name=digest]) .actions button').click();
  await page.locator('.empty').waitFor();
  await page.goto(`${session}/checks?phase=during`);
  assert.deepEqual([await page.locator('#done-24').isChecked(), await page.locator('#done-25').isChecked()], [false, true]);
  await page.goto(list);
  await page.locator('main details summary').click();
  await page.locator('a[href$="/file"]').waitFor();
  await page.context().close();
  await moderator.context().close();
});

test('sent while there is no line, it arrives when there is', async () => {
  const page = await (await device(browser, office.url)).newPage();
  const list = await listOf(page);
  await page.goto(list);
  await page.locator('form[action$="/keys"] button').click();
  const key = await page.locator('#keys ~ .flash .big').innerText();
  await axe(page);
  await shot(page, 'bundle-key', true);
  await office.kill();
  const moderator = await liveSession(browser, hall, 'facilitator', 'portrait');
  const session = new URL(moderator.url()).pathname;
  await moderator.goto(`${session}/bundle`);
  await moderator.locator('[name=address]').fill(office.url);
  await moderator.locator('[name=key]').fill(key);
  await moderator.locator('form:has([name=address]) button.btn.second').click();
  await moderator.locator('#bundles-out progress').waitFor();
  await moderator.locator('#bundles-out .i').first().waitFor(); // it says why
  await check(moderator, 'bundle-waiting-portrait');
  await office.restart();
  await moderator.locator('#bundles-out form[action$="/sending"] button').click();
  await moderator.locator('#bundles-out .chip.done').waitFor({ timeout: 30_000 });
  await moderator.goto(`${new URL(moderator.url()).pathname}?lang=ru`);
  await check(moderator, 'bundle-arrived-portrait-ru');
  await page.goto(list);
  await page.locator('#came').waitFor();
  await page.context().close();
  await moderator.context().close();
});
