// What people say: captured, put on cards, merged, worked through, by two tablets at once, with axe after every step.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, check, device, loads, shot, signIn, startAshar, startBrowser, still, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/**
 * Signs in and opens the live session's priorities.
 * @param {'tablet'|'portrait'|'phone'} [screen] @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function priorities(screen = 'tablet', options = {}) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.locator('.live a.btn').click();
  await page.waitForURL(/\/sessions\//);
  await page.goto(`${new URL(page.url()).pathname.replace(/\/$/, '')}/priorities`);
  return page;
}

/** One line and Enter. @param {import('playwright-core').Page} page @param {string} text */
async function say(page, text) {
  await page.fill('#say', text);
  await page.press('#say', 'Enter');
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#say')).value === '');
}

test('a line and Enter; the field is ready for the next; one tap makes a card; a like statement is offered it', async () => {
  const page = await priorities();
  const cards = await page.locator('li.card').count();
  await page.fill('#say-where', 'Жогорку көчө');
  await say(page, 'мөңгүнүн суусу короого кирип кетет');
  await still(page);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'say', 'the field keeps the focus');
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector('#say-where')).value === ''); // nobody else is put into that street
  await page.getByLabel('Жогорку көчө').check();
  await say(page, 'арык тазаланган эмес');
  assert.ok(await page.locator('#say-same').isChecked(), 'the place goes on while it is ticked');
  assert.match(await page.locator('li.loose', { hasText: 'арык тазаланган' }).innerText(), /Жогорку көчө/);
  await page.locator('li.loose', { hasText: 'мөңгүнүн' }).locator('button[value=new]').click();
  await page.locator('li.card', { hasText: 'мөңгүнүн' }).waitFor();
  await page.locator('#rail-priorities', { hasText: new RegExp(`^${cards + 1}$`) }).waitFor();
  await axe(page);
  await page.locator('#say').pressSequentially('мөңгү эрисе короолор сууга толот');
  await page.locator('#similar .suggest', { hasText: 'мөңгүнүн' }).locator('button').click();
  await page.locator('li.card', { hasText: 'короолор сууга толот' }).waitFor();
  // what was put on a card is not captured twice; the stream may bring the card before the answer empties the field
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#say')).value === '');
  await check(page, 'said-board');
  await page.context().close();
});

test('cards merge into one and come apart as they were', async () => {
  const page = await priorities();
  for (const text of ['стадиондун тосмосу кулап калган', 'футбол ойной турган жер жок']) {
    await say(page, text);
    await page.locator('li.loose', { hasText: text }).locator('button[value=new]').click();
    await page.locator('li.card', { hasText: text }).waitFor();
  }
  const titles = () => page.locator('li.card h3').allInnerTexts();
  const apart = await titles();
  await page.locator('li.card', { hasText: 'стадиондун' }).locator('summary').click();
  await page.locator('li.card', { hasText: 'стадиондун' }).locator('a[href*="/merge?card="]').click();
  await page.waitForURL(/merge/);
  await axe(page);
  await page.locator('label.choice', { hasText: 'футбол' }).click();
  await page.locator('form button.btn', { hasText: 'Бириктирүү' }).click();
  await page.waitForURL(/\/card$/);
  await check(page, 'said-merged');
  await page.fill('textarea[name=title]', 'Жаштарга спорт аянтчасы керек');
  await page.locator('form[id^="card-form"] button.btn').click();
  await page.locator('#saved:not([hidden])').waitFor();
  await page.locator('#parts button').click();
  await page.waitForURL(/\/priorities$/);
  assert.deepEqual(await titles(), apart);
  assertQuiet(page);
  await page.context().close();
});

test('ten thousand emoji are asked about, kept and captured', async () => {
  const page = await priorities();
  const text = '😀'.repeat(9_990);
  for (const words of [text, `${text} 💧`]) {
    const [asked] = await Promise.all([page.waitForResponse(/\/similar$/), page.fill('#say', words)]);
    assert.equal(asked.status(), 200);
  }
  await still(page);
  assert.equal(await page.inputValue('#say'), `${text} 💧`);
  assert.equal(await page.locator('#similar').count(), 1);
  await say(page, `${text} 💧`);
  await page.locator('li.loose', { hasText: '😀' }).first().waitFor();
  assertQuiet(page);
  await page.context().close();
});

