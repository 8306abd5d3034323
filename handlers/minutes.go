package handlers

import (
	"bytes"
	"net/http"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// MinutesPage is the protocol as a page: a draft while the session is open.
func (a *App) MinutesPage(c *Ctx) error {
	f, err := a.frame(c, "minutes")
	if err != nil {
		return err
	}
	m, err := a.minutesVersion(c, f.Head, f.Steps)
	if err != nil {
		return err
	}
	if m.State != civic.MinutesDraft && m.HasPhotos() { // closed with photos that may have been removed since
		photos, err := a.store.Photos(c.Request().Context(), f.Head.ID)
		if err != nil {
			return err
		}
		m.SetGone(photos)
	}
	p := c.sessionPage(f)
	p.Paper = true
	var more views.MinutesMore
	more.Code.Size, more.Code.Path = paper.QRPath(m.URL)
	for _, r := range m.Rounds {
		more.Rules = append(more.Rules, paper.RoundRules(c.Lang, r))
	}
	return c.show(p, views.MinutesContent(f, m, more))
}

// minutesVersion is the version asked for, else the newest.
func (a *App) minutesVersion(c *Ctx, h civic.SessionHead, steps []civic.Step) (m civic.Minutes, err error) {
	ctx := c.Request().Context()
	if v, e := strconv.Atoi(c.QueryParam("version")); e == nil && v > 0 && v < max(h.MinutesVer, 1) {
		m, err = a.store.Minutes(ctx, h.ID, v)
		m.URL = c.base() + "/s/" + h.Code
	} else {
		m, err = minutesOf(ctx, a.store, h, steps, c.base(), a.timeNow())
	}
	m.Needs = a.codesTyped(c)
	return m, err
}

// codesTyped is the address where the codes on papers are typed; "" in a hall, whose own address ends with the evening.
func (a *App) codesTyped(c *Ctx) string {
	if a.hall != nil {
		return ""
	}
	return c.base() + "/n"
}

// MinutesPDF is the protocol on paper, in the language asked for whatever the screen's.
func (a *App) MinutesPDF(c *Ctx) error {
	head, err := a.store.SessionHead(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	m, err := a.minutesVersion(c, head, nil)
	if err != nil {
		return err
	}
	if err := withThumbnails(c.Request().Context(), a.store, head.ID, &m); err != nil {
		return err
	}
	l := c.paperLang()
	var out bytes.Buffer
	if err := paper.Minutes(&out, l, m); err != nil {
		return err
	}
	return c.pdf("protokol-"+head.Date+"-"+head.Code+"-"+string(l)+".pdf", &out)
}

// paperLang is the language of a paper: ?in=, else the screen's.
func (c *Ctx) paperLang() i18n.Lang {
	if l, ok := i18n.Parse(c.QueryParam("in")); ok {
		return l
	}
	return c.Lang
}

// pdf answers a paper, to be seen in the browser and saved under a name.
func (c *Ctx) pdf(name string, body *bytes.Buffer) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, "application/pdf", body.Bytes())
}

// base is this server's address as the browser knows it.
func (c *Ctx) base() string { return c.Scheme() + "://" + c.Request().Host }

// ByCode leads from the short code on a paper to the session's minutes, or, who
// may not read them, to what everybody sees of what became of it.
func (a *App) ByCode(c *Ctx) error {
	code := civic.CleanPaperCode(c.Param("code"))
	id, err := a.store.SessionByCode(c.Request().Context(), code)
	if err != nil {
		return err
	}
	scope, err := a.store.Scope(c.Request().Context(), "session", id)
	if err != nil {
		return err
	}
	if len(c.User.In(scope.Municipality)) == 0 {
		return c.goTo("/n/" + code)
	}
	return c.goTo(views.SessionPath(id, "minutes"))
}

// ChecklistPDF is the checklist with the screen's numbers: blank, or filled with ?filled=1.
func (a *App) ChecklistPDF(c *Ctx) error {
	head, err := a.store.SessionHead(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	checks, err := a.store.Checks(c.Request().Context(), c.Scope.Session)
	if err != nil {
		return err
	}
	l := c.paperLang()
	occasion, err := a.occasion(c, head, l)
	if err != nil {
		return err
	}
	d := paper.ChecklistData{Occasion: occasion, Filled: c.QueryParam("filled") == "1"}
	for _, phase := range civic.Phases {
		p := paper.ChecklistPhase{Name: l.T("check.phase." + string(phase))}
		for _, check := range checks {
			if check.Phase != phase {
				continue
			}
			state := string(check.State)
			if check.State == civic.NotDone {
				state = "notdone"
			}
			due := ""
			if check.HasDue() {
				due = l.DayMonth(check.DueOn)
			}
			p.Items = append(p.Items, paper.ChecklistItem{No: check.Number, Text: check.Text.In(string(l)), Mandatory: check.Mandatory,
				Responsible: l.T("role." + string(check.Role)), Due: due, State: state, Note: check.Note, Who: check.By, When: check.At})
		}
		d.Phases = append(d.Phases, p)
	}
	var out bytes.Buffer
	if err := paper.Checklist(&out, l, d); err != nil {
		return err
	}
	return c.pdf("barak-"+head.Code+".pdf", &out)
}
