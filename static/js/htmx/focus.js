// When a swap takes away the thing in focus, focus goes to the heading of what came instead, not to the top of the page.
{
  /** @param {Element | null | undefined} place */
  const enter = (place) => {
    const el = place?.querySelector('[autofocus]') ?? place?.querySelector('h1, h2, h3') ?? place;
    if (!(el instanceof HTMLElement)) return;
    if (el.tabIndex < 0) el.tabIndex = -1;
    el.focus();
  };

  htmx.registerExtension('focus', {
    htmx_before_swap(_elt, { ctx, tasks }) {
      ctx.focused = document.activeElement;
      ctx.tasks = tasks;
      ctx.parents = tasks.map((/** @type {HtmxTask} */ t) => t.target?.parentElement ?? null);
    },
    htmx_after_swap(_elt, { ctx }) {
      const lost = ctx.focused && ctx.focused !== document.body && !ctx.focused.isConnected;
      if (!lost || (document.activeElement && document.activeElement !== document.body)) return;
      const at = ctx.tasks.findIndex((/** @type {HtmxTask} */ t) => t.swapSpec.style !== 'none' && t.target?.id !== 'flash');
      if (at < 0) return;
      const place = ctx.tasks[at].target;
      enter(place?.isConnected ? place : ctx.parents[at]);
    },
  });
}
