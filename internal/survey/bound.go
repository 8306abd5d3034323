package survey

import (
	"math"
	"strconv"
)

// Bounds are the numbers between which an answer may lie, as they are written, "" where it is not bound: those of a range,
// or of a rule that compares the answer with numbers and says nothing else, as `. >= 10 and . <= 110`.
func (p *Program) Bounds(el int) (low, high string) {
	least, most := math.Inf(-1), math.Inf(1)
	e := &p.Elements[el]
	if e.Range != nil {
		least, most = min(e.Range[0], e.Range[1]), max(e.Range[0], e.Range[1])
	}
	for _, r := range p.Rules {
		if r.Element == el && r.What == ruleConstraint && !r.Code.bounds(e, el, &least, &most) {
			return "", ""
		}
	}
	say := func(x float64) string {
		if math.IsInf(x, 0) {
			return ""
		}
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return say(least), say(most)
}

// bounds narrows what is allowed to what the rule allows; false where the rule says something else too.
func (c *Code) bounds(e *Element, el int, least, most *float64) bool {
	switch c.op {
	case "and":
		return c.args[0].bounds(e, el, least, most) && c.args[1].bounds(e, el, least, most)
	case "<", "<=", ">", ">=":
	default:
		return false
	}
	op, self, than := c.op, c.args[0], c.args[1]
	if self.op == "#" || self.op == "neg" {
		self, than = than, self
		op = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<="}[op]
	}
	n, ok := than.constant()
	if !ok || self.op != "current" && (self.op != "ref" || self.el != el) {
		return false
	}
	if op == "<" || op == ">" {
		if e.Answer != "integer" { // there is no number next to it
			return false
		}
		if op == "<" {
			n = math.Ceil(n) - 1
		} else {
			n = math.Floor(n) + 1
		}
	}
	if op[0] == '<' {
		*most = min(*most, n)
	} else {
		*least = max(*least, n)
	}
	return true
}

func (c *Code) constant() (float64, bool) {
	if c.op == "neg" && c.args[0].op == "#" {
		return -c.args[0].num, true
	}
	return c.num, c.op == "#"
}
