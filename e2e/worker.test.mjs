// A session taken along: it opens after a restart of the tablet without a network, and belongs to who took it.
import assert from 'node:assert/strict';
import { after, assertFits, assertTargets, axe, before, device, fetched, idle, liveSession, loads, shot, signIn, startAshar, startBrowser, takeAlong, test } from './harness.mjs';

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
    if (html && !/\/(outbox|ahead)$/.test(url)) assert.match(html, /^<!doctype html>/i, `${url} is a fragment`);
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
  assert.match(await again.locator('#kept').innerText(), /\d\d\.\d\d, \d\d:\d\d/, 'it says when it was kept');
  // a page that was not kept says so, and leads back
  await again.goto(`${session}/minutes`);
  await again.locator('main .empty', { hasText: 'көчүрмөдө жок' }).waitFor();
  await axe(again);
  await shot(again, 'along-away');
  await loads(again, () => again.locator('#rail a').first().click());
  await again.locator('#kept').waitFor();
  // the moderator goes on: the next step was taken along too
  await fetched(again, '/ahead');
  const first = await again.locator('#step-title').innerText();
  await again.locator('.btn.next').click();
  await again.locator('.eyebrow [data-outbox-mark]').waitFor();
  const next = await again.locator('#step-title').innerText();
  assert.notEqual(next, first);
  await again.reload();
  await again.waitForFunction((title) => document.getElementById('step-title')?.textContent === title, next, { timeout: 10_000 });
  await again.goto(`${session}/checks?phase=during`);
  await again.locator('#kept').waitFor();
  await again.locator('#check-22 label').click();
  await again.waitForFunction(() => /offline|waiting/.test(document.getElementById('net')?.dataset.state ?? ''));
  await again.waitForFunction(() => document.querySelector('[data-outbox-mark]'));
  await idle(again);
  await ashar.restart();
  await again.waitForFunction(() => document.getElementById('net')?.dataset.state === 'sent', undefined, { timeout: 30_000 });
  await again.locator('#kept').waitFor({ state: 'detached', timeout: 30_000 }); // its stream keeps it now
  await again.goto(session);
  assert.equal(await again.locator('#step-title').innerText(), next, 'the step was gone to');
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

const copies = (/** @type {import('playwright-core').Page} */ page) => page.evaluate(() => caches.keys().then((all) => all.filter((n) => n.startsWith('ashar-kept:')).length));

test('a tablet that was signed out elsewhere has nothing left to look at', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(page.url()).pathname;
  await takeAlong(page, session);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  assert.equal(await copies(page), 1);
  await page.context().clearCookies();
  await page.goto(session);
  await page.waitForURL(/login/);
  await page.waitForFunction(async () => !(await caches.keys()).some((n) => n.startsWith('ashar-kept:')));
  await page.context().setOffline(true);
  await assert.rejects(page.goto(session), /ERR_/);
  await page.context().close();
});

test('a new version waits until it is asked for, and an old copy says that it is old', async () => {
  const page = await liveSession(browser, ashar, 'facilitator');
  const session = new URL(page.url()).pathname;
  await takeAlong(page, session);
  await page.locator('[data-road=version][data-state=yes]').waitFor();
  await page.locator('[data-road=storage] [data-when]:visible', { hasText: /\d/ }).waitFor();
  // another address of the worker is another worker
  await page.evaluate(() => navigator.serviceWorker.register('/sw.js?new'));
  await page.locator('[data-road=version][data-state=no]').waitFor();
  await axe(page);
  await shot(page, 'along-version', true);
  assert.ok(await page.evaluate(() => !navigator.serviceWorker.controller?.scriptURL.endsWith('?new')), 'nobody asked for it yet');
  await page.locator('[data-do=open]').click();
  await page.locator('[data-road=version][data-state=yes]').waitFor();
  await page.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('?new'));
  // as if the server's app had changed since
  await page.evaluate(async () => {
    const name = String((await caches.keys()).find((n) => n.startsWith('ashar-kept:')));
    const cache = await caches.open(name), key = location.pathname.replace('/along', '');
    const r = await cache.match(key);
    await cache.put(key, new Response((await r?.text() ?? '').replace(/htmx\.\w+/, 'htmx.00000000'), { headers: r?.headers }));
  });
  await page.reload();
  await page.locator('[data-road=along][data-state=old]').waitFor();
  await page.locator('[data-do=take]:visible').waitFor();
  await axe(page);
  await shot(page, 'along-old', true);
  await page.context().close();
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
