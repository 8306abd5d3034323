// The monitoring group at a site: an act on a phone without a line, faces hidden before a photo leaves it, both statuses, the answer.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, check, device, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** What a dead line makes a browser say. */
const dead = [/ERR_|Failed to fetch|40\d|422|AbortError|NetworkError|network error/];

/** The station of the cycle whose plan is carried out. @param {string} role @param {'tablet'|'portrait'|'phone'} screen @param {import('playwright-core').BrowserContextOptions} [options] */
async function station(role, screen, options = {}) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, role, ashar.accounts);
  const municipality = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  await page.goto(/** @type {string} */ (municipality));
  const cycles = await page.locator('a[href^="/cycles/"]').evaluateAll((all) => [...new Set(all.map((a) => /^\/cycles\/[^/]+/.exec(a.getAttribute('href') ?? '')?.[0] ?? ''))]);
  for (const cycle of cycles) {
    await page.goto(`${cycle}/monitoring`);
    if (await page.locator('.sides').count()) return { page, path: `${cycle}/monitoring` };
  }
  throw new Error(`no plan among ${cycles}`);
}

/** A photo of two colours, red where a face would be. */
async function photo() {
  const page = await browser.newPage();
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1200;
    canvas.height = 900;
    const pen = canvas.getContext('2d');
    if (!pen) return '';
    for (let y = 0; y < 900; y += 6) for (let x = 0; x < 1200; x += 6) { pen.fillStyle = (x / 6 + y / 6) % 2 ? '#fff' : '#123'; pen.fillRect(x, y, 6, 6); }
    return canvas.toDataURL('image/jpeg', 0.92);
  });
  await page.close();
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(url.slice(url.indexOf(',') + 1), 'base64') };
}

/** How much neighbours differ in a square of a picture. @param {import('playwright-core').Locator} img @param {number} x @param {number} y parts of it */
const rough = (img, x, y) => img.evaluate(async (el, [px, py]) => {
  const picture = /** @type {HTMLImageElement} */ (el);
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const pen = canvas.getContext('2d');
  pen?.drawImage(picture, 0, 0);
  const { data } = /** @type {ImageData} */ (pen?.getImageData(Math.round(canvas.width * px) - 12, Math.round(canvas.height * py) - 12, 24, 24));
  let n = 0;
  for (let i = 4; i < data.length; i += 4) if (Math.abs(data[i] - data[i - 4]) > 60) n++;
  return n;
}, /** @type {[number, number]} */ ([x, y]));

/** The same of the photo that waits in the phone's own outbox. @param {import('playwright-core').Page} page @param {number} x @param {number} y */
const waiting = async (page, x, y) => {
  await page.evaluate(async () => {
    const all = /** @type {{body: [string, unknown][]}[]} */ (await /** @type {any} */ (window).htmx.outbox.all());
    const files = all.flatMap((rec) => rec.body.map(([, v]) => v)).filter((v) => v instanceof Blob && v.size > 0);
    if (files.length !== 1) throw new Error(`${files.length} photos wait`);
    document.getElementById('kept-photo')?.remove();
    document.body.append(Object.assign(new Image(), { id: 'kept-photo', src: URL.createObjectURL(/** @type {Blob} */ (files[0])) }));
  });
  const n = await rough(page.locator('#kept-photo'), x, y);
  await page.evaluate(() => document.getElementById('kept-photo')?.remove());
  return n;
};

