// Answering a questionnaire: on one's own phone, with a script and without; asked by an interviewer, without a network,
// with a browser that is killed in the middle; sent as often as it likes and counted once.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, assertQuiet, axe, before, device, eventually, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** @param {import('playwright-core').Page} page @param {string} name */
const shot = async (page, name) => { if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true }); };

/** Opens the demo's survey under way and gives its address, and where people answer. @param {import('playwright-core').Page} page */
async function openSurvey(page) {
  await page.goto('/');
  const municipality = await page.evaluate(async () => /municipalities\/[0-9a-f-]{36}/.exec(await (await fetch('/')).text())?.[0]);
  await page.goto(`/${municipality}/surveys`);
  const link = page.locator('main li', { hasText: 'жүрүп жатат' }).locator('a[href^="/surveys/"]').first();
  const survey = /** @type {string} */ (await link.getAttribute('href'));
  await page.goto(survey);
  return { survey, code: /** @type {string} */ (await page.locator('a[href^="/q/"]').first().getAttribute('href')) };
}

/** @param {import('playwright-core').Page} page @param {string} survey */
const counted = async (page, survey) => {
  await page.goto(survey);
  return Number(/(\d+) (жооп|ответ)/.exec(await page.locator('main .facts').first().innerText())?.[1]);
};

/** Answers whatever is asked until the last screen, or so many screens. @param {import('playwright-core').Page} page @param {number} [most] */
async function answer(page, most = 60) {
  for (let i = 0; i < most; i++) {
    for (const [path, kind] of await page.locator('#ask [data-path]').evaluateAll((all) => all.map((n) => [n.getAttribute('data-path') ?? '', n.getAttribute('data-kind') ?? '']))) {
      const q = page.locator(`#ask [data-path="${path}"]`);
      if (!await q.count() || kind === 'note') continue; // not asked any more
      if (/^(one|many|likert|faces|scale)$/.test(kind)) await q.locator('input').first().check({ force: true });
      else if (kind === 'minimal') await q.locator('select').selectOption({ index: 1 });
      else if (/^(integer|decimal|range)$/.test(kind)) await q.locator('input:not([data-slide])').fill('2');
      else await q.locator('input, textarea').first().fill('Ичүүчү суу алыс');
    }
    if (await page.locator('#ask [value=send]').count()) return;
    const had = await page.locator('#ask').innerHTML();
    await page.locator('#screen [value=next]').click();
    await eventually(async () => assert.notEqual(await page.locator('#ask').innerHTML(), had));
  }
}

test('on a phone: consent, one question after another, light, and once', async () => {
  const tablet = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(tablet, 'coordinator', ashar.accounts);
  const { survey, code } = await openSurvey(tablet);
  const before = await counted(tablet, survey);

  const context = await device(browser, ashar.url, 'phone');
  const phone = await context.newPage();
  await phone.goto(code);
  await axe(phone);
  await shot(phone, 'ask-intro');
  await phone.locator('main form button').first().click();
  await phone.locator('#agree-bad').waitFor(); // asked for consent in words
  await phone.locator('#agree').check();
  let bytes = 0;
  phone.on('response', (r) => void r.request().sizes().then((s) => { bytes += s.responseBodySize + s.responseHeadersSize; }, () => undefined));
  await phone.locator('main form button').first().click();
  await phone.waitForURL(/\/q\/\d+\/[0-9a-f-]{36}$/);
  await phone.locator('#screen').waitFor();
  await phone.waitForLoadState('networkidle');
  assert.ok(bytes > 5_000 && bytes <= 40 * 1024, `${bytes} bytes for the first screen`);

  await phone.locator('#screen [value=next]').click();
  await eventually(async () => assert.equal(await phone.locator('#ask .bad:visible').count() > 0 || await phone.locator('#ask [data-star]:visible').count() === 0, true));
  await answer(phone, 3);
  await shot(phone, 'ask-screen');
  await axe(phone);
  await phone.goBack(); // the question before, not the page before
  assert.match(phone.url(), /\/q\/\d+\/[0-9a-f-]{36}$/);
  await phone.reload(); // what was said is still there
  await phone.locator('#screen').waitFor();
  await answer(phone);
  await axe(phone);
  await shot(phone, 'ask-end');
  await phone.locator('#ask [value=send]').click();
  await phone.waitForURL(/\/end$/);
  assert.match(await phone.locator('p.code').innerText(), /^\d{4} \d{4} \d{4} \d{4}$/);
  await axe(phone);
  await shot(phone, 'ask-thanks');
  await phone.goto(code);
  assert.match(await phone.locator('main').innerText(), /жооп берилген/);
  assert.equal(await counted(tablet, survey), before + 1);
  assertQuiet(phone, [/422/]);
});

