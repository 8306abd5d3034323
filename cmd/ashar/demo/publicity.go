package demo

import "ashar/internal/civic"

// publish2015 shows the whole of the finished cycle to everybody, part by part as it came.
func (d *demo) publish2015(c cycle) {
	for _, what := range civic.PublicationParts {
		d.do(c.id, "coordinator", civic.SetPublication{Cycle: c.id, What: what, Published: true})
	}
}
