package paper

import (
	"io"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// ActData is an act of the monitoring group with the pictures of its photos.
type ActData struct {
	Act   civic.Act
	Cycle civic.Cycle
	Place civic.Place
}

type act struct {
	*sheet
	d ActData
}

// Act prints a monitoring act (мониторинг актысы, domain §3.9): what was
// planned against what was found, both statuses, users' opinions, the aiyl
// okmotu's answer, lines for who was there to sign on, photos. A draft says so.
func Act(w io.Writer, l i18n.Lang, d ActData) error {
	a := &act{d: d}
	name, title := l.T("act.draft"), l.T("paper.act.title")
	if d.Act.Filed() {
		name = l.T("act.number", "number", d.Act.Number)
		title = l.T("paper.act.numbered", "number", d.Act.Number)
	}
	m := meta{title: title, subject: joined(", ", d.Place.Name.In(string(l)), d.Act.ActionTitle.In(string(l)), day(l, civic.Day(d.Act.VisitedOn))),
		at: d.Act.At, id: joined(" · ", name, day(l, civic.Day(d.Act.VisitedOn)))}
	if d.Act.Filed() {
		m.at = d.Act.FiledAt
	} else {
		m.stamp = l.T("paper.stamp.draft")
	}
	m.running = joined(" · ", name, m.subject)
	a.sheet = newSheet(l, m)
	a.head(title)
	a.sides()
	a.compared()
	a.said()
	a.answer()
	a.signed()
	a.photos()
	return a.finish(w)
}

func (a *act) head(title string) {
	d := a.d
	a.masthead(a.tx(d.Cycle.Title), title, place(a.lang, a.tx(d.Place.Oblast), a.tx(d.Place.Raion), a.tx(d.Place.Name)), "", "")
	amends := ""
	if d.Act.AmendsNumber > 0 {
		amends = a.t("act.amends", "number", d.Act.AmendsNumber)
	}
	kv := [][2]string{
		{a.t("paper.act.action"), joined(" ", ordinal(d.Act.ActionPlace)+".", a.tx(d.Act.ActionTitle))},
		{a.t("act.visited_on"), day(a.lang, civic.Day(d.Act.VisitedOn))},
		{a.t("visit.method"), a.t("visit.method." + string(d.Act.Method))},
	}
	if amends != "" {
		kv = append(kv, [2]string{a.t("paper.act.amends"), amends})
	}
	a.pairs(1, kv...)
}

// status is a side's word with how far it says the action is.
func (s *sheet) status(of civic.ActionStatus, percent int) string {
	if of == "" {
		return "–"
	}
	return s.t("action.status."+string(of)) + ", " + s.lang.Percent(float64(percent)/100)
}

// sides are the two statuses; where they differ the paper says so.
func (a *act) sides() {
	x := a.d.Act
	t := &table{grid: true, middle: true, cols: []column{{head: a.t("act.ao_then")}, {head: a.t("monitoring.by_group")}},
		rows: []row{{cells: []cell{tdB(a.status(x.AOStatus, x.AOPercent)), tdB(a.status(x.Status, x.Percent))}, min: 9}}}
	half := (a.right - a.left) / 2
	t.cols[0].width, t.cols[1].width = half, half
	a.gap(2)
	a.table(t)
	if x.Differs() {
		a.para(run{a.t("monitoring.differ"), strong})
	}
}

func (a *act) compared() {
	x := a.d.Act
	a.heading(a.t("act.compared"))
	t := &table{grid: true, cols: []column{{width: 34}, {head: a.t("act.planned")}, {head: a.t("act.found")}}}
	rest := (a.right - a.left - 34) / 2
	t.cols[1].width, t.cols[2].width = rest, rest
	for _, r := range [][3]string{
		{a.t("act.work"), x.PlannedWork, x.FoundWork},
		{a.t("act.money"), a.som(x.PlannedMoney), a.som(x.FoundMoney)},
		{a.t("act.end"), day(a.lang, civic.Day(x.PlannedEnd)), day(a.lang, civic.Day(x.FoundEnd))},
		{a.t("act.quality"), "", a.quality()},
	} {
		t.rows = append(t.rows, row{cells: []cell{tdB(r[0]), td(orDash(r[1])), td(orDash(r[2]))}})
	}
	a.table(t)
}

func (a *act) quality() string {
	if a.d.Act.Quality == "" {
		return a.d.Act.QualityNote
	}
	return joined(". ", a.t("act.quality."+a.d.Act.Quality), a.d.Act.QualityNote)
}

func (s *sheet) som(n *int64) string {
	if n == nil {
		return ""
	}
	return s.lang.Money(*n)
}

func (a *act) said() {
	x := a.d.Act
	users := a.t("act.users_none")
	if x.Asked() > 0 {
		users = a.t("act.users_count", "pleased", x.Pleased, "neither", x.Neither, "displeased", x.Displeased)
	}
	for _, p := range [][2]string{{"act.users", users}, {"act.violations", x.Violations}, {"act.recommendations", x.Recommendations}} {
		a.subheading(a.t(p[0]))
		a.para(run{orDash(p[1]), body})
	}
}

func (a *act) answer() {
	x := a.d.Act
	a.subheading(a.t("act.answer"))
	switch {
	case x.AnsweredOn != "":
		a.para(run{x.Answer, body})
		a.para(run{joined(", ", x.AnsweredBy, day(a.lang, civic.Day(x.AnsweredOn))), quiet})
	case x.AnswerDue != "":
		a.para(run{a.t("act.answer_due", "date", day(a.lang, civic.Day(x.AnswerDue))), body})
	default:
		a.para(run{a.t("act.answer_free"), body})
	}
}

// signed are lines for those who were there.
func (a *act) signed() {
	a.heading(a.t("act.members"))
	var sigs []signature
	for _, name := range civic.Lines(a.d.Act.Members) {
		sigs = append(sigs, signature{role: a.t("paper.act.member"), name: name})
	}
	for len(sigs) < 2 {
		sigs = append(sigs, signature{role: a.t("paper.act.member")})
	}
	a.signatures(sigs)
}

func (a *act) photos() {
	var all []civic.MinutesPhoto
	for _, p := range a.d.Act.Photos {
		if !p.Removed() {
			caption := p.Caption
			if p.Blurred > 0 {
				caption = joined(". ", caption, a.t("act.blurred", "n", p.Blurred))
			}
			all = append(all, civic.MinutesPhoto{ID: p.ID, Hash: p.Hash, Caption: caption, At: p.At, Image: p.Image})
		}
	}
	if len(all) == 0 {
		return
	}
	a.heading(a.t("photo.title"))
	for i := 0; i < len(all); i += 2 {
		a.put(a.photoRow(all[i:min(i+2, len(all))]))
		a.gap(3)
	}
}
