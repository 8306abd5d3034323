// A cycle from its groups to the photo, on the pages alone: consolidated, told to a gathering, decided on, paid for, planned,
// monitored and published; then a villager follows a sentence by the code on the minutes.
import assert from 'node:assert/strict';
import { after, assertFits, assertQuiet, axe, before, device, eventually, loads, shot, signIn, slow, startAshar, startBrowser, still, test } from './harness.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { [ashar, browser] = await Promise.all([startAshar(), startBrowser()]); });
after(async () => { await Promise.all([browser?.close(), ashar?.stop()]); });

/** @param {string} role @param {'tablet' | 'phone'} screen */
async function somebody(role, screen) {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  page.setDefaultTimeout(15_000 * slow);
  await signIn(page, role, ashar.accounts);
  return page;
}

/** @param {Page} page @param {string} selector @param {string | RegExp} [text] */
const click = (page, selector, text) => loads(page, () => page.locator(selector, text ? { hasText: text } : {}).first().click());
/** A station of the cycle. @param {Page} page @param {string} name */
const station = (page, name) => click(page, `nav a[href$="/${name}"]`);
/** @param {Page} page @param {Record<string, string>} values @param {string} [form] */
async function fill(page, values, form = 'main') {
  for (const [name, value] of Object.entries(values)) await page.locator(`${form} [name=${name}]`).first().fill(value);
}
/** @param {Page} page @param {string} name */
async function look(page, name) {
  await shot(page, `acceptance-${name}`, true);
  await assertFits(page);
  await axe(page);
  assertQuiet(page, [/422/]);
}

