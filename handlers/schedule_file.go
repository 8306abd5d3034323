package handlers

import (
	"github.com/xuri/excelize/v2"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// ScheduleSheet is the schedule as a workbook: the rows, and the matrix; as CSV the rows.
func (a *App) ScheduleSheet(c *Ctx) error {
	d, err := a.schedule(c)
	if err != nil {
		return err
	}
	if d.Came, err = a.store.AttendanceTotals(c.Request().Context(), c.Scope.Cycle); err != nil {
		return err
	}
	return c.sheetFile(scheduleWorkbook(c.paperLang(), d), a.scheduleFile(d))
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
	return c.calendar(a.scheduleFile(d)+".ics", calendar(l, name, c.base(), a.timeNow(), sessions))
}

// scheduleFile names a file of the schedule: whose it is, and of which day.
func (a *App) scheduleFile(d views.ScheduleData) string {
	name := "grafik"
	if place := civic.FileName(d.Schedule.Place.Name.KY); place != "" {
		name += "-" + place
	}
	return name + "-" + civic.Today(a.now())
}

func scheduleWorkbook(l i18n.Lang, d views.ScheduleData) *workbook {
	w := newWorkbook()
	rows, matrix := l.T("schedule.sheet_rows"), l.T("schedule.matrix")
	w.keep(w.SetSheetName("Sheet1", rows))
	_, err := w.NewSheet(matrix)
	w.keep(err)
	w.rows(l, d, rows)
	w.matrix(l, d, matrix)
	return w
}

func (w *workbook) rows(l i18n.Lang, d views.ScheduleData, sheet string) {
	heads := []any{"№", l.T("schedule.date"), l.T("schedule.starts"), l.T("schedule.ends"), l.T("schedule.village"), l.T("schedule.venue"),
		l.T("schedule.audience"), l.T("schedule.expected_min"), l.T("schedule.expected_max"), l.T("session.moderator"), l.T("session.recorder"), l.T("schedule.observer"),
		l.T("schedule.inviter"), l.T("schedule.phone"), l.T("schedule.language"), l.T("schedule.transport")}
	has := []string{"heating", "power", "accessible", "materials", "childcare"}
	for _, h := range has {
		heads = append(heads, l.T("schedule.has."+h))
	}
	heads = append(heads, l.T("schedule.state"), l.T("schedule.reason"), l.T("schedule.came_women"), l.T("schedule.came_men"))
	w.row(sheet, 1, heads...)
	yes := map[bool]string{true: l.T("common.yes"), false: l.T("common.no")}
	for i, r := range d.Schedule.Rows {
		var women, men any // nobody is not the same as not held yet
		if n, ok := d.Came[r.ID]; ok {
			women, men = n[0], n[1]
		}
		w.row(sheet, i+2, i+1, onDay(r.Date), atHour(r.Starts), atHour(r.Ends), d.Schedule.VillageName(r.Village).In(string(l)), r.Venue,
			d.Schedule.AudienceOf(r.Audience).Name.In(string(l)), r.ExpectedMin, r.ExpectedMax,
			r.ModeratorName, r.RecorderName, r.Observer, r.Inviter, r.InviterPhone, languageName(r.Language).In(string(l)), r.Transport,
			yes[r.Heating], yes[r.Power], yes[r.Accessible], yes[r.Materials], yes[r.Childcare],
			views.RowState(l, r), r.Reason, women, men)
	}
	w.keep(w.SetColWidth(sheet, "A", "A", 5))
	w.keep(w.SetColWidth(sheet, "B", "Y", 16))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
	landscape, fit, a4 := "landscape", true, 9
	w.keep(w.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4}))
	w.keep(w.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}

func (w *workbook) matrix(l i18n.Lang, d views.ScheduleData, sheet string) {
	heads := []any{l.T("schedule.village")}
	for _, a := range d.Schedule.Audiences {
		heads = append(heads, a.Name.In(string(l)))
	}
	w.row(sheet, 1, heads...)
	for i, v := range d.Schedule.Villages {
		cells := []any{v.Name.In(string(l))}
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
		w.row(sheet, i+2, cells...)
	}
	last, err := excelize.ColumnNumberToName(len(heads))
	w.keep(err)
	w.keep(w.SetColWidth(sheet, "A", last, 24))
	w.keep(w.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
}
