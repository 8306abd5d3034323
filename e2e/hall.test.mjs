// The hall as a facilitator meets it, on a tablet and a phone, with axe after every step.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, device, loads, shot, signIn, startAshar, startBrowser, still, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** Signs in on a screen and opens the session that is live. @param {'tablet'|'portrait'|'phone'} screen */
async function hall(screen) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.locator('.live a.btn').click();
  await page.waitForURL(/\/sessions\//);
  return page;
}

for (const screen of /** @type {const} */ (['tablet', 'phone'])) {
  test(`every part of the live session fits a ${screen} and satisfies axe in three languages`, async () => {
    const page = await hall(screen);
    const session = new URL(page.url()).pathname;
    for (const lang of ['ky', 'ru', 'en']) {
      for (const part of ['', '/checks', '/attendance', '/circle', '/priorities', '/minutes', '/closing']) {
        await page.goto(`${session}${part}?lang=${lang}`);
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        assert.doesNotMatch(await page.locator('body').innerText(), /⟦|%!/, 'a sentence is missing');
        await assertFits(page);
        if (lang === 'ky') await axe(page);
        await shot(page, `hall-${screen}-${part.slice(1) || 'conduct'}-${lang}`);
      }
    }
    assertQuiet(page);
    await page.context().close();
  });
}

test('a tick shows at once, counts once, and the other tablet sees it on its next request', async () => {
  const page = await hall('tablet');
  const other = await hall('portrait');
  const checks = `${new URL(page.url()).pathname}/checks?phase=during`;
  await page.goto(checks);
  const was = await page.locator('#rail-checks').innerText();
  await page.locator('#check-22 label').click();
  await page.locator('#check-22.done small', { hasText: /\d\d:\d\d/ }).waitFor();
  const [done] = was.split('/').map(Number);
  await page.locator('#rail-checks', { hasText: new RegExp(`^${done + 1}/40$`) }).waitFor();
  await axe(page, { within: '#main' });
  await other.goto(checks);
  assert.ok(await other.locator('#done-22').isChecked());
  await other.locator('#check-22 label').click();
  await other.locator('#check-22:not(.done)').waitFor();
  assertQuiet(page);
  assertQuiet(other);
  await page.context().close();
  await other.context().close();
});

test('people are counted by sex and age, one tap each, and the head-count follows', async () => {
  const page = await hall('tablet');
  await page.goto(`${new URL(page.url()).pathname}/attendance`);
  const before = Number(await page.locator('#heads .huge').innerText());
  const plus = page.locator('#n-came-f-60 button[data-step="1"]');
  await plus.click();
  await plus.click();
  await page.locator('#heads .huge', { hasText: String(before + 2) }).waitFor();
  await page.reload();
  const field = page.locator('#n-came-f-60 input[type=number]');
  assert.equal(await field.inputValue(), '2');
  // typed, and confirmed as a tablet's keyboard does: as it stands, with the sum of its row
  const row = Number(await page.locator('#sum-60').innerText());
  await field.fill('5');
  await field.press('Enter');
  await page.locator('#sum-60', { hasText: String(row + 3) }).waitFor();
  await page.locator('#heads .huge', { hasText: String(before + 5) }).waitFor();
  await page.reload();
  assert.equal(await field.inputValue(), '5');
  assertQuiet(page);
  await page.context().close();
});

test('the conductor moves on, adds minutes, pauses, and a finished step can be reopened', async () => {
  const page = await hall('tablet');
  const title = page.locator('#step-title');
  const fourth = await title.innerText();
  await page.locator('button[name=extra]').click();
  await page.locator('.timer[data-planned-seconds="1800"]').waitFor();
  await still(page);
  await page.locator('button[name=paused][value="1"]').click();
  await page.locator('button[name=paused][value="0"]').waitFor();
  await still(page);
  await page.locator('button[name=paused][value="0"]').click();
  await page.locator('button[name=paused][value="1"]').waitFor();
  await still(page);
  await page.locator('button.next').click();
  await page.locator('.agenda a[aria-current=step][href$="step=5"]').waitFor();
  await still(page);
  assert.notEqual(await title.innerText(), fourth);
  await axe(page);
  await loads(page, () => page.locator('.agenda li:nth-child(4) a').click());
  await loads(page, () => page.locator('.stick button[name=step]').click());
  await page.locator('.agenda a[aria-current=step][href$="step=4"]').waitFor();
  // from a step that was taken up again the way leads to the one after it
  assert.equal(await page.locator('button.next').getAttribute('value'), '5');
  await page.locator('button.next').dblclick();
  await page.locator('.agenda a[aria-current=step][href$="step=5"]').waitFor();
  // a double tap is one, also where the answer to the first has put another button under the finger; a stepper takes both
  const taken = await page.evaluate(() => ['btn', 'plus'].map((name, row) => {
    const button = Object.assign(document.createElement('button'), { type: 'button', className: name });
    document.body.append(button);
    let n = 0;
    button.addEventListener('click', () => n++);
    for (const [detail, pointerType, x] of /** @type {[number, string, number][]} */ ([[1, 'mouse', 5], [2, 'mouse', 5], [1, 'touch', 300], [1, 'touch', 302]])) {
      button.dispatchEvent(new PointerEvent('click', { bubbles: true, cancelable: true, detail, pointerType, clientX: x, clientY: 100 * row }));
    }
    button.remove();
    return n;
  }));
  assert.deepEqual(taken, [2, 4]);
  assertQuiet(page);
  await page.context().close();
});

