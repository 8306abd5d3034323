package handlers

import (
	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
)

// workbook writes cells by their kind. A text is a text and formatted as one,
// so that nothing somebody typed becomes a formula, now or when it is edited;
// numbers add up, dates can be grouped by month.
type workbook struct {
	*excelize.File
	text, head, number, date, clock int // styles
	err                             error
}

func newWorkbook() *workbook {
	w := &workbook{File: excelize.NewFile()}
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	w.text = w.style(&excelize.Style{NumFmt: 49, Alignment: top})
	w.head = w.style(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	w.number = w.style(&excelize.Style{NumFmt: 1, Alignment: top})
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
