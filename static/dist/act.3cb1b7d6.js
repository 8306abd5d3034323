// An act of the monitoring group. Circles say what of a photo nobody may recognise, by finger, mouse or keys: it is hidden
// before the photo waits here, and by the server again. And an act that waited here is gone on with once it was sent.
import hide from './hide.js';

/** @typedef {{x: number, y: number, r: number}} Spot parts of the picture's width (x, r) and height (y) */
/** @type {WeakMap<File, Spot[]>} */
const spots = new WeakMap();
const least = 24; // pixels of radius on the screen: a finger finds it again

/** @param {number} v @param {number} low @param {number} high */
const within = (v, low, high) => Math.min(high, Math.max(low, v));
/** @param {HTMLFormElement} form */
const filesOf = (form) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=file]'))].flatMap((input) => [...input.files ?? []]);

/** What will be sent, one circle a line. @param {HTMLFormElement} form */
const write = (form) => {
  const field = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem('blur'));
  field.value = filesOf(form).flatMap((file, i) => (spots.get(file) ?? []).map((s) => [i, ...[s.x, s.y, s.r].map((v) => v.toFixed(4))].join(' '))).join('\n');
};

/** A picture with its circles and what can be done to them. @param {HTMLFormElement} form @param {File} file @param {HTMLImageElement} img */
const dress = (form, file, img) => {
  const from = /** @type {HTMLTemplateElement} */ (form.querySelector('[data-faces-tools]'));
  const box = /** @type {HTMLElement} */ (/** @type {Element} */ (from.content.firstElementChild).cloneNode(true));
  const area = /** @type {HTMLElement} */ (box.querySelector('.faces'));
  const count = /** @type {HTMLElement} */ (box.querySelector('[data-faces-count]'));
  const mine = spots.get(file) ?? [];
  spots.set(file, mine);
  /** @type {HTMLButtonElement | undefined} */
  let chosen;
  /** @type {Map<HTMLButtonElement, Spot>} */
  const of = new Map();
  img.parentElement?.append(box);
  area.append(img);

  const smallest = () => least / (area.clientWidth || 300);
  const tell = () => {
    count.textContent = (count.dataset.words ?? '').replace('#', String(mine.length));
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (box.querySelectorAll('[data-do]:not([data-do=add])'))) button.disabled = !chosen;
    write(form);
  };
  /** @param {HTMLButtonElement} button */
  const place = (button) => {
    const s = /** @type {Spot} */ (of.get(button));
    Object.assign(button.style, { left: `${s.x * 100}%`, top: `${s.y * 100}%`, width: `${s.r * 200}%`, aspectRatio: '1' });
  };
  /** @param {HTMLButtonElement | undefined} button */
  const choose = (button) => {
    chosen?.setAttribute('aria-pressed', 'false');
    chosen = button;
    chosen?.setAttribute('aria-pressed', 'true');
    tell();
  };
  /** @param {Spot} s */
  const show = (s) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-label', count.dataset.spot ?? '');
    of.set(button, s);
    place(button);
    area.append(button);
    return button;
  };
  /** @param {number} x @param {number} y */
  const add = (x, y) => {
    if (mine.length >= 40) return;
    const s = { x: within(x, 0, 1), y: within(y, 0, 1), r: Math.max(0.07, smallest()) };
    mine.push(s);
    choose(show(s));
    chosen?.focus({ preventScroll: true });
  };
  const remove = () => {
    if (!chosen) return;
    mine.splice(mine.indexOf(/** @type {Spot} */ (of.get(chosen))), 1);
    of.delete(chosen);
    chosen.remove();
    const next = [...of.keys()].at(-1);
    choose(next);
    (next ?? /** @type {HTMLElement} */ (box.querySelector('[data-do=add]'))).focus({ preventScroll: true });
  };
  /** @param {number} dx @param {number} dy @param {number} by of the radius */
  const change = (dx, dy, by) => {
    const s = chosen && of.get(chosen);
    if (!s || !chosen) return;
    Object.assign(s, { x: within(s.x + dx, 0, 1), y: within(s.y + dy, 0, 1), r: within(s.r * by, smallest(), 0.5) });
    place(chosen);
    write(form);
  };

  /** @param {PointerEvent} e */
  const at = (e) => {
    const r = area.getBoundingClientRect();
    return /** @type {const} */ ([(e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height]);
  };
  let dragged = false;
  area.addEventListener('pointerdown', (e) => {
    const button = e.target instanceof HTMLButtonElement ? e.target : undefined;
    dragged = false;
    if (!button) return;
    choose(button);
    button.setPointerCapture(e.pointerId);
  });
  area.addEventListener('pointermove', (e) => {
    if (!(e.target instanceof HTMLButtonElement) || !e.target.hasPointerCapture(e.pointerId)) return;
    const s = /** @type {Spot} */ (of.get(e.target)), [x, y] = at(e);
    if (!dragged && Math.hypot((x - s.x) * area.clientWidth, (y - s.y) * area.clientHeight) < least / 2) return; // a finger is never quite still
    dragged = true;
    Object.assign(s, { x: within(x, 0, 1), y: within(y, 0, 1) });
    place(e.target);
    write(form);
  });
  area.addEventListener('click', (e) => { // a tap, not the beginning of a scroll
    if (e.target === img) add(...at(/** @type {PointerEvent} */ (e)));
  });
  area.addEventListener('focusin', (e) => { if (e.target instanceof HTMLButtonElement && e.target !== chosen) choose(e.target); });
  area.addEventListener('keydown', (e) => {
    const step = e.shiftKey ? 0.005 : 0.02;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowLeft: () => change(-step, 0, 1), ArrowRight: () => change(step, 0, 1), ArrowUp: () => change(0, -step, 1), ArrowDown: () => change(0, step, 1),
      '+': () => change(0, 0, 1.15), '=': () => change(0, 0, 1.15), '-': () => change(0, 0, 1 / 1.15), Delete: remove, Backspace: remove,
    };
    if (!keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  });
  box.addEventListener('click', (e) => {
    const act = e.target instanceof Element ? e.target.closest('[data-do]')?.getAttribute('data-do') : null;
    if (act === 'add') add(0.5, 0.4);
    if (act === 'larger') change(0, 0, 1.25);
    if (act === 'smaller') change(0, 0, 1 / 1.25);
    if (act === 'remove') remove();
  });
  for (const s of mine) show(s);
  tell();
};

