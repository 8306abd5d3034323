// What a person has typed or chosen is theirs until they send it: a morph updates everything around it.
{
  /** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

  /** @param {unknown} el @returns {el is Field} */
  const isField = (el) =>
    (el instanceof HTMLInputElement && !/^(hidden|file|submit|button|image|reset)$/.test(el.type)) ||
    el instanceof HTMLTextAreaElement || el instanceof HTMLSelectElement;

  /** @param {Element} el */
  const ticks = (el) => el instanceof HTMLInputElement && /^(checkbox|radio)$/.test(el.type);

  /** @param {HTMLSelectElement} el */
  const preset = (el) => {
    const options = [...el.options].filter((o) => o.defaultSelected);
    return el.multiple ? options.map((o) => o.value).join('\n') : (options.at(-1) ?? el.options[0])?.value ?? '';
  };

  /** @param {Field} el */
  const state = (el) =>
    el instanceof HTMLSelectElement ? [...el.selectedOptions].map((o) => o.value).join('\n')
    : ticks(el) ? String(/** @type {HTMLInputElement} */ (el).checked) : el.value;

  /** @param {Field} el */
  const origin = (el) =>
    el instanceof HTMLSelectElement ? preset(el)
    : ticks(el) ? String(/** @type {HTMLInputElement} */ (el).defaultChecked) : el.defaultValue;

  /** The server has seen this value: from now on its word counts again. @param {Field} el */
  const settle = (el) => {
    if (el instanceof HTMLSelectElement) for (const o of el.options) o.defaultSelected = o.selected;
    else if (ticks(el)) { const box = /** @type {HTMLInputElement} */ (el); box.defaultChecked = box.checked; }
    else el.defaultValue = el.value;
  };

  // A form in work keeps its hidden fields too: they say which text the person had read. What it missed
  // meanwhile is asked for when it is done.
  /** @param {Element} form */
  const inWork = (form) => [...(/** @type {HTMLFormElement} */ (form)).elements].some((el) => isField(el) && (state(el) !== origin(el) || el.ariaInvalid === 'true'));
  document.addEventListener('settled', (e) => { // outbox.js: it has arrived after all
    const { form, body } = /** @type {CustomEvent} */ (e).detail;
    for (const el of form.elements) if (isField(el) && body.some((/** @type {[string, unknown]} */ [k, v]) => k === el.name && v === el.value) === (!ticks(el) || /** @type {HTMLInputElement} */ (el).checked)) settle(el);
  });
  let live = false;
  let missed = false;

  htmx.registerExtension('guard', {
    htmx_config_request(elt, { ctx }) {
      if (/GET|QUERY/.test(ctx.request.method)) return; // asking (a suggestion, a filter) sends nothing that is kept
      const fields = ctx.request.form?.elements ?? [elt];
      ctx.sent = new Map([...fields].filter(isField).map((el) => [el, state(el)]));
    },

    htmx_before_swap(elt, { ctx }) {
      live = elt.hasAttribute('hx-sse:connect');
      const ok = ctx.response?.raw.ok;
      if (!ctx.sent || !(ok || ctx.swap !== 'none')) return;
      for (const [el, value] of ctx.sent) {
        if (state(el) !== value) continue; // typed on since
        if (ok && el.form?.dataset.reset !== undefined && !ticks(el) && !(el instanceof HTMLSelectElement)) el.value = el.defaultValue;
        else if (ctx.response.status !== 202) settle(el); // 202: our own outbox spoke, the server has not seen it
      }
      ctx.sent = undefined;
    },

    htmx_after_swap(elt) {
      if (!missed || elt.hasAttribute('hx-sse:connect')) return;
      missed = false;
      document.dispatchEvent(new Event('behind')); // net.js
    },

    htmx_before_morph_node(old, { newNode }) {
      if (live && old.matches?.('[data-mine]')) return false; // asked for by this person alone
      if (live && old instanceof HTMLFormElement && inWork(old)) {
        missed = true;
        return false;
      }
      // a canvas forgets its drawing when an attribute of it is touched
      if (old.matches?.('[data-wired]') && newNode.matches('[data-signature]')) return false;
      if (!isField(old) || !isField(newNode)) return;
      const mine = state(old) !== origin(old);
      const next = origin(newNode);
      if (mine && next !== state(old)) {
        // keep: show the morph the old preset, so it finds nothing to change
        if (newNode instanceof HTMLSelectElement) {
          const was = new Set([...(/** @type {HTMLSelectElement} */ (old)).options].filter((o) => o.defaultSelected).map((o) => o.value));
          for (const o of newNode.options) o.defaultSelected = was.has(o.value);
        } else if (ticks(newNode)) {
          /** @type {HTMLInputElement} */ (newNode).defaultChecked = /** @type {HTMLInputElement} */ (old).defaultChecked;
        } else if (newNode instanceof HTMLTextAreaElement) newNode.defaultValue = /** @type {HTMLTextAreaElement} */ (old).defaultValue;
        else if (old.hasAttribute('value')) newNode.setAttribute('value', /** @type {HTMLInputElement} */ (old).defaultValue);
        else newNode.removeAttribute('value'); // an empty attribute is not an absent one: htmx would write it
      } else if (ticks(old)) {
        // htmx changes the attribute only; the screen follows the property
        /** @type {HTMLInputElement} */ (old).checked = next === 'true';
      } else if (old instanceof HTMLTextAreaElement) {
        // once used, a textarea shows its property: else what was refused would come back after the success
        if (old.value !== next) old.value = next;
      } else if (old instanceof HTMLSelectElement && !old.multiple) {
        queueMicrotask(() => { if (old.value !== next) old.value = next; });
      }
    },
  });
}
