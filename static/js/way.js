// The stations of a cycle stand in one line, longer than a phone is wide: where one is comes into sight.
const here = document.querySelector('.way [aria-current]');
if (here) here.scrollIntoView({ inline: 'center', block: 'nearest' });
