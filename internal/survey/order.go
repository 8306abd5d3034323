package survey

import (
	"slices"
	"strings"
)

// makes tells which rules change what others read.
func makes(what string) bool { return what == ruleRelevant || what == ruleValue || what == ruleCount }

// order puts the rules so that each stands after those it reads from, keeps the form's order where
// that leaves a choice, and notes which rules an element affects. A circle is refused with its way.
func (c *compiler) order() {
	rules, reads := c.p.Rules, c.sees
	makers := make([][]int, len(c.p.Elements)) // by element: the rules that make it what it is
	for i, r := range rules {
		if makes(r.What) {
			makers[r.Element] = append(makers[r.Element], i)
		}
	}
	before := make([][]int, len(rules)) // the rules to be reckoned first
	for i, r := range rules {
		for el := range reads[i] {
			for _, m := range makers[el] {
				if m != i || makes(r.What) {
					before[i] = append(before[i], m)
				}
			}
		}
		// what stands in a counted repeat comes after its count
		for s := c.p.Elements[r.Element].Scope; s != 0; s = c.p.Elements[c.p.Elements[s].Parent].Scope {
			for _, m := range makers[s] {
				if rules[m].What == ruleCount && m != i {
					before[i] = append(before[i], m)
				}
			}
		}
		slices.Sort(before[i])
	}
	const open, done = 1, 2
	state := make([]int, len(rules))
	var sorted, way []int
	circle := false
	var visit func(i int)
	visit = func(i int) {
		if circle || state[i] == done {
			return
		}
		if state[i] == open {
			circle = true
			c.circle(append(way[slices.Index(way, i):], i))
			return
		}
		state[i] = open
		way = append(way, i)
		for _, m := range before[i] {
			visit(m)
		}
		way = way[:len(way)-1]
		state[i] = done
		sorted = append(sorted, i)
	}
	for i, r := range rules { // makers first, so that checks see what is final
		if makes(r.What) {
			visit(i)
		}
	}
	for i := range rules {
		visit(i)
	}
	if circle {
		return
	}
	c.p.Affects = make([][]int, len(c.p.Elements))
	out := make([]Rule, len(sorted))
	for n, i := range sorted {
		out[n] = rules[i]
		for el := range reads[i] {
			c.p.Affects[el] = append(c.p.Affects[el], n)
		}
	}
	for el := range c.p.Affects {
		slices.Sort(c.p.Affects[el])
		if c.p.Affects[el] == nil {
			c.p.Affects[el] = []int{}
		}
	}
	c.p.Rules = out
}

// columnsOf names the column that a rule stands in.
var columnsOf = map[string]string{ruleRelevant: "relevant", ruleValue: "calculation", ruleCount: "repeat_count"}

// circle refuses rules that wait for each other; each reads from the next.
func (c *compiler) circle(way []int) {
	names := make([]string, len(way))
	for i, r := range way {
		names[i] = "${" + c.p.Elements[c.p.Rules[r].Element].Name + "}"
	}
	first := c.p.Rules[way[0]]
	c.el, c.field = first.Element, columnsOf[first.What]
	c.find("circle", "way", strings.Join(names, " → "))
}
