package civic

import (
	"slices"
	"testing"
	"time"
)

func councilOf(t *testing.T, decisions ...Decision) *Council {
	t.Helper()
	l := &NeedList{}
	for i, id := range []string{"road", "water", "lights"} {
		l.Needs.Needs = append(l.Needs.Needs, Need{ID: id, Title: Text{KY: id}, Competence: "ao"})
		l.Rows = append(l.Rows, NeedRow{Need: &Need{ID: id, Title: Text{KY: id}, Competence: "ao"}, Place: i + 1})
	}
	f := CouncilFacts{Decisions: decisions, Costs: map[string]Cost{"road": {Som: 1000}},
		Proposals: []TabledProposal{{ID: "p1", Text: "a bridge", AnswerDue: "2016-01-31"}, {ID: "p2", Text: "a bus"}}}
	return CouncilOf(l, f, "2016-02-01")
}

func TestTheCouncilCountsWhatIsUndecidedOverdueAndOutOfOrder(t *testing.T) {
	c := councilOf(t,
		Decision{ID: "1", Need: "road", Outcome: Postponed, AnswerDue: "2016-01-31"},
		Decision{ID: "2", Need: "lights", Outcome: Accepted, AnswerDue: "2016-01-15", AnsweredOn: "2016-01-14"},
		Decision{ID: "3", Proposal: "p2", Outcome: Accepted, AnswerDue: "2016-02-01"},
		Decision{ID: "0", Need: "water", Outcome: Rejected, AnswerDue: "2015-12-01", ReplacedBy: "x"})
	for show, want := range map[CouncilShow][]string{
		ShowAll: {"road", "water", "lights", "p1", "p2"}, ShowUndecided: {"water", "p1"},
		ShowOverdue:   {"road", "p1"}, // decided and due yesterday; promised at the gathering and not decided. Today is not late.
		ShowDeparting: {"road", "lights"},
	} {
		var got []string
		for i := range c.Items {
			if c.Items[i].Is(show) {
				got = append(got, c.Items[i].ID())
			}
		}
		if !slices.Equal(got, want) || c.Count(show) != len(want) {
			t.Errorf("%q: %v, want %v", show, got, want)
		}
	}
	if water := c.Item("water"); len(water.Earlier) != 1 || water.Cost != nil || c.Item("road").Cost.Som != 1000 {
		t.Errorf("%+v", water)
	}
}

func TestWhatADecisionWouldDepartFrom(t *testing.T) {
	c := councilOf(t, Decision{ID: "1", Need: "road", Outcome: Partly}, Decision{ID: "2", Need: "lights", Outcome: Accepted, Departs: Text{KY: "себеби"}})
	above, below := c.Around(c.Item("water"))
	if len(above) != 1 || above[0].ID() != "road" || len(below) != 1 || below[0].ID() != "lights" {
		t.Fatalf("%+v %+v", above, below)
	}
	if above, below = c.Around(c.Item("p1")); above != nil || below != nil {
		t.Error("a proposal has a place in the people's order")
	}
	would := c.With(Decision{Need: "water", Outcome: Accepted})
	if open := would.Item("water").Unexplained(); len(open) != 1 || open[0].Passed.ID != "road" {
		t.Errorf("%+v", open)
	}
	if open := would.Item("road").Unexplained(); len(open) != 1 { // lights says why, water does not
		t.Errorf("%+v", open)
	}
	would = c.With(Decision{Need: "water", Outcome: Accepted, Departs: Text{KY: "себеби"}})
	if open := would.Item("water").Unexplained(); len(open) != 0 {
		t.Errorf("%+v", open)
	}
	if c.Item("water").Decision != nil {
		t.Error("asking changed the council")
	}
}

func TestTheAnnexHoldsWhatTheCouncilDecidedAndNoResolutionHolds(t *testing.T) {
	n := func(i int) *int { return &i }
	c := councilOf(t,
		Decision{ID: "1", Need: "road", Outcome: Rejected, Reason: Text{KY: "негиз"}},
		Decision{ID: "2", Need: "lights", Outcome: Accepted, Amount: 5, Elected: n(21), Present: n(19), For: n(17), Against: n(1), Abstained: n(1)},
		Decision{ID: "3", Proposal: "p1", Outcome: Accepted, By: "head"}, Decision{ID: "4", Proposal: "p2", Outcome: Accepted, Resolution: "r"})
	c.List.Orders = []NeedOrder{{Ordered: []string{"water"}, Reason: "second", By: "B"}, {Ordered: []string{"road"}, Reason: "first", By: "A"}, {Reason: "the rule's again"}, {Ordered: []string{"lights"}, Reason: "old"}}
	c.List.Hand = &c.List.Orders[0]
	a := c.AnnexOf()
	if len(a.Hands) != 2 || a.Hands[0].Reason != "first" || a.Hands[1].By != "B" {
		t.Errorf("%+v", a.Hands)
	}
	if len(a.Needs) != 2 || len(a.Proposals) != 0 || len(a.Undecided) != 1 || a.Undecided[0].ID != "water" || !slices.Equal(a.Decisions(), []string{"1", "2"}) {
		t.Fatalf("%+v", a)
	}
	road, lights := a.Needs[0], a.Needs[1]
	if len(road.Passed) != 1 || road.Passed[0].Place != 3 || road.Passed[0].Before || !lights.Passed[0].Before || lights.Votes.For != 17 || road.Votes != nil {
		t.Errorf("%+v %+v", road, lights)
	}
	if open := c.Unexplained(a); len(open) != 1 {
		t.Errorf("%+v", open)
	}
	if open := c.Unexplained(Annex{}); len(open) != 0 {
		t.Error("what the annex does not hold stands in its way")
	}
	other := c.With(Decision{ID: "2", Need: "lights", Outcome: Partly}).AnnexOf()
	if a.Digest() == other.Digest() || a.Digest() == "" {
		t.Error("another annex has the same digest")
	}
}

