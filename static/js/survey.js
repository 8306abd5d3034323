// A questionnaire as it is filled in: the twin of internal/survey (eval.go, interview.go, state.go).
// Both run on the program that the server compiles of a form; internal/survey/testdata/cases.json
// holds both to the same answers. Nothing here touches the page.
//
//   const interview = new Interview(program, { now: '2026-11-27T12:00:00+06:00', language: '…' }, answers);
//   const changed = interview.set('household/member[2]/age', '17');   // paths, or null if it cannot be answered
//   for (const s of interview.states()) …                             // relevant, required, wrong
import { functions, parkMiller, shuffled } from './survey/functions.js';
import { DAY, blank, boolean, formatDay, formatMoment, formatNumber, nodes, number, readMoment, readNumber, readTime, spaced, text, toBool, toInt, toNumber, toText } from './survey/value.js';

/** @typedef {import('./survey/types.js').Program} Program */
/** @typedef {import('./survey/types.js').Element} Element */
/** @typedef {import('./survey/types.js').Code} Code */
/** @typedef {import('./survey/types.js').Node} Node */
/** @typedef {import('./survey/types.js').Frame} Frame */
/** @typedef {import('./survey/types.js').Cell} Cell */
/** @typedef {import('./survey/types.js').Context} Context */
/** @typedef {import('./survey/types.js').Env} Env */
/** @typedef {import('./survey/types.js').State} State */
/** @typedef {import('./survey/types.js').Screen} Screen */
/** @typedef {import('./survey/value.js').Value} Value */

const MOST = 1000, FRAMES = 10000; // instances of a repeat, and of all

/** @param {Frame | null} frame @param {number} el @returns {Node} */
const place = (frame, el) => ({ frame, el, list: 0, row: 0, column: '' });

/** @returns {Cell} */
const cell = () => ({ s: '', n: 0, k: 'text', given: false, irrelevant: false, required: false, readonly: false, violates: false, misses: false });

export class Interview {
  /** @param {Program} program @param {Env} env @param {Record<string, any>} [answers] */
  constructor(program, env, answers = {}) {
    this.p = program;
    this.env = env;
    this.random = env.random ?? Math.random;
    this.months = env.months ?? ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
    this.weekdays = env.weekdays ?? ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
    const zone = /([+-])(\d{2}):?(\d{2})$/.exec(env.now);
    this.offset = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
    this.now = Date.parse(env.now) + this.offset * 60000;
    const els = program.elements;
    /** @type {number[]} */ this.sizes = [];
    /** @type {number[]} elements with a default that is reckoned */ this.dynamic = [];
    els.forEach((e, i) => {
      this.sizes[e.scope] = (this.sizes[e.scope] ?? 0) + 1;
      if (e.dynamic !== undefined) this.dynamic.push(i);
    });
    this.counted = new Set(program.rules.filter((r) => r.what === 'count').map((r) => r.element));
    /** @type {Frame[][]} by scope, in order */ this.frames = els.map(() => []);
    this.dirty = program.rules.map(() => true);
    /** @type {Frame[]} whose defaults are still to be reckoned */ this.fresh = [];
    /** @type {Map<Frame, Set<number>>} */ this.changed = new Map();
    /** @type {Map<string, RegExp | null>} */ this.patterns = new Map();
    this.begun = false;
    this.root = this.makeFrame(0, null);
    this.frames[0] = [this.root];
    this.fill(this.root, 0, answers);
    this.fresh.push(this.root);
    program.rules.forEach((r, i) => {
      const e = els[r.element];
      if (r.what === 'value' && e.volatile) this.dirty[i] = this.frames[e.scope].some((f) => f.cells[e.slot].s === '');
    });
    this.reckon();
    this.begun = true;
    this.changed.clear();
  }

  // ——— the frames that hold the answers

  /** @param {number} scope @param {Frame | null} parent @returns {Frame} */
  makeFrame(scope, parent) {
    /** @type {Frame} */ const f = { scope, index: 0, parent, cells: Array.from({ length: this.sizes[scope] }, cell), kids: new Map() };
    if (parent) {
      const list = parent.kids.get(scope) ?? [];
      f.index = list.length;
      list.push(f);
      parent.kids.set(scope, list);
      this.frames[scope].push(f); // resized puts them in order
    }
    return f;
  }

