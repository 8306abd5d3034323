// Dividing the budget: what the rules make of the same money, what would be if it were another one, a division kept and decided on.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { test, before, after, startAshar, startBrowser, device, signIn, check, assertFits, assertQuiet } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
/** The cycles of the demo: under way, and over. @type {string[]} */
let cycles = [];

before(async () => {
  [ashar, browser] = await Promise.all([startAshar(), startBrowser()]);
});
after(async () => {
  await Promise.all([browser?.close(), ashar?.stop()]);
});

/** @param {keyof typeof import('./harness.mjs').screens} screen @param {string} role @param {string} lang */
async function open(screen, role, lang) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  if (!cycles.length) {
    await page.goto((await page.locator('a[href^="/cycles/"]').first().getAttribute('href') ?? '').split('/').slice(0, 3).join('/'));
    await page.goto((await page.locator('a[href^="/municipalities/"]').first().getAttribute('href') ?? '').split('/').slice(0, 3).join('/'));
    const hrefs = await page.locator('main a[href^="/cycles/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''));
    cycles = [...new Set(hrefs.map((h) => h.split('/').slice(0, 3).join('/')))];
  }
  await page.goto(`${cycles[0]}/budget?lang=${lang}`);
  return page;
}

/** The needs that a side has in. @param {import('playwright-core').Page} page @param {string} side */
const chosen = (page, side) => page.locator(`section[aria-labelledby=rule-${side}] .picks li.in details`).evaluateAll((all) => all.map((d) => d.id.split('-')[2]));

test('a coordinator tries other figures by slider, key and button on a tablet, declares a rule and keeps a division', async () => {
  const page = await open('tablet', 'coordinator', 'ky');
  await page.locator('#division .picks li.in').first().waitFor();
  await check(page, 'budget-open');
  const real = await chosen(page, 'left');

  await page.locator('#trial details > summary').click();
  const money = page.locator('#trial-envelope');
  await money.waitFor();
  assert.equal(await money.inputValue(), '2500000');
  const answered = () => page.waitForResponse((r) => r.url().includes('/budget?') && r.request().headers()['hx-request-type'] === 'partial');

  let answer = answered();
  await page.locator('[data-slides=trial-envelope]').focus();
  await page.keyboard.press('Home'); // the slider at its end: no money at all
  await answer;
  await page.locator('#division h2', { hasText: 'бөлүштүрө турган эч нерсе жок' }).waitFor();
  assert.equal(await money.inputValue(), '0', 'the field does not follow the slider');
  assert.ok(await page.locator('[data-slides=trial-envelope]').evaluate((el) => document.activeElement === el), 'the slider lost the focus while it was moved');

  answer = answered();
  await money.fill('700000');
  await answer;
  await page.locator('#division [role=status]', { hasText: 'Эч нерсе сакталган жок' }).waitFor();
  await page.locator('#division .picks li.in').first().waitFor();
  assert.equal(await page.locator('[data-slides=trial-envelope]').inputValue(), '700000', 'the slider does not follow the field');

  answer = answered();
  await page.locator('.trial', { has: page.locator('#trial-envelope') }).locator('button').last().click(); // +
  await answer;
  await page.locator('#division [role=status]', { hasText: '900\u00a0000' }).waitFor();
  await check(page, 'budget-trial');
  await page.locator('#division [role=status] a').click(); // back to what is real
  await page.waitForURL((u) => u.search === '');
  assert.deepEqual(await chosen(page, 'left'), real, 'a trial stayed');

  const story = page.locator('section[aria-labelledby=rule-left] .picks li.out summary').first();
  await story.focus();
  await page.keyboard.press('Enter');
  await page.locator('section[aria-labelledby=rule-left] .picks li.out details[open] p').first().waitFor();
  await check(page, 'budget-story');

  await page.goto(`${cycles[0]}/budget/rules`);
  await check(page, 'budget-rules');
  await page.locator('[name=completion]').selectOption('utilitarian');
  await page.locator('main form button.btn').last().click();
  await page.locator('#declared').waitFor();
  await page.goto(`${cycles[0]}/budget`);
  await page.locator('.chip', { hasText: 'Жарыяланган эреже' }).first().waitFor();
  const ruled = await chosen(page, 'left');
  const keep = page.locator('form[action$="/allocations"]');
  await page.locator('#trial details > summary').click();
  answer = answered();
  await money.fill('2400000');
  await answer;
  await keep.waitFor({ state: 'detached' }); // a trial cannot be kept
  answer = answered();
  await money.fill('2500000');
  await answer;
  await keep.waitFor();
  await keep.locator('button').click();
  await page.waitForURL(/\/allocations\/[0-9a-f-]{36}$/);
  await check(page, 'allocation');

  // the file that is kept gives the same by the command that stands beside it
  await page.locator('details', { has: page.locator('a[download]') }).last().locator('summary').first().click();
  const download = page.waitForEvent('download');
  await page.locator('a[download]').last().click();
  const file = await (await download).path();
  const command = (await page.locator('.command code').innerText()).split(' ').slice(3);
  const printed = execFileSync(process.env.ASHAR_BIN ?? new URL('../bin/ashar', import.meta.url).pathname, ['allocate', file, ...command], { encoding: 'utf8' });
  assert.deepEqual(printed.trim().split('\n'), [...ruled].sort(), 'the program and the page differ');

  await page.goto(`${cycles[0]}/budget/file`);
  await page.locator('input[type=file]').setInputFiles({ name: 'бюджет.pb', mimeType: 'text/plain', buffer: await readFile(file) });
  await page.locator('main form button.btn').first().click();
  await page.locator('#pb-winners').waitFor();
  await check(page, 'pabulib');
  await page.locator('input[type=file]').setInputFiles({ name: 'бузук.pb', mimeType: 'text/plain', buffer: Buffer.from('META\nkey;value\nbudget;10\n') });
  await page.locator('main form button.btn').first().click();
  await page.locator('[role=alert]', { hasText: 'бузук.pb' }).waitFor();
  await check(page, 'pabulib-refused');
  assertQuiet(page);
  await page.context().close();
});

