// An evening in a village, played through: two tablets, the wall and three phones. In the middle of a round the network
// goes for ten minutes, a tablet is switched off and on, the server is killed and started. Everything is there, once, in order.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { after, assertFits, assertQuiet, axe, before, device, loads, shot, signIn, slow, startAshar, startBrowser, tabletIn, test } from './harness.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser?.close(); });

/** What a dead line makes a browser say; a violation of the page's policy is never among it. */
const dead = [/ERR_|Failed to fetch|AbortError|NetworkError|network error/];
const minutes = 10;

test('with the session taken along', () => evening('along', { along: true, script: true }), 300);
test('on plain http, without a worker', () => evening('plain', { along: false, script: true }), 300);
test('with JavaScript off on the phones', () => evening('bare', { along: true, script: false }), 300);

/** @param {string} name of its pictures @param {{along: boolean, script: boolean}} how */
async function evening(name, { along, script }) {
  const ashar = await startAshar();
  const folders = await mkdtemp(join(tmpdir(), 'ashar-tablets-'));
  /** On plain http the hall has a name, and a browser finds it unsafe. */
  const url = along ? ashar.url : ashar.url.replace('127.0.0.1', 'hall.lan');
  let gone = 0; // minutes that went by while nobody could wait for them
  /** @type {{close: () => Promise<void>}[]} */
  const open = [];

  /** A tablet, switched on: the clock on its wall is the hall's. @param {string} whose */
  async function tablet(whose) {
    const context = await tabletIn(join(folders, whose), url);
    open.push(context);
    // the clock that stands in for a tablet's own hides how a page was come to: that stays the browser's
    await context.addInitScript(() => { const real = performance; Object.assign(window, { entries: real.getEntriesByType.bind(real) }); });
    await context.clock.install({ time: Date.now() + gone * 60_000 });
    await context.addInitScript(() => { performance.getEntriesByType = /** @type {any} */ (window).entries; });
    return context;
  }
  /** @param {import('playwright-core').BrowserContext} context */
  const tab = async (context) => context.pages().find((p) => p.url() === 'about:blank') ?? context.newPage();
  /** @param {import('playwright-core').BrowserContextOptions} [options] @param {'phone' | 'wall'} [screen] */
  async function aside(screen = 'phone', options = {}) {
    const context = await device(browser, url, screen, options);
    open.push(context);
    return context.newPage();
  }
  const look = async (/** @type {Page} */ page, /** @type {string} */ what) => {
    await assertFits(page);
    if (script || !/^\/[jp](\/|$)/.test(new URL(page.url()).pathname)) await axe(page); // which is a script itself; the pages are those of the other evenings
    await shot(page, `village-${name}-${what}`);
    assertQuiet(page, dead);
  };

  try {
    // --- two tablets, the wall and three phones ---
    let moderator = await tablet('moderator');
    const recorder = await tablet('recorder');
    let table = await tab(moderator);
    const desk = await tab(recorder);
    await signIn(table, 'facilitator', ashar.accounts);
    await signIn(desk, 'coordinator', ashar.accounts);
    assert.equal(await table.evaluate(() => isSecureContext && 'serviceWorker' in navigator), along);
    await table.locator('a[href^="/sessions/"]').first().click();
    await table.waitForURL(/\/sessions\//);
    const session = new URL(table.url()).pathname;
    const ticked = Number((await table.locator('#rail-checks').innerText()).split('/')[0]);

    await table.goto(`${session}/wall`);
    await loads(table, () => table.locator('form[action$="/screens"] button').click());
    const wall = await aside('wall');
    await wall.goto('/w');
    await wall.locator('[name=code]').fill(await table.locator('.huge').innerText());
    await wall.locator('[name=code]').press('Enter');
    await wall.locator('#wall[data-scene=cards]').waitFor();

    await table.goto(`${session}/phones`);
    await table.locator('button[name=open][value="1"]').click();
    await table.locator('.qr').waitFor();
    const code = (await table.locator('.huge').innerText()).replace(/\D/g, '');
    /** @type {Page[]} */
    const phones = [];
    for (let i = 0; i < 3; i++) {
      const phone = await aside('phone', { javaScriptEnabled: script });
      await phone.goto('/j');
      await phone.locator('#code').fill(code);
      await phone.locator('main button').first().click();
      await phone.locator('[name=agree]').check();
      await phone.locator('form button').last().click();
      await phone.waitForURL(/\/p$/);
      phones.push(phone);
    }
    await table.getByText('Кошулган телефон: 3').waitFor();
    await look(phones[0], 'phone');

    // --- attendance is taken by the recorder, seen by the moderator ---
    await desk.goto(`${session}/attendance`);
    for (const [cell, n] of [['f-14', 1], ['f-18', 4], ['m-14', 1], ['m-18', 3]]) await types(desk, `#n-came-${cell}`, Number(n));
    await step(desk, '#n-came-f-46', 2);
    await step(desk, '#n-came-m-29', 1);
    await table.locator('#rail-attendance', { hasText: /^12$/ }).waitFor();

    // --- everybody speaks: phones, then the tablets ---
    const sent = ['кой жайытка жол жок', 'айылда дарыкана жок', 'клубдун терезелери сынык'];
    for (const [i, words] of sent.entries()) await says(phones[i], words);
    for (const words of sent) {
      const row = table.locator('li', { hasText: words });
      await row.locator('button[value="1"]').click();
      await row.getByText('Кошулду').waitFor();
    }
    await desk.goto(`${session}/priorities`);
    await table.goto(`${session}/priorities`);
    const said = ['ичүүчү суу кечинде келбейт', 'аялдамада чатыр жок'];
    await writes(desk, said[0]);
    await table.locator('.loose', { hasText: said[0] }).waitFor();
    await writes(table, said[1]);
    await desk.locator('.loose', { hasText: said[1] }).waitFor();
    await desk.locator('.loose', { hasText: sent[1] }).locator('button[value=new]').click();
    await table.locator('li.card', { hasText: sent[1] }).waitFor();
    await wall.locator('.wallcards', { hasText: sent[1] }).waitFor();
    await wall.locator('.wallcards', { hasText: said[1] }).waitFor();
    await look(wall, 'wall-cards');

    // --- the session is taken along ---
    if (along) {
      await table.goto(`${session}/along`);
      await table.locator('[data-do=take]').click();
      await table.locator('[data-road=along][data-state=yes]').waitFor({ timeout: 60_000 });
    }

    // --- the agenda goes on to the ranking; a round of beans and phones is opened ---
    await table.goto(session);
    await next(table, 5);
    await wall.locator('#wall[data-scene=step]').waitFor();
    await table.goto(`${session}/rounds`);
    await table.locator('input[name=by][value=sex]').check();
    await table.locator('#round-start button.push').click();
    await table.waitForURL(/\/rounds\/[0-9a-f-]{36}$/);
    const round = new URL(table.url()).pathname;
    await wall.locator('#wall[data-scene=round]').waitFor();
    await wall.evaluate(() => { /** @type {any} */ (window).same = true; }); // a reload would be noticed
    const titles = await table.locator('tbody tr:has(form) th').allInnerTexts();
    const options = titles.length - 2; // without the spoiled and the unused
    assert.equal(options, 5);
    const beans = { f: [6, 4, 3, 2, 0], m: [2, 3, 1, 1, 5] };
    const marks = [{ group: 'f', n: [2, 1, 0, 0, 0] }, { group: 'f', n: [0, 0, 0, 1, 2] }, { group: 'm', n: [0, 3, 0, 0, 0] }];

    for (const phone of phones) {
      if (script) await phone.getByText('Добуш берүү башталды').waitFor(); // by its stream
      else await phone.reload();
      await phone.locator('a[href="/p/vote"]').click();
      await phone.waitForURL(/vote$/);
    }
    await look(phones[1], 'phone-vote');
    await vote(phones[0], marks[0]);
    await phones[0].getByText('Добушуңуз кабыл алынды').waitFor();
    const tally = await tab(recorder);
    await tally.goto(round);
    await counts(tally, 'f', 0, beans.f[0]);
    await counts(tally, 'f', 1, beans.f[1]);
    await counts(table, 'm', 0, beans.m[0]);
    for (const sum of ['13 / 21', '2 / 15']) await table.locator('tfoot td', { hasText: sum }).waitFor(); // ten beans of women and three of a phone, two of men
    const ticks = await tab(moderator);
    await ticks.goto(`${session}/checks?phase=during`);
    await table.bringToFront(); // clocks of tabs that nobody sees stand still
    const before = await left(table);

    // --- the network is pulled, in the middle of it ---
    const everybody = () => [moderator, recorder, wall.context(), ...phones.map((p) => p.context())];
    for (const context of everybody()) await context.setOffline(true);
    await counts(table, 'm', 1, beans.m[1]);
    await chip(table, 'offline', 1);
    await counts(table, 'm', 2, beans.m[2]);
    await ticks.locator('#check-21 label').click();
    await ticks.locator('#check-22 label').click();
    for (const page of [table, ticks]) await chip(page, 'offline', 4); // two tabs, one outbox
    const later = ['мектепке кире бериш караңгы', 'таштанды ташыган машина келбейт'];
    for (const words of later) await writes(desk, words);
    await counts(tally, 'f', 2, beans.f[2]);
    await counts(tally, 'f', 3, beans.f[3]);
    for (const page of [desk, tally]) await chip(page, 'offline', 4);
    await mark(phones[1], marks[1]);
    await castsInVain(phones[1], script);
    await ashar.kill();
    await look(table, 'round-offline');
    await look(desk, 'statements-offline');

    // --- for ten minutes ---
    gone = minutes;
    for (const context of [moderator, recorder]) await context.clock.fastForward(minutes * 60_000);
    await table.waitForFunction((least) => Number(document.querySelector('.agenda .left time')?.textContent?.split(':')[0]) <= least, Math.floor(before / 60) - minutes);
    for (const page of [table, ticks, desk, tally]) await chip(page, 'offline', 4);
    await wall.locator('#net[data-state=offline]').waitFor({ timeout: 60_000 });
    assert.equal(await wall.locator('.wallcards > li').count(), options, 'the wall was emptied');
    await look(wall, 'wall-offline');

    // --- the moderator's tablet is switched off and on, still without a network ---
    await moderator.close();
    moderator = await tablet('moderator');
    await moderator.setOffline(true);
    table = await tab(moderator);
    if (along) {
      await table.goto('/');
      await table.locator('#kept').waitFor();
      assert.equal(new URL(table.url()).pathname, session);
      await chip(table, 'offline', 4);
      await table.waitForFunction(() => /^(\+|0[0-3]:)/.test(document.querySelector('.timer time')?.textContent ?? '')); // of the twelve minutes that were left ten have gone
      await look(table, 'kept');
      await table.locator('#rail a[href$="/checks"]').click();
      await table.locator('#check-21 [data-outbox-mark]').waitFor();
      await table.locator('#check-22 [data-outbox-mark]').waitFor();
      assert.ok(await table.locator('#done-21').isChecked(), 'what was ticked stays ticked');
      await table.locator('#check-23 label').click();
      await table.locator('#check-23 [data-outbox-mark]').waitFor();
      await chip(table, 'offline', 5);
      await look(table, 'kept-checks');
    } else {
      await assert.rejects(table.goto(session), /ERR_/); // nothing opens here without a network: that is said before the road
    }

    // --- the server is started, and the network comes back ---
    await ashar.restart(['--later', `${minutes}m`]);
    for (const context of everybody()) await context.setOffline(false);
    if (!along) {
      await table.goto(`${session}/checks?phase=during`);
      await chip(table, 'sent');
      await table.locator('#check-23 label').click();
      await table.locator('#check-23.done').waitFor();
    }
    for (const page of [table, desk, tally]) await chip(page, 'sent');
    for (const page of [table, desk, tally]) await page.waitForFunction(() => !document.querySelector('[data-outbox-mark], #kept'));
    await wall.locator('#net[data-state=sent]').waitFor({ state: 'attached' });
    await castsAgain(phones[1], script, marks[1]);
    await vote(phones[2], marks[2]);
    for (const phone of phones.slice(1)) await phone.getByText('Добушуңуз кабыл алынды').waitFor();

    // --- everything is there, once, in order: on both tablets ---
    const spoken = [...said, ...later]; // the newest stands first
    for (const page of [table, desk]) {
      await page.goto(`${session}/priorities`);
      const words = await page.locator('.loose .lead').allInnerTexts();
      assert.deepEqual(words.map((w) => w.trim()).filter((w) => [...sent, ...spoken].includes(w)), [...spoken].reverse().concat([sent[2], sent[0]]));
      await page.goto(`${session}/checks?phase=during`);
      for (const n of [21, 22, 23]) assert.ok(await page.locator(`#done-${n}`).isChecked(), `${n} is not ticked`);
      assert.equal(await page.locator('#rail-checks').innerText(), `${ticked + 3}/40`);
      const [first, last] = await Promise.all([21, 23].map((n) => clock(page.locator(`#check-${n} small`, { hasText: /\d\d:\d\d/ }))));
      assert.ok(last - first >= minutes && last - first < minutes + 3 * slow, `ticked ten minutes before, and it says ${last - first}`);
      await page.goto(round);
      for (const g of /** @type {const} */ (['f', 'm']))
        for (const [i, n] of (g === 'f' ? beans.f.slice(0, 4) : beans.m.slice(0, 3)).entries())
          assert.equal(await cell(page, g, i).inputValue(), String(n), `${g} ${i}`);
      await page.getByText('Телефон менен добуш берди: 3').waitFor();
      await look(page, 'round');
    }

    // --- the rest is counted, and the result opened ---
    await counts(desk, 'm', 3, beans.m[3]);
    await counts(desk, 'm', 4, beans.m[4]);
    await table.locator('tfoot td', { hasText: '15 / 15' }).waitFor();
    await table.locator('tfoot td', { hasText: '21 / 21' }).waitFor();
    await table.locator('form[action$="/phones"] button').click();
    await table.locator('p#round-phones').waitFor(); // no more of them
    await table.locator('[name=counter1]').fill('Айгүл Сатарова');
    await table.locator('[name=counter2]').fill('Чынара Мамытова');
    await table.locator('form[action$="/confirmation"] button').click();
    await table.locator('form[action$="/result"] button').click();
    await wall.locator('#wall[data-scene=result]').waitFor();
    assert.equal(await wall.evaluate(() => /** @type {any} */ (window).same), true, 'the wall was loaded anew');
    await look(wall, 'wall-result');
    await table.locator('.results').waitFor();
    await look(table, 'result');
    if (!script) await phones[0].reload();
    await phones[0].locator('.result').waitFor();
    await look(phones[0], 'phone-result');

    // --- to the end of the agenda, and the minutes ---
    await table.goto(session);
    for (const place of [6, 7, 8]) await next(table, place);
    await table.goto(`${session}/checks?phase=during`);
    for (const n of [25, 26, 30, 31]) {
      await table.locator(`#check-${n} label`).click();
      await table.locator(`#check-${n}.done`).waitFor();
    }
    await table.goto(`${session}/closing`);
    await table.locator('[name=read_aloud]').check();
    await table.locator('[name=confirmed]').check();
    await loads(table, () => table.locator('form[action$="/reading"] button').click());
    for (const [role, who] of [['moderator', 'Айгүл Сатарова'], ['recorder', 'Чынара Мамытова'], ['participant1', 'Бирөө'], ['participant2', 'Экинчи']]) await signs(table, role, who);
    await loads(table, () => table.locator('form[action$="/closing"] button').click());
    await table.waitForURL(/minutes/);
    await look(table, 'minutes');

    const votes = titles.slice(0, options).map((title, i) => {
      const byPhone = (/** @type {string} */ g) => marks.filter((v) => v.group === g).reduce((sum, v) => sum + v.n[i], 0);
      const [f, m] = [beans.f[i] + byPhone('f'), beans.m[i] + byPhone('m')];
      return { title, f, m, all: f + m, phones: byPhone('f') + byPhone('m') };
    }).sort((a, b) => b.all - a.all);
    const paper = table.locator('article.paper');
    const rows = (/** @type {string} */ which) => paper.locator(which).evaluateAll((all) => all.map((tr) => [...tr.children].map((td) => td.textContent?.trim() ?? '')));
    const order = [sent[1], sent[0], sent[2], ...spoken]; // one is on a card, the others as they were said
    for (const lang of ['ky', 'ru']) {
      await table.goto(`${session}/minutes?lang=${lang}`);
      await look(table, `minutes-${lang}`);
      assert.deepEqual((await rows('table:has(td.nb) tbody tr')).map((r) => r.slice(1)), votes.map((v) => [v.title, String(v.f), String(v.m), String(v.all)]));
      assert.deepEqual(await rows('h3 + .scroll tbody tr'), votes.map((v) => [v.title, String(v.all - v.phones), String(v.phones), String(v.all)]));
      const ranking = (await paper.locator('tbody tr', { hasText: /^5\./ }).first().locator('td').last().innerText()).split('–');
      const took = minute(ranking[1]) - minute(ranking[0]);
      assert.ok(took >= minutes && took < minutes + 5 * slow, `the ranking took ${took} minutes`);
      assert.ok((await paper.innerText()).includes('12 / 17'), 'five ticks, and these seven');
      once(await paper.innerText(), order, `the minutes in ${lang}`);
      const drawn = await pdf(table, `${session}/minutes.pdf?in=${lang}`);
      once(drawn, order, `the paper in ${lang}`);
      for (const v of votes) assert.ok(drawn.includes(`${v.title} ${v.f} ${v.m} ${v.all}`), `${v.title} on the paper in ${lang}: ${drawn}`);
    }
  } finally {
    await Promise.allSettled(open.map((context) => context.close()));
    await ashar.stop().finally(() => rm(folders, { recursive: true, force: true }));
  }
}

// --- what people do ---

/** A finger on plus, so many times. @param {Page} page @param {string} id @param {number} times */
async function step(page, id, times) {
  for (let i = 0; i < times; i++) await page.locator(`${id} button[data-step="1"]`).click();
}

/** A number, and Enter. @param {Page} page @param {string} id @param {number} n */
async function types(page, id, n) {
  await page.locator(`${id} input[type=number]`).fill(String(n));
  await page.locator(`${id} input[type=number]`).press('Enter');
}

/** A line and Enter; the field is ready for the next. @param {Page} page @param {string} words */
async function writes(page, words) {
  await page.fill('#say', words);
  await page.press('#say', 'Enter');
  await page.getByText(words).first().waitFor();
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector('#say')).value === '');
}

