// Everybody writes before anybody speaks: paper and phones, hidden on every screen until all is shown.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, device, idle, liveSession, loads, shot, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

test('slips of paper and a phone are counted on tablets and wall, and seen when all are shown', async () => {
  const moderator = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(moderator.url()).pathname;
  await moderator.goto(`${session}/phones`);
  if (await moderator.locator('button[name=open][value="1"]').count()) await moderator.locator('button[name=open][value="1"]').click();
  await moderator.locator('.qr').waitFor();
  const code = (await moderator.locator('.huge').innerText()).replace(/\D/g, '');
  const phone = await (await device(browser, ashar.url, 'phone')).newPage();
  await phone.goto(`/j/${code}`);
  await phone.locator('[name=agree]').check();
  await phone.locator('form button').last().click();
  await phone.waitForURL(/\/p$/);

  await moderator.goto(session);
  await moderator.locator('a[href$="/silent"]').click();
  await moderator.locator('.empty button.btn').waitFor();
  await axe(moderator);
  await shot(moderator, 'silent-before');
  await moderator.locator('.empty button.btn').click();
  await moderator.locator('#f-slip-text').waitFor();
  await phone.locator('a.btn.large[href="/p/say"]').waitFor();
  await axe(phone);
  await shot(phone, 'silent-phone');
  const wall = await (await device(browser, ashar.url, 'wall', { storageState: await moderator.context().storageState() })).newPage();
  await wall.goto(`${session}/screen`);
  await wall.locator('#scene-silent').waitFor();

  const recorder = await liveSession(browser, ashar, 'coordinator', 'portrait');
  await recorder.goto(`${session}/silent`);
  for (const [i, words] of ['арыкты тазалайлы', 'бала бакча керек'].entries()) {
    await recorder.fill('#f-slip-text', words);
    await recorder.locator('form[id^="slip-"] button.btn').click();
    await recorder.locator('#silent .huge', { hasText: `${i + 1} /` }).waitFor();
    // ready for the next slip: the stream may count before the answer empties the field
    await recorder.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#f-slip-text')).value === '');
  }
  await phone.locator('a[href="/p/say"]').click();
  await phone.fill('#text', 'көчөгө жарык керек');
  await phone.locator('form button').first().click();
  await phone.waitForURL(/said/);
  await moderator.locator('#silent .huge', { hasText: '3 /' }).waitFor();
  await wall.locator('#scene-silent .done b', { hasText: '3' }).waitFor();
  for (const page of [moderator, recorder, wall]) assert.doesNotMatch(await page.locator('body').innerText(), /арыкты|бакча керек|көчөгө/);
  for (const lang of ['ky', 'ru']) {
    for (const page of [moderator, recorder]) {
      await page.goto(`${session}/silent?lang=${lang}`);
      await axe(page);
      await assertFits(page);
      await assertTargets(page);
      await shot(page, `silent-${lang}-${page === moderator ? 'tablet' : 'portrait'}`);
    }
  }
  await axe(wall);
  await shot(wall, 'silent-wall');

  await loads(moderator, () => moderator.locator('form[action$="/shown"] button').click());
  await moderator.locator('.said', { hasText: 'көчөгө жарык керек' }).waitFor();
  await axe(moderator);
  await shot(moderator, 'silent-shown');
  await Promise.all([moderator.waitForURL(/priorities$/), moderator.locator('form[action$="/silent/statements"] button').click()]);
  const board = await moderator.locator('#board').innerText();
  for (const words of ['арыкты тазалайлы', 'бала бакча керек', 'көчөгө жарык керек']) assert.ok(board.includes(words), words);
  for (const page of [moderator, recorder, wall, phone]) { assertQuiet(page); await page.context().close(); }
});

test('a slip typed without a network waits, and is counted once', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(page.url()).pathname;
  await page.goto(`${session}/silent`);
  await page.locator('.empty button.btn').click();
  await page.locator('#f-slip-text').waitFor();
  await idle(page);
  await page.context().setOffline(true);
  await page.fill('#f-slip-text', 'көпүрө кулап баратат');
  await page.locator('form[id^="slip-"] button.btn').click();
  await page.waitForFunction(() => document.querySelector('#net')?.textContent?.includes('1'));
  await page.locator('form[id^="slip-"] ~ [data-outbox-mark]').waitFor();
  assert.doesNotMatch(await page.locator('body').innerText(), /көпүрө/, 'what waits is not shown before its time either');
  await page.locator('#silent .waits', { hasText: '1' }).waitFor();
  await axe(page);
  await shot(page, 'silent-waiting');
  await page.context().setOffline(false);
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.locator('#silent .huge', { hasText: '1 /' }).waitFor();
  await page.locator('#net[data-state=sent]').waitFor(); // the other tablet may know of it before this one has its answer
  await loads(page, () => page.locator('form[action$="/shown"] button').click());
  await page.goto(`${session}/priorities`);
  assert.equal(await page.locator('#board', { hasText: 'көпүрө кулап баратат' }).count(), 1);
  await page.context().close();
});
