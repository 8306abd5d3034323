package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"unicode/utf16"

	"ashar/internal/civic"
)

// reportXLSX writes a report as a workbook, a sheet for each part. Numbers are numbers.
func (c *Ctx) reportXLSX(r civic.Report, name string) error {
	w := newWorkbook()
	for i, p := range r.Parts {
		sheet := sheetOf(i, p.Title)
		if i == 0 {
			w.keep(w.SetSheetName("Sheet1", sheet))
		} else {
			_, err := w.NewSheet(sheet)
			w.keep(err)
		}
		var head []any
		for _, col := range p.Columns {
			head = append(head, col.Name)
		}
		w.row(sheet, 1, head...)
		for n, row := range p.Rows {
			var cells []any
			for j, x := range row.Cells {
				cells = append(cells, sheetCell(p.Columns[j].Kind, x))
			}
			w.row(sheet, n+2, cells...)
		}
		last := len(p.Rows) + 4
		w.row(sheet, last, r.Title+": "+p.Title)
		w.row(sheet, last+1, r.Sub)
		w.keep(w.SetColWidth(sheet, "A", "A", 36))
	}
	out, err := w.file()
	if err != nil {
		return err
	}
	return c.download("ashar-"+name+".xlsx", xlsxType, out)
}

// sheetMost is how many characters a workbook takes for the name of a sheet.
const sheetMost = 31

// sheetOf names the sheet of a part by its number, so that no two are alike, and by its title without what no name may have.
func sheetOf(i int, title string) string {
	title = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, title)
	name := strings.TrimSpace(strconv.Itoa(i+1) + ". " + strings.Join(strings.Fields(title), " "))
	for len(utf16.Encode([]rune(name))) > sheetMost {
		name = string([]rune(name)[:len([]rune(name))-1])
	}
	return strings.TrimSpace(name)
}

func sheetCell(kind civic.ReportKind, x civic.ReportCell) any {
	switch {
	case !x.Known:
		return nil
	case kind == civic.ReportWords:
		return x.Text
	case kind == civic.ReportShare, kind == civic.ReportShareOf:
		return int(x.Percent())
	case kind == civic.ReportPart100:
		return float64(x.N) / 100
	}
	return int(x.N)
}

// reportCSV writes all parts one below the other, each under its name.
func (c *Ctx) reportCSV(r civic.Report, name string) error {
	var rows [][]string
	for i, p := range r.Parts {
		if i > 0 {
			rows = append(rows, nil)
		}
		rows = append(rows, []string{p.Title})
		var line []string
		for _, col := range p.Columns {
			line = append(line, col.Name)
		}
		rows = append(rows, line)
		for _, row := range p.Rows {
			line = nil
			for j, x := range row.Cells {
				line = append(line, csvCell(p.Columns[j].Kind, x))
			}
			rows = append(rows, line)
		}
	}
	out, err := writeCSV(rows)
	if err != nil {
		return err
	}
	return c.download("ashar-"+name+".csv", "text/csv; charset=utf-8", out)
}

func csvCell(kind civic.ReportKind, x civic.ReportCell) string {
	switch v := sheetCell(kind, x).(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case string:
		return v
	}
	return ""
}

func (c *Ctx) download(name, mime string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, mime, body)
}
