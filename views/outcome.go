package views

import (
	"context"
	"strconv"

	"ashar/internal/civic"
)

// workedOf counts the priorities that are worked through, as far as they must be.
func workedOf(top []civic.Priority) int {
	n := 0
	for _, p := range top {
		if p.Worked() {
			n++
		}
	}
	return min(n, civic.TopMin)
}

// nextToWork is the first top priority that still lacks something.
func (d *BoardData) nextToWork() string {
	for _, p := range d.Top {
		if !p.Worked() {
			return p.ID
		}
	}
	return ""
}

// outcomeParts are the parts that say something, with the names of their labels.
func outcomeParts(o civic.Outcome) (parts [][2]string) {
	p := civic.Priority{Outcome: o}
	for _, name := range civic.OutcomeFields {
		if text := p.Field(name); text != "" {
			parts = append(parts, [2]string{name, text})
		}
	}
	return parts
}

func competenceOptions(ctx context.Context) []Option {
	options := make([]Option, len(civic.Competences))
	for i, c := range civic.Competences {
		options[i] = Option{string(c), t(ctx, "competence."+string(c))}
	}
	return options
}

// placeOf is a top priority's place in the ranking, "2=" when shared, else in the list.
func placeOf(top []civic.Priority, p civic.Priority) string {
	if p.Rank == 0 {
		return strconv.Itoa(p.Number)
	}
	for _, o := range top {
		if o.ID != p.ID && o.Rank == p.Rank {
			return strconv.Itoa(p.Rank) + "="
		}
	}
	return strconv.Itoa(p.Rank)
}
