// What this browser gives or withholds on this page, beside its name: [data-power][data-has="yes"|"no"].
const has = {
  worker: isSecureContext && 'serviceWorker' in navigator,
  camera: isSecureContext && Boolean(navigator.mediaDevices),
  wakelock: isSecureContext && 'wakeLock' in navigator,
};
for (const [power, given] of Object.entries(has)) {
  for (const chip of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-power="${power}"]`))) {
    chip.hidden = (chip.dataset.has === 'yes') !== given;
  }
}
