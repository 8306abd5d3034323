// The lists that sessions begin with: changed by coordinators, taken over from one another.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, check, device, loads, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/**
 * A page signed in, and the address of the municipality's templates.
 * @param {string} role @param {'tablet' | 'portrait' | 'phone' | 'wall'} [screen] @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function editor(role, screen, options) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, role, ashar.accounts);
  await page.goto('/?lang=ky');
  const home = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  return { page, templates: `${home?.split('/').slice(0, 3).join('/')}/templates` };
}

/** Shows what is retired; the browser has done so where the address names a row of it. @param {import('playwright-core').Page} page */
async function unfold(page) {
  if (await page.locator('main details.fold').getAttribute('open') === null) await page.locator('main details.fold summary').click();
}

test('an item is added, changed, moved by button and by finger, retired and brought back; a session begun keeps its list', async () => {
  const { page, templates } = await editor('coordinator');
  // a session that has begun, by its first tick
  const session = await page.locator('a[href$="/checks"]').first().getAttribute('href');
  await page.goto(`${session}?phase=before`);
  await page.getByText(/мөөнөтү өттү/).first().waitFor();
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.locator('#check-1 .text').click()]);
  await page.locator('#check-1.done').waitFor();
  const begun = await page.locator('.tick .words').allInnerTexts();

  await page.getByRole('link', { name: 'Барактын калыбын түзөтүү' }).click();
  await page.waitForURL(`**${templates}/checklist`);
  const rows = page.locator('#phase-before ol > li');
  const count = await rows.count();
  await check(page, 'template-tablet-ky');
  await assertTargets(page);

  await loads(page, () => page.getByRole('link', { name: /Пункт кошуу/ }).first().click());
  await page.locator('#row-new button.btn').first().click();
  const ky = page.locator('[name=text_ky]');
  await page.locator('[name=text_ky][aria-invalid=true]').waitFor();
  await check(page, 'template-refused-ky', [/422/]);
  await ky.fill('Экинчи ачкыч табылды');
  await page.locator('[name=days]').fill('5');
  await loads(page, () => page.locator('#row-new button.btn').first().click());
  assert.equal(await rows.count(), count + 1);
  assert.match(await rows.nth(count).innerText(), /Экинчи ачкыч табылды[\s\S]*5 күн мурун/);

  await rows.nth(count).locator('button[name=up]').click();
  const moved = page.locator(`#phase-before ol > li:nth-child(${count})`, { hasText: 'Экинчи ачкыч' });
  await moved.waitFor();
  // the button that was pressed keeps the focus: pressed again it moves the same item on
  await page.keyboard.press('Enter');
  await page.locator(`#phase-before ol > li:nth-child(${count - 1})`, { hasText: 'Экинчи ачкыч' }).waitFor();

  await page.evaluate(() => scrollTo(0, 0));
  const first = await rows.nth(0).getAttribute('id');
  const from = await rows.nth(0).locator('[data-handle]').boundingBox();
  const to = await rows.nth(1).boundingBox();
  if (!from || !to) throw new Error('no rows to drag');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, to.y + to.height * 0.9, { steps: 8 });
  await Promise.all([page.waitForResponse((r) => r.url().endsWith('/order')), page.mouse.up()]);
  await page.locator(`#phase-before ol > li:nth-child(2)#${first}`).waitFor();
  await page.locator(`#phase-before ol > li#${first} .num`, { hasText: /^2\.$/ }).waitFor(); // numbered by the answer
  await page.reload();
  assert.equal(await rows.nth(1).getAttribute('id'), first);

  const item = page.locator('#phase-before li', { hasText: 'Экинчи ачкыч' });
  await loads(page, () => item.getByRole('link').click());
  await ky.fill('Экинчи ачкыч катчыда');
  await check(page, 'template-open-ky');
  await loads(page, () => page.getByRole('button', { name: 'Колдонуудан чыгаруу' }).click());
  assert.equal(await rows.count(), count);
  await unfold(page);
  await axe(page);
  await page.getByRole('button', { name: /Кайра колдонуу.*Экинчи ачкыч катчыда/ }).click();
  await page.locator('#phase-before ol > li', { hasText: 'Экинчи ачкыч катчыда' }).waitFor();
  assert.equal(await rows.count(), count + 1);

  await page.goto(`${session}?phase=before`);
  assert.deepEqual(await page.locator('.tick .words').allInnerTexts(), begun);
  assertQuiet(page);
  await page.context().close();
});

