// The list of what was not sent: send, correct, delete one; save all to a file, load such a file. Fetched when the page is idle.
const { all, put, drop, flush, me, kept } = htmx.outbox;
const markup = await (await fetch('/outbox')).text();
const parsed = new DOMParser().parseFromString(markup, 'text/html');
const dialog = /** @type {HTMLDialogElement} */ (parsed.querySelector('dialog'));
if (!dialog) throw new Error('signed out: there is no list to show'); // asked for again on the next page
const from = /** @type {HTMLTemplateElement} */ (parsed.querySelector('template'));

/** @param {OutboxRecord} rec @param {string} [name] */
const label = (rec, name = '') => rec.labels?.[name] ?? name;

/** @param {OutboxRecord} rec */
const row = (rec) => {
  const li = /** @type {HTMLElement} */ (/** @type {Element} */ (from.content.firstElementChild).cloneNode(true));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (li.querySelector(`[data-o=${name}]`));
  part('words').textContent = rec.words;
  part('time').textContent = new Date(rec.at).toTimeString().slice(0, 5);
  part('why').textContent = rec.why ?? '';
  part('why').hidden = !rec.why;
  const said = texts(rec).map(([, v]) => v).filter(Boolean).join(', ');
  part('said').textContent = said.length > 200 ? `${said.slice(0, 200)}…` : said;
  li.dataset.state = rec.state;
  const form = /** @type {HTMLFormElement} */ (part('fields'));
  for (const [name, value] of texts(rec)) {
    const field = document.createElement('label');
    field.className = 'field';
    const input = document.createElement('textarea');
    Object.assign(input, { name, value, rows: Math.min(6, 1 + Math.floor(value.length / 60)) });
    field.append(label(rec, name), input);
    form.lastElementChild?.before(field);
  }
  /** @type {HTMLElement} */ (li.querySelector('[data-do=open]')).hidden = !texts(rec).length;
  li.addEventListener('click', async (e) => {
    const act = e.target instanceof Element ? e.target.closest('[data-do]')?.getAttribute('data-do') : null;
    if (act === 'open') form.hidden = !form.hidden;
    if (act === 'delete' && confirm(dialog.dataset.ask)) {
      document.dispatchEvent(new CustomEvent('undone', { detail: rec })); // waiting.js
      await drop(rec);
    }
    if (act === 'send') await put({ ...rec, state: 'waiting', why: '' });
    if (act === 'send' || act === 'delete') { await flush(); await list(); }
  });
  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    // other words are another act: the server may know the first under its id
    const op = htmx.uuid();
    const typed = new FormData(form);
    const body = rec.body.map(([k, v]) => /** @type {[string, FormDataEntryValue]} */ ([k, k === 'op' ? op : typed.get(k) ?? v]));
    await put({ ...rec, op, body, state: 'waiting', why: '' });
    await flush();
    await list();
  });
  return li;
};

/** What a person typed, not what the form says of itself. @param {OutboxRecord} rec @returns {[string, string][]} */
const texts = (rec) => rec.body.flatMap(([k, v]) => typeof v === 'string' && rec.labels?.[k] && !v.startsWith('data:') ? [/** @type {[string, string]} */ ([k, v])] : []);

const list = async () => {
  const mine = (await all()).filter((rec) => rec.user === me() && rec.state !== 'native');
  dialog.querySelector('[data-outbox-list]')?.replaceChildren(...mine.map(row));
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll('[data-outbox-some]'))) el.hidden = !mine.length;
  /** @type {HTMLElement} */ (dialog.querySelector('[data-outbox-none]')).hidden = mine.length > 0;
};

// --- to another tablet, or to the server: `ashar apply FILE` ---
/** @param {Blob} blob @returns {Promise<string>} */
const encode = (blob) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(String(reader.result));
  reader.readAsDataURL(blob);
});
const save = async () => {
  const mine = (await all()).filter((rec) => rec.user === me() && rec.state !== 'native');
  const operations = await Promise.all(mine.map(async ({ n, ...rec }) => ({
    ...rec, body: await Promise.all(rec.body.map(async ([k, v]) => v instanceof Blob ? [k, { name: /** @type {File} */ (v).name, data: await encode(v) }] : [k, v])),
  })));
  const file = JSON.stringify({ format: 'ashar-outbox', version: 1, saved: Date.now(), user: me(), operations }, null, 1);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([file], { type: 'application/json' }));
  link.download = `ashar-${new Date().toISOString().slice(0, 16).replace(/\D/g, '-')}.outbox`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
/** By hand: the page's policy lets nothing be fetched from a data: address. @param {{name: string, data: string}} file */
const decode = ({ name, data }) => {
  const [, type = '', text = ''] = /^data:([\w/+.-]*)[^,]*,(.*)$/s.exec(data) ?? [];
  return new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name, { type });
};
/** @param {File} file */
const load = async (file) => {
  const said = /** @type {HTMLElement} */ (dialog.querySelector('[data-outbox-said]'));
  said.textContent = '';
  try {
    const { format, version, user, operations } = JSON.parse(await file.text());
    if (format !== 'ashar-outbox' || version !== 1) throw new Error('other file');
    if (user !== me()) { said.textContent = dialog.dataset.other ?? ''; return; }
    const have = new Set((await all()).map((rec) => rec.op));
    for (const rec of operations) {
      if (have.has(rec.op) || rec.user !== user || !kept(rec.url)) continue;
      const body = rec.body.map((/** @type {[string, any]} */ [k, v]) => [k, typeof v === 'string' ? v : decode(v)]);
      await put({ ...rec, body, state: rec.state === 'refused' ? 'refused' : 'waiting' });
    }
    await flush();
    await list();
  } catch {
    said.textContent = dialog.dataset.bad ?? '';
  }
};

dialog.addEventListener('click', async (e) => {
  const act = e.target instanceof Element ? e.target.closest('[data-outbox-do]')?.getAttribute('data-outbox-do') : null;
  if (act === 'send') { await flush(); await list(); }
  if (act === 'save') await save();
});
dialog.addEventListener('change', (e) => {
  const input = e.target;
  if (input instanceof HTMLInputElement && input.files?.[0]) { void load(input.files[0]); input.value = ''; }
});
document.addEventListener('outbox', () => dialog.open && !dialog.querySelector('form:not([hidden])') && list());
addEventListener('click', async (e) => {
  if (!(e.target instanceof Element) || !e.target.closest('[data-outbox-open]')) return;
  document.body.append(dialog);
  await list();
  dialog.showModal();
});
