// Copies taken along (js/along.js) are their owner's: another person, or signing out, drops them.
if ('caches' in window) {
  /** @param {string} mine */
  const drop = async (mine) => {
    for (const name of await caches.keys()) if (name !== 'ashar-files' && !name.startsWith(mine)) await caches.delete(name);
  };
  drop(`ashar-kept:${document.documentElement.dataset.user}:`);
  addEventListener('submit', (e) => { if (/** @type {HTMLElement} */ (e.target).dataset.forget === '') drop('nobody'); }, true);
}
