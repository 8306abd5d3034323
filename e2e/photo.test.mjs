// Photos: taken of a check and of a card, seen, moved with a merger, deleted; with and without a script, with axe after every step.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, assertTargets, axe, before, check, device, eventually, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/**
 * Signs in and opens a part of the live session.
 * @param {string} part @param {'tablet'|'portrait'|'phone'} [screen] @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function session(part, screen = 'tablet', options = {}) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.locator('.live a.btn').click();
  await page.waitForURL(/\/sessions\//);
  await page.goto(`${new URL(page.url()).pathname.replace(/\/$/, '')}${part}`);
  return page;
}

/**
 * A photo as a camera stores it: a notice board, red at the top of what was seen, blue at its foot. Held on its side,
 * what was the top lies at the left and EXIF says so.
 * @param {{width?: number, height?: number, aside?: boolean, noise?: boolean}} [options]
 */
async function photo({ width = 2400, height = 1800, aside = false, noise = false } = {}) {
  const page = await browser.newPage();
  const url = await page.evaluate(([w, h, side, rough]) => {
    const canvas = document.createElement('canvas');
    canvas.width = w;
    canvas.height = h;
    const pen = canvas.getContext('2d');
    if (!pen) return '';
    const [sw, sh] = side ? [h, w] : [w, h]; // as it was seen
    if (side) { pen.translate(0, h); pen.rotate(-Math.PI / 2); }
    pen.fillStyle = '#8a8f80'; pen.fillRect(0, 0, sw, sh);
    pen.fillStyle = '#c01818'; pen.fillRect(0, 0, sw, sh / 4);
    pen.fillStyle = '#1828b0'; pen.fillRect(0, sh * 3 / 4, sw, sh / 4);
    pen.fillStyle = '#fff'; pen.fillRect(sw * 0.2, sh * 0.32, sw * 0.6, sh * 0.36);
    pen.fillStyle = '#111'; pen.font = `600 ${Math.round(sw / 18)}px sans-serif`; pen.textAlign = 'center';
    pen.fillText('КУЛАКТАНДЫРУУ', sw / 2, sh * 0.47);
    pen.fillText('12-декабрь, 11:00', sw / 2, sh * 0.58);
    if (rough) {
      const pixels = pen.getImageData(0, 0, w, h);
      for (let i = 0; i < pixels.data.length; i++) if (i % 4 !== 3) pixels.data[i] = Math.max(0, Math.min(255, pixels.data[i] + Math.random() * 160 - 80));
      pen.putImageData(pixels, 0, 0);
    }
    return canvas.toDataURL('image/jpeg', rough ? 1 : 0.9);
  }, /** @type {[number, number, boolean, boolean]} */ ([width, height, aside, noise]));
  await page.close();
  let buffer = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  if (aside) {
    const exif = Buffer.from('457869660000' + '49492a0008000000' + '0100' + '120103000100000006000000' + '00000000', 'hex');
    buffer = Buffer.concat([buffer.subarray(0, 2), Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif, buffer.subarray(2)]);
  }
  return { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer };
}

/** Whether a picture on the page stands: red above, blue below. @param {import('playwright-core').Locator} img */
const stands = (img) => img.evaluate(async (el) => {
  const picture = /** @type {HTMLImageElement} */ (el);
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = picture.naturalWidth;
  canvas.height = picture.naturalHeight;
  const pen = canvas.getContext('2d');
  pen?.drawImage(picture, 0, 0);
  /** @param {number} part */
  const at = (part) => [...pen?.getImageData(canvas.width / 2, canvas.height * part, 1, 1).data ?? []];
  const [top, foot] = [at(0.1), at(0.9)];
  return { red: top[0] > 120 && top[2] < 80, blue: foot[2] > 120 && foot[0] < 80, width: picture.naturalWidth, height: picture.naturalHeight };
});

