// A page that cannot be fetched would take the place of this one, and there may be no way back: without a line a link is tried first.
addEventListener('click', async (e) => {
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (e.target instanceof Element ? e.target.closest('a[href]') : null);
  if (!link || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || link.target || link.origin !== location.origin) return;
  if (document.getElementById('net')?.dataset.state !== 'offline' || (link.pathname === location.pathname && link.hash)) return;
  e.preventDefault();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 4000);
  const session = /^\/sessions\/[^/]+/.exec(link.pathname)?.[0];
  const there = 'caches' in window && navigator.serviceWorker?.controller && await caches.has(`ashar-kept:${document.documentElement.dataset.user}:${session}`)
    || await fetch('/healthz', { cache: 'no-store', signal: stop.signal }).then((r) => r.ok, () => false);
  if (there) location.assign(link.href);
  else document.dispatchEvent(new CustomEvent('net', { detail: 'unsent' })); // net.js: press again when the line is back
});
