package handlers

import (
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	ics "github.com/arran4/golang-ical"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/views"
)

// happening is something on the way of a need, as a feed tells it.
type happening struct {
	id, title, text, code string
	at                    time.Time
}

// happenings are all of a view, or of one need of it, newest first.
func happenings(l i18n.Lang, v *civic.PublicView, need string) []happening {
	var all []happening
	say := func(t civic.Text) string { return t.In(string(l)) }
	for i := range v.List.Rows {
		r := &v.List.Rows[i]
		if need != "" && r.ID != need {
			continue
		}
		title := say(r.Title)
		all = append(all, happening{r.ID, title, l.T("passport.place", "place", r.Place, "all", len(v.List.Rows)), r.Code, v.Published["list"]})
		if d := v.Decisions[r.ID]; d != nil {
			all = append(all, happening{d.ID, title + ": " + l.T("decision.outcome."+string(d.Outcome)), say(d.Reason), r.Code, d.At})
		}
		for _, x := range v.Letters[r.ID] {
			all = append(all, happening{x.ID, title + ": " + l.T("passport.letter", "to", x.Addressee), x.Answer, r.Code, civic.Day(x.SentOn)})
		}
		for _, a := range v.Actions[r.ID] {
			all = append(all, happening{a.ID, title + ": " + l.T("passport.planned"),
				views.StatusText(l, a.Status, a.Percent), r.Code, v.Published["plan"]})
			for _, x := range v.Acts[a.ID] {
				all = append(all, happening{x.ID, title + ": " + l.T("passport.act", "number", x.Number), x.Found, r.Code, civic.Day(x.On)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b happening) int { return b.at.Compare(a.at) })
	return all
}

// atom is a feed (RFC 4287).
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Summary string   `xml:"summary,omitempty"`
	Link    atomLink `xml:"link"`
}

// atomMost bounds a feed: readers keep what was there before.
const atomMost = 100

func (a *App) atom(c *Ctx, v *civic.PublicView, need, id, title, page string) error {
	if err := a.tellAll(c.Request().Context(), v); err != nil {
		return err
	}
	f := atom{Lang: string(c.Lang), ID: "urn:uuid:" + id, Title: title, Author: c.Lang.T("paper.place.municipality", "name", v.List.Place.Name.In(string(c.Lang))),
		Links: []atomLink{{Href: c.base() + page}, {Rel: "self", Href: c.base() + c.Request().URL.Path}}}
	all := happenings(c.Lang, v, need)
	for _, h := range all[:min(len(all), atomMost)] {
		f.Entries = append(f.Entries, atomEntry{ID: "urn:uuid:" + h.id, Title: h.title, Updated: h.at.UTC().Format(time.RFC3339), Summary: h.text,
			Link: atomLink{Href: c.base() + "/n/" + h.code}})
	}
	f.Updated = a.timeNow().Format(time.RFC3339)
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// PublicFeed tells what happened with the needs of a cycle.
func (a *App) PublicFeed(c *Ctx) error {
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	cycle := v.List.Cycle
	return a.atom(c, v, "", cycle.ID, cycle.Title.In(string(c.Lang)), "/open/cycles/"+cycle.ID)
}

// PassportFeed tells what happened with one need.
func (a *App) PassportFeed(c *Ctx) error {
	v, row, err := a.passportOf(c)
	if err != nil {
		return err
	}
	return a.atom(c, v, row.ID, row.ID, row.Title.In(string(c.Lang)), "/n/"+row.Code)
}

// PublicDates are the days on which something of a cycle is due.
func (a *App) PublicDates(c *Ctx) error {
	v, err := a.publicView(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return a.dates(c, v, "")
}

// PassportDates are those of one need.
func (a *App) PassportDates(c *Ctx) error {
	v, row, err := a.passportOf(c)
	if err != nil {
		return err
	}
	return a.dates(c, v, row.ID)
}

func (a *App) dates(c *Ctx, v *civic.PublicView, need string) error {
	cal := ics.NewCalendarFor("Ashar")
	cal.SetMethod(ics.MethodPublish)
	name := v.List.Cycle.Title.In(string(c.Lang))
	cal.SetName(name)
	cal.SetXWRCalName(name)
	add := func(id, date, what, code string) {
		e := cal.AddEvent(id + "@ashar")
		e.SetDtStampTime(a.timeNow())
		e.SetAllDayStartAt(civic.Day(date))
		e.SetAllDayEndAt(civic.Day(date).AddDate(0, 0, 1))
		e.SetSummary(what)
		e.SetURL(c.base() + "/n/" + code)
	}
	for i := range v.List.Rows {
		r := &v.List.Rows[i]
		if need != "" && r.ID != need {
			continue
		}
		title := r.Title.In(string(c.Lang))
		if d := v.Decisions[r.ID]; d != nil && d.AnswerDue != "" {
			add(d.ID, d.AnswerDue, c.Lang.T("public.due_of", "title", title), r.Code)
		}
		for _, x := range v.Actions[r.ID] {
			if x.Ends != "" {
				add(x.ID, x.Ends, c.Lang.T("public.ends_of", "title", title), r.Code)
			}
		}
	}
	return c.calendar("ashar.ics", cal)
}

// passportOf is the need that the path's code opens.
func (a *App) passportOf(c *Ctx) (*civic.PublicView, *civic.NeedRow, error) {
	of, err := a.store.PublicCode(c.Request().Context(), civic.CleanPaperCode(c.Param("code")))
	if err != nil {
		return nil, nil, err
	}
	v, err := a.viewBy(c.Request().Context(), of)
	if err != nil {
		return nil, nil, err
	}
	row := of.Row(v.List)
	if row == nil {
		return nil, nil, civic.E(civic.NotFound, "error.not_found")
	}
	return v, row, nil
}
