package views

import (
	"context"
	"strconv"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// SampleData is a survey's sample: what was drawn and how far it is.
type SampleData struct {
	Frame    *SurveyFrame
	Samples  []civic.Sample // the one that stands first
	Villages []civic.VillageProgress
	Form     *Form
	Strata   []civic.Stratum // of a draw that is only looked at
}

// Sum of the villages.
func (d *SampleData) Sum() (sum civic.VillageProgress) {
	for _, v := range d.Villages {
		sum.Main += v.Main
		sum.Reserve += v.Reserve
		sum.Done += v.Done
		sum.Failed += v.Failed
		sum.Responses += v.Responses
		sum.Slips += v.Slips
	}
	return sum
}

func (d *SampleData) stratum(unit string) *civic.Stratum {
	for i := range d.Strata {
		if d.Strata[i].Unit == unit {
			return &d.Strata[i]
		}
	}
	return nil
}

// SurveyVisitsData are the visits of a village.
type SurveyVisitsData struct {
	Frame    *SurveyFrame
	Villages []civic.SurveyVisit // one of each village that has any
	Village  string
	Mine     bool // those of the reader alone
	Visits   []civic.SurveyVisit
	Staff    []civic.Staff
	Form     *Form
	Refused  string // the visit whose form came back
}

// SurveyVisitsPath is the list of a village.
func SurveyVisitsPath(survey, village string, mine bool) string {
	path := SurveyPath(survey, "visits") + "?village=" + village
	if mine {
		path += "&mine=1"
	}
	return path
}

func (d *SurveyVisitsData) staffOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "visits.nobody")}}
	for _, p := range d.Staff {
		options = append(options, Option{p.ID, p.Name})
	}
	return options
}

// assigned is a form with who has the village now, if one person has all of it.
func (d *SurveyVisitsData) assigned() *Form {
	f := &Form{Values: map[string][]string{}}
	for i, v := range d.Visits {
		if i > 0 && v.Interviewer != d.Visits[0].Interviewer {
			return f
		}
	}
	if len(d.Visits) > 0 {
		f.Values.Set("interviewer", d.Visits[0].Interviewer)
	}
	return f
}

// form of one visit: what is known, or what was refused.
func (d *SurveyVisitsData) form(v *civic.SurveyVisit) *Form {
	if d.Refused == v.ID {
		return d.Form
	}
	return &Form{Values: map[string][]string{"place": {v.Place}, "outcome": {string(v.Outcome)}}}
}

func visitOptions(ctx context.Context) (options []Option) {
	for _, o := range civic.VisitOutcomes {
		options = append(options, Option{string(o), t(ctx, "visits.outcome."+string(o))})
	}
	return options
}

// shareText is a part of a whole as a bar's width.
func shareText(part, whole int) string {
	return strconv.Itoa(100*min(part, whole)/max(1, whole)) + "%"
}

// waiting is how many stand in reserve whose turn has not come.
func (d *SurveyVisitsData) waiting() (n int) {
	for _, v := range d.Visits {
		if v.Reserve && !v.StandsIn {
			n++
		}
	}
	return n
}

func (d *SampleData) name(ctx context.Context, unit string) string {
	for _, v := range d.Villages {
		if v.Unit == unit {
			return in(ctx, v.Name)
		}
	}
	return unit
}

// sampleCode is the code of a village that was drawn from, for the example.
func sampleCode(s *civic.Sample) string {
	for _, x := range s.Strata {
		if x.Main > 0 {
			return x.Code
		}
	}
	return ""
}

func (d *SampleData) villageOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "survey_slip.any")}}
	for _, v := range d.Villages {
		if v.Unit != "" {
			options = append(options, Option{v.Unit, in(ctx, v.Name)})
		}
	}
	return options
}

// paperLanguages are those a paper is printed in, the reader's own first.
func paperLanguages(ctx context.Context) []Option {
	own := string(lang(ctx))
	options := []Option{{own, t(ctx, "survey.language."+own)}}
	for _, l := range i18n.Langs {
		if string(l) != own {
			options = append(options, Option{string(l), t(ctx, "survey.language."+string(l))})
		}
	}
	return options
}
