package views

import (
	"context"
	"testing"

	"ashar/internal/survey"
)

func TestTextOfDigitsBringsTheirKeys(t *testing.T) {
	form := &survey.Form{Title: "x", ID: "x", Name: "data", Questions: []*survey.Question{
		{Type: "text", Name: "inn", Label: survey.Text{"": "?"}, Appearance: "numbers"}, {Type: "text", Name: "name", Label: survey.Text{"": "?"}}}}
	p, problems := survey.Compile(form, nil)
	if p == nil {
		t.Fatal(problems)
	}
	d := &Asking{Program: p}
	for el, e := range p.Elements {
		if keys := d.question(context.Background(), el).entry()["inputmode"]; (e.Name == "inn") != (keys == "numeric") {
			t.Errorf("%s: %v", e.Name, keys)
		}
	}
}
