// What waits changes more than its own row: sums, progress and the step in hand show at once as they will be, marked as waiting.
const { all, me } = htmx.outbox;

/** @typedef {HTMLInputElement & {form: HTMLFormElement}} Field */
/** The rail's counts; other sums name their fields in data-sum. @type {Record<string, string>} */
const rail = { 'rail-checks': '.tick [name=done]', 'rail-attendance': '[id^=n-came-] [name=people]' };

/** @param {Element} mark */
const formOf = (mark) => {
  let form = mark.closest('form') ?? mark.previousElementSibling;
  while (form?.matches('[data-outbox-mark]')) form = form.previousElementSibling;
  return form;
};
const waiting = () => new Set([...document.querySelectorAll('.pending[data-outbox-mark]')].map(formOf));

/** @param {Field} el */
const preset = (el) => el.type === 'checkbox' ? Number(el.defaultChecked) : Number(el.defaultValue) || 0;
/** @param {Field} el */
const value = (el) => el.type === 'checkbox' ? Number(el.checked) : Number(el.value) || 0;

// A form in work is left alone by a live update (guard.js), which may know its value already: the answer to it got lost.
/** @type {WeakMap<Field, {was: number, now: number}>} */
const told = new WeakMap();
/** @param {Field} el */
const server = (el) => {
  const heard = told.get(el);
  return heard && heard.was === preset(el) ? heard.now : preset(el);
};
addEventListener('htmx:before:swap', (e) => {
  for (const { fragment } of /** @type {CustomEvent} */ (e).detail.tasks ?? [])
    for (const el of /** @type {NodeListOf<Field>} */ (fragment?.querySelectorAll('[name=done][id], form[id] [name=people], form[id] [name=n]') ?? [])) {
      const here = el.id ? document.getElementById(el.id) : document.querySelector(`#${CSS.escape(el.form.id)} [name=${el.name}]`);
      if (here) told.set(/** @type {Field} */ (here), { was: preset(/** @type {Field} */ (here)), now: preset(el) });
    }
});

// --- sums: the server's number, and what has changed in its fields since ---
/** @type {WeakMap<Element, {base: string, was: number, shown: string}>} */
const wrote = new WeakMap();

const sums = () => {
  const waits = waiting();
  /** @param {string} selector @returns {Field[]} */
  const fields = (selector) => [.../** @type {NodeListOf<Field>} */ (document.querySelectorAll(selector))];
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-sum], #rail-checks, #rail-attendance'))) {
    const parts = fields(el.dataset.sum ?? rail[el.id]);
    let had = wrote.get(el);
    if (!had || !el.classList.contains('waits') || el.textContent !== had.shown)
      had = { base: el.textContent ?? '', was: parts.reduce((n, x) => n + server(x), 0), shown: '' };
    const more = parts.reduce((n, x) => n + (waits.has(x.form) ? value(x) : server(x)), 0) - had.was;
    const got = Number.parseInt(had.base) || 0;
    had.shown = more ? had.base.trim() ? had.base.replace(/\d+/, String(got + more)) : String(more) : had.base;
    if (el.textContent !== had.shown) el.textContent = had.shown;
    el.classList.toggle('waits', parts.some((x) => waits.has(x.form)));
    if (el.dataset.due) el.classList.toggle('bad', got + more > 0 && got + more !== Number(el.dataset.due));
    wrote.set(el, had);
    const bricks = el.matches('[aria-current] *') && document.querySelector('#check-bricks .bricks');
    if (bricks) lay(bricks, got, more);
  }
  // what a form adds, one each time it is sent
  const added = [...document.querySelectorAll('.pending[data-outbox-mark]')].map(formOf);
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-adds]'))) {
    const more = added.filter((form) => form?.matches(el.dataset.adds ?? '')).length, had = wrote.get(el);
    const base = had && el.classList.contains('waits') && el.textContent === had.shown ? had.base : el.textContent ?? '';
    const shown = more ? String(Number(base) + more) : base;
    if (el.textContent !== shown) el.textContent = shown;
    el.classList.toggle('waits', more > 0);
    wrote.set(el, { base, was: 0, shown });
  }
  // a sentence about such a sum is older than it
  for (const el of document.querySelectorAll('[data-stale-mark]')) el.remove();
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-stale]'))) {
    el.hidden = fields(el.dataset.stale ?? '').some((x) => waits.has(x.form));
    const mark = el.hidden && /** @type {HTMLTemplateElement | null} */ (document.getElementById('outbox-waiting'))?.content.firstElementChild?.cloneNode(true);
    if (!(mark instanceof HTMLElement)) continue;
    mark.dataset.staleMark = '';
    el.after(mark);
  }
};

/** Bricks that wait are of their own colour. @param {Element} bricks @param {number} done @param {number} more */
const lay = (bricks, done, more) => {
  bricks.querySelector('.b2')?.remove();
  if (!more) return;
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('class', 'b2');
  path.setAttribute('d', `M${10 * Math.min(done, done + more)} 5H${10 * Math.max(done, done + more) - 1}`);
  bricks.append(path);
};

// --- the conductor: the steps to come are here before the line is dead ---
/** @type {Document | undefined} */
let ahead;
let known = '';
const session = /^\/sessions\/[^/]+$/.exec(location.pathname)?.[0];
const conductor = () => document.querySelector('#conductor:has(.timer form)');

