package handlers

import (
	"bytes"
	"context"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/paper"
	"ashar/views"
)

// sampleStore is whom to visit, and the printed codes.
type sampleStore interface {
	Samples(ctx context.Context, survey string) ([]civic.Sample, error)
	SurveyVillages(ctx context.Context, survey string) ([]civic.VillageProgress, error)
	SurveyVisits(ctx context.Context, survey string) ([]civic.SurveyVisit, error)
	SurveyVisit(ctx context.Context, survey, id string) (civic.SurveyVisit, error)
	SetSurveyVisit(ctx context.Context, survey string, v civic.SetSurveyVisit) error
	Interviewers(ctx context.Context, municipality string) ([]civic.Staff, error)
}

// Sample is how far a survey is in each village, and what was drawn. No household is named: everybody of the municipality reads it.
func (a *App) Sample(c *Ctx) error {
	p, f, err := a.surveyPage(c, "sample", "survey.part.sample")
	if err != nil {
		return err
	}
	d, err := a.sample(c, f)
	if err != nil {
		return err
	}
	return c.show(p, views.SampleContent(d))
}

func (a *App) sample(c *Ctx, f *views.SurveyFrame) (*views.SampleData, error) {
	ctx := c.Request().Context()
	d := &views.SampleData{Frame: f, Form: c.emptyForm()}
	var err error
	if d.Samples, err = a.store.Samples(ctx, f.ID); err != nil {
		return nil, err
	}
	d.Villages, err = a.store.SurveyVillages(ctx, f.ID)
	return d, err
}

// SampleDraw is the form by which a sample is drawn.
func (a *App) SampleDraw(c *Ctx) error {
	p, f, err := a.surveyPage(c, "sample", "sample.draw")
	if err != nil {
		return err
	}
	d, err := a.sample(c, f)
	if err != nil {
		return err
	}
	d.Form = c.emptyForm("of", "households", "reserve", "20", "seed", civic.RandomDigits(8))
	for _, v := range d.Villages {
		if v.Households > 0 {
			d.Form.Values.Set(civic.SizeField(v.Unit), strconv.Itoa(v.Households))
		}
	}
	return c.show(p, views.SampleForm(d))
}

// DrawSample draws, or only shows how a total would be divided.
func (a *App) DrawSample(c *Ctx) error {
	p, f, err := a.surveyPage(c, "sample", "sample.draw")
	if err != nil {
		return err
	}
	d, err := a.sample(c, f)
	if err != nil {
		return err
	}
	op := c.opID()
	if d.Form, err = c.form(); err != nil {
		return err
	}
	draw, err := drawFrom(d.Form, d.Villages)
	draw.ID, draw.Survey = op, f.ID
	d.Strata = draw.Strata
	if err == nil && d.Form.Value("preview") != "" {
		if err = draw.Validate(); err == nil {
			return c.show(p, views.SampleForm(d))
		}
	}
	if err == nil {
		_, err = c.Apply(draw)
	}
	if err != nil {
		return c.refuse(err, p, d.Form, views.SampleForm(d))
	}
	return c.saved(views.SurveyPath(f.ID, "sample"))
}

