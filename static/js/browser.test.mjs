// The scripts as a person meets them: in Chromium, under the real policy, against a small server that can fail.
// node --test static/js   (after e2e/install.sh)
import { test, before, after, beforeEach } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { startBrowser } from '../../e2e/harness.mjs';

const dist = new URL('../dist/', import.meta.url);
/** @param {string} name */
const url = (name) => {
  const [stem, ext] = name.split('.');
  return '/static/' + readdirSync(dist).map((f) => f.replace(/\.gz$/, '')).find((f) => f.startsWith(stem + '.') && f.endsWith('.' + ext) && f.split('.').length === 3);
};
const config = [.../const HtmxConfig = ([\s\S]*?)\n\n/.exec(readFileSync(new URL('../static.go', import.meta.url), 'utf8'))?.[1].matchAll(/`(.*?)`/g) ?? []].map((m) => m[1]).join('');
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
/** @type {Record<string, string>} */
const mime = { '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** @type {{method: string, path: string, body: string, op: string | undefined}[]} */
let log = [];
/** How the server answers writes: not at all, or with this status. @type {'drop' | number | null} */
let fail = null;
let ticked = false, refuse = false;
/** @type {http.ServerResponse | null} */
let live = null;

const row = () => `<li id="row-a"><form hx-put="/check/a" hx-target="#row-a" hx-swap="outerMorph" hx-sync="this:drop" data-autosubmit="100"><label><input type="checkbox" name="done" id="c-a" ${ticked ? 'checked' : ''}>a</label></form></li>`;
/** @param {string} lang */
const page = (lang) => `<!doctype html><html lang="${lang}" data-user="u1"><head><meta charset="utf-8"><title>${lang}</title><meta name="htmx-config" content='${config}'>
<link rel="stylesheet" href="${url('app.css')}"><script src="${url('htmx.js')}" defer></script><script type="module" src="${url('app.js')}"></script><script type="module" src="${url('office.js')}"></script><script type="module" src="${url('reorder.js')}"></script><script type="module" src="${url('signature.js')}"></script></head><body>
<div id="net" class="net" role="status"><span data-net="sent">1</span><span data-net="sending">2</span><span data-net="offline">3</span></div>
<nav class="langs"><a hreflang="ru" href="/lang/ru">Рус</a></nav>
<div id="flash" role="status"></div><template id="offline-flash"><p>offline</p></template><template id="error-flash"><p>error</p></template>
<main id="main"><h1>${lang}</h1>
<form id="cap" method="post" action="/add" hx-post="/add" hx-target="#list" hx-swap="beforeend" hx-sync="this:drop" data-reset data-guard><input type="hidden" name="op" value="op-1"><input id="w" name="w"><input id="w2" name="w2"><div class="keys" data-keybar><button type="button" data-key="ң">ң</button></div><button id="add">add</button><p data-draft-note hidden>restored</p></form>
<form id="say" action="/add" hx-post="/add" hx-target="#list" hx-swap="beforeend" hx-sync="this:drop" data-reset><textarea id="said" name="w" data-enter hx-get="/similar" hx-trigger="input changed delay:100ms" hx-target="#similar" hx-swap="innerHTML" hx-sync="this:replace"></textarea><div id="similar"></div></form>
<ul id="list"></ul><ul>${row()}</ul>
<form hx-put="/n" hx-swap="none" data-autosubmit="150"><div class="stepper"><button name="set" value="n=1" data-step="-1">-</button><input type="number" name="n" min="0" value="2"><button name="set" value="n=3" data-step="1" id="plus">+</button></div></form>
<details id="d"><summary>more</summary><p>inside</p></details><textarea id="ta" name="ta"></textarea><select id="sel"><option value="1">1<option value="2">2</select>
<div id="region"><h2>Region</h2><button id="gone" hx-get="/region" hx-target="#region" hx-swap="outerHTML">gone</button></div>
<div class="timer" data-planned-seconds="60" data-started="${new Date(Date.now() - 65000).toISOString()}" data-now="${new Date().toISOString()}"><time>--</time><span data-when="left">l</span><span data-when="over" hidden>o</span></div>
<form hx-put="/order" hx-swap="none"><ul data-reorder>${[1, 2, 3].map((n) => `<li><button type="button" data-handle id="h${n}">=</button><input type="hidden" name="order" value="${n}">${n}</li>`).join('')}</ul></form>
<button data-opens="dl" id="op">open</button><dialog id="dl"><button data-closes>x</button></dialog>
<details class="menu"><summary>m</summary><div><a href="#x">x</a></div></details><button data-theme-set="dark">dark</button>
<form><div data-signature class="sign"><div class="pad"><canvas></canvas></div><input type="hidden" name="sig"><button data-clear>clear</button></div></form>
<div hx-sse:connect="/live" hx-swap="none" hx-sync="this:drop" hx-trigger="load, every 10s"></div></main></body></html>`;

const server = http.createServer((q, r) => {
  const { pathname: path, searchParams } = new URL(q.url ?? '/', 'http://x');
  if (path.startsWith('/static/')) {
    r.setHeader('content-type', mime[extname(path)] ?? 'text/plain');
    const file = new URL(path.slice(8), dist), packed = !existsSync(file); // what can be is kept compressed alone
    if (packed) r.setHeader('content-encoding', 'gzip');
    return r.end(readFileSync(packed ? new URL(`${file.href}.gz`) : file));
  }
  let body = '';
  q.on('data', (d) => { body += d; });
  q.on('end', () => {
    r.setHeader('content-security-policy', policy);
    r.setHeader('content-type', 'text/html; charset=utf-8');
    if (path === '/live') { r.setHeader('content-type', 'text/event-stream'); r.write('event: beat\ndata: 1\n\n'); live = r; return; }
    if (q.method !== 'GET' || path === '/evil.js') log.push({ method: q.method ?? '', path, body, op: /** @type {string | undefined} */ (q.headers['x-op-id']) });
    if (fail === 'drop') return q.socket.destroy();
    if (fail) { r.statusCode = fail; return r.end('<p>bad gateway</p>'); }
    if (path === '/add') return setTimeout(() => r.end(`<li>${new URLSearchParams(body).get('w')}<script src="/evil.js"></script></li>`), 200);
    if (path === '/check/a') { ticked = body.includes('done') && !refuse; return r.end(row()); }
    if (path === '/n' || path === '/order') { r.statusCode = 204; return r.end(); }
    if (path === '/similar') return r.end(`<b>${searchParams.get('w')}</b>`);
    if (path === '/region') return r.end('<div id="region"><h2>New</h2></div>');
    if (path === '/lang/ru') { r.statusCode = 303; r.setHeader('location', '/?l=ru'); return r.end(); }
    r.end(page(searchParams.get('l') ?? 'ky'));
  });
});

/** @type {import('playwright-core').Browser} */ let browser;
/** @type {import('playwright-core').Page} */ let p;
/** @type {string[]} */ let errors = [];
let at = '';

before(async () => {
  browser = await startBrowser();
  await new Promise((ok) => server.listen(0, '127.0.0.1', () => ok(undefined)));
  at = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
});
after(async () => { await browser.close(); server.closeAllConnections(); server.close(); });
beforeEach(async () => {
  log = []; fail = null; ticked = refuse = false; errors = [];
  await p?.context().close();
  p = await (await browser.newContext({ viewport: { width: 1024, height: 768 } })).newPage();
  p.on('console', (m) => { if (/Content Security Policy/.test(m.text())) errors.push(m.text()); });
  p.on('pageerror', (e) => errors.push(e.message));
  await p.goto(at);
  await p.waitForTimeout(300);
});

/** @param {string} q */
const value = (q) => p.$eval(q, (e) => /** @type {HTMLInputElement} */ (e).value);
const rest = (ms = 500) => p.waitForTimeout(ms);
const adds = () => log.filter((x) => x.path === '/add');
const quiet = () => assert.deepEqual(errors, []);

test('a double tap is one operation, and the next one is new', async () => {
  await p.fill('#w', 'суу жок');
  await p.dblclick('#add');
  await rest();
  assert.equal(adds().length, 1);
  assert.equal(adds()[0].op, 'op-1');
  assert.match(adds()[0].body, /op=op-1/);
  assert.match(await value('#cap [name=op]'), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(await value('#w'), '', 'data-reset empties what was sent');
  quiet();
});

test('a line and Enter: sent, emptied, ready for the next; suggestions come without touching what is typed', async () => {
  await p.locator('#said').pressSequentially('суу жок');
  await rest();
  assert.equal(await p.textContent('#similar'), 'суу жок');
  assert.equal(await value('#said'), 'суу жок', 'asking for a suggestion leaves the words alone');
  await p.keyboard.press('Shift+Enter');
  await p.keyboard.type('түтүк эски');
  assert.equal(await value('#said'), 'суу жок\nтүтүк эски');
  await p.keyboard.press('Enter');
  await rest();
  assert.equal(adds().length, 1);
  assert.equal(await value('#said'), '');
  assert.equal(await p.evaluate(() => document.activeElement?.id), 'said');
  await p.keyboard.press('Enter');
  await rest(300);
  assert.equal(adds().length, 1, 'an empty line says nothing');
  quiet();
});

test('scripts in answers are dropped', async () => {
  await p.fill('#w', 'x');
  await p.click('#add');
  await rest();
  assert.equal(await p.locator('#list script').count(), 0);
  assert.ok(!log.some((x) => x.path === '/evil.js'));
});

for (const [how, words] of /** @type {['drop' | number, string][]} */ ([['drop', 'offline'], [502, 'error']])) {
  test(`lost answer (${how}): words kept, said so, and the retry is the same operation`, async () => {
    fail = how;
    await p.fill('#w', 'экинчи');
    await p.click('#add');
    await rest();
    assert.equal(await value('#w'), 'экинчи');
    assert.equal(await p.textContent('#flash'), words);
    if (how === 'drop') assert.equal(await p.getAttribute('#net', 'data-state'), 'offline');
    fail = null;
    await p.click('#add');
    await rest();
    // Chromium itself sends again on a reset connection: one more reason for the id
    assert.ok(adds().length >= 2);
    assert.ok(adds().every((x) => x.op === 'op-1'));
    assert.equal(await p.textContent('#flash'), '');
    assert.equal(await p.getAttribute('#net', 'data-state'), 'sent');
  });
}

test('a tick is sent, a refusal is shown, another tablet is followed', async () => {
  await p.click('#c-a');
  await rest(300);
  assert.equal(log.at(-1)?.body, 'done=on');
  assert.ok(await p.isChecked('#c-a'));
  refuse = true;
  await p.click('#c-a'); await rest(300);
  await p.click('#c-a'); await rest(300);
  assert.ok(!(await p.isChecked('#c-a')), 'refused');
  for (const state of [true, false]) {
    ticked = state;
    live?.write(`id: 7\ndata: <hx-partial hx-target="#row-a" hx-swap="outerMorph">${row()}</hx-partial>\n\n`);
    await rest(200);
    assert.equal(await p.isChecked('#c-a'), state);
  }
  quiet();
});

test('three taps on plus go as one wanted value', async () => {
  for (let i = 0; i < 3; i++) await p.click('#plus');
  await rest();
  assert.deepEqual(log.map((x) => x.body), ['n=5']);
});

test('another language keeps what was typed, chosen and opened', async () => {
  await p.fill('#ta', 'жазып жатам');
  await p.fill('#w2', 'дагы');
  await p.selectOption('#sel', '2');
  await p.click('#d summary');
  const op = await value('#cap [name=op]');
  await p.click('.langs a');
  await rest();
  assert.equal(await p.getAttribute('html', 'lang'), 'ru');
  assert.equal(await p.title(), 'ru');
  assert.equal(await p.textContent('h1'), 'ru');
  assert.equal(p.url(), at + '/');
  assert.deepEqual([await value('#ta'), await value('#w2'), await value('#sel'), await value('#cap [name=op]')], ['жазып жатам', 'дагы', '2', op]);
  assert.ok(await p.$eval('#d', (d) => /** @type {HTMLDetailsElement} */ (d).open));
  quiet();
});

test('focus that a swap took goes to the new heading', async () => {
  await p.focus('#gone');
  await p.keyboard.press('Enter');
  await rest(300);
  assert.equal(await p.evaluate(() => document.activeElement?.textContent), 'New');
});

test('the clock follows the server and says when time is over', async () => {
  assert.match(await p.textContent('.timer time') ?? '', /^\+00:0\d$/);
  assert.ok(await p.isVisible('[data-when=over]'));
  assert.ok(!(await p.isVisible('[data-when=left]')));
});

test('the key bar writes at the caret', async () => {
  assert.ok(!(await p.isVisible('[data-keybar]')), 'a mouse has a keyboard');
  await p.evaluate(() => localStorage.setItem('ashar.keys', 'on'));
  await p.fill('#w', 'де');
  await p.click('[data-key]');
  assert.equal(await value('#w'), 'дең');
});

test('a row dragged down sends the new order; Escape puts it back', async () => {
  const drag = async () => {
    const a = await p.locator('#h1').boundingBox(), b = await p.locator('#h2').boundingBox();
    assert.ok(a && b);
    await p.mouse.move(a.x + 5, a.y + 5);
    await p.mouse.down();
    await p.mouse.move(a.x + 5, b.y + b.height, { steps: 5 });
  };
  await drag();
  await p.keyboard.press('Escape');
  await p.mouse.up();
  await rest(200);
  assert.equal(log.length, 0);
  await drag();
  await p.mouse.up();
  await rest(200);
  assert.deepEqual(log.map((x) => x.body), ['order=2&order=1&order=3']);
});

test('dialog, menu and theme', async () => {
  await p.click('#op');
  assert.ok(await p.isVisible('#dl'));
  await p.click('[data-closes]');
  assert.ok(!(await p.isVisible('#dl')));
  await p.click('.menu summary');
  await p.click('h1');
  assert.equal(await p.locator('.menu[open]').count(), 0);
  await p.click('[data-theme-set]');
  assert.equal(await p.getAttribute('html', 'data-theme'), 'dark');
  assert.match(await p.evaluate(() => document.cookie), /theme=dark/);
});

test('a signature is drawn, survives turning the tablet, and is cleared', async () => {
  await p.locator('canvas').scrollIntoViewIfNeeded();
  const box = await p.locator('canvas').boundingBox();
  assert.ok(box);
  await p.mouse.move(box.x + 20, box.y + 20);
  await p.mouse.down();
  await p.mouse.move(box.x + 120, box.y + 80, { steps: 8 });
  await p.mouse.up();
  assert.match(await value('[name=sig]'), /^data:image\/png/);
  await p.setViewportSize({ width: 700, height: 900 });
  await rest(300);
  assert.ok(await p.$eval('canvas', (c) => c.getContext('2d')?.getImageData(0, 0, c.width, c.height).data.some((v, i) => i % 4 === 3 && v > 0)));
  await p.click('[data-clear]');
  assert.equal(await value('[name=sig]'), '');
  quiet();
});

test('a draft survives a reload and ends with the sending', async () => {
  p.on('dialog', (d) => d.accept());
  await p.fill('#w', 'калсын');
  await p.reload();
  await rest(300);
  assert.equal(await value('#w'), 'калсын');
  assert.ok(await p.isVisible('[data-draft-note]'));
  await p.click('#add');
  await rest();
  await p.reload();
  await rest(300);
  assert.equal(await value('#w'), '');
});
