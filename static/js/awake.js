// The screen does not sleep where the browser can promise it, and the pointer does not lie about on it.
let lock = /** @type {WakeLockSentinel | null} */ (null);
const hold = async () => {
  if (document.hidden || (lock && !lock.released)) return;
  lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null; // plain http has none
};
document.addEventListener('visibilitychange', hold);
hold();

/** @type {ReturnType<typeof setTimeout> | undefined} */
let still;
const move = () => {
  document.documentElement.classList.remove('still');
  clearTimeout(still);
  still = setTimeout(() => document.documentElement.classList.add('still'), 3_000);
};
addEventListener('pointermove', move);
move();
