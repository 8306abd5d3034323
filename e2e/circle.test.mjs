// The circle: a tap for whoever speaks, who has not spoken yet, and the screen that stays on.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, idle, liveSession, loads, shot, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

test('who has spoken is one tap a turn, seen on both tablets; three who talk most are told of quietly', async () => {
  const moderator = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(moderator.url()).pathname;
  await moderator.locator('a[href$="/circle"]').click();
  await moderator.locator('[name=seats]').fill('10');
  await axe(moderator);
  await loads(moderator, () => moderator.locator('button[name=who]').click());
  for (const n of [1, 2, 3, 4, 5]) await moderator.locator(`[name=sex${n}][value=f]`).check();
  for (const n of [6, 7, 8, 9, 10]) await moderator.locator(`[name=sex${n}][value=m]`).check();
  await moderator.locator('[name=young2]').check();
  await axe(moderator);
  await shot(moderator, 'circle-seats');
  await Promise.all([moderator.waitForURL(/circle$/), moderator.locator('.stick button').click()]);

  const recorder = await liveSession(browser, ashar, 'coordinator', 'portrait');
  await recorder.goto(`${session}/circle`);
  const seat = (/** @type {number} */ n) => moderator.locator(`#seat-${n} button`);
  for (const n of [6, 7, 8, 6, 7, 8, 6, 1]) {
    const before = await seat(n).getAttribute('aria-label');
    await seat(n).click();
    await moderator.waitForFunction(([id, was]) => document.querySelector(`#${id} button`)?.getAttribute('aria-label') !== was, [`seat-${n}`, before]);
    await moderator.waitForTimeout(450); // a person's pace: a double tap is one
  }
  await recorder.locator('.ring .huge', { hasText: '4 / 10' }).waitFor();
  await recorder.locator('.voices .big', { hasText: /^2, 3, 4, 5, 9, 10$/ }).waitFor();
  await moderator.locator('.voices .flash').waitFor();
  await moderator.locator('.share.women p', { hasText: /1 \/ 8[^]*5 \/ 10/ }).waitFor();
  await axe(moderator);
  for (const lang of ['ky', 'ru']) {
    await moderator.goto(`${session}/circle?lang=${lang}`);
    await assertFits(moderator);
    await shot(moderator, `circle-${lang}`);
    await recorder.goto(`${session}/circle?lang=${lang}`);
    await assertFits(recorder);
    await shot(recorder, `circle-portrait-${lang}`);
  }
  // the last tap was a slip
  await moderator.locator('button[name=seat][value="1"]').last().click();
  await moderator.locator('.ring .huge', { hasText: '3 / 10' }).waitFor();
  assertQuiet(moderator);
  assertQuiet(recorder);
  await moderator.context().close();
  await recorder.context().close();
});

test('a seat tapped with the line cut waits in sight and counts once', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  await page.goto(`${new URL(page.url()).pathname}/circle`);
  await page.context().setOffline(true);
  await page.locator('#seat-9 button').click();
  await page.locator('#seat-9 [data-outbox-mark]').waitFor();
  await axe(page);
  await page.context().setOffline(false);
  await page.locator('#net[data-state=sent]').waitFor();
  await page.locator('#seat-9 .heard').waitFor();
  await page.locator('#seat-9 button[aria-label*="1"]').waitFor();
  await page.context().close();
});

test('a live session holds the screen awake, and lets it go with the page', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'wakeLock', { value: { request: async (/** @type {string} */ what) => { /** @type {any} */ (window).held = what; return { released: false }; } } });
  });
  await page.reload();
  await page.waitForFunction(() => /** @type {any} */ (window).held === 'screen', undefined, { timeout: 8000 });
  await page.goto('/');
  await idle(page);
  assert.equal(await page.evaluate(() => /** @type {any} */ (window).held), undefined, 'a page outside sessions sleeps');
  await page.context().close();
});
