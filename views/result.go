package views

import (
	"net/url"

	"ashar/internal/civic"
)

// ResultsData is a survey's answers, question by question.
type ResultsData struct {
	Frame       *SurveyFrame
	Report      civic.Report
	Change      []civic.ReportPart // since the survey before
	BeforeTitle string
	By          string
	Weigh       bool
	Cuts        []Option
	Weighable   bool
	Needs       []Option // questions that may ask for needs
	NeedsBy     string
	Live, Rows  int // responses that count, and all
}

// query is how the results are seen now, for links to the same as a file.
func (d *ResultsData) query() string {
	q := url.Values{}
	if d.By != "" {
		q.Set("by", d.By)
	}
	if d.Weigh {
		q.Set("weigh", "1")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// form holds what is chosen, for the fields.
func (d *ResultsData) form() *Form {
	v := url.Values{"by": {d.By}, "question": {d.NeedsBy}}
	if d.Weigh {
		v.Set("weigh", "1")
	}
	return &Form{Values: v}
}
