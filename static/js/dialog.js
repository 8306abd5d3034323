// [data-opens="id"] opens a <dialog>, [data-closes] closes its own; dialog[data-modal] from a swap opens itself.
addEventListener('click', (e) => {
  if (!(e.target instanceof Element)) return;
  const opener = /** @type {HTMLElement | null} */ (e.target.closest('[data-opens]'));
  const dialog = opener && document.getElementById(opener.dataset.opens ?? '');
  if (dialog instanceof HTMLDialogElement) {
    e.preventDefault();
    dialog.showModal();
  } else if (e.target.closest('[data-closes]')) {
    const own = e.target.closest('dialog');
    if (own) { e.preventDefault(); own.close(); }
  }
});

addEventListener('htmx:after:swap', () => {
  for (const d of /** @type {NodeListOf<HTMLDialogElement>} */ (document.querySelectorAll('dialog[data-modal]:not([open])'))) {
    d.removeAttribute('data-modal');
    d.showModal();
  }
});
