// A cycle of seven groups: copied, agreed, moved, cancelled; the matrix stays readable.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, device, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let cycle;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {import('playwright-core').Page} page @param {string} within the form */
const send = async (page, within) => { await page.locator(`${within} button.btn`).last().click(); await page.waitForURL(/\/schedule$/); };

/** Where the sessions to come are planned. @param {import('playwright-core').Page} page */
const plans = (page) => page.locator('a.cell[href$="/plan"]').evaluateAll((as) => as.map((a) => /** @type {HTMLAnchorElement} */ (a).href));

/** The day some days later. @param {string} date @param {number} days */
const later = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('a copied schedule says its weekdays, is agreed, and every move asks why anew', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.locator('main a[href$="/schedule"]').first().click();
  await page.waitForURL(/\/schedule$/);
  const source = new URL(page.url()).pathname.split('/')[2];
  await page.goto(`/cycles/${source}`);
  await page.goto(`${await page.locator('header.bar a.tool').first().getAttribute('href')}/cycles/new`);
  await page.locator('button[value=more]').click();
  await page.locator('input[name=audience_ky]').nth(6).waitFor({ state: 'attached' });
  for (const box of await page.locator('.asked input[type=checkbox]').all()) await box.check();
  await page.locator('.asked > li').last().locator('input[name=audience_ky]').fill('Мигранттардын үй-бүлөлөрү');
  await page.locator('main form button.btn:not([name])').last().click();
  await page.waitForURL((u) => /\/cycles\/[0-9a-f-]{36}/.test(u.pathname) && !u.pathname.endsWith('/new'));
  cycle = `/cycles/${new URL(page.url()).pathname.split('/')[2]}`;

  await page.goto(`${cycle}/copy?from=${source}`);
  await page.locator('#copy-first').fill('2016-12-25');
  await page.locator('#copy-preview', { hasText: 'жекшемби. Булакта — дүйшөмбү' }).waitFor();
  await page.locator('#copy-warnings li', { hasText: 'жекшемби' }).first().waitFor();
  await axe(page);
  await page.locator('#copy-first').fill('2016-12-19');
  await page.locator('#copy-preview', { hasText: 'Апта күндөрү өзгөрбөйт' }).waitFor();
  await send(page, '#copy-preview form .actions');
  await page.goto(`${cycle}/schedule/publication`);
  await page.locator('[name=agreed_by]').fill('Жакшылык Осмонов');
  await page.locator('[name=accepted]').check();
  await page.locator('main form button[name=status]').first().click();
  await page.waitForURL(/\/schedule$/);

  const [first, second] = await plans(page);
  for (const why of ['Айылда той болот', 'Жол жабык']) {
    await page.goto(first ?? '');
    assert.equal(await page.locator('[name=reason]').inputValue(), '', 'the reason of the move before is offered for the next');
    const date = page.locator('#plan-form [name=date]');
    await date.fill(later(await date.inputValue(), 7));
    await page.locator('#plan-form button.btn').click();
    await page.locator('[name=reason][aria-invalid=true]').waitFor();
    await page.locator('[name=reason]').fill(why);
    await axe(page);
    await send(page, '#plan-form .actions');
  }
  await page.goto(first ?? '');
  await page.locator('#plan-form', { hasText: 'Жол жабык' }).waitFor();

  await page.goto(second ?? '');
  await page.locator('[name=cancel_reason]').fill('Мектеп оңдолууда');
  await page.locator('button[value=cancelled]').click();
  await page.waitForURL(/\/schedule$/);
  await page.goto(second ?? '');
  assert.equal(await page.locator('#plan-form').count(), 0, 'a cancelled session can be moved');
  await page.locator('#status-form', { hasText: 'Мектеп оңдолууда' }).waitFor();
  await axe(page);
  assertQuiet(page, [/422/]);
  await page.context().close();
});

for (const screen of /** @type {const} */ (['tablet', 'portrait', 'phone'])) {
  test(`seven groups stand side by side or scroll beside the villages, none over another: ${screen}`, async () => {
    const page = await (await device(browser, ashar.url, screen)).newPage();
    await signIn(page, 'coordinator', ashar.accounts);
    for (const lang of ['ky', 'ru']) {
      await page.goto(`${cycle}/schedule?lang=${lang}`);
      await page.evaluate(() => document.fonts.ready);
      const bad = await page.evaluate(() => {
        const cells = [...document.querySelectorAll('.matrix .cell')];
        /** @param {Element} a @param {Element} b */
        const over = (a, b) => {
          const [x, y] = [a.getBoundingClientRect(), b.getBoundingClientRect()];
          return x.left < y.right - 1 && y.left < x.right - 1 && x.top < y.bottom - 1 && y.top < x.bottom - 1;
        };
        const found = cells.filter((c, i) => c.scrollWidth > c.clientWidth || cells.slice(i + 1).some((d) => over(c, d)))
          .map((c) => `${c.textContent} ${c.scrollWidth}/${c.clientWidth}`);
        for (const th of document.querySelectorAll('.matrix th')) {
          if (getComputedStyle(th).position !== 'absolute' && th.scrollWidth > th.clientWidth && th.clientWidth > 40) found.push(`${th.textContent}`);
        }
        for (const c of cells) {
          const parts = [...c.querySelectorAll('b, .mk')];
          if (parts.some((p, i) => parts.slice(i + 1).some((q) => over(p, q)))) found.push(`${c.textContent}: marks over the day`);
        }
        return found;
      });
      assert.deepEqual(bad, []);
      const [box, name] = await page.evaluate(() => {
        const scroll = /** @type {Element} */ (document.querySelector('.scroll'));
        scroll.scrollLeft = 999;
        const left = [scroll, document.querySelector('.matrix tbody th')].map((e) => Math.round(e?.getBoundingClientRect().left ?? 0));
        scroll.scrollLeft = 0;
        return left;
      });
      assert.ok(Math.abs((box ?? 0) - (name ?? 0)) <= 5, `the village's name leaves when the matrix scrolls: ${name} in ${box}`);
      await assertFits(page);
      await axe(page);
      await shot(page, `seven-${screen}-${lang}`, true);
    }
    assertQuiet(page);
    await page.context().close();
  });
}
