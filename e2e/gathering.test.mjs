// A gathering from its plan to its minutes: a tablet conducts it in Kyrgyz, a deputy reads it on a phone in Russian, the hall sees the list.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, before, check, device, shot, signIn, startAshar, startBrowser, still, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** The cycle under way and the one before it. @param {import('playwright-core').Page} page @param {string} name */
async function stationOf(page, name) {
  await page.goto('/');
  await page.goto(/** @type {string} */ (await page.locator('a[href^="/municipalities/"]').first().getAttribute('href')));
  const cycle = await page.locator('a[href^="/cycles/"]', { hasText: name }).first().getAttribute('href');
  return `${cycle}/gatherings`;
}

/** @param {import('playwright-core').Page} page @param {string} selector @param {RegExp | string} url */
async function go(page, selector, url) {
  await Promise.all([page.waitForURL(url), page.locator(selector).first().click()]);
}

test('a gathering is planned, conducted, closed and printed on a tablet', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  const station = await stationOf(page, '2016');
  await page.goto(station);
  await page.locator('.empty').waitFor();
  await check(page, 'gatherings-none');
  await go(page, '.empty a.btn', /\/new$/);
  await check(page, 'gathering-new');

  // a quorum wants its source; what was typed stays
  await page.fill('#f-g-venue', 'маданият үйү');
  await page.fill('#f-g-quorum', '30');
  await page.locator('#gathering-form .actions button').click();
  await page.locator('#f-g-quorum_source-bad').waitFor();
  assert.equal(await page.inputValue('#f-g-venue'), 'маданият үйү');
  assertQuiet(page, [/422/]);
  await page.fill('#f-g-quorum_source', '14-берене, 2014-жылдын 20-июну');
  await go(page, '#gathering-form .actions button', /gatherings\/[0-9a-f-]{36}$/);
  const home = new URL(page.url()).pathname;
  assert.equal(await page.locator('.items > li').count(), 6);
  await check(page, 'gathering-planned');
  await assertTargets(page);

  // the second item goes up; the gathering begins
  const second = await page.locator('.items > li').nth(1).locator('.lead').innerText();
  await Promise.all([page.waitForEvent('load'), page.locator('.items > li').nth(1).locator('.tools button').first().click()]);
  assert.equal((await page.locator('.items > li').first().locator('.lead').innerText()).replace(/^\d+\.\s*/, ''), second.replace(/^\d+\.\s*/, ''));
  await Promise.all([page.waitForEvent('load'), page.locator('form[action$="/status"] > button.btn').first().click()]);
  await page.locator('a[href$="/closing"]').waitFor();

  // people are counted by village and sex; the quorum is said at once
  await go(page, '.gathering-tabs a[href$="/presence"]', /presence$/);
  const cells = page.locator('.presence input[name=people]');
  await cells.nth(0).fill('12');
  await cells.nth(1).fill('9');
  await cells.nth(1).press('Tab');
  await page.locator('#presence-figures .huge', { hasText: '21' }).waitFor();
  await page.locator('#presence-figures', { hasText: 'Кворумга дагы 9 адам керек' }).waitFor();
  await still(page);
  await check(page, 'gathering-presence');
  await cells.nth(2).fill('10');
  await cells.nth(2).press('Tab');
  await page.locator('#presence-figures', { hasText: 'Кворум бар' }).waitFor();
  assert.match(await page.locator('#presence-figures').innerText(), /14-берене/);

  // slips are typed one after another, by Enter or by what they are
  await page.goto(`${home}/proposals`);
  await page.locator('#f-slip-text').pressSequentially('арык тазалоого ашар уюштуралы');
  await page.locator('#f-slip-text').press('Enter');
  await page.locator('.proposal', { hasText: 'арык тазалоого' }).waitFor();
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#f-slip-text')).value === '');
  await page.locator('#f-slip-text').pressSequentially('көпүрө качан оңдолот?');
  await page.locator('#slip-form button[name=question]').click();
  await page.locator('.proposal', { hasText: 'көпүрө качан' }).waitFor();
  await still(page);
  await check(page, 'gathering-proposals');
  await assertTargets(page);

  // a proposal is said aloud and voted on: no more votes than people
  await page.locator('#spoken > summary').click();
  await page.fill('#f-spoken-text', 'Көчө жарыгын бир жылда бүтүрүү');
  await go(page, '#spoken-form button', /proposals\/[0-9a-f-]{36}$/);
  await check(page, 'gathering-proposal');
  for (const [name, votes] of [['for', '25'], ['against', '5'], ['abstained', '2']]) await page.fill(`#f-vote-${name}`, votes);
  await page.locator('#vote-form .actions button').first().click();
  await page.locator('#vote-form .flash.bad', { hasText: 'Добуштар 32, катышкандар 31' }).waitFor();
  assert.equal(await page.inputValue('#f-vote-for'), '25');
  assertQuiet(page, [/422/]);
  await page.fill('#f-vote-abstained', '1');
  await go(page, '#vote-form .actions button', /proposals$/);
  await page.locator('.votes-said', { hasText: 'колдоо тапты' }).waitFor();

  // the lists begin with those of last time, and change on the spot
  await go(page, '.gathering-tabs a[href$="/lists"]', /lists$/);
  await Promise.all([page.waitForEvent('load'), page.locator('form[action$="/previous"] button').click()]);
  await page.locator('.nominees', { hasText: 'Бермет Осмоналиева' }).waitFor();
  await check(page, 'gathering-lists');
  const row = page.locator('.nominees > li', { hasText: 'Нина Ковалёва' });
  await row.locator('summary').click();
  await row.locator('textarea').fill('ден соолугу');
  await check(page, 'gathering-lists-menu');
  await Promise.all([page.waitForEvent('load'), row.locator('form').first().locator('button').click()]);
  await page.locator('.nominees > li.gone', { hasText: 'Нина Ковалёва' }).waitFor();
  await page.fill('#f-nom-name', 'Асыл Турганбаева');
  await Promise.all([page.waitForEvent('load'), page.locator('#nominee-form button').click()]);
  await page.locator('.nominees > li', { hasText: 'Асыл Турганбаева' }).locator('.chip').waitFor();

  // what was heard, done; then the officers that the gathering elected
  await page.goto(home);
  await go(page, '.items > li:first-child .tools a', /items\//);
  await page.fill('#f-item-speaker', 'Нурлан Осмонов');
  await page.fill('#f-item-heard', 'Тизме экранга чыгарылды.');
  await check(page, 'gathering-item');
  await go(page, '#item-form .actions button', /gatherings\/[0-9a-f-]{36}$/);
  await Promise.all([page.waitForEvent('load'), page.locator('.items .box').first().click()]);
  await page.locator('.items > li.done', { hasText: 'Тизме экранга чыгарылды' }).waitFor();
  await page.goto(`${home}/closing`);
  await page.locator('.missing li', { hasText: 'Төрага же катчы' }).locator('b').waitFor();
  assert.equal(await page.locator('#close-form').count(), 0);
  await check(page, 'gathering-missing');
  await page.goto(`${home}/edit`);
  await page.fill('#f-g-chair', 'Жылдыз Сатыбалдиева');
  await page.fill('#f-g-secretary', 'Мирлан Абдыкеримов');
  await go(page, '#gathering-form .actions button', /gatherings\/[0-9a-f-]{36}$/);
  await page.goto(`${home}/closing`);
  await page.fill('#f-dec-decisions', 'Тизме айылдык кеңешке сунушталсын.');
  await page.fill('#f-dec-slips_given', '40');
  await Promise.all([page.waitForEvent('load'), page.locator('#decisions-form .actions button').click()]);
  await page.locator('details.ask > summary.btn').click();
  await go(page, '#close-form button', /minutes$/);
  await page.locator('.gathering-minutes', { hasText: 'Асыл Турганбаева' }).waitFor();
  await check(page, 'gathering-minutes');
  for (const paper of ['minutes.pdf?in=ky', 'minutes.pdf?in=ru', 'minutes.pdf?in=en']) {
    const answer = await page.request.get(`${home}/${paper}`);
    assert.equal(answer.headers()['content-type'], 'application/pdf', paper);
  }

  // on a phone, in Russian, a deputy reads all of it but the names
  const phone = await (await device(browser, ashar.url, 'phone')).newPage();
  await signIn(phone, 'deputy', ashar.accounts);
  for (const part of ['', '/presence', '/proposals', '/lists', '/minutes']) {
    await phone.goto(`${home}${part}?lang=ru`);
    await check(phone, `gathering-phone-ru${part.replace('/', '-')}`);
    await assertTargets(phone);
    const text = await phone.locator('body').innerText();
    for (const name of ['Асыл', 'Бермет', 'Нина']) assert.ok(!text.includes(name), `${name} at ${part}`);
    assert.equal(await phone.locator('main form').count(), 0, part);
  }
  await phone.goto(`${station}?lang=ru`);
  await phone.locator('.proposal', { hasText: 'Көчө жарыгын' }).waitFor();
  await check(phone, 'gatherings-phone-ru');
  await phone.context().close();
  await page.context().close();
});

