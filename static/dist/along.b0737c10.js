// Ready for the road: what this tablet has and lacks, and the session's pages taken along.
const road = /** @type {HTMLElement} */ (document.getElementById('along'));
const session = road.dataset.session ?? '';
const me = document.documentElement.dataset.user ?? '';
const cacheName = `ashar-kept:${me}:${session}`;
const most = 200; // pages

/** A row says yes, no or look, each in its own words. @param {string} name @param {'yes' | 'no' | 'look' | 'old'} state @param {string | number} [value] */
const say = (name, state, value = '') => {
  const row = /** @type {HTMLElement} */ (road.querySelector(`[data-road=${name}]`));
  row.hidden = false;
  row.dataset.state = state;
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll('[data-when]'))) {
    el.hidden = el.dataset.when !== state;
    if (el.dataset.words) el.textContent = el.dataset.words.replace('#', String(value));
  }
};

// --- taken along ---
// Lists of people are nobody's to carry; streams, papers and what only works with a line are of no use there.
// The minutes and their closing hold names and signatures of participants.
const never = /\/(live|attendees|people|closing|minutes|screens?|phones|wall|along|here|photos|removal|withdrawal|new|plan)(\/|$)|\.(pdf|xlsx|ics|txt)$/;
/** @param {string} path */
const wanted = (path) => (path.split('?')[0] === session || path.startsWith(`${session}/`)) && !never.test(new URL(path, location.href).pathname);

