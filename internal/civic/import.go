package civic

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ImportTable is a sheet of a file: texts as they stand in it, and which
// column each is; an unknown column is "".
type ImportTable struct {
	Kind    string      `json:"kind,omitempty"` // of a cycle's table; "" the territory
	Sheet   string      `json:"sheet,omitempty"`
	Columns []string    `json:"columns"`
	Ignored []string    `json:"ignored,omitempty"` // heads that no column is known by
	Rows    []ImportRow `json:"rows"`
}

// ImportRow is a row of a sheet with its number in the file, from 1.
type ImportRow struct {
	Line  int      `json:"line"`
	Cells []string `json:"cells"`
}

// UnitColumns and CensusColumns are the columns that files hold, in the order
// of an export. "above" and "name" are for the reader's eye only.
var (
	UnitColumns   = []string{"level", "code", "name_ky", "name_ru", "name_en", "aliases", "parent", "above", "from", "to", "predecessors"}
	CensusColumns = censusColumns()
)

func censusColumns() []string {
	columns := []string{"code", "name", "year", "households"}
	for _, key := range CountKeys() {
		columns = append(columns, CountField(key.Sex, key.Band))
	}
	return columns
}

// has reports whether the table has a column.
func (t ImportTable) has(column string) bool { return slices.Contains(t.Columns, column) }

// Counts reports whether the table holds people by year, not units.
func (t ImportTable) Counts() bool { return t.has("year") }

// Lacks names the columns that a table cannot do without.
func (t ImportTable) Lacks() (missing []string) {
	if !t.has("code") {
		missing = append(missing, "code")
	}
	if !t.Counts() && !t.has("name_ky") && !t.has("name_ru") && !t.has("name_en") && !t.has("parent") {
		missing = append(missing, "name_ky")
	}
	return missing
}

// ImportState is what a row of a file would do.
type ImportState string

const (
	ImportBad     ImportState = "bad"
	ImportNew     ImportState = "new"
	ImportChanged ImportState = "changed"
	ImportSame    ImportState = "same"
)

// ImportStates in the order of how much they matter.
var ImportStates = []ImportState{ImportBad, ImportNew, ImportChanged, ImportSame}

// CellChange is one cell that a row would change.
type CellChange struct{ Column, Was, Is string }

// PlannedRow is what a row of a file would do, or why it cannot. Problems name
// the column as their field.
type PlannedRow struct {
	Sheet    string
	Line     int
	State    ImportState
	Code     string
	Name     Text
	Cells    []CellChange
	Problems []*Error
	change   Change
	texts    map[string]string // of the row's cells, by column
}

// Cell is the text of the cell that a problem is about.
func (r PlannedRow) Cell(p *Error) string { return r.texts[p.Field] }

// ImportKnown is what is there before an import.
type ImportKnown struct {
	Scope    string                   // a municipality, or the Installation
	Year     int                      // this year
	Units    []Unit                   // that the scope holds, with their predecessors; a municipality itself and those above it too
	Codes    map[string]bool          // of every unit of the installation
	Censuses map[string][]Census      // by unit
	Levels   map[string]Level         // folded words for levels
	Mint     func(code string) string // the id that a new unit will have, the same every time
}

// ImportPlan is what a file would do, row by row, and the changes that do it.
type ImportPlan struct {
	Rows    []PlannedRow
	Changes []Change // in an order that can be applied
}

// Count is how many rows are in a state.
func (p ImportPlan) Count(s ImportState) (n int) {
	for _, r := range p.Rows {
		if r.State == s {
			n++
		}
	}
	return n
}

// Writes is how many rows would be written; none where one of the file's is bad.
func (p ImportPlan) Writes() int {
	if len(p.Changes) == 0 {
		return 0
	}
	return p.Count(ImportNew) + p.Count(ImportChanged)
}

