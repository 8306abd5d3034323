package budget

import (
	"slices"
	"strconv"
	"strings"
)

// withdrawn marks a project that was voted on but may not be built any more.
const withdrawn = "999999999"

// reading is a file as far as it was read.
type reading struct {
	parts     map[string]*section
	file      *File
	index     map[string]int // projects by id
	metaLines map[string]int
	rowLines  []int // of PROJECTS
	voteLines []int // of VOTES
}

func (p *reading) find(f Finding) { p.file.Findings = append(p.file.Findings, f) }

func (p *reading) warn(f Finding) {
	f.Warn = true
	p.find(f)
}

func (p *reading) meta() error {
	part := p.parts["META"]
	records := part.records
	if len(part.columns) < 2 || !strings.EqualFold(part.columns[0], "key") || !strings.EqualFold(part.columns[1], "value") {
		p.find(Finding{Section: "META", Line: part.line + 1, Want: "key;value", Why: WhyHeader})
		if part.columns != nil { // Warsaw's files begin at once
			records = append([]record{{part.line + 1, part.columns}}, records...)
		}
	}
	p.metaLines = map[string]int{}
	for _, r := range records {
		key, value := strings.TrimSpace(r.cells[0]), ""
		if len(r.cells) > 1 {
			value = strings.TrimSpace(r.cells[1])
		}
		if key == "" {
			return Finding{Section: "META", Line: r.line, Text: value, Why: WhyEmpty}
		}
		if p.metaLines[key] > 0 {
			return Finding{Section: "META", Line: r.line, Field: key, Why: WhyTwice}
		}
		p.metaLines[key] = r.line
		p.file.Meta = append(p.file.Meta, Field{key, value})
	}
	return p.kind()
}

func (p *reading) kind() error {
	f := p.file
	for _, key := range []string{"budget", "vote_type"} {
		if f.Get(key) == "" {
			return Finding{Section: "META", Line: p.metaLines[key], Field: key, Why: WhyMissing}
		}
	}
	switch kind := strings.ToLower(f.Get("vote_type")); {
	case kind == "choose-1": // approval with one project a ballot
		f.Kind = Approval
	case slices.Contains(Kinds, Kind(kind)):
		f.Kind = Kind(kind)
	default:
		return Finding{Section: "META", Line: p.metaLines["vote_type"], Field: "vote_type", Text: kind, Why: WhyKind, Want: "approval, choose-1, ordinal, cumulative, scoring"}
	}
	return nil
}

// columns of a section; the first and the required ones must be there.
func (p *reading) columns(name, first string, required ...string) error {
	part := p.parts[name]
	if part.columns == nil || part.columns[0] != first {
		return Finding{Section: name, Line: part.line + 1, Want: first, Why: WhyHeader}
	}
	for i, c := range part.columns {
		if slices.Contains(part.columns[:i], c) && c != "" {
			return Finding{Section: name, Line: part.line + 1, Field: c, Why: WhyTwice}
		}
	}
	for _, c := range required {
		if !slices.Contains(part.columns, c) {
			return Finding{Section: name, Line: part.line + 1, Field: c, Why: WhyMissing}
		}
	}
	return nil
}

// number reads a decimal; a comma is told.
func (p *reading) number(section string, line int, field, text string) (decimal, error) {
	d, comma, ok := parseDecimal(text)
	if !ok {
		return d, Finding{Section: section, Line: line, Field: field, Text: text, Why: WhyNumber}
	}
	if comma {
		p.warn(Finding{Section: section, Line: line, Field: field, Text: text, Why: WhyComma})
	}
	return d, nil
}

func (p *reading) projects() error {
	if err := p.columns("PROJECTS", "project_id", "cost"); err != nil {
		return err
	}
	part, f := p.parts["PROJECTS"], p.file
	f.Columns = part.columns
	cost, name := slices.Index(f.Columns, "cost"), slices.Index(f.Columns, "name")
	budget, err := p.number("META", p.metaLines["budget"], "budget", f.Get("budget"))
	if err != nil {
		return err
	}
	f.Decimals = budget.places
	p.index = map[string]int{}
	costs := make([]decimal, len(part.records))
	for i, r := range part.records {
		id := strings.TrimSpace(r.cells[0])
		if id == "" {
			return Finding{Section: "PROJECTS", Line: r.line, Field: "project_id", Why: WhyEmpty}
		}
		if strings.Contains(id, ",") || id != clean(id) {
			return Finding{Section: "PROJECTS", Line: r.line, Field: "project_id", Text: id, Why: WhyValue}
		}
		if _, twice := p.index[id]; twice {
			return Finding{Section: "PROJECTS", Line: r.line, Field: "project_id", Text: id, Why: WhyTwice}
		}
		if at(r.cells, cost) == "" {
			return Finding{Section: "PROJECTS", Line: r.line, Field: "cost", Text: id, Why: WhyNoCost}
		}
		if costs[i], err = p.number("PROJECTS", r.line, "cost", at(r.cells, cost)); err != nil {
			return err
		}
		f.Decimals = max(f.Decimals, costs[i].places)
		p.index[id] = i
		f.Projects = append(f.Projects, Project{ID: id, Name: clean(at(r.cells, name))})
		f.Rows = append(f.Rows, r.cells)
		p.rowLines = append(p.rowLines, r.line)
	}
	var ok bool
	if f.Budget, ok = budget.in(f.Decimals, maxMoney); !ok || f.Budget <= 0 {
		return Finding{Section: "META", Line: p.metaLines["budget"], Field: "budget", Text: f.Get("budget"), Why: WhyValue}
	}
	for i := range costs {
		if f.Projects[i].Cost, ok = costs[i].in(f.Decimals, maxMoney); !ok {
			return Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: "cost", Text: f.Projects[i].ID, Why: WhySize}
		}
		if f.Projects[i].Cost <= 0 {
			return Finding{Section: "PROJECTS", Line: p.rowLines[i], Field: "cost", Text: f.Projects[i].ID, Why: WhyNoCost}
		}
	}
	return p.declared("PROJECTS", "num_projects", len(f.Projects))
}

