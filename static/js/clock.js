// A step's timer, true to the server's clock: [data-planned-seconds] with data-started, data-now and, when paused, data-elapsed-seconds.
/** @type {WeakMap<HTMLElement, {now: string, ahead: number}>} */
const synced = new WeakMap();

/** When the server's words of this page arrived: a page taken along knows when that was (along.js). */
const arrived = () => Date.parse(document.getElementById('kept')?.dataset.at ?? '') || Date.now();

/** @param {HTMLElement} el How far the server's clock is ahead, measured when its word arrived. */
const ahead = (el) => {
  const now = el.dataset.now ?? '';
  let known = synced.get(el);
  if (known?.now !== now) synced.set(el, known = { now, ahead: now ? Date.parse(now) - arrived() : 0 });
  return known.ahead;
};

/** @param {HTMLElement} el */
const tell = (el) => {
  const { started, plannedSeconds, elapsedSeconds } = el.dataset;
  const running = started ? (Date.now() + ahead(el) - Date.parse(started)) / 1000 : 0;
  const spent = Math.max(0, Number(elapsedSeconds || 0) + running);
  const left = Math.ceil(Number(plannedSeconds) - spent);
  const whole = Math.abs(left);
  const text = `${left < 0 ? '+' : ''}${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
  const time = el.matches('time') ? el : el.querySelector('time');
  if (time && time.textContent !== text) time.textContent = text;
  el.classList.toggle('over', left < 0);
  for (const word of /** @type {NodeListOf<HTMLElement>} */ (el.querySelectorAll('[data-when]')))
    word.hidden = (word.dataset.when === 'over') !== (left < 0);
  const owed = /** @type {HTMLElement | null} */ (el.querySelector('[data-borrowed]'));
  if (owed) {
    const n = Math.trunc((Number(owed.dataset.borrowed) + Math.max(0, -left)) / 60);
    const words = n ? ((n > 0 ? owed.dataset.less : owed.dataset.more) ?? '').replace('#', String(Math.abs(n))) : '';
    if (owed.textContent?.trim() !== words) owed.textContent = words;
  }
  const minutes = Math.min(Math.floor(spent / 60), Math.round(Number(plannedSeconds) / 60));
  const path = el.querySelector('.bricks .b1');
  if (path) path.setAttribute('d', minutes ? `M0 5H${minutes * 10 - 1}` : 'M0 5');
};

/** A pause is counted in whole minutes. @param {HTMLElement} el */
const wait = (el) => {
  const minutes = Math.floor(Math.max(0, Date.now() + ahead(el) - Date.parse(el.dataset.paused ?? '')) / 60_000);
  const text = (el.dataset.words ?? '').replace('#', String(minutes));
  if (el.textContent?.trim() !== text) el.textContent = text;
};

const tick = () => {
  if (document.hidden) return;
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-planned-seconds]'))) tell(el);
  for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-paused]'))) wait(el);
};
setInterval(tick, 500);
addEventListener('htmx:after:swap', tick);
document.addEventListener('visibilitychange', tick);
tick();