  /** How many instances may still be added. */
  room() {
    return Math.max(0, FRAMES - this.frames.reduce((n, list) => n + list.length, 0));
  }

  /** @param {number} scope */
  listFrames(scope) {
    const els = this.p.elements;
    this.frames[scope] = this.frames[els[els[scope].parent].scope].flatMap((f) => f.kids.get(scope) ?? []);
    for (let i = scope + 1; i < els.length; i++) if (els[i].type === 'repeat' && els[els[i].parent].scope === scope) this.listFrames(i);
  }

  /** @param {Frame} f @param {number} group @param {Record<string, any> | null | undefined} given */
  fill(f, group, given) {
    for (const k of this.p.elements[group].children ?? []) {
      const e = this.p.elements[k], said = given?.[e.name], ok = given != null && Object.hasOwn(given, e.name);
      if (e.type === 'group') this.fill(f, k, isObject(said) ? said : null);
      else if (e.type === 'repeat') {
        const list = ok ? (Array.isArray(said) ? said : []) : [null];
        for (const inner of list.slice(0, Math.min(MOST, this.room()))) {
          const kid = this.makeFrame(k, f);
          this.fill(kid, k, isObject(inner) ? inner : null);
          this.fresh.push(kid);
        }
      } else if (ok) this.write(f, k, answerText(said));
      else if (e.default) this.write(f, k, e.default);
      else if (e.meta) this.write(f, k, this.meta(e.type));
      if (ok && !this.holds(k)) f.cells[e.slot].given = true;
    }
  }

  /** @param {string} type */
  meta(type) {
    if (type === 'start' || type === 'end') return formatMoment(this.now, this.offset);
    if (type === 'today') return formatDay(this.now);
    return (type === 'deviceid' ? this.env.deviceid : this.env.username) ?? '';
  }

  /** @param {number} el */
  holds(el) {
    return this.p.elements[el].type === 'group' || this.p.elements[el].type === 'repeat';
  }

  /** @param {Frame} f @param {number} el @param {string} said */
  write(f, el, said) {
    const e = this.p.elements[el], c = f.cells[e.slot], { s, k } = c;
    if (e.answer === 'geopoint') said = placeWritten(said);
    c.s = said;
    c.k = 'text';
    c.n = 0;
    if (e.kind === 'number') {
      const x = readNumber(said);
      if (!Number.isNaN(x)) (c.k = 'number'), (c.n = x);
    } else if (e.kind === 'date' || e.kind === 'dateTime') {
      const ms = readMoment(said, this.offset);
      if (ms !== null) (c.k = e.kind), (c.n = e.kind === 'date' ? Math.floor(ms / DAY) * DAY : ms);
    }
    return c.s !== s || c.k !== k;
  }

  /** What a calculation gives stays what it is unless the question has a type. @param {Frame} f @param {number} el @param {Value} v */
  keep(f, el, v) {
    const e = this.p.elements[el];
    let said = toText(v);
    if (blank(v)) said = '';
    else if (v.k === 'dateTime' && e.kind !== 'date') said = formatMoment(v.n, this.offset);
    else if (v.k === 'number' && e.answer === 'integer') said = formatNumber(Math.trunc(v.n));
    if (e.kind !== '' || said === '') return this.write(f, el, said);
    const c = f.cells[e.slot], changed = c.s !== said || c.k !== v.k;
    c.s = said;
    c.k = v.k;
    c.n = v.n;
    return changed;
  }

  // ——— the rules

  /** @param {number} el @param {Frame} f */
  relevant(el, f) {
    for (;;) {
      const e = this.p.elements[el];
      if (f.cells[e.slot].irrelevant) return false;
      if (el === 0) return true;
      if (e.type === 'repeat') f = /** @type {Frame} */ (f.parent);
      el = e.parent;
    }
  }

  /** @param {Frame} f @param {number} el */
  note(f, el) {
    const set = this.changed.get(f);
    if (set) set.add(el);
    else this.changed.set(f, new Set([el]));
  }

  /** @param {Frame} f @param {number} el */
  touch(f, el) {
    this.note(f, el);
    for (const r of this.p.affects[el]) this.dirty[r] = true;
  }

