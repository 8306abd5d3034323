package handlers

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/result"
	"ashar/internal/survey"
	"ashar/views"
)

// resultAsk is how results are to be seen.
type resultAsk struct {
	By    string // "village", the key of a question, "" whole
	Weigh bool
}

// resulter makes the parts of a report of a survey's answers.
type resulter struct {
	reporter
	survey    civic.Survey
	t         *result.Table
	villages  []civic.VillagePeople
	tags      []civic.SurveyTag
	cut       *result.Cut
	groups    []string // what those of the cut are called
	weights   []float64
	weighable bool
}

// ageFrom are the first years of the age bands of the attendance list.
var ageFrom = []int{14, 18, 29, 46, 60}

func (a *App) resulter(ctx context.Context, l i18n.Lang, s civic.Survey, ask resultAsk, look func(*resulter) error) error {
	r := &resulter{reporter: reporter{l}, survey: s}
	var err error
	if r.villages, err = a.store.VillagePeople(ctx, s.Municipality); err != nil {
		return err
	}
	if r.tags, err = a.store.SurveyTags(ctx, s.ID); err != nil {
		return err
	}
	return a.answers(ctx, s.ID, func(t *result.Table) error {
		r.t = t
		r.see(ask)
		return look(r)
	})
}

func (r *resulter) see(ask resultAsk) {
	people, known := map[string]int{}, 0
	for _, v := range r.villages {
		people[v.ID] = v.People
		if v.People > 0 && slices.Contains(r.t.Units, v.ID) {
			known++
		}
	}
	if r.weighable = known > 1; r.weighable && ask.Weigh {
		r.weights = r.t.Weights(people)
	}
	if ask.By == byVillage {
		var ids []string
		for _, v := range r.villages {
			if slices.Contains(r.t.Units, v.ID) {
				ids = append(ids, v.ID)
				r.groups = append(r.groups, r.say(v.Name))
			}
		}
		r.cut = r.t.ByVillage(ids)
		return
	}
	for _, c := range r.t.Cuts() {
		if c.Key != ask.By {
			continue
		}
		r.cut = r.t.By(c, ageFrom)
		for i, key := range r.cut.Groups {
			if c.Sort == result.Number {
				r.groups = append(r.groups, r.l.T("result.age."+key))
			} else {
				r.groups = append(r.groups, r.choice(c, i))
			}
		}
	}
}

// byVillage is the cut that every survey has.
const byVillage = "village"

// cuts are what respondents can be parted by: village, who people are, then any other choice.
func (r *resulter) cuts() []views.Option {
	all := []views.Option{{Value: "", Text: r.l.T("result.by.none")}, {Value: byVillage, Text: r.l.T("result.by.village")}}
	who := []string{"sex", "gender", "age", "age_band", "age_group", "audience"}
	questions := r.t.Cuts()
	slices.SortStableFunc(questions, func(a, b *result.Column) int {
		return cmp.Compare(slices.Index(who, b.Key), slices.Index(who, a.Key))
	})
	for _, c := range questions {
		if c.Key != byVillage {
			all = append(all, views.Option{Value: c.Key, Text: r.label(c)})
		}
	}
	return all
}

func (r *resulter) language(p *survey.Program) string {
	return p.Language(string(r.l), languageNames(r.l)...)
}

func (r *resulter) label(c *result.Column) string {
	if c.Other() {
		return r.l.T("result.other_of")
	}
	return c.Label(r.language(c.Form.Program))
}

func (r *resulter) choice(c *result.Column, i int) string {
	s := r.t.ChoiceLabel(c, i, r.language)
	if s == "other" || s == "OK" {
		return r.l.T("result.choice." + strings.ToLower(s))
	}
	return s
}

// parts are one for each question, those of a scale together; who answered stands before them.
func (r *resulter) parts() []civic.ReportPart {
	parts := []civic.ReportPart{r.who()}
	scaled := map[*result.Column][]*result.Column{}
	for _, scale := range r.t.Scales() {
		for _, c := range scale {
			scaled[c] = scale
		}
	}
	for _, c := range r.t.Columns {
		if scale := scaled[c]; scale != nil {
			if scale[0] == c {
				parts = append(parts, r.scale(scale))
			}
			continue
		}
		parts = append(parts, r.question(c)...)
	}
	return parts
}

func (r *resulter) part(c *result.Column, all result.Tally) civic.ReportPart {
	return civic.ReportPart{Key: c.Key, Title: r.label(c), Note: r.base(c, all), Whole: -1, Empty: r.l.T("result.none")}
}

