// Another language, the same unsent words: the link becomes a morph of the whole page; without a script it is a link.
addEventListener('click', (e) => {
  const link = e.target instanceof Element ? e.target.closest('.langs a[hreflang]') : null;
  if (!(link instanceof HTMLAnchorElement) || e.ctrlKey || e.metaKey || e.shiftKey || e.button || typeof htmx === 'undefined') return;
  e.preventDefault();
  htmx.ajax('GET', link.href, { source: link, target: document.body, swap: 'outerMorph', push: 'false' });
});
