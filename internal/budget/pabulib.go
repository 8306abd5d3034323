package budget

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
)

// File is a Pabulib file: an election and what else stands in it. Unknown keys
// and columns are kept, in order, so that writing it gives them back.
type File struct {
	Election
	Meta     []Field  // all of META, as it stood
	Columns  []string // of PROJECTS
	Rows     [][]string
	Voters   []string // columns of VOTES
	Votes    [][]string
	Findings []Finding // what the checks found and reading could live with
}

// Field is one line of META.
type Field struct{ Key, Value string }

// Get is a value of META, "" where it is missing or "none".
func (f *File) Get(key string) string {
	for _, m := range f.Meta {
		if m.Key == key {
			return cell(m.Value)
		}
	}
	return ""
}

// Selected are the ids marked as chosen (1) in PROJECTS, sorted as strings; ok
// is false without such a column.
func (f *File) Selected() (ids []string, ok bool) {
	c := slices.Index(f.Columns, "selected")
	if c < 0 {
		return nil, false
	}
	for i, row := range f.Rows {
		if at(row, c) == "1" {
			ids = append(ids, f.Projects[i].ID)
		}
	}
	slices.Sort(ids)
	return ids, true
}

// Finding is something wrong with a file. Warn marks what does not keep the
// votes from being counted as they stand.
type Finding struct {
	Section string // "META", "PROJECTS", "VOTES"; "" the file
	Line    int    // from 1; 0 the whole section
	Field   string // key or column; "" the line
	Text    string // the offending part
	Want    string // what there should be, as far as it is a number or a name
	Why     string
	Warn    bool
}

func (f Finding) Error() string {
	where := strings.TrimSpace(f.Section + " " + f.Field)
	if f.Line > 0 {
		where = strings.TrimSuffix(fmt.Sprintf("line %d: %s", f.Line, where), ": ")
	}
	s := where + ": " + f.Why
	if f.Text != "" {
		s += fmt.Sprintf(" %q", f.Text)
	}
	if f.Want != "" {
		s += ", want " + f.Want
	}
	return strings.TrimPrefix(s, ": ")
}

// Why of findings.
const (
	WhyMissingSection = "section missing"
	WhySectionTwice   = "section twice"
	WhySectionOrder   = "section out of order"
	WhyHeader         = "header"
	WhyBefore         = "before any section"
	WhyMissing        = "missing"
	WhyEmpty          = "empty"
	WhyTwice          = "twice"
	WhyNumber         = "not a number"
	WhyComma          = "decimal comma"
	WhyKind           = "vote type"
	WhyCount          = "count"
	WhyNoCost         = "no cost"
	WhyOverBudget     = "over the budget" // one project alone
	WhyWithdrawn      = "withdrawn"       // cost 999999999
	WhyUnknown        = "unknown project"
	WhySpace          = "space" // beside a comma
	WhyPoints         = "points"
	WhyShort          = "too little"
	WhyLong           = "too much"
	WhyVotes          = "not what the ballots say"
	WhySpent          = "spent" // what is selected costs more than the budget
	WhyFullyFunded    = "fully funded"
	WhySelected       = "selected" // not as the rule of the file gives
	WhyField          = "unknown field"
	WhyRenamed        = "renamed"
	WhyValue          = "value"
	WhySize           = "too large"
)

// maxFile bounds a file: the largest published ones have 10 MB.
const maxFile = 256 << 20

var sections = []string{"META", "PROJECTS", "VOTES"}

// record is one line of a file, longer where a quoted cell has lines.
type record struct {
	line  int
	cells []string
}

// section is one part of a file: its columns and records.
type section struct {
	line    int
	columns []string
	records []record
}

// ParsePabulib reads a .pb file (pabulib.org/format) and checks it as the
// official checker does. What makes the count of votes uncertain is an error,
// a Finding; the rest is in File.Findings. A byte-order mark, CR, blank lines,
// quoted cells, "none" cells and decimal commas are tolerated.
func ParsePabulib(r io.Reader) (*File, error) {
	parts, err := split(r)
	if err != nil {
		return nil, err
	}
	p := &reading{parts: parts, file: &File{}}
	for _, step := range []func() error{p.meta, p.projects, p.votes, p.check} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return p.file, nil
}

// split parts a file into its sections.
func split(r io.Reader) (map[string]*section, error) {
	limited := &io.LimitedReader{R: r, N: maxFile + 1}
	lines := csv.NewReader(limited)
	lines.Comma, lines.LazyQuotes, lines.FieldsPerRecord = ';', true, -1
	parts := map[string]*section{}
	var part *section
	seen := -1
	for {
		cells, err := lines.Read()
		if limited.N <= 0 {
			return nil, Finding{Why: WhySize}
		}
		if err == io.EOF {
			break
		}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			return nil, Finding{Line: parse.Line, Text: parse.Err.Error(), Why: WhyValue}
		} else if err != nil {
			return nil, err
		}
		line, _ := lines.FieldPos(0)
		cells[0] = strings.TrimPrefix(cells[0], "\ufeff")
		name := strings.ToUpper(strings.TrimSpace(cells[0]))
		switch n := slices.Index(sections, name); {
		case n >= 0 && !slices.ContainsFunc(cells[1:], func(c string) bool { return strings.TrimSpace(c) != "" }):
			if parts[name] != nil {
				return nil, Finding{Section: name, Line: line, Why: WhySectionTwice}
			}
			if n < seen {
				return nil, Finding{Section: name, Line: line, Why: WhySectionOrder}
			}
			seen, part = n, &section{line: line}
			parts[name] = part
		case blank(cells):
		case part == nil:
			return nil, Finding{Line: line, Text: cells[0], Why: WhyBefore}
		case part.columns == nil:
			part.columns = make([]string, len(cells))
			for i, c := range cells {
				part.columns[i] = strings.TrimSpace(c)
			}
		default:
			part.records = append(part.records, record{line, cells})
		}
	}
	for _, name := range sections {
		if parts[name] == nil {
			return nil, Finding{Section: name, Why: WhyMissingSection}
		}
	}
	return parts, nil
}

func blank(cells []string) bool {
	return !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// cell is what a cell holds: "none" is nothing.
func cell(s string) string {
	if s = strings.TrimSpace(s); strings.EqualFold(s, "none") {
		return ""
	}
	return s
}

func at(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cell(cells[i])
}

// clean makes one printable line of a text: it goes to terminals and papers.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
}

// list parts "a,b,c"; spaces are left where they are.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}
