// The wall of a hall: what the tablet decides and captures is on the projector without a reload.
import assert from 'node:assert/strict';
import { after, assertQuiet, axe, before, device, eventually, loads, shot, signIn, slow, startAshar, startBrowser, test } from './harness.mjs';

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let tablet;
let session = '';
before(async () => {
  ashar = await startAshar({ args: ['--hall'] }); // with addresses that a phone could reach
  browser = await startBrowser();
  tablet = await (await device(browser, ashar.url)).newPage();
  await signIn(tablet, 'facilitator', ashar.accounts);
  await tablet.goto('/');
  session = /\/sessions\/[^/?]+/.exec(String(await tablet.locator('a[href^="/sessions/"]').first().getAttribute('href')))?.[0] ?? '';
});
after(async () => { await browser?.close(); await ashar?.stop(); });

const sizes = /** @type {const} */ ({ wide: { width: 1920, height: 1080 }, beamer: { width: 1024, height: 768 }, large: { width: 1400, height: 1050 } });

/** The projector of this facilitator, where a reload would be noticed. @param {'reduce' | 'no-preference'} [reducedMotion] */
async function projector(reducedMotion = 'reduce') {
  const context = await device(browser, ashar.url, 'wall', { reducedMotion, storageState: await tablet.context().storageState() });
  const wall = await context.newPage();
  await wall.goto(`${session}/screen`);
  await alive(wall);
  return wall;
}

/** The wall's stream is open; from now on a reload is noticed. @param {import('playwright-core').Page} wall */
async function alive(wall) {
  await wall.waitForFunction(() => Boolean(/** @type {any} */ (document.querySelector('#live'))?._htmx?.sse?.reader));
  await wall.evaluate(() => { /** @type {any} */ (window).same = true; });
}

/** @param {import('playwright-core').Page} wall @param {string} name */
const shows = (wall, name) => wall.locator(`#wall[data-scene="${name}"]`).waitFor();

/** A button on the tablet's page about the wall. @param {string} name @param {string} value */
async function decide(name, value) {
  await tablet.goto(`${session}/wall`);
  await loads(tablet, () => tablet.locator(`button[name="${name}"][value="${value}"]`).click());
}

/** @param {string} path @param {Record<string, string>} form */
async function post(path, form) {
  const answer = await tablet.request.post(path, { form });
  assert.ok(answer.status() < 400, `${path}: ${answer.status()}`);
  return answer;
}

/** Everything of a scene is on the wall and nothing is cut off, at every size; axe finds nothing. @param {import('playwright-core').Page} wall @param {string} name */
async function legible(wall, name) {
  for (const [size, viewport] of Object.entries(sizes)) {
    await wall.setViewportSize(viewport);
    const look = () => wall.evaluate(() => {
      const root = document.documentElement;
      const least = innerWidth / 48 * 0.72;
      const out = [];
      if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) out.push('the page scrolls');
      for (const el of document.querySelectorAll('#wall p, #wall h1, #wall h2, #wall li')) {
        const box = el.getBoundingClientRect();
        if (el.closest('.sr') || !el.textContent?.trim()) continue;
        if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1 || box.top < -1) out.push(`off the wall: ${el.textContent?.trim().slice(0, 40)}`);
        if (parseFloat(getComputedStyle(el).fontSize) < least) out.push(`too small: ${getComputedStyle(el).fontSize} ${el.textContent?.trim().slice(0, 40)}`);
      }
      return out;
    });
    await eventually(async () => assert.deepEqual(await look(), [], `${name} at ${size}`), 3); // the wall fits itself after a frame
    await axe(wall);
    await shot(wall, `wall-${name}-${size}`);
  }
  await wall.setViewportSize(sizes.wide);
  assertQuiet(wall);
}

test('the tablet decides and the wall follows, without a reload and in place', async () => {
  const wall = await projector();
  await shows(wall, 'cards');
  const head = () => wall.locator('#wall > header').evaluate((el) => el.getBoundingClientRect().height);
  const before = await head();
  await decide('scene', 'step');
  await shows(wall, 'step');
  assert.equal(await head(), before, 'the head jumps');
  for (const [name, value, sign] of [['scene', 'welcome', '#scene-welcome h1'], ['blank', '1', '#wall.blank'], ['blank', '0', '#wall:not(.blank)'],
    ['theme', 'dark', 'html[data-theme="dark"]'], ['language', 'ru', 'html[lang="ru"]'], ['theme', 'light', 'html[data-theme="light"]'], ['language', 'ky', 'html[lang="ky"]']]) {
    await decide(name, value);
    await wall.locator(sign).first().waitFor();
  }
  await decide('scene', '');
  await shows(wall, 'cards');
  assert.equal(await wall.evaluate(() => /** @type {any} */ (window).same), true, 'it was loaded anew');
  assertQuiet(wall);
  await tablet.goto(`${session}/wall`);
  await axe(tablet);
  assertQuiet(tablet);
  await wall.context().close();
});

test('a card stands on the wall as soon as it is captured, and the others stay where they are', async () => {
  const wall = await projector();
  await shows(wall, 'cards');
  const first = wall.locator('.wallcards > li').first();
  const place = await first.boundingBox();
  await tablet.goto(`${session}/priorities`);
  await tablet.locator('[name=text]').first().fill('Көпүрөнүн тосмосу сынган');
  const began = Date.now();
  await tablet.locator('[name=text]').first().press('Enter');
  await wall.getByText('Көпүрөнүн тосмосу сынган').waitFor();
  assert.ok(Date.now() - began < 2000 * slow, `it took ${Date.now() - began} ms`);
  assert.deepEqual(await first.boundingBox(), place);
  await wall.context().close();
});

