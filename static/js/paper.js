// What only printing needs waits in <noscript>, for those without a script, until the page is idle.
document.head.insertAdjacentHTML('beforeend', document.head.querySelector('noscript')?.textContent ?? '');
