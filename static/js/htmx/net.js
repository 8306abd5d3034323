// The truth about the network: one chip, one message, and nothing typed is lost.
{
  let back = false; // the server answers again, but what was not sent is still to be sent
  /** Forms and buttons whose last word did not arrive. @type {Set<Element>} */
  const unsent = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let slow;

  /** @param {'sent' | 'sending' | 'offline' | 'unsent'} state */
  const show = (state) => {
    clearTimeout(slow);
    const chip = document.getElementById('net');
    if (chip && chip.dataset.state !== state) chip.dataset.state = state;
  };
  const settle = () => {
    for (const el of unsent) if (!el.isConnected) unsent.delete(el);
    show(!unsent.size && navigator.onLine ? 'sent' : unsent.size && back ? 'unsent' : 'offline');
    listen(unsent.size > 0 && !back);
  };

  // While something could not be sent, somebody waits: say so as soon as the server answers again.
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let listening;
  /** @param {boolean} on */
  const listen = (on) => {
    if (on === Boolean(listening)) return;
    clearInterval(listening);
    listening = on ? setInterval(async () => {
      const there = await fetch('/healthz', { cache: 'no-store' }).then((r) => r.ok, () => false);
      if (!there || !listening) return;
      back = true;
      settle();
      say('back-flash');
    }, 3_000) : undefined;
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

  htmx.registerExtension('net', {
    htmx_before_request(_elt, { ctx }) {
      if (/GET|QUERY/.test(ctx.request.method)) return;
      clearTimeout(slow);
      slow = setTimeout(show, 400, 'sending'); // a quick answer is not announced
    },
    htmx_after_request(elt) {
      unsent.delete(elt);
      if (!unsent.size) hush();
      settle();
    },
    htmx_before_swap(_elt, { ctx, tasks }) {
      // a proxy's 502 brings no words of ours
      if (ctx.response?.status >= 500 && tasks.every((/** @type {HtmxTask} */ t) => t.type === 'main')) say('error-flash');
    },
    htmx_after_swap: () => settle(), // a morph of the bar brings the server's state
    htmx_error(elt, { ctx }) {
      if (!ctx || ctx.text !== undefined) return; // an answer came; this is some other error
      if (!/GET|QUERY/.test(ctx.request.method)) unsent.add(elt);
      back = false;
      say('offline-flash');
      settle();
      show('offline');
    },
    htmx_sse_error: () => show('offline'),
    htmx_sse_after_connection(_elt, { connection }) {
      stream = connection;
      heard = Date.now();
      settle();
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
    show('offline');
    stream.reader.cancel();
  }, 5_000);

  // A form in work was left as it was and is done now: without a last id the server sends the page as it is.
  document.addEventListener('behind', () => {
    if (!stream?.reader) return;
    stream.lastEventId = '';
    stream.reader.cancel();
  });
  // This tablet was signed out elsewhere: the page's address asks to sign in and leads back here.
  document.addEventListener('bye', () => location.reload());

  addEventListener('offline', () => show('offline'));
  addEventListener('online', () => { stream?.delayCanceller?.(); settle(); });
}
