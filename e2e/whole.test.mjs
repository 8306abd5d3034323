// The main job, as it is done in a hall: from the live session to signed minutes, and a correction after.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, device, loads, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {import('playwright-core').Page} page @param {string} role @param {string} name @param {boolean} draws */
async function sign(page, role, name, draws) {
  const box = page.locator(`details#sign-${role}`);
  if (await box.getAttribute('open') === null) await box.locator('summary').click();
  await box.locator('[name=name]').fill(name);
  if (draws) {
    const canvas = box.locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    const r = await canvas.boundingBox();
    if (!r) throw new Error('nowhere to sign');
    await page.mouse.move(r.x + 40, r.y + r.height / 2);
    await page.mouse.down();
    for (let i = 1; i <= 12; i++) await page.mouse.move(r.x + 40 + i * 15, r.y + r.height / 2 + 30 * Math.sin(i));
    await page.mouse.up();
  }
  await loads(page, () => box.locator('form button.btn.second').click()); // the next canvas is drawn on by a script
  await page.locator(`#signed-${role}`).waitFor();
}

/** @param {import('playwright-core').Page} page @param {string} session */
async function readAndSign(page, session) {
  await page.goto(`${session}/closing`);
  await page.locator('[name=read_aloud]').check();
  await page.locator('[name=confirmed]').check();
  await loads(page, () => page.locator('form[action$="/reading"] button').click());
  await sign(page, 'moderator', 'Айгүл Сатарова', true);
  await sign(page, 'recorder', 'Чынара Мамытова', true);
  await sign(page, 'participant1', 'Бирөө', true);
  await sign(page, 'participant2', 'Экинчи', false);
}

