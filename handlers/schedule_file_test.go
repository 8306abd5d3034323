package handlers_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
)

// sheetOf opens the workbook of the schedule; the first sheet holds the rows.
func (h *house) sheetOf(role string) (*excelize.File, string) {
	h.t.Helper()
	a := h.as(role).get("/cycles/" + h.ids["cycle"] + "/schedule.xlsx?in=ru")
	if a.status != http.StatusOK {
		h.t.Fatal(a.status)
	}
	f, err := excelize.OpenReader(bytes.NewReader([]byte(a.body)))
	if err != nil {
		h.t.Fatal(err)
	}
	return f, f.GetSheetList()[0]
}

func TestWhatIsTypedStaysATextInTheWorkbook(t *testing.T) {
	h := newHouse(t)
	evil := []string{`=HYPERLINK("http://example.com","x")`, "+1+1", "@SUM(A1)", "12"}
	h.plan(func(p *civic.PlanSession) {
		p.Venue, p.Observer, p.Transport, p.Inviter = evil[0], evil[1], evil[2], evil[3]
	})
	f, _ := h.sheetOf("monitor")
	found := map[string]bool{}
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, v := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, _ := f.GetCellFormula(sheet, cell); formula != "" {
					t.Errorf("%s %s is a formula: %s", sheet, cell, formula)
				}
				kind, _ := f.GetCellType(sheet, cell)
				style, _ := f.GetCellStyle(sheet, cell)
				if s, err := f.GetStyle(style); err != nil || kind == excelize.CellTypeSharedString && s.NumFmt != 49 {
					t.Errorf("%s %s is not formatted as text", sheet, cell)
				}
				found[v] = found[v] || kind == excelize.CellTypeSharedString
			}
		}
	}
	for _, v := range evil {
		if !found[v] {
			t.Errorf("%q is lost, or no text", v)
		}
	}
}

func TestTheWorkbookReckonsWithNumbersDatesAndHours(t *testing.T) {
	h := newHouse(t)
	h.plan(func(p *civic.PlanSession) { p.Date, p.Starts, p.Ends = "2017-01-09", "09:30", "11:15" })
	f, sheet := h.sheetOf("coordinator")
	column := map[string]string{}
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, head := range rows[0] {
		column[head], _ = excelize.ColumnNumberToName(i + 1)
	}
	last := string(rune('0' + len(rows)))         // the session of January
	for head, want := range map[string][2]string{ // as stored, as shown
		"№": {"2", "2"}, "Дата": {"42744", "09.01.2017"}, "Начало": {"0.395833333333333", "09:30"}, "Конец": {"0.46875", "11:15"},
		"Ожидается не менее": {"8", "8"}, "Ожидается не более": {"12", "12"}, "Пришло женщин": {"", ""},
	} {
		cell := column[head] + last
		raw, _ := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		shown, _ := f.GetCellValue(sheet, cell)
		if raw != want[0] || shown != want[1] {
			t.Errorf("%s %s: %q shown as %q, want %q", head, cell, raw, shown, want)
		}
		if kind, _ := f.GetCellType(sheet, cell); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("%s is of type %v", head, kind)
		}
	}
}

func TestFilesOfTheScheduleNameTheirMunicipalityAndDay(t *testing.T) {
	h := newHouse(t)
	b := h.as("coordinator")
	for _, ending := range []string{"pdf", "xlsx", "ics"} {
		got := b.get("/cycles/" + h.ids["cycle"] + "/schedule." + ending).header.Get("Content-Disposition")
		if !strings.HasSuffix(got, `filename="grafik-ak-bashat-2016-12-12.`+ending+`"`) {
			t.Error(got)
		}
	}
}