test('a refusal at the field goes with the next success, and what is typed meanwhile stays', async () => {
  const page = await priorities();
  await page.fill('#say', 'ө'.repeat(10_001));
  await page.press('#say', 'Enter');
  await page.locator('#say-bad').waitFor();
  assert.equal((await page.inputValue('#say')).length, 10_001, 'the words are kept');
  await page.fill('#say', 'мектептин чатыры өтөт');
  // the next line is begun while this one is on its way
  await page.route(/\/statements$/, async (route) => { await new Promise((go) => { setTimeout(go, 600); }); await route.continue(); });
  await page.press('#say', 'Enter');
  await page.locator('li.loose', { hasText: 'мектептин чатыры' }).waitFor();
  await page.waitForFunction(() => !document.querySelector('#say-bad'));
  await page.locator('#say:not([aria-invalid])').waitFor();
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#say')).value === '');
  await still(page);
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'say', 'the field keeps the focus');
  await page.fill('#say', 'биринчи');
  await page.press('#say', 'Enter');
  await page.fill('#say', 'экинчи');
  await page.locator('li.loose', { hasText: 'биринчи' }).waitFor();
  await still(page);
  assert.equal(await page.inputValue('#say'), 'экинчи', 'the next line is not wiped');
  // who types faster than the line carries loses no word, and who presses twice says it once
  for (const key of ['Enter', 'Enter']) await page.press('#say', key);
  await page.fill('#say', 'үчүнчү');
  await page.press('#say', 'Enter');
  await page.locator('li.loose', { hasText: 'үчүнчү' }).waitFor();
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#say')).value === '');
  await still(page);
  const said = (await page.locator('li.loose .lead').allInnerTexts()).map((w) => w.trim());
  assert.deepEqual(said.filter((w) => /^(биринчи|экинчи|үчүнчү)$/.test(w)), ['үчүнчү', 'экинчи', 'биринчи']);
  await page.context().close();
});

test('a card merged meanwhile: the words stay in the field, with the reason, and the board stays', async () => {
  const [moderator, recorder] = [await priorities(), await priorities('portrait')];
  for (const text of ['чөп чабыкка көпүрө жок', 'чабыктын көпүрөсүн сел алып кеткен']) {
    await say(moderator, text);
    await moderator.locator('li.loose', { hasText: text }).locator('button[value=new]').click();
    await moderator.locator('li.card', { hasText: text }).waitFor();
  }
  await recorder.locator('#say').pressSequentially('чабыкка өтчү көпүрө кулады');
  const offer = recorder.locator('#similar .suggest', { hasText: 'чаб' }).first().locator('button');
  await offer.waitFor();
  await moderator.locator('li.card', { hasText: 'чөп чабыкка' }).locator('summary').click();
  await moderator.locator('li.card', { hasText: 'чөп чабыкка' }).locator('a[href*="/merge?card="]').click();
  await moderator.locator('label.choice', { hasText: 'сел алып' }).click();
  await moderator.locator('form button.btn', { hasText: 'Бириктирүү' }).click();
  await moderator.waitForURL(/\/card$/);
  await offer.click();
  await recorder.locator('form[id^="capture-"] .flash.bad').waitFor();
  assert.equal(await recorder.inputValue('#say'), 'чабыкка өтчү көпүрө кулады');
  assert.ok(await recorder.locator('#board li.card').count() > 0, 'the board stays');
  await shot(recorder, 'said-outrun');
  await recorder.locator('#similar .suggest').first().locator('button').click(); // the merged card is offered now
  await recorder.locator('li.card', { hasText: 'чабыкка өтчү' }).waitFor();
  await recorder.locator('form[id^="capture-"] .flash.bad').waitFor({ state: 'detached' }); // the reason goes with the next success
  await recorder.context().close();
  await moderator.context().close();
});

