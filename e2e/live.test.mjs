// Two tablets on one session: each sees what the other does, and nobody's typing is touched.
import assert from 'node:assert/strict';
import { after, assertQuiet, axe, before, device, idle, liveSession, shot, signIn, slow, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {string} role @param {'tablet'|'portrait'} [screen] */
const tablet = (role, screen) => liveSession(browser, ashar, role, screen);

/** The page's stream is open. @param {import('playwright-core').Page} page */
const streaming = (page) => page.waitForFunction(() => {
  const el = /** @type {any} */ (document.querySelector('[hx-sse\\:connect]'));
  return Boolean(el?._htmx?.sse?.reader);
});

test('a tick and a card appear on the other tablet by themselves', async () => {
  const moderator = await tablet('facilitator');
  const recorder = await tablet('coordinator', 'portrait');
  const session = new URL(moderator.url()).pathname;
  for (const page of [moderator, recorder]) { await page.goto(`${session}/checks?phase=during`); await streaming(page); }
  const rail = await moderator.locator('#rail-checks').innerText();
  await moderator.locator('#check-22 label').click();
  const began = Date.now();
  await recorder.locator('#check-22.done').waitFor();
  assert.ok(Date.now() - began < 2000 * slow, `it took ${Date.now() - began} ms`);
  const done = Number(rail.split('/')[0]) + 1;
  for (const page of [moderator, recorder]) await page.locator('#rail-checks', { hasText: new RegExp(`^${done}/`) }).waitFor({ state: 'attached' }); // upright it is folded away
  await axe(recorder);
  // back again, from the other side
  await recorder.locator('#check-22 label').click();
  await moderator.locator('#check-22:not(.done)').waitFor();
  await moderator.locator('#done-22:not(:checked)').waitFor({ state: 'attached' });
  assertQuiet(moderator);
  assertQuiet(recorder);
  await moderator.context().close();
  await recorder.context().close();
});

test('what somebody is typing stays theirs while the page changes round it', async () => {
  const moderator = await tablet('facilitator');
  const recorder = await tablet('coordinator');
  const said = `${new URL(moderator.url()).pathname}/priorities`;
  for (const page of [moderator, recorder]) { await page.goto(said); await streaming(page); }
  const words = 'Көпүрөнүн тосмосу сынган, балдар өткөндө коркобуз. Үйүбүзгө жете албай калабыз.';
  const typed = recorder.locator('[name=text]').first();
  await typed.focus();
  const typing = typed.pressSequentially(words, { delay: 25 });
  for (let i = 1; i <= 5; i++) {
    await moderator.locator('[name=text]').first().fill(`Ар бир сөз сакталсын, ${i}`);
    await moderator.locator('[name=text]').first().press('Enter');
    await recorder.getByText(`Ар бир сөз сакталсын, ${i}`).first().waitFor();
  }
  await typing;
  assert.equal(await typed.inputValue(), words);
  assert.ok(await typed.evaluate((el) => el === document.activeElement));
  await typed.press('Enter');
  await moderator.getByText(words).first().waitFor();
  assertQuiet(moderator);
  assertQuiet(recorder);
  await moderator.context().close();
  await recorder.context().close();
});

test('two people write one text: whoever saves second sees both, though the page was alive meanwhile', async () => {
  const moderator = await tablet('facilitator');
  const recorder = await tablet('coordinator');
  await moderator.goto(`${new URL(moderator.url()).pathname}/priorities`);
  const href = await moderator.locator('a[href*="/priorities/"][href$="/card"]').first().getAttribute('href')
    ?? await moderator.locator('a[href*="/priorities/0"]').first().getAttribute('href');
  for (const page of [moderator, recorder]) { await page.goto(String(href)); await streaming(page); }
  const title = (/** @type {import('playwright-core').Page} */ page) => page.locator('[name=title]').first();
  await title(recorder).fill('Катчынын аталышы');
  await title(moderator).fill('Модератордун аталышы');
  await moderator.locator('form:has([name=title]) button.btn').last().click();
  await recorder.locator('h1', { hasText: 'Модератордун аталышы' }).waitFor(); // the stream has brought the moderator's words
  assert.equal(await title(recorder).inputValue(), 'Катчынын аталышы');
  await recorder.locator('form:has([name=title]) button.btn').last().click();
  for (const page of [recorder, moderator]) {
    await page.getByText('Модератордун аталышы').first().waitFor();
    await page.getByText('Катчынын аталышы').first().waitFor();
  }
  await moderator.context().close();
  await recorder.context().close();
});

test('many tabs of one browser take turns: none hangs, each sees the change', async () => {
  const context = await device(browser, ashar.url);
  const first = await context.newPage();
  await signIn(first, 'facilitator', ashar.accounts);
  await first.goto('/');
  const live = String(await first.locator('a[href^="/sessions/"]').first().getAttribute('href'));
  const tabs = [first, ...await Promise.all(Array.from({ length: 7 }, () => context.newPage()))];
  for (const tab of tabs) await tab.goto(`${live}/checks?phase=during`, { timeout: 10_000 });
  const other = await tablet('coordinator');
  await other.goto(`${live}/checks?phase=during`);
  await other.locator('#check-24 label').click();
  await other.locator('#check-24.done').waitFor();
  await Promise.all(tabs.map((tab) => tab.locator('#check-24.done').waitFor({ timeout: 30_000 })));
  await context.close();
  await other.context().close();
});

test('the server comes back and so do they, with what happened meanwhile', async () => {
  const moderator = await tablet('facilitator');
  const session = new URL(moderator.url()).pathname;
  await moderator.goto(`${session}/checks?phase=during`);
  await streaming(moderator);
  await ashar.restart();
  const recorder = await tablet('coordinator');
  await recorder.goto(`${session}/checks?phase=during`);
  await recorder.locator('#check-25 label').click();
  await recorder.locator('#check-25.done').waitFor();
  await moderator.locator('#check-25.done').waitFor({ timeout: 15_000 });
  await moderator.context().close();
  await recorder.context().close();
});

test('who is on the session: which tablet, since when it is gone, how charged', async () => {
  const moderator = await tablet('facilitator');
  const recorder = await tablet('coordinator', 'portrait');
  const session = new URL(moderator.url()).pathname;
  await streaming(recorder);
  await idle(recorder); // its battery and its line are told
  await moderator.goto(`${session}/here`);
  await streaming(moderator);
  const rows = moderator.locator('#here li');
  await moderator.waitForFunction(() => document.querySelectorAll('#here .chip.done').length >= 2, undefined, { timeout: 40_000 });
  const there = await rows.count();
  assert.match(await moderator.locator('#here').innerText(), /ушул планшет/);
  await moderator.locator('#here', { hasText: /\d+ %/ }).waitFor(); // the battery is told where the browser tells
  const now = await moderator.locator('#here .chip.done').count();
  await recorder.context().close();
  await moderator.waitForFunction((n) => document.querySelectorAll('#here .chip.done').length === n, now - 1, { timeout: 40_000 });
  assert.equal(await rows.count(), there, 'who has left is still told of');
  assert.match(await moderator.locator('#here .chip.wait').last().innerText(), /\d\d:\d\d/);
  for (const lang of ['ky', 'ru']) {
    await moderator.goto(`${session}/here?lang=${lang}`);
    await axe(moderator);
    await shot(moderator, `here-${lang}`);
  }
  assertQuiet(moderator);
  await moderator.context().close();
});
