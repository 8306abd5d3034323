// `make bench`: everything the promises about speed rest on, measured in one run and printed as a table for docs/performance.md.
// Ratios compare two things on the same machine at the same time; single figures depend on the machine.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { device, signIn, startAshar, startBrowser } from './harness.mjs';

const root = new URL('..', import.meta.url).pathname;
const bin = process.env.ASHAR_BIN ?? '';
if (!bin) throw new Error('ASHAR_BIN: the stripped binary, as `make build` makes it');

/** @param {number[]} xs */
const median = (xs) => [...xs].sort((a, b) => a - b)[Math.floor(xs.length / 2)];
/** @type {string[][]} */
const rows = [];
/** @param {string} what @param {string} reach @param {string} seen */
const row = (what, reach, seen) => { rows.push([what, reach, seen]); console.error(`${what}: ${seen}`); };

// Go's own benchmarks, with the collector set as the server sets it. What is
// compared runs by turns, so that a slow moment of the machine meets both.
/** @param {string} pkg @param {string} which @returns {Record<string, number>[]} nanoseconds by name, a turn each */
const bench = (pkg, which) => Array.from({ length: 5 }, () => {
  const out = execFileSync('go', ['test', '-run', '^$', '-bench', which, '-benchtime', '2s', pkg], { cwd: root, encoding: 'utf8', env: { ...process.env, GOGC: '400' } });
  return Object.fromEntries([...out.matchAll(/^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns\/op/gm)].map((m) => [m[1], Number(m[2])]));
});
/** @param {Record<string, number>[]} turns @param {string} slow @param {string} fast */
const ratio = (turns, slow, fast) => median(turns.map((t) => t[slow] / t[fast]));
/** @param {Record<string, number>[]} turns @param {string} name */
const perSecond = (turns, name) => Math.round(1e9 / median(turns.map((t) => t[name])));
const ticks = bench('./db', 'Ticks');
row('durable ticks/s at 16 clients, group commit against one commit each', '≥ 5×',
  `${ratio(ticks, 'TicksOneCommitEach', 'TicksSharingCommits').toFixed(1)}× (${perSecond(ticks, 'TicksSharingCommits')} against ${perSecond(ticks, 'TicksOneCommitEach')})`);
const web = bench('./handlers', 'Checklist|Bare|PublicCycle');
row('checklist partial from SQLite against a bare net/http handler of 2 KB', '≥ 0.12',
  `${ratio(web, 'BareHandler', 'ChecklistPartial').toFixed(2)} (${perSecond(web, 'ChecklistPartial')} against ${perSecond(web, 'BareHandler')} a second)`);
row('public page of a cycle, kept, against a bare net/http handler of 2 KB', '≥ 0.5',
  `${ratio(web, 'BareHandler', 'PublicCycle').toFixed(2)} (${perSecond(web, 'PublicCycle')} against ${perSecond(web, 'BareHandler')} a second)`);
const paper = bench('./internal/paper', 'Minutes3Pages|Report300Pages');
row('3-page minutes, time', '≤ 20 ms', `${(median(paper.map((t) => t.Minutes3Pages)) / 1e6).toFixed(1)} ms`);
const lists = bench('./internal/tally', 'Consolidate');
row('300-page report', '≤ 1 s', `${(median(paper.map((t) => t.Report300Pages)) / 1e6).toFixed(0)} ms`);
// A country is filled once: its pages are asked three times each, the middle one counts.
const nation = execFileSync('go', ['test', '-run', '^$', '-bench', 'Nation', '-benchtime', '1x', './db'], { cwd: root, encoding: 'utf8', env: { ...process.env, GOGC: '400' } }).match(/^BenchmarkNation.*/m)?.[0] ?? ''; // below the slow pages by name
/** @param {string} unit */
const of = (unit) => Number(new RegExp(`([\\d.]+) ${unit}`).exec(nation)?.[1]);
row('450 municipalities × 5 cycles, 100,000 sessions: queries of a page, the most', '≤ 10', `${of('queries')} (${of('pages')} pages)`);
row('the same: server time of a page, the slowest', '≤ 50 ms', `${of('slowest-ms').toFixed(0)} ms, half within ${of('median-ms').toFixed(1)} ms`);
row('consolidation of 240 sessions × 12 cards, by all six rules', '≤ 50 ms', `${(median(lists.map((t) => t.Consolidate)) / 1e6).toFixed(1)} ms`);
const shares = [...execFileSync('go', ['test', '-run', '^$', '-bench', 'Allocate', '-benchtime', '3x', './internal/budget'], { cwd: root, encoding: 'utf8' }).matchAll(/^BenchmarkAllocate\/(\S+)-\d+\s+\d+\s+([\d.]+) ns/gm)];
row('budget of 100,000 voters over 200 projects: greedy, Phragmén, equal shares, Add1U by cost, Add1U by number', 'seconds', shares.map((m) => `${(Number(m[2]) / 1e9).toFixed(2)} s`).join(', '));
const form = bench('./internal/survey', 'Open$|Set$');
row('a questionnaire of 1,000 questions, read from its file and made ready', '≤ 200 ms', `${(median(form.map((t) => t.Open)) / 1e6).toFixed(0)} ms`);
const folder = mkdtempSync(join(tmpdir(), 'ashar-bench-')), program = join(folder, 'program.json');
execFileSync('go', ['test', '-run', '^$', '-bench', 'Program', '-benchtime', '1x', './internal/survey'], { cwd: root, env: { ...process.env, ASHAR_SURVEY_PROGRAM: program } });
row('an answer among 500 questions: on the server, in a browser’s engine', '≤ 5 ms', `${(median(form.map((t) => t.Set)) / 1e6).toFixed(2)} ms, ${/median ([\d.]+ ms)/.exec(execFileSync(process.execPath, ['static/js/survey.bench.mjs', program], { cwd: root, encoding: 'utf8' }))?.[1]}`);
rmSync(folder, { recursive: true });
// A survey that a hundred thousand answered is filled once; warm is the slowest of the looks, each with a response that came since.
const answered = execFileSync('go', ['test', '-run', '^$', '-bench', 'Results', '-benchtime', '8x', './handlers'], { cwd: root, encoding: 'utf8', env: { ...process.env, GOGC: '400' } }).match(/^BenchmarkResults.*/m)?.[0] ?? '';
/** @param {string} unit */
const told = (unit) => Number(new RegExp(`([\\d.]+) ${unit}`).exec(answered)?.[1]);
row('results of 100,000 responses by village, with what came since', '≤ 300 ms', `${told('warm-ms').toFixed(0)} ms; the first look after a start ${(told('cold-ms') / 1000).toFixed(1)} s`);
row('100,000 responses as CSV, JSON, XLSX: time, and memory that grows meanwhile', '≤ 128 MB', ['csv', 'json', 'xlsx'].map((kind) => `${told(`${kind}-s`).toFixed(1)} s and ${told(`${kind}-MB`).toFixed(0)} MB`).join(', '));