test('from what the groups said to the photo that a villager sees', async () => {
  const office = await somebody('coordinator', 'tablet');
  const deputy = await somebody('deputy', 'phone');
  const monitor = await somebody('monitor', 'phone');

  // one list of the groups' lists; the women's divergence is answered
  await click(office, 'main a[href^="/cycles/"]:not([href*="schedule"])');
  const cycle = new URL(office.url()).pathname;
  await station(office, 'needs');
  await click(office, '.flash a[href$="/joins"]');
  await click(office, 'main form button.btn:not([name])');
  await office.locator('summary', { hasText: 'Аялдар' }).first().click();
  await fill(office, { answer: 'Тигүү цехи боюнча долбоор 2017-жылы фондго берилет.' }, 'form[action$="/divergence"]');
  await click(office, 'form[action$="/divergence"] button');
  await look(office, 'list');

  // the gathering
  await station(office, 'gatherings');
  await click(office, '.empty a.btn');
  await fill(office, { venue: 'Маданият үйү', chair: 'Жылдыз Сатыбалдиева', secretary: 'Мирлан Абдыкеримов', quorum: '20', quorum_source: 'Уставдын 14-беренеси' });
  await click(office, '#gathering-form .actions button');
  await click(office, 'form[action$="/status"] > button.btn');
  await click(office, '.gathering-tabs a[href$="/presence"]');
  for (const [i, n] of ['12', '9'].entries()) {
    const cell = office.locator('.presence input[name=people]').nth(i);
    await cell.fill(n);
    await cell.press('Tab');
  }
  await office.locator('#presence-figures .huge', { hasText: '21' }).waitFor();
  await still(office);
  await click(office, '.gathering-tabs a[href$="/proposals"]');
  await office.locator('#spoken > summary').click();
  await fill(office, { text: 'Ар бир айылга таштанды чогулткуч' }, '#spoken-form');
  await click(office, '#spoken-form button');
  await fill(office, { for: '18', against: '2', abstained: '1' }, '#vote-form');
  await click(office, '#vote-form .actions button');
  await click(office, '.gathering-tabs a[href$="/minutes"]');
  await click(office, 'a[href$="/closing"]');
  await office.locator('details.ask > summary.btn').click();
  await click(office, '#close-form button');
  await look(office, 'gathering');

  // a deputy decides on all of it: the last but one is rejected, the last accepted
  await click(deputy, 'main a[href$="/council"]');
  const undecided = '.council-list > li .verdict a';
  for (let left = await deputy.locator(undecided).count(); left > 0; left--) {
    await click(deputy, undecided);
    const title = await deputy.locator('h1').innerText();
    const refused = title.startsWith('Аялдарга');
    await deputy.locator(`[value=${refused ? 'rejected' : 'accepted'}]`).check();
    await fill(deputy, { reason_ky: refused ? 'Бул фондго кайрылуу менен чечилет.' : 'Каражат табылды.' });
    if (!title.startsWith('Маданият')) {
      await click(deputy, '#decision-form button.btn');
    } else {
      await deputy.locator('#decision-form button.btn').click();
      await deputy.locator('[name=departs_ky][aria-invalid=true]').waitFor();
      await look(deputy, 'departs');
      await fill(deputy, { departs_ky: 'Жаштар үчүн башка жай жок.' });
      await click(deputy, '#decision-form button.btn');
    }
  }
  assert.equal(await deputy.locator(undecided).count(), 0, 'something is left undecided');
  await click(deputy, '.council-filter a[href$="show=departing"]');
  assert.equal(await deputy.locator('.council-list > li').count(), 2, 'the one passed over and the one that passed');
  await resolution(office, `${cycle}/council`, 'a[href$="/resolutions/new"]', '1/2');

  // the money: a rule is declared, two are compared, what it says is kept and overridden
  await station(office, 'budget');
  await click(office, '.flash a[href$="/rules"]');
  await click(office, 'main form button.btn');
  await click(office, 'main .sheet a.btn'); // and on to the division
  /** @param {'left' | 'right'} side */
  const chosen = (side) => office.locator(`section[aria-labelledby=rule-${side}] .picks li.in`).allInnerTexts();
  assert.notDeepEqual(await chosen('left'), await chosen('right'), 'both rules buy the same');
  await look(office, 'budget');
  await click(office, 'form[action$="/allocations"] button');
  await station(deputy, 'budget');
  await click(deputy, '.flash a[href*="/allocations/"]');
  for (const [need, put, why] of [['Таштанды', '0', 'Бала бакчага орун бошотулат'], ['Бала бакча', '1', 'Аялдардын биринчи муктаждыгы']]) {
    await deputy.locator('#own [name=need]').selectOption(await deputy.locator('#own option', { hasText: need }).getAttribute('value') ?? '');
    await deputy.locator(`#own [name=in][value="${put}"]`).check();
    await fill(deputy, { reason: why }, '#own');
    await click(deputy, '#own button.btn');
  }
  await deputy.locator('.ask summary').last().click();
  await click(deputy, 'form[action$="/adoption"] button');
  await look(deputy, 'division');

  // the plan: what has its money, each row made whole, put forward, adopted by a resolution
  await station(office, 'plan');
  await click(office, '.empty a.btn');
  await click(office, 'main form button.btn');
  await click(office, '.empty a[href$="/suggestions"]');
  const funded = await office.locator('[name=needs]:checked').count();
  assert.ok(funded > 2 && funded < await office.locator('[name=needs]').count(), `${funded} are ticked`);
  await click(office, 'main form button.btn');
  await click(office, 'main a.btn[href$="/adoption"]');
  for (let rows = 0; rows < funded; rows++) {
    await click(office, '.lacks a');
    await fill(office, { responsible_ao: 'Нурлан Асанов', starts: '2017-04-01', ends: '2017-10-01', step_1: 'Долбоор-смета', cost_local_2017: await office.inputValue('[name=estimate]') });
    await loads(office, () => office.locator('#action-form .actions').last().locator('button.btn').click());
    await click(office, 'main a.btn[href$="/adoption"]'); // and on to the next
  }
  await click(office, 'form[action$="/proposal"] button');
  await resolution(office, '', 'a[href*="about=plan"]', '1/3');
  await click(office, 'main a.btn[href$="/adoption"]');
  await loads(office, () => office.locator('form[action$="/adoption"] button.btn').click());
  await look(office, 'plan');

  // the aiyl okmotu says done; the monitoring group went to look, twice
  const actions = await office.locator('[data-action] h3 a').evaluateAll((all) => all.slice(0, 2).map((a) => a.getAttribute('href') ?? ''));
  for (const action of actions) {
    await office.goto(action);
    await office.locator('#report [name=status][value=done]').check();
    await fill(office, { percent: '100', spent: '300 000' }, '#report');
    await click(office, '#report button.btn');
  }
  await click(monitor, 'main a[href$="/monitoring"]');
  const path = new URL(monitor.url()).pathname;
  const jpeg = await monitor.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [800, 600];
    return canvas.toDataURL('image/jpeg');
  });
  for (let i = 0; i < 2; i++) {
    await monitor.goto(path);
    await loads(monitor, () => monitor.locator('.sides').nth(i).locator('xpath=ancestor::li').locator('a[href*="/acts/new"]').click());
    const figure = await monitor.locator('.opinions input').first().evaluate((el) => {
      const style = getComputedStyle(el);
      return el.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    });
    assert.ok(figure > 30, `a stepper leaves ${figure} px for its figure`);
    await fill(monitor, { members: 'Салтанат Бейшеева', found_work: 'Жарымы гана бүткөн', percent: '40' });
    await monitor.locator('[name=status][value=under_way]').check();
    await monitor.setInputFiles('#photo-take', { name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(jpeg.split(',')[1], 'base64') });
    await monitor.locator('.faces img').waitFor();
    await monitor.locator('form[data-faces] .actions button').click();
    await monitor.locator('#photos figure img').waitFor();
    await monitor.locator('form[data-act] details.ask > summary').click();
    await monitor.locator('form[data-act] [name=file]').click();
    await monitor.locator('a[href$="/act.pdf"]').waitFor();
    await monitor.locator('form[data-act]').waitFor({ state: 'detached' });
  }
  await monitor.goto(path);
  assert.equal(await monitor.locator('li:has(.sides)', { hasText: 'Баалар айырмаланат' }).count(), 2, 'two acts disagree');
  await look(monitor, 'monitoring');

  // everything is shown to everybody
  await station(office, 'publication');
  for (let parts = await office.locator('button[name=published][value="1"]').count(); parts > 0; parts--) await click(office, 'button[name=published][value="1"]');
  await look(office, 'published');
  await station(office, 'analysis');
  await look(office, 'analysis');

  // a villager reads the code off the minutes, and follows a sentence to the photo
  await office.goto('/');
  await click(office, 'main a[href$="/minutes"]', 'Аялдар');
  const code = (await office.locator('.code:has(svg) p').innerText()).trim();
  assert.ok(code, 'no code on the minutes');
  const villager = await (await device(browser, ashar.url, 'phone')).newPage();
  await villager.goto('/n');
  await look(villager, 'code');
  await villager.fill('#code', code.toLowerCase());
  await loads(villager, () => villager.locator('#code').press('Enter'));
  await click(villager, 'a[href^="/n/"]', 'Таза суу');
  await villager.locator('main', { hasText: '«суу дат жыттанат' }).waitFor();
  await look(villager, 'passport');
  const photo = villager.locator('a[href^="/open/photos/"]').first();
  await photo.scrollIntoViewIfNeeded();
  await eventually(async () => assert.ok(await photo.locator('img').evaluate((img) => /** @type {HTMLImageElement} */ (img).naturalWidth > 0), 'the photo does not show'));
  assert.equal((await villager.request.get(await photo.getAttribute('href') ?? '')).headers()['content-type'], 'image/jpeg');
}, 90);

/** Drafts a resolution, fills its gaps, and the council adopts it. @param {Page} page @param {string} from @param {string} link @param {string} number */
async function resolution(page, from, link, number) {
  if (from) await page.goto(from);
  await click(page, link);
  await fill(page, { number, convocation: 'VIII', session_no: 'IX', seat: 'Ак-Башат', chair: 'Кубанычбек Сыдыков' });
  for (const field of await page.locator('#resolution-form textarea').all()) await field.fill((await field.inputValue()).replaceAll('____', 'бюджет боюнча'));
  await click(page, '#resolution-form button.btn');
  await fill(page, { elected: '21', present: '19', for: '17', against: '1', abstained: '1' }, '#adopt-form');
  await click(page, '#adopt-form button.btn');
  await page.locator('main .chip.done').first().waitFor();
}