// base says how many answered, how many were asked and did not, and how many were not asked.
func (r *resulter) base(c *result.Column, all result.Tally) string {
	words := []string{r.l.T("result.answered", "n", all.Answered)}
	if c.Repeat != nil {
		words[0] = r.l.T("result.instances", "n", all.Answered)
	}
	if all.Blank > 0 {
		words = append(words, r.l.T("result.blank", "n", all.Blank))
	}
	if all.NotAsked > 0 {
		words = append(words, r.l.T("result.notasked", "n", all.NotAsked))
	}
	if r.weights != nil {
		words = append(words, r.l.T("result.weighed"))
	}
	return strings.Join(words, " ")
}

// who answered, by village: side by side, and against how many people live there.
func (r *resulter) who() civic.ReportPart {
	p := civic.ReportPart{Key: "who", Title: r.l.T("result.who"), Whole: -1, Grid: true, Empty: r.l.T("result.none"), Bars: []int{2}, Columns: []civic.ReportColumn{
		{Name: r.l.T("result.col.village")}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}, {Name: r.l.T("result.col.share"), Kind: civic.ReportShare}, {Name: r.l.T("result.col.people"), Kind: civic.ReportCount}}}
	ids := make([]string, len(r.villages))
	for i, v := range r.villages {
		ids[i] = v.ID
	}
	sizes, none := r.t.Sizes(r.t.ByVillage(ids))
	if r.t.Live() == 0 {
		return p
	}
	for i, v := range r.villages {
		if sizes[i] == 0 && v.People == 0 {
			continue
		}
		people := civic.Num(v.People)
		people.Known = v.People > 0
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.say(v.Name)), civic.Num(sizes[i]), civic.Share(sizes[i], r.t.Live()), people}})
	}
	if none > 0 {
		p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.l.T("result.village_none")), civic.Num(none), civic.Share(none, r.t.Live()), {}}})
	}
	p.Rows = append(p.Rows, civic.ReportRow{Heavy: true, Cells: []civic.ReportCell{civic.Say(r.l.T("analysis.sum")), civic.Num(r.t.Live()), civic.Share(r.t.Live(), r.t.Live()), {}}})
	return p
}

// columns are a first one, how many, which share, and the share of each group.
func (r *resulter) columns(first string, kind civic.ReportKind, groups []result.Tally) []civic.ReportColumn {
	columns := []civic.ReportColumn{{Name: first}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}, {Name: r.l.T("result.col.share"), Kind: civic.ReportShare}}
	for g := range groups {
		columns = append(columns, civic.ReportColumn{Name: r.l.T("result.col.group", "group", r.groups[g], "n", groups[g].Answered), Kind: kind})
	}
	return columns
}

func (r *resulter) question(c *result.Column) []civic.ReportPart {
	all, groups := r.t.Count(c, r.cut, r.weights)
	p := r.part(c, all)
	switch c.Sort {
	case result.One, result.Many:
		if all.Answered > 0 {
			r.choices(&p, c, all, groups)
		}
	case result.Ranked:
		if all.Answered > 0 {
			r.ranked(&p, c, all, groups)
		}
	case result.Number:
		if all.Answered > 0 {
			return r.numbers(p, all, groups)
		}
	case result.Day:
		r.days(&p, all, groups)
	case result.Words:
		if c.Type() != "text" || c.Other() && all.Answered == 0 { // a picture, what the form reckoned
			return nil
		}
		r.words(&p, c, all)
	case result.Place:
		r.place(&p, c)
	}
	return []civic.ReportPart{p}
}

func (r *resulter) choices(p *civic.ReportPart, c *result.Column, all result.Tally, groups []result.Tally) {
	p.Columns, p.Bars = r.columns(r.l.T("result.col.choice"), civic.ReportShareOf, groups), []int{2}
	order := make([]int, len(c.Choices))
	for i := range order {
		order[i] = i
	}
	if c.Sort == result.Many {
		p.Note += " " + r.l.T("result.several")
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all.W[b], all.W[a]) })
	}
	for _, i := range order {
		cells := []civic.ReportCell{civic.Say(r.choice(c, i)), civic.Num(all.N[i]), civic.WeighedShare(all.W[i], all.Weight, all.N[i])}
		for _, g := range groups {
			cells = append(cells, civic.WeighedShare(g.W[i], g.Weight, g.N[i]))
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
	}
}

