package views

import (
	"context"

	"ashar/internal/civic"
)

// SurveyFrame is the survey that a page belongs to, and what this person may do with it.
type SurveyFrame struct {
	civic.Survey
	Part  string // one of SurveyParts
	Plans bool   // writes the questionnaire, opens, closes, cleans
	Asks  bool   // interviews
	QR    QR     // of the address where people answer
}

// SurveyParts are the pages of a survey in their order; "about" is the survey itself.
var SurveyParts = []string{"about", "questionnaire", "sample", "responses", "results"}

// SurveysPath is a municipality's list.
func SurveysPath(municipality string) string { return "/municipalities/" + municipality + "/surveys" }

// SurveyPath is a page of a survey: its part, or something below it.
func SurveyPath(id, below string) string {
	if below == "" || below == "about" {
		return "/surveys/" + id
	}
	return "/surveys/" + id + "/" + below
}

// AskPath is where people answer by themselves.
func AskPath(code string) string { return "/q/" + code }

// SurveyFormData is the form of a survey.
type SurveyFormData struct {
	Frame        *SurveyFrame // nil a new one
	Municipality string
	Form         *Form
	Cycles       []civic.Overview
	Surveys      []civic.Survey
	Begins       *Beginning // of a new one
}

func (d *SurveyFormData) cycleOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "survey.cycle.none")}}
	for _, o := range d.Cycles {
		options = append(options, Option{o.Cycle.ID, in(ctx, o.Cycle.Title)})
	}
	return options
}

func (d *SurveyFormData) beforeOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "survey.before.none")}}
	for _, s := range d.Surveys {
		if d.Frame == nil || s.ID != d.Frame.ID {
			options = append(options, Option{s.ID, in(ctx, s.Title)})
		}
	}
	return options
}

func purposeOptions(ctx context.Context) (options []Option) {
	for _, p := range civic.SurveyPurposes {
		options = append(options, Option{string(p), t(ctx, "survey.purpose."+string(p))})
	}
	return options
}

func accessOptions(ctx context.Context) (options []Option) {
	for _, a := range civic.SurveyAccesses {
		options = append(options, Option{string(a), t(ctx, "survey.access."+string(a))})
	}
	return options
}
