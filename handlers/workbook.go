package handlers

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
)

// workbook writes cells by their kind. A text is a text and formatted as one,
// so that nothing somebody typed becomes a formula, now or when it is edited;
// numbers add up, dates can be grouped by month.
type workbook struct {
	*excelize.File
	text, head, number, decimal, date, clock int                   // styles
	sheets                                   map[string][][]string // the same cells as texts
	err                                      error
}

func newWorkbook() *workbook {
	w := &workbook{File: excelize.NewFile(), sheets: map[string][][]string{}}
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	w.text = w.style(&excelize.Style{NumFmt: 49, Alignment: top})
	w.head = w.style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	w.number = w.style(&excelize.Style{NumFmt: 1, Alignment: top})
	w.decimal = w.style(&excelize.Style{NumFmt: 2, Alignment: top})
	days, hours := "dd.mm.yyyy", "hh:mm"
	w.date = w.style(&excelize.Style{CustomNumFmt: &days, Alignment: top})
	w.clock = w.style(&excelize.Style{CustomNumFmt: &hours, Alignment: top})
	return w
}

type (
	onDay  string // "2006-01-02"
	atHour string // "15:04"
)

// zeroDay is the day from which a workbook counts.
const zeroDay = "1899-12-30"

// row writes cells side by side; nil leaves one empty. The first row is the head.
func (w *workbook) row(sheet string, n int, cells ...any) {
	for len(w.sheets[sheet]) < n {
		w.sheets[sheet] = append(w.sheets[sheet], nil)
	}
	w.sheets[sheet][n-1] = plainCells(cells)
	for i, v := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, n)
		w.keep(err)
		style := w.text
		switch v := v.(type) {
		case string:
			w.keep(w.SetCellStr(sheet, name, v))
		case int:
			style = w.number
			w.keep(w.SetCellInt(sheet, name, int64(v)))
		case float64:
			style = w.decimal
			w.keep(w.SetCellFloat(sheet, name, v, -1, 64))
		case onDay:
			style = w.date
			w.keep(w.SetCellInt(sheet, name, int64(civic.DaysBetween(zeroDay, string(v)))))
		case atHour:
			style = w.clock
			w.keep(w.SetCellFloat(sheet, name, civic.At(zeroDay, string(v)).Sub(civic.Day(zeroDay)).Hours()/24, -1, 64))
		}
		if n == 1 {
			style = w.head
		}
		w.keep(w.SetCellStyle(sheet, name, name, style))
	}
}

// sheet writes one sheet of the workbook, the first in place of the one that a new workbook has: a head and rows.
func (w *workbook) sheet(name string, head []any, rows [][]any) {
	if len(w.sheets) == 0 {
		w.keep(w.SetSheetName("Sheet1", name))
	} else {
		_, err := w.NewSheet(name)
		w.keep(err)
	}
	w.row(name, 1, head...)
	for i, cells := range rows {
		w.row(name, i+2, cells...)
	}
	w.frozen(name, len(head))
}

// file is the workbook as bytes, unless something of it could not be written.
func (w *workbook) file() ([]byte, error) {
	if w.err != nil {
		return nil, w.err
	}
	out, err := w.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// frozen keeps the head of a sheet in sight and makes its columns wide enough to read.
func (w *workbook) frozen(sheet string, columns int) {
	last, err := excelize.ColumnNumberToName(columns)
	w.keep(err)
	w.keep(w.SetColWidth(sheet, "A", last, 18))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// plainCells are cells as texts: a day as 2016-12-31, an hour as 15:04.
func plainCells(cells []any) []string {
	texts := make([]string, len(cells))
	for i, v := range cells {
		switch v := v.(type) {
		case string:
			texts[i] = v
		case int:
			texts[i] = strconv.Itoa(v)
		case float64:
			texts[i] = strconv.FormatFloat(v, 'f', -1, 64)
		case onDay:
			texts[i] = string(v)
		case atHour:
			texts[i] = string(v)
		}
	}
	return texts
}

// sheetFile answers a workbook, or as CSV its first sheet: one writer makes both.
func (c *Ctx) sheetFile(w *workbook, name string) error {
	defer func() { _ = w.Close() }() // it lives in memory; nothing can be lost
	if strings.HasSuffix(c.Path(), ".csv") {
		out, err := writeCSV(w.sheets[w.GetSheetName(0)])
		if err = cmp.Or(w.err, err); err != nil {
			return err
		}
		return c.download(name+".csv", "text/csv; charset=utf-8", out)
	}
	out, err := w.file()
	if err != nil {
		return err
	}
	return c.download(name+".xlsx", xlsxType, out)
}

func (w *workbook) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *workbook) style(s *excelize.Style) int {
	id, err := w.NewStyle(s)
	w.keep(err)
	return id
}
