package survey

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

type function func(iv *Interview, cx context, args []value) value

// signature is what a function asks for. sets are the arguments that must be found by a path.
type signature struct {
	least, most int
	gives       kind
	sets        []int
	volatile    bool // by chance or by the clock
	call        function
}

// refused are functions that ODK documents and that are not here.
var refused = []string{"digest", "base64-decode", "extract-signed", "area", "enclosed-area", "distance", "geofence", "intersects"}

// lazy functions do not reckon all their arguments; eval knows them.
var lazy = map[string]signature{
	"if": {least: 3, most: 3}, "coalesce": {least: 2, most: 2}, "once": {least: 1, most: 1}, "indexed-repeat": {least: 3, most: 11},
	"instance": {least: 1, most: 1, gives: nodes}, "current": {gives: nodes}, "pulldata": {least: 4, most: 4, gives: text},
	"jr:choice-name": {least: 2, most: 2, gives: text}, "regex": {least: 2, most: 2, gives: boolean},
}

const many = 1 << 20

func maths(f func(float64) float64) signature {
	return signature{least: 1, most: 1, gives: number, call: func(iv *Interview, _ context, a []value) value { return numeric(steady(f(iv.toDays(a[0])))) }}
}

// functions are those of docs.getodk.org/form-operators-functions, the operators among them.
var functions map[string]signature