// declared compares a number of META with the lines there are: a file that was
// cut decides nothing.
func (p *reading) declared(section, key string, have int) error {
	text := p.file.Get(key)
	if text == "" {
		return Finding{Section: "META", Line: p.metaLines[key], Field: key, Want: strconv.Itoa(have), Why: WhyMissing}
	}
	if n, err := strconv.Atoi(text); err != nil {
		return Finding{Section: "META", Line: p.metaLines[key], Field: key, Text: text, Want: strconv.Itoa(have), Why: WhyNumber}
	} else if n != have {
		return Finding{Section: section, Line: p.parts[section].line, Field: key, Text: text, Want: strconv.Itoa(have), Why: WhyCount}
	}
	return nil
}

func (p *reading) votes() error {
	if err := p.columns("VOTES", "voter_id", "vote"); err != nil {
		return err
	}
	part, f := p.parts["VOTES"], p.file
	f.Voters = part.columns
	vote, points := slices.Index(f.Voters, "vote"), slices.Index(f.Voters, "points")
	voters := make(map[string]bool, len(part.records))
	given := make([][]decimal, len(part.records))
	for i, r := range part.records {
		id := strings.TrimSpace(r.cells[0])
		if id == "" {
			return Finding{Section: "VOTES", Line: r.line, Field: "voter_id", Why: WhyEmpty}
		}
		if id != clean(id) {
			return Finding{Section: "VOTES", Line: r.line, Field: "voter_id", Text: id, Why: WhyValue}
		}
		if voters[id] {
			return Finding{Section: "VOTES", Line: r.line, Field: "voter_id", Text: id, Why: WhyTwice}
		}
		voters[id] = true
		b := Ballot{ID: id, Weight: 1}
		var err error
		if b.Projects, err = p.named(r.line, at(r.cells, vote)); err != nil {
			return err
		}
		if given[i], err = p.points(r.line, at(r.cells, points), len(b.Projects)); err != nil {
			return err
		}
		for _, d := range given[i] {
			f.PointDecimals = max(f.PointDecimals, d.places)
		}
		f.Ballots = append(f.Ballots, b)
		f.Votes = append(f.Votes, r.cells)
		p.voteLines = append(p.voteLines, r.line)
	}
	for i, ds := range given {
		for _, d := range ds {
			n, ok := d.in(f.PointDecimals, maxPoints)
			if !ok {
				return Finding{Section: "VOTES", Line: p.voteLines[i], Field: "points", Why: WhySize}
			}
			f.Ballots[i].Points = append(f.Ballots[i].Points, n)
		}
	}
	return p.declared("VOTES", "num_votes", len(f.Ballots))
}

// named reads the projects of a ballot.
func (p *reading) named(line int, text string) ([]int, error) {
	var projects []int
	for _, id := range list(text) {
		trimmed := strings.TrimSpace(id)
		if trimmed != id {
			p.warn(Finding{Section: "VOTES", Line: line, Field: "vote", Text: text, Why: WhySpace})
		}
		if trimmed == "" {
			return nil, Finding{Section: "VOTES", Line: line, Field: "vote", Text: text, Why: WhyEmpty}
		}
		i, known := p.index[trimmed]
		if !known {
			return nil, Finding{Section: "VOTES", Line: line, Field: "vote", Text: trimmed, Why: WhyUnknown}
		}
		if slices.Contains(projects, i) {
			return nil, Finding{Section: "VOTES", Line: line, Field: "vote", Text: trimmed, Why: WhyTwice}
		}
		projects = append(projects, i)
	}
	return projects, nil
}

// points reads the points beside the projects of a ballot. Those of an ordinal
// ballot only repeat its order and are left out.
func (p *reading) points(line int, text string, projects int) ([]decimal, error) {
	parts := list(text)
	switch {
	case !p.file.Kind.points():
		if p.file.Kind == Approval && len(parts) > 0 {
			p.warn(Finding{Section: "VOTES", Line: line, Field: "points", Text: text, Why: WhyPoints})
		}
		return nil, nil
	case len(parts) != projects:
		return nil, Finding{Section: "VOTES", Line: line, Field: "points", Text: text, Want: strconv.Itoa(projects), Why: WhyPoints}
	}
	points := make([]decimal, len(parts))
	for i, part := range parts {
		d, _, ok := parseDecimal(strings.TrimSpace(part))
		if !ok {
			return nil, Finding{Section: "VOTES", Line: line, Field: "points", Text: part, Why: WhyNumber}
		}
		if d.units < 0 && p.file.Kind == Cumulative {
			return nil, Finding{Section: "VOTES", Line: line, Field: "points", Text: part, Why: WhyShort, Want: "0"}
		}
		points[i] = d
	}
	return points, nil
}
