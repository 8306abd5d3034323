package paper

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// ranking prints every round: how it was done, who counted, and the result.
func (p *minutes) ranking() {
	title := p.t("paper.minutes.ranking")
	if len(p.d.Rounds) == 0 {
		p.none(3, title)
		return
	}
	p.section(3, title)
	for i, r := range p.d.Rounds {
		if len(p.d.Rounds) > 1 || !r.Question.Empty() {
			if i > 0 {
				p.gap(4)
			}
			name := ""
			if len(p.d.Rounds) > 1 {
				name = p.t("paper.round.number", "number", r.No)
			}
			p.subheading(joined(". ", name, p.tx(r.Question)))
		}
		p.round(r)
	}
}

func (p *minutes) round(r civic.MinutesRound) {
	if r.Cancelled != "" {
		p.para(run{p.t("paper.round.cancelled") + " ", strong}, run{r.Cancelled, body})
		return
	}
	if r.Replaced {
		p.para(run{p.t("paper.round.replaced"), strong})
	}
	if r.Replaces > 0 {
		p.para(run{p.t("paper.round.recount", "number", r.Replaces) + " ", strong}, run{r.Reason, body})
	}
	p.para(run{strings.Join(RoundRules(p.lang, r), " "), body})
	if len(r.Results) == 0 {
		p.para(run{p.t("paper.round.noresult"), quiet})
		return
	}
	switch r.Method {
	case "pairwise":
		p.pairwise(r)
	case "scoring":
		p.scoring(r)
	default:
		p.votes(r)
	}
}

// RoundRules are sentences on how a round was held: the page says the same.
func RoundRules(l i18n.Lang, r civic.MinutesRound) []string {
	var out []string
	say := func(key string, args ...any) { out = append(out, l.T(key, args...)) }
	tx := func(t civic.Text) string { return t.In(string(l)) }
	switch r.Method {
	case "dots":
		say("paper.round.dots", "each", r.PerPerson)
	case "pairwise":
		say("paper.round.pairwise")
	case "scoring":
		say("paper.round.scoring")
	case "ballot", "ballots":
		if r.MarkUpTo > 0 {
			say("paper.round.ballot.upto", "limit", r.MarkUpTo)
		} else {
			say("paper.round.ballot")
		}
		say("paper.round.ballots", "ballots", r.Ballots)
		if !r.Unranked.Empty() {
			say("paper.round.unranked", "rule", tx(r.Unranked))
		}
	default:
		say("paper.round.other", "method", r.Method)
	}
	if r.MaxPerPriority > 0 {
		say("paper.round.limit", "limit", r.MaxPerPriority)
	}
	if r.Secret {
		say("paper.round.secret")
	}
	if v := total(r.Voters); v > 0 {
		if r.Voters.F+r.Voters.M > 0 {
			say("paper.round.voters.bysex", "heads", v, "women", r.Voters.F, "men", r.Voters.M)
		} else {
			say("paper.round.voters", "heads", v)
		}
	}
	if r.Phones > 0 {
		say("paper.round.phones", "n", r.Phones, "rest", max(0, total(r.Voters)-r.Phones))
		var groups []string
		for _, g := range r.PhonesBy {
			name := ageBand(civic.AgeBand(g.Group))
			if g.Group == "f" || g.Group == "m" {
				name = l.T("sex." + g.Group)
			}
			groups = append(groups, name+" "+strconv.Itoa(g.N))
		}
		if len(groups) > 0 && r.Phones >= civic.PhonesShown {
			say("paper.round.phones.by", "groups", strings.Join(groups, ", "))
		}
		if r.Phones < civic.PhonesShown {
			say("paper.round.phones.few")
		}
	}
	if span := span(l, r.Opened, r.Closed); span != "" {
		say("paper.round.time", "time", span)
	}
	if len(r.Counters) > 0 {
		say("paper.round.counters", "names", strings.Join(r.Counters, ", "))
	}
	say("paper.round.spoiled", "spoiled", r.Spoiled, "unused", r.Unused)
	if !r.TieBreak.Empty() {
		say("paper.round.tiebreak", "rule", tx(r.TieBreak))
	}
	for _, lot := range r.Lots {
		names := make([]string, len(lot.Titles))
		for i, t := range lot.Titles {
			names[i] = tx(t)
		}
		say("paper.round.lot", "places", places(lot.From, lot.To), "names", strings.Join(names, ", "))
		if len(lot.Witness) > 0 {
			say("paper.round.witness", "names", strings.Join(lot.Witness, ", "))
		}
	}
	return out
}

