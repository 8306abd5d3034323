package handlers

import (
	"bytes"
	"encoding/json"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/paper"
	"ashar/views"
)

// SurveySlips is the form by which slips are printed.
func (a *App) SurveySlips(c *Ctx) error {
	p, d, err := a.surveySlips(c)
	if err != nil {
		return err
	}
	return c.show(p, views.SurveySlipsContent(d))
}

func (a *App) surveySlips(c *Ctx) (views.Page, *views.SampleData, error) {
	p, f, err := a.surveyPage(c, "sample", "survey_slip.title")
	if err != nil {
		return p, nil, err
	}
	d, err := a.sample(c, f)
	return p, d, err
}

// PrintSurveySlips makes slips and answers their paper. The codes stand on it and nowhere else: printed again, they are other slips.
func (a *App) PrintSurveySlips(c *Ctx) error {
	p, d, err := a.surveySlips(c)
	if err != nil {
		return err
	}
	if d.Form, err = c.form(); err != nil {
		return err
	}
	n, err := strconv.Atoi(c.text("slips"))
	if err != nil || n < 1 || n > civic.SurveySlipsMax {
		return c.refuse(civic.Bad("slips", "error.between", "from", 1, "to", civic.SurveySlipsMax), p, d.Form, views.SurveySlipsContent(d))
	}
	l := c.paperLang()
	if said, ok := i18n.Parse(c.FormValue("lang")); ok {
		l = said
	}
	address := c.surveyAddress(d.Frame.Code)
	change := civic.PrintSurveySlips{Survey: d.Frame.ID, Unit: c.FormValue("unit")}
	out := paper.SurveySlipsData{Title: d.Frame.Title.In(string(l)), Address: address, At: a.timeNow()}
	for _, v := range d.Villages {
		if v.Unit != "" && v.Unit == change.Unit {
			out.Village = v.Name.In(string(l))
		}
	}
	for range n {
		code := civic.RandomDigits(civic.SlipLength)
		change.Hashes = append(change.Hashes, slipOf(code))
		out.Slips = append(out.Slips, paper.Slip{Code: civic.SpacedCode(code), Link: address + "?slip=" + code})
	}
	receipt, err := c.Apply(change)
	if err != nil {
		return err
	}
	var outcome struct{ First int }
	if err := json.Unmarshal(receipt.Outcome, &outcome); err != nil {
		return err
	}
	for i := range out.Slips {
		out.Slips[i].Number = strconv.Itoa(outcome.First + i)
	}
	var b bytes.Buffer
	if err := paper.SurveySlips(&b, l, out); err != nil {
		return err
	}
	return c.pdf("slips.pdf", &b)
}

// surveyAddress is where people answer a survey by themselves.
func (c *Ctx) surveyAddress(code string) string { return c.base() + views.AskPath(code) }

// SurveyPoster is a sheet for a wall, with the survey's code in all languages.
func (a *App) SurveyPoster(c *Ctx) error {
	ctx := c.Request().Context()
	s, err := a.store.Survey(ctx, c.Scope.Survey)
	if err != nil {
		return err
	}
	place, err := a.store.PlaceOf(ctx, s.Municipality)
	if err != nil {
		return err
	}
	d := paper.SurveyPosterData{Titles: map[i18n.Lang]string{i18n.KY: s.Title.KY, i18n.RU: s.Title.RU, i18n.EN: s.Title.EN}, Place: map[i18n.Lang]string{}, Address: c.surveyAddress(s.Code), At: a.timeNow()}
	for _, l := range i18n.Langs {
		d.Place[l] = place.Name.In(string(l))
	}
	var out bytes.Buffer
	if err := paper.SurveyPoster(&out, d); err != nil {
		return err
	}
	return c.pdf("poster-"+s.Code+".pdf", &out)
}
