// From house to house on paper: a sample drawn and walked, a tablet without a line among it, papers keyed in twice.
import assert from 'node:assert/strict';
import { after, assertQuiet, before, check, device, eventually, loads, shot, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** The survey that is open, as somebody. @param {string} role @param {'tablet' | 'phone'} [screen] @param {import('playwright-core').BrowserContextOptions} [options] */
async function survey(role, screen, options) {
  const page = await (await device(browser, ashar.url, screen, options)).newPage();
  await signIn(page, role, ashar.accounts);
  await page.goto('/?lang=ky');
  const home = (await page.locator('a[href^="/municipalities/"]').first().getAttribute('href'))?.split('/').slice(0, 3).join('/');
  await page.goto(`${home}/surveys`);
  const open = page.locator('.rows li:has(.chip.done) h2 a');
  const path = await open.first().getAttribute('href');
  return { page, path: String(path) };
}

test('a sample is drawn by its number, looked at before, and walked', async () => {
  const { page, path } = await survey('coordinator', 'tablet');
  await page.goto(`${path}/sample`);
  await check(page, 'sample-none-tablet-ky');
  await loads(page, () => page.locator('a[href$="/sample/draw"]').first().click());
  await page.locator('[name=seed]').fill('16180339');
  await page.locator('[name=total]').fill('12');
  for (const size of await page.locator('[name^="size-"]').all()) await size.fill('140');
  await loads(page, () => page.locator('button[name=preview]').click());
  assert.match(await page.locator('.draw tbody tr td.n').first().innerText(), /^\d+ \+ \d+$/);
  await check(page, 'sample-draw-tablet-ky');
  await loads(page, () => page.locator('#sample-form .actions .btn:not(.second, .quiet)').click());
  assert.match(await page.locator('.seed').innerText(), /16180339/);
  await check(page, 'sample-tablet-ky');
  await page.goto(`${path}/sample?lang=ru`);
  await shot(page, 'sample-tablet-ru');

  await page.goto(`${path}/visits?lang=ky`);
  await check(page, 'visits-tablet-ky');
  const who = page.locator('.assign select').first();
  await who.selectOption({ index: 1 });
  await loads(page, () => page.locator('.assign button').first().click());
  const pdf = await page.request.get(`${path}/visits.pdf`);
  assert.equal(pdf.headers()['content-type'], 'application/pdf');
  assertQuiet(page);
});

test('what came of a visit is kept without a line, and a reserve stands in', async () => {
  const { page, path } = await survey('coordinator', 'phone');
  await page.goto(`${path}/visits`);
  await check(page, 'visits-phone-ky');
  const rows = page.locator('.visits > li');
  const n = await rows.count();
  const row = rows.first(), id = await row.getAttribute('id');
  await row.locator('summary').click();
  await row.locator('[value=absent]').check();
  await row.locator('[name=place]').fill('Манас көчөсү, 7');
  await page.context().setOffline(true);
  await row.locator('form').first().locator('button').click();
  await page.locator('[data-outbox-mark]').first().waitFor();
  await page.context().setOffline(false);
  await eventually(async () => { if (await page.locator('[data-outbox-mark]').count()) throw new Error('it waits still'); }, 30);
  await page.reload();
  assert.match(await page.locator(`#${id}`).innerText(), /Манас көчөсү, 7/);
  assert.equal(await rows.count(), n + 1, 'nobody stands in for who was absent');
  await page.goto(`${path}/visits?lang=ru`);
  await shot(page, 'visits-phone-ru');
});

/** Keys a paper in by the keyboard alone. @param {import('playwright-core').Page} page @param {string} path @param {string} first the first choice's answer */
async function key(page, path, first) {
  await page.goto(path);
  const choice = page.locator('.keyrow:has(.how b) input').first();
  await choice.focus();
  await page.keyboard.type(first);
  await page.keyboard.press('Enter');
  assert.notEqual(await page.evaluate(() => document.activeElement?.getAttribute('name')), await choice.getAttribute('name'), 'Enter does not go on');
}

test('a paper is keyed in twice with a difference, which is settled by the paper', async () => {
  const { page, path } = await survey('facilitator', 'tablet');
  await page.goto(`${path}/keying`);
  await check(page, 'keying-none-tablet-ky');
  await page.locator('[name=sheet]').fill('41');
  await loads(page, () => page.locator('#sheet-form .btn').click());
  await key(page, page.url(), '1');
  await check(page, 'keying-tablet-ky');
  await loads(page, () => page.locator('#keying-form .actions .btn').first().click());
  assert.match(await page.locator('.rows li').first().innerText(), /41/);

  const other = await survey('coordinator', 'phone');
  await key(other.page, `${path}/keying/41`, '2');
  await check(other.page, 'keying-second-phone-ky');
  await loads(other.page, () => other.page.locator('#keying-form .actions .btn').first().click());
  const differ = other.page.locator('#settle-form fieldset');
  assert.equal(await differ.count(), 1);
  await check(other.page, 'keying-differ-phone-ky');
  await other.page.goto(`${path}/keying/41?lang=ru`);
  await shot(other.page, 'keying-differ-phone-ru');
  await differ.locator('[value="2"]').check();
  await loads(other.page, () => other.page.locator('#settle-form .actions .btn').first().click());
  assert.equal(await other.page.locator('.rows .chip.done').count(), 1);
  await check(other.page, 'keying-list-phone-ru');
  await page.goto(`${path}/keying/42?lang=ru`);
  await shot(page, 'keying-tablet-ru');
  assertQuiet(page);
  assertQuiet(other.page);
});

test('a paper is keyed in without a script', async () => {
  const { page, path } = await survey('facilitator', 'tablet', { javaScriptEnabled: false });
  await page.goto(`${path}/keying/43`);
  await page.locator('.keyrow:has(.how b) input').first().fill('99');
  await page.locator('#keying-form .actions .btn').first().click();
  await page.locator('.keyrow .error').first().waitFor();
  assert.equal(await page.locator('[aria-invalid]').inputValue(), '99');
  await page.locator('[aria-invalid]').fill('1');
  await page.locator('#keying-form .actions .btn').first().click();
  await page.waitForURL(/\/keying\?/);
});

test('slips, poster and questionnaire are papers', async () => {
  const { page, path } = await survey('coordinator', 'phone');
  await page.goto(`${path}/slips?lang=ky`);
  await check(page, 'survey-slips-phone-ky');
  await page.goto(path);
  await check(page, 'survey-phone-ky');
  for (const paper of ['poster.pdf', 'paper.pdf?in=ky', 'paper.pdf?in=ru']) {
    const r = await page.request.get(`${path}/${paper}`);
    assert.equal(r.headers()['content-type'], 'application/pdf', paper);
  }
});
