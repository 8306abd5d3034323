package budget

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The fields of the format, in its order (pabulib.org/format).
var (
	metaFields = []string{"description", "country", "unit", "district", "subunit", "instance", "num_projects", "num_votes", "budget", "vote_type", "rule",
		"date_begin", "date_end", "min_length", "max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points", "min_sum_points", "max_sum_points",
		"default_score", "min_project_cost", "max_project_cost", "min_project_score_threshold", "neighborhoods", "subdistricts", "categories", "edition",
		"language", "currency", "fully_funded", "experimental", "comment", "acknowledgments", "leftover_budget", "budget_per_category",
		"budget_per_neighborhood", "min_length_per_category", "max_length_per_category", "min_sum_cost_per_category", "max_sum_cost_per_category"}
	requiredMeta  = []string{"description", "country", "unit", "instance", "rule", "date_begin", "date_end"}
	projectFields = []string{"project_id", "cost", "votes", "score", "name", "category", "beneficiaries", "selected", "neighborhood", "subunit", "district",
		"description", "proposer", "public_id", "latitude", "longitude"}
	voteFields = []string{"voter_id", "vote", "points", "age", "sex", "voting_method", "district", "neighborhood", "education", "topic_preference_transport",
		"topic_preference_culture", "topic_preference_nature", "district_preference", "time_taken_seconds", "format_easiness", "format_expressiveness", "format_rank"}
	fileRules = []string{"greedy", "greedy-no-skip", "greedy-threshold", "greedy-exclusive", "greedy-custom", "equalshares", "equalshares-comparison",
		"equalshares/add1", "equalshares/add1-comparison", "unknown"}
)

// check looks at a file that could be read. It refuses one whose numbers
// contradict each other or that does not say what was voted on, when and where.
func (p *reading) check() error {
	p.checkMeta()
	p.checkColumns()
	p.checkBudget()
	p.checkSums()
	p.checkBallots()
	p.checkSelected()
	slices.SortStableFunc(p.file.Findings, func(a, b Finding) int { return cmp.Compare(a.Line, b.Line) })
	for _, f := range p.file.Findings {
		if f.refuses() {
			return f
		}
	}
	return nil
}

func (f Finding) refuses() bool {
	switch f.Why {
	case WhyVotes, WhyOverBudget:
		return true
	case WhyMissing:
		return !f.Warn && f.Field != "max_sum_points" // Katowice has none in 2021
	case WhyShort, WhyLong, WhyCount:
		return !f.Warn && f.Section == "VOTES"
	}
	return false
}

func (p *reading) metaFinding(key, why, want string) Finding {
	return Finding{Section: "META", Line: p.metaLines[key], Field: key, Text: p.file.Get(key), Want: want, Why: why}
}

func (p *reading) checkMeta() {
	f := p.file
	for _, key := range requiredMeta {
		if f.Get(key) == "" {
			p.find(p.metaFinding(key, WhyMissing, ""))
		}
	}
	for _, m := range f.Meta {
		if !slices.Contains(metaFields, m.Key) {
			p.warn(p.metaFinding(m.Key, WhyField, ""))
		}
	}
	if rule := f.Get("rule"); rule != "" && !slices.Contains(fileRules, rule) {
		p.find(p.metaFinding("rule", WhyValue, strings.Join(fileRules, ", ")))
	}
	begin, end := p.day("date_begin"), p.day("date_end")
	if !begin.IsZero() && !end.IsZero() && end.Before(begin) {
		p.find(p.metaFinding("date_end", WhyShort, f.Get("date_begin")))
	}
	if f.Kind == Cumulative && f.Get("max_sum_points") == "" {
		p.find(p.metaFinding("max_sum_points", WhyMissing, ""))
	}
	if f.Kind == Approval {
		for _, key := range []string{"min_points", "max_points", "min_sum_points", "max_sum_points", "default_score"} {
			if f.Get(key) != "" {
				p.warn(p.metaFinding(key, WhyPoints, ""))
			}
		}
	}
	if n, ok := p.limit("max_length", 0); ok && n > int64(len(f.Projects)) {
		p.find(p.metaFinding("max_length", WhyLong, strconv.Itoa(len(f.Projects))))
	}
	for _, key := range []string{"fully_funded", "experimental"} {
		if v := f.Get(key); v != "" && v != "1" {
			p.find(p.metaFinding(key, WhyValue, "1"))
		}
	}
	if c := f.Get("comment"); c != "" && !strings.HasPrefix(c, "#1: ") {
		p.warn(p.metaFinding("comment", WhyValue, "#1: "))
	}
}

