// How a hall gets in: the Wi-Fi, the poster, what a browser withholds.
import assert from 'node:assert/strict';
import { after, assertTargets, before, check, device, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

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

test('a tablet that trusts the hall signs in securely; plain http goes on beside it', async () => {
  const safe = await startAshar({ args: ['--hall', '--local-ca', '--tls-addr', ':0'] });
  try {
    const https = /and on https:\/\/\S+:(\d+)/.exec(safe.log())?.[1];
    assert.ok(https, safe.log());
    const plain = new URL(safe.url);
    const page = await (await device(browser, safe.url, 'tablet')).newPage();
    for (const lang of ['ky', 'ru', 'en']) {
      for (const [screen, size] of /** @type {const} */ ([['tablet', [1024, 768]], ['phone', [360, 740]]])) {
        await page.setViewportSize({ width: size[0], height: size[1] });
        await page.goto(`/trust?lang=${lang}`);
        await check(page, `trust-${screen}-${lang}`);
        await assertTargets(page);
        await shot(page, `trust-whole-${screen}-${lang}`, true);
        await page.goto(`/login?lang=${lang}`);
        await check(page, `login-hall-${screen}-${lang}`);
      }
    }
    const print = (await page.locator('body').evaluate(async () => (await (await fetch('/trust')).text()))).match(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/)?.[0];
    assert.ok(print && safe.log().includes(print), 'the laptop and the page show the same fingerprint');
    await page.context().close();
    // The key of the certificate stands for trust: this browser has no list of its own to add to.
    const context = await browser.newContext({ baseURL: `https://${plain.hostname}:${https}`, ignoreHTTPSErrors: true, locale: 'ky-KG' });
    const tablet = await context.newPage();
    await signIn(tablet, 'facilitator', safe.accounts);
    await tablet.goto('/hall');
    assert.equal(await tablet.evaluate(() => isSecureContext), true);
    assert.equal(await tablet.locator('[data-has=no]:visible').count(), 0);
    assert.match(await tablet.locator('.address.big').innerText(), /^http:/, 'phones are sent to the plain address');
    await shot(tablet, 'hallbox-secure', true);
    await tablet.goto(`http://${plain.host}/login`);
    await tablet.locator('[name=login]').waitFor(); // another sign-in: the secure one does not travel here
    await signIn2(tablet);
    await context.close();
    /** @param {import('playwright-core').Page} p */
    async function signIn2(p) {
      await p.locator('[name=login]').fill('member');
      await p.locator('[name=password]').fill('ashar2016');
      await p.locator('form[action="/login"] button.btn').click();
      await p.waitForURL((u) => u.pathname === '/');
    }
  } finally { await safe.stop(); }
});
