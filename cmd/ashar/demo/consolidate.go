package demo

import (
	"maps"
	"slices"
	"time"

	"ashar/handlers"
	"ashar/internal/civic"
)

// consolidate makes one list of what the groups of 2015 named: the cards that
// say the same become one need with its names and numbers; what diverges is
// answered, and the raion is asked about what is in its power.
func (d *demo) consolidate(c cycle) {
	d.at("2015-11-09", "10:00")
	d.joinAlike(c.id)
	d.at("2015-11-12", "14:00")
	d.describe(c.id)
	d.answer(c.id)
	d.at("2015-11-16", "09:30")
	d.askRaion(c.id)
}

// board is the needs of a cycle as they stand.
func (d *demo) board(cycle string) (ns civic.Needs) {
	if d.err == nil {
		ns, d.err = d.store.Needs(d.ctx, cycle)
	}
	return ns
}

// joinAlike joins the needs that have one title.
func (d *demo) joinAlike(cycle string) {
	alike := map[string][]string{}
	for _, n := range d.board(cycle).Needs { // in the order of their ids: the oldest takes the others in
		alike[n.Title.KY] = append(alike[n.Title.KY], n.ID)
	}
	for _, title := range slices.Sorted(maps.Keys(alike)) {
		if ids := alike[title]; len(ids) > 1 {
			d.later(2 * time.Minute)
			d.do(cycle, "coordinator", civic.JoinNeeds{Into: ids[0], From: ids[1:]})
		}
	}
}

// issues of local importance by the kind of a problem.
var issues = map[string]string{"water": "4", "road": "6", "lights": "7", "sport": "10", "waste": "11", "ditch": "2", "culture": "14", "kinder": "16"}

// describe gives each need its names in the other languages, and how many people it would serve.
func (d *demo) describe(cycle string) {
	ns := d.board(cycle)
	for i := range ns.Needs {
		n := &ns.Needs[i]
		i := slices.IndexFunc(d.problems, func(p problem) bool { return p.Title.KY == n.Title.KY })
		if i < 0 {
			continue
		}
		p := d.problems[i]
		d.later(time.Minute)
		d.do(cycle, "coordinator", civic.SaveNeed{ID: n.ID, Title: p.Title.civic(), Sector: n.Sector, Location: n.Location, Competence: n.Competence,
			Issue: issues[p.ID], Beneficiaries: ns.Affected(n), Programme: p.ID == "road" || p.ID == "school", Base: n.Version})
	}
}

// answer says why what a watched audience put high stands low in the list.
func (d *demo) answer(cycle string) {
	ns := d.board(cycle)
	if d.err != nil {
		return
	}
	l, err := handlers.ListOf(ns)
	if err != nil {
		d.err = err
		return
	}
	for _, f := range l.OpenFlags() {
		d.later(4 * time.Minute)
		d.do(cycle, "coordinator", civic.AnswerDivergence{Cycle: cycle, Audience: f.Audience, Need: f.Need, Answer: d.why(l.Find(f.Need))})
	}
}

// why a need stands low.
func (d *demo) why(n *civic.Need) string {
	for _, p := range d.problems {
		if _, told := phrases()["divergence_"+p.ID]; told && p.Title.KY == n.Title.KY {
			return phrase("divergence_" + p.ID).KY
		}
	}
	return phrase("divergence").KY
}

// askRaion writes about the school roof; the answer comes within the month.
func (d *demo) askRaion(cycle string) {
	roof := d.problem("school").Title.KY
	for _, n := range d.board(cycle).Needs {
		if n.Title.KY != roof {
			continue
		}
		id := d.ids.New()
		d.do(cycle, "coordinator", civic.SaveLetter{ID: id, Need: n.ID, Number: "01-14/212", Addressee: phrase("raion_addressee").KY, Text: phrase("raion_letter"),
			SignedBy: phrase("head").KY, SentOn: "2015-11-16", AnswerDue: "2015-12-16"})
		d.at("2015-12-10", "16:20")
		d.do(cycle, "coordinator", civic.AnswerLetter{ID: id, AnsweredOn: "2015-12-09", Answer: phrase("raion_answer").KY, Base: 1})
		return
	}
}

func (d *demo) problem(id string) problem {
	return d.problems[slices.IndexFunc(d.problems, func(p problem) bool { return p.ID == id })]
}