/** From a phone. @param {Page} phone @param {string} words */
async function says(phone, words) {
  await phone.locator('a[href="/p/say"]').click();
  await phone.fill('#text', words);
  await phone.locator('form button').first().click();
  await phone.getByText('Пикириңиз жөнөтүлдү').waitFor();
  await phone.locator('a.btn').click();
  await phone.waitForURL(/\/p$/);
}

/** @param {Page} page @param {number} place */
async function next(page, place) {
  await page.waitForTimeout(600); // a person's pace: two taps on one place at once are one
  await page.locator(`button.next[value="${place}"]`).click();
  await page.locator(`.agenda a[aria-current=step][href$="step=${place}"]`).waitFor();
}

/** Beans of a group for one option. @param {Page} page @param {'f' | 'm'} group @param {number} option */
const cell = (page, group, option) => page.locator('tbody tr').nth(option).locator(`form[id$="-${group}"] input[type=number]`);
/** @param {Page} page @param {'f' | 'm'} group @param {number} option @param {number} n */
async function counts(page, group, option, n) {
  await cell(page, group, option).fill(String(n));
  await cell(page, group, option).press('Enter');
}

/** @param {Page} phone @param {{group: string, n: number[]}} v */
async function mark(phone, { group, n }) {
  for (const [i, beans] of n.entries()) await phone.locator('fieldset').nth(i).locator('label', { hasText: String(beans) }).click();
  await phone.locator('label', { has: phone.locator(`[name=group][value=${group}]`) }).click();
}
/** @param {Page} phone @param {{group: string, n: number[]}} v */
async function vote(phone, v) {
  await mark(phone, v);
  await phone.locator('form button').last().click();
}
/** The button is pressed while the line is dead: the form stays and says so; without a script the browser's own page stands there. @param {Page} phone @param {boolean} script */
async function castsInVain(phone, script) {
  await phone.locator('form button').last().click();
  if (script) await phone.locator('#offline:visible').waitFor();
  else await phone.waitForURL(/chrome-error/);
}
/** And again: without a script what was marked is gone with its page. @param {Page} phone @param {boolean} script @param {{group: string, n: number[]}} v */
async function castsAgain(phone, script, v) {
  if (!script) {
    await phone.goto('/p');
    await phone.locator('a[href="/p/vote"]').click();
    await phone.waitForURL(/vote$/);
    await mark(phone, v);
  }
  await phone.locator('form button').last().click();
}

