// The line goes dead in the middle of a session: nothing anybody did is lost, doubled, or shown as sent when it is not.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, assertQuiet, axe, before, eventually, idle, liveSession, loads, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {string} role @param {'tablet'|'portrait'|'phone'} [screen] */
async function tablet(role, screen) {
  const page = await liveSession(browser, ashar, role, screen);
  return { page, session: new URL(page.url()).pathname };
}
/** What a dead line makes a browser say; a violation of the page's policy is never among it. */
const dead = [/ERR_|Failed to fetch|40\d|422|AbortError|NetworkError|network error/];
/** @param {import('playwright-core').Page} page */
const chip = (page) => page.locator('#net').getAttribute('data-state');
/** @param {import('playwright-core').Page} page @param {string} state */
const becomes = (page, state) => page.locator(`#net[data-state="${state}"]`).waitFor();
/** So many wait, or were refused. @param {import('playwright-core').Page} page @param {number} n */
const counts = (page, n) => page.locator('#net [data-n]:visible', { hasText: new RegExp(`^${n}$`) }).waitFor();

test('ticks, counts and words made offline wait in sight, survive a reload, and arrive once, in order', async () => {
  const { page, session } = await tablet('facilitator');
  const other = await tablet('coordinator');
  const context = page.context();
  await page.goto(`${session}/checks?phase=during`);
  const before = await page.locator('#rail-checks').innerText();
  await context.setOffline(true);
  for (const n of [23, 24]) await page.locator(`#check-${n} label`).click();
  await page.locator('#check-24 [data-outbox-mark]').waitFor();
  await becomes(page, 'offline');
  await counts(page, 2);
  assert.equal(await page.locator('#done-23').isChecked(), true, 'what was ticked stays ticked');
  // a plain form too
  await context.setOffline(false);
  await becomes(page, 'sent');
  await other.page.goto(`${session}/checks?phase=during`);
  await other.page.locator('#check-23.done').waitFor();
  await other.page.locator('#check-24.done').waitFor();
  await page.waitForFunction((was) => document.getElementById('rail-checks')?.textContent !== was && !document.querySelector('.waits'), before); // the page shows what the server knows now
  assert.equal(await page.locator('[data-outbox-mark]').count(), 0);

  await page.goto(`${session}/priorities`);
  await context.setOffline(true);
  const said = ['Биринчи: кошулган жолу жок', 'Экинчи: чырак жок 👩‍🌾', 'Үчүнчү: суу кечигет'];
  for (const words of said) {
    await page.locator('[name=text]').first().fill(words);
    await page.locator('[name=text]').first().press('Enter');
    await page.getByText(words).first().waitFor();
    await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('[name=text]')).value === ''); // ready for the next
  }
  await counts(page, 3);
  await axe(page);
  // the server is killed while the line is dead, and the tablet is restarted before the server
  await ashar.kill();
  await Promise.all([page.waitForEvent('requestfailed', (r) => r.method() === 'POST'), context.setOffline(false)]); // tried, and nobody there
  await becomes(page, 'offline');
  await counts(page, 3);
  await ashar.restart();
  await page.reload();
  for (const words of said) await page.locator('.loose', { hasText: words }).waitFor();
  await becomes(page, 'sent');
  await eventually(async () => {
    const list = await page.locator('.loose .lead').allInnerTexts();
    assert.deepEqual(list.filter((t) => said.includes(t.trim())).map((t) => t.trim()), [...said].reverse(), 'once each, in order: the newest stands first');
  });
  assertQuiet(page, dead);
  await context.close();
  await other.page.context().close();
});

test('an answer that got lost after the commit is not an act done twice', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/priorities`);
  let cut = 2;
  await page.route('**/statements', async (route) => {
    if (cut-- > 0) { await route.fetch(); return route.abort(); }
    return route.continue();
  });
  await page.locator('[name=text]').first().fill('Жооп жолдо калды');
  const answered = page.waitForResponse((r) => r.url().endsWith('/statements') && r.ok()); // the third: two are lost
  await page.locator('[name=text]').first().press('Enter');
  await page.locator('.loose', { hasText: 'Жооп жолдо калды' }).waitFor();
  await answered;
  await becomes(page, 'sent');
  await page.reload();
  assert.equal(await page.locator('.loose', { hasText: 'Жооп жолдо калды' }).count(), 1);
  assertQuiet(page, dead);
  await page.context().close();
});

test('a form the browser sends by itself is kept too, and goes when the line is back', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/checks/25`);
  await page.locator('[name=note]').fill('Сканер иштеген жок');
  await page.context().setOffline(true);
  await page.locator('form[id^=note-] .actions .btn').click();
  await page.locator('[data-outbox-mark]').waitFor();
  await counts(page, 1);
  await page.context().setOffline(false);
  await becomes(page, 'sent');
  await page.reload();
  assert.equal(await page.locator('[name=note]').inputValue(), 'Сканер иштеген жок');
  assertQuiet(page, dead);
  await page.context().close();
});

