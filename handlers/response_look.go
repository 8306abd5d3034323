package handlers

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/i18n"
	"ashar/internal/survey"
	"ashar/views"
)

// looked is one response in its version of the questionnaire, as the engine sees it now.
type looked struct {
	civic.Response
	asked *asked
	iv    *survey.Interview
}

// look holds a response against its version again. What was not answered stays so: no default comes in its place.
func (a *App) look(c *Ctx, r civic.Response) (*looked, error) {
	q, err := a.asked(c.Request().Context(), r.Survey, r.Number)
	if err != nil {
		return nil, err
	}
	answers := survey.Answers{}
	if err := json.Unmarshal(r.Answers, &answers); err != nil {
		return nil, err
	}
	asWas(q.Program, 0, answers)
	return &looked{Response: r, asked: q, iv: q.Program.Begin(c.surveyEnv(q.Program, r.BeganAt), answers)}, nil
}

// asWas says of what has no answer that it has none: a question is blank, a repeat was asked no time.
func asWas(p *survey.Program, group int, answers survey.Answers) {
	for _, k := range p.Elements[group].Children {
		e := &p.Elements[k]
		had, there := answers[e.Name]
		switch {
		case e.Type == "group":
			inner, ok := had.(map[string]any)
			if !ok {
				inner = survey.Answers{}
				answers[e.Name] = inner
			}
			asWas(p, k, inner)
		case e.Type == "repeat":
			list, _ := had.([]any)
			for _, x := range list {
				if inner, ok := x.(map[string]any); ok {
					asWas(p, k, inner)
				}
			}
			if list == nil {
				answers[e.Name] = []any{}
			}
		case !there && !e.Calculated:
			answers[e.Name] = ""
		}
	}
}

// wrong is how many answers break a rule.
func (lk *looked) wrong() (n int) {
	lk.iv.Each(func(s survey.State) {
		if s.Wrong != "" {
			n++
		}
	})
	return n
}

// lines are the questions that were asked, with what was answered.
func (lk *looked) lines(l i18n.Lang) (all []views.ResponseLine) {
	p := lk.asked.Program
	lk.iv.Each(func(s survey.State) {
		e := &p.Elements[s.Element]
		if !s.Relevant || e.Meta || e.Type == "note" || e.Silent && s.Value == "" {
			return
		}
		line := views.ResponseLine{Path: s.Path, Label: lk.label(l, e, s.Path), Group: e.Answer == "", Edits: !s.ReadOnly && e.Answer != "" && e.Type != "image"}
		if !line.Group {
			line.Said = lk.words(l, e, s.Value)
			if s.Wrong != "" {
				line.Wrong = l.T(views.AnswerProblems[s.Wrong])
			}
		}
		all = append(all, line)
	})
	return titled(all)
}

// titled leaves out the titles of groups that have none, and of those with nothing below them.
func titled(all []views.ResponseLine) []views.ResponseLine {
	kept, below := make([]views.ResponseLine, 0, len(all)), ""
	for _, x := range slices.Backward(all) {
		if x.Group && !strings.HasPrefix(below, x.Path+"/") {
			continue
		}
		below = x.Path
		if !x.Group || x.Label != "" {
			kept = append(kept, x)
		}
	}
	slices.Reverse(kept)
	return kept
}

// label is what a question asks; the one that or_other made asks in our words.
func (lk *looked) label(l i18n.Lang, e *survey.Element, path string) string {
	if e.Other {
		return l.T("result.other_of")
	}
	return cmp.Or(lk.iv.Words(path, survey.Label), e.Name)
}

// words are an answer as people read it.
func (lk *looked) words(l i18n.Lang, e *survey.Element, said string) string {
	if e.List < 0 || said == "" {
		return said
	}
	list := &lk.asked.Program.Lists[e.List]
	names := []string{said}
	if e.Answer == "many" {
		names = strings.Fields(said)
	}
	for i, name := range names {
		if row := slices.Index(list.Names, name); row >= 0 {
			if _, label := lk.iv.Choice(e.List, row); label != "" {
				names[i] = label
			}
		} else if e.OrOther && name == "other" {
			names[i] = l.T("result.choice.other")
		}
	}
	return strings.Join(names, ", ")
}

// field is how one question of a response is answered anew; nil where it is not.
func (lk *looked) field(l i18n.Lang, path string) *views.ResponseField {
	s, ok := lk.iv.State(path)
	if !ok || !s.Relevant || s.ReadOnly {
		return nil
	}
	e := &lk.asked.Program.Elements[s.Element]
	if e.Answer == "" || e.Type == "image" {
		return nil
	}
	f := &views.ResponseField{Path: path, Label: lk.label(l, e, path), Value: s.Value, Several: e.Answer == "many" && e.Type != "rank"}
	if e.List >= 0 && e.Type != "rank" {
		for _, row := range lk.iv.Choices(path) {
			name, label := lk.iv.Choice(e.List, row)
			f.Options = append(f.Options, views.Option{Value: name, Text: cmp.Or(label, name)})
		}
		if e.OrOther {
			f.Options = append(f.Options, views.Option{Value: "other", Text: l.T("result.choice.other")})
		}
		if !f.Several && !s.Required {
			f.Options = append(f.Options, views.Option{Value: "", Text: "–"})
		}
	}
	return f
}

// differ are the questions to which two contents say different things.
func (a *App) differ(c *Ctx, one, other civic.Response) ([]views.ResponseDifference, error) {
	x, err := a.look(c, one)
	if err != nil {
		return nil, err
	}
	y, err := a.look(c, other)
	if err != nil {
		return nil, err
	}
	var all []views.ResponseDifference
	at := map[string]int{}
	for _, line := range x.lines(c.Lang) {
		if !line.Group {
			at[line.Path] = len(all)
			all = append(all, views.ResponseDifference{Label: line.Label, One: line.Said})
		}
	}
	for _, line := range y.lines(c.Lang) {
		if line.Group {
			continue
		}
		i, ok := at[line.Path]
		if !ok {
			i = len(all)
			all = append(all, views.ResponseDifference{Label: line.Label})
		}
		all[i].Other = line.Said
	}
	return slices.DeleteFunc(all, func(d views.ResponseDifference) bool { return d.One == d.Other }), nil
}