test('without a script a tick, a count and the next step still work', async () => {
  const page = await (await device(browser, ashar.url, 'tablet', { javaScriptEnabled: false })).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.locator('.live a.btn').click();
  await page.waitForURL(/\/sessions\//);
  const session = new URL(page.url()).pathname;
  await page.goto(`${session}/checks?phase=during`);
  await page.locator('#done-24').check();
  await loads(page, () => page.locator('#check-24 noscript button, #check-24 form button').first().click());
  await page.goto(`${session}/checks?phase=during`);
  assert.ok(await page.locator('#done-24').isChecked());
  await page.goto(`${session}/attendance`);
  await loads(page, () => page.locator('#n-left-f button[data-step="1"]').click());
  await page.goto(`${session}/attendance`);
  assert.equal(await page.locator('#n-left-f input[type=number]').inputValue(), '1');
  await page.context().close();
});

test('a stopped server in mid-form loses nothing that was typed', async () => {
  const page = await hall('tablet');
  await page.goto(`${new URL(page.url()).pathname}/checks/23`);
  await page.locator('textarea[name=note]').fill('Ар ким өз сөзү менен айтты 🙂');
  await page.context().setOffline(true);
  await page.locator('#f-check-note').blur();
  assert.equal(await page.locator('textarea[name=note]').inputValue(), 'Ар ким өз сөзү менен айтты 🙂');
  await page.context().setOffline(false);
  await loads(page, () => page.locator('#note-23 button[formaction]').click());
  assert.match(await page.locator('textarea[name=note]').inputValue().catch(() => page.locator('body').innerText()), /өз сөзү менен/);
  await page.context().close();
});

test('the minutes are a PDF in three languages', async () => {
  const page = await hall('tablet');
  const session = new URL(page.url()).pathname;
  for (const lang of ['ky', 'ru', 'en']) {
    const pdf = await page.request.get(`${session}/minutes.pdf?in=${lang}`);
    assert.equal(pdf.status(), 200);
    const body = await pdf.body();
    assert.equal(body.subarray(0, 5).toString(), '%PDF-');
    assert.ok(body.length < 90_000, `${body.length} bytes`);
  }
  await page.context().close();
});

test('the server is gone while one is at the foot of a long form: it is said in sight, and goes when it is back', async () => {
  const page = await hall('tablet');
  await page.goto(`${new URL(page.url()).pathname}/priorities`);
  await loads(page, () => page.locator('li.card h3 a').first().click());
  await page.locator('textarea[name=minority]').fill('Башкача ойлогондор да бар');
  const save = page.locator('form[id^="outcome-form"] button.btn');
  await save.scrollIntoViewIfNeeded();
  await page.context().setOffline(true);
  await save.click();
  const said = page.locator('[data-outbox-mark]');
  await said.waitFor();
  assert.ok(await said.evaluate((el) => { const r = el.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }), 'out of sight');
  await page.locator('#net[data-state="offline"]').waitFor();
  await axe(page);
  await shot(page, 'hall-waiting');
  await page.context().setOffline(false);
  await page.locator('#net[data-state="sent"]').waitFor();
  assert.equal(await said.count(), 0);
  await page.reload();
  assert.equal(await page.locator('textarea[name=minority]').inputValue(), 'Башкача ойлогондор да бар');
  assertQuiet(page, [/ERR_INTERNET_DISCONNECTED/, /Failed to fetch/]);
  await page.context().close();
});

test('a refused form stands with the cursor in the first wrong field, in sight and unfolded', async () => {
  const page = await (await device(browser, ashar.url, 'phone')).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  const link = page.locator('a[href*="/cycles/"][href*="/schedule"]').first();
  await page.goto(`${(await link.getAttribute('href') ?? '').split('?')[0]}`);
  const cell = page.locator('a[href*="/sessions/"][href$="/plan"]').first();
  await loads(page, () => cell.click());
  await page.locator('[name=date]').fill('2016-12-16');
  assert.equal((await page.locator('[data-echo]').first().innerText()).replaceAll('\u00a0', ' '), 'жума, 2016-жылдын 16-декабры');
  await page.locator('details.fold > summary').first().click();
  await page.locator('[name=expected_min]').fill('30');
  await page.locator('[name=expected_max]').fill('5');
  await loads(page, () => page.locator('form:has([name=expected_min]) button.btn').first().click());
  const field = page.locator('[aria-invalid="true"]').first();
  await field.waitFor();
  assert.ok(await field.evaluate((el) => el === document.activeElement), 'the cursor is elsewhere');
  assert.ok(await field.evaluate((el) => { const r = el.getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.bottom <= innerHeight; }), 'out of sight');
  await shot(page, 'plan-refused');
  await page.context().close();
});

test('a finger ticks a row by its words, once however fast it taps; a number typed before leaving is kept', async () => {
  const page = await hall('tablet');
  const session = new URL(page.url()).pathname;
  await page.goto(`${session}/checks?phase=during`);
  const words = page.locator('#check-26 .words');
  await words.tap();
  await page.locator('#check-26.done').waitFor();
  await page.waitForTimeout(600); // a person's pace
  await words.tap();
  await page.locator('#check-26:not(.done)').waitFor();
  await page.waitForTimeout(600);
  // the finger does not wait for the page, however slow it is
  const box = await words.boundingBox();
  const finger = () => page.touchscreen.tap((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
  const first = finger();
  await page.waitForTimeout(150);
  await Promise.all([first, finger()]);
  await page.locator('#check-26.done').waitFor();
  await page.goto(`${session}/attendance`);
  const number = page.locator('.stepper input').nth(1);
  const was = Number(await number.inputValue());
  await number.fill(String(was + 3));
  await page.locator('#rail a[href$="/checks"]').tap();
  await page.waitForURL(/checks/);
  await page.goto(`${session}/attendance`);
  assert.equal(await number.inputValue(), String(was + 3), 'a number typed before leaving is lost');
  await number.fill(String(was));
  await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), number.press('Enter')]);
  await page.context().close();
});