// day reads "2021" or "31.12.2021"; zero where it is missing or wrong.
func (p *reading) day(key string) time.Time {
	text := p.file.Get(key)
	for _, layout := range []string{"2006", "02.01.2006"} {
		if d, err := time.Parse(layout, text); err == nil {
			if layout == "2006" && key == "date_end" {
				d = d.AddDate(1, 0, -1)
			}
			return d
		}
	}
	if text != "" {
		p.find(p.metaFinding(key, WhyValue, "31.12.2021 or 2021"))
	}
	return time.Time{}
}

// limit is a number of META in units of 10^-places.
func (p *reading) limit(key string, places int) (int64, bool) {
	text := p.file.Get(key)
	if text == "" {
		return 0, false
	}
	d, comma, ok := parseDecimal(text)
	n, fits := d.in(max(places, d.places), maxMoney)
	if !ok || !fits || d.places > places {
		p.find(p.metaFinding(key, WhyNumber, ""))
		return 0, false
	}
	if comma {
		p.warn(p.metaFinding(key, WhyComma, ""))
	}
	return n, true
}

func (p *reading) checkColumns() {
	for _, part := range []struct {
		section        string
		columns, known []string
	}{{"PROJECTS", p.file.Columns, projectFields}, {"VOTES", p.file.Voters, voteFields}} {
		line := p.parts[part.section].line + 1
		for _, c := range part.columns {
			if c == "target" && part.section == "PROJECTS" {
				p.warn(Finding{Section: part.section, Line: line, Field: c, Want: "beneficiaries", Why: WhyRenamed})
			} else if !slices.Contains(part.known, c) {
				p.warn(Finding{Section: part.section, Line: line, Field: c, Why: WhyField})
			}
		}
	}
	if !slices.Contains(p.file.Columns, "votes") && !slices.Contains(p.file.Columns, "score") {
		p.warn(Finding{Section: "PROJECTS", Line: p.parts["PROJECTS"].line + 1, Field: "votes", Why: WhyMissing})
	}
}

// checkBudget compares costs with the envelope.
func (p *reading) checkBudget() {
	f := p.file
	all := int64(0)
	for i, project := range f.Projects {
		all = min(all+project.Cost, maxSum)
		if project.Cost <= f.Budget {
			continue
		}
		found := Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: "cost", Text: project.ID, Want: formatUnits(f.Budget, f.Decimals), Why: WhyOverBudget}
		if formatUnits(project.Cost, f.Decimals) == withdrawn {
			found.Why = WhyWithdrawn
			p.warn(found)
		} else {
			p.find(found)
		}
	}
	if funded := f.Get("fully_funded") == "1"; funded == (all > f.Budget) {
		p.find(p.metaFinding("fully_funded", WhyFullyFunded, ""))
	}
}

// checkSums compares the columns votes and score with the ballots.
func (p *reading) checkSums() {
	f := p.file
	votes, scores := slices.Index(f.Columns, "votes"), slices.Index(f.Columns, "score")
	counted, places := f.votes(), f.PointDecimals
	points := make([]int64, len(f.Projects))
	written := slices.Index(f.Voters, "points")
	for i, b := range f.Ballots {
		for j, n := range b.Projects {
			switch given := list(at(f.Votes[i], written)); {
			case f.Kind.points():
				points[n] += b.Points[j]
			case len(given) == len(b.Projects):
				d, _, _ := parseDecimal(strings.TrimSpace(given[j]))
				points[n] += d.units
			default:
				points[n] += int64(len(b.Projects) - j)
			}
		}
	}
	for i, row := range f.Rows {
		for _, column := range []struct {
			name   string
			index  int
			want   int64
			places int
		}{{"votes", votes, counted[i], 0}, {"score", scores, points[i], places}} {
			if column.index < 0 {
				continue
			}
			text, want := at(row, column.index), formatUnits(column.want, column.places)
			d, _, ok := parseDecimal(cmp.Or(text, "0"))
			if !ok || formatUnits(d.units, d.places) != want {
				p.find(Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: column.name, Text: text, Want: want, Why: WhyVotes})
			}
		}
	}
}

