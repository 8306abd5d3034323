package civic

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mangledCode is what a spreadsheet makes of a long code: digits are lost.
var mangledCode = regexp.MustCompile(`^\d([.,]\d+)?[eE]\+\d+$`)

func (im *importing) unitRows(t ImportTable) {
	first := map[string]int{}
	// What the file adds can be named as parent before its own row comes.
	for _, r := range t.Rows {
		p, cells := im.row(t, r)
		if _, known := im.byCode[p.Code]; known || p.State == ImportBad {
			continue
		}
		if level, ok := im.Levels[Fold(cells["level"])]; ok {
			im.knows(Unit{ID: im.Mint(p.Code), Code: p.Code, Level: level})
			im.isNew[p.Code] = true
		}
	}
	for _, r := range t.Rows {
		p, cells := im.row(t, r)
		if line, twice := first[p.Code]; twice && p.Code != "" {
			p.bad("code", "error.import_duplicate", "line", strconv.Itoa(line))
		}
		first[p.Code] = r.Line
		if p.State != ImportBad {
			im.unitRow(t, &p, cells)
		}
		im.plan.Rows = append(im.plan.Rows, p)
	}
}

// unitRow compares a row with the unit of its code, or adds one.
func (im *importing) unitRow(t ImportTable, p *PlannedRow, cells map[string]string) {
	level, levelKnown := im.Levels[Fold(cells["level"])]
	had, found := im.byCode[p.Code]
	added := im.isNew[p.Code] || !found
	switch {
	case cells["level"] != "" && !levelKnown:
		p.bad("level", "error.import_level")
		return
	case added && !levelKnown:
		p.bad("level", "error.import_level_needed")
		return
	case added && im.Codes[p.Code]: // another municipality's
		p.bad("code", "error.unit_code_taken")
		return
	case !added && levelKnown && level != had.Level:
		p.bad("level", "error.import_level_changed")
		return
	}
	before := Unit{}
	if !added {
		before = *had
	} else {
		before = Unit{ID: im.Mint(p.Code), Code: p.Code, Level: level}
	}
	after := before.Save()
	im.unitCells(t, p, cells, &after, before)
	p.Name = after.Name
	if p.State != ImportBad {
		p.refused(after.Validate())
	}
	im.within(p, after, before, added)
	if p.State == ImportBad || !added && len(p.Cells) == 0 {
		return
	}
	p.State = ImportChanged
	if added {
		p.State, after.Version = ImportNew, 0
	}
	p.change = after
	im.units = append(im.units, after)
	im.knows(Unit{ID: after.ID, Parent: after.Parent, Level: after.Level, Code: after.Code, Name: after.Name})
}

// within keeps a municipality's import to its villages.
func (im *importing) within(p *PlannedRow, after SaveUnit, before Unit, added bool) {
	if im.Scope == Installation || !added && len(p.Cells) == 0 {
		return
	}
	if after.Level != Village || after.Parent != im.Scope || !added && before.Parent != im.Scope {
		p.bad("", "error.import_not_yours")
	}
}

// unitCells reads the cells of the columns there are; a column that the file
// lacks stays as it was.
func (im *importing) unitCells(t ImportTable, p *PlannedRow, cells map[string]string, u *SaveUnit, before Unit) {
	text := func(column string, into *string) {
		if !t.has(column) {
			return
		}
		is := Unlegacy(cells[column])
		p.differ(column, *into, is)
		if strings.ContainsAny(is, "?\ufffd") { // saved in an encoding without these letters
			p.bad(column, "error.import_letters")
		}
		*into = is
	}
	text("name_ky", &u.Name.KY)
	text("name_ru", &u.Name.RU)
	text("name_en", &u.Name.EN)
	if t.has("aliases") {
		is := splitCells(cells["aliases"], ",;|")
		p.differ("aliases", strings.Join(u.Aliases, ", "), strings.Join(is, ", "))
		u.Aliases = is
	}
	for column, into := range map[string]*string{"from": &u.From, "to": &u.To} {
		if !t.has(column) {
			continue
		}
		is, ok := importDate(cells[column])
		p.differ(column, *into, is)
		if !ok {
			p.bad(column, "error.import_date")
		}
		*into = is
	}
	if t.has("parent") {
		im.parentCell(p, cells["parent"], u, before)
	}
	if t.has("predecessors") {
		im.predecessorCell(p, cells["predecessors"], u)
	}
}

func (im *importing) parentCell(p *PlannedRow, cell string, u *SaveUnit, before Unit) {
	code := strings.Join(strings.Fields(cell), "")
	p.differ("parent", im.codes[before.Parent], code)
	above, found := im.byCode[code]
	switch {
	case code == "" && u.Level == Oblast:
		u.Parent = ""
	case code == "":
		p.bad("parent", "error.unit_parent")
	case !found:
		p.bad("parent", "error.import_parent", "code", code)
	case above.Level != u.Level.Parent():
		p.bad("parent", "error.unit_parent")
	default:
		u.Parent = above.ID
	}
}

func (im *importing) predecessorCell(p *PlannedRow, cell string, u *SaveUnit) {
	var was []string
	var kept []string // of units that are not this reader's to know
	for _, id := range u.Predecessors {
		if code := im.codes[id]; code != "" {
			was = append(was, code)
		} else {
			kept = append(kept, id)
		}
	}
	codes := splitCells(cell, ",;| \t\n")
	slices.Sort(was)
	sorted := slices.Sorted(slices.Values(codes))
	p.differ("predecessors", strings.Join(was, ", "), strings.Join(sorted, ", "))
	ids := kept
	for _, code := range codes {
		from, found := im.byCode[code]
		if !found || from.Level != u.Level || from.ID == u.ID {
			p.bad("predecessors", "error.import_predecessor", "code", code)
			continue
		}
		ids = append(ids, from.ID)
	}
	u.Predecessors = ids
}

// splitCells parts a cell that holds several values, each once.
func splitCells(cell, separators string) (values []string) {
	for v := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(separators, r) }) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}

// importDate reads a day as people and spreadsheets write it: 2016-12-31,
// 31.12.2016, or a spreadsheet's count of days since 1899-12-30.
func importDate(cell string) (string, bool) {
	if cell == "" {
		return "", true
	}
	for _, form := range []string{time.DateOnly, "02.01.2006", "2.1.2006", "02/01/2006", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z"} {
		if d, err := time.Parse(form, cell); err == nil {
			return d.Format(time.DateOnly), true
		}
	}
	if n, err := strconv.Atoi(cell); err == nil && n > 10_000 && n < 100_000 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly), true
	}
	return cell, false
}