  reckon() {
    for (;;) {
      for (let i = 0; i < this.dirty.length; i++) {
        if (this.dirty[i]) {
          this.dirty[i] = false;
          this.apply(this.p.rules[i]);
        }
      }
      const fresh = this.fresh;
      this.fresh = [];
      for (const f of fresh) this.defaults(f);
      if (!this.fresh.length && !this.dirty.includes(true)) return;
    }
  }

  /** @param {Frame} f */
  defaults(f) {
    for (const el of this.dynamic) {
      const e = this.p.elements[el];
      if (e.scope !== f.scope || e.dynamic === undefined) continue;
      const c = f.cells[e.slot], n = place(f, el);
      if (c.s === '' && !c.given && this.keep(f, el, this.single(this.eval(e.dynamic, { current: n, here: n, position: 0 })))) this.touch(f, el);
    }
  }

  /** @param {Program['rules'][0]} r */
  apply(r) {
    const e = this.p.elements[r.element];
    if (r.what === 'count') {
      for (const f of this.frames[this.p.elements[e.parent].scope]) this.count(r, f, place(f, e.parent));
      return;
    }
    for (const f of this.frames[e.scope]) {
      const n = place(f, r.element), cx = { current: n, here: n, position: 0 }, c = f.cells[e.slot];
      const { irrelevant, required, readonly, violates, misses } = c;
      switch (r.what) {
        case 'relevant':
          c.irrelevant = !toBool(this.single(this.eval(r.code, cx)));
          if (c.irrelevant !== irrelevant) this.touch(f, r.element);
          break;
        case 'value':
          if (e.volatile && c.s !== '' && !this.begun) break; // what chance or the clock gave before stays
          if (this.keep(f, r.element, this.single(this.eval(r.code, cx)))) this.touch(f, r.element);
          break;
        case 'required':
          c.required = toBool(this.single(this.eval(r.code, cx)));
          break;
        case 'readonly':
          c.readonly = toBool(this.single(this.eval(r.code, cx)));
          break;
        case 'constraint':
          c.violates = c.s !== '' && this.relevant(r.element, f) && !toBool(this.single(this.eval(r.code, cx)));
          break;
        case 'choices':
          c.misses = c.s !== '' && this.relevant(r.element, f) && this.missing(e, n);
          this.note(f, r.element);
      }
      if (c.required !== required || c.readonly !== readonly || c.violates !== violates || c.misses !== misses) this.note(f, r.element);
    }
  }

  /** @param {Program['rules'][0]} r @param {Frame} f @param {Node} at */
  count(r, f, at) {
    const kids = f.kids.get(r.element) ?? [];
    const want = Math.min(Math.max(0, toInt(this.single(this.eval(r.code, { current: at, here: at, position: 0 })))), MOST, kids.length + this.room());
    if (kids.length === want) return;
    kids.length = Math.min(kids.length, want);
    while ((f.kids.get(r.element) ?? []).length < want) {
      const kid = this.makeFrame(r.element, f);
      this.fill(kid, r.element, null);
      this.fresh.push(kid);
    }
    this.resized(r.element, f);
  }

  /** @param {number} repeat @param {Frame} f */
  resized(repeat, f) {
    this.listFrames(repeat);
    this.note(f, this.p.elements[repeat].parent);
    for (const r of this.p.affects[repeat]) this.dirty[r] = true;
    this.p.rules.forEach((r, i) => {
      if (this.within(this.p.elements[r.element].scope, repeat) && (r.what !== 'count' || r.element !== repeat)) this.dirty[i] = true;
    });
  }

  // ——— expressions

  /** @param {Value} v @returns {Value} */
  single(v) {
    if (v.k !== 'nodes') return v;
    return v.set?.length ? this.valueOf(v.set[0]) : text('');
  }

  /** @param {Value[]} args @returns {Value[]} */
  each(args) {
    return args.flatMap((a) => (a.k === 'nodes' ? (a.set ?? []).map((n) => this.valueOf(n)) : [a]));
  }

