// ң ө ү for tablets whose keyboard lacks them: [data-keybar] holds buttons with data-key.
const STORE = 'ashar.keys';

/** @type {HTMLInputElement | HTMLTextAreaElement | null} */
let field = null;

const wanted = () => {
  const choice = localStorage.getItem(STORE);
  return choice ? choice === 'on' : matchMedia('(pointer: coarse)').matches;
};

/** @param {unknown} el @returns {el is HTMLInputElement | HTMLTextAreaElement} */
const writes = (el) => el instanceof HTMLTextAreaElement ||
  (el instanceof HTMLInputElement && /^(text|search)$/.test(el.type) && el.inputMode !== 'numeric' && el.autocapitalize !== 'none');

/** A bar inside the field's form serves that form; the floating one serves the rest. */
const draw = () => {
  const on = wanted();
  const own = field?.form?.querySelector('[data-keybar]');
  for (const bar of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-keybar]')))
    bar.hidden = !on || (bar.matches('.float') && (!field?.isConnected || document.activeElement !== field || !!own));
  for (const b of document.querySelectorAll('[data-keybar-toggle]')) b.setAttribute('aria-pressed', String(on));
};

/** Fixed things sit under an on-screen keyboard; keep the bar above it. */
const lift = () => {
  const view = visualViewport;
  const bar = /** @type {HTMLElement | null} */ (document.querySelector('[data-keybar].float'));
  if (view && bar) bar.style.translate = `0 ${Math.min(0, Math.round(view.height + view.offsetTop - innerHeight))}px`;
};
visualViewport?.addEventListener('resize', lift);
visualViewport?.addEventListener('scroll', lift);

addEventListener('focusin', (e) => { if (writes(e.target)) field = e.target; draw(); });
addEventListener('focusout', () => setTimeout(draw));
addEventListener('htmx:after:swap', draw);

// pointerdown would take the focus, and with it the on-screen keyboard
addEventListener('pointerdown', (e) => {
  if (e.target instanceof Element && e.target.closest('[data-keybar]')) e.preventDefault();
}, { passive: false });

addEventListener('mousedown', (e) => {
  if (e.target instanceof Element && e.target.closest('[data-keybar]')) e.preventDefault();
});

addEventListener('click', (e) => {
  if (!(e.target instanceof Element)) return;
  if (e.target.closest('[data-keybar-toggle]')) {
    localStorage.setItem(STORE, wanted() ? 'off' : 'on');
    return draw();
  }
  const button = /** @type {HTMLElement | null} */ (e.target.closest('[data-keybar] [data-key]'));
  if (!button) return;
  const form = button.closest('form');
  const into = field?.isConnected && (!form || field.form === form) ? field : [...(form?.elements ?? [])].find(writes);
  if (!into) return;
  into.focus();
  const at = into.selectionStart ?? into.value.length;
  let letter = button.dataset.key ?? '';
  if (e.shiftKey || (!at && into.autocapitalize !== 'off')) letter = letter.toLocaleUpperCase('ky');
  into.setRangeText(letter, at, into.selectionEnd ?? at, 'end');
  into.dispatchEvent(new InputEvent('input', { bubbles: true, data: letter, inputType: 'insertText' }));
});
draw();