// bounds are limits on something of every ballot.
type bounds struct {
	field    string
	min, max string // keys of META
	places   int
	warn     bool
	each     func(b Ballot) []int64
}

func (p *reading) checkBallots() {
	f := p.file
	list := []bounds{{"vote", "min_length", "max_length", 0, false, func(b Ballot) []int64 { return []int64{int64(len(b.Projects))} }}}
	if f.Kind.points() {
		list = append(list, bounds{"points", "min_points", "max_points", f.PointDecimals, false, func(b Ballot) []int64 { return b.Points }},
			bounds{"points", "min_sum_points", "max_sum_points", f.PointDecimals, true, func(b Ballot) []int64 { return []int64{sum(b.Points)} }})
	}
	if f.Kind == Approval {
		list = append(list, bounds{"vote", "min_sum_cost", "max_sum_cost", f.Decimals, true, func(b Ballot) []int64 {
			cost := int64(0)
			for _, n := range b.Projects {
				cost = min(cost+f.Projects[n].Cost, maxSum)
			}
			return []int64{cost}
		}})
	}
	for _, bound := range list {
		least, low := p.limit(bound.min, bound.places)
		most, high := p.limit(bound.max, bound.places)
		if !low && !high {
			continue
		}
		for i, b := range f.Ballots {
			for _, n := range bound.each(b) {
				found := Finding{Section: "VOTES", Line: p.voteLines[i], Field: bound.field, Text: formatUnits(n, bound.places), Warn: bound.warn}
				if low && n < least {
					found.Why, found.Want = WhyShort, formatUnits(least, bound.places)
				} else if high && n > most {
					found.Why, found.Want = WhyLong, formatUnits(most, bound.places)
				} else {
					continue
				}
				p.find(found)
				break
			}
		}
	}
	if f.Get("vote_type") == "choose-1" {
		for i, b := range f.Ballots {
			if len(b.Projects) != 1 {
				p.find(Finding{Section: "VOTES", Line: p.voteLines[i], Field: "vote", Text: strconv.Itoa(len(b.Projects)), Want: "1", Why: WhyCount})
			}
		}
	}
}

func sum(list []int64) int64 {
	n := int64(0)
	for _, x := range list {
		n += x
	}
	return n
}

// checkSelected holds what is marked as chosen against the envelope and against
// the greedy rules, if META names one. Other rules take time: Allocate tells.
func (p *reading) checkSelected() {
	f := p.file
	column := slices.Index(f.Columns, "selected")
	if column < 0 {
		p.warn(Finding{Section: "PROJECTS", Line: p.parts["PROJECTS"].line + 1, Field: "selected", Why: WhyMissing})
		return
	}
	spent := int64(0)
	for i, row := range f.Rows {
		switch at(row, column) {
		case "1":
			spent += f.Projects[i].Cost
		case "", "0", "2", "3":
		default:
			p.find(Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: "selected", Text: at(row, column), Want: "0, 1, 2, 3", Why: WhyValue})
		}
	}
	if spent > f.Budget {
		p.find(Finding{Section: "PROJECTS", Field: "selected", Text: formatUnits(spent, f.Decimals), Want: formatUnits(f.Budget, f.Decimals), Why: WhySpent})
	}
	rule, known := map[string]Rule{
		"greedy":         {Name: Greedy, Utility: Cost},
		"greedy-no-skip": {Name: GreedyNoSkip, Utility: Cost},
	}[f.Get("rule")]
	if !known || f.Kind == Ordinal {
		return
	}
	result, err := Allocate(&f.Election, rule)
	if err != nil {
		return // Allocate says the same to whoever asks it
	}
	marked, _ := f.Selected()
	winners := result.Winners()
	for i, project := range f.Projects {
		_, in := slices.BinarySearch(winners, project.ID)
		_, said := slices.BinarySearch(marked, project.ID)
		if in != said {
			p.warn(Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: "selected", Text: project.ID, Want: map[bool]string{true: "1", false: "0"}[in], Why: WhySelected})
		}
	}
}
