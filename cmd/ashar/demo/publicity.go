package demo

import "ashar/internal/civic"

// show opens parts of a cycle to everybody, as they come to be.
func (d *demo) show(c cycle, parts ...string) {
	for _, what := range parts {
		d.do(c.id, "coordinator", civic.SetPublication{Cycle: c.id, What: what, Published: true})
	}
}