test('without a script the same questions are asked', async () => {
  const tablet = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(tablet, 'coordinator', ashar.accounts);
  const { survey, code } = await openSurvey(tablet);
  const before = await counted(tablet, survey);
  const phone = await (await device(browser, ashar.url, 'phone', { javaScriptEnabled: false })).newPage();
  await phone.goto(`${code}?lang=ru`);
  await phone.locator('#agree').check();
  await phone.locator('main form button').first().click();
  await phone.waitForURL(/\/q\/\d+\/[0-9a-f-]{36}$/);
  await answer(phone);
  await shot(phone, 'ask-plain');
  await phone.locator('#ask [value=send]').click();
  await phone.waitForURL(/\/end$/);
  assert.equal(await counted(tablet, survey), before + 1);
});

test('an interviewer without a network, whose browser is killed: nothing is lost, and it counts once', async () => {
  const context = await device(browser, ashar.url, 'tablet');
  let page = await context.newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  const { survey } = await openSurvey(page);
  const before = await counted(page, survey);
  await page.goto(`${survey}/interview?lang=ru`);
  await page.locator('[data-along=yes]:visible').waitFor();
  await axe(page);
  await shot(page, 'interview');
  await page.locator('#begin button').click();
  await page.locator('#begin .bad').waitFor();
  await page.locator('#village').selectOption({ index: 1 });
  await page.locator('#agree').check();
  await page.locator('#begin button').click();
  await answer(page, 3);
  const said = await page.locator('#ask').innerText();
  await context.setOffline(true);
  await page.close();

  page = await context.newPage();
  await page.goto(`${survey}/interview`);
  await page.locator('.drafts li[data-state=draft] [data-do=open]').click();
  assert.equal(await page.locator('#ask').innerText(), said); // where it was
  await answer(page);
  await axe(page);
  await page.locator('#ask [value=send]').click();
  assert.match(await page.locator('p.code').innerText(), /^\d{4} \d{4} \d{4} \d{4}$/); // for the respondent
  await page.locator('[data-next]').click();
  await page.locator('.drafts li[data-state=ready]').waitFor();
  assert.equal(await page.locator('[data-count=ready]').innerText(), '1');
  await shot(page, 'interview-ready');
  const [rec] = await page.evaluate(async () => (await htmx.outbox.all()).map((r) => ({ url: r.url, op: r.op, body: r.body })));
  await context.setOffline(false);
  await page.locator('.drafts li[data-state=sent]').waitFor({ timeout: 30_000 });
  await shot(page, 'interview-sent');
  const statuses = await page.evaluate(async ({ url, op, body }) => {
    const out = [];
    for (let i = 0; i < 10; i++) out.push((await fetch(url, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (body)), headers: { 'X-Op-Id': op } })).status);
    return out;
  }, rec);
  assert.deepEqual([...new Set(statuses)], [200]);
  const other = await page.evaluate(async ({ url, body }) => (await fetch(url, { method: 'POST', body: new URLSearchParams(/** @type {any} */ (body.map(([k, v]) => [k, k === 'unit' ? '' : v]))) })).status, rec);
  assert.equal(other, 409);
  assert.equal(await counted(page, survey), before + 1);
});
