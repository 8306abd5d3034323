// The people's list on the wall: arrows turn its pages, as the buttons do.
import './fit.js';

addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey) return;
  const to = { ArrowRight: 'next', ArrowDown: 'next', PageDown: 'next', ' ': 'next', ArrowLeft: 'prev', ArrowUp: 'prev', PageUp: 'prev' }[e.key];
  const link = to && document.querySelector(`a[rel=${to}]`);
  if (!(link instanceof HTMLAnchorElement) || e.key === ' ' && document.activeElement instanceof HTMLAnchorElement) return;
  e.preventDefault();
  link.click();
});
