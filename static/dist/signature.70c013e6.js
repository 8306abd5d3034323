// [data-signature]: a canvas drawn on, a hidden input that carries the picture, a button that clears. Loaded only where people sign.
import SignaturePad from './vendor/signature_pad.js';

/** @param {HTMLElement} box */
const wire = (box) => {
  const canvas = box.querySelector('canvas');
  const input = box.querySelector('input');
  if (!canvas || !input || box.dataset.wired) return;
  box.dataset.wired = '';
  const pad = new SignaturePad(canvas, { penColor: '#191c1a', minWidth: 1, maxWidth: 3 });
  /** @type {string | undefined} */
  let old = input.value || undefined;

  canvas.addEventListener('pointerdown', () => /** @type {HTMLElement | null} */ (document.activeElement)?.blur()); // the letters would stand over the line
  const write = () => {
    input.value = pad.isEmpty() ? old ?? '' : pad.toDataURL('image/png');
    for (const el of /** @type {NodeListOf<HTMLButtonElement>} */ (box.querySelectorAll('[data-clear]'))) el.disabled = !input.value;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  // the canvas forgets when it is resized: strokes are kept as points and drawn again at the new scale
  let width = 0;
  const fit = () => {
    if (!canvas.offsetWidth || canvas.offsetWidth === width) return;
    const scale = width ? canvas.offsetWidth / width : 1;
    width = canvas.offsetWidth;
    const ratio = Math.max(1, devicePixelRatio);
    const strokes = pad.toData().map((s) => ({ ...s, points: s.points.map((p) => ({ ...p, x: p.x * scale, y: p.y * scale })) }));
    canvas.width = width * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext('2d')?.scale(ratio, ratio);
    if (strokes.length) pad.fromData(strokes);
    else pad.clear();
    if (old) pad.fromDataURL(old);
  };
  pad.addEventListener('endStroke', () => { old = undefined; write(); });
  box.addEventListener('click', (e) => {
    if (!(e.target instanceof Element) || !e.target.closest('[data-clear]')) return;
    e.preventDefault();
    old = undefined;
    pad.clear();
    write();
  });
  new ResizeObserver(fit).observe(canvas);
  fit();
};

const all = () => document.querySelectorAll('[data-signature]').forEach((el) => wire(/** @type {HTMLElement} */ (el)));
addEventListener('htmx:after:swap', all);
all();
