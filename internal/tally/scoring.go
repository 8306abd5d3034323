package tally

// Criterion of a scoring matrix; Weight is a whole number, 0 or more.
type Criterion struct {
	Key    string
	Weight int
}

// ScoringRound scores each option on each criterion, 1 to 5.
type ScoringRound struct {
	Options  []string
	Criteria []Criterion
	Scores   map[string]map[string]int // option → criterion → 1 … 5
}

// Cell of the matrix.
type Cell struct{ Option, Criterion string }

// Missing lists the cells without a score from 1 to 5; a result needs all,
// also those of a criterion of weight 0.
func (s ScoringRound) Missing() []Cell {
	var out []Cell
	for _, o := range s.Options {
		for _, c := range s.Criteria {
			if n := s.Scores[o][c.Key]; n < 1 || n > 5 {
				out = append(out, Cell{o, c.Key})
			}
		}
	}
	return out
}

// Wrong lists the criteria whose weight is below 0; a result needs none.
func (s ScoringRound) Wrong() []Criterion {
	var out []Criterion
	for _, c := range s.Criteria {
		if c.Weight < 0 {
			out = append(out, c)
		}
	}
	return out
}

// Result orders by the sum of weighted scores; ranks are never added. Parts
// are each criterion's share, in the order of Criteria. While a cell is
// missing or a weight wrong there is no result: no Rows.
func (s ScoringRound) Result(tie TieBreak, lots [][]string) Result {
	if len(s.Missing()) > 0 || len(s.Wrong()) > 0 {
		return Result{Tie: tie}
	}
	rows := make([]Row, len(s.Options))
	for i, o := range s.Options {
		rows[i].Option = o
		for _, c := range s.Criteria {
			part := c.Weight * s.Scores[o][c.Key]
			rows[i].Parts = append(rows[i].Parts, part)
			rows[i].Points += part
		}
	}
	return placed(byPoints(rows), tie, lots)
}
