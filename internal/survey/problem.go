package survey

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Problem is what is wrong with a form, and where. Its sentence, which also says what to do, is
// in the catalogues under Key, filled with Args (name, value pairs).
type Problem struct {
	Why    string
	Sheet  string // survey, choices, settings; empty when it concerns the file
	Row    int    // as a spreadsheet counts, from 1; 0 when it concerns the sheet
	Column int    // from 1; 0 when it concerns the row
	Header string // the column's name as written
	Name   string // of the question in that row
	Args   []any
	Warn   bool // the form can be used all the same
}

// Key names the sentence in the catalogues.
func (p Problem) Key() string { return "survey.why." + p.Why }

// Cell is the place as a spreadsheet names it: C5, or 5 for a row, or nothing.
func (p Problem) Cell() string {
	if p.Row == 0 {
		return ""
	}
	if p.Column == 0 {
		return fmt.Sprint(p.Row)
	}
	name, err := excelize.CoordinatesToCellName(p.Column, p.Row)
	if err != nil {
		return fmt.Sprint(p.Row)
	}
	return name
}

func (p Problem) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %v", p.Sheet, p.Cell(), p.Why, p.Args))
}

// Problems is why a form is refused: everything at once, so that it is mended at once.
type Problems []Problem

func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "; ")
}

// refused are those that are no mere warnings, or nil.
func (ps Problems) refused() error {
	var out Problems
	for _, p := range ps {
		if !p.Warn {
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
