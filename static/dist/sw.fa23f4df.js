// The worker is an accelerator, never a requirement. It keeps nothing by itself: js/along.js does, when a person asks, and brings it in.
// A page that was asked for is the network's, and only where there is none the copy taken along; fragments, streams,
// signing in and everything sent pass by untouched.
{
  const worker = /** @type {any} */ (self);
  const patience = 4000; // ms without an answer

  /** The kept copy of an address; the language may have been in it. @param {URL} url @returns {Promise<Response | undefined>} */
  const kept = async (url) => {
    const plain = new URL(url);
    plain.searchParams.delete('lang');
    for (const name of await caches.keys()) {
      if (!name.startsWith('ashar-kept:')) continue;
      const cache = await caches.open(name);
      const found = await cache.match(url.pathname + url.search) ?? (/^\/surveys\//.test(url.pathname) ? await cache.match(url.pathname) : undefined) ?? await cache.match(plain.pathname + plain.search);
      if (found) return found;
      if (url.pathname === '/') return Response.redirect(name.split(':')[2], 302);
    }
    return undefined;
  };

  /** A page of a session that was taken along, and not among what was kept: it says so. @param {URL} url @returns {Promise<Response | undefined>} */
  const away = (url) => caches.match(`${/^\/sessions\/[^/]+/.exec(url.pathname)?.[0]}/away`);

  /** Nobody is signed in here any more: what was theirs goes. @param {Request} request */
  const signedOut = async (request) => {
    const answer = await fetch(request);
    if (answer.ok) for (const name of await caches.keys()) if (name.startsWith('ashar-kept:')) await caches.delete(name);
    return answer;
  };

  /** @param {Request} request @param {URL} url */
  const first = async (request, url) => {
    const net = fetch(request);
    net.catch(() => undefined);
    const late = new Promise((done) => setTimeout(done, patience));
    try {
      const answer = await Promise.race([net, late]);
      if (answer) return /** @type {Response} */ (answer);
    } catch {
      return await kept(url) ?? await away(url) ?? Response.error();
    }
    return await kept(url) ?? net;
  };

  worker.addEventListener('activate', (/** @type {any} */ e) => e.waitUntil(worker.clients.claim()));
  worker.addEventListener('message', (/** @type {any} */ e) => { if (e.data === 'open') worker.skipWaiting(); });
  worker.addEventListener('fetch', (/** @type {any} */ e) => {
    const url = new URL(e.request.url);
    if (e.request.method !== 'GET' || url.origin !== location.origin) return;
    if (url.pathname.startsWith('/static/')) e.respondWith(caches.match(url.pathname, { cacheName: 'ashar-files' }).then((found) => found ?? fetch(e.request)));
    else if (e.request.mode === 'navigate' && (url.pathname === '/' || /^\/(sessions|surveys)\/[^/]+/.test(url.pathname)) && !/\.\w+$/.test(url.pathname)) e.respondWith(first(e.request, url));
    else if (e.request.mode === 'navigate' && url.pathname === '/login') e.respondWith(signedOut(e.request));
    else if (url.pathname === '/outbox' || /^\/sessions\/[^/]+\/ahead$/.test(url.pathname) || e.request.destination === 'image') e.respondWith(fetch(e.request).catch(async () => await kept(url) ?? Response.error()));
  });
}
