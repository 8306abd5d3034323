// Enter goes on to the next answer instead of sending the paper half keyed in; after the last it comes to the button.
const form = document.getElementById('keying-form');
form?.addEventListener('keydown', (e) => {
  const at = e.target;
  if (e.key !== 'Enter' || !(at instanceof HTMLInputElement || at instanceof HTMLSelectElement)) return;
  e.preventDefault();
  const all = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('select, .keyrow input, .actions button')]);
  all[all.indexOf(at) + 1]?.focus();
});
const first = /** @type {HTMLElement | null} */ (form?.querySelector('[aria-invalid], .keyrow input') ?? null);
first?.focus();
