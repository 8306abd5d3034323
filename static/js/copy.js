// [data-copy] puts its text, or the text of the element it names (#id), on the clipboard; a hidden [data-copied] beside it or in its field says so.
addEventListener('click', async (e) => {
  const button = e.target instanceof Element ? e.target.closest('[data-copy]') : null;
  if (!(button instanceof HTMLElement)) return;
  e.preventDefault();
  const what = button.dataset.copy ?? '';
  const from = what.startsWith('#') ? document.querySelector(what) : null;
  const text = from instanceof HTMLInputElement ? from.value : from?.textContent?.trim() ?? what;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // plain http in a hall: the old way
    const area = Object.assign(document.createElement('textarea'), { value: text });
    (button.closest('dialog') ?? document.body).append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  const note = /** @type {HTMLElement | null | undefined} */ ((button.closest('.field') ?? button.parentElement)?.querySelector('[data-copied]'));
  if (note) { note.hidden = false; setTimeout(() => { note.hidden = true; }, 4000); }
});
