// What came back of a survey: a coordinator reads and cuts it, cleans it, groups words, takes it out; everybody sees the rest.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, assertFits, before, check, device, eventually, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {Awaited<ReturnType<typeof startBrowser>>} */
let browser;
/** The survey that is over and the one that people answer. */
let closed = '', open = '';

before(async () => {
  [ashar, browser] = await Promise.all([startAshar(), startBrowser()]);
  const page = await somebody('coordinator', 'tablet');
  const place = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href') ?? '';
  await page.goto(`${place.replace(/(\/municipalities\/[^/?]+).*/, '$1')}/surveys`);
  [open, closed] = await page.locator('h2 a[href^="/surveys/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  await page.context().close();
});
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {string} role @param {'tablet' | 'portrait' | 'phone' | 'wall'} screen */
async function somebody(role, screen) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  return page;
}

for (const [screen, lang] of /** @type {const} */ ([['tablet', 'ky'], ['phone', 'ru']])) {
  test(`results are read and cut: ${screen}, ${lang}`, async () => {
    const page = await somebody('coordinator', screen);
    await page.goto(`${closed}/results?lang=${lang}`);
    assert.ok(await page.locator('.report .bars').count() > 20, 'few pictures');
    await check(page, `results-${screen}-${lang}`);
    await page.locator('[name=by]').selectOption('village');
    await page.locator('.results-by button').click();
    await page.waitForURL((u) => u.searchParams.get('by') === 'village');
    assert.match(await page.locator('.report th').filter({ hasText: 'n =' }).first().textContent() ?? '', /\(n\s=\s\d+\)/);
    await check(page, `results-village-${screen}-${lang}`);
    await page.goto(`${closed}/results?by=sex&weigh=1`);
    await check(page, `results-weighed-${screen}-${lang}`);
    await page.goto(`${open}/results`);
    await check(page, `results-open-${screen}-${lang}`);
    await page.context().close();
  });

  test(`responses are looked through and corrected: ${screen}, ${lang}`, async () => {
    const page = await somebody('coordinator', screen);
    await page.goto(`${open}/responses?lang=${lang}`);
    await check(page, `responses-${screen}-${lang}`);
    const before = await page.locator('tbody tr').count();
    await page.locator('tbody tr:not(:has(.chip.off)) th a').first().click();
    await page.waitForURL(/\/responses\/[0-9a-f-]+$/);
    await check(page, `response-${screen}-${lang}`);
    await page.locator('form[action$="/out"] [name=reason]').fill('Экинчи жолу сурашкан');
    await page.locator('form[action$="/out"] button').click();
    await page.locator('.flash').first().waitFor();
    await page.goto(`${open}/responses?flag=out`);
    assert.equal(await page.locator('tbody tr').count(), screen === 'tablet' ? 1 : 2);
    await page.goto(`${open}/responses`);
    assert.equal(await page.locator('tbody tr').count(), before, 'what is left out is still there');
    await page.locator('tbody th a').last().click();
    await page.locator('a[href*="?path="]').first().click();
    await page.locator('form[action$="/edit"] [name=reason]').waitFor();
    await check(page, `response-edit-${screen}-${lang}`);
    await page.locator('input[name=value]').nth(1).check();
    await page.locator('form[action$="/edit"] button').click();
    await page.locator('form[action$="/edit"] [name=reason][aria-invalid]').waitFor(); // not without a reason
    await page.locator('form[action$="/edit"] [name=reason]').fill('Анкетачы жаңылган');
    await page.locator('form[action$="/edit"] button').click();
    await page.locator('#edits-title').waitFor();
    await check(page, `response-edited-${screen}-${lang}`, [/422/]);
    await page.context().close();
  });
}

// A table of responses scrolls in its own box where the screen stands upright.
test('responses fit a tablet that stands upright', async () => {
  const page = await somebody('coordinator', 'portrait');
  for (const lang of ['ky', 'ru']) {
    await page.goto(`${open}/responses?lang=${lang}`);
    await assertFits(page);
    await page.locator('tbody th a').first().click();
    await page.waitForURL(/\/responses\/[0-9a-f-]+$/);
    await assertFits(page);
  }
  await page.context().close();
});

