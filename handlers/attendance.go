package handlers

import (
	"context"
	"encoding/base64"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type attendanceStore interface {
	HeadCount(ctx context.Context, session string) (civic.HeadCount, error)
	Hall(ctx context.Context, session string) (civic.Hall, error)
	Attendees(ctx context.Context, session, reader string) ([]civic.Attendee, error)
}

// attendance reads what the attendance page shows.
func (a *App) attendance(c *Ctx) (*views.SessionFrame, *views.AttendanceData, error) {
	f, err := a.frame(c, "attendance")
	if err != nil {
		return nil, nil, err
	}
	ctx := c.Request().Context()
	d := &views.AttendanceData{Session: c.Scope.Session, Frame: f, Minimum: f.Head.Rules.MinAttendance, Writes: f.Writes,
		Form: c.emptyForm("keep_until", civic.Day(f.Head.Date).AddDate(1, 0, 0).Format("2006-01-02"))}
	if d.Heads, err = a.store.HeadCount(ctx, c.Scope.Session); err != nil {
		return nil, nil, err
	}
	if d.Hall, err = a.store.Hall(ctx, c.Scope.Session); err != nil {
		return nil, nil, err
	}
	return f, d, nil
}

// Attendance counts who came, by sex and age band; no names.
func (a *App) Attendance(c *Ctx) error {
	f, d, err := a.attendance(c)
	if err != nil {
		return err
	}
	return c.show(c.sessionPage(f), views.AttendanceContent(d))
}

// SetCount sets one cell of the tally.
func (a *App) SetCount(c *Ctx) error {
	what, sex, band := c.FormValue("what"), c.FormValue("sex"), civic.AgeBand(c.FormValue("band"))
	value := c.FormValue("people")
	if _, set, ok := strings.Cut(c.FormValue("set"), "="); ok { // a − or + pressed without a script
		value = set
	}
	people, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil {
		people = -1 // refused with the sentence about believable numbers
	}
	cell := civic.HeadKey{What: what, Sex: sex, Band: band}
	if _, err := c.Apply(civic.SetCount{Session: c.Scope.Session, What: what, Sex: sex, Band: band, People: people}); err != nil {
		return a.refuseCount(c, err, cell, value)
	}
	return a.attendanceAnswer(c, &cell)
}

// refuseCount answers a number that cannot be: the sentence stands at its cell.
func (a *App) refuseCount(c *Ctx, err error, cell civic.HeadKey, value string) error {
	f, d, e := a.attendance(c)
	if e != nil {
		return e
	}
	d.Cell, d.CellForm = cell, c.emptyForm("people", value)
	content := views.AttendanceContent(d)
	if c.partial() {
		c.Response().Header().Set("HX-Reswap", "none")
		content = views.CountPart(d, cell)
	}
	return c.refuse(err, c.sessionPage(f), d.CellForm, content)
}

// attendanceAnswer shows a cell and the figures as they now are; without a cell the whole page.
func (a *App) attendanceAnswer(c *Ctx, cell *civic.HeadKey) error {
	next := views.SessionPath(c.Scope.Session, "attendance")
	if !c.partial() {
		return c.saved(next)
	}
	f, d, err := a.attendance(c)
	if err != nil {
		return err
	}
	if cell == nil {
		return c.parts(views.AttendanceContent(d), views.RailCountPart("attendance", f.Count["attendance"]))
	}
	return c.parts(views.AttendanceFigures(d), views.CountPart(d, *cell), views.AttendanceSumsPart(d), views.RailCountPart("attendance", f.Count["attendance"]))
}

// SetHall records the consent, and whether names are kept.
func (a *App) SetHall(c *Ctx) error {
	h := civic.SetHall{Session: c.Scope.Session, Named: c.checked("named"),
		Consent: civic.MinutesConsent(c.FormValue("consent")), Recording: c.checked("recording")}
	if _, err := c.Apply(h); err != nil {
		return err
	}
	return a.attendanceAnswer(c, nil)
}

// AddGuest marks an official or observer: they do not vote.
func (a *App) AddGuest(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	_, err = c.Apply(civic.SaveGuest{Session: c.Scope.Session, ID: c.opID(), Sort: form.Value("kind"), Name: c.text("name"), Post: c.text("post")})
	if err != nil {
		f, d, e := a.attendance(c)
		if e != nil {
			return e
		}
		d.GuestForm = form
		return c.refuse(err, c.sessionPage(f), form, views.AttendanceContent(d))
	}
	return a.attendanceAnswer(c, nil)
}

// RemoveGuest takes a guest off the list.
func (a *App) RemoveGuest(c *Ctx) error {
	if _, err := c.Apply(civic.SaveGuest{Session: c.Scope.Session, ID: c.Param("guest"), Gone: true}); err != nil {
		return err
	}
	return a.attendanceAnswer(c, nil)
}

// Attendees is the named list, where the group agreed to one. Opening it is logged.
func (a *App) Attendees(c *Ctx) error {
	f, d, err := a.attendance(c)
	if err != nil {
		return err
	}
	if !d.Hall.Named {
		return c.goTo(views.SessionPath(c.Scope.Session, "attendance"))
	}
	if d.People, err = a.store.Attendees(c.Request().Context(), c.Scope.Session, c.User.ID); err != nil {
		return err
	}
	p := c.sessionPage(f)
	p.Live = false // every look at names is written down
	p.Scripts = []string{"signature.js"}
	return c.show(p, views.AttendeesContent(d))
}

// AddAttendee writes a person on the named list, with consent and signature.
func (a *App) AddAttendee(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	person := civic.SaveAttendee{Session: c.Scope.Session, ID: c.opID(), Name: c.text("name"), Sex: form.Value("sex"), Band: civic.AgeBand(form.Value("band")),
		Street: c.text("street"), Phone: c.text("phone"), ConsentData: c.checked("consent_data"), ConsentPhoto: c.checked("consent_photo"),
		KeepUntil: form.Value("keep_until")}
	if person.Signature, err = signaturePNG(form.Value("signature")); err == nil {
		_, err = c.Apply(person)
	}
	if err != nil {
		f, d, e := a.attendance(c)
		if e != nil {
			return e
		}
		if d.People, e = a.store.Attendees(c.Request().Context(), c.Scope.Session, c.User.ID); e != nil {
			return e
		}
		d.Form = form
		p := c.sessionPage(f)
		p.Live = false
		p.Scripts = []string{"signature.js"}
		return c.refuse(err, p, form, views.AttendeesContent(d))
	}
	return c.saved(views.SessionPath(c.Scope.Session, "attendees"))
}

// ForgetAttendee deletes a person's name on their wish.
func (a *App) ForgetAttendee(c *Ctx) error {
	if _, err := c.Apply(civic.SaveAttendee{Session: c.Scope.Session, ID: c.Param("attendee"), Gone: true}); err != nil {
		return err
	}
	return c.saved(views.SessionPath(c.Scope.Session, "attendees"))
}

const pngURL = "data:image/png;base64,"

// signatureMax bounds a drawn signature, in bytes.
const signatureMax = 200 << 10

// signaturePNG reads a drawn signature: nothing, or a PNG that decodes.
func signaturePNG(dataURL string) ([]byte, error) {
	if dataURL == "" {
		return nil, nil
	}
	coded, ok := strings.CutPrefix(dataURL, pngURL)
	b, err := base64.StdEncoding.DecodeString(coded)
	if !ok || err != nil || len(b) > signatureMax {
		return nil, civic.Bad("signature", "error.signature")
	}
	return cleanPNG(b)
}
