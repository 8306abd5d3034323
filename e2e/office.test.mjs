// Beside the hall: who plans, and who only reads.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, device, loads, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

test('a wrong password gets a sentence at the field and keeps the login', async () => {
  const page = await (await device(browser, ashar.url, 'phone')).newPage();
  await page.goto('/login?lang=ky');
  await axe(page);
  await page.locator('[name=login]').fill('coordinator');
  await page.locator('[name=password]').fill('жаңылыш');
  await page.locator('main button.btn').click();
  await page.locator('[aria-invalid=true]').waitFor();
  assert.equal(await page.locator('[name=login]').inputValue(), 'coordinator');
  await axe(page);
  await assertFits(page);
  await page.context().close();
});

for (const screen of /** @type {const} */ (['tablet', 'portrait', 'phone'])) {
  test(`home and schedule fit a ${screen} and satisfy axe`, async () => {
    const page = await (await device(browser, ashar.url, screen)).newPage();
    await signIn(page, 'coordinator', ashar.accounts);
    for (const lang of ['ky', 'ru']) {
      await page.goto(`/?lang=${lang}`);
      await axe(page);
      await assertFits(page);
      await shot(page, `home-${screen}-${lang}`);
      await page.locator('main a[href$="/schedule"]').first().click();
      await page.waitForURL(/schedule/);
      const schedule = new URL(page.url()).pathname;
      for (const more of ['', '?view=days', '?view=fact', '/publication', '/versions']) {
        await page.goto(schedule + more);
        assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, 'a sentence is missing');
        await axe(page);
        await assertFits(page);
      }
      await shot(page, `schedule-${screen}-${lang}`);
    }
    assertQuiet(page);
    await page.context().close();
  });
}

test('an empty cell becomes a session in two taps, and the wrong hours are told at the field', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await loads(page, () => page.locator('main a[href$="/schedule"]').first().click());
  await loads(page, () => page.locator('a.cell.void').first().click());
  await page.locator('[name=ends]').fill('09:00');
  await page.locator('[name=starts]').fill('11:00');
  await page.locator('#plan-form button.btn').click();
  await page.locator('[aria-invalid=true]').waitFor();
  await axe(page);
  await page.locator('[name=ends]').fill('13:00');
  await page.locator('#plan-form button.btn').click();
  await page.waitForURL(/\/schedule$/);
  assert.equal(await page.locator('a.cell.void').count(), 0);
  await page.context().close();
});

test('a deputy and a monitor read, and are offered nothing to change', async () => {
  for (const role of ['deputy', 'monitor']) {
    const page = await (await device(browser, ashar.url, 'phone')).newPage();
    await signIn(page, role, ashar.accounts);
    await axe(page);
    await page.locator('main a[href$="/minutes"]').first().click();
    await page.locator('.paper').waitFor();
    await axe(page);
    await assertFits(page);
    await page.goto(new URL(page.url()).pathname.replace('/minutes', '/checks'));
    assert.equal(await page.locator('main input[type=checkbox]:not([disabled])').count(), 0);
    await page.context().close();
  }
});

test('the pages round a cycle fit a phone and a tablet and satisfy axe', async () => {
  for (const screen of /** @type {const} */ (['tablet', 'phone'])) {
    const page = await (await device(browser, ashar.url, screen)).newPage();
    await signIn(page, 'coordinator', ashar.accounts);
    await page.locator('main a[href$="/schedule"]').first().click();
    await page.waitForURL(/\/schedule$/);
    const cycle = new URL(page.url()).pathname.replace('/schedule', '');
    await page.goto(cycle);
    const municipality = new URL(await page.locator('header.bar a.tool').first().getAttribute('href') ?? '', ashar.url).pathname;
    for (const path of [cycle, `${cycle}/edit`, `${cycle}/copy`, municipality, `${municipality}/cycles/new`, `${municipality}/cycles/sources`, '/calendar']) {
      await page.goto(path);
      assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, `a sentence is missing on ${path}`);
      await axe(page);
      await assertFits(page);
    }
    assertQuiet(page);
    await page.context().close();
  }
});

test('groups of a cycle change their order and a new one is named, without losing what is typed', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.locator('main a[href$="/schedule"]').first().click();
  await page.waitForURL(/\/schedule$/);
  await page.goto(new URL(page.url()).pathname.replace('/schedule', '/edit'));
  await page.locator('[name=title_ky]').fill('Экинчи аталыш');
  const names = page.locator('.asked .agree span');
  const [first, second] = await names.allInnerTexts();
  await page.locator('button[value^="down:"]').first().click();
  await page.waitForFunction((name) => document.querySelector('.asked .agree span')?.textContent?.trim() === name, second?.trim());
  assert.equal((await names.nth(1).innerText()).trim(), first?.trim());
  await page.locator('button[value=more]').click();
  await page.locator('.asked details[open] input[name=audience_ky]').fill('Чабандар');
  assert.equal(await page.locator('[name=title_ky]').inputValue(), 'Экинчи аталыш');
  await axe(page);
  await page.locator('#cycle-form .actions .btn').click();
  await page.waitForURL(/cycles\/[^/]+$/);
  const text = await page.locator('main').innerText();
  assert.match(text, /Чабандар/);
  assert.match(text, /Экинчи аталыш/);
  await page.context().close();
});

test('a schedule is copied after its preview, which follows the choices', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.locator('main a[href$="/schedule"]').first().click();
  await page.waitForURL(/\/schedule$/);
  await page.goto(new URL(page.url()).pathname.replace('/schedule', '/copy'));
  await loads(page, () => page.locator('main .line a.btn').first().click());
  await axe(page);
  const plans = page.locator('#copy-preview tr.new');
  const before = await plans.count();
  if (before > 0) {
    await page.locator('select[name^="a-"]').last().selectOption('');
    await page.waitForFunction((n) => document.querySelectorAll('#copy-preview tr.new').length < n, before);
    await axe(page);
  }
  await page.context().close();
});
