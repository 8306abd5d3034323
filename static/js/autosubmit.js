// form[data-autosubmit] sends itself after a change; several quick changes go as one.
/** @type {WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const soon = new WeakMap();

addEventListener('change', (e) => {
  const form = e.target instanceof Element ? e.target.closest('form') : null;
  const wait = form?.dataset.autosubmit;
  if (!form || wait === undefined) return;
  clearTimeout(soon.get(form));
  soon.set(form, setTimeout(() => form.isConnected && form.requestSubmit(), Number(wait) || 400));
});

// sent by hand meanwhile (Enter in a number): once is enough
addEventListener('submit', (e) => { if (e.target instanceof HTMLFormElement) clearTimeout(soon.get(e.target)); }, true);
