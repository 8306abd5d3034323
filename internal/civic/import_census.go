package civic

import (
	"strconv"
	"strings"
	"unicode"
)

func (im *importing) censusRows(t ImportTable) {
	first := map[string]int{}
	for _, r := range t.Rows {
		p, cells := im.row(t, r)
		key := p.Code + "/" + cells["year"]
		if line, twice := first[key]; twice && p.Code != "" {
			p.bad("code", "error.import_duplicate_year", "line", strconv.Itoa(line))
		}
		first[key] = r.Line
		if p.State != ImportBad {
			im.censusRow(t, &p, cells)
		}
		im.plan.Rows = append(im.plan.Rows, p)
	}
}

// censusRow compares a row with what is known of a village in that year. A
// column that the file lacks stays as it was; an empty cell is not known.
func (im *importing) censusRow(t ImportTable, p *PlannedRow, cells map[string]string) {
	u, found := im.byCode[p.Code]
	if !found || u.Level != Village {
		p.bad("code", "error.import_village")
		return
	}
	p.Name = u.Name
	year, err := strconv.Atoi(cells["year"])
	if err != nil {
		p.bad("year", "error.year")
		return
	}
	if im.Scope != Installation && u.Parent != im.Scope {
		p.bad("", "error.import_not_yours")
		return
	}
	if year > im.Year {
		p.bad("year", "error.census_year", "year", strconv.Itoa(im.Year))
		return
	}
	var before Census
	added := true
	for _, c := range im.Censuses[u.ID] {
		if c.Year == year {
			before, added = c, false
		}
	}
	set := SetCensus{Unit: u.ID, Year: year, Households: before.Households}
	if t.has("households") {
		was := ""
		if before.Households != nil {
			was = strconv.Itoa(*before.Households)
		}
		n, known := p.number(cells, "households", was)
		if set.Households = nil; known {
			set.Households = &n
		}
	}
	for _, key := range CountKeys() {
		column := CountField(key.Sex, key.Band)
		had, known := before.Of(key.Sex, key.Band)
		was := ""
		if known {
			was = strconv.Itoa(had)
		}
		n := had
		if t.has(column) {
			n, known = p.number(cells, column, was)
		}
		if known {
			key.People = n
			set.Counts = append(set.Counts, key)
		}
	}
	if p.State != ImportBad {
		p.refused(set.Validate())
	}
	if p.State == ImportBad || len(p.Cells) == 0 {
		return
	}
	p.State = ImportChanged
	if added {
		p.State = ImportNew
		p.Cells = append([]CellChange{{Column: "year", Is: cells["year"]}}, p.Cells...)
	}
	p.change = set
	im.counts = append(im.counts, set)
}

// number reads a cell of a whole number, with or without spaces between thousands.
func (p *PlannedRow) number(cells map[string]string, column, was string) (n int, known bool) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, cells[column])
	p.differ(column, was, text)
	if text == "" {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		p.bad(column, "error.whole_number")
	}
	return n, err == nil
}