func init() { // names of months, answers and paths come back to functions: no plain literal
	words := func(least, most int, f func(s []string) value) signature {
		return signature{least: least, most: most, call: func(iv *Interview, _ context, a []value) value {
			s := make([]string, len(a))
			for i := range a {
				s[i] = iv.toText(a[i])
			}
			return f(s)
		}}
	}
	typed := func(s signature, k kind) signature { s.gives = k; return s }
	arithmetic := func(f func(a, b float64) float64) signature {
		return signature{least: 2, most: 2, gives: number, call: func(iv *Interview, _ context, a []value) value {
			return numeric(f(iv.toNumber(a[0]), iv.toNumber(a[1])))
		}}
	}
	comparison := func(f func(a, b float64) bool) signature {
		return signature{least: 2, most: 2, gives: boolean, call: func(iv *Interview, _ context, a []value) value {
			return truth(f(iv.toNumber(a[0]), iv.toNumber(a[1])))
		}}
	}
	functions = map[string]signature{
		"+": arithmetic(func(a, b float64) float64 { return a + b }), "-": arithmetic(func(a, b float64) float64 { return a - b }),
		"*": arithmetic(func(a, b float64) float64 { return a * b }), "div": arithmetic(func(a, b float64) float64 { return a / b }),
		"mod": arithmetic(math.Mod),
		"neg": {least: 1, most: 1, gives: number, call: func(iv *Interview, _ context, a []value) value { return numeric(-iv.toNumber(a[0])) }},
		"<":   comparison(func(a, b float64) bool { return a < b }), "<=": comparison(func(a, b float64) bool { return a <= b }),
		">": comparison(func(a, b float64) bool { return a > b }), ">=": comparison(func(a, b float64) bool { return a >= b }),
		"=":  {least: 2, most: 2, gives: boolean, call: func(iv *Interview, _ context, a []value) value { return truth(iv.equal(a[0], a[1])) }},
		"!=": {least: 2, most: 2, gives: boolean, call: func(iv *Interview, _ context, a []value) value { return truth(!iv.equal(a[0], a[1])) }},
		"|":  {least: 2, most: 2, gives: nodes, sets: []int{0, 1}, call: union},

		"true":                {gives: boolean, call: func(*Interview, context, []value) value { return truth(true) }},
		"false":               {gives: boolean, call: func(*Interview, context, []value) value { return truth(false) }},
		"boolean":             {least: 1, most: 1, gives: boolean, call: func(iv *Interview, _ context, a []value) value { return truth(iv.toBool(a[0])) }},
		"not":                 {least: 1, most: 1, gives: boolean, call: func(iv *Interview, _ context, a []value) value { return truth(!iv.toBool(a[0])) }},
		"number":              {least: 1, most: 1, gives: number, call: func(iv *Interview, _ context, a []value) value { return numeric(iv.toNumber(a[0])) }},
		"int":                 {least: 1, most: 1, gives: number, call: func(iv *Interview, _ context, a []value) value { return numeric(math.Trunc(iv.toNumber(a[0]))) }},
		"string":              {least: 1, most: 1, gives: text, call: func(iv *Interview, _ context, a []value) value { return textual(iv.toText(a[0])) }},
		"boolean-from-string": typed(words(1, 1, func(s []string) value { return truth(strings.EqualFold(s[0], "true") || s[0] == "1") }), boolean),
		"round": {least: 1, most: 2, gives: number, call: func(iv *Interview, _ context, a []value) value {
			places := 0
			if len(a) == 2 {
				places = iv.toInt(a[1])
			}
			return numeric(round(iv.toNumber(a[0]), places))
		}},

		"pow": {least: 2, most: 2, gives: number, call: func(iv *Interview, _ context, a []value) value {
			return numeric(steady(power(iv.toDays(a[0]), iv.toDays(a[1]))))
		}},
		"atan2": {least: 2, most: 2, gives: number, call: func(iv *Interview, _ context, a []value) value {
			return numeric(steady(math.Atan2(iv.toDays(a[0]), iv.toDays(a[1]))))
		}},
		"pi":  {gives: number, call: func(*Interview, context, []value) value { return numeric(math.Pi) }},
		"abs": maths(math.Abs), "sin": maths(math.Sin), "cos": maths(math.Cos), "tan": maths(math.Tan), "asin": maths(math.Asin), "acos": maths(math.Acos),
		"atan": maths(math.Atan), "sqrt": maths(math.Sqrt), "exp": maths(math.Exp), "exp10": maths(func(x float64) float64 { return power(10, x) }),
		"log": maths(math.Log), "log10": maths(math.Log10),

		"selected":       typed(words(2, 2, func(s []string) value { return truth(chosen(s[0], strings.TrimSpace(s[1]))) }), boolean),
		"count-selected": typed(words(1, 1, func(s []string) value { return numeric(float64(len(spaced(s[0])))) }), number),
		"selected-at": {least: 2, most: 2, gives: text, call: func(iv *Interview, _ context, a []value) value {
			list, i := spaced(iv.toText(a[0])), iv.toInt(a[1])
			if i < 0 || i >= len(list) {
				return textual("")
			}
			return textual(list[i])
		}},

		"count":           {least: 1, most: 1, gives: number, sets: []int{0}, call: func(_ *Interview, _ context, a []value) value { return numeric(float64(len(a[0].set))) }},
		"count-non-empty": {least: 1, most: 1, gives: number, sets: []int{0}, call: countNonEmpty},
		"sum":             {least: 1, most: 1, gives: number, sets: []int{0}, call: sum},
		"max":             {least: 1, most: many, gives: number, call: extreme(math.Max)},
		"min":             {least: 1, most: many, gives: number, call: extreme(math.Min)},
		"position":        {least: 0, most: 1, gives: number, call: position},
		"randomize":       {least: 1, most: 2, gives: nodes, sets: []int{0}, volatile: true, call: randomize},

		"concat": {least: 1, most: many, gives: text, call: func(iv *Interview, _ context, a []value) value { return textual(iv.join("", a)) }},
		"join":   {least: 2, most: many, gives: text, call: func(iv *Interview, _ context, a []value) value { return textual(iv.join(iv.toText(a[0]), a[1:])) }},
		"substr": {least: 2, most: 3, gives: text, call: substr},
		"substring-before": typed(words(2, 2, func(s []string) value {
			before, _, ok := strings.Cut(s[0], s[1])
			if !ok {
				before = ""
			}
			return textual(before)
		}), text),
		"substring-after": typed(words(2, 2, func(s []string) value { _, after, _ := strings.Cut(s[0], s[1]); return textual(after) }), text),
		"contains":        typed(words(2, 2, func(s []string) value { return truth(strings.Contains(s[0], s[1])) }), boolean),
		"starts-with":     typed(words(2, 2, func(s []string) value { return truth(strings.HasPrefix(s[0], s[1])) }), boolean),
		"ends-with":       typed(words(2, 2, func(s []string) value { return truth(strings.HasSuffix(s[0], s[1])) }), boolean),
		"translate":       typed(words(3, 3, func(s []string) value { return textual(translate(s[0], s[1], s[2])) }), text),
		"string-length":   typed(words(0, 1, func(s []string) value { return numeric(float64(len(utf16.Encode([]rune(s[0]))))) }), number),
		"normalize-space": typed(words(0, 1, func(s []string) value { return textual(strings.Join(strings.FieldsFunc(s[0], blankRune), " ")) }), text),

		"today": {gives: date, volatile: true, call: func(iv *Interview, _ context, _ []value) value {
			return value{kind: date, num: math.Floor(iv.now/day) * day}
		}},
		"now":  {gives: dateTime, volatile: true, call: func(iv *Interview, _ context, _ []value) value { return value{kind: dateTime, num: iv.now} }},
		"date": {least: 1, most: 1, gives: date, call: func(iv *Interview, _ context, a []value) value { return iv.toDate(a[0], false) }},
		"date-time": {least: 1, most: 1, gives: dateTime, call: func(iv *Interview, _ context, a []value) value {
			return iv.toDate(a[0], true)
		}},
		"format-date": {least: 2, most: 2, gives: text, call: formatted}, "format-date-time": {least: 2, most: 2, gives: text, call: formatted},
		"decimal-date-time": {least: 1, most: 1, gives: number, call: decimalDateTime},
		"decimal-time":      {least: 1, most: 1, gives: number, call: decimalTime},

		"random": {gives: number, volatile: true, call: func(iv *Interview, _ context, _ []value) value { return numeric(iv.env.Random()) }},
		"uuid":   {least: 0, most: 1, gives: text, volatile: true, call: uuid},
		"checklist": {least: 3, most: many, gives: boolean, call: func(iv *Interview, _ context, a []value) value {
			n, least, most := 0, iv.toInt(a[0]), iv.toInt(a[1])
			for _, f := range iv.each(a[2:]) {
				if iv.toBool(f) {
					n++
				}
			}
			return truth((least < 0 || n >= least) && (most < 0 || n <= most))
		}},
		"weighted-checklist": {least: 4, most: many, gives: boolean, call: weighted},
		"jr:itext":           {least: 1, most: 1, gives: text, call: func(iv *Interview, _ context, a []value) value { return textual(iv.itext(iv.toText(a[0]))) }},
	}
	functions["is-selected"] = functions["selected"]
}