test('results follow what comes in', async () => {
  const page = await somebody('coordinator', 'tablet');
  await page.goto(`${open}/results?lang=ky`);
  const other = await somebody('coordinator', 'tablet');
  await other.goto(`${open}/responses`);
  const told = await page.locator('main p.muted').first().textContent();
  await other.locator('tbody tr:not(:has(.chip.off)) th a').nth(3).click();
  await other.locator('form[action$="/out"] [name=reason]').fill('Сынак');
  await other.locator('form[action$="/out"] button').click();
  await eventually(async () => assert.notEqual(await page.locator('main p.muted').first().textContent(), told));
  await page.context().close();
  await other.context().close();
});

test('words are grouped by tags', async () => {
  const page = await somebody('coordinator', 'tablet');
  await page.goto(`${closed}/results/better?lang=ky`);
  await page.locator('form[action$="/tags"]:not(:has([name=tag])) [name=name]').fill('Чогулуш сааты');
  await page.locator('form[action$="/tags"] button').first().click();
  await page.locator('form[action$="/tagged"] [name=tag]').waitFor();
  for (const i of [0, 1, 2]) await page.locator('input[name=response]').nth(i).check();
  await check(page, 'words-tablet-ky');
  await page.locator('form[action$="/tagged"] button').first().click();
  await page.locator('li .chip', { hasText: 'Чогулуш сааты' }).first().waitFor();
  await page.goto(`${closed}/results`);
  assert.equal(await page.locator('.report tr', { hasText: 'Чогулуш сааты' }).locator('td').first().textContent(), '3');
  await page.context().close();
});

test('everything leaves as a file', async () => {
  const page = await somebody('coordinator', 'tablet');
  await page.goto(`${closed}/responses?lang=ky`);
  for (const [button, name] of [['XLSX', 'ashar-responses.xlsx'], ['CSV', 'ashar-responses.csv'], ['JSON', 'ashar-responses.json']]) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button, exact: true }).click()]);
    assert.equal(file.suggestedFilename(), name);
    const bytes = await readFile(await file.path());
    assert.ok(bytes.length > 2000, `${name}: ${bytes.length} bytes`);
    if (button === 'JSON') assert.equal(JSON.parse(bytes.toString()).value.length, 62);
  }
  await page.context().close();
});

test('everybody sees the results without what few said', async () => {
  const page = await (await device(browser, ashar.url, 'phone')).newPage();
  await page.goto('/open?lang=ky');
  await page.locator('.rows a').first().click();
  await page.locator('a[href^="/open/surveys/"]').click();
  await page.waitForURL(/\/open\/surveys\/\d+/);
  await check(page, 'results-public-ky');
  const small = await page.locator('tbody tr').evaluateAll((all) => all.map((tr) => Number(tr.querySelector('td.n')?.textContent)).filter((n) => n > 0 && n < 5));
  assert.deepEqual(small, []);
  assert.equal(await page.locator('script').count(), 0);
  const bytes = (await (await fetch(page.url())).text()).length;
  assert.ok(bytes <= 30 * 1024, `${bytes} bytes`);
  await page.goto(`${page.url()}?lang=ru`);
  await check(page, 'results-public-ru');
  await page.context().close();
});

test('what the survey says stands beside the list', async () => {
  const page = await somebody('deputy', 'tablet');
  await page.goto(open.replace(/\/surveys.*/, '/'));
  const coordinator = await somebody('coordinator', 'tablet');
  await coordinator.goto(await coordinator.locator('a[href^="/municipalities/"]').first().getAttribute('href') ?? '');
  const cycle = await coordinator.locator('h2 a[href^="/cycles/"]').first().getAttribute('href');
  await coordinator.context().close();
  for (const lang of ['ky', 'ru']) {
    await page.goto(`${cycle}/needs/survey?lang=${lang}`);
    assert.ok(await page.locator('.report tbody tr').count() > 5);
    await check(page, `survey-needs-${lang}`);
  }
  await page.context().close();
});