test('a round from its opening to its result: nothing is told too early, then women beside men', async () => {
  const moving = await projector('no-preference');
  const wall = await projector();
  for (const [sex, n] of [['f', '7'], ['m', '6']])
    for (const band of ['14-17', '18-28', '29-45', '46-59', '60+']) await post(`${session}/attendance`, { what: 'came', sex, band, people: band === '18-28' ? n : '0' });
  await post(`${session}/step`, { step: '5' });
  await shows(wall, 'step');
  await tablet.goto(`${session}/rounds/new`);
  await tablet.locator('input[name="by"][value="sex"]').check().catch(() => {});
  await Promise.all([tablet.waitForURL(/\/rounds\/[0-9a-f-]+$/), tablet.locator('main form button.btn').last().click()]);
  const round = new URL(tablet.url()).pathname;
  await shows(wall, 'round');
  await legible(wall, 'round');
  const options = await wall.locator('.wallcards > li').evaluateAll((all) => all.map((li) => li.id.replace('wall-', '')));
  const hidden = () => wall.evaluate(() => document.querySelectorAll('.places, .lane, .sum').length);
  const beans = { f: [10, 6, 3, 2], m: [3, 2, 9, 4] };
  for (const [group, counts] of Object.entries(beans))
    for (const [i, option] of options.entries()) await post(`${round}/votes`, { option, group, n: String(counts[i] ?? 0) });
  await wall.getByText('39').first().waitFor();
  assert.equal(await hidden(), 0);
  await post(`${round}/confirmation`, { counter1: 'Бермет', counter2: 'Нурлан' });
  await post(`${round}/closing`, {});
  await wall.locator('.ready').waitFor();
  assert.equal(await hidden(), 0);
  await shows(moving, 'round');
  await moving.evaluate(() => { /** @type {any} */ (window).opened = 0; addEventListener('animationstart', (e) => { if (e.animationName === 'grow') /** @type {any} */ (window).opened++; }); });
  await post(`${round}/result`, {});
  await shows(moving, 'result');
  await moving.waitForFunction(() => /** @type {any} */ (window).opened > 0); // it opens, bar by bar
  await shows(wall, 'result');
  assert.equal(await wall.evaluate(() => document.getAnimations().length), 0, 'motion where none was asked for');
  assert.equal(await wall.locator('.places > li').count(), options.length);
  assert.equal(await wall.locator('.sides p').count(), 2);
  await legible(wall, 'result');
  await moving.waitForFunction(() => document.getAnimations().length === 0, undefined, { timeout: 6000 }); // then nothing moves
  await decide('theme', 'dark');
  await wall.locator('html[data-theme="dark"]').waitFor();
  await legible(wall, 'result-dark');
  await decide('theme', 'light');
  assert.equal(await wall.evaluate(() => /** @type {any} */ (window).same), true, 'it was loaded anew');
  await wall.context().close();
  await moving.context().close();
});

test('every scene is legible in Kyrgyz and Russian on every projector', async () => {
  const municipality = /municipalities\/([0-9a-f-]{36})/.exec(await (await tablet.request.get('/')).text())?.[1];
  await post(`/municipalities/${municipality}/hall`, { name: 'Ашар-Зал', password: 'aiyl-2016' });
  await post(`${session}/phones`, {});
  const wall = await projector();
  for (const lang of ['ky', 'ru']) {
    await post(`${session}/wall`, { language: lang });
    for (const scene of ['welcome', 'last', 'step', 'cards', 'result', 'thanks']) {
      await post(`${session}/wall`, { scene });
      await wall.locator(`#wall[lang="${lang}"][data-scene="${scene}"]`).waitFor();
      await legible(wall, `${scene}-${lang}`);
    }
  }
  await post(`${session}/wall`, { language: 'ky', scene: '' });
  await wall.context().close();
});

test('the line breaks and comes back: calm on the wall, and what happened meanwhile is there', async () => {
  const wall = await projector();
  await post(`${session}/wall`, { scene: 'cards' });
  await shows(wall, 'cards');
  await ashar.kill();
  await wall.locator('#net[data-state="offline"]').waitFor();
  assert.ok(await wall.locator('.wallcards > li').count() > 3, 'the wall was emptied');
  await ashar.restart();
  await post(`${session}/wall`, { scene: 'thanks' });
  await wall.locator('#wall[data-scene="thanks"]').waitFor({ timeout: 15_000 });
  await wall.locator('#net[data-state="sent"]').waitFor({ timeout: 15_000, state: 'attached' });
  assert.equal(await wall.evaluate(() => /** @type {any} */ (window).same), true, 'it was loaded anew');
  await post(`${session}/wall`, { scene: '' });
  await wall.context().close();
});

test('a projector where nobody is signed in shows the wall by a code, until the tablet takes it away', async () => {
  await tablet.goto(`${session}/wall`);
  await loads(tablet, () => tablet.locator('form[action$="/screens"] button').click());
  const code = String(await tablet.locator('.huge').innerText());
  const context = await device(browser, ashar.url, 'wall');
  const wall = await context.newPage();
  await wall.goto('/w');
  await axe(wall);
  await wall.locator('[name=code]').fill(code);
  await loads(wall, () => wall.locator('[name=code]').press('Enter'));
  await alive(wall);
  await post(`${session}/wall`, { scene: 'cards' });
  await shows(wall, 'cards');
  await tablet.goto(`${session}/wall`);
  await loads(tablet, () => tablet.locator('form[action$="/removal"] button').first().click());
  await wall.locator('[name=code]').waitFor({ timeout: 8000 });
  await post(`${session}/wall`, { scene: '' });
  await context.close();
});
