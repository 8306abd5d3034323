// Answering a questionnaire without asking the server: the page brings the program and a piece of markup for each
// question (views/ask.templ); rules are reckoned here, answers kept in this browser until they are taken.
// A person on their own phone has one response; an interviewer's page (#lists) has many.
import { Interview } from './survey.js';

/** @typedef {{ id: string, survey: string, number: number, lang: string, user: string, unit: string, answers: Record<string, any>, place: string, began: number, seconds: number, at: number, state: 'draft' | 'ready' | 'sent' | 'refused', why?: string, refused?: Record<string, string>, title?: string, visit?: string, photos?: Record<string, Blob>, final?: Record<string, any> }} Kept */

const config = JSON.parse(document.getElementById('asking')?.textContent ?? '{}');
const box = /** @type {HTMLElement} */ (document.getElementById('ask')), lists = document.getElementById('lists');
const me = document.documentElement.dataset.user ?? '';
/** @param {string} id */
const piece = (id) => /** @type {DocumentFragment} */ (/** @type {HTMLTemplateElement} */ (document.getElementById(id)).content.cloneNode(true));

// --- kept: IndexedDB, and memory where a browser refuses it ---
/** @type {Map<string, Kept>} */
const memory = new Map();
/** @type {Promise<IDBDatabase | undefined>} */
const base = new Promise((done) => {
  try {
    const ask = indexedDB.open('ashar-answers', 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore('responses', { keyPath: 'id' });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = ask.onblocked = () => done(undefined);
  } catch { done(undefined); }
});
/** @template T @param {(store: IDBObjectStore) => IDBRequest<T>} work @returns {Promise<T | undefined>} */
const within = async (work) => {
  const db = await base;
  if (!db) return;
  return new Promise((done, fail) => {
    const tx = db.transaction('responses', 'readwrite', { durability: 'strict' });
    const ask = work(tx.objectStore('responses'));
    tx.oncomplete = () => done(ask.result);
    tx.onabort = tx.onerror = () => fail(tx.error);
  });
};
/** Nothing of a preview is kept, nor of who leaves a tablet that is handed round before the end. @param {Kept} rec */
const put = async (rec) => {
  memory.set(rec.id, rec);
  if (!config.preview && (config.mode !== 'kiosk' || rec.state !== 'draft')) await within((s) => s.put(rec)).catch(() => undefined);
};
/** @param {string} id */
const drop = async (id) => {
  memory.delete(id);
  await within((s) => s.delete(id)).catch(() => undefined);
};
/** @returns {Promise<Kept[]>} */
const all = async () => {
  const kept = new Map(memory);
  for (const rec of (await within((s) => s.getAll()).catch(() => undefined)) ?? []) if (!kept.has(rec.id)) kept.set(rec.id, rec);
  return [...kept.values()].filter((r) => r.survey === config.survey && r.user === me).sort((a, b) => b.at - a.at);
};

/** The moment where the answers are given, by the municipality's clock. @param {number} ms */
const moment = (ms) => `${new Date(ms + 6 * 3600_000).toISOString().slice(0, 23)}+06:00`;
/** A number that nobody else has: time and chance, as RFC 9562 says of version 7. */
const uuid = () => {
  const b = crypto.getRandomValues(new Uint8Array(16));
  let t = Date.now();
  for (let i = 5; i >= 0; i--) { b[i] = t % 256; t = Math.floor(t / 256); }
  b[6] = 0x70 | (b[6] & 15);
  b[8] = 0x80 | (b[8] & 63);
  return [...b].map((x) => x.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
/** What takes a response back (civic.WithdrawCode). @param {string} id */
const withdrawal = (id) => [...id.slice(24)].flatMap((h) => [...parseInt(h, 16).toString(2).padStart(4, '0')]).join('').replace(/.{3}/g, (b) => '23456789'[parseInt(b, 2)]).replace(/.{4}(?=.)/g, '$& ');

// --- one response ---
/** @type {Kept} */ let rec;
/** @type {Interview} */ let iv;
/** @type {Set<string>} whose problems are shown */ let touched = new Set();
/** @type {Set<string>} where something was chosen that is no picture */ let unread = new Set();
let index = 0, acted = 0, ended = false, /** finished before this page was opened */ found = false;

/** @param {Kept} r */
const open = (r) => {
  rec = r;
  iv = new Interview(config.program, { now: moment(r.began), language: config.lang, username: config.username, months: config.months, weekdays: config.weekdays }, r.answers);
  touched = new Set(Object.keys(r.refused ?? {}));
  unread = new Set();
  index = 0;
  acted = Date.now();
  ended = false;
  box.hidden = false;
  if (lists) lists.hidden = true;
  draw();
};

/** Every answer is kept the moment it is given. */
const save = () => {
  const now = Date.now();
  rec.seconds += Math.min(now - acted, 300_000) / 1000; // a tablet that lay aside does not interview
  acted = now;
  Object.assign(rec, { answers: iv.all(), at: now, title: iv.name() });
  return put(rec);
};

// --- one screen ---
/** @param {string} path @returns {HTMLElement} */
const question = (path) => {
  const el = iv.state(path)?.element ?? 0, from = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[data-question="${el}"]`)), holder = document.createElement('template');
  holder.innerHTML = from.innerHTML.replaceAll('~path~', path);
  const node = /** @type {HTMLElement} */ (holder.content.firstElementChild);
  for (const s of /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll('[data-slide]'))) s.hidden = false;
  if (navigator.geolocation) for (const b of /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll('[data-locate]'))) b.hidden = false;
  fill(node);
  return node;
};

/** @param {HTMLElement} node @returns {any[]} */
const inputs = (node) => [...node.querySelectorAll('input:not([data-slide]):not([type=file]), select, textarea')];

/** What the engine says of a question, shown. @param {HTMLElement} node */
const fill = (node) => {
  const path = node.dataset.path ?? '', kind = node.dataset.kind ?? '', s = iv.state(path);
  if (!s) return;
  const e = iv.p.elements[s.element], label = node.querySelector('.words[data-label]'), star = /** @type {HTMLElement | null} */ (node.querySelector('[data-star]'));
  if (label) label.textContent = iv.words(path, 'label');
  if (star) star.hidden = !s.required;
  if (kind === 'note') return;
  if (e.list >= 0 && (e.filter !== undefined || e.shuffle !== undefined)) offer(node, path, e);
  const said = s.value.split(/\s+/);
  for (const field of inputs(node)) {
    if (field.type === 'radio') field.checked = field.value === s.value;
    else if (kind === 'many') field.checked = said.includes(field.value);
    else if (kind === 'acknowledge') field.checked = s.value === 'OK';
    else if (kind === 'rank') {
      const at = said.indexOf(field.name.split('#')[1]);
      if (s.value !== '' || !node.dataset.partial) field.value = at < 0 ? '' : String(at + 1);
      field.closest('.offer')?.toggleAttribute('data-place', Boolean(field.value));
    } else if (kind === 'minimal') field.value = [...field.options].some((o) => o.value === s.value) ? s.value : '';
    else if (field !== document.activeElement) field.value = kind === 'dateTime' ? s.value.slice(0, 16) : kind === 'time' ? s.value.slice(0, 5) : s.value;
    if ('readOnly' in field && !/^(radio|checkbox|hidden)$/.test(field.type)) field.readOnly = s.readonly;
    if (s.readonly && (field.type === 'radio' || field.type === 'checkbox' || field.localName === 'select')) field.disabled = true;
  }
  const slide = /** @type {HTMLInputElement | null} */ (node.querySelector('[data-slide]'));
  if (slide && slide !== document.activeElement && s.value) slide.value = s.value;
  const photo = /** @type {HTMLElement | null} */ (node.querySelector('[data-photo]'));
  if (photo) picture(node, path, photo.hidden = !s.value);
  clearer(node, kind, s);
  const bad = /** @type {HTMLElement} */ (node.querySelector('[data-bad]')), wrong = touched.has(path) || gone(s) ? s.wrong : '';
  const says = unread.has(path) ? config.messages.photo : wrong ? sentence(path, kind, s, wrong) : rec.refused?.[path] ?? '';
  if (bad.textContent !== says) bad.textContent = says;
  bad.hidden = !says;
  node.toggleAttribute('data-wrong', Boolean(says));
  for (const field of inputs(node)) if (says) field.setAttribute('aria-invalid', 'true'); else field.removeAttribute('aria-invalid');
};

/** Whether what was chosen fell away with an answer to another question. @param {any} s */
const gone = (s) => s.wrong === 'choice' && s.value !== '' && iv.p.elements[s.element].filter !== undefined && iv.p.elements[s.element].type !== 'rank';
/** What is to be done: in the form's own words, where it has some. @param {string} path @param {string} kind @param {any} s @param {string} wrong */
const sentence = (path, kind, s, wrong) => {
  const e = iv.p.elements[s.element], says = config.messages;
  const own = wrong === 'required' ? iv.words(path, 'requiredMessage') : wrong === 'constraint' ? iv.words(path, 'constraintMessage') : '';
  if (own) return own;
  if (gone(s)) return says.again;
  if (kind === 'rank' && wrong === 'choice') return says.rank;
  return (wrong === 'type' ? says[`type.${e.answer}`] : wrong === 'range' || wrong === 'constraint' ? config.bounds[s.element] : '') ?? says[wrong];
};

/** @type {WeakMap<Element, Blob>} what each picture shows */
const seen = new WeakMap();
/** The picture that was taken, small, and a way to be rid of it. @param {HTMLElement} node @param {string} path @param {boolean} none */
const picture = (node, path, none) => {
  const img = /** @type {HTMLImageElement} */ (node.querySelector('[data-taken]')), blob = none ? undefined : rec.photos?.[path];
  /** @type {HTMLElement} */ (node.querySelector('[data-untake]')).hidden = none;
  img.hidden = !blob;
  if (!blob || seen.get(img) === blob) return;
  seen.set(img, blob);
  const url = URL.createObjectURL(blob);
  img.onload = img.onerror = () => URL.revokeObjectURL(url);
  img.src = url;
};

/** @type {WeakMap<HTMLElement, Map<string, Element>>} */
const everyOffer = new WeakMap();
/** Which choices are offered, and in which order. @param {HTMLElement} node @param {string} path @param {any} e */
const offer = (node, path, e) => {
  const holder = /** @type {HTMLElement} */ (node.querySelector('[data-offers]')), name = (/** @type {Element} */ o) => o.getAttribute('data-offer') ?? '';
  if (!everyOffer.has(node)) everyOffer.set(node, new Map([...holder.querySelectorAll('[data-offer]')].map((o) => [name(o), o])));
  const wanted = [...iv.choices(path).map((row) => iv.choice(e.list, row).name), ...(e.orOther ? ['other'] : [])];
  if ([...holder.querySelectorAll('[data-offer]')].map(name).join(' ') === wanted.join(' ')) return;
  for (const o of holder.querySelectorAll('[data-offer]')) o.remove();
  for (const n of wanted) { const o = everyOffer.get(node)?.get(n); if (o) holder.append(o); }
};

/** A choice that was made by mistake can be taken back. @param {HTMLElement} node @param {string} kind @param {any} s */
const clearer = (node, kind, s) => {
  if (!/^(one|likert|faces|scale|rank)$/.test(kind)) return;
  const had = node.querySelector('.clear'), wanted = s.value !== '' && !s.required && !s.readonly;
  if (wanted && !had) node.querySelector('[data-offers]')?.after(piece('ask-clear'));
  if (!wanted) had?.remove();
};

/** What stands in the fields, as the engine takes it. @param {HTMLElement} node */
const read = (node) => {
  const kind = node.dataset.kind, fields = inputs(node);
  if (kind === 'many') return fields.filter((f) => f.checked).map((f) => f.value).join(' ');
  if (kind === 'acknowledge') return fields[0].checked ? 'OK' : '';
  if (kind === 'rank') {
    node.dataset.partial = fields.some((f) => !f.value) ? '1' : '';
    return fields.filter((f) => f.value).sort((a, b) => a.value - b.value).map((f) => f.name.split('#')[1]).join(' ');
  }
  if (fields.some((f) => f.type === 'radio')) return fields.find((f) => f.checked)?.value ?? '';
  const said = fields[0].value.trim();
  return /^(integer|decimal|range)$/.test(kind ?? '') ? said.replace(/[\s\u00a0]/g, '').replace(',', '.') : said;
};

const current = () => {
  const screens = iv.screens();
  let i = screens.findIndex((s) => s.path === rec.place);
  if (rec.place === 'end') i = screens.length;
  else if (i < 0) i = rec.place ? Math.min(index, screens.length) : 0;
  index = i;
  return { screens, i, screen: screens[i] };
};

const draw = () => {
  const { screens, i, screen } = current();
  const form = document.createElement('form');
  Object.assign(form, { id: 'screen', noValidate: true, tabIndex: -1 });
  for (const path of screen?.within ?? []) form.append(Object.assign(document.createElement('p'), { className: 'eyebrow', textContent: heading(path) }));
  if (!screen) form.append(end());
  else if (screen.more) form.append(more(screen));
  else form.append(...screen.asks.map(question), piece('ask-buttons'));
  const back = /** @type {HTMLElement | null} */ (form.querySelector('[value=back]'));
  if (back && !i && !lists) back.hidden = true;
  box.replaceChildren(progress(i, screens.length), form);
  form.focus({ preventScroll: true });
  scrollTo(0, 0);
};

/** @param {number} i @param {number} n */
const progress = (i, n) => {
  const bar = document.createElement('progress'), words = /** @type {HTMLElement} */ (piece('ask-progress').firstElementChild);
  bar.className = 'progress';
  bar.setAttribute('aria-label', (words.dataset.words ?? '').replace('{i}', String(Math.min(i + 1, n))).replace('{n}', String(n)));
  Object.assign(bar, { max: Math.max(n, 1), value: n ? i : 1 });
  return bar;
};

/** @param {string} path */
const heading = (path) => {
  const n = /\[(\d+)\]$/.exec(path)?.[1], words = iv.words(path, 'label');
  return n ? (words ? `${words} · ${n}` : config.instance.replace('{n}', n)) : words;
};

/** @param {any} screen */
const instances = (screen) => { let n = 0; while (iv.state(`${screen.path}[${n + 1}]`)) n++; return n; };

/** @param {any} screen */
const more = (screen) => {
  const part = piece('ask-more'), n = instances(screen), count = /** @type {HTMLElement} */ (part.querySelector('[data-words]'));
  const words = iv.p.elements[screen.element].label ?? {};
  /** @type {Element} */ (part.querySelector('h2')).textContent = (Object.values(words)[0] ?? []).filter((/** @type {any} */ x) => typeof x === 'string').join('');
  count.textContent = (count.dataset.words ?? '').replace('{n}', String(n));
  /** @type {HTMLElement} */ (part.querySelector('[value=remove]')).hidden = !n;
  return part;
};

/** Words that the page has and the program has not: of what `or_other` adds. @param {number} el */
const label = (el) => /** @type {HTMLTemplateElement | null} */ (document.querySelector(`template[data-question="${el}"]`))?.content.querySelector('.words')?.textContent ?? '';

const end = () => {
  const part = piece('ask-end'), screens = iv.screens(), missing = iv.states().filter((s) => s.relevant && (s.wrong || rec.refused?.[s.path]));
  /** @type {HTMLElement} */ (part.querySelector('[data-missing]')).hidden = !missing.length;
  /** @type {HTMLElement} */ (part.querySelector('[data-ready]')).hidden = missing.length > 0;
  const send = /** @type {HTMLButtonElement | null} */ (part.querySelector('[value=send]'));
  if (send) send.disabled = missing.length > 0;
  part.querySelector('.tips')?.append(...missing.map((s) => {
    const li = document.createElement('li'), a = document.createElement('a');
    Object.assign(a, { href: '#', textContent: iv.words(s.path, 'label') || label(s.element) || s.path });
    a.addEventListener('click', (e) => {
      e.preventDefault();
      touched.add(s.path);
      go(screens.find((x) => x.asks.includes(s.path))?.path ?? '');
    });
    li.append(a);
    return li;
  }));
  return part;
};

/** @param {string} place */
const go = (place) => {
  rec.place = place;
  history.pushState({ id: rec.id, place }, '');
  draw();
  void save();
};

/** An answer may show, hide or change whatever else stands on the screen. */
const refresh = () => {
  const { screen } = current(), form = box.querySelector('#screen');
  if (!screen || !form) return draw();
  const there = new Map([...form.querySelectorAll('[data-path]')].map((n) => [/** @type {HTMLElement} */ (n).dataset.path ?? '', /** @type {HTMLElement} */ (n)]));
  for (const [path, node] of there) if (!screen.asks.includes(path)) node.remove();
  /** @type {Element | null} */ let before = null;
  for (const path of screen.asks) {
    const had = there.get(path);
    if (had) fill(had);
    const node = had ?? question(path);
    if (!had) { if (before) before.after(node); else form.prepend(node); }
    before = node;
  }
};

/** @param {HTMLElement} node @param {string} said */
const answer = (node, said) => {
  const path = node.dataset.path ?? '';
  if (iv.set(path, said) === null) return;
  delete rec.refused?.[path]; // whoever refused has not seen this one
  refresh();
  void save();
};

/** @param {Event} e */
const nodeOf = (e) => /** @type {HTMLElement | null} */ (e.target instanceof Element ? e.target.closest('#ask [data-path]') : null);

box.addEventListener('input', (e) => {
  const node = nodeOf(e), field = /** @type {HTMLInputElement} */ (e.target);
  if (!node || field.type === 'file') return;
  if (field.dataset.slide !== undefined) /** @type {HTMLInputElement} */ (inputs(node)[0]).value = field.value;
  if (node.dataset.kind === 'rank') swap(node, /** @type {any} */ (field));
  answer(node, read(node));
});
box.addEventListener('change', (e) => {
  const node = nodeOf(e), field = /** @type {HTMLInputElement} */ (e.target);
  if (!node) return;
  if (field.type === 'file') return void photo(node, field);
  touched.add(node.dataset.path ?? '');
  fill(node);
});
/** A place given twice: who had it gets the place that is free now. @param {HTMLElement} node @param {HTMLSelectElement} field */
const swap = (node, field) => {
  const all = /** @type {HTMLSelectElement[]} */ (inputs(node)), other = all.find((f) => f !== field && f.value === field.value && field.value);
  if (!other) return;
  const used = new Set(all.map((f) => f.value)), free = [...field.options].map((o) => o.value).find((v) => v && !used.has(v));
  other.value = free ?? '';
};
box.addEventListener('click', (e) => {
  const node = nodeOf(e), target = /** @type {HTMLElement} */ (e.target);
  if (!node) return;
  if (target.closest('[data-untake]')) { rec.photos = without(rec.photos, node.dataset.path ?? ''); unread.delete(node.dataset.path ?? ''); }
  if (target.closest('.clear')) return answer(node, '');
  const locate = /** @type {HTMLButtonElement | null} */ (target.closest('[data-locate]'));
  if (locate) return place(node, locate);
  // a tap that answers the only question of a screen goes on, where the form says so
  const quick = target instanceof HTMLInputElement && target.type === 'radio' && e.detail > 0 && iv.p.elements[Number(node.dataset.el)].appearance?.includes('quick');
  if (quick && current().screen?.asks.length === 1) setTimeout(next, 150);
});

/** @param {HTMLElement} node @param {HTMLButtonElement} button */
const place = (node, button) => {
  const says = /** @type {HTMLElement} */ (node.querySelector('[data-locating]')), not = /** @type {HTMLElement} */ (node.querySelector('[data-unlocated]'));
  says.hidden = false;
  not.hidden = true;
  button.disabled = true;
  const done = () => { says.hidden = true; button.disabled = false; };
  navigator.geolocation.getCurrentPosition(({ coords: c }) => {
    done();
    answer(node, [c.latitude.toFixed(6), c.longitude.toFixed(6), (c.altitude ?? 0).toFixed(1), c.accuracy.toFixed(1)].join(' '));
    inputs(node)[0].value = iv.state(node.dataset.path ?? '')?.value ?? '';
  }, (e) => {
    done();
    not.textContent = (not.dataset.unlocated ?? '').split('|')[e.code === e.PERMISSION_DENIED ? 0 : 1];
    not.hidden = false;
  }, { enableHighAccuracy: true, timeout: 30_000 });
};

/** Photos that are still being made small. @type {Promise<void>} */
let shrinking = Promise.resolve();
/** @type {Map<string, File>} what was chosen last at a question */
const chosen = new Map();
/** @param {Record<string, any> | undefined} all @param {string} path */
const without = (all, path) => Object.fromEntries(Object.entries(all ?? {}).filter(([k]) => k !== path));
/** What this browser cannot read is no picture, and is not kept. It belongs to the response it was taken in, whichever is open by then. @param {HTMLElement} node @param {HTMLInputElement} field */
const photo = async (node, field) => {
  const file = field.files?.[0], path = node.dataset.path ?? '', r = rec, at = iv;
  if (!file) return;
  field.value = ''; // the same can be chosen again
  chosen.set(r.id + path, file);
  const work = shrunk(file);
  shrinking = Promise.all([shrinking, work]).then(() => undefined);
  const small = await work;
  if (chosen.get(r.id + path) !== file) return;
  r.photos = small ? { ...r.photos, [path]: small } : without(r.photos, path);
  at.set(path, small ? `${path.replaceAll('/', '-').replaceAll('[', '-').replaceAll(']', '')}.jpg` : '');
  delete r.refused?.[path];
  r.answers = at.all();
  if (r !== rec) return put(r);
  if (small) unread.delete(path); else unread.add(path);
  if (!ended) refresh();
  await save();
};
/** As it is where the browser cannot look into it: then the server says what is none. @param {File} file @returns {Promise<Blob | null>} */
const shrunk = async (file) => !('createImageBitmap' in window) ? file : createImageBitmap(file).then((image) => {
  const k = Math.min(1, 1600 / Math.max(image.width, image.height)), canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * k);
  canvas.height = Math.round(image.height * k);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((/** @type {(b: Blob | null) => void} */ done) => canvas.toBlob(done, 'image/jpeg', 0.8));
}).catch(() => null);

const next = async () => {
  await shrinking;
  const { screens, i, screen } = current();
  const wrong = screen?.asks.filter((p) => iv.state(p)?.wrong || unread.has(p)) ?? [];
  if (!wrong.length) return go(screens[i + 1]?.path ?? 'end');
  for (const p of wrong) touched.add(p);
  refresh();
  const first = /** @type {HTMLElement} */ ([...box.querySelectorAll('[data-path]')].find((n) => /** @type {HTMLElement} */ (n).dataset.path === wrong[0]));
  inputs(first)[0]?.focus();
  first.scrollIntoView({ block: 'center' });
};

box.addEventListener('submit', (e) => {
  e.preventDefault();
  if (ended) return;
  const { screens, i, screen } = current();
  switch (/** @type {HTMLButtonElement | null} */ (e.submitter)?.value) {
    case 'back':
      if (i > 0) go(screens[i - 1].path);
      else void showLists();
      break;
    case 'add': {
      const instance = screen && iv.add(screen.path);
      if (instance) go(iv.screens().find((s) => s.path.startsWith(instance))?.path ?? 'end');
      break;
    }
    case 'remove':
      iv.remove(`${screen.path}[${instances(screen)}]`);
      go(screen.path);
      break;
    case 'send':
      void finish();
      break;
    default:
      void next();
  }
});
addEventListener('popstate', (e) => {
  if (ended) return lists ? void showLists() : undefined;
  if (e.state?.place !== undefined && rec?.id === e.state.id) { rec.place = e.state.place; draw(); }
  else if (lists) void showLists();
  else if (rec) { rec.place = ''; draw(); }
});

// --- sent ---
/** @param {Kept} r @returns {[string, any][]} */
const body = (r) => [['number', String(r.number)], ['lang', document.documentElement.lang], ['unit', r.unit], ['seconds', String(Math.round(r.seconds))], ['since', String(Math.round((r.at - r.began) / 1000))], ['answers', JSON.stringify(r.final ?? r.answers)],
  ...Object.entries(r.photos ?? {}).map(([path, blob]) => /** @type {[string, any]} */ ([`photo:${path}`, new File([blob], 'photo.jpg', { type: 'image/jpeg' })]))];
/** @param {Kept} r @param {boolean} [here] whether who answered still sees this page: only then may the next one show their code */
const post = (r, here) => {
  const form = new FormData();
  if (here) form.append('here', '1');
  for (const [k, v] of body(r)) form.append(k, v);
  return fetch(`${config.base.replace(/[^/]*$/, r.id)}/end`, { method: 'POST', body: form, headers: { 'X-Op-Age': String(Math.round((Date.now() - r.at) / 1000)) } }).catch(() => undefined); // no network
};
/** What somebody finished here before, without a network, and nobody has opened again. */
const sendOthers = async () => {
  for (const r of await all()) if (r.state === 'ready' && r.id !== config.id && (await post(r))?.ok) await drop(r.id);
};

const finish = async () => {
  if (ended) return;
  ended = true; // nothing of it is touched any more
  const r = rec;
  await shrinking;
  await save();
  Object.assign(r, { state: 'ready', final: iv.answers() });
  await put(r);
  if (!lists) return sendOwn();
  await hand(r);
  const given = piece('ask-given'); // what was promised when consent was asked for
  /** @type {HTMLElement} */ (given.querySelector('[data-code]')).textContent = withdrawal(r.id);
  given.querySelector('[data-next]')?.addEventListener('click', () => void showLists());
  box.replaceChildren(given);
  await drawLists();
};

/** A person's own phone sends by itself, again and again until there is an answer. A tablet handed round may be with somebody else by then. */
const sendOwn = async (here = true) => {
  ended = true;
  const r = await post(rec, here);
  if (r?.ok) {
    await drop(rec.id);
    location.replace(`${config.base}/end`);
    return;
  }
  if (!r || r.status >= 500 || r.status === 429) {
    const kept = piece('ask-sent');
    const code = /** @type {HTMLElement} */ (kept.querySelector('[data-code]'));
    if (here) code.textContent = withdrawal(rec.id);
    else { code.previousElementSibling?.remove(); code.remove(); }
    box.replaceChildren(kept);
    setTimeout(sendOwn, 15_000, here);
    return;
  }
  const said = await r.json().catch(() => ({}));
  ended = false;
  refusedAt(rec, said.problems ?? {});
  await put(rec);
  draw();
  box.querySelector('#screen')?.prepend(Object.assign(document.createElement('p'), { className: 'bad', textContent: said.says ?? String(r.status) }));
};
/** Back to the first of the questions where the server takes no answer; without any, to the end. @param {Kept} r @param {Record<string, string>} problems */
const refusedAt = (r, problems) => {
  const like = new Interview(config.program, { now: moment(r.began), language: config.lang }, r.answers), first = like.screens().find((s) => s.asks.some((/** @type {string} */ p) => problems[p]));
  Object.assign(r, { state: 'draft', why: '', refused: problems, place: first?.path ?? 'end' });
  touched = new Set(Object.keys(problems));
};
addEventListener('online', () => { if (rec?.state === 'ready' && !lists) void sendOwn(config.mode !== 'kiosk' || !found); });

/** An interviewer's goes the way of all that a hall sends. @param {Kept} r */
const hand = async (r) => {
  await htmx.outbox.put({ op: r.id, url: `${config.base}${r.id}/end`, body: body(r), user: me, at: r.at, state: 'waiting', page: location.pathname, words: `${config.title} · ${r.title || clock(r.at)}`, labels: {} });
  if (r.visit) { // whom the sample sent to: that somebody was asked, not what was said
    const op = uuid();
    await htmx.outbox.put({ op, url: `/surveys/${r.survey}/visits/${r.visit}`, body: [['op', op], ['outcome', 'done']], user: me, at: Date.now(), state: 'waiting', page: location.pathname, words: config.title, labels: {} });
    r.visit = '';
    await put(r);
  }
  void htmx.outbox.flush();
};

// --- an interviewer's lists ---
/** @param {number} ms */
const clock = (ms) => { const d = new Date(ms); return `${String(d.getDate()).padStart(2, '0')}.${String(d.getMonth() + 1).padStart(2, '0')} ${d.toTimeString().slice(0, 5)}`; };

const showLists = async () => {
  if (!lists) return;
  box.hidden = true;
  if (ended) box.replaceChildren(); // a code is for one respondent
  lists.hidden = false;
  await drawLists();
  scrollTo(0, 0);
};
const states = ['draft', 'ready', 'sent', 'refused'];
const drawLists = async () => {
  const rows = lists?.querySelector('.drafts'), counts = /** @type {HTMLElement | null} */ (lists?.querySelector('.counts'));
  if (!rows || !counts) return;
  const mine = await all(), n = /** @type {Record<string, number>} */ ({});
  for (const r of mine) n[r.state === 'refused' ? 'ready' : r.state] = (n[r.state === 'refused' ? 'ready' : r.state] ?? 0) + 1;
  for (const el of counts.querySelectorAll('[data-count]')) el.textContent = String(n[el.getAttribute('data-count') ?? ''] ?? 0);
  counts.hidden = !mine.length;
  /** @type {HTMLElement} */ (rows).hidden = !mine.length;
  rows.replaceChildren(...mine.slice(0, 60).map((r) => {
    const part = piece('draft-row'), li = /** @type {HTMLElement} */ (part.firstElementChild), by = (/** @type {string} */ sel) => /** @type {HTMLElement} */ (li.querySelector(sel));
    li.dataset.state = r.state;
    by('[data-name]').textContent = r.title || village(r.unit) || `№ ${r.id.slice(-4)}`;
    by('[data-when]').textContent = clock(r.at);
    const words = by('[data-state-words]');
    words.textContent = (words.dataset.stateWords ?? '').split('|')[states.indexOf(r.state)] ?? '';
    by('[data-why]').textContent = r.why ?? '';
    by('[data-why]').hidden = !r.why;
    by('[data-do=open]').hidden = r.state === 'sent' || r.state === 'ready';
    by('[data-do=drop]').hidden = r.state === 'ready';
    li.addEventListener('click', async (e) => {
      const act = e.target instanceof Element ? e.target.closest('[data-do]')?.getAttribute('data-do') : '';
      if (act === 'drop' && (r.state === 'sent' || confirm(by('[data-do=drop]').dataset.ask))) { await drop(r.id); await drawLists(); }
      if (act !== 'open') return;
      if (r.number !== config.number) return location.assign(`${location.pathname}?number=${r.number}#${r.id}`);
      if (r.state === 'refused') {
        for (const waits of await htmx.outbox.all()) if (waits.op === r.id) await htmx.outbox.drop(waits);
        refusedAt(r, r.refused ?? {});
      }
      history.pushState({ id: r.id, place: r.place }, '');
      open(r);
    });
    return li;
  }));
};
/** @param {string} unit */
const village = (unit) => /** @type {HTMLOptionElement | null} */ (unit ? lists?.querySelector(`#village option[value="${unit}"]`) : null)?.textContent?.trim() ?? '';