test('a photo of the notice board: taken on its side, made smaller by the tablet, seen upright, counted in the list', async () => {
  const page = await session('/checks/8');
  await axe(page);
  await assertTargets(page);
  const file = await photo({ width: 4000, height: 3000, aside: true, noise: true });
  assert.ok(file.buffer.length > 8e6, `the camera's file is ${file.buffer.length} bytes`);
  await page.setInputFiles('#photo-take', file);
  const preview = page.locator('[data-photo-preview] img');
  await preview.waitFor();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector('#photo-take')).files?.[0]?.name === 'photo.jpg');
  assert.deepEqual(await stands(preview), { red: true, blue: true, width: 1200, height: 1600 });
  await page.fill('textarea[name=caption]', 'Клубдун тактасындагы кулактандыруу');
  await shot(page, 'photo-preview');
  await axe(page);
  const sent = page.waitForRequest((r) => r.method() === 'POST' && /checks\/8\/photos$/.test(r.url()));
  await page.locator('form[data-photo] .actions button').click();
  assert.ok(Number((await (await sent).allHeaders())['content-length']) < 2e6, 'the tablet sends the small one');
  const kept = page.locator('#photos figure img');
  await kept.waitFor();
  assert.equal(await kept.getAttribute('alt'), 'Клубдун тактасындагы кулактандыруу');
  assert.deepEqual(await stands(kept), { red: true, blue: true, width: 480, height: 640 });
  // the stream may bring the photo before the answer empties the form
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('textarea[name=caption]')).value === '');
  await eventually(async () => {
    assert.equal(await page.locator('[data-photo-preview] img').count(), 0, 'what was sent is not shown as still to be sent');
    assert.equal(await page.locator('#photo-take').evaluate((el) => /** @type {HTMLInputElement} */ (el).files?.length), 0);
  });
  await page.locator('#check-history', { hasText: 'сүрөт кошулду' }).waitFor();
  await check(page, 'photo-check');
  await page.locator('#photos figure a').click();
  await page.waitForURL(/\/caption$/);
  assert.deepEqual(await stands(page.locator('img.photo')), { red: true, blue: true, width: 1200, height: 1600 });
  await check(page, 'photo-page');
  await page.goto(`${new URL(page.url()).pathname.replace(/\/photos\/.*/, '')}/checks?phase=before`);
  assert.match(await page.locator('#check-8 small').innerText(), /1 сүрөт/);
  await check(page, 'photo-list');
  await page.context().close();
});