// toDays is XPathFuncExpr.toDouble: a date keeps its part of a day.
func (iv *Interview) toDays(v value) float64 {
	if v.kind == date || v.kind == dateTime {
		return v.num / day
	}
	return iv.toNumber(v)
}

// steady rounds what processors and languages reckon a last digit apart: 15 digits are alike.
func steady(x float64) float64 {
	if x == math.Trunc(x) || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 14, 64), 64)
	return y
}

// power multiplies for small whole exponents, so that both engines do the same.
func power(a, b float64) float64 {
	if b != math.Trunc(b) || math.Abs(b) > 1000 {
		return math.Pow(a, b)
	}
	x := 1.0
	for range int(math.Abs(b)) {
		x *= a
	}
	if b < 0 {
		return 1 / x
	}
	return x
}

// round is Excel's and JavaRosa's: a half goes up, of the decimal number that people see; a
// negative half toward zero.
func round(x float64, places int) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return x
	}
	if places > 30 || places < -30 {
		return math.NaN()
	}
	if places < 0 {
		scaled, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', -1, 64), 64)
		scaled = shift(scaled, places)
		return shift(math.Trunc(scaled+0.5), -places)
	}
	said := strconv.FormatFloat(math.Abs(x), 'f', -1, 64)
	whole, part, _ := strings.Cut(said, ".")
	if len(part) <= places {
		return x
	}
	digits, rest := []byte(whole+part[:places]), part[places:]
	up := rest[0] >= '5'
	if x < 0 && strings.Trim(rest[1:], "0") == "" && rest[0] == '5' {
		up = false
	}
	if up {
		i := len(digits) - 1
		for ; i >= 0 && digits[i] == '9'; i-- {
			digits[i] = '0'
		}
		if i >= 0 {
			digits[i]++
		} else {
			digits = append([]byte{'1'}, digits...)
		}
	}
	y, _ := strconv.ParseFloat(string(digits)+"e-"+strconv.Itoa(places), 64)
	return math.Copysign(y, x)
}

