// A questionnaire made by somebody who has never seen one: from blank to published, from a file, in three languages.
import assert from 'node:assert/strict';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, assertQuiet, assertTargets, axe, before, check, device, loads, shot, signIn, startAshar, startBrowser, still, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/**
 * A coordinator on the page that begins a survey.
 * @param {'tablet' | 'phone'} [screen] @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function beginning(screen, options) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.goto('/?lang=ky');
  const home = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  await page.goto(`${home?.split('/').slice(0, 3).join('/')}/surveys/new`);
  return page;
}

/** Presses a button that changes the page of a question and saves nothing. @param {import('playwright-core').Page} page @param {import('playwright-core').Locator} what */
async function act(page, what) {
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), what.click()]);
  await still(page);
}

/** Picks something on which more hangs. @param {import('playwright-core').Page} page @param {string} field @param {string | {label?: string}} value */
async function pick(page, field, value) {
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.locator(field).selectOption(value)]);
  await still(page);
}

const rows = (/** @type {import('playwright-core').Page} */ page) => page.locator('#questionnaire .questions .words');

for (const screen of /** @type {const} */ (['tablet', 'phone'])) {
  test(`the satisfaction form is built from blank and published, ${screen}`, async () => {
    const page = await beginning(screen);
    const seen = (/** @type {string} */ name) => check(page, `questionnaire-${name}-${screen}`);
    await seen('new');
    await loads(page, () => page.getByRole('link', { name: 'Бош анкетадан баштоо' }).click());
    await page.locator('[name=title_ky]').fill('Окутуудан кийинки пикир');
    await seen('begin');
    await loads(page, () => page.getByRole('button', { name: 'Баштоо' }).click());
    await seen('blank');

    // 1: a scale, its choices ready in three languages
    await loads(page, () => page.getByRole('link', { name: 'Суроо кошуу' }).click());
    await seen('kinds');
    await assertTargets(page);
    await loads(page, () => page.getByRole('link', { name: 'Баа шкаласы' }).click());
    await page.locator('[name=label_0]').fill('Окутууга канчалык ыраазысыз?');
    assert.equal(await page.locator('[name=choice_0]').nth(4).inputValue(), 'Толук ыраазымын');
    await page.getByLabel('Сөзсүз жооп берилсин').check();
    await seen('scale');
    await loads(page, () => page.getByRole('button', { name: 'Сактап, дагы кошуу' }).click());

    // 2: one of several, with choices of one's own; the last row is added
    await loads(page, () => page.getByRole('link', { name: 'Бирин тандоо' }).click());
    await page.locator('[name=label_0]').fill('Эмне эң пайдалуу болду?');
    await page.locator('[name=choice_0]').nth(0).fill('Көнүгүүлөр');
    await page.locator('[name=choice_0]').nth(1).fill('Сүйлөшүү');
    await page.locator('[name=choice_0]').nth(2).fill('Көрсөтмө');
    await act(page, page.getByRole('button', { name: 'Вариант кошуу' }));
    await page.locator('[name=choice_0]').nth(3).fill('Түшкү тамак');
    await act(page, page.getByRole('button', { name: '4-вариантты жогору жылдыруу' }));
    assert.equal(await page.locator('[name=choice_0]').nth(2).inputValue(), 'Түшкү тамак');
    await loads(page, () => page.getByRole('button', { name: 'Сактап, дагы кошуу' }).click());

    // 3: asked only of who is not content
    await loads(page, () => page.getByRole('link', { name: 'Узун жооп' }).click());
    await page.locator('[name=label_0]').fill('Эмнеге ыраазы болбой калдыңыз?');
    await act(page, page.getByRole('button', { name: 'Шарт кошуу' }));
    await pick(page, '[name=cond_q]', { label: '1. Окутууга канчалык ыраазысыз' });
    await page.locator('#cond').getByLabel('Ыраазы эмесмин', { exact: true }).check();
    await page.locator('#cond').getByLabel('Такыр ыраазы эмесмин').check();
    await seen('condition');
    await loads(page, () => page.locator('.stick').getByRole('button', { name: 'Сактоо' }).click());
    assert.deepEqual((await rows(page).allInnerTexts()).map((s) => s.trim()), ['Окутууга канчалык ыраазысыз?', 'Эмне эң пайдалуу болду?', 'Эмнеге ыраазы болбой калдыңыз?']);
    assert.match(await page.locator('.when').innerText(), /«Окутууга канчалык ыраазысыз» – (Ыраазы эмесмин же Такыр|Такыр ыраазы эмесмин же Ыраазы)/);

    // the third goes up by a line, by button
    await act(page, page.locator('#questionnaire .questions > li').nth(2).locator('button[name=up]'));
    assert.match(await rows(page).nth(1).innerText(), /Эмнеге/);
    await seen('list');

    await loads(page, () => page.getByRole('link', { name: 'Телефондо көрүү' }).click());
    await page.frameLocator('iframe').getByText('Окутууга канчалык ыраазысыз?').or(page.frameLocator('iframe').locator('button, a').first()).first().waitFor();
    await shot(page, `questionnaire-preview-${screen}`);
    await axe(page, { within: 'main' });
    await page.goBack();
    await loads(page, () => page.getByRole('link', { name: 'Жарыялоо' }).click());
    await seen('publish');
    await loads(page, () => page.getByRole('button', { name: 'Жарыялоо' }).click());
    await page.getByRole('button', { name: 'Сурамжылоону баштоо' }).or(page.locator('main form button.btn')).first().waitFor();
    assertQuiet(page);

    // what is published is frozen: a change begins the next version, and says what it changes
    await page.goto(`${page.url().split('?')[0]}/questionnaire`);
    await loads(page, () => page.locator('#questionnaire a.open').first().click());
    await page.locator('[name=label_1]').fill('Насколько вы довольны обучением?');
    await loads(page, () => page.locator('.stick').getByRole('button', { name: 'Сактоо' }).click());
    await page.getByText('2-версия, даярдалууда').waitFor();
    await loads(page, () => page.getByRole('link', { name: 'Жарыялоо' }).click());
    await page.getByText('«Насколько вы довольны обучением?»').waitFor();
    await seen('changes');
    await page.goto(page.url().replace('/publish', '/versions'));
    await seen('versions');
    await page.goto(page.url().replace('/versions', '/words?show=missing'));
    await seen('words');
    await page.goto(page.url().replace(/words.*/, 'file'));
    await seen('file');
    await page.goto(page.url().replace('/file', '/removal?q=') + 'okutuuga_kanchalyk');
    await page.getByText('Эмнеге ыраазы болбой калдыңыз?').waitFor();
    await seen('removal');
    assertQuiet(page);
    await page.context().close();
  });
}

