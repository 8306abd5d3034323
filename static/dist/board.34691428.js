// An action is dragged to another column of the board: the same form is sent as by its button.
const board = document.querySelector('[data-board]');
/** @type {HTMLElement | null} */
let lifted = null;

for (const card of /** @type {NodeListOf<HTMLElement>} */ (board?.querySelectorAll('[data-action]:has(form)') ?? [])) {
  card.draggable = true;
  card.addEventListener('dragstart', (e) => {
    lifted = card;
    if (e.dataTransfer) { e.dataTransfer.effectAllowed = 'move'; e.dataTransfer.setData('text/plain', ''); }
  });
  card.addEventListener('dragend', () => { lifted = null; });
}

for (const column of /** @type {NodeListOf<HTMLElement>} */ (board?.querySelectorAll('[data-status]') ?? [])) {
  column.addEventListener('dragover', (e) => { if (lifted && !column.contains(lifted)) { e.preventDefault(); column.classList.add('over'); } });
  column.addEventListener('dragleave', (e) => { if (!column.contains(/** @type {Node | null} */ (e.relatedTarget))) column.classList.remove('over'); });
  column.addEventListener('drop', (e) => {
    column.classList.remove('over');
    const form = lifted?.querySelector('form');
    const to = form?.querySelector('select');
    if (!form || !to) return;
    e.preventDefault();
    to.value = column.dataset.status ?? to.value;
    form.requestSubmit();
  });
}
