// A slider has no name of its own: it moves the amount in the field it belongs to, and follows what is typed there.
addEventListener('input', (e) => {
  const el = e.target;
  if (!(el instanceof HTMLInputElement)) return;
  if (el.dataset.slides) {
    const field = document.getElementById(el.dataset.slides);
    if (!(field instanceof HTMLInputElement) || field.value === el.value) return;
    field.value = el.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  } else {
    const slider = document.querySelector(`[data-slides="${el.id}"]`);
    if (slider instanceof HTMLInputElement) slider.value = el.value;
  }
});
