// After a refusal the cursor stands in the first field that is wrong, in sight, and nothing folds it away.
const wrong = () => {
  const sign = document.querySelector('main [aria-invalid="true"], main form .error');
  const field = sign?.matches('[aria-invalid]') ? sign
    : sign?.closest('.field, fieldset, form')?.querySelector('input:not([type="hidden"]), select, textarea');
  const place = field?.closest('.field, fieldset') ?? sign ?? document.querySelector('main form .flash.bad');
  for (let fold = place?.closest('details:not([open])'); fold; fold = fold.parentElement?.closest('details:not([open])')) fold.setAttribute('open', '');
  if (field instanceof HTMLElement) field.focus({ preventScroll: true });
  place?.scrollIntoView({ block: 'center' });
};

if (document.querySelector('main [aria-invalid="true"], main form .error')) wrong();
addEventListener('htmx:after:swap', (e) => {
  const status = /** @type {CustomEvent} */ (e).detail.ctx?.response?.status;
  if (status === 422 || status === 409) wrong();
});