test('what two tabs write is never lost: the second sees the first one’s words beside its own', async () => {
  const { page, templates } = await editor('coordinator');
  const other = await page.context().newPage();
  await page.goto(`${templates}/agenda?open=a3`);
  await other.goto(`${templates}/agenda?open=a3`);
  await other.locator('[name=minutes]').fill('17');
  await loads(other, () => other.locator('#row-a3 button.btn').first().click());
  await page.locator('[name=prompt_ky]').fill('Айылды чогуу кыдырып чыгалы.');
  await loads(page, () => page.locator('#row-a3 button.btn').first().click());
  await page.locator('#row-a3 .diff', { hasText: '17' }).waitFor();
  assert.equal(await page.locator('[name=prompt_ky]').inputValue(), 'Айылды чогуу кыдырып чыгалы.');
  await check(page, 'template-conflict-ky', [/409/]);
  await page.locator('[name=minutes]').fill('17');
  await loads(page, () => page.locator('#row-a3 button.btn').first().click());
  assert.match(await page.locator('#row-a3').innerText(), /17 мүнөт/);
  assertQuiet(page);
  await page.context().close();
});

test('a trainer sees who has a list of their own, looks at what differs, takes it over and goes back', async () => {
  const { page, templates } = await editor('trainer');
  await page.getByRole('link', { name: 'Жалпы калыптар' }).click();
  await page.waitForURL('**/templates/checklist');
  await check(page, 'template-common-ky');
  await page.goto(`${templates}/checklist/sources`);
  await check(page, 'template-sources-ky');
  await page.getByRole('link', { name: /Айырмасын көрүү[^]*Бурана/ }).click();
  await page.locator('ins', { hasText: 'Базар күнү' }).waitFor();
  await check(page, 'template-preview-ky');
  await page.getByRole('button', { name: 'Ушул калыпты колдонуу' }).click();
  await page.waitForURL(`**${templates}/checklist`);
  await page.locator('#phase-before ol > li', { hasText: 'Базар күнү' }).waitFor();
  await page.getByRole('link', { name: /Жалпы калыпка кайтуу/ }).click();
  await page.locator('del', { hasText: 'Базар күнү' }).waitFor();
  await page.getByRole('button', { name: 'Ушул калыпты колдонуу' }).click();
  await page.waitForURL(`**${templates}/checklist`);
  assert.equal(await page.locator('#phase-before ol > li', { hasText: 'Базар күнү' }).count(), 0);
  await page.getByText(/азырынча жалпы калыпты колдонот/).waitFor();
  assertQuiet(page);
  await page.context().close();
});

test('without a script rows are moved, changed and retired by forms', async () => {
  const { page, templates } = await editor('coordinator', 'tablet', { javaScriptEnabled: false });
  await page.goto(`${templates}/agenda`);
  const rows = page.locator('ol.rows > li');
  assert.equal(await page.locator('[data-handle]:visible').count(), 0);
  const second = await rows.nth(1).getAttribute('id');
  await loads(page, () => rows.nth(1).locator('button[name=up]').click());
  assert.equal(await rows.nth(0).getAttribute('id'), second);
  const count = await rows.count();
  await loads(page, () => rows.nth(0).getByRole('link').click());
  await loads(page, () => page.getByRole('button', { name: 'Колдонуудан чыгаруу' }).click());
  assert.equal(await rows.count(), count - 1);
  await unfold(page);
  await loads(page, () => page.getByRole('button', { name: /Кайра колдонуу/ }).click());
  assert.equal(await rows.count(), count);
  await page.context().close();
});

test('the editors fit every screen in three languages, and look right in the dark', async () => {
  for (const [screen, colorScheme] of /** @type {const} */ ([['phone', 'light'], ['portrait', 'dark'], ['wall', 'light']])) {
    const { page, templates } = await editor('trainer', screen, { colorScheme });
    for (const lang of ['ky', 'ru', 'en'])
      for (const [name, path] of [['list', '/checklist'], ['open', '/checklist?open=c9'], ['agenda', '/agenda?open=a1'], ['sources', '/checklist/sources']]) {
        await page.goto(`${templates}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        await assertFits(page);
        await axe(page);
        await assertTargets(page);
        await shot(page, `template-${name}-${screen}-${lang}`);
      }
    assertQuiet(page);
    await page.context().close();
  }
});
