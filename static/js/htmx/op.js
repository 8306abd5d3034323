// One act of a person is one operation id, however often it is tapped, sent or sent again.
{
  /** UUIDv7 by hand: randomUUID needs https, and a hall may be on plain http. Time first keeps the journal's index growing at its end. */
  const uuid = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    let ms = Date.now();
    for (let i = 5; i >= 0; i--, ms = Math.floor(ms / 256)) bytes[i] = ms % 256;
    bytes[6] = (bytes[6] & 15) | 112;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };

  htmx.uuid = uuid;

  /** Sent and not yet answered: the same act tapped again carries the same id. @type {WeakMap<Element, {id: string, act: string, flying: boolean}>} */
  const open = new WeakMap();

  /** @param {HtmxContext} ctx */
  const act = ({ request }) =>
    [request.method, request.action, ...[...request.body].filter(([k]) => k !== 'op').map(([k, v]) =>
      `${k}=${v instanceof File ? `${v.name}/${v.size}` : v}`)].join('\n');

  htmx.registerExtension('op', {
    htmx_config_request(elt, { ctx }) {
      if (/GET|QUERY/.test(ctx.request.method)) return;
      const form = ctx.request.form;
      const named = form?.elements.namedItem('op');
      const field = named instanceof HTMLInputElement ? named : null;
      const owner = field ? form : elt;
      const before = open.get(owner);
      const what = act(ctx);
      let id;
      if (field) {
        // A second, different act while the first is on its way is a new operation; after a
        // failure the id stays, so that an edited retry of a stored act is noticed (409), not doubled.
        if (!field.value || (before?.flying && before.id === field.value && before.act !== what)) field.value = uuid();
        id = field.value;
        ctx.request.body.set('op', id);
      } else {
        id = before?.act === what ? before.id : uuid();
      }
      open.set(owner, { id, act: what, flying: true });
      ctx.op = { owner, id, field };
      ctx.request.headers['X-Op-Id'] = id;
    },

    // Read to the end: the server has spoken. 5xx may hide a commit, so the id is kept.
    htmx_after_request(_elt, { ctx }) {
      if (!ctx.op || ctx.response.status >= 500) return;
      const { owner, id, field } = ctx.op;
      if (open.get(owner)?.id === id) open.delete(owner);
      if (field?.value === id) field.value = uuid();
    },

    htmx_finally_request(_elt, { ctx }) {
      const entry = ctx.op && open.get(ctx.op.owner);
      if (entry?.id === ctx.op?.id && entry) entry.flying = false;
    },

    htmx_before_morph_node(old, { newNode }) {
      if (old instanceof HTMLInputElement && old.name === 'op' && old.value) newNode.setAttribute('value', old.value);
    },
  });
}
