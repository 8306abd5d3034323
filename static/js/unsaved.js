// form[data-guard]: leaving with unsent changes asks; texts survive a reload of this tab, for this person only.
const who = () => document.documentElement.dataset.user ?? '';
/** @param {HTMLFormElement} form */
const key = (form) => `ashar.draft:${who()}:${form.id}`;

/** @param {HTMLFormElement} form */
const texts = (form) => /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...form.elements].filter((el) =>
  (el instanceof HTMLTextAreaElement || (el instanceof HTMLInputElement && /^(text|search|number|date|time|tel|email)$/.test(el.type))) &&
  el.name && el.dataset.nodraft === undefined));

/** @param {EventTarget | null} t */
const guarded = (t) => {
  const form = t instanceof Element ? t.closest('form') : null;
  return form?.dataset.guard !== undefined ? form : null;
};

/** @type {Set<HTMLFormElement>} */
const dirty = new Set();

/** @param {HTMLFormElement} form */
const forget = (form) => { dirty.delete(form); if (form.id) sessionStorage.removeItem(key(form)); };

/** @param {HTMLFormElement} form @param {boolean} [sent] */
const keep = (form, sent) => {
  if (!form.id) return;
  const values = Object.fromEntries(texts(form).filter((el) => el.value !== el.defaultValue).map((el) => [el.name, el.value]));
  if (Object.keys(values).length) sessionStorage.setItem(key(form), JSON.stringify({ values, sent }));
  else sessionStorage.removeItem(key(form));
};

addEventListener('input', (e) => {
  const form = guarded(e.target);
  if (form) { dirty.add(form); keep(form); }
});

addEventListener('submit', (e) => {
  if (!(e.target instanceof HTMLFormElement)) return;
  if (e.target.dataset.forget !== undefined && !e.defaultPrevented) sessionStorage.clear(); // signing out of a shared tablet
  // htmx prevents the default: then the page stays, and its answer decides
  if (!e.defaultPrevented && guarded(e.target)) { keep(e.target, true); dirty.delete(e.target); }
});

addEventListener('htmx:after:request', (e) => {
  const { request, response } = /** @type {CustomEvent} */ (e).detail.ctx;
  if (request.form && response.raw.ok && !/GET|QUERY/.test(request.method) && guarded(request.form)) forget(request.form);
});

document.addEventListener('kept', (e) => { // htmx/outbox.js has it now
  const form = /** @type {CustomEvent} */ (e).detail;
  if (guarded(form)) forget(form);
});

addEventListener('beforeunload', (e) => {
  for (const form of dirty) if (!form.isConnected) dirty.delete(form);
  if (dirty.size) e.preventDefault();
});

const came = /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType('navigation')[0]);
const arrived = came?.type;
// Signed out meanwhile, or a server in trouble: that was no answer to what was sent, and it is a draft again.
const unanswered = (came?.responseStatus ?? 200) === 401 || (came?.responseStatus ?? 200) >= 500;
const restore = () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-guard][id]'))) {
    const saved = sessionStorage.getItem(key(form));
    if (!saved || dirty.has(form)) continue;
    const { values, sent } = JSON.parse(saved);
    // a page that came by navigating after the send is the server's answer to it
    if (sent && arrived === 'navigate') { sessionStorage.removeItem(key(form)); continue; }
    let any = false;
    for (const el of texts(form)) {
      if (!(el.name in values) || el.value !== el.defaultValue) continue;
      el.value = values[el.name];
      any = true;
    }
    if (!any) continue; // kept as a draft already: leaving again need not ask
    const note = /** @type {HTMLElement | null} */ (form.querySelector('[data-draft-note]'));
    if (note) note.hidden = false;
  }
};
if (arrived === 'navigate')
  for (const k of Object.keys(sessionStorage)) {
    const draft = k.startsWith('ashar.draft:') ? JSON.parse(sessionStorage.getItem(k) ?? '{}') : {};
    if (draft.sent && unanswered) sessionStorage.setItem(k, JSON.stringify({ ...draft, sent: false }));
    else if (draft.sent) sessionStorage.removeItem(k);
  }
restore();
