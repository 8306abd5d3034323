// Answering a questionnaire: on one's own phone, with a script and without; asked by an interviewer, without a network,
// with a browser that is killed in the middle; sent as often as it likes and counted once.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, assertQuiet, axe, before, device, eventually, loads, signIn, startAshar, startBrowser, test } from './harness.mjs';

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
  for (const lang of ['ru', 'en', 'ky']) { // no choice of the list is cut
    await phone.goto(`${code}?lang=${lang}`);
    const over = await phone.locator('#village').evaluate((/** @type {HTMLSelectElement} */ s) => {
      const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d')), css = getComputedStyle(s);
      pen.font = css.font;
      const room = s.clientWidth - parseFloat(css.paddingLeft) - parseFloat(css.paddingRight) - 20; // the arrow
      return [...s.options].map((o) => o.text).filter((t) => pen.measureText(t).width > room);
    });
    assert.deepEqual(over, []);
  }
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

test('what is no picture, no number or out of bounds is said at its question, and how to mend it', async () => {
  const context = await device(browser, ashar.url, 'phone');
  const page = await context.newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.goto('/?lang=ky');
  const home = await page.locator('a[href^="/municipalities/"]').first().getAttribute('href');
  await page.goto(`${home?.split('/').slice(0, 3).join('/')}/surveys/new`);
  await page.locator('[name=file]').setInputFiles(new URL('testdata/kuduk.xlsx', import.meta.url).pathname);
  await loads(page, () => page.getByRole('button', { name: 'Текшерип көрүү' }).click());
  await loads(page, () => page.locator('main form button').first().click());
  await page.goto(`${/\/surveys\/[0-9a-f-]{36}/.exec(page.url())?.[0]}/preview`);
  const next = page.locator('#screen [value=next]'), bad = page.locator('#ask [data-bad]:visible');

  for (const [said, told] of [['abc', /Бүтүн сан/], ['12345678901234567890', /Бүтүн сан/], ['7', /10–110/]]) {
    await page.locator('[name="a:age"]').fill(/** @type {string} */ (said));
    await next.click();
    assert.match(await bad.innerText(), /** @type {RegExp} */ (told));
  }
  await page.locator('[name="a:age"]').fill('40');
  await next.click();

  const file = page.locator('[data-path=well] input[type=file]'), taken = page.locator('[data-taken]');
  for (const name of ['суу.jpg', 'суу.png']) {
    await file.setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from('no picture at all') });
    await bad.waitFor();
    assert.match(await bad.innerText(), /сүрөт эмес/);
    assert.equal(await page.locator('[data-photo]:visible, [data-taken]:visible, [data-untake]:visible').count(), 0);
    await next.click();
    assert.equal(await file.count(), 1, 'gone on without a picture');
  }
  const png = await page.evaluate(() => Object.assign(document.createElement('canvas'), { width: 900, height: 600 }).toDataURL('image/png').split(',')[1]);
  await file.setInputFiles({ name: 'суу.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await taken.waitFor();
  await eventually(async () => assert.equal(await taken.evaluate((/** @type {HTMLImageElement} */ i) => i.naturalWidth), 900));
  assert.equal(await bad.count(), 0);
  await axe(page);
  await shot(page, 'ask-photo');
  await page.locator('[data-untake]').click();
  assert.equal(await taken.isVisible(), false);
  await next.click();
  assert.equal(await file.count(), 1, 'gone on without a picture');
  await file.setInputFiles({ name: 'суу.png', mimeType: 'image/png', buffer: Buffer.from(png, 'base64') });
  await taken.waitFor();
  await next.click();

  await page.locator('[data-path=region] select').selectOption('chuy');
  await next.click();
  await page.locator('[data-path=district] select').selectOption('sokuluk');
  await page.locator('#screen [value=back]').click();
  await page.locator('[data-path=region] select').selectOption('naryn');
  await next.click();
  assert.equal(await page.locator('[data-path=district] select').inputValue(), '');
  assert.match(await bad.innerText(), /Кайра тандаңыз/);
  await page.locator('[data-path=district] select').selectOption('at_bashy');
  await next.click();

  await page.locator('[data-locate]').click(); // nobody allowed it
  assert.match(await page.locator('[data-unlocated]:visible').innerText(), /уруксат/);
  await page.locator('[name="a:place"]').fill('42.87, 74.59');
  await next.click();
  await page.locator('#ask [value=back]').click();
  assert.equal(await page.locator('[name="a:place"]').inputValue(), '42.87 74.59');
  for (let i = 0; i < 4; i++) await page.goBack();
  for (let i = 0; i < 20 && !await page.locator('[name="a:age"]').count(); i++) await page.goBack();
  assert.equal(await page.locator('[name="a:age"]').inputValue(), '40'); // Back reaches the first
});