test('the live session is ranked, worked through, signed and closed; its minutes print in three languages; a correction makes the second version', async () => {
  const context = await device(browser, ashar.url);
  const page = await context.newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto('/?lang=ky');
  await page.locator('main a[href*="/sessions/"]').first().click();
  await page.waitForURL(/\/sessions\//);
  const session = new URL(page.url()).pathname;

  // somebody says one more thing, and it becomes a card
  await page.goto(`${session}/priorities`);
  await page.locator('[name=text]').first().fill('Чоң энем айтат: «арыкка көпүрө керек» 🌉');
  await page.keyboard.press('Enter');
  await page.locator('text=арыкка көпүрө керек').first().waitFor();

  // the ranking: rules are seen, the hall is counted by women and men
  await page.goto(`${session}/rounds`);
  await axe(page);
  await page.locator('#round-start button.push').click();
  await page.waitForURL(/rounds\/[0-9a-f-]+$/);
  const wanted = await page.locator('tfoot td').allInnerTexts();
  const groups = wanted.map((s) => Number(s.split('/')[1]));
  assert.ok(groups.every((n) => n > 0), wanted.join());
  const rows = page.locator('tbody tr');
  for (let g = 0; g < groups.length; g++) {
    for (const [row, n] of [[0, Math.ceil(groups[g] / 2)], [1, Math.floor(groups[g] / 2)]]) {
      const input = rows.nth(row).locator('input[type=number]').nth(g);
      const saved = page.waitForResponse((r) => r.url().endsWith('/votes') && r.request().method() === 'POST');
      await input.fill(String(n));
      if (g + row) await input.blur();
      else await input.press('Enter'); // the tablet keyboard's own way to confirm: the number as typed
      assert.ok((await saved).ok());
    }
  }
  await axe(page);
  await shot(page, 'whole-count');
  await page.locator('[name=counter1]').fill('Айгүл Сатарова');
  await page.locator('[name=counter2]').fill('Чынара Мамытова');
  await page.locator('form[action$="/confirmation"] button').click();
  await page.locator('form[action$="/result"] button').waitFor();
  await page.locator('form[action$="/result"] button').click();
  await page.locator('h1', { hasText: 'Жыйынтык' }).waitFor();
  await axe(page);
  await shot(page, 'whole-result');

  // the checklist: what is mandatory is ticked, one item stays open and says why
  let left = 0;
  for (const phase of ['before', 'during']) {
    await page.goto(`${session}/checks?phase=${phase}`);
    for (const box of await page.locator('main li.tick input[type=checkbox]').all()) {
      if (await box.isChecked()) continue;
      const number = Number((await box.getAttribute('id'))?.replace('done-', ''));
      if (number === 22) { left = number; continue; }
      const ticked = page.waitForResponse((r) => r.url().endsWith(`/checks/${number}`) && r.request().method() === 'POST');
      await box.click();
      assert.ok((await ticked).ok());
    }
  }
  await page.goto(`${session}/closing`);
  await axe(page);
  assert.equal(await page.locator('.refused').count(), 1);
  await loads(page, () => page.locator('li.line:has(.refused) a').click());
  await page.locator('[name=reason]').fill('Айыл өкмөтүнүн өкүлү жарым саат отурду');
  await loads(page, () => page.locator('form button[formaction$="/note"]').click());
  assert.equal(left, 22);

  // read aloud, signed by four, closed
  await readAndSign(page, session);
  await axe(page);
  await page.locator('form[action$="/closing"] button').click();
  await page.waitForURL(/minutes/);
  await axe(page);
  await assertFits(page);
  await shot(page, 'whole-minutes', true);
  const words = await page.locator('article.paper').innerText();
  for (const said of ['Айыл өкмөтүнүн өкүлү жарым саат отурду', 'арыкка көпүрө керек']) assert.ok(words.includes(said), said);

  /** @param {string} more */
  const pdf = async (more) => {
    const answer = await context.request.get(`${session}/minutes.pdf?${more}`);
    const body = await answer.body();
    assert.equal(body.subarray(0, 5).toString(), '%PDF-', more);
    return body;
  };
  const kept = await pdf('in=ky');
  for (const lang of ['ru', 'en']) assert.notDeepEqual(await pdf(`in=${lang}`), kept);
  assert.deepEqual(await pdf('in=ky'), kept, 'the same minutes are the same file');
  assert.ok(kept.length < 90 * 1024, `${kept.length} bytes`);

  // closed: nothing can be changed but by a correction with a reason
  await page.goto(`${session}/checks?phase=during`);
  assert.equal(await page.locator('main li.tick input[type=checkbox]:enabled').count(), 0);
  await page.goto(`${session}/closing`);
  await page.locator('[name=what]').fill('22-пункт');
  await page.locator('form[action$="/corrections"] [name=reason]').fill('Өкүл катышкан эмес экен');
  await loads(page, () => page.locator('form[action$="/corrections"] button').last().click());
  await page.goto(`${session}/checks?phase=during`);
  const again = page.waitForResponse((r) => r.url().endsWith('/checks/22') && r.request().method() === 'POST');
  await page.locator('#done-22').click();
  assert.ok((await again).ok());
  // what was read and signed was the version before: both are asked again
  await readAndSign(page, session);
  await page.locator('form[action$="/closing"] button').click();
  await page.waitForURL(/minutes/);
  assert.match(await page.locator('article.paper').innerText(), /Өкүл катышкан эмес экен/);
  assert.notDeepEqual(await pdf('in=ky'), kept);
  assert.deepEqual(await pdf('in=ky&version=1'), kept, 'the first version prints as it did');
  assertQuiet(page);
  await context.close();
});

test('the deputy reads these minutes, and another municipality is not there', async () => {
  const admin = await (await device(browser, ashar.url)).newPage();
  await signIn(admin, 'administrator', ashar.accounts);
  await admin.goto('/');
  const places = await admin.locator('a[href^="/municipalities/"]').evaluateAll((as) => [...new Set(as.map((a) => a.getAttribute('href')?.split('/')[2]))]);
  assert.ok(places.length > 1, 'the administrator sees several municipalities');
  await admin.context().close();
  const page = await (await device(browser, ashar.url, 'phone')).newPage();
  await signIn(page, 'deputy', ashar.accounts);
  await page.goto('/?lang=ru');
  await axe(page);
  await page.locator('main a[href*="/minutes"], main a[href*="/sessions/"]').first().click();
  await page.waitForURL(/sessions/);
  assert.equal(await page.locator('main form[method=post]').count(), 0);
  await assertFits(page);
  const answers = await Promise.all(places.map(async (id) => (await page.context().request.get(`/municipalities/${id}`)).status()));
  assert.deepEqual([...answers].sort(), [200, ...Array(places.length - 1).fill(404)], 'their own, and no other');
  await page.context().close();
});
