// [data-print] prints the page.
addEventListener('click', (e) => {
  if (e.target instanceof Element && e.target.closest('[data-print]')) { e.preventDefault(); print(); }
});
