// details.menu closes like a menu: on a click elsewhere, on Escape, when focus moves on.
/** @param {Event} e */
const close = (e) => {
  for (const menu of /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll('details.menu[open]'))) {
    const inside = e.target instanceof Node && menu.contains(e.target);
    if (e instanceof KeyboardEvent) {
      if (e.key !== 'Escape') continue;
      if (inside) menu.querySelector('summary')?.focus();
    } else if (inside) continue;
    menu.open = false;
  }
};
addEventListener('click', close);
addEventListener('focusin', close);
addEventListener('keydown', close);
