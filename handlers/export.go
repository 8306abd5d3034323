package handlers

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// Export is the territory and its people as a file: units.csv, people.csv, or
// both as sheets of territory.xlsx. Read back, it changes nothing.
func (a *App) Export(c *Ctx) error {
	ctx := c.Request().Context()
	units, err := a.store.UnitsIn(ctx, c.Scope.ID())
	if err != nil {
		return err
	}
	if m := c.Scope.Municipality; m != "" { // what lies above is for looking up only
		for len(units) > 0 && units[0].ID != m {
			units = units[1:]
		}
	}
	unitRows := unitSheet(c, units)
	var peopleRows [][]string
	if c.Param("file") != "units.csv" {
		censuses, err := a.store.CensusesIn(ctx, c.Scope.ID())
		if err != nil {
			return err
		}
		peopleRows = peopleSheet(c, units, censuses)
	}
	var body []byte
	mime := "text/csv; charset=utf-8"
	switch c.Param("file") {
	case "units.csv":
		body, err = writeCSV(unitRows)
	case "people.csv":
		body, err = writeCSV(peopleRows)
	case "territory.xlsx":
		mime = xlsxType
		body, err = writeXLSX([]string{c.Lang.T("import.sheet_units"), c.Lang.T("import.sheet_people")}, unitRows, peopleRows)
	default:
		err = civic.E(civic.NotFound, "error.not_found")
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+civic.Today(a.now())+"-"+c.Param("file")+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, mime, body)
}

func heads(l i18n.Lang, columns []string) []string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = views.ColumnName(l, column)
	}
	return names
}

func unitSheet(c *Ctx, units []civic.UnitRow) [][]string {
	codes := map[string]string{}
	for _, u := range units {
		codes[u.ID] = u.Code
		for _, above := range u.Above {
			codes[above.ID] = above.Code
		}
	}
	rows := [][]string{heads(c.Lang, civic.UnitColumns)}
	for _, u := range units {
		var from []string
		for _, id := range u.Predecessors {
			if code := codes[id]; code != "" {
				from = append(from, code)
			}
		}
		rows = append(rows, []string{c.Lang.T("territory.level." + string(u.Level)), u.Code, u.Name.KY, u.Name.RU, u.Name.EN,
			strings.Join(u.Aliases, ", "), codes[u.Parent], views.AboveText(c.Request().Context(), u), u.From, u.To, strings.Join(from, ", ")})
	}
	return rows
}

func peopleSheet(c *Ctx, units []civic.UnitRow, censuses map[string][]civic.Census) [][]string {
	rows := [][]string{heads(c.Lang, civic.CensusColumns)}
	for _, u := range units {
		for _, census := range censuses[u.ID] {
			row := []string{u.Code, u.Name.In(string(c.Lang)), strconv.Itoa(census.Year), ""}
			if census.Households != nil {
				row[3] = strconv.Itoa(*census.Households)
			}
			for _, key := range civic.CountKeys() {
				cell := ""
				if n, known := census.Of(key.Sex, key.Band); known {
					cell = strconv.Itoa(n)
				}
				row = append(row, cell)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// writeCSV writes for spreadsheets: a mark that it is UTF-8, and semicolons,
// which Russian Excel expects. Formulas are defused.
func writeCSV(rows [][]string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\xEF\xBB\xBF")
	w := csv.NewWriter(&out)
	w.Comma, w.UseCRLF = ';', true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = defused(cell)
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// writeXLSX writes texts only, so that codes keep their digits and nothing is a formula.
func writeXLSX(names []string, sheets ...[][]string) ([]byte, error) {
	w := newWorkbook()
	defer func() { _ = w.Close() }() // it lives in memory; nothing can be lost
	for i, rows := range sheets {
		cells := make([][]any, len(rows))
		for n, row := range rows {
			for _, v := range row {
				cells[n] = append(cells[n], v)
			}
		}
		w.sheet(names[i], cells[0], cells[1:])
	}
	return w.file()
}