/** @param {Page} page @param {string} role @param {string} who */
async function signs(page, role, who) {
  const box = page.locator(`details#sign-${role}`);
  if (await box.getAttribute('open') === null) await box.locator('summary').click();
  await box.locator('[name=name]').fill(who);
  await loads(page, () => box.locator('form button.btn.second').click());
  await page.locator(`#signed-${role}`).waitFor();
}

// --- what is seen ---

/** The chip tells the truth. @param {Page} page @param {string} state @param {number} [n] */
async function chip(page, state, n) {
  await page.waitForFunction(([wanted, many]) => {
    const net = document.getElementById('net');
    return net?.dataset.state === wanted && (net.querySelector('[data-n]')?.textContent ?? '') === many;
  }, [state, n ? String(n) : ''], { timeout: 30_000 }).catch(async () => {
    const is = await page.evaluate(() => [document.getElementById('net')?.dataset.state, document.querySelector('#net [data-n]')?.textContent].join(' '));
    throw new Error(`the chip says ${is}, not ${state} ${n ?? ''}, on ${page.url()}`);
  });
}

/** What was said is there once each, and in this order. @param {string} text @param {string[]} order @param {string} where */
function once(text, order, where) {
  const places = order.map((words) => {
    assert.equal(text.split(`«${words}»`).length - 1, 1, `«${words}»: not once in ${where}`);
    return text.indexOf(`«${words}»`);
  });
  assert.deepEqual(places, [...places].sort((a, b) => a - b), `not in order in ${where}`);
}