// Digest tells one plan from another: what is confirmed must be what was shown.
func (p ImportPlan) Digest() string {
	h := sha256.New()
	for _, c := range p.Changes {
		b, err := json.Marshal(c)
		if err != nil {
			panic(err) // changes are made to be journaled
		}
		h.Write([]byte(c.Kind()))
		h.Write(b)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// importing is the work of planning.
type importing struct {
	ImportKnown
	byCode map[string]*Unit  // as it will be after the rows so far
	codes  map[string]string // by id
	isNew  map[string]bool   // code → added by this file
	plan   ImportPlan
	units  []SaveUnit
	counts []Change
}

// PlanImport says what the tables would do to what is known. It changes nothing.
func PlanImport(tables []ImportTable, known ImportKnown) ImportPlan {
	im := &importing{ImportKnown: known, byCode: map[string]*Unit{}, codes: map[string]string{}, isNew: map[string]bool{}}
	for _, u := range known.Units {
		im.knows(u)
	}
	// Units first, so that a file may add a village and its people, in any order of sheets.
	for _, t := range tables {
		if !t.Counts() {
			im.unitRows(t)
		}
	}
	for _, t := range tables {
		if t.Counts() {
			im.censusRows(t)
		}
	}
	im.order()
	return im.plan
}

func (im *importing) knows(u Unit) { im.byCode[u.Code], im.codes[u.ID] = &u, u.Code }

// scientific is how a spreadsheet keeps a long number: 4.1708209822E+13.
var scientific = regexp.MustCompile(`^\d(\.\d+)?E\+\d+$`)

// WrittenOut writes such a number out; in a workbook no digit is lost.
func WrittenOut(cell string) string {
	if !scientific.MatchString(cell) {
		return cell
	}
	f, err := strconv.ParseFloat(cell, 64)
	if err != nil || f >= 1e15 {
		return cell
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// texts are the cells of a row by column.
func (t ImportTable) texts(r ImportRow) map[string]string {
	texts := map[string]string{}
	for i, column := range t.Columns {
		if column != "" && i < len(r.Cells) {
			texts[column] = Said(r.Cells[i])
		}
	}
	return texts
}

// planned begins a planned row: one with too few or too many cells is refused here.
func planned(t ImportTable, r ImportRow) PlannedRow {
	p := PlannedRow{Sheet: t.Sheet, Line: r.Line, State: ImportSame, texts: t.texts(r)}
	if len(r.Cells) != len(t.Columns) {
		p.bad("", "error.import_ragged", "cells", len(r.Cells), "columns", len(t.Columns))
	}
	return p
}

// row begins a row that is known by its code.
func (im *importing) row(t ImportTable, r ImportRow) (PlannedRow, map[string]string) {
	p := planned(t, r)
	cells := p.texts
	p.Code = strings.Join(strings.Fields(cells["code"]), "")
	cells["code"] = p.Code
	switch {
	case p.Code == "":
		p.bad("code", "error.unit_code")
	case mangledCode.MatchString(p.Code):
		p.bad("code", "error.import_code_number")
	}
	return p, cells
}

func (p *PlannedRow) bad(column, key string, args ...any) {
	p.State = ImportBad
	p.Problems = append(p.Problems, Bad(column, key, args...))
}

// differ notes a cell that changes something.
func (p *PlannedRow) differ(column, was, is string) {
	if was != is {
		p.Cells = append(p.Cells, CellChange{column, was, is})
	}
}

// refused takes over what a change says is wrong with it.
func (p *PlannedRow) refused(err error) {
	for _, e := range Problems(err) {
		p.State = ImportBad
		p.Problems = append(p.Problems, e)
	}
}

// order puts the units so that each comes after the one above it and after
// those it was formed from, then the people.
func (im *importing) order() {
	slices.SortStableFunc(im.units, func(a, b SaveUnit) int {
		return slices.Index(Levels, a.Level) - slices.Index(Levels, b.Level)
	})
	waiting := map[string]bool{}
	for _, u := range im.units {
		if u.Version == 0 {
			waiting[u.ID] = true
		}
	}
	left := im.units
	for len(left) > 0 {
		var later []SaveUnit
		for _, u := range left {
			if slices.ContainsFunc(u.Predecessors, func(id string) bool { return waiting[id] }) {
				later = append(later, u)
				continue
			}
			delete(waiting, u.ID)
			im.plan.Changes = append(im.plan.Changes, u)
		}
		if len(later) == len(left) { // a circle
			for _, u := range later {
				im.spoil(u.Code)
			}
			break
		}
		left = later
	}
	im.plan.Changes = append(im.plan.Changes, im.counts...)
	if im.plan.Count(ImportBad) > 0 {
		im.plan.Changes = nil
	}
}

// spoil marks the unit's row as one of a circle.
func (im *importing) spoil(code string) {
	for i := range im.plan.Rows {
		if r := &im.plan.Rows[i]; r.Code == code && r.change != nil && r.change.Kind() == (SaveUnit{}).Kind() {
			r.bad("predecessors", "error.unit_predecessor")
		}
	}
}

// Import is a file that was read and waits to be confirmed.
type Import struct {
	ID     string
	User   string
	Scope  string
	Name   string // of the file
	Tables []ImportTable
	Until  time.Time
	Done   time.Time // zero until it was confirmed
	Rows   int       // that it wrote
}

// FinishImport closes an import in the transaction that applies it, so that it
// is applied once.
type FinishImport struct {
	Import string `json:"import"`
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
}

func (FinishImport) Kind() string      { return "import.finish" }
func (f FinishImport) Subject() string { return f.Import }
func (FinishImport) Validate() error   { return nil }