func TestWhatADecisionMustSay(t *testing.T) {
	id := NewIDs(time.Now).New()
	good := Decide{ID: id, Need: "n", Outcome: Accepted, Reason: Text{KY: "негиз"}, On: "2016-01-10", AnswerDue: "2016-02-10", Amount: 5,
		Votes: &CouncilVotes{Elected: 21, Present: 19, For: 10, Against: 5, Abstained: 4}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*Decide){
		"":           func(d *Decide) { d.Proposal = "p" },
		"outcome":    func(d *Decide) { d.Outcome, d.Amount = "maybe", 0 },
		"reason_ky":  func(d *Decide) { d.Reason = Text{RU: "только по-русски", KY: "  "} },
		"on":         func(d *Decide) { d.On, d.AnswerDue = "", "" },
		"answer_due": func(d *Decide) { d.AnswerDue = "2016-01-09" },
		"amount":     func(d *Decide) { d.Outcome = Rejected },
		"present":    func(d *Decide) { d.Votes.Present = 22 },
		"for":        func(d *Decide) { d.Votes.For = 11 },
		"elected":    func(d *Decide) { d.Votes.Elected = -1 },
	} {
		d := good
		votes := *good.Votes
		d.Votes = &votes
		change(&d)
		ps := Problems(d.Validate())
		if len(ps) != 1 || ps[0].Field != field {
			t.Errorf("%s: %v", field, d.Validate())
		}
	}
}

func TestWhatAResolutionLacksToBeAdopted(t *testing.T) {
	r := ResolutionText{Number: "5/3", Convocation: "VIII", SessionNo: "V", Seat: "Арал", Chair: "К. Сыдыков", Preamble: Text{KY: "угуп"}, Charged: Text{KY: "башчыга"}, Control: Text{KY: "комиссияга"},
		Points: Text{KY: "бир\n\n эки ", RU: "один"}, Publish: Text{KY: "жарыялансын"}}
	if err := r.Adoptable(); err != nil {
		t.Fatal(err)
	}
	if got := r.Numbered("ky"); !slices.Equal(got, []string{"бир", "эки", "башчыга", "комиссияга", "жарыялансын"}) {
		t.Errorf("%q", got)
	}
	if got := r.Numbered("ru"); !slices.Equal(got, []string{"один", "башчыга", "комиссияга", "жарыялансын"}) {
		t.Errorf("%q", got)
	}
	r.Control.RU, r.Chair = "на ____", " "
	ps := Problems(r.Adoptable())
	if len(ps) != 2 || ps[0].Field != "chair" || ps[1].Field != "control_ru" {
		t.Errorf("%v", ps)
	}
	lost := AdoptResolution{Votes: CouncilVotes{Elected: 21, Present: 20, For: 10, Against: 10}}
	if ps := Problems(lost.Validate()); len(ps) != 1 || ps[0].Key != "error.resolution_lost" {
		t.Errorf("%v", ps)
	}
}

func TestTheBarOfANeedIsItsShareOfTheMostPoints(t *testing.T) {
	l := NeedList{Rows: []NeedRow{{Points: "12 1/2"}, {Points: "25"}, {Points: "1/2"}, {Points: "0"}}}
	if got := l.PointShares(); !slices.Equal(got, []float64{0.5, 1, 0.02, 0}) {
		t.Errorf("%v", got)
	}
}

func TestOpenDataHasPointsAsNumbers(t *testing.T) {
	v := PublicView{List: &NeedList{Rows: []NeedRow{{Need: &Need{}, Points: "39 1/2"}, {Need: &Need{}, Points: "1/3"}}}}
	d := v.Dataset("needs", true)
	if d.Columns[4].Kind != "number" || d.Rows[0][4] != 39.5 || d.Rows[1][4] != 0.3333 {
		t.Errorf("%+v %v %v", d.Columns[4], d.Rows[0][4], d.Rows[1][4])
	}
}