// places is "3" or, shared, "4–5".
func places(from, to int) string {
	switch {
	case from <= 0:
		return "–"
	case to > from:
		return strconv.Itoa(from) + "–" + strconv.Itoa(to)
	}
	return strconv.Itoa(from)
}

// votes is the table of beans or ballots with a picture beside each row.
func (p *minutes) votes(r civic.MinutesRound) {
	ballot := r.Method == "ballot" || r.Method == "ballots"
	bySex := slices.ContainsFunc(r.Results, func(x civic.MinutesResult) bool { return x.BySex })
	most := 0
	for _, x := range r.Results {
		most = max(most, voteSum(x))
	}
	if bySex && most > 0 {
		p.pending = append(p.pending, legend{p.t("paper.women"), p.t("paper.men")})
	}
	const room = 52.0
	t := &table{cols: []column{{head: p.t("paper.result.place"), width: 13}, {head: p.t("paper.number"), width: 9}, {head: p.t("paper.problem")}}}
	if bySex {
		t.cols = append(t.cols, column{head: p.t("paper.result.f"), align: 'R'}, column{head: p.t("paper.result.m"), align: 'R'})
	}
	if ballot {
		t.cols = append(t.cols, column{head: p.t("paper.result.points"), align: 'R'})
	} else {
		t.cols = append(t.cols, column{head: p.t("paper.total"), align: 'R'}, column{head: p.t("paper.result.picture"), width: room})
	}
	for _, x := range r.Results {
		cs := []cell{td(places(x.Place, x.PlaceTo)), td(ordinal(x.No)), tdB(p.tx(x.Title))}
		sum := voteSum(x)
		if bySex {
			if x.BySex {
				cs = append(cs, td(strconv.Itoa(x.F)), td(strconv.Itoa(x.M)))
			} else {
				cs = append(cs, td("–"), td("–"))
			}
		}
		if ballot {
			cs = append(cs, tdB(decimal(p.lang, x.Score)))
		} else {
			b := beans{most: most, w: room - 2.8, bars: most > beanLimit}
			if x.BySex {
				b.f, b.m = x.F, x.M
			} else {
				b.all = sum
			}
			cs = append(cs, tdB(strconv.Itoa(sum)), tdPic(b, room))
		}
		t.rows = append(t.rows, row{cells: cs})
	}
	p.table(t)
	p.byAge(r)
	p.byPhone(r)
}

// byPhone is what hands or beans gave and what phones gave, and both together.
func (p *minutes) byPhone(r civic.MinutesRound) {
	if !r.Apart() {
		return
	}
	p.subheading(p.t("paper.result.parts"))
	t := &table{cols: []column{{head: p.t("paper.problem")}, {head: p.t("paper.result.by_hand." + r.Method), align: 'R', width: 30},
		{head: p.t("paper.result.by_phone"), align: 'R', width: 30}, {head: p.t("paper.total"), align: 'R', width: 20}}}
	for _, x := range r.Results {
		sum := voteSum(x)
		t.rows = append(t.rows, row{cells: []cell{td(p.tx(x.Title)), td(strconv.Itoa(sum - x.Phones)), td(strconv.Itoa(x.Phones)), tdB(strconv.Itoa(sum))}})
	}
	p.table(t)
}

func voteSum(x civic.MinutesResult) int {
	if x.BySex {
		return x.F + x.M
	}
	return x.Votes
}