test('an act written on a phone without a line, with a photo whose face is hidden, arrives once', async () => {
  const { page, path } = await station('monitor', 'phone');
  await assertTargets(page);
  await check(page, 'monitoring-phone');
  const row = page.locator('.sides').nth(2).locator('xpath=ancestor::li');
  await row.locator('a[href*="/acts/new"]').click();
  await page.waitForURL(/acts\/new/);
  await page.locator('form[data-act]').waitFor();
  await assertTargets(page);
  await check(page, 'act-new');
  const act = /** @type {string} */ (await page.locator('form[data-act]').getAttribute('action'));

  await page.context().setOffline(true);
  await page.fill('[name=members]', 'Нурлан Абдырахманов\nГүлзат Ташматова');
  await page.fill('[name=found_work]', 'Шагыл төгүлгөн, бирок арык казылган эмес');
  const more = page.locator('.opinions .field').last().locator('[data-step="1"]');
  for (let i = 0; i < 3; i++) await more.click();
  assert.equal(await page.inputValue('[name=displeased]'), '3');
  await page.fill('[name=recommendations]', 'Арык казылсын');
  await page.locator('input[name=status][value=under_way]').check();
  await page.fill('[name=percent]', '35');

  // the photo: a tap on a face, a second circle by keys, moved, made larger, taken away
  await page.setInputFiles('#photo-take', await photo());
  const area = page.locator('.faces');
  await area.locator('img').waitFor();
  await area.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector('#photo-take')).files?.[0]?.name === 'photo.jpg' && document.querySelectorAll('.faces').length === 1);
  const box = /** @type {{width: number, height: number}} */ (await area.boundingBox());
  await area.locator('img').click({ position: { x: box.width * 0.3, y: box.height * 0.5 } });
  await area.locator('button').waitFor();
  await page.locator('[data-faces-of] [data-do=add]').click();
  await area.locator('button').nth(1).waitFor();
  const spots = async () => (await page.locator('textarea[name=blur]').inputValue()).split('\n').map((l) => l.split(' ').map(Number));
  let [, second] = await spots();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('+');
  const [first, moved] = await spots();
  assert.ok(Math.abs(first[1] - 0.3) < 0.02 && Math.abs(first[2] - 0.5) < 0.02, `the first is where it was tapped: ${first}`);
  assert.ok(moved[2] > second[2] && moved[3] > second[3], 'keys move and enlarge it');
  await assertTargets(page);
  await axe(page);
  await area.scrollIntoViewIfNeeded();
  await shot(page, 'act-faces');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.querySelectorAll('.faces button').length === 1);
  assert.equal((await spots()).length, 1);
  await page.fill('#photos [name=caption]', 'Шагыл төгүлгөн жер');
  await page.locator('form[data-faces] .actions button').click();
  await page.locator('form[data-faces] [data-outbox-mark]').waitFor();
  assert.match(await page.locator('form[data-faces] [data-outbox-mark]').innerText(), /Шагыл төгүлгөн жер/, 'what waits is called as its caption, not by where the faces were');
  assert.equal(await page.locator('.faces').count(), 0, 'what waits is not shown as still to be sent');
  assert.ok(await waiting(page, 0.3, 0.5) < 40, 'the face is gone from what waits in the phone');
  assert.ok(await waiting(page, 0.8, 0.8) > 60, 'the rest is not');

  // filed without a line: it waits, in order, and everything stays as it was typed
  await page.locator('form[data-act] details.ask > summary').click();
  await page.locator('form[data-act] [name=file]').click();
  await page.locator('form[data-act] [data-outbox-mark]').waitFor();
  await page.locator('#net[data-state=offline]').waitFor();
  assert.equal(await page.locator('#net [data-n]:visible').innerText(), '2');
  assert.equal(await page.inputValue('[name=found_work]'), 'Шагыл төгүлгөн, бирок арык казылган эмес');
  await page.locator('form[data-act] [data-outbox-mark]').scrollIntoViewIfNeeded();
  await axe(page);
  await shot(page, 'act-waits');

  // an answer is lost on the way: sent again, it is there once
  let cut = 1;
  await page.route((url) => url.pathname === act, async (route) => {
    if (route.request().method() !== 'POST' || cut-- <= 0) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.context().setOffline(false);
  await page.waitForURL((url) => url.pathname === act, { timeout: 60_000 });
  await page.locator('#net[data-state=sent]').waitFor();
  assert.match(await page.locator('h1').locator('xpath=..').innerText(), /№ 3 акт/);
  assert.equal(await page.locator('form[data-act]').count(), 0, 'filed is filed');
  const img = page.locator('#photos figure img');
  await img.scrollIntoViewIfNeeded(); // it is loaded when it is seen
  assert.ok(await rough(img, 0.3, 0.5) < 40, 'the face is gone');
  assert.ok(await rough(img, 0.8, 0.8) > 100, 'the rest is not');
  assertQuiet(page, dead);
  await check(page, 'act-filed', dead);
  await page.goto(path);
  assert.equal(await page.locator(`section[aria-labelledby=acts] h3 a[href="${act}"]`).count(), 1);
  assert.equal(await page.locator('section[aria-labelledby=acts] h3').filter({ hasText: '№ 4' }).count(), 0);
  await page.context().close();
});