test('a ready questionnaire is begun with, ordered by finger, copied and seen in Russian', async () => {
  const page = await beginning();
  await loads(page, () => page.getByRole('link', { name: /Үй чарбанын муктаждыктары/ }).click());
  await check(page, 'questionnaire-ready');
  await loads(page, () => page.getByRole('button', { name: 'Баштоо' }).click());
  const first = await rows(page).first().innerText();
  await page.evaluate(() => scrollTo(0, 0));
  const list = page.locator('#questionnaire form > .questions > li');
  const from = await list.nth(0).locator('[data-handle]').first().boundingBox();
  const to = await list.nth(1).boundingBox();
  if (!from || !to) throw new Error('no rows to drag');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, to.y + to.height * 0.9, { steps: 8 });
  await Promise.all([page.waitForResponse((r) => r.url().endsWith('/order')), page.mouse.up()]);
  await still(page);
  assert.equal(await rows(page).nth(1).innerText(), first);
  await page.reload();
  assert.equal(await rows(page).nth(1).innerText(), first);

  // down into the group that comes next, and out of it again
  const road = page.locator('#questionnaire li#q-services__road_state');
  await act(page, road.locator('button[name=up]'));
  await page.locator('#questionnaire li#q-road_state').waitFor();
  await act(page, page.locator('#questionnaire li#q-road_state button[name=down]'));
  await road.waitFor();

  await page.locator('#q-first details.menu summary').click();
  await act(page, page.locator('#q-first').getByRole('button', { name: 'Көчүрүү' }));
  await page.locator('#q-first_2').waitFor();

  for (const [name, path] of /** @type {const} */ ([['list', ''], ['question', '/question?q=needs'], ['text', '/question?q=water_often'], ['words', '/words'], ['file', '/file']])) {
    await page.goto(`${page.url().split('/questionnaire')[0]}/questionnaire${path}${path.includes('?') ? '&' : '?'}lang=ru`);
    await check(page, `questionnaire-ru-${name}`);
    await shot(page, `questionnaire-ru-${name}-full`, true);
  }
  assertQuiet(page);
  await page.context().close();
});

