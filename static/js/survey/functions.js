// The functions of expressions, as internal/survey/funcs.go has them; the same cases test both.
import { DAY, blank, boolean, civil, equal, isTime, nodes, number, pad, plain, readMoment, readTime, spaced, text, toBool, toInt, toNumber, toText } from './value.js';

/** @typedef {import('./value.js').Value} Value */
/** @typedef {import('./types.js').Context} Context */
/** @typedef {import('../survey.js').Interview} Interview */
/** @typedef {(iv: Interview, cx: Context, a: Value[]) => Value} Fn */

/** @param {(a: number, b: number) => number} f @returns {Fn} */
const arithmetic = (f) => (iv, _, a) => number(f(toNumber(iv.single(a[0])), toNumber(iv.single(a[1]))));
/** @param {(a: number, b: number) => boolean} f @returns {Fn} */
const comparison = (f) => (iv, _, a) => boolean(f(toNumber(iv.single(a[0])), toNumber(iv.single(a[1]))));
/** @param {(s: string[]) => Value} f @returns {Fn} */
const words = (f) => (iv, _, a) => f(a.map((v) => toText(iv.single(v))));
/** @param {(x: number) => number} f @returns {Fn} */
const maths = (f) => (iv, _, a) => number(steady(f(toDays(iv, a[0]))));

/** A date keeps its part of a day. @param {Interview} iv @param {Value} v */
function toDays(iv, v) {
  return v.k === 'date' || v.k === 'dateTime' ? v.n / DAY : toNumber(iv.single(v));
}

/** 15 digits are alike in every language. @param {number} x */
const steady = (x) => (x === Math.trunc(x) || !Number.isFinite(x) ? x : Number(x.toExponential(14)));

/** @param {number} a @param {number} b */
function power(a, b) {
  if (b !== Math.trunc(b) || Math.abs(b) > 1000) {
    if (a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b))) return 1; // C's pow and Go's, not JavaScript's
    return a ** b;
  }
  let x = 1;
  for (let i = 0; i < Math.abs(b); i++) x *= a;
  return b < 0 ? 1 / x : x;
}

/** @param {number} x @param {number} places */
function round(x, places) {
  if (!Number.isFinite(x)) return x;
  if (places > 30 || places < -30) return NaN;
  if (places < 0) return shift(Math.trunc(shift(x, places) + 0.5), -places);
  const [whole, part = ''] = plain(Math.abs(x)).split('.');
  if (part.length <= places) return x;
  let digits = whole + part.slice(0, places);
  const rest = part.slice(places);
  let up = rest[0] >= '5';
  if (x < 0 && rest[0] === '5' && /^0*$/.test(rest.slice(1))) up = false;
  if (up) digits = String(BigInt(digits) + 1n);
  const y = Number(digits + 'e-' + places);
  return x < 0 ? -y : y;
}

/** @param {number} x @param {number} places */
function shift(x, places) {
  const [mantissa, exponent] = x.toExponential().split('e');
  return Number(mantissa + 'e' + (Number(exponent) + places));
}

/** @param {(a: number, b: number) => number} pick @returns {Fn} */
const extreme = (pick) => (iv, _, a) => {
  let best = NaN;
  for (const v of iv.each(a)) {
    const x = toNumber(v);
    if (Number.isNaN(best)) best = x;
    else if (!Number.isNaN(x)) best = pick(best, x);
  }
  return number(best);
};

/** Longer than this is blank: calculations could double each other without end. */
const TEXT = 65536;

/** @param {Interview} iv @param {string} sep @param {Value[]} a */
function join(iv, sep, a) {
  let out = '';
  for (const [i, v] of iv.each(a).entries()) {
    out += (i > 0 ? sep : '') + toText(v);
    if (out.length > TEXT) return text('');
  }
  return text(out);
}

/** @param {number} seed */
export function parkMiller(seed) {
  let s = Math.trunc(Number.isNaN(seed) ? 0 : seed) % 2147483647;
  if (s <= 0) s += 2147483646;
  return () => ((s = (s * 16807) % 2147483647) - 1) / 2147483646;
}

/** @template T @param {T[]} list @param {() => number} next */
export function shuffled(list, next) {
  /** @type {T[]} */ const out = [];
  list.forEach((x, i) => {
    const j = Math.floor(next() * (i + 1));
    if (j < i) out.push(out[j]);
    out[j] = x;
  });
  return out;
}

/** @param {Interview} iv @param {Value} v @param {boolean} keepTime @returns {Value} */
function toDate(iv, v, keepTime) {
  v = iv.single(v);
  let k = keepTime ? 'dateTime' : 'date', n = v.n;
  if (v.k === 'number') {
    if (Number.isNaN(n) || Math.abs(n) > 2147483647) return text('');
    n = keepTime ? Math.trunc(n * DAY) + iv.offset * 60000 : Math.trunc(n) * DAY;
  } else if (v.k !== 'date' && v.k !== 'dateTime') {
    const ms = readMoment(v.s, iv.offset);
    if (ms === null || v.k === 'boolean') return text('');
    n = ms;
    if (ms % DAY !== 0) k = 'dateTime';
  }
  return { k, n: k === 'date' ? Math.floor(n / DAY) * DAY : n, s: '' };
}

