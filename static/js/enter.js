// Enter in textarea[data-enter] sends its form; Shift+Enter, and a line of a word still being composed, stay in the text.
addEventListener('keydown', (e) => {
  if (e.key !== 'Enter' || e.shiftKey || e.isComposing || e.defaultPrevented) return;
  const field = e.target;
  if (!(field instanceof HTMLTextAreaElement) || field.dataset.enter === undefined || !field.form) return;
  e.preventDefault();
  if (field.value.trim()) field.form.requestSubmit();
});