test('on a tablet handed round Back shows nobody the code of the person before', async () => {
  const context = await device(browser, ashar.url, 'tablet');
  const page = await context.newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await openSurvey(page);
  await loads(page, () => page.locator('form[action$="/kiosk"] button').click());
  const start = page.url();
  await page.locator('#agree').check();
  await loads(page, () => page.locator('main form button').first().click());
  await page.locator('#screen').waitFor();
  await answer(page);
  await page.locator('#ask [value=send]').click();
  await page.waitForURL(/\/end$/);
  assert.match(await page.locator('p.code').innerText(), /^\d{4} \d{4} \d{4} \d{4}$/);
  await loads(page, () => page.locator('main a.btn').click());
  assert.equal(page.url(), start);
  await page.goBack();
  await page.waitForURL(/\/end$/);
  await page.locator('main h1').waitFor();
  assert.equal(await page.locator('.code').count(), 0);
});

test('an interview goes on in another language, after a refusal at its question, and after the close', async () => {
  const context = await device(browser, ashar.url, 'tablet');
  const page = await context.newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  const { survey } = await openSurvey(page);
  await page.goto(`${survey}/interview?lang=ky`);
  const begin = async () => {
    await page.locator('#agree').check();
    await page.locator('#begin button').click();
  };
  await begin();
  await answer(page, 2);
  const at = await page.locator('#ask [data-path]').first().getAttribute('data-path');
  await loads(page, () => page.locator('header a[hreflang=ru]').click());
  await page.locator('#screen').waitFor();
  assert.equal(await page.locator('#ask [data-path]').first().getAttribute('data-path'), at);
  assert.equal(await page.locator('html').getAttribute('lang'), 'ru');
  await answer(page);

  // what arrives is not what was said
  await page.route('**/interview/*/end', (route) => route.continue({ postData: (route.request().postData() ?? '').replace(/answers=[^&]*/, 'answers=%7B%7D') }));
  await page.locator('#ask [value=send]').click();
  await page.locator('[data-next]').click();
  const refused = page.locator('.drafts li[data-state=refused]');
  await refused.waitFor();
  await page.unroute('**/interview/*/end');
  const why = await refused.locator('[data-why]').innerText();
  await refused.locator('[data-do=open]').click();
  const asked = (await page.locator('#ask .question .words').first().innerText()).trim();
  assert.ok(why.includes(asked), `${why} does not name ${asked}`);
  assert.ok(await page.locator('#ask [data-bad]:visible').count());

  await page.goto(`${survey}/interview`);
  await begin();
  await answer(page, 2);
  const boss = await (await device(browser, ashar.url, 'tablet')).newPage();
  await signIn(boss, 'coordinator', ashar.accounts);
  await boss.goto(survey);
  await loads(boss, () => boss.locator('form[action$="/status"] button').click());
  await page.goto(`${survey}/interview`);
  assert.equal(await page.locator('#begin').count(), 0);
  await page.locator('.drafts li[data-state=draft] [data-do=open]').first().click();
  await answer(page);
  await page.locator('#ask [value=send]').click();
  await page.locator('[data-next]').click();
  await page.locator('.drafts li[data-state=sent]').waitFor({ timeout: 30_000 });
});