// shift moves the point of a number as it is written.
func shift(x float64, places int) float64 {
	said := strconv.FormatFloat(x, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(said, "e")
	n, _ := strconv.Atoi(exponent)
	y, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(n+places), 64)
	return y
}

// spaced is a text of choices, taken apart.
func spaced(s string) []string {
	return slices.DeleteFunc(strings.Split(s, " "), func(w string) bool { return w == "" })
}

// chosen matches whole words, never parts of one.
func chosen(list, word string) bool { return strings.Contains(" "+list+" ", " "+word+" ") }

func blankRune(r rune) bool { return r <= ' ' }

func union(_ *Interview, _ context, a []value) value {
	set := slices.Clone(a[0].set)
	for _, n := range a[1].set {
		if !slices.Contains(set, n) {
			set = append(set, n)
		}
	}
	return value{kind: nodes, set: set}
}

func countNonEmpty(iv *Interview, _ context, a []value) value {
	n := 0
	for _, x := range a[0].set {
		if x.frame != nil && types[iv.p.Elements[x.el].Type].holding || iv.valueOf(x).kind != text || iv.valueOf(x).text != "" {
			n++
		}
	}
	return numeric(float64(n))
}

func sum(iv *Interview, _ context, a []value) value {
	total := 0.0
	for _, v := range iv.each(a) {
		if x := iv.toNumber(v); !math.IsNaN(x) {
			total += x
		}
	}
	return numeric(total)
}

func extreme(pick func(a, b float64) float64) function {
	return func(iv *Interview, _ context, a []value) value {
		best := math.NaN()
		for _, v := range iv.each(a) {
			x := iv.toNumber(v)
			if math.IsNaN(best) {
				best = x
			} else if !math.IsNaN(x) {
				best = pick(best, x)
			}
		}
		return numeric(best)
	}
}

// position is the number of a repeat's instance, from 1; of anything else it is 1. Without an
// argument it is the place in what a predicate looks through.
func position(iv *Interview, cx context, a []value) value {
	n := cx.here
	if len(a) == 1 {
		if a[0].kind != nodes || len(a[0].set) == 0 {
			return numeric(0)
		}
		n = a[0].set[0]
	} else if cx.position > 0 {
		return numeric(float64(cx.position))
	}
	if n.frame != nil && iv.p.Elements[n.el].Type == "repeat" {
		return numeric(float64(n.frame.index + 1))
	}
	return numeric(1)
}

// randomize shuffles as the XForms specification says, and gives JavaRosa's own examples: the
// inside-out way of Fisher and Yates with the generator of Park and Miller. Without a seed by chance.
func randomize(iv *Interview, _ context, a []value) value {
	next := iv.env.Random
	if len(a) == 2 {
		next = parkMiller(iv.toNumber(a[1]))
	}
	return value{kind: nodes, set: shuffled(a[0].set, next)}
}

func parkMiller(seed float64) func() float64 {
	if math.IsNaN(seed) {
		seed = 0
	}
	s := math.Mod(math.Trunc(seed), 2147483647)
	if s <= 0 {
		s += 2147483646
	}
	return func() float64 { s = math.Mod(s*16807, 2147483647); return (s - 1) / 2147483646 }
}

func shuffled[T any](list []T, next func() float64) []T {
	out := make([]T, 0, len(list))
	for i, x := range list {
		j := int(math.Floor(next() * float64(i+1)))
		if j == i {
			out = append(out, x)
			continue
		}
		out = append(out, out[j])
		out[j] = x
	}
	return out
}

// maxText bounds what calculations can make of each other by doubling; longer is blank.
const maxText = 1 << 16

func (iv *Interview) join(sep string, a []value) string {
	var b strings.Builder
	units := 0
	for i, v := range iv.each(a) {
		said := iv.toText(v)
		if i > 0 {
			said = sep + said
		}
		for _, r := range said {
			units += utf16.RuneLen(r)
		}
		if units > maxText {
			return ""
		}
		b.WriteString(said)
	}
	return b.String()
}