/** @param {Cache} files @param {string} path @param {Set<string>} had */
const file = async (files, path, had) => {
  if (had.has(path)) return;
  had.add(path);
  if (await files.match(path)) return;
  const r = await fetch(path);
  if (!r.ok) return;
  const css = path.endsWith('.css') ? await r.clone().text() : '';
  await files.put(path, r);
  for (const [, to] of css.matchAll(/url\(["']?([^)"']+)/g)) if (!to.startsWith('data:')) await file(files, new URL(to, new URL(path, location.href)).pathname, had);
};

/** As it is written in all three languages: 12.12, 11:33. @param {Date} at */
const moment = (at) => `${String(at.getDate()).padStart(2, '0')}.${String(at.getMonth() + 1).padStart(2, '0')}, ${at.toTimeString().slice(0, 5)}`;

const take = async () => {
  const bar = /** @type {HTMLProgressElement} */ (road.querySelector('progress'));
  bar.hidden = false;
  const at = new Date();
  const line = (document.getElementById('kept-line')?.innerHTML ?? '').replace('{time}', moment(at)).replace('{at}', at.toISOString());
  const fresh = `ashar-taking:${me}:${session}`; // the worker does not look there
  await caches.delete(fresh);
  const [pages, files] = [await caches.open(fresh), await caches.open('ashar-files')];
  const queue = [session, ...['before', 'during', 'after'].map((p) => `${session}/checks?phase=${p}`), ...['attendance', 'priorities', 'rounds', 'circle', 'silent'].map((p) => `${session}/${p}`)];
  /** @type {Set<string>} */
  const had = new Set(), seen = new Set(queue);
  let count = 0;
  for (let path = queue.shift(); path && count < most; path = queue.shift()) {
    const r = await fetch(path, { headers: { Accept: 'text/html' } });
    if (!r.ok || r.redirected || !r.headers.get('Content-Type')?.startsWith('text/html')) continue; // signed out, not ours, moved
    const html = await r.text();
    const doc = new DOMParser().parseFromString(html, 'text/html');
    if (doc.documentElement.dataset.user !== me) continue;
    const headers = new Headers({ 'X-Kept-At': at.toISOString() });
    for (const h of ['Content-Type', 'Content-Security-Policy', 'Referrer-Policy', 'X-Content-Type-Options', 'Content-Language']) headers.set(h, r.headers.get(h) ?? '');
    const page = (/** @type {string} */ main) => new Response(main, { headers });
    await pages.put(path, page(html.replace(/<main[^>]*>/, (main) => main + line)));
    // a page that is not kept: the way round it stays
    if (!count) await pages.put(`${session}/away`, page(html.replace(' aria-current="page"', '').replace(/(<main[^>]*>).*<\/main>/s, (_, main) => `${main}${document.getElementById('kept-away')?.innerHTML}</main>`)));
    count++;
    for (const [found] of html.matchAll(/\/static\/[\w.-]+/g)) await file(files, found, had);
    for (const img of doc.querySelectorAll('img[src^="/sessions/"]')) {
      const picture = await fetch(img.getAttribute('src') ?? '');
      if (picture.ok) await pages.put(img.getAttribute('src') ?? '', picture);
    }
    for (const a of doc.querySelectorAll('a[href^="/sessions/"]')) {
      const to = (a.getAttribute('href') ?? '').split('#')[0];
      if (wanted(to) && !/[?&]lang=/.test(to) && !seen.has(to)) { seen.add(to); queue.push(to); }
    }
    bar.max = Math.min(most, count + queue.length);
    bar.value = count;
  }
  for (const part of ['/outbox', `${session}/ahead`]) { // what pages fetch when they are idle
    const r = await fetch(part);
    if (r.ok && !r.redirected) await pages.put(part, r);
  }
  // only a whole copy takes the place of the one before
  await caches.delete(cacheName);
  const whole = await caches.open(cacheName);
  for (const key of await pages.keys()) { const r = await pages.match(key); if (r) await whole.put(key, r); }
  await caches.delete(fresh);
  // files of an older version go, unless another session that was taken along still has them
  if ((await caches.keys()).filter((name) => name.startsWith('ashar-kept:')).length === 1)
    for (const key of await files.keys()) if (!had.has(new URL(key.url).pathname)) await files.delete(key);
  await navigator.storage?.persist?.().catch(() => false);
  await look();
};

const look = async () => {
  const cache = await caches.has(cacheName) ? await caches.open(cacheName) : undefined;
  const page = await cache?.match(session);
  const at = page?.headers.get('X-Kept-At');
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (road.querySelectorAll('[data-do]'))) el.hidden = el.dataset.do === 'forget' && !at;
  void storage();
  if (!cache || !page || !at) return say('along', 'look');
  const count = (await cache.keys()).filter((key) => !/\/(away|ahead|outbox|photos\/.*)$/.test(new URL(key.url).pathname)).length;
  const script = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[src*="/htmx."]'))?.getAttribute('src') ?? '';
  const old = !(await page.text()).includes(script); // the server's app is a newer one
  say('along', old || Date.now() - Date.parse(at) > 24 * 3600_000 ? 'old' : 'yes', `${moment(new Date(at))} · ${count}`);
};
const storage = async () => {
  const used = await navigator.storage?.estimate?.();
  if (!used) return;
  const kept = await navigator.storage.persisted?.();
  say('storage', kept ? 'yes' : 'look', `${((used.usage ?? 0) / 1e6).toFixed(1)} / ${Math.round((used.quota ?? 0) / 1e6)}`);
};

road.addEventListener('click', async (e) => {
  const button = e.target instanceof Element ? /** @type {HTMLButtonElement | null} */ (e.target.closest('[data-do]')) : null;
  if (!button) return;
  button.disabled = true;
  if (button.dataset.do === 'take') await take().catch(look); // the line broke: the copy before it still stands
  /** @type {HTMLElement} */ (road.querySelector('progress')).hidden = true;
  if (button.dataset.do === 'forget') { await caches.delete(cacheName); await look(); }
  if (button.dataset.do === 'open') (await navigator.serviceWorker?.getRegistration())?.waiting?.postMessage('open');
  button.disabled = false;
});

// --- the rest of the road ---
const charge = async () => {
  const battery = await /** @type {any} */ (navigator).getBattery?.().catch(() => undefined);
  if (!battery) return say('charge', 'look');
  const percent = Math.round(battery.level * 100);
  say('charge', battery.charging || percent >= 80 ? 'yes' : 'no', percent);
};
const clock = async () => {
  const r = await fetch('/healthz', { cache: 'no-store' }).catch(() => undefined);
  const there = Date.parse(r?.headers.get('Date') ?? '');
  if (Number.isNaN(there)) return say('clock', 'look');
  const minutes = Math.round(Math.abs(Date.now() - there) / 60_000);
  say('clock', minutes <= 2 ? 'yes' : 'no', minutes);
};
/** Written as without a line, sent as after it: the way that everything in a hall goes. */
const trial = async () => {
  const op = htmx.uuid();
  await htmx.outbox.put({ op, url: `${session}/here`, body: [['op', op]], user: me, at: Date.now(), state: 'waiting', page: location.pathname, words: document.title, labels: {} });
  for (let i = 0; i < 20; i++) {
    await htmx.outbox.flush();
    if (!(await htmx.outbox.all()).some((r) => r.op === op)) return say('trial', 'yes');
    await new Promise((done) => setTimeout(done, 300));
  }
  say('trial', 'no');
};
/** A new worker waits until it is asked, or until no page is left that the old one serves. */
const version = async () => {
  const registration = await navigator.serviceWorker?.getRegistration();
  const tell = () => say('version', registration?.waiting && registration.active ? 'no' : 'yes');
  registration?.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', tell));
  navigator.serviceWorker?.addEventListener('controllerchange', tell);
  tell();
};
if (!isSecureContext || !navigator.serviceWorker) { say('along', 'no'); say('version', 'yes'); }
else void navigator.serviceWorker.register('/sw.js').then(look, () => say('along', 'no')).finally(version);
for (const check of [charge, clock, trial]) void check();
