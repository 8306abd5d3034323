// What hangs on a choice is shown as soon as it is made: [data-refresh] presses the form's own button for that.
addEventListener('change', (e) => {
  const field = e.target instanceof HTMLSelectElement && e.target.dataset.refresh !== undefined ? e.target : null;
  const show = field?.form?.querySelector('button[value="show"]');
  if (show instanceof HTMLButtonElement) field?.form?.requestSubmit(show);
});
