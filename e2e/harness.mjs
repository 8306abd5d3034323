// Starts Ashar as a person would meet it: the binary with its demo data, and Debian's Chromium in front of it.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtemp, rm, mkdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as runner from 'node:test';
import { chromium } from 'playwright-core';

/**
 * Whatever is waited for is waited for so long and no longer: a suite that hangs says nothing.
 * @template T @param {Promise<T>} promise @param {number} seconds @param {string} otherwise what is said then
 * @returns {Promise<T>}
 */
export function within(promise, seconds, otherwise) {
  /** @type {NodeJS.Timeout | undefined} */
  let late;
  return Promise.race([promise, new Promise((_, no) => { late = setTimeout(() => no(new Error(`${otherwise} (${seconds} s)`)), seconds * 1000); })])
    .finally(() => clearTimeout(late));
}

/** ASHAR_SLOW=4: every page computes four times slower and each answer takes 400 ms longer; what does not wait for its outcome fails then. */
export const slow = Number(process.env.ASHAR_SLOW) || 1;

/** A test, bounded: nothing in it may wait longer than this, whatever it waits for. @param {string} name @param {() => Promise<void>} work @param {number} [seconds] */
export const test = (name, work, seconds = 180) => runner.test(name, { timeout: seconds * slow * 1000 }, work);
/** @param {() => Promise<void>} work */
export const before = (work) => runner.before(work, { timeout: 120_000 });
/** @param {() => Promise<void>} work */
export const after = (work) => runner.after(work, { timeout: 60_000 });

/**
 * What a page comes to hold, soon: looked at until it is so, and then what was wrong last is what is said.
 * Only for what is true from some moment on; that nothing happens is not seen by waiting.
 * @template T @param {() => T | Promise<T>} look @param {number} [seconds] @returns {Promise<T>}
 */
export async function eventually(look, seconds = 10) {
  for (const end = Date.now() + seconds * slow * 1000; ;) {
    try {
      return await look();
    } catch (e) {
      if (Date.now() > end) throw e;
    }
    await new Promise((go) => { setTimeout(go, 50); });
  }
}

/**
 * Does what brings another page, and waits until that page is there. A plain form asks first whether the server is,
 * so a click on it has ended long before; the load of the page before may still come, and an address may change
 * without another page. So the document itself is marked: only the next one is without the mark.
 * @param {import('playwright-core').Page} page @param {() => Promise<unknown>} act
 */
export async function loads(page, act) {
  await page.evaluate(() => { /** @type {any} */ (window).ofTheLastPage = true; });
  await act();
  // Asked from outside: a page without a script has no timer to wait with.
  await eventually(async () => {
    if (!await page.evaluate(() => !('ofTheLastPage' in window) && document.readyState === 'complete')) throw new Error(`no other page after ${page.url()}`);
  }, 30);
}

const root = new URL('..', import.meta.url).pathname;
const require = createRequire(import.meta.url);

/** Sizes people really hold. */
export const screens = {
  tablet: { width: 1024, height: 768 },
  portrait: { width: 768, height: 1024 },
  phone: { width: 360, height: 740 },
  wall: { width: 1920, height: 1080 },
};

/** @typedef {{role: string, login: string, password: string}} Account */

/** The binary under test: ASHAR_BIN, or built once. */
function binary() {
  if (process.env.ASHAR_BIN) return process.env.ASHAR_BIN;
  execFileSync('go', ['build', '-o', 'bin/ashar', './cmd/ashar'], { cwd: root, stdio: 'inherit' });
  return join(root, 'bin/ashar');
}

/** Servers that this process started: none outlives it. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();
process.once('exit', () => { for (const child of running) child.kill('SIGKILL'); });
process.once('SIGTERM', () => process.exit(143));

/**
 * Runs `ashar demo` on a free port and an empty data folder.
 * Its first line is `listening on http://…`, then a table `role  login  password` ended by an empty line or silence.
 * @param {{args?: string[], env?: Record<string, string>}} [options]
 */
