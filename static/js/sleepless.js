// The screen does not sleep while people look at it: on the wall, and on the tablet of a session that goes on.
// Plain http has no wake lock: what to do then stands in [data-sleeps].
let lock = /** @type {WakeLockSentinel | null} */ (null);
const hold = async () => {
  if (document.hidden || (lock && !lock.released) || !document.querySelector('.wall, .agenda')) return;
  lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null; // an empty battery refuses
};
document.addEventListener('visibilitychange', hold);
addEventListener('htmx:after:swap', hold);
hold();
for (const el of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-sleeps]'))) el.hidden = 'wakeLock' in navigator;
