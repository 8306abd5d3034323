// [data-reveal="id"] shows and hides a password.
addEventListener('click', (e) => {
  const button = e.target instanceof Element ? e.target.closest('[data-reveal]') : null;
  const field = button instanceof HTMLElement && document.getElementById(button.dataset.reveal ?? '');
  if (!button || !(field instanceof HTMLInputElement)) return;
  field.type = field.type === 'password' ? 'text' : 'password';
  button.setAttribute('aria-pressed', String(field.type === 'text'));
});