  /** @param {Code} c @param {Context} cx @returns {Value} */
  eval(c, cx) {
    if (typeof c === 'number') return number(c);
    if (typeof c === 'string') return text(c);
    switch (c[0]) {
      case 'ref':
        return nodes(this.nearest(c[1], /** @type {Frame} */ (cx.current.frame)));
      case 'here':
        return this.relevantSet(cx.here);
      case 'current':
        return this.relevantSet(cx.current);
      case 'root':
        return this.relevantSet(place(this.root, 0));
      case 'and':
        return boolean(toBool(this.single(this.eval(c[1], cx))) && toBool(this.single(this.eval(c[2], cx))));
      case 'or':
        return boolean(toBool(this.single(this.eval(c[1], cx))) || toBool(this.single(this.eval(c[2], cx))));
      case 'if':
        return this.single(this.eval(toBool(this.single(this.eval(c[1], cx))) ? c[2] : c[3], cx));
      case 'coalesce': {
        const v = this.single(this.eval(c[1], cx));
        return blank(v) ? this.single(this.eval(c[2], cx)) : v;
      }
      case 'once': {
        const v = this.kept(cx.current);
        return v.k !== 'text' || v.s !== '' ? v : this.single(this.eval(c[1], cx));
      }
      case 'regex':
        return boolean(this.matches(c, cx));
      case 'items':
        return nodes(this.p.lists[c[1]].names.map((_, row) => ({ frame: null, el: 0, list: c[1] + 1, row, column: '' })));
      case 'column':
      case 'parent':
      case 'child':
      case 'children':
        return nodes((this.eval(c[1], cx).set ?? []).flatMap((n) => this.step(n, c)));
      case 'where':
        return nodes((this.eval(c[1], cx).set ?? []).filter((n, i) => toBool(this.single(this.eval(c[2], { current: cx.current, here: n, position: i + 1 })))));
      case 'indexed':
        return this.indexed(c, cx);
      case 'choice-name':
        return text(this.choiceLabel(this.p.elements[c[1]].list, toText(this.single(this.eval(c[2], cx)))));
    }
    return functions[c[0]](this, cx, c.slice(1).map((a) => this.eval(a, cx)));
  }

  /** @param {Node} n */
  relevantSet(n) {
    return nodes(n.frame && !this.relevant(n.el, n.frame) ? [] : [n]);
  }

  /** @param {Node} n @param {any[]} c @returns {Node[]} */
  step(n, c) {
    if (n.list) return [{ ...n, column: c[2] }];
    const els = this.p.elements, f = /** @type {Frame} */ (n.frame);
    if (c[0] === 'child') return this.into(c[2], f);
    if (c[0] === 'children') return (els[n.el].children ?? []).flatMap((k) => this.into(k, f));
    if (n.el === 0) return [];
    return [place(els[n.el].type === 'repeat' ? f.parent : f, els[n.el].parent)];
  }

  /** @param {number} el @param {Frame} f @returns {Node[]} */
  into(el, f) {
    const frames = this.p.elements[el].type === 'repeat' ? (f.kids.get(el) ?? []) : [f];
    return frames.filter((k) => this.relevant(el, k)).map((k) => place(k, el));
  }

  /** @param {number} scope @param {number} outer */
  within(scope, outer) {
    while (scope !== outer) {
      if (scope === 0) return false;
      scope = this.p.elements[this.p.elements[scope].parent].scope;
    }
    return true;
  }

  /** The answers of an element as seen from a place. @param {number} el @param {Frame} from @returns {Node[]} */
  nearest(el, from) {
    const els = this.p.elements, e = els[el], scope = e.type === 'repeat' ? els[e.parent].scope : e.scope;
    let f = from;
    while (!this.within(scope, f.scope)) f = /** @type {Frame} */ (f.parent);
    /** @type {number[]} */ const way = [];
    for (let s = scope; s !== f.scope; s = els[els[s].parent].scope) way.unshift(s);
    let frames = [f];
    for (const s of way) frames = frames.flatMap((g) => g.kids.get(s) ?? []);
    return frames.flatMap((g) => this.into(el, g));
  }

