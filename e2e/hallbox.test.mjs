// How a hall gets in: the Wi-Fi, the poster, what a browser withholds.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { assertTargets, check, device, shot, signIn, startAshar, startBrowser } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar({ args: ['--hall'] }); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

test('the facilitator types the Wi-Fi and shows the poster', async () => {
  const page = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto('/hall');
  await page.waitForURL(/municipalities/);
  await page.locator('[name=name]').fill('x'.repeat(33));
  await page.locator('#hall-form button.btn').click();
  await page.locator('[aria-invalid=true]').waitFor();
  await check(page, 'hallbox-refused-ky', [/422/]);
  await page.locator('[name=name]').fill('Ак-Башат зал');
  await page.locator('[name=password]').fill('ashar-2016');
  await page.locator('#hall-form button.btn').click();
  await page.locator('#flash .done').waitFor();
  const hall = new URL(page.url()).pathname;
  for (const lang of ['ky', 'ru', 'en']) {
    for (const screen of /** @type {const} */ (['tablet', 'portrait', 'phone', 'wall'])) {
      await page.setViewportSize({ tablet: { width: 1024, height: 768 }, portrait: { width: 768, height: 1024 }, phone: { width: 360, height: 740 }, wall: { width: 1920, height: 1080 } }[screen]);
      await page.goto(`${hall}?lang=${lang}`);
      await check(page, `hallbox-${screen}-${lang}`);
      await assertTargets(page);
      await shot(page, `hallbox-whole-${screen}-${lang}`, true);
      await page.goto(`${hall}/poster?lang=${lang}`);
      assert.equal(await page.locator('.poster svg.qr').count(), 2);
      assert.match(await page.locator('.poster').innerText(), /Ак-Башат зал[\s\S]*ashar-2016[\s\S]*http:\/\//);
      await check(page, `poster-${screen}-${lang}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(hall);
  await check(page, 'hallbox-dark');
  await page.goto(`${hall}/poster`);
  await check(page, 'poster-dark');
  await page.context().close();
});

test('a browser says what it withholds: nothing on the machine itself, worker, camera and wake lock on plain http', async () => {
  const address = new URL(ashar.url);
  const own = await (await device(browser, `http://127.0.0.1:${address.port}`)).newPage();
  await signIn(own, 'facilitator', ashar.accounts);
  await own.goto('/hall');
  assert.equal(await own.locator('[data-has=no]:visible').count(), 0);
  await own.context().close();
  if (address.hostname.startsWith('127.')) return; // this machine is on no network: nothing else to be seen from
  const page = await (await device(browser, ashar.url)).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto('/hall');
  assert.equal(await page.locator('[data-has=no]:visible').count(), 3);
  assert.equal(await page.locator('[data-has=yes]:visible').count(), 0);
  await page.context().close();
});
