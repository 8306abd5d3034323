// Participants' phones beside beans: with a script and without, small and old.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, assertQuiet, axe, before, device, loads, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {import('playwright-core').Page} page @param {string} name */
const shot = async (page, name) => { if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true }); };

/** @param {string} code @param {import('playwright-core').BrowserContextOptions} [options] */
async function joined(code, options = {}) {
  const page = await (await device(browser, ashar.url, 'phone', options)).newPage();
  await page.goto('/j');
  await page.locator('#code').fill(code);
  await page.locator('main button').first().click();
  await page.waitForURL(/\/j\/\d+/);
  await page.locator('[name=agree]').check();
  await page.locator('form button').last().click();
  await page.waitForURL(/\/p$/);
  return page;
}

/** A round is open, without a result. @param {import('playwright-core').Page} page @param {string} session */
async function openRound(page, session) {
  await page.goto(`${session}/rounds/new`);
  const recount = page.locator('[name=reason]');
  if (await recount.count()) await recount.fill('Кайра');
  await page.locator('#round-start button.btn').last().click();
  await page.waitForURL(/\/rounds\/[0-9a-f-]{36}/);
}

test('phones with and without a script vote beside beans, and the hall goes on by itself', async () => {
  const tablet = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(tablet, 'facilitator', ashar.accounts);
  await tablet.goto('/');
  await tablet.locator('a[href^="/sessions/"]').first().click();
  await tablet.waitForURL(/\/sessions\//);
  const session = new URL(tablet.url()).pathname;
  await tablet.goto(`${session}/phones`);
  await shot(tablet, 'host-closed');
  await tablet.locator('button[name=open]').click();
  await tablet.locator('.qr').waitFor();
  const code = (await tablet.locator('.huge').innerText()).replace(/\D/g, '');
  assert.match(code, /^[2-9]{6}$/);

  const smart = await joined(code);
  const plain = await joined(code, { javaScriptEnabled: false });
  await tablet.locator('#phones').getByText('Кошулган телефон: 2').waitFor(); // by its stream
  await axe(tablet);
  await shot(tablet, 'host-open');
  for (const page of [smart, plain]) {
    await shot(page, `talk-${page === smart ? 'js' : 'plain'}`);
    await page.getByText('Пикир жазуу').click();
    await page.locator('#text').fill(page === smart ? 'Көпүрө эскирген, балдар коркот' : 'Клуб жылытылбайт');
    if (page === smart) { await axe(page); await shot(page, 'say'); }
    await page.locator('form button').first().click();
    await page.getByText('Пикириңиз жөнөтүлдү').waitFor();
    await page.locator('a.btn').click();
    await page.getByText('Сөз сураймын').click();
    await page.locator('.number').waitFor();
  }
  await axe(smart);
  await shot(smart, 'hand');
  const sent = tablet.locator('li', { hasText: 'Көпүрө эскирген' });
  await sent.waitFor();
  await shot(tablet, 'host-sent');
  await sent.locator('button[value="1"]').click();
  await tablet.locator('li', { hasText: 'Көпүрө эскирген' }).getByText('Кошулду').waitFor();

  await openRound(tablet, session);
  await smart.getByText('Добуш берүү башталды').waitFor(); // by its stream
  await axe(smart);
  await shot(smart, 'vote-now');
  await plain.reload();
  for (const [page, marks] of /** @type {[import('playwright-core').Page, number[]][]} */ ([[smart, [2, 1]], [plain, [0, 3]]])) {
    await page.locator('a[href="/p/vote"]').click();
    await page.waitForURL(/vote$/);
    for (const [i, n] of marks.entries()) await page.locator('fieldset').nth(i).locator('label', { hasText: String(n) }).click();
    if (page === smart) {
      await page.locator('#left b', { hasText: /^0$/ }).waitFor();
      await axe(page);
      await shot(page, 'vote-ky');
    }
    const group = page.locator('[name=group][value=f]');
    if (await group.count()) {
      if (page === plain) { // forgotten: a sentence, and nothing is lost
        await page.locator('form button').last().click();
        await page.locator('.bad[role=alert]:not(#offline)').first().waitFor();
        assert.equal(await page.locator('fieldset').nth(1).locator('input[value="3"]').isChecked(), true);
        await shot(page, 'vote-refused');
      }
      await page.locator('label', { has: page.locator('[name=group][value=f]') }).click();
    }
    await page.locator('form button').last().click();
    await page.getByText('Добушуңуз кабыл алынды').waitFor();
  }
  await shot(plain, 'voted');
  await tablet.getByText('Телефон менен добуш берди: 2').waitFor(); // by its stream
  await axe(tablet);
  await shot(tablet, 'round');
  for (const width of [360, 320]) {
    await smart.setViewportSize({ width, height: 740 });
    assert.equal(await smart.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, `${width} px scrolls sideways`);
  }
  assertQuiet(smart);
  assertQuiet(plain, [/422/]);
  assertQuiet(tablet);

  // handed round
  await tablet.goto(`${session}/phones`);
  await tablet.getByText('Ушул планшетти берүү').click();
  await tablet.waitForURL(/\/k$/);
  await axe(tablet);
  await shot(tablet, 'kiosk');
  await loads(tablet, () => tablet.locator('a[href="/k/vote"]').click());
  await tablet.locator('fieldset').first().locator('label', { hasText: '3' }).click();
  const group = tablet.locator('[name=group]');
  if (await group.count()) await tablet.locator('label', { has: tablet.locator('[name=group][value=f]') }).click();
  await shot(tablet, 'kiosk-vote');
  await tablet.locator('form button').last().click();
  await tablet.waitForURL(/\/k\/done/);
  await shot(tablet, 'kiosk-done');
  await tablet.goBack();
  await tablet.goto('/k/vote');
  assert.equal(await tablet.locator('fieldset').first().locator('input[value="3"]').isChecked(), false, 'the tablet remembers a vote');
  assert.equal((await tablet.request.get(session, { maxRedirects: 0 })).status(), 303, 'who holds the tablet is signed in');
});

test('a phone speaks Russian and English on the spot, and says honestly when it has no voice', async () => {
  const tablet = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(tablet, 'facilitator', ashar.accounts);
  await tablet.goto('/');
  await tablet.locator('a[href^="/sessions/"]').first().click();
  await tablet.waitForURL(/\/sessions\//);
  await tablet.goto(`${new URL(tablet.url()).pathname}/phones`);
  const code = (await tablet.locator('.huge').innerText()).replace(/\D/g, '');
  const page = await (await device(browser, ashar.url, 'phone')).newPage();
  await page.goto(`/j/${code}`);
  await axe(page);
  await shot(page, 'join-ky');
  await page.locator('#aloud button').click();
  await page.locator('#aloud p:visible').waitFor();
  await loads(page, () => page.locator('a[hreflang=ru]').click());
  await page.getByText('Понятно, я согласен участвовать').waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'ru');
  await shot(page, 'join-ru');
  await page.goto(`/j/999999`);
  await page.getByText('Такого кода нет').waitFor();
  await axe(page);
  await shot(page, 'bad-ru');
  await page.goto(`/j/${code}`);
  await page.locator('[name=agree]').check();
  await page.locator('form button').last().click();
  await page.waitForURL(/\/p$/);
  await shot(page, 'stage-ru');
  const vote = page.locator('a[href="/p/vote"]');
  if (await vote.count()) { await loads(page, () => vote.click()); await axe(page); await shot(page, 'vote-ru'); }
  await page.emulateMedia({ colorScheme: 'dark' });
  await axe(page);
  await shot(page, 'vote-dark');
  assertQuiet(page, [/404/]);
});