// drawFrom reads the form of a draw: villages with a number of their own keep it, the rest of the total is divided among the others.
func drawFrom(form *views.Form, villages []civic.VillageProgress) (civic.DrawSample, error) {
	d := civic.DrawSample{Of: form.Value("of"), Seed: strings.TrimSpace(form.Value("seed"))}
	var es civic.Errors
	whole := func(field string) (n int, said bool) {
		text := strings.Join(strings.Fields(form.Value(field)), "")
		if text == "" {
			return 0, false
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > civic.StratumMost {
			es = append(es, civic.Bad(field, "error.between", "from", 0, "to", civic.StratumMost))
		}
		return n, true
	}
	total, divided := whole("total")
	percent, _ := whole("reserve")
	if percent > 100 {
		es = append(es, civic.Bad("reserve", "error.between", "from", 0, "to", 100))
	}
	var rest []int // of the strata whose share is reckoned
	var weights []int
	sum := 0
	for _, v := range villages {
		if v.Unit == "" {
			continue
		}
		s := civic.Stratum{Unit: v.Unit, Code: v.Code, Size: v.Slips}
		if d.Of != "slips" {
			s.Size, _ = whole(civic.SizeField(v.Unit))
		}
		var own bool
		if s.Main, own = whole(civic.MainField(v.Unit)); own {
			total -= s.Main
		} else {
			rest = append(rest, len(d.Strata))
			weights = append(weights, s.Size)
			sum += s.Size
		}
		d.Strata = append(d.Strata, s)
	}
	if divided && (total < 0 || total > sum) && len(es) == 0 {
		es = append(es, civic.Bad("total", "error.sample_total", "n", sum))
	}
	if len(es) > 0 {
		return d, es
	}
	if divided {
		for i, n := range civic.Shares(total, weights) {
			d.Strata[rest[i]].Main = n
		}
	}
	for i := range d.Strata {
		s := &d.Strata[i]
		s.Reserve = civic.ReserveOf(s.Main, percent, s.Size)
	}
	return d, nil
}

// SurveyVisits are the households to go to in a village, for who goes there.
func (a *App) SurveyVisits(c *Ctx) error {
	p, d, err := a.surveyVisits(c, c.QueryParam("village"), c.QueryParam("mine") != "")
	if err != nil {
		return err
	}
	return c.show(p, views.SurveyVisitsContent(d))
}

func (a *App) surveyVisits(c *Ctx, village string, mine bool) (views.Page, *views.SurveyVisitsData, error) {
	ctx := c.Request().Context()
	p, f, err := a.surveyPage(c, "sample", "visits.title")
	if err != nil {
		return p, nil, err
	}
	all, err := a.store.SurveyVisits(ctx, f.ID)
	if err != nil {
		return p, nil, err
	}
	d := &views.SurveyVisitsData{Frame: f, Village: village, Mine: mine, Form: c.emptyForm()}
	if d.Staff, err = a.store.Interviewers(ctx, f.Municipality); err != nil {
		return p, nil, err
	}
	for _, v := range all {
		if mine && v.Interviewer != c.User.ID {
			continue
		}
		if !slices.ContainsFunc(d.Villages, func(x civic.SurveyVisit) bool { return x.Unit == v.Unit }) {
			d.Villages = append(d.Villages, v)
		}
	}
	if d.Village == "" && len(d.Villages) > 0 {
		d.Village = d.Villages[0].Unit
	}
	d.Visits = visitsOf(all, d.Village, "")
	if mine {
		d.Visits = visitsOf(all, d.Village, c.User.ID)
	}
	return p, d, nil
}

// visitsOf are those of a village and an interviewer; "" is any.
func visitsOf(all []civic.SurveyVisit, village, interviewer string) (some []civic.SurveyVisit) {
	for _, v := range all {
		if (village == "" || v.Unit == village) && (interviewer == "" || v.Interviewer == interviewer) {
			some = append(some, v)
		}
	}
	return some
}

// SetSurveyVisit says what came of a visit. A tablet without a line keeps the form (static/js/htmx/outbox.js).
func (a *App) SetSurveyVisit(c *Ctx) error {
	ctx := c.Request().Context()
	v, err := a.store.SurveyVisit(ctx, c.Scope.Survey, c.Param("visit"))
	if err != nil {
		return err
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	set := civic.SetSurveyVisit{ID: v.ID, Outcome: civic.VisitOutcome(form.Value("outcome"))}
	if form.Values.Has("place") { // who comes from the interview says nothing of it
		place := c.text("place")
		set.Place = &place
	}
	if err := a.store.SetSurveyVisit(ctx, c.Scope.Survey, set); err != nil {
		p, d, e := a.surveyVisits(c, v.Unit, false)
		if e != nil {
			return e
		}
		d.Refused = v.ID
		d.Form = form
		return c.refuse(err, p, form, views.SurveyVisitsContent(d))
	}
	return c.goTo(views.SurveyVisitsPath(c.Scope.Survey, v.Unit, form.Value("mine") != "") + "#visit-" + v.ID)
}

// SurveyVisit leads to a visit in its list.
func (a *App) SurveyVisit(c *Ctx) error {
	v, err := a.store.SurveyVisit(c.Request().Context(), c.Scope.Survey, c.Param("visit"))
	if err != nil {
		return err
	}
	return c.goTo(views.SurveyVisitsPath(c.Scope.Survey, v.Unit, false) + "#visit-" + v.ID)
}

// AssignVisits gives a village's visits, or one, to an interviewer.
func (a *App) AssignVisits(c *Ctx) error {
	unit := c.FormValue("unit")
	if _, err := c.Apply(civic.AssignVisits{Survey: c.Scope.Survey, Unit: unit, Visit: c.FormValue("visit"), Interviewer: c.FormValue("interviewer")}); err != nil {
		return err
	}
	return c.saved(views.SurveyVisitsPath(c.Scope.Survey, unit, false))
}

// VisitsPDF is the list for the road: of a village and an interviewer, or of all, each on sheets of its own.
func (a *App) VisitsPDF(c *Ctx) error {
	ctx := c.Request().Context()
	s, err := a.store.Survey(ctx, c.Scope.Survey)
	if err != nil {
		return err
	}
	samples, err := a.store.Samples(ctx, s.ID)
	if err != nil {
		return err
	}
	all, err := a.store.SurveyVisits(ctx, s.ID)
	if err != nil {
		return err
	}
	if len(samples) == 0 {
		return civic.E(civic.NotFound, "error.not_found")
	}
	l := c.paperLang()
	d := paper.VisitListData{Survey: s.Title.In(string(l)), Of: samples[0].Of, Seed: samples[0].Seed, Drawn: civic.Day(samples[0].DrawnAt), At: a.timeNow(), Short: s.ID[len(s.ID)-6:]}
	sizes := map[string]civic.Stratum{}
	for _, x := range samples[0].Strata {
		sizes[x.Unit] = x
	}
	for _, v := range visitsOf(all, c.QueryParam("village"), c.QueryParam("interviewer")) {
		n := len(d.Lists)
		if n == 0 || d.Lists[n-1].Unit != v.Unit || d.Lists[n-1].Interviewer != v.Name {
			if n = slices.IndexFunc(d.Lists, func(x paper.VisitList) bool { return x.Unit == v.Unit && x.Interviewer == v.Name }); n < 0 {
				n = len(d.Lists)
				x := sizes[v.Unit]
				d.Lists = append(d.Lists, paper.VisitList{Unit: v.Unit, Village: v.Village.In(string(l)), Code: x.Code, Size: x.Size, Main: x.Main, Reserve: x.Reserve, Interviewer: v.Name})
			}
		} else {
			n--
		}
		d.Lists[n].Rows = append(d.Lists[n].Rows, paper.VisitRow{Number: v.Number, Turn: v.Turn, Reserve: v.Reserve, StandsIn: v.StandsIn, Place: v.Place, Outcome: string(v.Outcome)})
	}
	var out bytes.Buffer
	if err := paper.VisitLists(&out, l, d); err != nil {
		return err
	}
	return c.pdf("tandalma-"+civic.Today(a.now())+"-"+string(l)+".pdf", &out)
}
