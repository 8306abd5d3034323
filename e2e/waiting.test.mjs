// What waits changes more than its own row: sums, progress and the step in hand show it at once, and say that it waits.
import assert from 'node:assert/strict';
import { after, assertQuiet, axe, before, eventually, fetched, idle, liveSession, loads, shot, startAshar, startBrowser, test, worker } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

const dead = [/ERR_|Failed to fetch|AbortError|NetworkError|network error/];
/** @param {import('playwright-core').Page} page @param {string} state */
const becomes = (page, state) => page.locator(`#net[data-state="${state}"]`).waitFor();

test('ticks and heads made offline are in the sums at once, and out again when one is deleted', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const context = page.context(), session = new URL(page.url()).pathname;
  await page.goto(`${session}/checks?phase=during`);
  await idle(page);
  const figures = async () => [await page.locator('#tab-during').innerText(), await page.locator('#rail-checks').innerText()].map((x) => Number.parseInt(x));
  const [tab, rail] = await figures();
  await context.setOffline(true);
  for (const n of [23, 24]) await page.locator(`#check-${n} label`).click();
  await page.locator('#check-24 [data-outbox-mark]').waitFor();
  await page.locator('#tab-during.waits').waitFor();
  const become = (/** @type {number} */ more) => eventually(async () => assert.deepEqual(await figures(), [tab + more, rail + more]));
  await become(2);
  await page.locator('#check-bricks .b2').waitFor({ state: 'attached' });
  await axe(page);
  await shot(page, 'waiting-checks');
  // one of them was a slip of the finger
  await page.locator('#net [data-outbox-open]:visible').click();
  page.once('dialog', (d) => d.accept());
  await page.locator('#outbox li').last().locator('[data-do=delete]').click();
  await page.waitForFunction(() => !(/** @type {HTMLInputElement} */ (document.getElementById('done-24')).checked));
  await become(1);
  await page.locator('#outbox [data-closes]').click();
  await context.setOffline(false);
  await becomes(page, 'sent');
  await page.locator('#check-23.done').waitFor();
  await page.waitForFunction(() => !document.querySelector('.waits'));
  await become(1);

  await page.goto(`${session}/attendance`);
  await idle(page);
  const sums = async () => (await page.locator('#heads .huge, #sum-18, #sum-29').allInnerTexts()).map(Number);
  const was = await sums();
  await context.setOffline(true);
  for (let i = 0; i < 3; i++) await page.locator('#n-came-f-18 [data-step="1"]').click();
  await page.locator('#n-came-m-29 [data-step="1"]').click();
  await page.locator('#n-came-m-29 + [data-outbox-mark]').waitFor();
  await page.locator('#heads .waits').first().waitFor();
  const then = await eventually(async () => {
    const now = await sums();
    assert.deepEqual(now.map((n, i) => n - was[i]).sort(), [1, 3, 4]);
    return now;
  });
  await page.locator('#heads [data-stale-mark]').waitFor();
  assert.equal(await page.locator('#heads .flash:visible').count(), 0, 'a sentence about the old number is not shown');
  await axe(page);
  await shot(page, 'waiting-attendance');
  await context.setOffline(false);
  await becomes(page, 'sent');
  await page.waitForFunction(() => !document.querySelector('.waits, [data-stale-mark]'));
  await eventually(async () => assert.deepEqual(await sums(), then));
  await page.locator('#heads .flash').waitFor();
  assertQuiet(page, dead);
  await context.close();
});

test('the moderator goes on through the steps without a line: the next one stands there, waiting', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const context = page.context();
  await idle(page);
  await fetched(page, '/ahead');
  const title = () => page.locator('#step-title').innerText();
  const first = await title();
  const next = await page.locator('.btn.next .lbl').innerText();
  await context.setOffline(true);
  await page.locator('[name=extra]').click();
  await page.waitForFunction(() => /^2\d/.test(document.querySelector('.timer time')?.textContent ?? '') || document.querySelector('.timer [data-outbox-mark]'));
  await page.locator('[name=paused]').click();
  await page.locator('.timer.paused').waitFor();
  assert.doesNotMatch(await page.locator('.timer time').innerText(), /\d{3}/);
  await page.waitForTimeout(600); // a person's pace: a double tap is one
  await shot(page, 'waiting-pause');
  await page.locator('[name=paused][value="0"]').click();
  await page.locator('.timer:not(.paused)').waitFor();
  await page.waitForTimeout(600);
  await page.locator('.btn.next').click();
  await page.locator('.eyebrow [data-outbox-mark]').waitFor();
  const second = await title();
  assert.notEqual(second, first);
  assert.ok(next.includes(second), `${next} was promised, ${second} came`);
  assert.equal(await page.locator('.stick [data-outbox-mark]').count(), 0);
  assert.match(await page.locator('.timer time').innerText(), /^\d\d:\d\d$/);
  await axe(page);
  await shot(page, 'waiting-step');
  await page.waitForTimeout(600);
  await page.locator('.btn.next').click();
  await page.waitForFunction((was) => document.getElementById('step-title')?.textContent !== was, second);
  const third = await title();
  await page.locator('#net [data-n]:visible', { hasText: /^5$/ }).waitFor();
  await context.setOffline(false);
  await becomes(page, 'sent');
  await page.locator('#conductor:not([data-ahead])').waitFor();
  assert.equal(await title(), third);
  await page.waitForFunction(() => !document.querySelector('[data-outbox-mark]'));
  await page.reload();
  assert.equal(await title(), third, 'the server has gone the same way');
  assertQuiet(page, dead);
  await context.close();
});

test('beans counted offline are in the foot of the table, and the sentence about them waits', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const context = page.context();
  await page.goto(`${new URL(page.url()).pathname}/rounds`);
  if (await page.locator('#round-start').count()) await loads(page, () => page.locator('#round-start .stick .btn').click());
  await page.locator('#round-bar').waitFor();
  await idle(page);
  const foot = page.locator('tfoot .sum').first();
  assert.equal(await foot.innerText(), '0');
  await context.setOffline(true);
  const plus = page.locator('tbody td:first-of-type form[id^=v-] [data-step="1"]');
  for (let i = 0; i < 2; i++) await plus.first().click();
  await plus.nth(1).click();
  await page.waitForFunction(() => document.querySelector('tfoot .waits')?.textContent === '3');
  assert.match(await foot.getAttribute('class') ?? '', /bad/, 'too few beans is said as of any other sum');
  await page.locator('#round-why').waitFor({ state: 'hidden' });
  await page.locator('#round-bar [data-stale-mark]').waitFor();
  await axe(page);
  await shot(page, 'waiting-beans');
  await context.setOffline(false);
  await becomes(page, 'sent');
  await page.locator('#round-why').waitFor();
  await page.waitForFunction(() => !document.querySelector('.waits'));
  await page.locator('tfoot .sum', { hasText: /^3$/ }).first().waitFor();
  assertQuiet(page, dead);
  await context.close();
});

if (!worker) test('without a line and without a copy a link does not lead to nowhere', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const context = page.context(), here = page.url();
  await idle(page);
  await context.setOffline(true);
  await becomes(page, 'offline');
  await page.locator('#rail a[href$="/checks"]').click();
  await page.locator('#flash [data-from-net]').waitFor();
  assert.equal(page.url(), here);
  await context.setOffline(false);
  await becomes(page, 'sent');
  await page.locator('#rail a[href$="/checks"]').click();
  await page.waitForURL(/checks$/);
  assertQuiet(page, dead);
  await context.close();
});
