// form[data-photo]: a photo is made smaller before it is sent, is seen, and its sending can be watched. Loaded only where
// photos are taken; the server takes what a camera made too, and does all of this itself.
const longest = 1600;
const readable = /^image\/(jpeg|png|webp)$/;

/** @param {Element | EventTarget | null | undefined} el */
const photoForm = (el) => {
  const form = el instanceof Element ? el.closest('form') : null;
  return form?.dataset.photo !== undefined ? form : null;
};
/** @param {HTMLFormElement} form */
const inputs = (form) => /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll('input[type=file]'));

/** Upright, a JPEG, no larger than is kept. What this browser cannot read goes as it is: the server says what is wrong. @param {File} file */
const smaller = async (file) => {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d', { alpha: false });
    if (!pen) return file;
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((/** @type {BlobCallback} */ done) => canvas.toBlob(done, 'image/jpeg', 0.85));
    canvas.width = 0; // a tablet's memory is small
    if (!blob || (blob.size >= file.size && readable.test(file.type))) return file;
    return new File([blob], 'photo.jpg', { type: 'image/jpeg' });
  } catch {
    return file;
  }
};

/** @type {string[]} */
let shown = [];
/** What is going to be sent. @param {HTMLFormElement} form */
const show = (form) => {
  const list = /** @type {HTMLElement | null} */ (form.querySelector('[data-photo-preview]'));
  if (!list) return;
  for (const url of shown) URL.revokeObjectURL(url);
  shown = [];
  const files = [...inputs(form)].flatMap((input) => [...input.files ?? []]);
  list.replaceChildren(...files.map((file) => {
    const item = document.createElement('li');
    const img = document.createElement('img');
    img.src = URL.createObjectURL(file);
    shown.push(img.src);
    img.alt = list.dataset.photoPreview ?? '';
    img.addEventListener('error', () => { img.remove(); item.textContent = file.name; });
    item.append(img);
    return item;
  }));
  list.hidden = !files.length;
  document.dispatchEvent(new CustomEvent('photos', { detail: form })); // act.js
};

/** The inputs hide behind their labels once what was chosen can be seen. */
const wire = () => {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-photo]'))) {
    form.dataset.wired = '';
    show(form);
  }
};

addEventListener('change', async (e) => {
  const input = e.target, form = photoForm(/** @type {Element} */ (input));
  if (!form || !(input instanceof HTMLInputElement) || input.type !== 'file' || !input.files?.length) return form && show(form);
  const chosen = [...input.files];
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector('.actions button'));
  if (button) button.disabled = true;
  const files = new DataTransfer();
  for (const file of chosen) files.items.add(await smaller(file));
  if (button) button.disabled = false;
  if (input.files?.length !== chosen.length || [...input.files].some((f, i) => f !== chosen[i])) return; // chosen anew meanwhile
  input.files = files.files;
  show(form);
});

/** @param {HTMLFormElement} form @param {number | null} part of the sending that is done; null: none under way */
const progress = (form, part) => {
  const line = /** @type {HTMLElement | null} */ (form.querySelector('[data-photo-progress]'));
  const bar = line?.querySelector('progress');
  if (!line || !bar) return;
  line.hidden = part === null;
  bar.value = 100 * (part ?? 0);
};

/** fetch cannot tell how far an upload has come, XMLHttpRequest can. @param {HTMLFormElement} form */
const watched = (form) => (/** @type {string} */ url, /** @type {any} */ request) => new Promise((resolve, reject) => {
  const sending = new XMLHttpRequest();
  sending.open(request.method, url);
  for (const [name, value] of Object.entries(request.headers)) sending.setRequestHeader(name, String(value));
  sending.upload.addEventListener('progress', (e) => e.lengthComputable && progress(form, e.loaded / e.total));
  sending.addEventListener('load', () => {
    const headers = new Headers();
    for (const line of sending.getAllResponseHeaders().trim().split('\r\n')) {
      const at = line.indexOf(': ');
      if (at > 0) headers.append(line.slice(0, at), line.slice(at + 2));
    }
    resolve(new Response(sending.status === 204 || sending.status === 304 ? null : sending.responseText, { status: sending.status, headers }));
  });
  sending.addEventListener('error', () => reject(new TypeError('the network failed')));
  sending.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
  request.signal?.addEventListener('abort', () => sending.abort());
  sending.send(request.body);
});

addEventListener('htmx:config:request', (e) => {
  const { ctx } = /** @type {CustomEvent} */ (e).detail;
  const form = photoForm(ctx.request.form);
  if (!form || ctx.request.method === 'GET') return;
  progress(form, 0);
  ctx.fetch = watched(form);
});
addEventListener('htmx:after:request', (e) => {
  const { ctx } = /** @type {CustomEvent} */ (e).detail;
  const form = photoForm(ctx.request.form);
  if (!form || !ctx.response?.raw.ok) return;
  for (const input of inputs(form)) input.value = '';
  show(form); // where it waits (202) nothing else says that it is not to be sent again
});
addEventListener('htmx:finally:request', (e) => {
  const form = photoForm(/** @type {CustomEvent} */ (e).detail.ctx.request.form);
  if (form) progress(form, null);
});
addEventListener('htmx:after:swap', wire);
wire();
