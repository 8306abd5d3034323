// The council: a deputy reads on a phone what people want, what it costs and who wants it; decides, with reasons; adopts.
import assert from 'node:assert/strict';
import { after, assertQuiet, assertTargets, before, check, device, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
/** Stations of the council: of the cycle that is over and of the one under way. */
let past = '', present = '';

before(async () => {
  [ashar, browser] = await Promise.all([startAshar(), startBrowser()]);
  const page = await (await device(browser, ashar.url)).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.goto(await page.locator('a[href^="/municipalities/"]').first().getAttribute('href') ?? '');
  const cycles = await page.locator('h2 a[href^="/cycles/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  [present, past] = [`${cycles[0]}/council`, `${cycles.at(-1)}/council`];
  await page.context().close();
});
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {string} role @param {'tablet' | 'portrait' | 'phone' | 'wall'} screen */
async function somebody(role, screen) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  return page;
}

for (const [screen, lang] of /** @type {const} */ ([['phone', 'ky'], ['tablet', 'ru'], ['portrait', 'ru']])) {
  test(`what was decided, with reasons: ${screen}, ${lang}`, async () => {
    const page = await somebody('deputy', screen);
    await page.goto(`${past}?lang=${lang}`);
    await check(page, `council-${screen}-${lang}`);
    await assertTargets(page);
    const rows = await page.locator('.council-list').first().locator('> li').evaluateAll((all) => all.map((li) => ({
      high: li.getBoundingClientRect().height, orders: li.querySelectorAll('.orders dd').length, chip: li.querySelector('.chip')?.textContent?.trim(), facts: li.querySelector('.facts')?.textContent, departs: !!li.querySelector('.departs'),
    })));
    assert.ok(rows.length >= 10, `${rows.length} needs`);
    for (const row of rows) {
      assert.ok(row.orders > 0 && row.chip && /\d+ \/ 20/.test(row.facts ?? ''), JSON.stringify(row));
      if (screen === 'phone') assert.ok(row.high < (row.departs ? 760 : 500), // why it departs is told whole
        `a need takes ${row.high} px of a phone`);
    }
    for (const show of ['departing', 'overdue', 'undecided']) {
      await page.locator(`.council-filter a[href$="show=${show}"]`).click();
      await page.waitForURL((u) => u.searchParams.get('show') === show);
      const told = Number(await page.locator('.council-filter [aria-current] .n').textContent());
      assert.equal(await page.locator('.council-list > li').count(), told, `${show} counts ${told}`);
      if (show === 'departing') assert.ok(told >= 2, 'the story has no departure');
      await check(page, `council-${show}-${screen}-${lang}`);
    }
    await page.goto(`${past}?show=departing`);
    await page.locator('.council-list h3 a').first().click();
    await page.locator('#decision .departs').waitFor();
    await check(page, `council-decision-${screen}-${lang}`);
    await page.locator('main > details > summary').click();
    await page.locator('#decision-form').waitFor();
    await check(page, `council-replace-${screen}-${lang}`);
    await page.goto(past);
    await page.locator('#resolution-list h3 a').first().click();
    await page.locator('.resolves').waitFor();
    await check(page, `council-resolution-${screen}-${lang}`);
    await page.context().close();
  });
}

test('a deputy decides on a phone and is asked why the decision departs from the people', async () => {
  const page = await somebody('deputy', 'phone');
  await page.goto(present);
  const rows = page.locator('.council-list > li');
  const title = (await rows.first().locator('h3').textContent())?.trim() ?? '';
  const later = await rows.nth(6).getAttribute('id') ?? '';
  await rows.first().locator('.verdict a').click();
  await page.locator('#decision-form').waitFor();
  assert.equal(await page.locator('#departs').count(), 0, 'nothing is decided yet, and the form asks why it departs');
  await check(page, 'council-form-phone');
  await page.locator('#decision-form button.btn').click();
  await page.locator('[name=reason_ky][aria-invalid=true]').waitFor();
  await check(page, 'council-refused-phone', [/422/]);
  await page.locator('label.choice', { has: page.locator('[value=postponed]') }).click();
  await page.locator('[name=reason_ky]').fill('Смета даяр эмес, жазында кайра каралат.');
  await page.locator('#decision-form button.btn').click();
  await page.waitForURL((u) => u.pathname.endsWith('/council'));
  await page.locator('.council-list .verdict', { hasText: 'Смета даяр эмес' }).waitFor();

  await page.locator(`#${later} .verdict a`).click();
  await page.locator('#departs', { hasText: title }).waitFor();
  await page.locator('label.choice', { has: page.locator('[value=accepted]') }).click();
  await page.locator('[name=reason_ky]').fill('Аз каражат менен бүтөт.');
  await page.locator('[name=amount]').fill('420 000');
  await page.locator('#decision-form button.btn').click();
  await page.locator('[name=departs_ky][aria-invalid=true]').waitFor();
  assert.match(await page.locator('#departs .error').textContent() ?? '', new RegExp(title));
  assert.equal(await page.locator('[name=amount]').inputValue(), '420 000', 'what was typed is lost');
  await check(page, 'council-departs-phone', [/422/]);
  await page.locator('[name=departs_ky]').fill('Бул иштин каражаты да, сметасы да даяр.');
  await page.locator('#decision-form button.btn').click();
  await page.waitForURL((u) => u.pathname.endsWith('/council'));
  await page.locator(`#${later} .departs`).waitFor();
  await shot(page, 'council-departed-phone', true);
  assertQuiet(page, [/422/]);
  await page.context().close();
});

test('the coordinator drafts a resolution of what was decided and the council adopts it', async () => {
  const page = await somebody('coordinator', 'tablet');
  await page.goto(`${present}/resolutions/new`);
  assert.match(await page.locator('[name=points_ky]').inputValue(), /кабыл алынсын/);
  await check(page, 'council-draft-tablet');
  for (const [name, value] of Object.entries({ number: '1/2', convocation: 'VIII', session_no: 'IX', seat: 'Ак-Башат', chair: 'Кубанычбек Сыдыков' })) await page.locator(`[name=${name}]`).fill(value);
  await page.locator('#resolution-form button.btn').click();
  await page.locator('#adopt-form').waitFor();
  for (const [name, value] of Object.entries({ elected: '21', present: '19', for: '17', against: '1', abstained: '1' })) await page.locator(`#adopt-form [name=${name}]`).fill(value);
  await check(page, 'council-adopt-tablet');
  await page.locator('#adopt-form button.btn').click();
  await page.locator('#adopt-form [role=alert]', { hasText: '____' }).waitFor();
  await check(page, 'council-blank-tablet', [/422/]);

  await page.locator('#adopt-form a[href$="/edit"]').click();
  await page.locator('#resolution-form').waitFor();
  for (const name of ['preamble_ky', 'preamble_ru', 'control_ky', 'control_ru']) {
    const field = page.locator(`[name=${name}]`);
    await field.fill((await field.inputValue()).replaceAll('____', 'бюджет боюнча'));
  }
  await page.locator('#resolution-form button.btn').click();
  await page.locator('#adopt-form').waitFor();
  for (const [name, value] of Object.entries({ elected: '21', present: '19', for: '17', against: '1', abstained: '1' })) await page.locator(`#adopt-form [name=${name}]`).fill(value);
  await page.locator('#adopt-form button.btn').click();
  await page.locator('main .chip.done', { hasText: 'Кабыл алынды' }).first().waitFor();
  await page.locator('#adopt-form').waitFor({ state: 'detached' });
  assert.match(await page.locator('.departs').first().textContent() ?? '', /Элдин тартибинен четтейт/);
  await check(page, 'council-adopted-tablet', [/422/]);
  const paper = await page.request.get(`${new URL(page.url()).pathname}/resolution.pdf?in=ky`);
  assert.equal((await paper.body()).subarray(0, 4).toString(), '%PDF');
  await page.context().close();
});