/** What has left the outbox was taken; what it holds back says why. */
const settle = async () => {
  const waiting = new Map((await htmx.outbox.all()).map((r) => [r.op, r]));
  let changed = false;
  for (const r of await all()) {
    if (r.state !== 'ready') continue;
    const w = waiting.get(r.id);
    if (w && w.state !== 'refused') continue;
    Object.assign(r, w ? { state: 'refused', why: w.why, refused: w.problems } : { state: 'sent', answers: {}, photos: undefined });
    await put(r);
    changed = true;
  }
  if (changed) await drawLists();
};

/** The page and its files, for where there is no network. */
const along = async () => {
  const say = (/** @type {string} */ yes) => { for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-along]'))) el.hidden = el.dataset.along !== yes; };
  try {
    await navigator.serviceWorker.register('/sw.js');
    const page = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
    if (!page.ok || page.redirected) throw new Error('signed out');
    const html = await page.clone().text(), files = await caches.open('ashar-files'), kept = await caches.open(`ashar-kept:${me}:${location.pathname}`);
    for (const [path] of html.matchAll(/\/static\/[\w.-]+/g)) if (!await files.match(path)) { const f = await fetch(path); if (f.ok) await files.put(path, f); }
    for (const [, path] of html.matchAll(/src="(\/q\/[^"]+)"/g)) { const f = await fetch(path); if (f.ok) await kept.put(path, f); }
    await kept.put(location.pathname, page);
    await navigator.storage?.persist?.().catch(() => false);
    say('yes');
  } catch { say(await caches?.match?.(location.pathname).catch(() => undefined) ? 'yes' : 'no'); }
};

