package handlers

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// ScheduleXLSX is the schedule as a workbook: the rows, and the matrix.
func (a *App) ScheduleXLSX(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Came, err = a.store.AttendanceTotals(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	out, err := scheduleWorkbook(c.paperLang(), d)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="grafik-`+d.Schedule.Cycle.Starts+`.xlsx"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, xlsxType, out.Bytes())
}

// ScheduleICS is the schedule as a calendar file.
func (a *App) ScheduleICS(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	s := d.Schedule
	var sessions []civic.HomeSession
	for _, r := range s.Rows {
		sessions = append(sessions, civic.HomeSession{SessionHead: civic.SessionHead{Session: r.Session, VillageName: s.VillageName(r.Village),
			AudienceName: s.AudienceOf(r.Audience).Name, MunicipalityName: s.Place.Name, ModeratorName: r.ModeratorName, RecorderName: r.RecorderName}})
	}
	l := c.paperLang()
	name := s.Place.Name.In(string(l)) + ", " + s.Cycle.Title.In(string(l))
	return c.calendar("grafik-"+s.Cycle.Starts+".ics", calendar(l, name, c.base(), a.timeNow(), sessions))
}

// workbook writes texts only: every cell is a text and formatted as one, so
// that nothing somebody typed becomes a formula, now or when it is edited.
type workbook struct {
	*excelize.File
	text, head int
	err        error
}

func (w *workbook) row(sheet string, n, style int, cells ...string) {
	for i, v := range cells {
		name, err := excelize.CoordinatesToCellName(i+1, n)
		w.keep(err)
		w.keep(w.SetCellStr(sheet, name, v))
		w.keep(w.SetCellStyle(sheet, name, name, style))
	}
}

func (w *workbook) keep(err error) {
	if w.err == nil {
		w.err = err
	}
}

func scheduleWorkbook(l i18n.Lang, d views.ScheduleData) (*bytes.Buffer, error) {
	w := &workbook{File: excelize.NewFile()}
	defer func() { _ = w.Close() }() // it lives in memory; nothing can be lost
	var err error
	w.text, err = w.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	w.keep(err)
	w.head, err = w.NewStyle(&excelize.Style{NumFmt: 49, Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	w.keep(err)
	rows, matrix := l.T("schedule.sheet_rows"), l.T("schedule.matrix")
	w.keep(w.SetSheetName("Sheet1", rows))
	_, err = w.NewSheet(matrix)
	w.keep(err)
	w.rows(l, d, rows)
	w.matrix(l, d, matrix)
	if w.err != nil {
		return nil, w.err
	}
	return w.WriteToBuffer()
}

func (w *workbook) rows(l i18n.Lang, d views.ScheduleData, sheet string) {
	heads := []string{"№", l.T("schedule.date"), l.T("schedule.starts"), l.T("schedule.ends"), l.T("schedule.village"), l.T("schedule.venue"),
		l.T("schedule.audience"), l.T("schedule.expected"), l.T("session.moderator"), l.T("session.recorder"), l.T("schedule.observer"),
		l.T("schedule.inviter"), l.T("schedule.phone"), l.T("schedule.language"), l.T("schedule.transport")}
	has := []string{"heating", "power", "accessible", "materials", "childcare"}
	for _, h := range has {
		heads = append(heads, l.T("schedule.has."+h))
	}
	heads = append(heads, l.T("schedule.state"), l.T("schedule.reason"), l.T("schedule.came_women"), l.T("schedule.came_men"))
	w.row(sheet, 1, w.head, heads...)
	yes := map[bool]string{true: l.T("common.yes"), false: l.T("common.no")}
	for i, r := range d.Schedule.Rows {
		came := [2]string{}
		if n, ok := d.Came[r.ID]; ok {
			came = [2]string{strconv.Itoa(n[0]), strconv.Itoa(n[1])}
		}
		w.row(sheet, i+2, w.text, strconv.Itoa(i+1), r.Date, r.Starts, r.Ends, d.Schedule.VillageName(r.Village).In(string(l)), r.Venue,
			d.Schedule.AudienceOf(r.Audience).Name.In(string(l)), strconv.Itoa(r.ExpectedMin)+"–"+strconv.Itoa(r.ExpectedMax),
			r.ModeratorName, r.RecorderName, r.Observer, r.Inviter, r.InviterPhone, languageName(r.Language).In(string(l)), r.Transport,
			yes[r.Heating], yes[r.Power], yes[r.Accessible], yes[r.Materials], yes[r.Childcare],
			views.RowState(l, r), r.Reason, came[0], came[1])
	}
	w.keep(w.SetColWidth(sheet, "A", "A", 5))
	w.keep(w.SetColWidth(sheet, "B", "X", 16))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, fit, a4 := "landscape", true, 9
	w.keep(w.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4}))
	w.keep(w.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

func (w *workbook) matrix(l i18n.Lang, d views.ScheduleData, sheet string) {
	heads := []string{l.T("schedule.village")}
	for _, a := range d.Schedule.Audiences {
		heads = append(heads, a.Name.In(string(l)))
	}
	w.row(sheet, 1, w.head, heads...)
	for i, v := range d.Schedule.Villages {
		cells := []string{v.Name.In(string(l))}
		for _, a := range d.Schedule.Audiences {
			text := ""
			for _, r := range d.Schedule.In(civic.Cell{Village: v.ID, Audience: a.ID}) {
				if text != "" {
					text += "\n"
				}
				text += l.DateShort(civic.Day(r.Date)) + ", " + r.Starts + " " + r.ModeratorName
				if r.Status != civic.Planned {
					text += " (" + views.RowState(l, r) + ")"
				}
			}
			cells = append(cells, text)
		}
		w.row(sheet, i+2, w.text, cells...)
	}
	last, err := excelize.ColumnNumberToName(len(heads))
	w.keep(err)
	w.keep(w.SetColWidth(sheet, "A", last, 24))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
}