export async function startAshar({ args = [], env = {} } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'ashar-e2e-'));
  const bin = binary();
  let log = '';
  /** @param {string} addr @param {string[]} [more] */
  const launch = async (addr, more = []) => {
    const child = spawn(bin, ['demo', '--addr', addr, '--data', data, ...args, ...more], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    const ended = new Promise((resolve) => child.once('exit', () => { running.delete(child); resolve(undefined); }));
    child.stderr.on('data', (d) => { log += d; });
    /** @type {Account[]} */
    const accounts = [];
    const lines = createInterface({ input: child.stdout });
    const url = await new Promise((resolve, reject) => {
      let found = '';
      /** @type {NodeJS.Timeout | undefined} */
      let quiet;
      const late = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`ashar did not start in 60 s\n${log}`)); }, 60_000);
      const done = () => { clearTimeout(late); clearTimeout(quiet); resolve(found); };
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`ashar ended with ${code}\n${log}`)));
      lines.on('line', (line) => {
        log += line + '\n';
        if (!found) { found = /^listening on (http:\/\/\S+)/.exec(line)?.[1] ?? ''; if (found) quiet = setTimeout(done, 1500); return; }
        const [role, login, password, ...rest] = line.trim().split(/\s{2,}|\t/);
        if (!line.trim() && accounts.length) done();
        else if (password && !rest.length && role !== 'role') accounts.push({ role, login, password });
      });
    });
    return { child, ended, url: url.replace(/\/$/, ''), accounts };
  };
  let run = await launch('127.0.0.1:0');
  const { url, accounts } = run;
  const kill = () => {
    run.child.kill('SIGKILL');
    return within(run.ended, 10, 'ashar was killed and is still there');
  };
  const stop = async () => {
    run.child.kill('SIGTERM');
    await within(run.ended, 10, `ashar did not stop when it was asked to, and was killed\n${log}`).catch(async (late) => { await kill(); throw late; });
  };
  return {
    url, accounts, data,
    log: () => log,
    /** Power comes back: same address, same data. @param {string[]} [more] arguments of this start alone */
    restart: async (more) => { await stop(); run = await launch(new URL(url).host, more); },
    /** Power goes, without a goodbye. */
    kill,
    stop: async () => { await stop().finally(() => rm(data, { recursive: true, force: true })); },
  };
}

/** What every browser is started with. hall.lan is this machine under a name as a hall's router gives it: plain http, and for a browser nothing safe. */
function chromiumHere() {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => existsSync(p));
  if (!executablePath) throw new Error('no Chromium: run e2e/install.sh or set CHROMIUM');
  return {
    executablePath, timeout: 60_000,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP hall.lan 127.0.0.1'],
  };
}

/** Closing is waited for, but not for ever. @template {{close: (...all: any[]) => Promise<void>}} T @param {T} what @param {string} name @returns {T} */
function closes(what, name) {
  const close = what.close.bind(what);
  what.close = (...all) => within(close(...all), 20 * slow, `${name} does not close`);
  return what;
}

/** @returns {Promise<import('playwright-core').Browser>} */
export async function startBrowser() {
  return closes(await chromium.launch(chromiumHere()), 'the browser');
}

/** Without a script there is no worker. @type {WeakSet<import('playwright-core').BrowserContext>} */
const plain = new WeakSet();

/** What went wrong on a page, by itself and unasked. @type {WeakMap<import('playwright-core').Page, string[]>} */
const troubles = new WeakMap();

/** @param {string} baseURL @param {keyof typeof screens} screen */
const like = (baseURL, screen) => ({
  baseURL, viewport: screens[screen], reducedMotion: /** @type {const} */ ('reduce'), locale: 'ky-KG', timezoneId: 'Asia/Bishkek', hasTouch: screen !== 'wall',
});

/**
 * A tablet of its own: cookies, storage and every complaint of its pages are collected.
 * @param {import('playwright-core').Browser} browser
 * @param {string} baseURL
 * @param {keyof typeof screens} [screen]
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function device(browser, baseURL, screen = 'tablet', options = {}) {
  const context = await watched(await browser.newContext({ ...like(baseURL, screen), ...options }));
  if (options.javaScriptEnabled === false || options.serviceWorkers === 'block') plain.add(context);
  return context;
}

/**
 * A tablet that can be switched off and on again: what its browser keeps lies in a folder.
 * @param {string} folder
 * @param {string} baseURL
 * @param {keyof typeof screens} [screen]
 */
export async function tabletIn(folder, baseURL, screen = 'tablet') {
  return watched(await chromium.launchPersistentContext(folder, { ...chromiumHere(), ...like(baseURL, screen) }));
}

/** @param {import('playwright-core').BrowserContext} context */
async function watched(context) {
  closes(context, 'a tablet');
  if (slow > 1) await slowed(context);
  context.pages().forEach(watch);
  context.on('page', watch);
  // the page's own report of a violation, as it happens
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (e) => console.error(`CSP ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber}`));
  });
  return context;
}

/** Who slows a page down. @type {WeakMap<import('playwright-core').Page, Promise<import('playwright-core').CDPSession>>} */
const brakes = new WeakMap();
/** @param {import('playwright-core').Page} page @param {number} rate how many times slower it computes */
const pace = async (page, rate) => (await brakes.get(page))?.send('Emulation.setCPUThrottlingRate', { rate });