test('two tablets write one field: both texts are kept, and one tap settles it', async () => {
  const [moderator, recorder] = [await priorities(), await priorities('portrait')];
  const card = await moderator.locator('li.card h3 a').first().getAttribute('href') ?? '';
  for (const page of [moderator, recorder]) await page.goto(card);
  await moderator.fill('textarea[name=causes]', 'түтүктөр эскирген');
  await recorder.fill('textarea[name=causes]', 'насос күйүп кеткен');
  await recorder.fill('textarea[name=minority]', 'адегенде жолду оңдойлу');
  await moderator.locator('form[id^="outcome-form"] button.btn').click();
  await moderator.locator('#saved:not([hidden])').waitFor();
  // the stream may show both before the answer's own page does
  await loads(recorder, () => recorder.locator('form[id^="outcome-form"] button.btn').click());
  const both = recorder.locator('form.both');
  await both.waitFor();
  assert.match(await both.innerText(), /түтүктөр эскирген[^]*насос күйүп кеткен/);
  await check(recorder, 'said-clash');
  await loads(recorder, () => both.locator('button[value="1"]').click());
  assert.equal(await recorder.inputValue('textarea[name=causes]'), 'насос күйүп кеткен');
  assert.equal(await recorder.inputValue('textarea[name=minority]'), 'адегенде жолду оңдойлу');
  await recorder.locator('details.fold', { hasText: 'Мурунку тексттер' }).locator('summary').click();
  assert.match(await recorder.locator('.version').allInnerTexts().then((all) => all.join()), /түтүктөр эскирген/);
  await axe(recorder);
  for (const page of [moderator, recorder]) { assertQuiet(page); await page.context().close(); }
});

test('every page about what was said fits a phone and a tablet in three languages', async () => {
  for (const screen of /** @type {const} */ (['phone', 'tablet'])) {
    const page = await priorities(screen);
    const board = new URL(page.url()).pathname;
    await say(page, `${'ө'.repeat(9_990)} 😀`);
    const statement = await page.locator('li.loose a.tool').first().getAttribute('href');
    const card = await page.locator('li.card h3 a').first().getAttribute('href');
    for (const lang of ['ky', 'ru', 'en']) {
      for (const path of [board, `${board}/top`, `${board}/order`, `${board}/merge`, card, `${card}/card`, `${card}/withdrawal`, statement, board.replace('priorities', 'people')]) {
        await page.goto(`${path}?lang=${lang}`);
        assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, `a sentence is missing on ${path}`);
        await assertFits(page);
        if (lang !== 'ky') continue;
        // what the bar at the foot covers is scrolled to, so sizes are measured instead
        await axe(page, { skip: ['target-size'] });
        await assertTargets(page);
      }
    }
    await shot(page, `said-people-${screen}`);
    assertQuiet(page);
    await page.context().close();
  }
});

test('without a script everything is still done, by forms', async () => {
  const page = await priorities('tablet', { javaScriptEnabled: false });
  await page.fill('#say', 'көпүрө кулап баратат');
  await loads(page, () => page.locator('form .capture button').click());
  await page.locator('li.loose', { hasText: 'көпүрө кулап' }).locator('button[value=new]').click();
  const card = page.locator('li.card', { hasText: 'көпүрө кулап' });
  await card.waitFor();
  await loads(page, () => page.locator('a[href$="/priorities/order"]').click());
  await loads(page, () => page.locator('.order > li', { hasText: 'көпүрө кулап' }).locator('button[value$=":up"]').click());
  const order = await page.locator('.order > li').allInnerTexts();
  assert.ok(order.findIndex((t) => t.includes('көпүрө кулап')) === order.length - 2);
  await page.goto(`${new URL(page.url()).pathname.replace('/order', '')}`);
  await page.locator('li.card', { hasText: 'көпүрө кулап' }).locator('summary').click();
  await page.locator('li.card', { hasText: 'көпүрө кулап' }).locator('a.grave').click();
  await page.fill('textarea[name=reason]', 'топ макул болду');
  await page.locator('main button.grave').click();
  await page.locator('#withdrawn summary').click();
  await page.locator('#withdrawn li', { hasText: 'көпүрө кулап' }).locator('button').click();
  await page.locator('li.card', { hasText: 'көпүрө кулап' }).waitFor();
  await page.context().close();
});
