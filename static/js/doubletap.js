// A double tap is one tap: the second would hit whatever a swap put under the finger. Steppers and letters take every one.
// A row's own box hears of a tap through its label, in the same moment.
let at = -Infinity, x = 0, y = 0;
addEventListener('click', (e) => {
  if (!(e.target instanceof Element && e.target.closest('.btn, .tool, .tick label'))) return;
  const touch = e instanceof PointerEvent && e.pointerType === 'touch';
  const own = e.target instanceof HTMLInputElement && e.timeStamp - at < 30;
  const again = touch && !own && e.timeStamp - at < 500 && Math.hypot(e.clientX - x, e.clientY - y) < 24;
  if (again || e.detail > 1) { // browsers count the clicks of a mouse themselves
    e.preventDefault();
    e.stopImmediatePropagation();
  }
  [at, x, y] = [e.timeStamp, e.clientX, e.clientY];
}, true);
