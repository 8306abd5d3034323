import { chromium } from 'playwright-core';
const [base, out, login, ...paths] = process.argv.slice(2);
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, w, h, lang] of [['phone-ky', 360, 740, 'ky'], ['tablet-ru', 1024, 768, 'ru']]) {
  const ctx = await b.newContext({ viewport: { width: w, height: h } });
  const page = await ctx.newPage();
  page.on('console', (m) => m.type() === 'error' && console.log('console', m.text()));
  if (login !== '-') {
    await page.goto(base + '/login');
    await page.fill('[name=login]', login); await page.fill('[name=password]', 'ashar2016');
    await Promise.all([page.waitForURL((u) => !u.pathname.startsWith('/login')), page.press('[name=password]', 'Enter')]);
  }
  for (const [i, p] of paths.entries()) {
    const r = await page.goto(base + p + (p.includes('?') ? '&' : '?') + 'lang=' + lang);
    if (r.status() >= 400) console.log(p, r.status());
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.log(p, name, 'overflows', wide);
    await page.screenshot({ path: `${out}/${i}-${name}.png`, fullPage: true });
  }
  await ctx.close();
}
await b.close();