test('a deputy reads and decides otherwise on a phone, in Russian; what costs too much is refused with what is missing', async () => {
  const page = await open('phone', 'deputy', 'ru');
  await check(page, 'budget-phone');
  assert.equal(await page.locator('form[action$="/allocations"]').count(), 0, 'a deputy is offered to divide');
  await page.locator('.flash a[href*="/allocations/"]').click();
  await page.waitForURL(/\/allocations\//);
  const own = page.locator('#own');
  const dear = own.locator('[name=need] option', { hasText: 'не вошла' }).first();
  await own.locator('[name=need]').selectOption(await dear.getAttribute('value') ?? '');
  await own.locator('[name=in][value="1"]').check();
  await own.locator('[name=reason]').fill('Женские группы поставили это первым');
  await own.locator('button.btn').click();
  await page.locator('#own .error').first().waitFor();
  assert.match(await page.locator('#own .error').first().innerText(), /Денег не хватает: стоит .* не хватает /);
  assert.equal(await own.locator('[name=reason]').inputValue(), 'Женские группы поставили это первым');
  await check(page, 'override-refused', [/422/]);

  const put = own.locator('[name=need] option', { hasText: ', вошла' }).first();
  await own.locator('[name=need]').selectOption(await put.getAttribute('value') ?? '');
  await own.locator('[name=in][value="0"]').check();
  await own.locator('button.btn').click();
  await page.locator('.override', { hasText: 'Женские группы' }).waitFor();
  await page.locator('#overrides').waitFor();
  await assertFits(page);
  await page.locator('.ask summary').last().click();
  await page.locator('form[action$="/adoption"] button').click();
  await page.locator('.chip.done', { hasText: 'Утверждено' }).waitFor();
  assert.equal(await page.locator('#own').count(), 0, 'what was adopted can still be changed');
  await check(page, 'allocation-adopted');
  assertQuiet(page);

  // the division of 2016, as it was adopted, with its paper
  await page.goto(`${cycles[1]}/budget`);
  await page.locator('.flash.done a').click();
  await page.waitForURL(/\/allocations\//);
  await page.locator('.override').first().waitFor();
  const paper = await page.request.get(await page.locator('a[href*="division.pdf"]').getAttribute('href') ?? '');
  assert.equal(paper.headers()['content-type'], 'application/pdf');
  await page.context().close();
});