test('without a script the server does it all, and says in words what it does not take', async () => {
  const page = await session('/checks/9', 'portrait', { javaScriptEnabled: false });
  await page.setInputFiles('#photo-pick', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>') });
  await page.fill('textarea[name=caption]', 'чакыруу кагазы');
  await page.locator('form[data-photo] .actions button').click();
  await page.locator('#photo-bad').waitFor();
  assert.match(await page.locator('#photo-bad').innerText(), /JPEG, PNG же WebP/);
  assert.equal(await page.inputValue('textarea[name=caption]'), 'чакыруу кагазы');
  await shot(page, 'photo-refused');
  const big = await photo({ width: 1000, height: 750 });
  await page.setInputFiles('#photo-take', { ...big, buffer: Buffer.concat([big.buffer, Buffer.alloc(13 << 20)]) });
  await page.locator('form[data-photo] .actions button').click();
  await page.locator('#photo-bad', { hasText: '12 мегабайтка' }).waitFor();
  await page.setInputFiles('#photo-take', await photo({ aside: true }));
  await page.locator('form[data-photo] .actions button').click();
  await page.waitForURL(/checks\/9#photos$/);
  const kept = page.locator('#photos figure img');
  const at = await kept.getAttribute('src') ?? '';
  await page.context().close();
  const other = await session('/checks/9');
  assert.deepEqual(await stands(other.locator(`img[src="${at}"]`)), { red: true, blue: true, width: 480, height: 640 });
  await other.context().close();
});

test('several photos of a card; a merged card carries them and gives them back; one is deleted and says why', async () => {
  const page = await session('/priorities');
  for (const text of ['стадиондун тосмосу кулап калган', 'футбол ойной турган жер жок']) {
    await page.fill('#say', text);
    await page.press('#say', 'Enter');
    await page.locator('li.loose', { hasText: text }).locator('button[value=new]').click();
    const card = page.locator('li.card', { hasText: text });
    await card.waitFor();
    await card.locator('summary').click();
    await card.locator('a[href$="/card#photos"]').click();
    await page.waitForURL(/card#photos$/);
    await page.setInputFiles('#photo-pick', [await photo(), await photo({ width: 1000, height: 800 })]);
    await page.locator('[data-photo-preview] li').nth(1).waitFor();
    await page.locator('form[data-photo] .actions button:not(:disabled)').click();
    await page.locator('#photos figure').nth(1).waitFor();
    await axe(page);
    await page.goto(`${new URL(page.url()).pathname.replace(/\/priorities\/.*/, '')}/priorities`);
  }
  const board = new URL(page.url()).pathname;
  await page.locator('li.card', { hasText: 'стадиондун' }).locator('summary').click();
  await page.locator('li.card', { hasText: 'стадиондун' }).locator('a[href*="/merge?card="]').click();
  await page.locator('label.choice', { hasText: 'футбол' }).click();
  await page.locator('form button.btn', { hasText: 'Бириктирүү' }).click();
  await page.waitForURL(/\/card$/);
  assert.equal(await page.locator('#photos figure').count(), 4);
  await page.setInputFiles('#photo-take', await photo({ width: 900, height: 700 }));
  await page.locator('form[data-photo] .actions button:not(:disabled)').click();
  await page.locator('#photos figure').nth(4).waitFor();
  await check(page, 'photo-merged');
  await page.locator('#parts form button').click();
  await page.waitForURL(/\/priorities$/);
  for (const text of ['стадиондун', 'футбол']) assert.match(await page.locator('li.card', { hasText: text }).locator('.facts').innerText(), /2 сүрөт/);
  const loose = page.locator('section[aria-labelledby="loose-photos-title"] figure a');
  assert.equal(await loose.count(), 1, 'the merged card\'s own photo waits for a card');
  await check(page, 'photo-loose');
  await loose.click();
  await page.selectOption('select[name=priority]', { label: await page.locator('select[name=priority] option', { hasText: 'футбол' }).innerText() });
  await page.locator('form', { has: page.locator('select[name=priority]') }).locator('button').click();
  await page.waitForURL(/card#photos$/);
  assert.equal(await page.locator('#photos figure').count(), 3);
  await page.locator('#photos figure a').last().click();
  await page.locator('a.grave').click();
  await page.waitForURL(/\/removal$/);
  await axe(page);
  await page.fill('textarea[name=reason]', 'Бүдөмүк чыгып калыптыр');
  await shot(page, 'photo-removal');
  await page.locator('main button.grave').click();
  await page.waitForURL(/card#photos$/);
  assert.equal(await page.locator('#photos figure').count(), 2);
  await page.locator('#former-photos summary').click();
  assert.match(await page.locator('#former-photos').innerText(), /Бүдөмүк чыгып калыптыр/);
  await check(page, 'photo-removed');
  await page.goto(board);
  assert.equal(await loose.count(), 0);
  assertQuiet(page);
  await page.context().close();
});

test('a photo refused by the server keeps its place in the form; one whose answer was lost is kept once', async () => {
  const page = await session('/checks/10');
  await page.setInputFiles('#photo-take', { name: 'IMG.HEIC', mimeType: 'image/heic', buffer: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1') });
  await page.locator('form[data-photo] .actions button:not(:disabled)').click();
  await page.locator('#photo-bad', { hasText: 'HEIC' }).waitFor();
  await check(page, 'photo-heic', [/422/]);
  await page.setInputFiles('#photo-take', await photo({ width: 1000, height: 750 }));
  let lost = 0;
  await page.route(/checks\/10\/photos$/, async (route) => {
    if (route.request().method() !== 'POST' || lost++) return route.continue();
    await route.fetch();
    await route.abort('connectionreset');
  });
  const answered = page.waitForResponse((r) => /checks\/10\/photos$/.test(r.url()) && r.request().method() === 'POST' && r.ok()); // the second: the first is lost
  await page.locator('form[data-photo] .actions button:not(:disabled)').click();
  await page.locator('#photos figure').waitFor();
  await answered;
  await page.reload();
  assert.equal(await page.locator('#photos figure').count(), 1);
  assertQuiet(page, [/422|ERR_CONNECTION_RESET|the network failed/]);
  await page.context().close();
});

test('every page with photos fits a phone and a tablet in three languages', async () => {
  for (const screen of /** @type {const} */ (['phone', 'tablet'])) {
    const page = await session('/checks/11', screen);
    if (!await page.locator('#photos figure').count()) {
      await page.setInputFiles('#photo-take', await photo({ width: 1600, height: 500 }));
      await page.fill('textarea[name=caption]', 'ө'.repeat(480));
      await page.locator('form[data-photo] .actions button:not(:disabled)').click();
      await page.locator('#photos figure').waitFor();
    }
    const at = await page.locator('#photos figure a').getAttribute('href') ?? '';
    for (const lang of ['ky', 'ru', 'en']) {
      for (const path of [new URL(page.url()).pathname.replace(/\/photos\/.*/, '/checks/11'), at, at.replace('/caption', '/removal')]) {
        await page.goto(`${path}?lang=${lang}`);
        assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, `a sentence is missing on ${path}`);
        await assertFits(page);
        if (lang !== 'ky') continue;
        await axe(page, { skip: ['target-size'] });
        await assertTargets(page);
      }
    }
    assertQuiet(page);
    await page.context().close();
  }
});