  /** @param {any[]} c @param {Context} cx */
  indexed(c, cx) {
    const els = this.p.elements;
    /** @type {Map<number, number>} */ const wanted = new Map();
    for (let i = 2; i + 1 < c.length; i += 2) wanted.set(c[i], Math.max(1, toInt(this.single(this.eval(c[i + 1], cx)))));
    /** @type {number[]} */ const way = [];
    for (let s = els[c[1]].scope; s !== 0; s = els[els[s].parent].scope) way.unshift(s);
    let frames = [this.root];
    for (const s of way) {
      frames = frames.flatMap((f) => {
        const kids = f.kids.get(s) ?? [], n = wanted.get(s);
        if (n !== undefined) return kids.slice(n - 1, n);
        let own = cx.current.frame;
        while (own && own.scope !== s) own = own.parent;
        return own && own.parent === f ? [own] : kids;
      });
    }
    return nodes(frames.flatMap((f) => this.into(c[1], f)));
  }

  /** @param {Node} n @returns {Value} */
  valueOf(n) {
    if (!n.list) return n.frame && this.relevant(n.el, n.frame) ? this.kept(n) : text('');
    const l = this.p.lists[n.list - 1];
    if (n.column === '') return text('');
    if (n.column === 'name') return text(l.names[n.row]);
    if (n.column === 'label') return text(this.pick(l.labels[n.row]));
    if (n.column === 'itextId') return text(`${l.name}-${n.row}`);
    return text(l.columns?.[n.column]?.[n.row] ?? '');
  }

  /** @param {Node} n @returns {Value} */
  kept(n) {
    const c = /** @type {Frame} */ (n.frame).cells[this.p.elements[n.el].slot];
    return { k: c.k, n: c.n, s: c.s };
  }

  /** @param {number} list @param {string} name */
  choiceLabel(list, name) {
    if (list < 0) return '';
    const i = this.p.lists[list].names.indexOf(name);
    return i < 0 ? '' : this.pick(this.p.lists[list].labels[i]);
  }

  /** @param {string} id */
  itext(id) {
    const cut = id.lastIndexOf('-'), n = Number(id.slice(cut + 1)), l = this.p.lists.find((x) => x.name === id.slice(0, cut));
    return cut >= 0 && l && /^\d+$/.test(id.slice(cut + 1)) && n < l.labels.length ? this.pick(l.labels[n]) : '';
  }

  /** @param {any[]} c @param {Context} cx */
  matches(c, cx) {
    const said = toText(this.single(this.eval(c[1], cx)));
    const pattern = c.length > 3 ? c[3] : '^(?:' + toText(this.single(this.eval(c[2], cx))) + ')$';
    let re = this.patterns.get(pattern);
    if (re === undefined) {
      re = null;
      for (const flags of ['u', '']) {
        try {
          re ??= new RegExp(pattern, flags);
        } catch {
          // not of this dialect
        }
      }
      this.patterns.set(pattern, re);
    }
    return re !== null && re.test(said);
  }

  /** @param {Record<string, string> | null | undefined} words */
  pick(words) {
    if (!words) return '';
    for (const lang of [this.env.language ?? '', '', ...this.p.languages]) if (Object.hasOwn(words, lang)) return words[lang];
    const first = Object.keys(words).sort()[0];
    return first === undefined ? '' : words[first];
  }

  // ——— what a page does and asks

  /** Answers a question: the paths of all that changed, or null if it cannot be answered. @param {string} path @param {string} said */
  set(path, said) {
    const n = this.find(path);
    if (!n?.frame || this.holds(n.el) || this.p.elements[n.el].calculated) return null;
    if (this.write(n.frame, n.el, said)) this.touch(n.frame, n.el);
    n.frame.cells[this.p.elements[n.el].slot].given = true;
    return this.settle();
  }

  /** Asks a repeat once more: the path of the new instance, or null. @param {string} path */
  add(path) {
    const cut = path.lastIndexOf('/'), around = cut < 0 ? place(this.root, 0) : this.find(path.slice(0, cut));
    const el = around ? this.child(around.el, path.slice(cut + 1)) : -1;
    if (!around?.frame || el < 0 || this.p.elements[el].type !== 'repeat' || this.counted.has(el) || (around.frame.kids.get(el)?.length ?? 0) >= MOST || this.room() === 0) return null;
    const kid = this.makeFrame(el, around.frame);
    this.fill(kid, el, null);
    this.fresh.push(kid);
    this.resized(el, around.frame);
    this.settle();
    return this.path(kid, el);
  }