/** @type {Fn} */
function formatted(iv, _, a) {
  const pattern = toText(iv.single(a[1])), v = iv.single(a[0]);
  if (v.k === 'text' && isTime(v.s)) {
    const ms = readTime(v.s);
    return text(ms === null ? '' : formatDate(iv, Math.floor(iv.now / DAY) * DAY + ms, pattern));
  }
  const d = toDate(iv, v, true);
  return d.k === 'text' ? d : text(formatDate(iv, d.n, pattern));
}

/** @param {Interview} iv @param {number} ms @param {string} pattern */
function formatDate(iv, ms, pattern) {
  const days = Math.floor(ms / DAY), { y, m, d } = civil(days), part = Math.trunc(ms - days * DAY);
  const hour = Math.floor(part / 3600000);
  /** @type {Record<string, () => string>} */
  const signs = {
    '%': () => '%', Y: () => pad(y, 4), y: () => pad(y % 100, 2), m: () => pad(m, 2), n: () => String(m), b: () => iv.months[m - 1], d: () => pad(d, 2), e: () => String(d),
    H: () => pad(hour, 2), h: () => String(hour), M: () => pad(Math.floor(part / 60000) % 60, 2), S: () => pad(Math.floor(part / 1000) % 60, 2), 3: () => pad(part % 1000, 3),
    a: () => iv.weekdays[(((days + 4) % 7) + 7) % 7],
  };
  return pattern.replace(/%([\s\S])/g, (all, sign) => (signs[sign] ? signs[sign]() : all));
}

/** @param {string} s @param {string} from @param {string} to */
function translate(s, from, to) {
  const f = [...from], t = [...to];
  return [...s].map((c) => (f.includes(c) ? (t[f.indexOf(c)] ?? '') : c)).join('');
}

