// form[data-autosubmit] sends itself after a change; several quick changes go as one. Who leaves meanwhile takes nothing along unsent.
/** @type {Map<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const soon = new Map();

/** @param {HTMLFormElement} form */
const drop = (form) => { clearTimeout(soon.get(form)); soon.delete(form); };
/** @param {HTMLFormElement} form */
const send = (form) => { drop(form); if (form.isConnected) form.requestSubmit(); };

addEventListener('change', (e) => {
  const form = e.target instanceof Element ? e.target.closest('form') : null;
  const wait = form?.dataset.autosubmit;
  if (!form || wait === undefined) return;
  drop(form);
  soon.set(form, setTimeout(send, Number(wait) || 400, form));
});

// sent by hand meanwhile (Enter in a number): once is enough
addEventListener('submit', (e) => { if (e.target instanceof HTMLFormElement) drop(e.target); }, true);

// a link is followed once what was typed is sent, or kept
addEventListener('click', async (e) => {
  const link = e.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (e.target.closest('a[href]')) : null;
  if (!link || !soon.size || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  await Promise.all([...soon.keys()].map((form) => new Promise((done) => {
    form.addEventListener('htmx:finally:request', done, { once: true });
    setTimeout(done, 1500);
    send(form);
  })));
  link.click();
}, true);
addEventListener('pagehide', () => { // back, or the tab is closed
  for (const form of soon.keys()) navigator.sendBeacon(form.action, new URLSearchParams(/** @type {any} */ (new FormData(form))));
});
