// The joint action plan: looked at three ways, moved, reported on, begun and found wanting.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, check, device, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/**
 * The plan of the cycle of a year, as somebody sees it.
 * @param {string} role @param {'tablet' | 'phone' | 'wall'} screen @param {string} lang @param {string} year
 */
async function planOf(role, screen, lang, year) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  const place = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  await page.goto(`${place?.match(/^\/municipalities\/[^/]+/)?.[0]}?lang=${lang}`);
  const cycle = await page.locator('a[href^="/cycles/"]', { hasText: year }).first().getAttribute('href');
  const path = `${cycle?.match(/^\/cycles\/[^/]+/)?.[0]}/plan`;
  await page.goto(path);
  return { page, path };
}

test('on a tablet the plan is a board, a table and a time-line, and actions move by button, choice and drag', async () => {
  const { page, path } = await planOf('coordinator', 'tablet', 'ky', '2015');
  await page.locator('.stamps', { hasText: '5/4' }).waitFor();
  await check(page, 'plan-board-tablet-ky');
  await assertTargets(page);
  const card = page.locator('[data-action]', { hasText: 'Спорт аянтчасына жер бөлүү' });
  /** @param {string} status */
  const stands = (status) => page.locator(`[data-status=${status}] [data-action]`, { hasText: 'Спорт аянтчасына' }).waitFor();
  await stands('not_started');
  await card.locator('button[value=under_way]').click();
  await stands('under_way');
  await card.locator('select').selectOption('not_started');
  await card.locator('button:not([name])').click();
  await stands('not_started');
  await card.locator('.facts').dragTo(page.locator('[data-status=under_way] h2'));
  await stands('under_way');
  await axe(page);

  await page.locator('nav.seg a[href$="view=table"]').click();
  await page.waitForURL(/view=table/);
  await page.locator('#plan-sums').waitFor();
  await check(page, 'plan-table-tablet-ky');
  await page.locator('nav.seg a[href$="view=time"]').click();
  await page.waitForURL(/view=time/);
  await page.locator('svg.bar-of').first().waitFor();
  assert.equal(await page.locator('svg.bar-of line.today').count(), await page.locator('svg.bar-of').count(), 'today is not drawn in every row');
  await check(page, 'plan-time-tablet-ky');
  for (const more of ['/versions', '/adoption', '/suggestions', '/edit']) {
    await page.goto(path + more);
    await check(page, `plan${more.replace('/', '-')}-tablet-ky`);
  }
  await page.context().close();
});

test('on a phone an action that is late is reported on with its reason', async () => {
  const { page, path } = await planOf('coordinator', 'phone', 'ru', '2015');
  for (const lang of ['ky', 'ru']) { // a state is longer than half a phone
    await page.goto(`${path}?view=table&lang=${lang}`);
    await assertFits(page);
  }
  await page.goto(path);
  await page.locator('.stamps', { hasText: '5/4' }).waitFor();
  await assertFits(page);
  await axe(page);
  await page.locator('[data-action]', { has: page.locator('.chip.bad') }).locator('h3 a').click();
  await page.waitForURL(/\/actions\/[0-9a-f-]{36}$/);
  await page.locator('.states', { hasText: 'По отчёту айыл окмоту' }).waitFor();
  await check(page, 'action-phone-ru');
  await assertTargets(page);
  const reports = page.locator('[aria-labelledby=reports] li');
  const before = await reports.count();
  await page.locator('#report [name=percent]').fill('85');
  await page.locator('#report [name=spent]').fill('2 10 000');
  await page.locator('#report button.btn').click();
  await page.locator('#report [name=spent][aria-invalid=true]').waitFor();
  assert.equal(await page.locator('#report [name=spent]').inputValue(), '2 10 000', 'what was typed is lost');
  await page.locator('#report [name=spent]').fill('210 000');
  await page.locator('#report button.btn').click();
  await page.locator('#report [name=delay][aria-invalid=true]').waitFor();
  await axe(page);
  await page.locator('#report [name=delay]').fill('Шлюзы привезут в марте');
  await page.locator('#report button.btn').click();
  await reports.filter({ hasText: 'Шлюзы привезут в марте' }).waitFor();
  assert.equal(await reports.count(), before + 1);
  await page.locator('.states', { hasText: '85' }).waitFor();
  await assertFits(page);
  await axe(page);
  assertQuiet(page, [/422/]);
  await page.context().close();
});

test('a plan that lacks something says where, and leads there', async () => {
  const { page, path } = await planOf('coordinator', 'tablet', 'ky', '2016');
  await check(page, 'plan-none-tablet-ky');
  await page.locator('.empty a.btn').click();
  await page.waitForURL(/\/plan\/edit$/);
  await page.locator('main form button.btn').click();
  await page.locator('.empty a[href$="/suggestions"]').waitFor();
  await check(page, 'plan-begun-tablet-ky');
  await page.goto(path.replace('/plan', '/actions/new'));
  await page.locator('[name=title_ky]').fill('Суу түтүгү');
  await check(page, 'action-new-tablet-ky');
  await page.locator('#action-form .actions').last().locator('button.btn').click();
  await page.waitForURL(/\/actions\/[0-9a-f-]{36}$/);
  await page.goto(`${path}/adoption`);
  const lacks = page.locator('.lacks a');
  await lacks.first().waitFor();
  assert.equal(await lacks.count(), 6);
  await check(page, 'plan-lacks-tablet-ky');
  await lacks.nth(1).click();
  await page.waitForURL(/\/edit#f-action-responsible_ao$/);
  await page.locator('#f-action-responsible_ao').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector(':target')?.id), 'f-action-responsible_ao');
  await page.context().close();
});

test('whoever only reads is offered nothing to write', async () => {
  const { page } = await planOf('member', 'phone', 'ky', '2015');
  await page.locator('.board').waitFor();
  assert.equal(await page.locator('main form').count(), 0);
  await check(page, 'plan-board-phone-ky');
  await page.context().close();
});