test('the hall reads the list: arrows and large buttons, five rows or one need', async () => {
  const page = await (await device(browser, ashar.url, 'wall')).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto(await stationOf(page, '2015'));
  await go(page, '.rows a.onward', /gatherings\/[0-9a-f-]{36}$/);
  await go(page, 'a[href$="/screen"]', /screen$/);
  await check(page, 'gathering-screen');
  const turned = () => page.waitForURL(/page=1/);
  await Promise.all([turned(), page.keyboard.press('ArrowRight')]);
  await page.locator('.list > li').nth(4).waitFor();
  await check(page, 'gathering-screen-rows');
  const size = await page.locator('.list h2').first().evaluate((el) => parseFloat(getComputedStyle(el).fontSize));
  assert.ok(size >= 56, `a title of ${size} px is not legible from the last bench`);
  await Promise.all([page.waitForURL(/page=2/), page.keyboard.press('ArrowRight')]);
  const tenth = page.locator('.list .rank', { hasText: /^\d\d$/ }).first();
  assert.ok(await tenth.evaluate((el) => el.getBoundingClientRect().height < 1.5 * parseFloat(getComputedStyle(el).fontSize) && el.scrollWidth <= el.clientWidth), 'a place of two figures stands in two lines');
  await Promise.all([turned(), page.keyboard.press('ArrowLeft')]);
  await Promise.all([page.waitForURL(/show=one/), page.locator('.turning a:not([rel])').click()]);
  await page.locator('.single').waitFor();
  await check(page, 'gathering-screen-one');
  await Promise.all([page.waitForURL(/page=2/), page.keyboard.press('PageDown')]);
  await Promise.all([turned(), page.locator('a[rel=prev]').click()]);
  await Promise.all([page.waitForURL(/page=0/), page.keyboard.press('ArrowLeft')]);
  assert.doesNotMatch(await page.locator('body').innerText(), /Айгүл|Бермет|Жылдыз/);
  await shot(page, 'gathering-screen-back');
  await page.context().close();

  const tablet = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(tablet, 'facilitator', ashar.accounts);
  await tablet.goto(await stationOf(tablet, '2015'));
  await tablet.goto(`${await tablet.locator('.rows a.onward').first().getAttribute('href')}/screen?page=1&lang=ru`);
  await tablet.locator('.list > li').nth(4).waitFor();
  await check(tablet, 'gathering-screen-tablet-ru');
  const screen = new URL(tablet.url()).pathname;
  await tablet.setViewportSize({ width: 360, height: 740 });
  for (const lang of ['ky', 'ru']) { // its longest word as well
    await tablet.goto(`${screen}?lang=${lang}`);
    await assertFits(tablet);
  }
  await assertTargets(tablet, 56);
  await tablet.context().close();
});
