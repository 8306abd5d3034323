// The truth about the network and the outbox: one chip, one message, and nothing typed is lost.
{
  let offline = false, login = false, waiting = 0, refused = 0;
  /** Forms outside a session: they are not kept, the person presses again. @type {Set<Element>} */
  const failed = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;

  const show = (flying = false) => {
    clearTimeout(slow);
    for (const el of failed) if (!el.isConnected) failed.delete(el);
    const state = offline || !navigator.onLine ? 'offline' : login && waiting ? 'login' : waiting || failed.size ? 'waiting' : refused ? 'refused' : flying ? 'sending' : 'sent';
    const chip = document.getElementById('net');
    if (!chip) return;
    if (chip.dataset.state !== state) chip.dataset.state = state;
    const n = String((state === 'refused' ? refused : waiting + failed.size) || '');
    for (const el of chip.querySelectorAll('[data-n]')) if (el.textContent !== n) el.textContent = n;
    listen(offline);
  };

  // Somebody waits: say so as soon as the server answers again.
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let listening;
  /** @param {boolean} on */
  const listen = (on) => {
    if (on === Boolean(listening)) return;
    clearInterval(listening);
    listening = on ? setInterval(async () => {
      const there = await fetch('/healthz', { cache: 'no-store' }).then((r) => r.ok, () => false);
      if (there && listening) back();
    }, 3_000) : undefined;
  };
  const back = () => {
    const was = offline;
    offline = false;
    if (stream) stream.delayCanceller?.();
    else document.dispatchEvent(new Event('again')); // its first connection had failed, or it gave way: views/live.templ
    if (was && failed.size) say('back-flash');
    show();
    htmx.outbox.flush();
  };

  /** The words come from <template id="offline-flash">, back-flash or error-flash. @param {string} id */
  const say = (id) => {
    const from = document.getElementById(id) ?? document.getElementById('offline-flash');
    const flash = document.getElementById('flash');
    if (!(from instanceof HTMLTemplateElement) || !flash) return;
    hush();
    const words = from.content.cloneNode(true);
    for (const el of /** @type {DocumentFragment} */ (words).children) el.setAttribute('data-from-net', '');
    flash.append(words);
  };
  const hush = () => document.querySelectorAll('#flash > [data-from-net]').forEach((el) => el.remove());

  document.addEventListener('outbox', (e) => { ({ waiting, refused } = /** @type {CustomEvent} */ (e).detail); show(); });
  document.addEventListener('net', (e) => {
    const state = /** @type {CustomEvent} */ (e).detail;
    offline = state === 'offline' || state === 'unsent';
    login = state === 'login';
    if (state === 'unsent') say('offline-flash');
    show();
  });

  htmx.registerExtension('net', {
    htmx_before_request(_elt, { ctx }) {
      if (/GET|QUERY/.test(ctx.request.method)) return;
      clearTimeout(slow);
      slow = setTimeout(show, 400, true); // a quick answer is not announced
    },
    htmx_after_request(elt, { ctx }) {
      if (ctx.response.status !== 202) offline = false; // 202: our own outbox spoke
      failed.delete(elt);
      if (!failed.size) hush();
      show();
    },
    htmx_before_swap(_elt, { ctx, tasks }) {
      // a proxy's 502 brings no words of ours
      if (ctx.response?.status >= 500 && tasks.every((/** @type {HtmxTask} */ t) => t.type === 'main')) say('error-flash');
    },
    htmx_after_swap: () => show(), // a morph of the bar brings the server's state
    htmx_error(elt, { ctx }) {
      if (!ctx || ctx.text !== undefined) return; // an answer came; this is some other error
      if (!/GET|QUERY/.test(ctx.request.method)) { // what was only asked for is nobody's loss: the chip says enough
        failed.add(elt);
        say('offline-flash');
      }
      offline = true;
      show();
    },
    htmx_sse_error() { offline = true; show(); },
    htmx_sse_after_connection(_elt, { connection }) {
      stream = connection;
      heard = Date.now();
      document.getElementById('kept')?.remove(); // a page taken along is as any other from now on
      back();
    },
    htmx_sse_before_message() { heard = Date.now(); },
    htmx_sse_close() { stream = null; },
  });

  // An open stream does not notice a dead line: the server sends a beat every 15 s, three missed ones mean reconnect.
  /** @type {any} */
  let stream = null;
  let heard = 0;
  setInterval(() => {
    if (!stream?.reader || document.hidden || Date.now() - heard < 45_000) return;
    heard = Date.now();
    offline = true;
    show();
    stream.reader.cancel();
  }, 5_000);

  // A form in work was left as it was and is done now, or what waited was sent: without a last id the server sends the page as it is.
  document.addEventListener('behind', () => {
    if (!stream?.reader) return;
    stream.lastEventId = '';
    stream.reader.cancel();
  });
  // This tablet was signed out elsewhere: the page's address asks to sign in and leads back here.
  document.addEventListener('bye', () => location.reload());

  addEventListener('offline', () => show());
  addEventListener('online', back);
}
