package handlers

import (
	"fmt"

	"ashar/internal/civic"
	"ashar/internal/tally"
)

// ResultOf computes the order of a round from its counts, rules and lots.
func ResultOf(r *civic.Round) (civic.RoundResult, error) {
	var computed tally.Result
	options := make([]string, len(r.Options))
	for i, o := range r.Options {
		options[i] = o.ID
	}
	tie, lots := tally.TieBreak(r.Rules.TieBreak), [][]string(nil)
	for _, l := range r.Lots {
		lots = append(lots, l.Order)
	}
	switch r.Rules.Method {
	case civic.Dots:
		computed = tally.DotsRound{Options: options, Groups: groupsOf(r), K: r.Rules.Dots, Counts: countsOf(r)}.Result(tie, lots)
	case civic.Hands:
		computed = tally.HandsRound{Options: options, Groups: groupsOf(r), Counts: countsOf(r)}.Result(tie, lots)
	case civic.Pairwise:
		computed = pairsOf(r).Result(tie, lots)
	case civic.Scoring:
		round := tally.ScoringRound{Options: options, Scores: map[string]map[string]int{}}
		for _, c := range r.Rules.Criteria {
			round.Criteria = append(round.Criteria, tally.Criterion{Key: c.ID, Weight: c.Weight})
		}
		for cell, n := range r.Scores {
			if round.Scores[cell.Option] == nil {
				round.Scores[cell.Option] = map[string]int{}
			}
			round.Scores[cell.Option][cell.Criterion] = n
		}
		computed = round.Result(tie, lots)
	case civic.Ballots:
		round := tally.BallotsRound{Options: options, Ordered: !r.Rules.Unordered}
		round.Ballots = r.Orders()
		computed = round.Result(tie, lots)
	default:
		return civic.RoundResult{}, fmt.Errorf("round %s: no method %q", r.ID, r.Rules.Method)
	}
	return rowsOf(r, computed), nil
}

func rowsOf(r *civic.Round, computed tally.Result) civic.RoundResult {
	out := civic.RoundResult{Rows: make([]civic.ResultRow, len(computed.Rows))}
	for i, row := range computed.Rows {
		points := float64(row.Points)
		if computed.Half {
			points /= 2
		}
		x := civic.ResultRow{Option: row.Option, Points: points, Place: row.Place, PlaceTo: row.Last,
			Tied: row.Tied, Wins: row.Wins, Losses: row.Losses}
		if len(row.ByGroup) > 0 {
			x.ByGroup = row.ByGroup
		}
		for _, c := range r.Rules.Criteria {
			x.Marks = append(x.Marks, r.Scores[civic.ScoreCell{Option: row.Option, Criterion: c.ID}])
		}
		out.Rows[i] = x
	}
	return out
}

func groupsOf(r *civic.Round) []tally.Group {
	out := make([]tally.Group, len(r.Groups))
	for i, g := range r.Groups {
		out[i] = tally.Group{Key: g.Key, Heads: g.Heads, Spoiled: g.Spoiled, Unused: g.Unused}
	}
	return out
}

func countsOf(r *civic.Round) map[string]map[string]int {
	out := map[string]map[string]int{}
	for cell, n := range r.Together() {
		if out[cell.Option] == nil {
			out[cell.Option] = map[string]int{}
		}
		out[cell.Option][cell.Group] = n
	}
	return out
}

func pairsOf(r *civic.Round) tally.PairwiseRound {
	round := tally.PairwiseRound{Answers: map[tally.PairKey]string{}}
	for _, o := range r.Options {
		round.Options = append(round.Options, o.ID)
	}
	for _, p := range r.Pairs {
		round.Answers[tally.PairKey{A: p.A, B: p.B}] = p.Winner
	}
	return round
}