// --- begin ---
const begin = async () => {
  if (lists) {
    document.addEventListener('outbox', settle);
    lists.querySelector('#begin')?.addEventListener('submit', async (e) => {
      e.preventDefault();
      e.stopPropagation();
      const form = /** @type {HTMLFormElement} */ (e.target), agree = /** @type {HTMLInputElement} */ (form.elements.namedItem('agree'));
      form.querySelector('.bad')?.remove();
      if (!agree.checked) {
        agree.closest('label')?.after(Object.assign(document.createElement('p'), { className: 'bad', role: 'alert', textContent: config.messages.agree }));
        return agree.focus();
      }
      const unit = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem('village'))?.value ?? '', id = uuid(), now = Date.now();
      agree.checked = false;
      history.pushState({ id, place: '' }, '');
      open({ id, survey: config.survey, number: config.number, lang: config.lang, user: me, unit, answers: {}, place: '', began: now, seconds: 0, at: now, state: 'draft', visit: lists.dataset.visit });
      await save();
    });
    // another language, the same question
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('header a[hreflang]'))) {
      link.addEventListener('click', async (e) => {
        if (box.hidden || ended || e.ctrlKey || e.metaKey || e.shiftKey) return;
        e.preventDefault();
        await save();
        location.assign(`${link.pathname}${link.search}#${rec.id}`);
      });
    }
    await drawLists();
    await settle();
    const wanted = (await all()).find((r) => `#${r.id}` === location.hash && r.number === config.number && r.state === 'draft');
    if (wanted) {
      history.replaceState(null, '', location.pathname + location.search); // the lists are what is before it
      history.pushState({ id: wanted.id, place: wanted.place }, '');
      open(wanted);
    }
    void along();
    return;
  }
  const now = Date.now(), had = config.preview ? undefined : (await all()).find((r) => r.id === config.id);
  open(had ?? { id: config.id, survey: config.survey, number: config.number, lang: config.lang, user: me, unit: config.unit, answers: config.answers, place: config.place, began: config.began || now, seconds: 0, at: now, state: 'draft' });
  history.replaceState({ id: rec.id, place: rec.place }, '');
  found = had?.state === 'ready';
  if (found) await sendOwn(config.mode !== 'kiosk');
  if (!config.preview) void sendOthers();
};
void begin();
