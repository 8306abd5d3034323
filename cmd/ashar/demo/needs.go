package demo

import (
	"slices"
	"strconv"
	"time"

	"ashar/handlers"
	"ashar/internal/civic"
)

// card is a priority of the story.
type card struct {
	id      string
	problem problem
	weight  int
}

// needs captures what an audience says and makes cards of it.
func (d *demo) needs(session string, village, audience, most int) []card {
	var cards []card
	for _, p := range d.problems {
		if p.Only != nil {
			continue
		}
		cards = append(cards, card{problem: p, weight: p.Weight[audience]*10 + d.random.IntN(12) + (village*7+len(p.ID))%5})
	}
	slices.SortStableFunc(cards, func(a, b card) int { return b.weight - a.weight })
	cards = cards[:most]
	for _, p := range d.problems {
		if o := p.Only; o != nil && o.Year == d.clock.Year() && o.Village == village && o.Audience == audience {
			cards[o.After].problem = p
		}
	}
	for i := range cards {
		c := &cards[i]
		c.id = d.ids.New()
		said := c.problem.Statements
		said = said[:min(len(said), 1+d.random.IntN(3))]
		first := d.ids.New()
		d.later(40 * time.Second)
		d.do(session, "recorder", civic.AddStatements{Statements: []civic.SaidStatement{{ID: first, Text: said[0]}}, Location: c.problem.Place})
		d.do(session, "recorder", civic.MakePriority{ID: c.id, Statement: first, Title: c.problem.Title.KY, Sector: c.problem.Sector})
		for _, more := range said[1:] {
			d.later(30 * time.Second)
			d.do(session, "recorder", civic.AddStatements{Statements: []civic.SaidStatement{{ID: d.ids.New(), Text: more}}, Priority: c.id})
		}
		d.save(session, c.id, map[string]string{"location": c.problem.Place, "who": c.problem.Affected,
			"affected": strconv.Itoa(c.problem.Count / (1 + village)), "competence": c.problem.Competence})
	}
	return cards
}

// save changes fields of a card as it stands.
func (d *demo) save(session, card string, fields map[string]string) {
	if d.err != nil {
		return
	}
	ps, err := d.store.Priorities(d.ctx, session)
	if err != nil {
		d.err = err
		return
	}
	p := ps.Find(card)
	d.do(session, "recorder", civic.SavePriority{ID: card, Base: p.Version, Fields: fields})
}

// rank holds a round of beans: three each, most where the audience feels most.
func (d *demo) rank(session string, cards []card) {
	round := d.ids.New()
	open := civic.OpenRound{Session: session, ID: round, Rules: civic.RulesOfRound(civic.DefaultRules(), civic.BySex)}
	for _, c := range cards {
		open.Options = append(open.Options, civic.RoundOption{ID: c.id, Title: c.problem.Title.KY})
	}
	for _, sex := range civic.Sexes {
		if d.heads[sex] > 0 {
			open.Groups = append(open.Groups, civic.RoundGroup{Key: sex, Heads: d.heads[sex]})
		}
	}
	d.do(session, "facilitator", open)
	for _, g := range open.Groups {
		left := g.Heads * 3
		for i, c := range cards {
			n := left * (c.weight + d.random.IntN(20)) / max(1, sumFrom(cards, i)+40)
			if i == len(cards)-1 {
				n = left
			}
			left -= n
			d.do(session, "recorder", civic.SetTally{Round: round, Option: c.id, Group: g.Key, N: n})
		}
	}
	d.later(3 * time.Minute)
	d.do(session, "facilitator", civic.ConfirmRound{Round: round, Counters: [2]string{d.names["facilitator"], d.names["recorder"]}})
	d.do(session, "facilitator", civic.CloseRound{Round: round})
	if d.err != nil {
		return
	}
	rounds, err := d.store.Rounds(d.ctx, session)
	if err != nil {
		d.err = err
		return
	}
	result, err := handlers.ResultOf(civic.CurrentRound(rounds))
	if err != nil {
		d.err = err
		return
	}
	d.do(session, "facilitator", civic.RevealRound{Round: round, Result: result})
}

func sumFrom(cards []card, i int) int {
	n := 0
	for _, c := range cards[i:] {
		n += c.weight
	}
	return n
}

// workThrough fills causes, solutions and the community's own contribution.
func (d *demo) workThrough(session string, cards []card) {
	for _, c := range cards {
		d.later(4 * time.Minute)
		p := c.problem
		d.save(session, c.id, map[string]string{"causes": p.Causes, "effects": p.Effects, "solutions": p.Solutions,
			"labour": p.Labour, "money": p.Money, "land": p.Land})
	}
}
