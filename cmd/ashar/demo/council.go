package demo

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"ashar/handlers"
	"ashar/internal/civic"
)

//go:embed decisions.toml
var decisionsTOML []byte

// decision of the story; ID is the problem's.
type decision struct {
	ID        string `toml:"id"`
	Outcome   string `toml:"outcome"`
	Reason    text   `toml:"reason"`
	Departs   text   `toml:"departs"`
	Amount    int64  `toml:"amount"`
	Line      string `toml:"line"`
	Due       string `toml:"due"`
	For       int    `toml:"for"`
	Against   int    `toml:"against"`
	Abstained int    `toml:"abstained"`
	Answered  string `toml:"answered"`
	Answer    string `toml:"answer"`
}

// sitting is the council's session of December 2015.
type sitting struct {
	Elected    int                 `toml:"elected"`
	Present    int                 `toml:"present"`
	Commission text                `toml:"commission"`
	Chair      string              `toml:"chair"`
	Departs    text                `toml:"departs"` // where a list that changed departs elsewhere
	Decision   []decision          `toml:"decision"`
	Other      map[string]decision `toml:"other"`
	Proposal   []decision          `toml:"proposal"`
}

func (d *demo) sitting() (s sitting) {
	if err := toml.Unmarshal(decisionsTOML, &s); err != nil && d.err == nil {
		d.err = err
	}
	return s
}

// council is the cycle before the council as it stands.
func (d *demo) council(cycle string) *civic.Council {
	ns := d.board(cycle)
	if d.err != nil {
		return civic.CouncilOf(&civic.NeedList{}, civic.CouncilFacts{}, "")
	}
	l, err := handlers.ListOf(ns)
	if err != nil {
		d.err = err
		l = &civic.NeedList{}
	}
	f, err := d.store.CouncilFacts(d.ctx, cycle)
	if err != nil {
		d.err = err
	}
	return civic.CouncilOf(l, f, civic.Today(*d.clock))
}

// decide has the council decide on everything in the list and what gatherings
// proposed, and adopt a resolution of it.
func (d *demo) decide(c cycle) {
	s := d.sitting()
	d.at("2015-12-24", "10:00")
	for i := range d.council(c.id).Items {
		d.later(3 * time.Minute)
		council := d.council(c.id)
		item := &council.Items[i]
		told, change := s.of(d, item, i), civic.Decide{ID: d.ids.New(), On: "2015-12-24"}
		change.Outcome, change.Reason, change.Departs = civic.DecisionOutcome(told.Outcome), told.Reason.civic(), told.Departs.civic()
		change.Amount, change.BudgetLine, change.AnswerDue = told.Amount, told.Line, told.Due
		if item.Cost != nil && change.Outcome == civic.Accepted {
			change.Amount = item.Cost.Som
		}
		if told.For > 0 {
			change.Votes = &civic.CouncilVotes{Elected: s.Elected, Present: s.Present, For: told.For, Against: told.Against, Abstained: told.Abstained}
		}
		if item.Row != nil {
			change.Need, change.Place = item.ID(), item.Row.Place
		} else {
			change.Proposal = item.ID()
		}
		would := civic.Decision{Need: change.Need, Proposal: change.Proposal, Outcome: change.Outcome, Amount: change.Amount, Departs: change.Departs}
		if len(council.With(would).Item(item.ID()).Unexplained()) > 0 {
			change.Departs = s.Departs.civic()
		}
		d.do(c.id, "deputy", change)
	}
	d.at("2015-12-24", "13:40")
	d.resolve(c, s)
}

// of is what the council says of an item.
func (s sitting) of(d *demo, item *civic.CouncilItem, n int) decision {
	if item.Proposal != nil {
		return s.Proposal[n%len(s.Proposal)]
	}
	for _, told := range s.Decision {
		if d.problem(told.ID).Title.KY == item.Row.Title.KY {
			return told
		}
	}
	if told, ok := s.Other[string(item.Row.Competence)]; ok {
		return told
	}
	return s.Other["ao"]
}

// filled is a suggested text with the standing commission in it.
func (s sitting) filled(t civic.Text) civic.Text {
	return civic.Text{KY: strings.ReplaceAll(t.KY, civic.ResolutionBlank, s.Commission.KY), RU: strings.ReplaceAll(t.RU, civic.ResolutionBlank, s.Commission.RU)}
}

// resolve adopts resolution № 5/3 with what was decided.
func (d *demo) resolve(c cycle, s sitting) {
	council := d.council(c.id)
	annex := council.AnnexOf()
	r := handlers.SuggestedResolution(council.List.Place, annex, "2015-12-24")
	r.Number, r.Convocation, r.SessionNo, r.Seat, r.Chair = "5/3", "VIII", "V", d.children[akBashat][0].Name.KY, s.Chair
	r.Preamble, r.Control = s.filled(r.Preamble), s.filled(r.Control)
	id := d.ids.New()
	d.do(c.id, "coordinator", civic.SaveResolution{ID: id, ResolutionText: r})
	d.later(50 * time.Minute)
	d.do(c.id, "coordinator", civic.AdoptResolution{ID: id, Base: 1, Annex: annex,
		Votes: civic.CouncilVotes{Elected: s.Elected, Present: s.Present, For: 17, Against: 0, Abstained: 2}})
}

// answerCouncil has the aiyl okmotu say what was done, in the order it was; two answers are still due.
func (d *demo) answerCouncil(c cycle) {
	s := d.sitting()
	slices.SortStableFunc(s.Decision, func(a, b decision) int { return strings.Compare(a.Answered, b.Answered) })
	items := d.council(c.id).Items
	d.at("2016-11-14", "10:00")
	for _, told := range s.Decision {
		for _, item := range items {
			if told.Answered != "" && item.Row != nil && item.Decision != nil && item.Row.Title.KY == d.problem(told.ID).Title.KY {
				d.later(2 * time.Minute)
				d.do(c.id, "coordinator", civic.AnswerDecision{Decision: item.Decision.ID, On: told.Answered, Answer: told.Answer, Base: item.Decision.Version})
			}
		}
	}
}
