package handlers

import (
	"context"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

type circleStore interface {
	Circle(ctx context.Context, session string) (civic.Circle, error)
}

// circle reads what the page of voices shows; before anybody said who sits
// where, the seats that the tally would give.
func (a *App) circle(c *Ctx) (*views.CircleData, error) {
	f, err := a.frame(c, "circle")
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	d := &views.CircleData{Frame: f, Seating: c.QueryParam("seats") != "", Form: c.emptyForm()}
	if d.Circle, err = a.store.Circle(ctx, c.Scope.Session); err != nil {
		return nil, err
	}
	if d.Set = len(d.Circle) > 0; !d.Set {
		heads, err := a.store.HeadCount(ctx, c.Scope.Session)
		if err != nil {
			return nil, err
		}
		d.Circle = civic.CircleOf(heads)
	}
	if n := len(d.Circle); n > 0 {
		d.Form = c.emptyForm("seats", strconv.Itoa(n))
	}
	return d, nil
}

// circlePage is the session's page with the styles of the ring.
func (c *Ctx) circlePage(f *views.SessionFrame) views.Page {
	p := c.sessionPage(f)
	p.Styles = append(p.Styles, "circle.css")
	return p
}

// Circle shows who has spoken and who has not: seats, not names.
func (a *App) Circle(c *Ctx) error {
	d, err := a.circle(c)
	if err != nil {
		return err
	}
	return c.show(c.circlePage(d.Frame), views.CircleContent(d))
}

// TakeTurn notes that somebody spoke, or takes the last tap back.
func (a *App) TakeTurn(c *Ctx) error {
	seat, _ := strconv.Atoi(c.FormValue("seat"))
	if _, err := c.Apply(civic.TakeTurn{Session: c.Scope.Session, Seat: seat, Back: c.checked("back")}); err != nil {
		return err
	}
	if !c.partial() {
		return c.goTo(views.SessionPath(c.Scope.Session, "circle"))
	}
	d, err := a.circle(c)
	if err != nil {
		return err
	}
	return c.parts(views.CircleContent(d))
}

// SetCircle says who sits where: so many seats, and of each who is on it.
func (a *App) SetCircle(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(form.Value("seats")))
	if err != nil || n < 0 || n > 1000 {
		n = 0 // refused with the sentence about seats
	}
	now, err := a.circle(c)
	if err != nil {
		return err
	}
	seats := make(civic.Circle, n)
	copy(seats, now.Circle)
	for i := range seats {
		if k := strconv.Itoa(i + 1); form.Values.Has("sex" + k) {
			seats[i].Sex, seats[i].Young = form.Value("sex"+k), c.checked("young"+k)
		}
	}
	if _, err := c.Apply(civic.SetCircle{Session: c.Scope.Session, Seats: seats}); err != nil {
		now.Form, now.Seating = form, now.Set
		return c.refuse(err, c.circlePage(now.Frame), form, views.CircleContent(now))
	}
	if c.checked("who") {
		return c.goTo(views.SessionPath(c.Scope.Session, "circle") + "?seats=1")
	}
	return c.saved(views.SessionPath(c.Scope.Session, "circle"))
}