  /** @param {string} instance */
  remove(instance) {
    const n = this.find(instance), f = n?.frame?.parent;
    if (!n?.frame || !f || this.p.elements[n.el].type !== 'repeat' || this.counted.has(n.el)) return false;
    const kids = f.kids.get(n.el) ?? [];
    kids.splice(n.frame.index, 1);
    kids.forEach((k, i) => (k.index = i));
    this.resized(n.el, f);
    this.settle();
    return true;
  }

  settle() {
    this.reckon();
    const list = [...this.changed].flatMap(([f, els]) => [...els].map((el) => this.path(f, el)));
    this.changed.clear();
    return list.sort();
  }

  /** household/member[2]/age; the form itself is ''. @param {Frame} f @param {number} el */
  path(f, el) {
    /** @type {string[]} */ const parts = [];
    while (el !== 0) {
      const e = this.p.elements[el];
      parts.unshift(e.type === 'repeat' ? `${e.name}[${f.index + 1}]` : e.name);
      if (e.type === 'repeat') f = /** @type {Frame} */ (f.parent);
      el = e.parent;
    }
    return parts.join('/');
  }

  /** @param {string} path @returns {Node | null} */
  find(path) {
    let f = this.root, el = 0;
    for (const part of path.split('/')) {
      const m = /^([^[\]]*)(?:\[(\d+)\])?$/.exec(part), k = m ? this.child(el, m[1]) : -1;
      if (!m || k < 0 || (this.p.elements[k].type === 'repeat') !== (m[2] !== undefined)) return null;
      if (m[2] !== undefined) {
        const kid = f.kids.get(k)?.[Number(m[2]) - 1];
        if (!kid) return null;
        f = kid;
      }
      el = k;
    }
    return place(f, el);
  }

  /** @param {number} el @param {string} name */
  child(el, name) {
    return this.p.elements[el].children?.find((k) => this.p.elements[k].name === name) ?? -1;
  }

  /** What is to be kept: no blanks, nothing that is not relevant. */
  answers() {
    return this.collect(this.root, 0);
  }

  /** @param {Frame} f @param {number} group */
  collect(f, group) {
    /** @type {Record<string, any>} */ const out = {};
    for (const k of this.p.elements[group].children ?? []) {
      const e = this.p.elements[k];
      if (e.type === 'repeat') {
        const list = (f.kids.get(k) ?? []).filter((kid) => this.relevant(k, kid)).map((kid) => this.collect(kid, k));
        if (list.length) out[e.name] = list;
      } else if (f.cells[e.slot].irrelevant) continue;
      else if (e.type === 'group') {
        const inner = this.collect(f, k);
        if (Object.keys(inner).length) out[e.name] = inner;
      } else if (f.cells[e.slot].s !== '') out[e.name] = f.cells[e.slot].s;
    }
    return out;
  }

  /** Every node in the form's order, instance after instance. @returns {State[]} */
  states() {
    /** @type {State[]} */ const list = [];
    /** @param {Frame} f @param {number} group @param {boolean} relevant */
    const walk = (f, group, relevant) => {
      for (const k of this.p.elements[group].children ?? []) {
        const repeat = this.p.elements[k].type === 'repeat';
        for (const g of repeat ? (f.kids.get(k) ?? []) : [f]) {
          const s = this.stateOf(g, k, relevant);
          list.push(s);
          if (this.holds(k)) walk(g, k, s.relevant);
        }
      }
    };
    walk(this.root, 0, true);
    return list;
  }

  /** @param {string} path @returns {State | null} */
  state(path) {
    const n = this.find(path);
    return n?.frame ? this.stateOf(n.frame, n.el, this.relevant(n.el, n.frame)) : null;
  }

  /** @param {Frame} f @param {number} el @param {boolean} around @returns {State} */
  stateOf(f, el, around) {
    const e = this.p.elements[el], c = f.cells[e.slot], relevant = around && !c.irrelevant;
    return {
      path: this.path(f, el), element: el, value: c.s, relevant, required: relevant && c.required && !this.holds(el),
      readonly: c.readonly || !!e.calculated || e.type === 'note', wrong: relevant ? this.wrong(el, e, c) : '',
    };
  }

