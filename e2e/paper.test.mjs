// What is printed, as a camera meets it: pages as dots, and codes read off them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { after, before, device, signIn, startAshar, startBrowser, test } from './harness.mjs';

/** @typedef {(data: Uint8ClampedArray, width: number, height: number, how?: object) => {data: string} | null} Decoder */
const decode = /** @type {Decoder} */ (/** @type {any} */ (jsqr).default ?? jsqr);

/** @type {Awaited<ReturnType<typeof startAshar>>} */
let ashar;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => { ashar = await startAshar(); browser = await startBrowser(); });
after(async () => { await browser?.close(); await ashar?.stop(); });

/** Every code on every page of a PDF, read at 150 dots an inch: what a telephone sees at arm's length. @param {Buffer} pdf */
async function codesOn(pdf) {
  const dir = await mkdtemp(join(tmpdir(), 'ashar-paper-'));
  try {
    await writeFile(join(dir, 'paper.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '150', '-gray', join(dir, 'paper.pdf'), join(dir, 'page')]);
    /** @type {string[]} */
    const found = [];
    for (const name of (await readdir(dir)).filter((n) => n.endsWith('.pgm')).sort()) {
      const file = await readFile(join(dir, name));
      const [head = '', w, h] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 40).toString('latin1')) ?? [];
      const width = Number(w), height = Number(h);
      const grey = file.subarray(head.length);
      // The camera is moved over the page, from near and from farther: it sees a code with its quiet, and little more.
      for (const view of [135, 210, 320]) {
        const dots = new Uint8ClampedArray(view * view * 4);
        const step = Math.floor(view / 6);
        for (let top = 0; top + view <= height; top += step) {
          for (let left = 0; left + view <= width; left += step) {
            let dark = 0;
            for (let y = 0; y < view; y++) {
              for (let x = 0; x < view; x++) {
                const dot = grey[(top + y) * width + left + x] ?? 255;
                if (dot < 128) dark++;
                dots.fill(dot, 4 * (y * view + x), 4 * (y * view + x) + 4);
              }
            }
            if (dark < view * view / 8) continue; // a code is darker than text
            const code = decode(dots, view, view, { inversionAttempts: 'dontInvert' });
            if (code?.data && !found.includes(code.data)) found.push(code.data);
          }
        }
      }
    }
    return found;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

test('the code beside each problem of the minutes, read off the paper, opens what became of it', async () => {
  const page = await (await device(browser, ashar.url)).newPage();
  await signIn(page, 'coordinator', ashar.accounts);
  await page.goto('/open');
  await page.locator('a[href^="/open/"]:not([href*="cycles"])').first().click();
  await page.locator('a[href^="/open/cycles/"]').first().click();
  const cycle = new URL(page.url()).pathname.split('/').pop();
  await page.goto(`/cycles/${cycle}/schedule`);
  const session = await page.locator('a[href^="/sessions/"]').first().getAttribute('href') ?? '';
  const minutes = `/sessions/${session.split('/')[2]}/minutes`;
  await page.goto(minutes);
  const shown = await page.locator('.problem a[href^="/n/"]').evaluateAll((all) => all.map((a) => a.textContent));
  assert.ok(shown.length > 0, `no problem of ${minutes} has a code`);
  const pdf = await page.request.get(`${minutes}.pdf`);
  const codes = await codesOn(await pdf.body());
  for (const code of shown) assert.ok(codes.includes(`${ashar.url}/n/${code}`), `${code} is not among ${codes.join(' ')}`);
  const problems = await page.locator('.problem h3').allTextContents();
  for (const [i, code] of shown.entries()) {
    await page.goto(codes[codes.indexOf(`${ashar.url}/n/${code}`)] ?? '');
    const words = (problems[i] ?? '').replace(/^\d+\.\s*/, '');
    assert.ok((await page.locator('main').textContent())?.includes(words), `${code} does not show «${words}»`);
  }
});

test('the board sheet and the slips can be read by a camera', async () => {
  const page = await (await device(browser, ashar.url)).newPage();
  await signIn(page, 'facilitator', ashar.accounts);
  await page.goto('/');
  const session = `/sessions/${(await page.locator('a[href^="/sessions/"]').first().getAttribute('href') ?? '').split('/')[2]}`;
  await page.goto(`${session}/phones`);
  const slips = await page.request.post(`${session}/phones/slips`, { form: { slips: '8' }, headers: { origin: ashar.url } });
  assert.equal(slips.status(), 200);
  const codes = await codesOn(await slips.body());
  assert.equal(new Set(codes).size, 8, codes.join(' '));
  for (const code of codes) assert.match(code, new RegExp(`^${ashar.url}/j/\\d{12}$`));
  await page.goto('/open');
  await page.locator('a[href^="/open/"]:not([href*="cycles"])').first().click();
  const cycle = await page.locator('a[href^="/open/cycles/"]').first().getAttribute('href') ?? '';
  const board = await codesOn(await (await page.request.get(`${cycle}/board.pdf`)).body());
  assert.ok(board.includes(ashar.url + cycle) && board.some((x) => x.startsWith(`${ashar.url}/n/`)), board.join(' '));
});