test('a draft that was sent meanwhile is written on, not contradicted by itself', async () => {
  const { page, path } = await station('monitor', 'phone');
  await page.goto(`${path}/acts/new`);
  await check(page, 'act-choice');
  await page.locator('main ol.sheet a').nth(1).click();
  await page.locator('form[data-act]').waitFor();
  const act = /** @type {string} */ (await page.locator('form[data-act]').getAttribute('action'));
  await page.context().setOffline(true);
  await page.fill('[name=found_work]', 'Бириктирилген жок');
  await page.locator('form[data-act] .actions > .btn').click();
  await page.locator('form[data-act] [data-outbox-mark]').waitFor();
  await page.fill('[name=violations]', 'Кийинки сөз'); // still being written when the line is back
  await page.context().setOffline(false);
  await page.waitForFunction(() => document.getElementById('net')?.dataset.state === 'sent' && !document.querySelector('[data-outbox-mark]'));
  assert.match(page.url(), /acts\/new/, 'nobody is taken away from what they are writing');
  const answered = page.waitForURL((url) => url.pathname === act);
  await page.locator('form[data-act] .actions > .btn').click();
  await answered;
  assert.equal(await page.inputValue('[name=found_work]'), 'Бириктирилген жок');
  assert.equal(await page.inputValue('[name=violations]'), 'Кийинки сөз');
  await page.locator('details.ask:has(form[data-now]) > summary').click();
  await Promise.all([page.waitForURL((url) => url.pathname === path), page.locator('form[data-now] button').click()]);
  assertQuiet(page, dead);
  await page.context().close();
});

test('without a script the upper half is hidden, and the act is filed by plain forms', async () => {
  const { page, path } = await station('monitor', 'portrait', { javaScriptEnabled: false });
  await page.goto(`${path}/acts/new`);
  await page.locator('main ol.sheet a').first().click();
  const act = /** @type {string} */ (await page.locator('form[data-act]').getAttribute('action'));
  await page.setInputFiles('#photo-pick', await photo());
  await page.locator('#photo-upper').check();
  await page.locator('form[data-faces] .actions button').click();
  await page.waitForURL((url) => url.pathname === act);
  const img = page.locator('#photos figure img');
  await img.scrollIntoViewIfNeeded(); // it is loaded when it is seen
  await page.locator('form[data-act] .actions > .btn').click();
  await page.locator('.flash', { hasText: 'сакталды' }).waitFor();
  await page.context().close();
});

test('the aiyl okmotu answers; who reads sees both, on every screen', async () => {
  const { page, path } = await station('coordinator', 'tablet');
  await check(page, 'monitoring-tablet');
  await assertTargets(page);
  const late = page.locator('section[aria-labelledby=answers] li').first();
  assert.match(await late.innerText(), /Жообу кечикти/);
  await Promise.all([page.waitForURL(/acts\/[^/]+#answer/), late.locator('.btn').click()]);
  const act = new URL(page.url()).pathname;
  assert.equal(await page.locator('form[data-act]').count(), 0);
  await check(page, 'act-tablet');
  await page.fill('[name=answer]', 'Муфталар алмаштырылды, сыноо 15-декабрда тургундар менен өтөт.');
  await Promise.all([page.waitForURL((url) => url.pathname === act && url.hash === '#answer'), page.waitForEvent('load'), page.locator('#answer-form .actions button').click()]);
  assert.match(await page.locator('#answer').innerText(), /Муфталар алмаштырылды/);
  for (const lang of ['ru', 'ky']) {
    for (const [screen, size] of /** @type {const} */ ([['tablet', [1024, 768]], ['phone', [360, 740]], ['wall', [1920, 1080]]])) {
      await page.setViewportSize({ width: size[0], height: size[1] });
      for (const [name, to] of [['station', path], ['act', act]]) {
        await page.goto(`${to}?lang=${lang}`);
        await assertFits(page);
        await shot(page, `monitoring-${name}-${screen}-${lang}`, true);
      }
    }
  }
  await page.goto(path);
  const report = /** @type {string} */ (await page.locator('section[aria-labelledby=reports] h3 a').getAttribute('href'));
  await page.goto(report);
  await check(page, 'monitoring-report');
  await page.setViewportSize({ width: 360, height: 740 });
  await check(page, 'monitoring-report-phone');
  for (const pdf of [`${act}/act.pdf`, `${report}/report.pdf`]) assert.equal((await page.request.get(pdf)).headers()['content-type'], 'application/pdf');
  assertQuiet(page);
  await page.context().close();
});
