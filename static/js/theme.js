// [data-theme-set="light|dark|auto"]: kept in a cookie, so that the server paints the right ground from the first byte.
const read = () => /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? 'auto';

const paint = () => {
  const theme = read();
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const b of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-theme-set]')))
    b.setAttribute('aria-pressed', String(b.dataset.themeSet === theme));
};

addEventListener('click', (e) => {
  const button = e.target instanceof Element ? e.target.closest('[data-theme-set]') : null;
  if (!(button instanceof HTMLElement)) return;
  const theme = button.dataset.themeSet ?? 'auto';
  document.cookie = `theme=${theme}; path=/; SameSite=Lax; max-age=${theme === 'auto' ? 0 : 31536000}`;
  paint();
});
addEventListener('htmx:after:swap', paint);
paint();