// The program itself: demo data, a browser, a closed session.
const ashar = await startAshar();
const browser = await startBrowser();
try {
  const context = await device(browser, ashar.url);
  const page = await context.newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  /** @type {{id: string, status: string}[]} */
  const sessions = JSON.parse(execFileSync(bin, ['sessions', '--json', '--data', ashar.data], { encoding: 'utf8' }));
  const closed = `${ashar.url}/sessions/${sessions.filter((s) => s.status === 'closed').at(-1)?.id}`;
  const live = `${ashar.url}/sessions/${sessions.find((s) => s.status === 'live')?.id}`;

  const cookie = (await context.cookies()).map((c) => `${c.name}=${c.value}`).join('; ');
  /** @type {number[]} */
  const ours = [];
  let bytes = 0;
  for (let i = 0; i < 15; i++) {
    const from = performance.now();
    bytes = (await (await fetch(`${closed}/minutes.pdf?in=ky`, { headers: { cookie } })).arrayBuffer()).byteLength;
    ours.push(performance.now() - from);
  }
  /** @type {number[]} */
  const theirs = [];
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    await page.goto(`${closed}/minutes`);
    await page.pdf({ format: 'A4' });
    theirs.push(performance.now() - from);
  }
  row('3-page minutes, size', '≤ 90 KB', `${(bytes / 1024).toFixed(0)} KB`);
  row('minutes over HTTP against headless Chromium printing the same page', '≥ 10×', `${(median(theirs) / median(ours)).toFixed(1)}× (${median(ours).toFixed(0)} ms against ${median(theirs).toFixed(0)} ms)`);

  // first load: nothing in the browser's cache, everything that comes over the wire
  const fresh = await device(browser, ashar.url);
  await fresh.addCookies(await context.cookies());
  const first = await fresh.newPage();
  const wire = await fresh.newCDPSession(first);
  let loaded = 0;
  await wire.send('Network.enable');
  wire.on('Network.loadingFinished', (e) => { loaded += e.encodedDataLength; });
  await first.goto(live);
  await sleep(1500); // its stream never ends: no network is ever idle
  row('first load of the session page, compressed, font included', '≤ 60 KB', `${(loaded / 1024).toFixed(1)} KB`);
  await first.goto(`${live}/checks`);
  await sleep(1500);
  loaded = 0;
  await first.locator('main input[type=checkbox]').first().click();
  await sleep(1000);
  row('answer to a tick, with its headers (without them ≤ 1 KB is held by a test)', '≤ 1 KB', `${loaded} bytes`);
} finally {
  await browser.close();
}

// start to first answer and idle memory: `ashar serve` on what the demo left
await ashar.kill();
/** @type {number[]} */
const starts = [];
let rss = 0;
for (let i = 0; i < 7; i++) {
  const from = performance.now();
  const child = spawn(bin, ['serve', '--addr', '127.0.0.1:0', '--data', ashar.data], { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise((resolve) => createInterface({ input: child.stdout }).on('line', (l) => { const m = /(http:\/\/\S+)/.exec(l); if (m) resolve(m[1].replace(/\/$/, '')); }));
  await (await fetch(`${url}/healthz`)).text();
  starts.push(performance.now() - from);
  if (i === 6) {
    for (const path of ['/login', '/login?lang=ru', '/rights']) await (await fetch(url + path)).text();
    await sleep(2000);
    rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
  }
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
}
row('start to first answer', '≤ 50 ms', `${median(starts).toFixed(0)} ms`);
row('idle memory', '≤ 40 MB', `${rss.toFixed(1)} MB`);
row('stripped binary', '≤ 25 MB', `${(statSync(bin).size / 2 ** 20).toFixed(1)} MB`);
await ashar.stop();

const table = ['| what | reach | seen |', '|---|---|---|', ...rows.map((r) => `| ${r.join(' | ')} |`)].join('\n');
console.log(table);
const doc = new URL('../docs/performance.md', import.meta.url);
const text = readFileSync(doc, 'utf8');
writeFileSync(doc, text.replace(/(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/, (_, a, b) => `${a}${table}\n${b}`));
