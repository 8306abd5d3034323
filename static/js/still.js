// The pointer does not lie about on the wall.
/** @type {ReturnType<typeof setTimeout> | undefined} */
let still;
const move = () => {
  document.documentElement.classList.remove('still');
  clearTimeout(still);
  still = setTimeout(() => document.documentElement.classList.add('still'), 3_000);
};
addEventListener('pointermove', move);
move();