/** @param {string} time as 11:46 */
const minute = (time) => time.split(':').map(Number).reduce((h, m) => h * 60 + m);
/** The time that stands somewhere, in minutes. @param {import('playwright-core').Locator} at */
const clock = async (at) => minute(/\d\d:\d\d/.exec(await at.innerText())?.[0] ?? '');

/** Seconds left of the step. @param {Page} page */
async function left(page) {
  const [m, s] = (await page.locator('.agenda .left time').innerText()).split(':').map(Number);
  return m * 60 + s;
}

/** The words drawn on a paper, line by line, as one text. @param {Page} page @param {string} path */
async function pdf(page, path) {
  const body = Buffer.from(await page.evaluate(async (p) => {
    const bytes = new Uint8Array(await (await fetch(p)).arrayBuffer());
    let all = '';
    for (const b of bytes) all += String.fromCharCode(b);
    return btoa(all);
  }, path), 'base64');
  assert.equal(body.subarray(0, 5).toString(), '%PDF-');
  let words = '';
  for (let at = body.indexOf('stream\n'); at > 0; at = body.indexOf('stream\n', at + 7)) {
    const end = body.indexOf('endstream', at);
    if (body.subarray(at - 3, at).toString() === 'end') continue;
    /** @type {string} */
    let content;
    try { content = inflateSync(body.subarray(at + 7, end)).toString('latin1'); } catch { continue; }
    for (const [, drawn] of content.matchAll(/\(((?:[^\\()]|\\[^])*)\) ?Tj/g)) {
      const raw = Buffer.from(drawn.replace(/\\([^])/g, (_, c) => ({ n: '\n', r: '\r', t: '\t' })[/** @type {string} */ (c)] ?? c), 'latin1');
      words += ` ${raw.swap16().toString('utf16le')}`;
    }
  }
  return words.replace(/\s+/g, ' ');
}
