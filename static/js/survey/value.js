// Values of expressions, as internal/survey/value.go has them; the same cases test both.
// A value is {k, n, s, set}: k is text, number, boolean, date, dateTime or nodes; a date is local
// milliseconds since 1970 in n.

/** @typedef {{k: string, n: number, s: string, set?: import('./types.js').Node[]}} Value */

/** @param {string} s @returns {Value} */
export const text = (s) => ({ k: 'text', n: 0, s });
/** @param {number} n @returns {Value} */
export const number = (n) => ({ k: 'number', n, s: '' });
/** @param {boolean} b @returns {Value} */
export const boolean = (b) => ({ k: 'boolean', n: b ? 1 : 0, s: '' });
/** @param {import('./types.js').Node[]} set @returns {Value} */
export const nodes = (set) => ({ k: 'nodes', n: 0, s: '', set });

export const DAY = 86400000;
const SMALL = 1e-12;

const WRITTEN = /^-?([0-9]+\.?[0-9]*|\.[0-9]+)$/;

/** A number as JavaRosa reads one in a text: no exponent, no plus; a comma is a point. @param {string} s */
export function readNumber(s) {
  s = s.replace(/^[ \t\r\n\v\f]+|[ \t\r\n\v\f]+$/g, '').replaceAll(',', '.');
  return WRITTEN.test(s) && s.length <= 400 ? Number(s) : NaN;
}

/** Without an exponent, as XPath 1.0 writes numbers. @param {number} x */
export function formatNumber(x) {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x < 0 ? '-Infinity' : 'Infinity';
  if (Math.abs(x) < SMALL) return '0';
  if (Math.abs(x - Math.trunc(x)) < SMALL) x = Math.trunc(x);
  return plain(x);
}

/** @param {number} x */
export function plain(x) {
  const said = String(x), e = said.indexOf('e');
  if (e < 0) return said;
  const exponent = Number(said.slice(e + 1)), sign = x < 0 ? '-' : '';
  const [whole, part = ''] = said.slice(sign.length, e).split('.');
  if (exponent > 0) return sign + whole + part.padEnd(exponent, '0');
  return sign + '0.' + '0'.repeat(-exponent - 1) + whole + part;
}

/** @param {Value} v A single one. */
export function toBool(v) {
  if (v.k === 'boolean') return v.n !== 0;
  if (v.k === 'number') return Math.abs(v.n) > SMALL;
  if (v.k === 'date' || v.k === 'dateTime') return true;
  return v.s !== '';
}

/** @param {Value} v A single one. */
export function toNumber(v) {
  if (v.k === 'boolean' || v.k === 'number') return v.n;
  if (v.k === 'date' || v.k === 'dateTime') return Math.floor(v.n / DAY);
  return readNumber(v.s);
}

/** @param {Value} v A single one. */
export function toText(v) {
  if (v.k === 'boolean') return v.n !== 0 ? 'true' : 'false';
  if (v.k === 'number') return formatNumber(v.n);
  if (v.k === 'date' || v.k === 'dateTime') return formatDay(v.n);
  return v.s;
}

/** @param {Value} v A single one. */
export const blank = (v) => (v.k === 'text' && v.s === '') || (v.k === 'number' && Number.isNaN(v.n));

/** @param {Value} a @param {Value} b Single ones. */
export function equal(a, b) {
  if (a.k === 'boolean' || b.k === 'boolean') return toBool(a) === toBool(b);
  if (a.k === 'number' || b.k === 'number') {
    const x = toNumber(a), y = toNumber(b);
    return x === y || Math.abs(x - y) < SMALL;
  }
  return toText(a) === toText(b);
}

/** Java's (int): no number is 0. @param {Value} v A single one. */
export function toInt(v) {
  const x = toNumber(v);
  return Number.isNaN(x) ? 0 : Math.trunc(Math.max(-2147483648, Math.min(2147483647, x)));
}

/** @param {string} s */
export const spaced = (s) => s.split(' ').filter((w) => w !== '');

const ZONE = '(Z|[+-][0-9]{1,2}(?::?[0-9]{2})?)?', CLOCK = '([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?' + ZONE;
const MOMENT = new RegExp('^([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})(?:T' + CLOCK + ')?$');
const TIME = new RegExp('^' + CLOCK + '$');

/** Milliseconds of a time of day; null if it is none. @param {string} s */
export function readTime(s) {
  const m = TIME.exec(s);
  return m && readClock(m[1], m[2], m[3], m[4]);
}

/** @param {string} s */
export const isTime = (s) => TIME.test(s);

/** @param {string} h @param {string} mi @param {string} [s] @param {string} [fraction] @returns {number | null} */
function readClock(h, mi, s = '0', fraction = '') {
  if (Number(h) > 23 || Number(mi) > 59 || Number(s) > 59) return null;
  return ((Number(h) * 60 + Number(mi)) * 60 + Number(s)) * 1000 + Number((fraction + '000').slice(0, 3));
}

/** Local milliseconds of a date, with a time or without; null if it is none. @param {string} s @param {number} offset @returns {number | null} */
export function readMoment(s, offset) {
  const m = MOMENT.exec(s);
  if (!m) return null;
  const y = Number(m[1]), mo = Number(m[2]), d = Number(m[3]);
  if (mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo)) return null;
  const ms = daysSince1970(y, mo, d) * DAY;
  if (!m[4]) return ms;
  const part = readClock(m[4], m[5], m[6], m[7]);
  if (part === null) return null;
  return ms + part + (m[8] ? (offset - zone(m[8])) * 60000 : 0);
}

/** @param {string} z */
function zone(z) {
  if (z === 'Z') return 0;
  let digits = z.slice(1).replaceAll(':', ''), minutes = 0;
  if (digits.length > 2) {
    minutes = Number(digits.slice(-2));
    digits = digits.slice(0, -2);
  }
  minutes += Number(digits) * 60;
  return z[0] === '-' ? -minutes : minutes;
}

/** @param {number} y @param {number} m */
const daysIn = (y, m) => (m === 2 && y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1]);

/** @param {number} y @param {number} m @param {number} d */
function daysSince1970(y, m, d) {
  if (m <= 2) y--;
  const era = Math.floor(y / 400), yoe = y - era * 400, doy = Math.floor((153 * ((m + 9) % 12) + 2) / 5) + d - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}

/** @param {number} days */
export function civil(days) {
  days += 719468;
  const era = Math.floor(days / 146097), doe = days - era * 146097;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100)), mp = Math.floor((5 * doy + 2) / 153);
  const d = doy - Math.floor((153 * mp + 2) / 5) + 1, m = ((mp + 2) % 12) + 1;
  return { y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d };
}

/** @param {number} n @param {number} width */
export const pad = (n, width) => (n < 0 ? '-' + String(-n).padStart(width - 1, '0') : String(n).padStart(width, '0'));

/** @param {number} ms */
export function formatDay(ms) {
  const { y, m, d } = civil(Math.floor(ms / DAY));
  return `${pad(y, 4)}-${pad(m, 2)}-${pad(d, 2)}`;
}

/** @param {number} ms @param {number} offset */
export function formatMoment(ms, offset) {
  const part = Math.trunc(ms - Math.floor(ms / DAY) * DAY), o = Math.abs(offset);
  return `${formatDay(ms)}T${pad(Math.floor(part / 3600000), 2)}:${pad(Math.floor(part / 60000) % 60, 2)}:${pad(Math.floor(part / 1000) % 60, 2)}.${pad(part % 1000, 3)}` +
    `${offset < 0 ? '-' : '+'}${pad(Math.floor(o / 60), 2)}:${pad(o % 60, 2)}`;
}
