// From the groups' cards to one list: joined, undone, split, ordered, answered for.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, device, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** The list of the cycle under way. @param {string} role @param {'tablet' | 'phone'} screen */
async function list(role, screen) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  await page.locator('main a[href$="/schedule"]').first().click();
  await page.waitForURL(/\/schedule/);
  const cycle = new URL(page.url()).pathname.replace('/schedule', '');
  await page.goto(`${cycle}/needs`);
  return { page, cycle };
}

/** @param {import('playwright-core').Page} page @param {string} name */
async function check(page, name) {
  assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, `a sentence is missing on ${name}`);
  await axe(page);
  await assertFits(page);
  await assertTargets(page);
  await shot(page, name);
}

test('alike needs are joined in one go, the joining is undone, made again and a card split off', async () => {
  const { page, cycle } = await list('coordinator', 'tablet');
  const rows = page.locator('.need');
  const apart = await rows.count();
  await page.locator('.suggest a.btn').click();
  await page.locator('#joins').waitFor();
  await check(page, 'needs-joins-tablet-ky');
  const ticked = await page.locator('#joins input[type=checkbox]:checked').count();
  assert.ok(ticked > 10, `${ticked} are ticked beforehand`);
  await page.locator('#joins .actions .btn').click();
  await page.locator('form#undo').waitFor();
  assert.equal(await rows.count(), apart - ticked);
  await page.locator('form#undo button').click();
  await page.locator('#joins').waitFor();
  assert.equal(await page.locator('#joins input[type=checkbox]:checked').count(), ticked);

  await page.locator('#joins fieldset button[name=only]').first().click(); // one group alone
  await page.locator('form#undo').waitFor();
  await page.locator('#joins .actions .btn').click();
  await page.waitForURL(/\/needs\?/);
  assert.equal(await rows.count(), apart - ticked);
  await page.goto(`${cycle}/needs`);
  await check(page, 'needs-tablet-ky');

  await rows.first().locator('h2 a').click();
  const cards = page.locator('.needcard');
  await cards.first().waitFor();
  const held = await cards.count();
  assert.ok(await cards.first().locator('.words li').count() > 0, 'what people said is on the page');
  await check(page, 'need-tablet-ky');
  await cards.last().locator('button[name=card]').click();
  await page.locator('.flash.done').waitFor();
  assert.equal(await cards.count(), held - 1);
  assertQuiet(page);
  await page.context().close();
});

test('what the women put high and the list does not stays flagged until it is answered', async () => {
  const { page } = await list('coordinator', 'tablet');
  const flag = page.locator('#flags li[id^="flag-women-"]').filter({ hasText: 'Аялдарга айылда жумуш жок' });
  await flag.waitFor();
  await flag.locator('summary').click();
  await flag.locator('textarea').waitFor();
  await flag.locator('button.btn').click(); // without words
  await flag.locator('[aria-invalid=true]').waitFor();
  await axe(page);
  await flag.locator('textarea').fill('Имарат бошогондо тигүү цехине берилет, 1-июнга чейин.');
  await flag.locator('button.btn').click();
  await page.locator('.flash.done').waitFor();
  const answered = page.locator('#flags blockquote', { hasText: 'тигүү цехине' });
  assert.equal(await answered.count(), 1);
  await page.context().close();

  const reader = await list('deputy', 'phone');
  await reader.page.goto(`${reader.cycle}/needs?lang=ru`);
  assert.equal(await reader.page.locator('#flags blockquote', { hasText: 'тигүү цехине' }).count(), 1);
  assert.equal(await reader.page.locator('main form').count(), 0, 'a deputy reads');
  for (const more of ['', '?of=women', '?view=board', '?view=rules']) {
    await reader.page.goto(`${reader.cycle}/needs${more}`);
    await check(reader.page, `needs-phone-ru${more.replace(/\W/g, '-')}`);
  }
  await reader.page.goto(`${reader.cycle}/letters`);
  await check(reader.page, 'letters-phone-ru');
  assertQuiet(reader.page);
  await reader.page.context().close();
});

test('the list is ordered by keyboard, kept with a reason, and the rule taken up again', async () => {
  const { page, cycle } = await list('coordinator', 'tablet');
  await page.goto(`${cycle}/needs/order`);
  const ids = () => page.locator('input[name=order]').evaluateAll((all) => all.map((i) => /** @type {HTMLInputElement} */ (i).value));
  const [first, second] = await ids();
  await page.locator('textarea[name=reason]').fill('Түтүк кышында жарылып кетти');
  await page.locator(`#down-${first}`).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((id) => /** @type {HTMLInputElement | null} */ (document.querySelector('input[name=order]'))?.value === id, second);
  assert.equal(await page.evaluate(() => document.activeElement?.id), `down-${first}`, 'the focus stays with what was moved');
  assert.equal(await page.locator('textarea[name=reason]').inputValue(), 'Түтүк кышында жарылып кетти');
  await check(page, 'needs-order-tablet-ky');
  await page.locator('button[value=hand]').click();
  await page.waitForURL(/\/needs$/);
  assert.equal(await page.locator('.need').first().getAttribute('id'), `need-${second}`);
  assert.match(await page.locator('#orders').innerText(), /Түтүк кышында жарылып кетти/);
  await check(page, 'needs-by-hand-tablet-ky');
  await page.goto(`${cycle}/needs/order`);
  await page.locator('button[value=rule]').click(); // a reason is wanted for that too
  await page.locator('[aria-invalid=true]').waitFor();
  await page.locator('textarea[name=reason]').fill('Түтүк оңдолду');
  await page.locator('button[value=rule]').click();
  await page.waitForURL(/\/needs$/);
  assert.equal(await page.locator('.need').first().getAttribute('id'), `need-${first}`);
  assertQuiet(page, [/422/]);
  await page.context().close();
});

test('a letter is written from the need, on a phone', async () => {
  const { page, cycle } = await list('coordinator', 'phone');
  await page.goto(`${cycle}/needs?lang=ru`);
  await page.locator('.need .verdict a[href$="#letters"]').first().click();
  await page.locator('#letters a.btn').click();
  await page.waitForURL(/\/letters\/new/);
  assert.match(await page.locator('textarea[name=text_ky]').inputValue(), /суранабыз/);
  await check(page, 'letter-new-phone-ru');
  if (!(await page.locator('input[name=addressee]').inputValue())) await page.locator('input[name=addressee]').fill('«Кыргызгаз» ачык акционердик коому');
  await page.locator('form .actions .btn').last().click();
  await page.waitForURL(/\/letters\/[0-9a-f-]{36}$/);
  await check(page, 'letter-phone-ru');
  const paper = await page.request.get(`${new URL(page.url()).pathname}/letter.pdf?in=ru`);
  assert.equal(paper.headers()['content-type'], 'application/pdf');
  assertQuiet(page);
  await page.context().close();
});

test('without a script the list is ordered as well', async () => {
  const page = await (await device(browser, ashar.url, 'tablet', { javaScriptEnabled: false })).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.locator('main a[href$="/schedule"]').first().click();
  const cycle = new URL(page.url()).pathname.replace('/schedule', '');
  await page.goto(`${cycle}/needs/order`);
  const second = await page.locator('input[name=order]').nth(1).getAttribute('value');
  await page.locator(`#up-${second}`).click();
  await page.locator(`li:first-child #down-${second}`).waitFor();
  await page.locator('textarea[name=reason]').fill('Кыш келди');
  await page.locator('button[value=hand]').click();
  await page.waitForURL(/\/needs$/);
  assert.equal(await page.locator('.need').first().getAttribute('id'), `need-${second}`);
  await page.context().close();
});