// substr counts from 0, and from the end if negative, in units of UTF-16 as Java and JavaScript do.
func substr(iv *Interview, _ context, a []value) value {
	s := utf16.Encode([]rune(iv.toText(a[0])))
	from, to := iv.toInt(a[1]), len(s)
	if len(a) == 3 {
		to = iv.toInt(a[2])
	}
	if from < 0 {
		from += len(s)
	}
	if to < 0 {
		to += len(s)
	}
	from, to = min(max(0, from), len(s)), min(max(0, to), len(s))
	if from > to {
		return textual("")
	}
	return textual(string(utf16.Decode(s[from:to])))
}

func translate(s, from, to string) string {
	f, t := []rune(from), []rune(to)
	return strings.Map(func(r rune) rune {
		i := slices.Index(f, r)
		if i < 0 {
			return r
		}
		if i < len(t) {
			return t[i]
		}
		return -1
	}, s)
}

// toDate is XPathFuncExpr.toDate; what JavaRosa stops at is blank.
func (iv *Interview) toDate(v value, keepTime bool) value {
	v = iv.single(v)
	out := value{kind: date}
	if keepTime {
		out.kind = dateTime
	}
	switch v.kind {
	case date, dateTime:
		out.num = v.num
	case number:
		if math.IsNaN(v.num) || math.Abs(v.num) > math.MaxInt32 {
			return textual("")
		}
		out.num = math.Trunc(v.num) * day
		if keepTime {
			out.num = math.Trunc(v.num*day) + float64(iv.offset)*60_000
		}
	default:
		ms, ok := readMoment(v.text, iv.offset)
		if !ok || v.kind == boolean {
			return textual("")
		}
		out.num = ms
		if math.Mod(ms, day) != 0 { // JavaRosa keeps the time of a text
			out.kind = dateTime
		}
	}
	if out.kind == date {
		out.num = math.Floor(out.num/day) * day
	}
	return out
}

func formatted(iv *Interview, _ context, a []value) value {
	pattern := iv.toText(a[1])
	if v := iv.single(a[0]); v.kind == text {
		if m := clock.FindStringSubmatch(v.text); m != nil { // an answer to a question of type time
			ms, ok := readClock(m[1:])
			if !ok {
				return textual("")
			}
			return textual(iv.formatDate(math.Floor(iv.now/day)*day+ms, pattern))
		}
	}
	v := iv.toDate(a[0], true)
	if v.kind == text {
		return v
	}
	return textual(iv.formatDate(v.num, pattern))
}

func decimalDateTime(iv *Interview, _ context, a []value) value {
	v := iv.single(a[0])
	if v.kind == number {
		return v
	}
	if v = iv.toDate(v, true); v.kind == text {
		return v
	}
	return numeric((v.num - float64(iv.offset)*60_000) / day)
}

func decimalTime(iv *Interview, _ context, a []value) value {
	v := iv.single(a[0])
	if v.kind == number {
		return numeric(v.num - math.Floor(v.num))
	}
	if m := clock.FindStringSubmatch(v.text); v.kind == text && m != nil {
		ms, ok := readClock(m[1:])
		if !ok {
			return textual("")
		}
		return numeric(ms / day)
	}
	if v = iv.toDate(v, true); v.kind == text {
		return v
	}
	return numeric((v.num - math.Floor(v.num/day)*day) / day)
}

// uuid is version 4, or so many letters and digits by chance.
func uuid(iv *Interview, _ context, a []value) value {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if len(a) == 1 {
		var b strings.Builder
		for range min(max(0, iv.toInt(a[0])), 1000) {
			b.WriteByte(letters[int(iv.env.Random()*36)])
		}
		return textual(b.String())
	}
	var b [16]byte
	for i := range b {
		b[i] = byte(iv.env.Random() * 256)
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return textual(fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]))
}

func weighted(iv *Interview, _ context, a []value) value {
	least, most, total := iv.toNumber(a[0]), iv.toNumber(a[1]), 0.0
	flags, weights := []value{}, []value{}
	if len(a) == 4 {
		flags, weights = iv.each(a[2:3]), iv.each(a[3:4])
	} else {
		for i := 2; i+1 < len(a); i += 2 {
			flags, weights = append(flags, a[i]), append(weights, a[i+1])
		}
	}
	for i := range min(len(flags), len(weights)) {
		if iv.toBool(flags[i]) {
			total += iv.toNumber(weights[i])
		}
	}
	return truth(total >= least && total <= most)
}
