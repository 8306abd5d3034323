package handlers

import (
	"bytes"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// boardMost is how many needs a sheet on a board can hold and still be read.
const boardMost = 16

// BoardPDF is the sheet for the notice board, A4 or with ?size=a3 twice as large.
func (a *App) BoardPDF(c *Ctx) error {
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.Board(&out, l, a.noticeSheet(c, v, v.List.Rows)); err != nil {
		return err
	}
	return c.pdf("ashar-"+civic.FileName(v.List.Place.Name.KY)+"-"+string(l)+".pdf", &out)
}

// noticeSheet puts rows of a view into the fields of the sheet.
func (a *App) noticeSheet(c *Ctx, v *civic.PublicView, rows []civic.NeedRow) paper.BoardData {
	l := c.paperLang()
	say := func(t civic.Text) string { return t.In(string(l)) }
	d := paper.BoardData{Title: l.T("board.title"), Place: say(v.List.Place.Name), Cycle: say(v.List.Cycle.Title), Address: c.base() + "/open/cycles/" + v.List.Cycle.ID, Typed: c.base() + "/n",
		Rule: l.T("public.rule", "rule", views.ListRuleText(l, v.List.Rules)), Large: c.QueryParam("size") == "a3", At: a.timeNow()}
	for i := range rows[:min(len(rows), boardMost)] {
		r := &rows[i]
		row := paper.BoardRow{Place: strconv.Itoa(r.Place), Title: say(r.Title), Code: r.Code, Link: c.base() + "/n/" + r.Code}
		if x := v.Decisions[r.ID]; x != nil {
			row.Said = l.T("decision.outcome."+string(x.Outcome)) + ". " + say(x.Reason)
		} else if v.Published.Has("decisions") {
			row.Said = l.T("public.no_decision")
		}
		for _, x := range v.Actions[r.ID] {
			row.Done = l.T("public.office") + ": " + views.StatusText(l, x.Status, x.Percent)
			if x.GroupStatus != "" {
				row.Done += ". " + l.T("public.monitors") + ": " + views.StatusText(l, x.GroupStatus, x.GroupPercent)
			}
		}
		d.Rows = append(d.Rows, row)
	}
	if more := len(rows) - len(d.Rows); more > 0 {
		d.Rest = l.T("board.rest", "n", more)
	}
	return d
}