  /** @param {number} el @param {Element} e @param {Cell} c */
  wrong(el, e, c) {
    if (this.holds(el)) return '';
    if (c.s === '') return c.required && !e.silent && e.type !== 'note' ? 'required' : '';
    if (!typed(e, c)) return 'type';
    if (!inRange(e, c)) return 'range';
    return c.misses ? 'choice' : c.violates ? 'constraint' : '';
  }

  /** @param {Element} e @param {Node} n */
  missing(e, n) {
    const kept = /** @type {Frame} */ (n.frame).cells[e.slot].s, said = e.answer === 'one' ? [kept] : spaced(kept), names = this.p.lists[e.list].names;
    for (const [i, word] of said.entries()) {
      const offered = (word === 'other' && e.orOther) || names.some((name, row) => name === word && this.offers(e, n, row));
      if (!offered || said.indexOf(word) < i) return true;
    }
    return e.type === 'rank' && said.length !== this.offered(e, n).length;
  }

  /** @param {Element} e @param {Node} n @param {number} row */
  offers(e, n, row) {
    const here = { frame: null, el: 0, list: e.list + 1, row, column: '' };
    return e.filter === undefined || toBool(this.single(this.eval(e.filter, { current: n, here, position: row + 1 })));
  }

  /** @param {Element} e @param {Node} n */
  offered(e, n) {
    return this.p.lists[e.list].names.map((_, row) => row).filter((row) => this.offers(e, n, row));
  }

  /** The rows of a question's list that are offered now, in the order in which they are. @param {string} path */
  choices(path) {
    const n = this.find(path), e = n && this.p.elements[n.el];
    if (!n || !e || e.list < 0) return [];
    const rows = this.offered(e, n);
    if (e.shuffle === undefined) return rows;
    const seed = this.single(this.eval(e.shuffle, { current: n, here: n, position: 0 }));
    return shuffled(rows, blank(seed) ? this.random : parkMiller(toNumber(seed)));
  }

  /** A row of a list in the interview's language. @param {number} list @param {number} row */
  choice(list, row) {
    return { name: this.p.lists[list].names[row], label: this.pick(this.p.lists[list].labels[row]) };
  }

  /** A question's words with the answers that they quote. @param {string} path @param {'label' | 'hint' | 'image' | 'requiredMessage' | 'constraintMessage'} what */
  words(path, what) {
    const n = this.find(path), said = n && this.p.elements[n.el][what];
    if (!n?.frame || !said) return '';
    const lang = [this.env.language ?? '', '', ...this.p.languages].find((l) => Object.hasOwn(said, l)) ?? '', f = n.frame;
    return (said[lang] ?? []).map((part) => {
      if (typeof part === 'string') return part;
      const set = this.nearest(part, f);
      return set.length ? this.kept(set[0]).s : '';
    }).join('');
  }

  /** The answers as they are kept while somebody still answers: with what is not relevant now, and with blanks. @returns {Record<string, any>} */
  all() {
    return this.allOf(this.root, 0);
  }

  /** @param {Frame} f @param {number} group @returns {Record<string, any>} */
  allOf(f, group) {
    /** @type {Record<string, any>} */ const out = {};
    for (const k of this.p.elements[group].children ?? []) {
      const e = this.p.elements[k];
      if (e.type === 'repeat') out[e.name] = (f.kids.get(k) ?? []).map((kid) => this.allOf(kid, k));
      else if (e.type === 'group') out[e.name] = this.allOf(f, k);
      else if (f.cells[e.slot].s !== '' || f.cells[e.slot].given) out[e.name] = f.cells[e.slot].s;
    }
    return out;
  }

  /** What is to be asked as the answers stand, in order (screen.go). @returns {Screen[]} */
  screens() {
    /** @type {Screen[]} */ const out = [];
    this.walkScreens(out, this.root, 0, [], -1);
    return out.filter((s) => s.more || s.asks.length);
  }