document.addEventListener('photos', (e) => { // photo.js shows what was chosen
  const form = /** @type {CustomEvent<HTMLFormElement>} */ (e).detail;
  if (form.dataset.faces === undefined) return;
  const files = filesOf(form);
  for (const [i, li] of [...form.querySelectorAll('[data-photo-preview] > li')].entries()) {
    const img = li.querySelector('img');
    if (img && files[i]) dress(form, files[i], img);
  }
  write(form);
});
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-faces]')))
  if (filesOf(form).length) document.dispatchEvent(new CustomEvent('photos', { detail: form }));

// What was pointed at is gone before the photo is kept on this phone: htmx/outbox.js puts it away before it is sent, and a
// phone without a line may keep it for days, or be lost. The circles go along: the server does it again, and counts them.
/** @type {WeakSet<HTMLFormElement>} */
const hidden = new WeakSet(), hiding = new WeakSet();
addEventListener('submit', async (e) => {
  const form = e.target, button = /** @type {SubmitEvent} */ (e).submitter;
  if (!(form instanceof HTMLFormElement) || form.dataset.faces === undefined || hidden.delete(form)) return;
  const upper = form.querySelector('[name=upper]'), whole = upper instanceof HTMLInputElement && upper.checked;
  if (!filesOf(form).some((file) => whole || spots.get(file)?.length)) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  if (hiding.has(form)) return;
  hiding.add(form);
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=file]'))) {
    const all = [...input.files ?? []].map((file) => ({ file, mine: spots.get(file) ?? [] }));
    const files = new DataTransfer();
    for (const { file, mine } of all) files.items.add(whole || mine.length ? await hide(file, mine, whole) : file);
    input.files = files.files;
    for (const [i, file] of [...input.files].entries()) spots.set(file, all[i].mine);
  }
  write(form);
  hiding.delete(form);
  hidden.add(form);
  form.requestSubmit(button);
}, true);

// kept until there is a line: the question is answered
document.addEventListener('kept', (e) => {
  for (const open of /** @type {CustomEvent<HTMLFormElement>} */ (e).detail.querySelectorAll('details[open]')) open.removeAttribute('open');
});

// --- what waited here has been sent: the act as the server has it ---
let sent = '';
document.addEventListener('settled', (e) => {
  const form = /** @type {HTMLFormElement} */ (/** @type {CustomEvent} */ (e).detail.form);
  if (form.dataset.act !== undefined) sent = form.getAttribute('action') ?? '';
  else if (form.dataset.faces !== undefined) sent ||= (form.getAttribute('action') ?? '').replace(/\/photos$/, '');
});
document.addEventListener('behind', async () => {
  const waits = (await htmx.outbox.all()).some((rec) => rec.user === htmx.outbox.me() && rec.url.startsWith(sent));
  const work = [.../** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-act], form[data-faces]'))].some((form) =>
    filesOf(form).length || [...form.elements].some((el) => (el instanceof HTMLTextAreaElement || el instanceof HTMLInputElement)
      && !/^(hidden|file|button)$/.test(el.type) && (el.value !== el.defaultValue || el instanceof HTMLInputElement && el.checked !== el.defaultChecked)));
  if (sent && !waits && !work) location.assign(sent);
});