const prepare = async () => {
  const at = conductor();
  if (!session || !at || at.hasAttribute('data-ahead')) return;
  const now = `${at.querySelector('[aria-current=step]')?.textContent}${at.querySelector('.timer.paused') ? 1 : 0}`;
  if (now === known) return;
  const r = await fetch(`${session}/ahead`).catch(() => undefined);
  if (!r?.ok || r.redirected) return;
  ahead = new DOMParser().parseFromString(await r.text(), 'text/html');
  known = now;
};

/** @param {OutboxRecord} rec @param {string} name */
const said = (rec, name) => String(rec.body.find(([k]) => k === name)?.[1] ?? '');

/** The clock stops where it stood when it was pressed, whatever this tablet believes the hour to be. @param {Element} old @param {DocumentFragment} next @param {number} pressed */
const elapsed = (old, next, pressed) => {
  const [was, timer] = /** @type {(HTMLElement | null)[]} */ ([old.querySelector('.timer'), next.querySelector('.timer')]);
  const [, over, m, s] = /(\+?)(\d+):(\d+)/.exec(was?.querySelector('time')?.textContent ?? '') ?? [];
  if (!was || !timer || !m) return;
  const since = was.classList.contains('paused') ? 0 : (Date.now() - pressed) / 1000;
  timer.dataset.elapsedSeconds = String(Math.round(Number(was.dataset.plannedSeconds) + (over ? 1 : -1) * (60 * Number(m) + Number(s)) - since));
};

const conduct = async () => {
  const at = conductor();
  if (!session || !at) return;
  const mine = (await all()).filter((r) => r.user === me() && r.state === 'waiting' && r.url.startsWith(`${session}/`));
  const last = (/** @type {string} */ what) => mine.filter((r) => r.url === `${session}/${what}`).at(-1);
  const act = last('step') ?? last('pause');
  const name = act && (said(act, 'step') || `paused-${said(act, 'paused')}`);
  const from = name && /** @type {HTMLTemplateElement | null | undefined} */ (ahead?.querySelector(`template[data-ahead="${name}"]`));
  if (act && from && at.getAttribute('data-ahead') !== act.op) {
    const next = /** @type {DocumentFragment} */ (document.importNode(from.content, true));
    for (const op of /** @type {NodeListOf<HTMLInputElement>} */ (next.querySelectorAll('[name=op]'))) op.value = htmx.uuid();
    for (const el of /** @type {NodeListOf<HTMLElement>} */ (next.querySelectorAll('[data-now]'))) {
      el.dataset.now = document.getElementById('kept')?.dataset.at ?? new Date().toISOString(); // clock.js: when this page's words arrived
      for (const since of ['started', 'paused']) if (el.dataset[since]) el.dataset[since] = new Date(act.at).toISOString();
    }
    if (act.url.endsWith('/pause')) elapsed(at, next, act.at);
    for (const el of at.querySelectorAll(':scope > .stage, :scope > .stick')) el.remove();
    at.append(next);
    at.setAttribute('data-ahead', act.op);
    if (act.url.endsWith('/step')) {
      at.querySelector('.agenda [aria-current]')?.removeAttribute('aria-current');
      at.querySelectorAll('.agenda a')[Number(name) - 1]?.setAttribute('aria-current', 'step');
    }
    htmx.process(at);
    /** @type {HTMLElement | null} */ (at.querySelector('#step-title'))?.focus();
    dispatchEvent(new CustomEvent('htmx:after:swap', { detail: {} })); // the clock, and what waits, in what has come
  }
  // the step itself waits, not the one after it, and what was done to the one before is not shown on this one
  if (act?.url.endsWith('/step')) for (const rec of mine) if ((rec.n ?? 0) < (act.n ?? 0)) at.querySelector(`[data-outbox-mark="${rec.op}"]`)?.remove();
  const mark = act?.url.endsWith('/step') && at.getAttribute('data-ahead') === act.op && at.querySelector(`[data-outbox-mark="${act.op}"]`);
  if (mark) at.querySelector('.eyebrow')?.append(' ', mark);
  const extra = last('extra'), timer = /** @type {HTMLElement | null} */ (at.querySelector('.timer'));
  const more = /** @type {HTMLButtonElement | null | undefined} */ (timer?.querySelector('[name=extra]'));
  if (extra && timer && more && /** @type {HTMLInputElement | null} */ (more.form?.elements.namedItem('step'))?.value === said(extra, 'step')) {
    const minutes = Number(said(extra, 'extra')) + 5 - Number(more.value);
    timer.dataset.plannedSeconds = String(Number(timer.dataset.plannedSeconds) + 60 * minutes);
    more.value = String(Number(more.value) + minutes);
  }
};

// Deleted from the list of what waits: its row is again as the server has it.
document.addEventListener('undone', (e) => {
  const mark = document.querySelector(`[data-outbox-mark="${/** @type {CustomEvent} */ (e).detail.op}"]`);
  const form = mark && formOf(mark);
  if (form instanceof HTMLFormElement && form.dataset.reset === undefined) form.reset();
});

const show = () => { sums(); void conduct(); };
document.addEventListener('outbox', show);
addEventListener('htmx:after:swap', () => { show(); void prepare(); });
addEventListener('online', prepare);
void prepare().then(show);
