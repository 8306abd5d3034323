// A date is said in words under its field, with its weekday: [data-echo="id of the field"] with the names of the page's language.
addEventListener('input', (e) => {
  const field = e.target;
  const echo = field instanceof HTMLInputElement ? /** @type {HTMLElement | null} */ (document.querySelector(`[data-echo="${field.id}"]`)) : null;
  if (!echo) return;
  const day = /** @type {HTMLInputElement} */ (field).valueAsDate;
  const { pattern = '', months = '', weekdays = '' } = echo.dataset;
  /** @type {Record<string, string | number>} */
  const part = day ? { w: weekdays.split(' ')[day.getUTCDay()], d: day.getUTCDate(), m: months.split(' ')[day.getUTCMonth()], y: day.getUTCFullYear() } : {};
  echo.textContent = day ? pattern.replace(/\{(.)\}/g, (_, key) => String(part[key])) : '';
});
