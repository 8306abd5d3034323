package survey

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// value is what an expression gives. A date is its local milliseconds since 1970 in num.
type value struct {
	kind kind
	num  float64
	text string
	set  []node
}

func textual(s string) value { return value{kind: text, text: s} }

func numeric(x float64) value { return value{kind: number, num: x} }

func truth(b bool) value {
	if b {
		return value{kind: boolean, num: 1}
	}
	return value{kind: boolean}
}

// node is a place that a path finds: an element of the answers, or a row of a list and a column
// of it. column is "" for the whole row.
type node struct {
	frame  *frame
	el     int
	list   int
	row    int
	column string
}

// single is the one value of a set, blank where it is empty (XPathNodeset.unpack). Of several the
// first counts, where JavaRosa stops.
func (iv *Interview) single(v value) value {
	if v.kind != nodes {
		return v
	}
	if len(v.set) == 0 {
		return textual("")
	}
	return iv.valueOf(v.set[0])
}

// each is the values of a set, or the one value.
func (iv *Interview) each(args []value) []value {
	if len(args) == 1 && args[0].kind != nodes {
		return args
	}
	var list []value
	for _, a := range args {
		if a.kind != nodes {
			list = append(list, a)
			continue
		}
		for _, n := range a.set {
			list = append(list, iv.valueOf(n))
		}
	}
	return list
}

// small is what JavaRosa takes for nothing.
const small = 1e-12

// toBool is XPathFuncExpr.toBoolean: a text is true if there is one, even "false" and "0".
func (iv *Interview) toBool(v value) bool {
	switch v = iv.single(v); v.kind {
	case boolean:
		return v.num != 0
	case number:
		return math.Abs(v.num) > small // false for NaN
	case date, dateTime:
		return true
	}
	return v.text != ""
}

// written is a number as JavaRosa reads one in a text: no exponent, no plus; a comma is a point.
var written = regexp.MustCompile(`^-?(\d+\.?\d*|\.\d+)$`)

// toNumber is XPathFuncExpr.toNumeric: a blank is no number, nor is the text of a date; a date is
// whole days since 1970.
func (iv *Interview) toNumber(v value) float64 {
	switch v = iv.single(v); v.kind {
	case boolean, number:
		return v.num
	case date, dateTime:
		return math.Floor(v.num / day)
	}
	return readNumber(v.text)
}

func readNumber(s string) float64 {
	s = strings.ReplaceAll(strings.Trim(s, " \t\r\n\v\f"), ",", ".")
	if !written.MatchString(s) || len(s) > 400 {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil && !math.IsInf(x, 0) {
		return math.NaN()
	}
	return x
}

// toText is XPathFuncExpr.toString, but large and small numbers have no exponent, as XPath 1.0
// writes them: JavaRosa's 3.0E9 is no number to itself. A date is its day, even with a time.
func (iv *Interview) toText(v value) string {
	switch v = iv.single(v); v.kind {
	case boolean:
		return strconv.FormatBool(v.num != 0)
	case number:
		return formatNumber(v.num)
	case date, dateTime:
		return formatDay(v.num)
	}
	return v.text
}

func formatNumber(x float64) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 0):
		return strings.TrimPrefix(strconv.FormatFloat(x, 'f', -1, 64), "+") + "inity"
	case math.Abs(x) < small:
		return "0"
	case math.Abs(x-math.Trunc(x)) < small:
		x = math.Trunc(x)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// blank is XPathFuncExpr.isNull.
func (iv *Interview) blank(v value) bool {
	v = iv.single(v)
	return v.kind == text && v.text == "" || v.kind == number && math.IsNaN(v.num)
}

// equal is XPathEqExpr: as booleans if one is, else as numbers if one is, else as texts.
func (iv *Interview) equal(a, b value) bool {
	a, b = iv.single(a), iv.single(b)
	switch {
	case a.kind == boolean || b.kind == boolean:
		return iv.toBool(a) == iv.toBool(b)
	case a.kind == number || b.kind == number:
		x, y := iv.toNumber(a), iv.toNumber(b)
		return x == y || math.Abs(x-y) < small
	}
	return iv.toText(a) == iv.toText(b)
}

// toInt is Java's (int): no number is 0.
func (iv *Interview) toInt(v value) int {
	x := iv.toNumber(v)
	switch {
	case math.IsNaN(x):
		return 0
	case x > math.MaxInt32:
		return math.MaxInt32
	case x < math.MinInt32:
		return math.MinInt32
	}
	return int(x)
}
