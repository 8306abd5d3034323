package budget

import (
	"math/big"
)

// failing is what *testing.T and *rapid.T share.
type failing interface {
	Helper()
	Fatalf(string, ...any)
}

// coherent holds that a result tells one story: nothing over the envelope,
// every project once, payments that add up to costs, purses that hold what
// payments left, and nobody turned down who had enough.
func coherent(t failing, e *Election, r *Result) {
	t.Helper()
	rest, seen := e.Budget, map[int]bool{}
	for n, round := range r.Rounds {
		p := e.Projects[round.Project]
		if rest -= p.Cost; rest < 0 || seen[round.Project] || round.Rest != rest {
			t.Fatalf("round %d: %d left, said %d", n, rest, round.Rest)
		}
		seen[round.Project] = true
		if r.Rule.Name != EqualShares || round.How != ByRule {
			continue
		}
		if n > 1 && len(e.Ballots) > 100 {
			continue // every payment exactly takes long
		}
		paid, left, people := new(big.Rat), new(big.Rat), int64(0)
		for _, pay := range r.Payments(n) {
			if pay.Paid.Sign() < 0 || pay.Paid.Cmp(pay.Before) > 0 {
				t.Fatalf("round %d: %v of %v", n, pay.Paid, pay.Before)
			}
			paid.Add(paid, pay.Paid)
			left.Add(left, new(big.Rat).Sub(pay.Before, pay.Paid))
			people += e.Ballots[pay.Ballot].Weight
		}
		sum := new(big.Rat).Add(round.FullSum, round.SpentSum)
		if cost := new(big.Rat).SetInt64(p.Cost); paid.Cmp(cost) != 0 || sum.Cmp(cost) != 0 || left.Cmp(round.Left) != 0 || people != round.Full+round.Spent {
			t.Fatalf("round %d: %v by %d paid of %d, left %v; said %+v", n, paid, people, p.Cost, left, round)
		}
	}
	if r.Rest != rest || r.Spent != e.Budget-rest || len(r.Rounds)+len(r.Missed) != len(e.Projects) {
		t.Fatalf("%d spent, %d left; %d and %d of %d projects", r.Spent, r.Rest, len(r.Rounds), len(r.Missed), len(e.Projects))
	}
	for _, m := range r.Missed {
		if m.Why == TooPoor && (m.Had == nil || m.Had.Sign() < 0 || m.Had.Cmp(new(big.Rat).SetInt64(e.Projects[m.Project].Cost)) >= 0) {
			t.Fatalf("%s had %v of %d", e.Projects[m.Project].ID, m.Had, e.Projects[m.Project].Cost)
		}
		if m.Why == NoRoom && e.Projects[m.Project].Cost <= m.Room || m.Why == "" {
			t.Fatalf("%+v", m)
		}
	}
}