/** @param {import('playwright-core').BrowserContext} context */
async function slowed(context) {
  let offline = false;
  const slows = async (/** @type {import('playwright-core').Page} */ page) => {
    if (!brakes.has(page)) brakes.set(page, context.newCDPSession(page));
    await pace(page, slow);
    await (await brakes.get(page))?.send('Network.emulateNetworkConditions', { offline, latency: 100 * slow, downloadThroughput: -1, uploadThroughput: -1 });
  };
  const [open, cut] = [context.newPage.bind(context), context.setOffline.bind(context)];
  context.newPage = async () => { const page = await open(); await slows(page); return page; };
  context.setOffline = async (now) => { offline = now; await Promise.all([cut(now), ...context.pages().map(slows)]); };
  await Promise.all(context.pages().map(slows));
}

/** @param {import('playwright-core').Page} page */
function watch(page) {
  if (troubles.has(page)) return;
  /** @type {string[]} */
  const list = [];
  troubles.set(page, list);
  page.on('pageerror', (e) => list.push(`error: ${e.message}`));
  page.on('console', (m) => { if (m.type() === 'error') list.push(`console: ${m.text()} (${m.location().url})`); });
  page.on('requestfailed', (r) => { if (!/ERR_ABORTED/.test(r.failure()?.errorText ?? '')) list.push(`request: ${r.url()} ${r.failure()?.errorText}`); });
}

/**
 * Fails if a page complained. Expected complaints (an offline test, a 422) are named by the test; CSP violations are never expected.
 * @param {import('playwright-core').Page} page
 * @param {RegExp[]} [expected]
 */
export function assertQuiet(page, expected = []) {
  const all = troubles.get(page) ?? [];
  const bad = all.filter((t) => /CSP|Content.Security.Policy/i.test(t) || !expected.some((e) => e.test(t)));
  all.length = 0;
  if (bad.length) throw new Error(`the page complained:\n  ${bad.join('\n  ')}`);
}

/**
 * Signs in as the first account of a role, through the real form.
 * @param {import('playwright-core').Page} page
 * @param {string} role
 * @param {Account[]} accounts
 */
export async function signIn(page, role, accounts) {
  const who = accounts.find((a) => a.role === role);
  if (!who) throw new Error(`no account of role ${role}; there are ${accounts.map((a) => a.role).join(', ')}`);
  await page.goto('/');
  await page.locator('input[autocomplete="username"]').fill(who.login);
  const secret = page.locator('input[autocomplete="current-password"]');
  await secret.fill(who.password);
  await Promise.all([page.waitForURL((u) => !/sign-?in|login|kiruu/.test(u.pathname)), secret.press('Enter')]);
  if (worker && !plain.has(page.context())) await controlled(page);
  return who;
}

/** ASHAR_E2E_WORKER=1: every tablet has the service worker, and takes along the session it is on. Nothing else may be different. */
export const worker = process.env.ASHAR_E2E_WORKER === '1';

/** @param {import('playwright-core').Page} page */
async function controlled(page) {
  await page.evaluate(async () => {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register('/sw.js');
    } catch (e) { // a certificate that the test alone overlooks: a worker does not
      if (location.protocol === 'https:') return;
      throw e;
    }
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });
}

/** @param {import('playwright-core').Page} page @param {string} session its address */
export async function takeAlong(page, session) {
  await page.goto(`${session}/along`);
  await page.locator('[data-do=take]').click();
  await page.locator('[data-road=along][data-state=yes]').waitFor({ timeout: 60_000 });
}

/**
 * A tablet of somebody, on the session that is live.
 * @param {import('playwright-core').Browser} browser
 * @param {{url: string, accounts: Account[]}} ashar
 * @param {string} role
 * @param {keyof typeof screens} [screen]
 */