/** @type {Record<string, Fn>} */
export const functions = {
  '+': arithmetic((a, b) => a + b), '-': arithmetic((a, b) => a - b), '*': arithmetic((a, b) => a * b), div: arithmetic((a, b) => a / b), mod: arithmetic((a, b) => a % b),
  neg: (iv, _, a) => number(-toNumber(iv.single(a[0]))),
  '<': comparison((a, b) => a < b), '<=': comparison((a, b) => a <= b), '>': comparison((a, b) => a > b), '>=': comparison((a, b) => a >= b),
  '=': (iv, _, a) => boolean(equal(iv.single(a[0]), iv.single(a[1]))), '!=': (iv, _, a) => boolean(!equal(iv.single(a[0]), iv.single(a[1]))),
  '|': (_iv, _, a) => {
    const set = [...(a[0].set ?? [])];
    for (const n of a[1].set ?? []) {
      if (!set.some((m) => m.frame === n.frame && m.el === n.el && m.list === n.list && m.row === n.row && m.column === n.column)) set.push(n);
    }
    return nodes(set);
  },

  true: () => boolean(true), false: () => boolean(false),
  boolean: (iv, _, a) => boolean(toBool(iv.single(a[0]))), not: (iv, _, a) => boolean(!toBool(iv.single(a[0]))),
  number: (iv, _, a) => number(toNumber(iv.single(a[0]))), int: (iv, _, a) => number(Math.trunc(toNumber(iv.single(a[0])))),
  string: (iv, _, a) => text(toText(iv.single(a[0]))),
  'boolean-from-string': words((s) => boolean(s[0].toLowerCase() === 'true' || s[0] === '1')),
  round: (iv, _, a) => number(round(toNumber(iv.single(a[0])), a.length > 1 ? toInt(iv.single(a[1])) : 0)),

  pow: (iv, _, a) => number(steady(power(toDays(iv, a[0]), toDays(iv, a[1])))), atan2: (iv, _, a) => number(steady(Math.atan2(toDays(iv, a[0]), toDays(iv, a[1])))),
  pi: () => number(Math.PI), abs: maths(Math.abs), sin: maths(Math.sin), cos: maths(Math.cos), tan: maths(Math.tan), asin: maths(Math.asin), acos: maths(Math.acos),
  atan: maths(Math.atan), sqrt: maths(Math.sqrt), exp: maths(Math.exp), exp10: maths((x) => power(10, x)), log: maths(Math.log), log10: maths(Math.log10),

  selected: words((s) => boolean((' ' + s[0] + ' ').includes(' ' + s[1].trim() + ' '))),
  'count-selected': words((s) => number(spaced(s[0]).length)),
  'selected-at': (iv, _, a) => text(spaced(toText(iv.single(a[0])))[toInt(iv.single(a[1]))] ?? ''),

  count: (_iv, _, a) => number(a[0].set?.length ?? 0),
  'count-non-empty': (iv, _, a) => number((a[0].set ?? []).filter((n) => (n.frame && iv.holds(n.el)) || !blank(iv.valueOf(n))).length),
  sum: (iv, _, a) => number(iv.each(a).map(toNumber).filter((x) => !Number.isNaN(x)).reduce((x, y) => x + y, 0)),
  max: extreme(Math.max), min: extreme(Math.min),
  position: (iv, cx, a) => {
    let n = cx.here;
    if (a.length) {
      if (!a[0].set?.length) return number(0);
      n = a[0].set[0];
    } else if (cx.position > 0) return number(cx.position);
    return number(n.frame && iv.p.elements[n.el].type === 'repeat' ? n.frame.index + 1 : 1);
  },
  randomize: (iv, _, a) => nodes(shuffled(a[0].set ?? [], a.length > 1 ? parkMiller(toNumber(iv.single(a[1]))) : iv.random)),

  concat: (iv, _, a) => join(iv, '', a), join: (iv, _, a) => join(iv, toText(iv.single(a[0])), a.slice(1)),
  substr: (iv, _, a) => {
    const s = toText(iv.single(a[0]));
    let from = toInt(iv.single(a[1])), to = a.length > 2 ? toInt(iv.single(a[2])) : s.length;
    if (from < 0) from += s.length;
    if (to < 0) to += s.length;
    return text(from <= to ? s.substring(from, to) : '');
  },
  'substring-before': words((s) => text(s[0].slice(0, Math.max(0, s[0].indexOf(s[1]))))),
  'substring-after': words((s) => text(s[0].includes(s[1]) ? s[0].slice(s[0].indexOf(s[1]) + s[1].length) : '')),
  contains: words((s) => boolean(s[0].includes(s[1]))), 'starts-with': words((s) => boolean(s[0].startsWith(s[1]))), 'ends-with': words((s) => boolean(s[0].endsWith(s[1]))),
  translate: words((s) => text(translate(s[0], s[1], s[2]))),
  'string-length': words((s) => number(s[0].length)),
  'normalize-space': words((s) => text(s[0].split(/[\0-\x20]+/).filter(Boolean).join(' '))),

  today: (iv) => ({ k: 'date', n: Math.floor(iv.now / DAY) * DAY, s: '' }), now: (iv) => ({ k: 'dateTime', n: iv.now, s: '' }),
  date: (iv, _, a) => toDate(iv, a[0], false), 'date-time': (iv, _, a) => toDate(iv, a[0], true),
  'format-date': formatted, 'format-date-time': formatted,
  'decimal-date-time': (iv, _, a) => {
    const v = iv.single(a[0]);
    if (v.k === 'number') return v;
    const d = toDate(iv, v, true);
    return d.k === 'text' ? d : number((d.n - iv.offset * 60000) / DAY);
  },
  'decimal-time': (iv, _, a) => {
    const v = iv.single(a[0]);
    if (v.k === 'number') return number(v.n - Math.floor(v.n));
    if (v.k === 'text' && isTime(v.s)) {
      const ms = readTime(v.s);
      return ms === null ? text('') : number(ms / DAY);
    }
    const d = toDate(iv, v, true);
    return d.k === 'text' ? d : number((d.n - Math.floor(d.n / DAY) * DAY) / DAY);
  },

  random: (iv) => number(iv.random()),
  uuid: (iv, _, a) => {
    if (a.length) {
      const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
      return text(Array.from({ length: Math.min(Math.max(0, toInt(iv.single(a[0]))), 1000) }, () => letters[Math.floor(iv.random() * 36)]).join(''));
    }
    const b = Array.from({ length: 16 }, () => Math.floor(iv.random() * 256));
    b[6] = (b[6] & 0x0f) | 0x40;
    b[8] = (b[8] & 0x3f) | 0x80;
    const hex = b.map((x) => x.toString(16).padStart(2, '0')).join('');
    return text([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
  },
  checklist: (iv, _, a) => {
    const least = toInt(iv.single(a[0])), most = toInt(iv.single(a[1])), n = iv.each(a.slice(2)).filter(toBool).length;
    return boolean((least < 0 || n >= least) && (most < 0 || n <= most));
  },
  'jr:itext': (iv, _, a) => text(iv.itext(toText(iv.single(a[0])))),
  'weighted-checklist': (iv, _, a) => {
    const least = toNumber(iv.single(a[0])), most = toNumber(iv.single(a[1]));
    /** @type {Value[]} */ let flags = [], weights = [];
    if (a.length === 4) [flags, weights] = [iv.each(a.slice(2, 3)), iv.each(a.slice(3))];
    else for (let i = 2; i + 1 < a.length; i += 2) flags.push(iv.single(a[i])), weights.push(iv.single(a[i + 1]));
    let total = 0;
    for (let i = 0; i < Math.min(flags.length, weights.length); i++) if (toBool(flags[i])) total += toNumber(weights[i]);
    return boolean(total >= least && total <= most);
  },
};
functions['is-selected'] = functions.selected;