  /** @param {Screen[]} out @param {Frame} f @param {number} group @param {string[]} within @param {number} page */
  walkScreens(out, f, group, within, page) {
    for (const k of this.p.elements[group].children ?? []) {
      const e = this.p.elements[k];
      if (e.type === 'repeat') {
        const kids = f.kids.get(k) ?? [];
        for (const kid of kids) if (this.relevant(k, kid)) this.walkScreens(out, kid, k, [...within, this.path(kid, k)], -1);
        if (!this.counted.has(k) && this.repeatAsked(k, f)) {
          const around = this.path(f, e.parent);
          out.push({ path: around ? `${around}/${e.name}` : e.name, asks: [], within, more: true, element: k });
        }
      } else if (f.cells[e.slot].irrelevant) continue;
      else if (e.type === 'group') {
        const path = this.path(f, k), around = Object.keys(e.label ?? {}).length ? [...within, path] : within;
        let shared = page;
        if (page < 0 && e.appearance?.some((a) => a === 'field-list' || a === 'table-list')) shared = out.push({ path, asks: [], within: around, more: false, element: k }) - 1;
        this.walkScreens(out, f, k, around, shared);
      } else if (!e.silent && !e.meta) {
        const path = this.path(f, k), last = out.length - 1;
        let at = page;
        if (at < 0 && e.other && last >= 0 && out[last].element === k - 1) at = last;
        if (at < 0) at = out.push({ path, asks: [], within, more: false, element: k }) - 1;
        out[at].asks.push(path);
      }
    }
  }

  /** Whether a repeat is asked at all, where it may have no instance that knows. @param {number} repeat @param {Frame} f */
  repeatAsked(repeat, f) {
    const kids = f.kids.get(repeat) ?? [];
    if (kids.length) return this.relevant(repeat, kids[0]);
    const outer = this.p.elements[repeat].parent;
    if (!this.relevant(outer, f)) return false;
    const rule = this.p.rules.find((r) => r.element === repeat && r.what === 'relevant'), at = place(f, outer);
    return !rule || toBool(this.single(this.eval(/** @type {any} */ (rule.code), { current: at, here: at, position: 0 })));
  }

  /** What the setting instance_name gives. */
  name() {
    const n = place(this.root, 0);
    return this.p.instance === undefined ? '' : toText(this.single(this.eval(this.p.instance, { current: n, here: n, position: 0 })));
  }
}

/** @param {any} x */
const isObject = (x) => typeof x === 'object' && x !== null && !Array.isArray(x);

/** A place as maps and people write it, made what the standard writes: numbers with a point, spaces between. @param {string} said */
function placeWritten(said) {
  said = said.trim().replace(/[,;]?[ \u00a0]+|;/g, ' ');
  if (said.includes('.') && !said.includes(' ')) said = said.replaceAll(',', ' ');
  return said.replaceAll(',', '.');
}

/** @param {any} said @returns {string} */
function answerText(said) {
  if (typeof said === 'string') return said;
  if (typeof said === 'number') return formatNumber(said);
  if (typeof said === 'boolean') return String(said);
  return Array.isArray(said) ? said.map(answerText).join(' ') : '';
}

/** @param {Element} e @param {Cell} c */
function typed(e, c) {
  switch (e.answer) {
    case 'integer':
      return c.k === 'number' && c.n === Math.trunc(c.n) && Math.abs(c.n) < 2 ** 53;
    case 'decimal':
      return c.k === 'number';
    case 'date':
    case 'dateTime':
      return c.k === e.answer;
    case 'time':
      return readTime(c.s) !== null;
    case 'geopoint': {
      const parts = spaced(c.s);
      return parts.length >= 2 && parts.length <= 4 && parts.every((p, i) => !(Number.isNaN(readNumber(p)) || Math.abs(readNumber(p)) > (i === 0 ? 90 : i === 1 ? 180 : Infinity)));
    }
    case 'one':
      return !c.s.includes(' ');
  }
  return true;
}

/** @param {Element} e @param {Cell} c */
function inRange(e, c) {
  if (!e.range || c.k !== 'number') return true;
  const [low, high, step] = e.range, steps = (c.n - low) / Math.abs(step);
  return c.n >= Math.min(low, high) && c.n <= Math.max(low, high) && Math.abs(steps - Math.round(steps)) < 1e-9;
}
