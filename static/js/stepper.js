// − and + change the number at once. Without a script they submit: name="set" value="field=wanted".
addEventListener('click', (e) => {
  const button = e.target instanceof Element ? e.target.closest('.stepper [data-step]') : null;
  const input = button?.parentElement?.querySelector('input');
  if (!(button instanceof HTMLElement) || !input) return;
  e.preventDefault();
  const low = Number(input.min || 0), high = Number(input.max || Infinity);
  const next = Math.min(high, Math.max(low, (Number(input.value) || 0) + Number(button.dataset.step)));
  if (String(next) === input.value) return;
  input.value = String(next);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
});

// what is typed takes the place of what stood there: a tap into a 3 and a 4 is 4, not 34
addEventListener('focusin', (e) => {
  const input = e.target;
  if (input instanceof HTMLInputElement && input.type === 'number' && input.closest('.stepper')) setTimeout(() => document.activeElement === input && input.select());
});

// zero is light: css sees attributes, not what was typed
addEventListener('input', (e) => {
  if (e.target instanceof HTMLInputElement && e.target.closest('.stepper')) e.target.dataset.typed = e.target.value;
});