export async function liveSession(browser, ashar, role, screen = 'tablet') {
  const page = await (await device(browser, ashar.url, screen)).newPage();
  await signIn(page, role, ashar.accounts);
  await page.goto('/');
  await page.locator('a[href^="/sessions/"]').first().click();
  await page.waitForURL(/\/sessions\//);
  if (worker) {
    const session = page.url();
    await takeAlong(page, session);
    await page.goto(session);
  }
  return page;
}

/** What a page fetches when it is idle is there: the outbox's list, the wake lock, who looks after copies. @param {import('playwright-core').Page} page */
export async function idle(page) {
  await fetched(page, '/outbox');
  await page.evaluate(() => import(String(document.getElementById('net')?.dataset.list)).catch(() => undefined)); // the page's own module, to its end
}

/** Every answer to what was done is in the page: the stream may bring a change before its answer does. @param {import('playwright-core').Page} page */
export const still = (page) => page.waitForFunction(() => !document.querySelector('.htmx-request:not([id^=live]), .htmx-swapping, .htmx-settling'));

/** The page has asked for this by itself, and has read it. @param {import('playwright-core').Page} page @param {string} path the end of its address */
export async function fetched(page, path) {
  await page.waitForFunction((end) => performance.getEntriesByType('resource').some((e) => new URL(e.name).pathname.endsWith(end) && /** @type {PerformanceResourceTiming} */ (e).responseEnd > 0), path);
  await page.evaluate(() => new Promise((done) => { requestIdleCallback(done); }));
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** @type {string | undefined} */
let axeSource;

/**
 * Fails with a readable list if axe finds anything. axe comes in through the debugger (page.evaluate), which the page's
 * policy does not govern, so the policy stays on.
 * @param {import('playwright-core').Page} page
 * @param {{skip?: string[], within?: string}} [options]
 */
export async function axe(page, { skip = [], within: part } = {}) {
  await page.waitForLoadState();
  axeSource ??= await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(`if (!window.axe) { ${axeSource} }`);
  await pace(page, 1); // axe looks on, and need not be slow
  /** @type {{id: string, impact: string, help: string, nodes: {target: string[], failureSummary: string}[]}[]} */
  const found = await within(page.evaluate(async ([tags, off, selector]) => {
    // What the bars at the foot cover is scrolled to by hand, and where they happen to end says nothing about sizes.
    const bars = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.rail, .stick'));
    for (const bar of bars) bar.style.position = 'static';
    // @ts-ignore axe is what the line above put there
    const result = await window.axe.run(selector ?? document, {
      runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'],
      rules: Object.fromEntries([...off.map((/** @type {string} */ id) => [id, { enabled: false }]), ['target-size', { enabled: !off.includes('target-size') }]]),
    });
    for (const bar of bars) bar.style.position = '';
    return result.violations;
  }, /** @type {[string[], string[], string | undefined]} */ ([rules, skip, part])), 60, `axe does not end on ${page.url()}`).finally(() => pace(page, slow));
  if (found.length) {
    throw new Error(`axe on ${page.url()}:\n${found.map((v) => `  ${v.impact} ${v.id}: ${v.help}\n${v.nodes.slice(0, 5).map((n) => `    ${n.target.join(' ')}\n      ${n.failureSummary.replaceAll('\n', '\n      ')}`).join('\n')}`).join('\n')}`);
  }
}

/** Nothing may be wider than the screen; a wide table scrolls in its own box. @param {import('playwright-core').Page} page */
export async function assertFits(page) {
  await page.waitForLoadState();
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (wide > screen) throw new Error(`${page.url()} is ${wide} px wide on a screen of ${screen}`);
}

/** Targets a finger is asked to hit, inline links in running text aside. @param {import('playwright-core').Page} page @param {number} [least] */
export async function assertTargets(page, least = 48) {
  await page.waitForLoadState();
  const small = await page.evaluate((min) => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter((el) => el instanceof HTMLElement && el.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && getComputedStyle(el).display !== 'inline' && !el.closest('.sr, .skip'))
    .map((el) => ({ el, box: (el.closest('label') ?? el).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 1 && (box.height < min - 0.5))
    .map(({ el, box }) => `${el.tagName.toLowerCase()}.${el.className} ${Math.round(box.width)}×${Math.round(box.height)} ${el.textContent?.trim().slice(0, 40)}`), least);
  if (small.length) throw new Error(`smaller than ${least} px:\n  ${small.join('\n  ')}`);
}

/** A picture for people to look at, if ASHAR_SHOTS names a folder. @param {import('playwright-core').Page} page @param {string} name */
export async function shot(page, name, fullPage = false) {
  const dir = process.env.ASHAR_SHOTS;
  if (!dir) return;
  await page.waitForLoadState();
  await mkdir(dir, { recursive: true });
  await within(page.evaluate(() => document.fonts.ready), 20, `no fonts on ${page.url()}`);
  await page.screenshot({ path: join(dir, `${name}.png`), fullPage });
}

/**
 * The usual look at a page: complaints, axe, width, a picture.
 * @param {import('playwright-core').Page} page @param {string} name @param {RegExp[]} [expected]
 */
export async function check(page, name, expected = []) {
  await shot(page, name);
  await assertFits(page);
  await axe(page);
  assertQuiet(page, expected);
}