// scale lays the questions of a scale below each other, each a bar from one end to the other.
func (r *resulter) scale(scale []*result.Column) civic.ReportPart {
	first := scale[0]
	p := civic.ReportPart{Key: first.Key, Title: r.scaleTitle(first), Whole: -1, Scale: true, Empty: r.l.T("result.none"), Columns: []civic.ReportColumn{{Name: r.l.T("result.col.question")}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}}}
	for i := range first.Choices {
		p.Bars = append(p.Bars, len(p.Columns))
		p.Columns = append(p.Columns, civic.ReportColumn{Name: r.choice(first, i), Kind: civic.ReportShare})
	}
	blank, notAsked := false, false
	for _, c := range scale {
		all, _ := r.t.Count(c, nil, nil)
		blank, notAsked = blank || all.Blank > 0, notAsked || all.NotAsked > 0
	}
	if blank {
		p.Columns = append(p.Columns, civic.ReportColumn{Name: r.l.T("result.blank_head"), Kind: civic.ReportCount})
	}
	if notAsked {
		p.Columns = append(p.Columns, civic.ReportColumn{Name: r.l.T("result.notasked_head"), Kind: civic.ReportCount})
	}
	line := func(name string, c *result.Column, t result.Tally) {
		cells := []civic.ReportCell{civic.Say(name), civic.Num(t.Answered)}
		for _, choice := range first.Choices {
			i := slices.Index(c.Choices, choice)
			if i < 0 {
				cells = append(cells, civic.Share(0, t.Answered))
				continue
			}
			cells = append(cells, civic.WeighedShare(t.W[i], t.Weight, t.N[i]))
		}
		if blank {
			cells = append(cells, civic.Num(t.Blank))
		}
		if notAsked {
			cells = append(cells, civic.Num(t.NotAsked))
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
	}
	some := false
	for _, c := range scale {
		all, groups := r.t.Count(c, r.cut, r.weights)
		some = some || all.Answered > 0
		line(r.label(c), c, all)
		for g, t := range groups {
			line("– "+r.groups[g], c, t)
		}
	}
	if !some {
		p.Rows = nil
	} else if r.weights != nil {
		p.Note = r.l.T("result.weighed")
	}
	return p
}

func (r *resulter) scaleTitle(c *result.Column) string {
	if s := c.Around(r.language(c.Form.Program)); s != "" {
		return s
	}
	return r.l.T("result.scale")
}