test('without a script a question gets its condition by buttons', async () => {
  const page = await beginning('phone', { javaScriptEnabled: false });
  await page.getByRole('link', { name: /Жолугушуу кандай өттү/ }).click();
  await page.getByRole('button', { name: 'Баштоо' }).click();
  await page.locator('#q-better a.open').click();
  await page.getByRole('button', { name: 'Шарт кошуу' }).click();
  await page.locator('[name=cond_q]').selectOption({ index: 1 });
  await page.locator('.part').getByRole('button', { name: 'Көрсөтүү' }).click();
  await page.locator('#cond').getByLabel('Начар', { exact: true }).check();
  await page.locator('.stick').getByRole('button', { name: 'Сактоо' }).click();
  await page.locator('#q-better .when', { hasText: 'Начар болсо' }).waitFor();
  const down = page.locator('#q-meeting button[name=down]');
  await down.click();
  assert.match(await page.locator('#questionnaire .questions > li').first().innerText(), /Сиздин пикириңизди уктубу/);
  assertQuiet(page);
  await page.context().close();
});

test('a file of a form is refused with every error, and shown before it is taken', async () => {
  const page = await beginning();
  const folder = await mkdtemp(join(tmpdir(), 'ashar-form-'));
  await page.locator('[name=file]').setInputFiles({ name: 'anketa.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') });
  await loads(page, () => page.getByRole('button', { name: 'Текшерип көрүү' }).click());
  await page.getByText('«anketa.xlsx» алынган жок').waitFor();
  await check(page, 'questionnaire-wrong', [/422/]);

  await loads(page, () => page.getByRole('link', { name: /Катышуучулардын канааттануусу/ }).click());
  await loads(page, () => page.getByRole('button', { name: 'Баштоо' }).click());
  await loads(page, () => page.getByRole('link', { name: 'Файл', exact: true }).click());
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /жүктөп алуу/ }).click()]);
  const file = join(folder, 'anketa.xlsx');
  await download.saveAs(file);
  await page.goto(page.url().replace('/file', '/question?q=why'));
  await page.locator('[name=label_0]').fill('Эмне жакпады?');
  await loads(page, () => page.locator('.stick').getByRole('button', { name: 'Сактоо' }).click());
  await loads(page, () => page.getByRole('link', { name: 'Файл', exact: true }).click());
  await page.locator('[name=file]').setInputFiles({ name: 'anketa.xlsx', mimeType: 'application/octet-stream', buffer: await readFile(file) });
  await loads(page, () => page.getByRole('button', { name: 'Текшерип көрүү' }).click());
  await page.getByText('«Эмне жакпады?» → «Эмнеге ыраазы болбой калдыңыз?»').waitFor();
  await check(page, 'questionnaire-taken');
  await loads(page, () => page.getByRole('button', { name: 'Ушул анкетаны алуу' }).click());
  await page.getByText('Эмнеге ыраазы болбой калдыңыз?').waitFor();
  await rm(folder, { recursive: true });
  assertQuiet(page, [/422/]);
  await page.context().close();
});

test('a question and its choices get pictures, seen on the phone of the preview', async () => {
  const page = await beginning('phone');
  await loads(page, () => page.locator('a[href*="from=ready-needs"]').click());
  await loads(page, () => page.getByRole('button', { name: 'Баштоо' }).click());
  const row = page.locator('#questionnaire .questions > li', { has: page.locator('use[href$="#q-many"]') }).first();
  await row.locator('summary').click();
  await loads(page, () => row.getByRole('link', { name: 'Сүрөттөр' }).click());
  const png = await page.evaluate(() => {
    const c = Object.assign(document.createElement('canvas'), { width: 900, height: 600 });
    const draw = /** @type {CanvasRenderingContext2D} */ (c.getContext('2d'));
    draw.fillStyle = '#2b7a5f';
    draw.fillRect(100, 100, 700, 400);
    return c.toDataURL('image/png').split(',')[1];
  });
  const file = { name: 'суу.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') };
  const there = page.url();
  await page.locator('#picture-0').setInputFiles(file);
  await page.locator('#picture-1').setInputFiles(file);
  await page.locator('#picture-2').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('none') });
  await loads(page, () => page.getByRole('button', { name: 'Сактоо' }).click());
  await page.locator('#picture-2-bad').waitFor();
  await check(page, 'questionnaire-pictures-refused-phone', [/422/]);
  await page.locator('#picture-0').setInputFiles(file);
  await page.locator('#picture-1').setInputFiles(file);
  await loads(page, () => page.getByRole('button', { name: 'Сактоо' }).click());
  await page.goto(there);
  assert.equal(await page.locator('.pictureslot img').count(), 2);
  assert.equal(await page.locator('.pictureslot img').first().evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth), 640);
  await check(page, 'questionnaire-pictures-phone');
  await assertTargets(page);
  await page.setViewportSize({ width: 1024, height: 768 });
  await check(page, 'questionnaire-pictures-tablet');
});
