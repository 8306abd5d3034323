// What the hall must read stays on the wall: too much of it makes all of it a little smaller, never cut off.
// The theme and the language of a hall are decided on the tablet and come with the scene.
const fit = () => {
  const root = document.documentElement;
  const wall = document.getElementById('wall');
  if (!wall) return;
  if (root.dataset.theme !== wall.dataset.theme) root.dataset.theme = wall.dataset.theme;
  if (root.lang !== wall.lang) root.lang = wall.lang;
  const scene = wall.querySelector('main');
  root.style.fontSize = '';
  const full = parseFloat(getComputedStyle(root).fontSize);
  for (let part = 0.96; scene && part > 0.5 && scene.scrollHeight > scene.clientHeight + 1; part -= 0.04) root.style.fontSize = `${full * part}px`;
};
addEventListener('htmx:after:swap', fit);
addEventListener('resize', fit);
document.fonts?.ready.then(fit);
fit();