func ordinal(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// decimal is a number with at most two decimals, written as the language does.
func decimal(l i18n.Lang, v float64) string {
	hundredths := math.Round(v * 100)
	switch {
	case math.Mod(hundredths, 100) == 0:
		return l.Decimal(v, 0)
	case math.Mod(hundredths, 10) == 0:
		return l.Decimal(v, 1)
	}
	return l.Decimal(v, 2)
}

// byAge is votes by age band, where they were counted so.
func (p *minutes) byAge(r civic.MinutesRound) {
	if !slices.ContainsFunc(r.Results, func(x civic.MinutesResult) bool { return len(x.Ages) > 0 }) {
		return
	}
	p.subheading(p.t("paper.result.byage"))
	t := &table{cols: []column{{head: p.t("paper.problem")}}}
	for _, b := range civic.AgeBands {
		t.cols = append(t.cols, column{head: ageBand(b), align: 'R', width: 18})
	}
	for _, x := range r.Results {
		cs := []cell{td(p.tx(x.Title))}
		for _, b := range civic.AgeBands {
			v := "–"
			for _, c := range x.Ages {
				if c.Band == b {
					v = strconv.Itoa(c.Votes)
				}
			}
			cs = append(cs, td(v))
		}
		t.rows = append(t.rows, row{cells: cs})
	}
	p.table(t)
}

// pairwise is the triangle of comparisons and the wins.
func (p *minutes) pairwise(r civic.MinutesRound) {
	nos := make([]int, 0, len(r.Results))
	for _, x := range r.Results {
		nos = append(nos, x.No)
	}
	slices.Sort(nos)
	won := func(a, b int) string {
		for _, c := range r.Pairs {
			if (c.A == a && c.B == b) || (c.A == b && c.B == a) {
				v := "="
				if c.Winner > 0 {
					v = strconv.Itoa(c.Winner)
				}
				return v
			}
		}
		return ""
	}
	if len(nos) > 1 && len(nos) <= 12 && len(r.Pairs) > 0 {
		side := min(11, (p.right-p.left-12)/float64(len(nos)))
		t := &table{grid: true, cols: []column{{head: p.t("paper.number"), width: 12, align: 'C'}}, padX: 0.6}
		for _, n := range nos {
			t.cols = append(t.cols, column{head: strconv.Itoa(n), width: side, align: 'C'})
		}
		t.width = 12 + side*float64(len(nos))
		for i, a := range nos {
			cs := []cell{tdB(strconv.Itoa(a))}
			for j, b := range nos {
				switch {
				case j > i:
					cs = append(cs, td(won(a, b)))
				default:
					cs = append(cs, cell{shade: true})
				}
			}
			t.rows = append(t.rows, row{cells: cs, min: 6})
		}
		p.table(t)
		p.para(run{p.t("paper.pairwise.read"), cellQ})
	}
	t := &table{cols: []column{
		{head: p.t("paper.result.place"), width: 13}, {head: p.t("paper.number"), width: 9}, {head: p.t("paper.problem")},
		{head: p.t("paper.result.wins"), align: 'R'}, {head: p.t("paper.result.losses"), align: 'R'},
	}}
	for _, x := range r.Results {
		t.rows = append(t.rows, row{cells: []cell{
			td(places(x.Place, x.PlaceTo)), td(ordinal(x.No)), tdB(p.tx(x.Title)), tdB(strconv.Itoa(x.Wins)), td(strconv.Itoa(x.Losses)),
		}})
	}
	p.table(t)
}

// scoring is the matrix of criteria with their weights.
func (p *minutes) scoring(r civic.MinutesRound) {
	t := &table{cols: []column{{head: p.t("paper.result.place"), width: 13}, {head: p.t("paper.number"), width: 9}, {head: p.t("paper.problem")}}}
	for _, c := range r.Criteria {
		t.cols = append(t.cols, column{head: p.tx(c.Name) + " ×" + strconv.Itoa(c.Weight), align: 'R'})
	}
	t.cols = append(t.cols, column{head: p.t("paper.result.points"), align: 'R'})
	for _, x := range r.Results {
		cs := []cell{td(places(x.Place, x.PlaceTo)), td(ordinal(x.No)), tdB(p.tx(x.Title))}
		for i := range r.Criteria {
			v := "–"
			if i < len(x.Marks) {
				v = decimal(p.lang, x.Marks[i])
			}
			cs = append(cs, td(v))
		}
		t.rows = append(t.rows, row{cells: append(cs, tdB(decimal(p.lang, x.Score)))})
	}
	p.table(t)
}