test('what the server refuses is kept, corrected and sent, or deleted alone', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/priorities`);
  await idle(page);
  await page.context().setOffline(true);
  for (const words of ['x'.repeat(10_001), 'Кийинкиси жакшы']) {
    await page.locator('[name=text]').first().fill(words);
    await page.locator('[name=text]').first().press('Enter');
    await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('[name=text]')).value === '');
  }
  await page.getByText('Кийинкиси жакшы').waitFor();
  await page.context().setOffline(false);
  await becomes(page, 'refused');
  await counts(page, 1); // the good one went past it
  await page.locator('#net [data-net=refused]').click();
  const row = page.locator('#outbox li');
  assert.match(await row.locator('[data-o=why]').innerText(), /10/);
  await axe(page);
  await row.locator('[data-do=open]').click();
  await row.locator('textarea').first().fill('Эми кыска');
  await row.locator('form .btn').click();
  await page.locator('.loose', { hasText: 'Эми кыска' }).waitFor();
  await becomes(page, 'sent');
  assertQuiet(page, dead);
  await page.context().close();
});

test('on a shared tablet nobody sees or sends what another did; signing out says that it waits', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/checks?phase=during`);
  await page.context().route('**/checks/*', (route) => route.request().method() === 'POST' ? route.abort() : route.continue());
  await page.locator('#check-26 label').click();
  await page.locator('#check-26 [data-outbox-mark]').waitFor();
  let asked = '';
  page.once('dialog', (d) => { asked = d.message(); return d.accept(); });
  await page.locator('.bar details:has(form[data-forget]) > summary').click();
  await page.locator('form[data-forget] button').click();
  await page.waitForURL(/login/);
  assert.match(asked, /жөнөтүлө элек/);
  await page.context().unroute('**/checks/*');
  await signIn(page, 'coordinator', ashar.accounts);
  await page.goto(`${session}/checks?phase=during`);
  await idle(page); // long enough to send what it had found
  assert.equal(await chip(page), 'sent');
  assert.equal(await page.locator('#check-26.done').count(), 0);
  await page.context().clearCookies();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto(`${session}/checks?phase=during`);
  await page.locator('#check-26.done').waitFor();
  await becomes(page, 'sent');
  assertQuiet(page, dead);
  await page.context().close();
});

test('signed out while something waits: it asks to sign in again, keeps it, and sends it then', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/checks?phase=during`);
  await page.context().setOffline(true);
  await page.locator('#check-27 label').click();
  await page.locator('#check-27 [data-outbox-mark]').waitFor();
  await page.context().clearCookies(); // as a tablet that was signed out from elsewhere
  await page.context().setOffline(false);
  await Promise.race([becomes(page, 'login'), page.waitForURL(/login/)]);
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto(`${session}/checks?phase=during`);
  await page.locator('#check-27.done').waitFor();
  await becomes(page, 'sent');
  assert.equal(await page.locator('[data-outbox-mark]').count(), 0);
  assertQuiet(page, dead);
  await page.context().close();
});

test('the outbox moves to another tablet, or to the server, in a file; twice does no harm', async () => {
  const { page, session } = await tablet('facilitator');
  const other = await tablet('facilitator', 'portrait');
  await page.goto(`${session}/priorities`);
  await idle(page);
  await page.context().setOffline(true);
  for (const words of ['Файл менен келген сөз', 'Экинчи сөз да файлда']) {
    await page.locator('[name=text]').first().fill(words);
    await page.locator('[name=text]').first().press('Enter');
    await page.getByText(words).first().waitFor();
  }
  await page.locator('#net [data-net=offline]').click();
  const saving = page.waitForEvent('download');
  await page.locator('[data-outbox-do=save]').click();
  const file = `${ashar.data}/tablet.outbox`;
  await (await saving).saveAs(file);

  await other.page.goto(`${session}/priorities`);
  await idle(other.page);
  await other.page.evaluate(() => document.querySelector('[data-outbox-open]')?.dispatchEvent(new MouseEvent('click', { bubbles: true })));
  await other.page.locator('#outbox input[type=file]').setInputFiles(file);
  await other.page.locator('.loose', { hasText: 'Экинчи сөз да файлда' }).waitFor();
  const applied = execFileSync(/** @type {string} */ (process.env.ASHAR_BIN), ['apply', file, '--data', ashar.data], { encoding: 'utf8' });
  assert.match(applied, /2/);
  await page.context().setOffline(false);
  await becomes(page, 'sent');
  await page.reload();
  for (const words of ['Файл менен келген сөз', 'Экинчи сөз да файлда']) assert.equal(await page.locator('.loose', { hasText: words }).count(), 1);
  assertQuiet(page, dead);
  await page.context().close();
  await other.page.context().close();
});

test('a paper is printed now or not at all, and no tablet is handed round later by itself', async () => {
  const { page, session } = await tablet('facilitator');
  await page.goto(`${session}/phones`);
  if (await page.locator('button[name=open][value="1"]').count()) await loads(page, () => page.locator('button[name=open]').click());
  await page.context().setOffline(true);
  for (const form of ['form[action$="/phones/slips"]', 'form[action$="/phones/kiosk"]']) {
    await page.locator(`${form} button`).click();
    await page.locator('#flash [data-from-net]').waitFor();
    await page.locator('#flash').evaluate((el) => el.replaceChildren());
  }
  assert.equal(await page.locator('#net [data-n]:visible').count(), 0, 'nothing waits');
  await page.context().setOffline(false);
  await becomes(page, 'sent');
  const paper = page.waitForEvent('download').catch(() => null);
  const answer = page.waitForResponse((r) => r.url().endsWith('/phones/slips'));
  await page.locator('form[action$="/phones/slips"] button').click();
  assert.equal((await answer).headers()['content-type'], 'application/pdf');
  await Promise.race([paper, page.waitForTimeout(2000)]);
  assert.equal(await page.locator('#net [data-n]:visible').count(), 0);
  assertQuiet(page, dead);
  await page.context().close();
});
