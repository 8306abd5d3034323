// Rows of [data-reorder] follow the finger on their [data-handle]; the form around them then sends its new order.
addEventListener('pointerdown', (e) => {
  const handle = e.target instanceof Element && e.button === 0 ? e.target.closest('[data-reorder] [data-handle]') : null;
  const row = handle?.closest('[data-reorder] > *');
  const list = row?.parentElement;
  if (!(handle instanceof HTMLElement) || !row || !list) return;
  e.preventDefault();
  const next = row.nextSibling;
  row.classList.add('lifted');
  handle.setPointerCapture(e.pointerId);

  /** @param {PointerEvent} m */
  const move = (m) => {
    const { previousElementSibling: above, nextElementSibling: below } = row;
    const middle = (/** @type {Element} */ el) => { const r = el.getBoundingClientRect(); return r.top + r.height / 2; };
    // moving a captured element releases it in some browsers: move the neighbour instead
    if (above && m.clientY < middle(above)) row.after(above);
    else if (below && m.clientY > middle(below)) row.before(below);
    if (m.clientY < 80) scrollBy(0, -8);
    else if (m.clientY > innerHeight - 80) scrollBy(0, 8);
  };
  /** @param {Event} end */
  const done = (end) => {
    if (end instanceof KeyboardEvent && end.key !== 'Escape') return;
    off.abort();
    row.classList.remove('lifted');
    const kept = end.type === 'pointerup';
    if (!kept) list.insertBefore(row, next);
    else if (row.nextSibling !== next) row.closest('form')?.requestSubmit();
  };
  const off = new AbortController();
  handle.addEventListener('pointermove', move, off);
  handle.addEventListener('pointerup', done, off);
  handle.addEventListener('pointercancel', done, off);
  addEventListener('keydown', done, off);
});
