package views

import (
	"ashar/internal/civic"
	"ashar/internal/survey"
)

// Beginning is what a new survey may begin with.
type Beginning struct {
	From    string // as the address says it
	Kind    string // blank, ready, survey, file
	Name    string // of the ready form or of the file
	Purpose string
	Title   civic.Text

	Form     *survey.Form
	Program  *survey.Program
	Warnings []survey.Problem
	Left     []survey.Problem // of types that are not supported, and not taken
}

// SurveyNewData is the page that asks what to begin with.
type SurveyNewData struct {
	Municipality string
	Ready        []Beginning
	Surveys      []civic.Survey
	Form         *Form
	Wrong        []survey.Problem // of the file that was sent
	Name         string           // of that file
	Part         string           // where it may be taken without what is wrong, or ""
}
