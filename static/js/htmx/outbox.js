// What a person did in a session, or wrote of a visit, is kept in this browser before it is sent, and sent again, in order, until the server
// has answered. Where there is no answer it counts as done, shown as waiting. The list of it: js/outbox.js.
{
  const me = () => document.documentElement.dataset.user ?? '';
  const patience = 12_000; // ms without an answer

  // --- kept: IndexedDB, and memory where a browser refuses it ---
  /** @type {OutboxRecord[]} */
  const memory = [];
  /** @type {Promise<IDBDatabase | undefined> | undefined} */
  let opened;
  const base = () => opened ??= new Promise((done) => {
    try {
      const ask = indexedDB.open('ashar', 1);
      ask.onupgradeneeded = () => ask.result.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true });
      ask.onsuccess = () => done(ask.result);
      ask.onerror = ask.onblocked = () => done(undefined);
    } catch { done(undefined); }
  });
  /** @template T @param {(store: IDBObjectStore) => IDBRequest<T>} work @returns {Promise<T | undefined>} */
  const within = async (work) => {
    const db = await base();
    if (!db) return;
    return new Promise((done, fail) => {
      const tx = db.transaction('outbox', 'readwrite', { durability: 'strict' });
      const ask = work(tx.objectStore('outbox'));
      tx.oncomplete = () => done(ask.result);
      tx.onabort = tx.onerror = () => fail(tx.error);
    });
  };
  /** @returns {Promise<OutboxRecord[]>} */
  const all = async () => (await within((s) => s.getAll()).catch(() => undefined)) ?? [...memory];
  /** @param {OutboxRecord} rec */
  const put = async (rec) => {
    const n = await within((s) => s.put(rec)).catch(() => undefined);
    if (n !== undefined) rec.n = Number(n);
    else if (!memory.includes(rec)) memory.push(rec);
    rec.n ??= memory.length;
    await look();
  };
  /** @param {OutboxRecord} rec */
  const drop = async (rec) => {
    if (memory.includes(rec)) memory.splice(memory.indexOf(rec), 1);
    else await within((s) => s.delete(rec.n ?? 0)).catch(() => undefined);
    await look();
  };

  // --- seen: this person's part of it, in every tab of this browser ---
  /** @type {OutboxRecord[]} */
  let mine = [];
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('ashar-outbox') : undefined;
  tabs?.addEventListener('message', () => look(true));
  /** @param {boolean} [told] */
  const look = async (told) => {
    mine = (await all()).filter((rec) => rec.user === me());
    draw();
    document.dispatchEvent(new CustomEvent('outbox', { detail: { waiting: waiting().length, refused: mine.filter((r) => r.state === 'refused').length } }));
    if (!told) tabs?.postMessage(0);
  };
  const waiting = () => mine.filter((r) => r.state === 'waiting');

  /** A session's forms, those of an act from a visit, an interviewer's answers and what came of a survey's visits. @param {string} url */
  const kept = (url) => /^\/(sessions\/[^/]+\/|cycles\/[^/]+\/monitoring\/acts\/|surveys\/[^/]+\/(interview|visits)\/)[^/]/.test(new URL(url, location.href).pathname);
  /** @param {string} method @param {string} url */
  const keeps = (method, url) => method.toUpperCase() === 'POST' && Boolean(me()) && kept(url);

  /** What the form says it does, for the list. @param {HTMLFormElement | null | undefined} form @param {Element | null | undefined} button */
  const words = (form, button) => {
    const text = (/** @type {Element | null | undefined} */ el) => el?.getAttribute('aria-label') ?? el?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
    const row = form?.closest('li, tr')?.querySelector('.words, th') ?? form?.querySelector('.stepper[role=group]');
    return [text(document.querySelector('main h1')), text(row), text(button ?? form?.querySelector('.btn'))].filter(Boolean).slice(0, 3).join(' · ').slice(0, 200);
  };
  /** What a person types has a label; correcting it later shows the same. @param {HTMLFormElement | null | undefined} form */
  const labels = (form) => Object.fromEntries([...form?.elements ?? []].flatMap((el) =>
    ((el instanceof HTMLTextAreaElement && !el.hidden) || (el instanceof HTMLInputElement && !/^(hidden|checkbox|radio|file)$/.test(el.type))) && el.name
      ? [[el.name, el.labels?.[0]?.textContent?.trim() ?? el.getAttribute('aria-label') ?? '']] : []));
  /** @param {HTMLFormElement | null | undefined} form */
  const place = (form) => form ? { action: form.getAttribute('action') ?? '', hidden: hidden(form) } : undefined;
  /** @param {HTMLFormElement} form */
  const hidden = (form) => [...form.elements].filter((el) => el instanceof HTMLInputElement && el.type === 'hidden' && !/^(op|base)$/.test(el.name))
    .map((el) => `${/** @type {HTMLInputElement} */ (el).name}=${/** @type {HTMLInputElement} */ (el).value}`).join('&');

  /** @param {string} op @param {string} url @param {FormData | URLSearchParams} body @param {HTMLFormElement | null | undefined} form @param {Element | null | undefined} button @param {OutboxRecord['state']} state */
  const record = (op, url, body, form, button, state) => {
    const before = mine.find((r) => r.op === op);
    /** @type {OutboxRecord} */
    const rec = {
      op, url: new URL(url, location.href).pathname, body: [...body], user: me(), at: before?.at ?? Date.now(), state,
      page: location.pathname + location.search, form: place(form), words: words(form, button), labels: labels(form),
    };
    if (before) rec.n = before.n;
    return rec;
  };

  // --- sent ---
  /** Nothing came back, or nothing that was ours to say: undefined. @param {() => Promise<Response>} ask @param {number} [ms] */
  const answer = async (ask, ms = patience) => {
    let late;
    try {
      return await Promise.race([
        ask().then(async (r) => new Response(/^(204|205|304)$/.test(String(r.status)) ? null : await r.text(), { status: r.status, headers: r.headers })),
        new Promise((_, no) => { late = setTimeout(no, ms, new TypeError('no answer')); }),
      ]);
    } finally { clearTimeout(late); }
  };
  /** A proxy's or a full disk's answer: not taken, not refused. @param {number} status */
  const unsettled = (status) => status >= 500 || status === 429 || status === 408 || status === 401;

  /** @param {OutboxRecord} rec */
  const encode = (rec) => {
    const body = rec.body.some(([, v]) => v instanceof Blob) ? new FormData() : new URLSearchParams();
    for (const [k, v] of rec.body) body.append(k, /** @type {string} */ (v));
    return body;
  };
  /** @param {OutboxRecord} rec */
  const send = (rec) => {
    const stop = new AbortController();
    return answer(() => fetch(rec.url, {
      method: 'POST', body: encode(rec), signal: stop.signal, headers: {
        'HX-Request': 'true', 'HX-Request-Type': 'partial', 'X-Op-Id': rec.op, 'X-Op-Author': rec.user, 'X-Op-Age': String(Math.max(0, Math.round((Date.now() - rec.at) / 1000))),
      },
    }), rec.body.some(([, v]) => v instanceof Blob) ? 10 * patience : patience).finally(() => stop.abort());
  };

  let sending = false;
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let next;
  const flush = async () => {
    if (sending || !waiting().length) return;
    sending = true;
    clearTimeout(next);
    let done = 0, halted = '';
    try {
      for (let rec = waiting()[0]; rec && !halted; rec = waiting()[0]) {
        const r = await send(rec).catch(() => undefined);
        if (!r || unsettled(r.status)) {
          halted = r?.status === 401 ? 'login' : 'offline';
        } else if (r.ok) {
          settled(rec);
          await drop(rec);
          done++;
        } else {
          const page = new DOMParser().parseFromString(await r.text(), 'text/html'), said = page.querySelector('.error, .flash'), at = page.querySelector('script[type="application/json"]#problems');
          await put({ ...rec, state: 'refused', problems: at ? JSON.parse(at.textContent ?? '') : undefined, why: said?.textContent?.replace(/\s+/g, ' ').trim() || String(r.status) });
        }
      }
    } finally { sending = false; }
    tries = halted && !done ? tries + 1 : 0;
    document.dispatchEvent(new CustomEvent('net', { detail: halted || 'sent' }));
    if (done) document.dispatchEvent(new Event('behind')); // what the page shows is older than what it has just sent
    if (waiting().length) next = setTimeout(flush, Math.min(15_000, 1000 * 2 ** tries));
  };

  htmx.registerExtension('outbox', {
    htmx_before_request(_elt, { ctx }) {
      const { request } = ctx;
      if (!keeps(request.method, request.action)) return;
      const net = ctx.fetch, op = request.headers['X-Op-Id'];
      request.headers['X-Op-Author'] = me();
      ctx.fetch = async (/** @type {string} */ url, /** @type {any} */ req) => {
        const rec = record(op, url, request.body, request.form, request.submitter, 'sent');
        const queued = waiting().some((r) => r.op !== op); // nothing overtakes what waits
        if (queued) rec.state = 'waiting';
        await put(rec);
        if (!queued) {
          try {
            const r = await answer(() => net(url, req), request.body instanceof FormData && [...request.body.values()].some((v) => v instanceof Blob) ? 10 * patience : patience);
            if (r && !unsettled(r.status)) {
              await drop(rec);
              return r;
            }
            await put({ ...rec, state: 'waiting' });
            next ??= setTimeout(flush, 1000);
            return r;
          } catch {
            await put({ ...rec, state: 'waiting' });
            document.dispatchEvent(new CustomEvent('net', { detail: 'offline' }));
          }
        }
        void flush();
        return new Response('', { status: 202, headers: { 'Content-Type': 'text/html', 'HX-Reswap': 'none' } });
      };
    },
  });

  const alive = () => answer(() => fetch('/healthz', { cache: 'no-store' }), 4000).then((r) => r?.ok, () => false);
  /** The browser itself sends it. @param {HTMLFormElement} form @param {HTMLElement | null} button */
  const hand = (form, button) => {
    native = true;
    form.requestSubmit(button);
    native = false;
  };

  // A form that htmx does not send: with no server behind it the browser would put its own page in our place.
  let native = false, trying = false;
  addEventListener('submit', async (e) => {
    const leave = document.getElementById('net')?.dataset.leave ?? '';
    if (e.target instanceof HTMLFormElement && e.target.dataset.forget !== undefined && !native && waiting().length && !confirm(leave)) return e.preventDefault();
    const form = e.target, button = /** @type {HTMLButtonElement | null} */ (e.submitter);
    if (!(form instanceof HTMLFormElement) || e.defaultPrevented || native) return;
    // attributes, not properties: formAction without one is the page's own address, and form.method may be a field called so
    const url = button?.getAttribute('formaction') ?? form.getAttribute('action') ?? '';
    const method = button?.getAttribute('formmethod') ?? form.getAttribute('method') ?? '';
    if (!/post/i.test(method)) return;
    e.preventDefault();
    // a form of the office, a paper to print, a tablet to hand round: done now or not at all, never later by itself
    if (!keeps(method, url) || form.dataset.now !== undefined) {
      if (trying) return;
      trying = true;
      if (await alive()) hand(form, button);
      else document.dispatchEvent(new CustomEvent('net', { detail: 'unsent' }));
      trying = false;
      return;
    }
    const body = new FormData(form, button);
    let op = String(body.get('op') ?? '');
    if (!op) body.set('op', op = htmx.uuid());
    const rec = record(op, url, body, form, button, 'native');
    const queue = waiting().length;
    await put(rec);
    if (!queue && await alive()) {
      sessionStorage.setItem('ashar.native', op);
      if (!form.elements.namedItem('op')) {
        const field = document.createElement('input');
        Object.assign(field, { type: 'hidden', name: 'op', value: op });
        form.append(field);
      }
      return hand(form, button);
    }
    await put({ ...rec, state: 'waiting' });
    if (form.dataset.reset !== undefined) form.reset();
    document.dispatchEvent(new CustomEvent('kept', { detail: form })); // unsaved.js
    void flush();
  });

  // --- shown: each row that waits says so ---
  /** @param {OutboxRecord} rec */
  const formOf = (rec) => [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('main form[method=post]'))]
    .find((f) => f.getAttribute('action') === rec.form?.action && hidden(f) === rec.form.hidden);
  /** @param {OutboxRecord} rec */
  const settled = (rec) => {
    const form = formOf(rec);
    if (!form) return;
    const op = form.elements.namedItem('op'); // what is done with it from now on is another act
    if (op instanceof HTMLInputElement && op.value === rec.op) op.value = htmx.uuid();
    document.dispatchEvent(new CustomEvent('settled', { detail: { form, body: rec.body } })); // guard.js, act.js
  };
  const draw = () => {
    for (const el of document.querySelectorAll('[data-outbox-mark]')) el.remove();
    const shown = new Map(); // the last word of a row is enough; a form that adds has a line for each
    for (const rec of mine) {
      if (rec.state !== 'waiting' && rec.state !== 'refused') continue;
      const form = formOf(rec);
      if (form) shown.set(form.dataset.reset === undefined ? form : rec, [form, rec]);
    }
    for (const [form, rec] of shown.values()) {
      const from = document.getElementById(`outbox-${rec.state}`);
      if (!(from instanceof HTMLTemplateElement)) continue;
      const mark = /** @type {HTMLElement} */ (from.content.firstElementChild?.cloneNode(true));
      mark.dataset.outboxMark = rec.op;
      if (form.dataset.reset === undefined) restore(form, rec);
      else if (form.dataset.mute === undefined) mark.append(Object.assign(document.createElement('span'), { dir: 'auto', textContent: String(rec.body.find((/** @type {[string, unknown]} */ [k, v]) => rec.labels[k] !== undefined && typeof v === 'string' && v)?.[1] ?? rec.words).slice(0, 300) }));
      const slot = form.querySelector('[data-wait]');
      if (slot) slot.append(mark); else form.after(mark);
    }
  };
  /** After a reload a row shows what waits, not what the server still thinks. @param {HTMLFormElement} form @param {OutboxRecord} rec */
  const restore = (form, rec) => {
    const sent = new Map(rec.body);
    for (const el of form.elements) {
      if (el instanceof HTMLInputElement && /^(checkbox|radio)$/.test(el.type)) {
        if (el.checked === el.defaultChecked) el.checked = sent.get(el.name) === el.value;
      } else if ((el instanceof HTMLInputElement && !/^(hidden|file|button|submit)$/.test(el.type)) || el instanceof HTMLTextAreaElement) {
        const value = sent.get(el.name);
        if (typeof value === 'string' && el.value === el.defaultValue) el.value = value;
      } else if (el instanceof HTMLSelectElement && sent.has(el.name) && el.selectedOptions[0]?.defaultSelected) el.value = String(sent.get(el.name));
    }
  };

  addEventListener('htmx:after:swap', draw);
  addEventListener('online', flush);
  addEventListener('pageshow', flush);
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  document.addEventListener('htmx:sse:after:connection', flush);
  addEventListener('beforeunload', (e) => { if (memory.some((r) => r.user === me())) e.preventDefault(); });
  // The page that came is the answer to a plain form, unless it came by going back or loading again.
  addEventListener('DOMContentLoaded', async () => {
    const arrived = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType('navigation')[0]);
    const answered = arrived?.type === 'navigate' && !unsettled(arrived.responseStatus ?? 200) ? sessionStorage.getItem('ashar.native') : null;
    for (const rec of await all()) {
      if (rec.user !== me()) continue;
      if (rec.state === 'native' && rec.op === answered) await within((s) => s.delete(rec.n ?? 0));
      else if (rec.state === 'native' || (rec.state === 'sent' && Date.now() - rec.at > patience)) await within((s) => s.put({ ...rec, state: 'waiting' }));
    }
    sessionStorage.removeItem('ashar.native');
    await look(true);
    void flush();
  });

  // The list is for later, but must be here before the line is dead.
  const fetchList = () => {
    const list = document.getElementById('net')?.dataset.list;
    if (list) import(list).catch(() => addEventListener('online', fetchList, { once: true }));
  };
  addEventListener('load', () => setTimeout(fetchList, 3_000));

  htmx.outbox = { all, put, drop, flush, me, kept };
}
