// A session taken along: it opens after a restart of the tablet without a network, and belongs to who took it.
import assert from 'node:assert/strict';
import { after, assertFits, assertTargets, axe, before, device, idle, liveSession, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

test('taken along, the session opens without a server; a tick waits and counts once', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(page.url()).pathname;
  await page.goto(`${session}/along`);
  await page.locator('[data-do=take]').click();
  await page.locator('[data-road=along][data-state=yes]').waitFor({ timeout: 60_000 });
  for (const row of ['clock', 'trial', 'templates', 'version']) await page.locator(`[data-road=${row}][data-state=yes]`).waitFor();
  await axe(page);
  await assertFits(page);
  await assertTargets(page);
  await shot(page, 'along-ky', true);

  // nothing that is somebody else's to see, no stream, no fragment
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const key of await (await caches.open(name)).keys()) {
      const r = await (await caches.open(name)).match(key);
      all.push({ url: new URL(key.url).pathname, html: r?.headers.get('Content-Type')?.startsWith('text/html') ? await r.text() : '' });
    }
    return all;
  });
  assert.ok(kept.length > 30, `${kept.length} things kept`);
  for (const { url, html } of kept) {
    assert.doesNotMatch(url, /login|\/live|attendees|people|closing|minutes|\.pdf|screen/);
    if (html && url !== '/outbox') assert.match(html, /^<!doctype html>/i, `${url} is a fragment`);
    assert.doesNotMatch(html, /name="password"/);
  }

  // the tablet is started again, and there is no server
  const context = page.context();
  await page.close();
  await ashar.kill();
  const again = await context.newPage();
  await again.goto('/');
  await again.locator('#kept').waitFor();
  assert.equal(new URL(again.url()).pathname, session);
  await shot(again, 'along-kept');
  await again.goto(`${session}/checks?phase=during`);
  await again.locator('#kept').waitFor();
  await again.locator('#check-22 label').click();
  await again.waitForFunction(() => /offline|waiting/.test(document.getElementById('net')?.dataset.state ?? ''));
  await again.waitForFunction(() => document.querySelector('[data-outbox-mark]'));
  await ashar.restart();
  await again.waitForFunction(() => document.getElementById('net')?.dataset.state === 'sent', undefined, { timeout: 30_000 });
  await again.goto(`${session}/checks?phase=during`);
  assert.equal(await again.locator('#done-22').isChecked(), true);
  assert.equal(await again.locator('#kept').count(), 0, 'the server is back, and its page is shown');

  // another person on this tablet finds nothing, and leaves nothing
  const none = () => again.waitForFunction(async () => !(await caches.keys()).some((n) => /^ashar-(kept|taking):/.test(n)));
  assert.ok(await again.evaluate(() => caches.keys().then((all) => all.some((n) => n.startsWith('ashar-kept:')))), 'there was a copy to drop');
  await context.clearCookies();
  await signIn(again, 'coordinator', ashar.accounts);
  await again.goto(`${session}/along`);
  await none();
  await again.locator('[data-do=take]').click();
  await again.locator('[data-road=along][data-state=yes]').waitFor({ timeout: 60_000 });
  await again.waitForFunction(() => navigator.serviceWorker.controller);
  await idle(again);
  await Promise.all([again.waitForURL(/login/), again.evaluate(() => /** @type {HTMLFormElement} */ (document.querySelector('form[action="/logout"]')).requestSubmit())]);
  await none();
  await signIn(again, 'coordinator', ashar.accounts);
  await again.goto(`${session}/along?lang=ru`);
  await again.locator('[data-road=trial][data-state=yes]').waitFor();
  await again.setViewportSize({ width: 360, height: 740 });
  await assertFits(again);
  await shot(again, 'along-ru-phone', true);
  await context.close();
});

test('without a worker the check says so, and the session is as it was', async () => {
  const context = await device(browser, ashar.url, 'portrait', { serviceWorkers: 'block' });
  await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined }));
  const page = await context.newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto('/');
  await page.locator('a[href^="/sessions/"]').first().click();
  await page.waitForURL(/\/sessions\//);
  await page.goto(`${new URL(page.url()).pathname}/along`);
  await page.locator('[data-road=trial][data-state=yes]').waitFor();
  await page.locator('[data-road=along] [data-when=no]').first().waitFor();
  assert.equal(await page.locator('[data-do=take]:visible').count(), 0, 'what cannot be is not offered');
  await axe(page);
  await assertFits(page);
  await shot(page, 'along-without');
  await context.close();
});
