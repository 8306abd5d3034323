package handlers

import (
	"bytes"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// last is what became of the priorities of the cycle before, those of the
// session's village first. The hall is told before anybody is asked again.
func (a *App) last(c *Ctx) (*views.LastData, error) {
	f, err := a.frameOf(c, "conduct")
	if err != nil {
		return nil, err
	}
	d := &views.LastData{Frame: f, Today: civic.Today(a.now())}
	before, place, err := a.store.CycleBefore(c.Request().Context(), c.Scope.Cycle)
	if civic.KindOf(err) == civic.NotFound {
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	if d.View, err = a.viewOf(c.Request().Context(), before, place, allParts()); err != nil {
		return nil, err
	}
	d.Here, d.Others = d.View.List.OfVillage(f.Head.Village)
	return d, nil
}

// Last is the page that the hall is shown.
func (a *App) Last(c *Ctx) error {
	d, err := a.last(c)
	if err != nil {
		return err
	}
	p := c.sessionPage(d.Frame)
	p.Title, p.Live = c.Lang.T("last.title"), false
	p.Styles = []string{"last.css"}
	return c.show(p, views.LastContent(d))
}

// LastPDF is the same on one sheet, for a hall without a screen.
func (a *App) LastPDF(c *Ctx) error {
	d, err := a.last(c)
	if err != nil {
		return err
	}
	if d.View == nil {
		return civic.E(civic.NotFound, "last.none")
	}
	l := c.paperLang()
	b := a.noticeSheet(c, d.View, append(d.Here, d.Others...))
	b.Title = l.T("last.title")
	var out bytes.Buffer
	if err := paper.Board(&out, l, b); err != nil {
		return err
	}
	return c.pdf("kaira-bailanysh-"+string(l)+".pdf", &out)
}
