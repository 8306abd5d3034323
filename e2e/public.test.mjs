// What everybody may see, as a village sees it: without a script, and few bytes.
import assert from 'node:assert/strict';
import { after, assertFits, axe, before, device, shot, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

const most = 30 * 1024;

/**
 * Opens a page for the first time on a phone that never was here: what went over the line, and where its links lead.
 * @param {string} path
 */
async function first(path) {
  const context = await device(browser, ashar.url, 'phone', { javaScriptEnabled: false });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  let bytes = 0;
  /** @type {string[]} */
  const files = [];
  /** @type {Map<string, string>} */
  const named = new Map();
  let photos = 0;
  line.on('Network.responseReceived', (e) => { named.set(e.requestId, `${e.response.status} ${new URL(e.response.url).pathname}`); });
  line.on('Network.loadingFinished', (e) => {
    const name = named.get(e.requestId) ?? '';
    files.push(`${name} ${e.encodedDataLength}`);
    // A photo is asked for when it comes into sight; a browser without scripts does not wait.
    if (name.includes('/photos/')) photos++;
    else bytes += e.encodedDataLength;
  });
  const answer = await page.goto(path, { waitUntil: 'networkidle' });
  const links = await page.locator('a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? '')).catch(() => []);
  assert.equal(await page.locator('img:not([loading=lazy])').count(), 0, `${path} has pictures that do not wait`);
  return { page, context, bytes, photos, files, links, status: answer?.status() };
}

/**
 * A page of each kind can be read by day, and on a phone that is dark, in each language.
 * @param {string} path
 */
async function readable(path) {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const context = await device(browser, ashar.url, 'phone', { colorScheme, serviceWorkers: 'block' });
    const page = await context.newPage();
    for (const lang of ['ky', 'ru', 'en']) {
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`, { waitUntil: 'networkidle' });
      await shot(page, `public${path.replace(/[^a-zA-Z0-9]+/g, '-').slice(0, 60)}-${lang}-${colorScheme}`, true);
      await assertFits(page);
      if (lang === 'ky') await axe(page);
    }
    await context.close();
  }
}

test('every public page of the demo is within thirty kilobytes and needs no script', async () => {
  const seen = new Set(), kinds = new Map();
  const waiting = ['/open', '/n'];
  let pictures = 0;
  let heaviest = { path: '', bytes: 0 };
  const kindOf = (/** @type {string} */ path) => path.replace(/=.*/, '').replace(/^\/open\/cycles\/[^/?]+/, '/open/cycles/*').replace(/^\/open\/(?!cycles|photos)[^/?]+/, '/open/*').replace(/^\/n\/.+/, '/n/*').replace(/^\/open\/surveys\/.+/, '/open/surveys/*');
  while (waiting.length > 0) {
    const path = /** @type {string} */ (waiting.shift());
    const kind = kindOf(path), before = kinds.get(kind) ?? 0;
    if (seen.has(path) || before >= 5) continue; // a few of each kind say enough
    seen.add(path);
    kinds.set(kind, before + 1);
    const { page, context, bytes, photos, files, links, status } = await first(path);
    assert.equal(status, 200, path);
    assert.equal(await page.locator('script').count(), 0, `${path} has a script`);
    assert.ok(files.every((f) => /^(200|304) /.test(f)), `${path}: ${files.join(', ')}`);
    assert.ok(bytes > 1000, `${path}: nothing was weighed`);
    assert.ok(bytes <= most, `${path}: ${bytes} bytes: ${files.join(', ')}`);
    pictures += photos;
    if (bytes > heaviest.bytes) heaviest = { path, bytes };
    await assertFits(page);
    if (before < (kind === '/n/*' ? 3 : 1)) await readable(path); // /n holds needs and groups
    for (const link of links) {
      const to = new URL(link, new URL(path, ashar.url));
      const local = to.pathname + to.search;
      // pages only: files, feeds and photos are asked for by who wants them
      if (to.origin === new URL(ashar.url).origin && /^\/(open|n)(\/|$|\?)/.test(local) && !/\.(pdf|atom|ics|json|csv|xlsx)|\/photos\/|lang=/.test(local)) waiting.push(local);
    }
    await context.close();
  }
  console.log(`${seen.size} pages; the heaviest is ${heaviest.path}: ${heaviest.bytes} bytes; ${pictures} photos beside`);
  for (const kind of ['/open', '/n', '/open/*', '/open/cycles/*', '/open/cycles/*/data', '/n/*']) assert.ok(kinds.has(kind), `no page ${kind} among ${[...kinds.keys()].join(' ')}`);
}, 300);

test('the code on a paper leads to what became of it, without a script', async () => {
  const { page } = await first('/open');
  const place = await page.locator('main a[href^="/open/"]').first().getAttribute('href');
  await page.goto(place ?? '');
  const cycles = page.locator('a[href^="/open/cycles/"]');
  if (!new URL(page.url()).pathname.startsWith('/open/cycles/')) await cycles.first().click();
  const passport = await page.locator('a[href^="/n/"]').first().getAttribute('href') ?? '';
  await page.goto('/n');
  await page.locator('#code').fill(passport.replace('/n/', '').toLowerCase());
  await page.locator('form:has(#code) button').click();
  await page.waitForURL((u) => u.pathname.toLowerCase() === passport.toLowerCase());
  assert.ok(await page.locator('main h1').innerText());
});