func (r *resulter) ranked(p *civic.ReportPart, c *result.Column, all result.Tally, groups []result.Tally) {
	p.Note += " " + r.l.T("result.ranked")
	p.Columns = []civic.ReportColumn{{Name: r.l.T("result.col.choice")}, {Name: r.l.T("result.col.place"), Kind: civic.ReportPart100}, {Name: r.l.T("result.col.first"), Kind: civic.ReportShare}}
	for g := range groups {
		p.Columns = append(p.Columns, civic.ReportColumn{Name: r.l.T("result.col.group", "group", r.groups[g], "n", groups[g].Answered), Kind: civic.ReportPart100})
	}
	p.Bars = []int{2}
	for _, i := range rankOrder(all) {
		cells := []civic.ReportCell{civic.Say(r.choice(c, i)), civic.Mean(all.Places[i]), civic.Share(all.First[i], all.Answered)}
		for _, g := range groups {
			cells = append(cells, civic.Mean(g.Places[i]))
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
	}
}

// rankOrder is choices by their mean place; one that nobody ranked comes last.
func rankOrder(t result.Tally) []int {
	order := make([]int, len(t.Places))
	for i := range order {
		order[i] = i
	}
	place := func(i int) float64 {
		if math.IsNaN(t.Places[i]) {
			return math.Inf(1)
		}
		return t.Places[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(place(a), place(b)) })
	return order
}

// numbers are a histogram, and means below it.
func (r *resulter) numbers(p civic.ReportPart, all result.Tally, groups []result.Tally) []civic.ReportPart {
	p.Columns, p.Bars = r.columns(r.l.T("result.col.number"), civic.ReportShareOf, groups), []int{2}
	for _, bin := range result.Bins(all.Values) {
		n, w := bin.In(all.Values)
		cells := []civic.ReportCell{civic.Say(r.bin(bin)), civic.Num(n), civic.WeighedShare(w, all.Weight, n)}
		for _, g := range groups {
			n, w := bin.In(g.Values)
			cells = append(cells, civic.WeighedShare(w, g.Weight, n))
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
	}
	if groups == nil {
		p.Note += " " + r.l.T("result.mean", "mean", r.l.Decimal(all.Mean, 2), "median", r.number(all.Median))
		return []civic.ReportPart{p}
	}
	means := civic.ReportPart{Key: p.Key + "-mean", Title: r.l.T("result.means", "question", p.Title), Whole: -1, Columns: []civic.ReportColumn{
		{Name: r.l.T("result.col.who")}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}, {Name: r.l.T("result.col.mean"), Kind: civic.ReportPart100}, {Name: r.l.T("result.col.median"), Kind: civic.ReportPart100}}}
	line := func(name string, t result.Tally, heavy bool) {
		means.Rows = append(means.Rows, civic.ReportRow{Heavy: heavy, Cells: []civic.ReportCell{civic.Say(name), civic.Num(t.Answered), civic.Mean(t.Mean), civic.Mean(t.Median)}})
	}
	for g, t := range groups {
		line(r.groups[g], t, false)
	}
	line(r.l.T("result.all"), all, true)
	return []civic.ReportPart{p, means}
}

func (r *resulter) bin(b result.Bin) string {
	if b.From == b.To {
		return r.number(b.From)
	}
	return r.l.T("result.bin", "from", r.number(b.From), "to", r.number(b.To))
}

// number is written with as many digits behind the point as it has, two at most.
func (r *resulter) number(x float64) string {
	digits := 0
	for digits < 2 && math.Abs(x*math.Pow10(digits)-math.Round(x*math.Pow10(digits))) > 1e-9 {
		digits++
	}
	return r.l.Decimal(x, digits)
}

// days are counted by day, or by month or year where they lie far apart.
func (r *resulter) days(p *civic.ReportPart, all result.Tally, groups []result.Tally) {
	if len(all.Values) == 0 {
		return
	}
	p.Columns, p.Bars = r.columns(r.l.T("result.col.day"), civic.ReportShareOf, groups), []int{2}
	day := func(x float64) time.Time { return civic.Day("1970-01-01").AddDate(0, 0, int(x)) }
	span := all.Values[len(all.Values)-1].Number - all.Values[0].Number
	name := func(x float64) string { return r.l.DateShortYear(day(x)) }
	if span > 3*366 {
		name = func(x float64) string { return strconv.Itoa(day(x).Year()) }
	} else if span > 31 {
		name = func(x float64) string { return r.l.Month(day(x)) }
	}
	type part struct {
		n []int
		w []float64
	}
	counted, order := map[string]*part{}, []string(nil)
	for g, t := range append([]result.Tally{all}, groups...) {
		for _, v := range t.Values {
			key := name(v.Number)
			x := counted[key]
			if x == nil {
				x = &part{make([]int, len(groups)+1), make([]float64, len(groups)+1)}
				counted[key] = x
				order = append(order, key)
			}
			x.n[g] += v.N
			x.w[g] += v.W
		}
	}
	for _, key := range order {
		x := counted[key]
		cells := []civic.ReportCell{civic.Say(key), civic.Num(x.n[0]), civic.WeighedShare(x.w[0], all.Weight, x.n[0])}
		for g, t := range groups {
			cells = append(cells, civic.WeighedShare(x.w[g+1], t.Weight, x.n[g+1]))
		}
		p.Rows = append(p.Rows, civic.ReportRow{Cells: cells})
	}
}

// words are counted by the tags that people gave them.
func (r *resulter) words(p *civic.ReportPart, c *result.Column, all result.Tally) {
	if c.Repeat == nil {
		p.Link = views.SurveyPath(r.survey.ID, "results/"+c.Key)
	}
	p.Empty = r.l.T("result.untagged")
	if all.Answered == 0 {
		p.Empty, p.Link = r.l.T("result.none"), ""
	}
	p.Columns, p.Bars = []civic.ReportColumn{{Name: r.l.T("result.col.tag")}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}, {Name: r.l.T("result.col.share"), Kind: civic.ReportShare}}, []int{2}
	for _, t := range r.tags {
		if t.Question == c.Key {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(t.Name), civic.Num(t.N), civic.Share(min(t.N, all.Answered), all.Answered)}})
		}
	}
}

// place tells by village where somebody marked a place; the place itself is nobody's business here.
func (r *resulter) place(p *civic.ReportPart, c *result.Column) {
	p.Grid, p.Columns = true, []civic.ReportColumn{{Name: r.l.T("result.col.village")}, {Name: r.l.T("result.col.n"), Kind: civic.ReportCount}, {Name: r.l.T("result.col.share"), Kind: civic.ReportShare}}
	ids := make([]string, len(r.villages))
	for i, v := range r.villages {
		ids[i] = v.ID
	}
	all, by := r.t.Count(c, r.t.ByVillage(ids), nil)
	for i, v := range r.villages {
		if by[i].Answered > 0 {
			p.Rows = append(p.Rows, civic.ReportRow{Cells: []civic.ReportCell{civic.Say(r.say(v.Name)), civic.Num(by[i].Answered), civic.Share(by[i].Answered, all.Answered)}})
		}
	}
}
