package handlers

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/result"
	"ashar/views"
)

// answersShown is how many answers in words a page shows.
const answersShown = 50

// AnswersInWords are the answers to one open question, to be read and grouped by tags.
func (a *App) AnswersInWords(c *Ctx) error {
	p, d, err := a.wordsData(c)
	if err != nil {
		return err
	}
	return c.show(p, views.ResultWordsContent(d))
}

func (a *App) wordsData(c *Ctx) (views.Page, *views.ResultWordsData, error) {
	ctx := c.Request().Context()
	p, f, err := a.surveyPage(c, "results", "survey.part.results")
	if err != nil {
		return p, nil, err
	}
	p.Back = &views.Link{Href: views.SurveyPath(f.ID, "results"), Text: c.Lang.T("survey.part.results")}
	d := &views.ResultWordsData{Frame: f, Question: c.Param("question"), Tag: c.QueryParam("tag"), Form: c.emptyForm()}
	d.After, _ = strconv.ParseInt(c.QueryParam("after"), 10, 64)
	paths := map[int]string{}
	err = a.resulter(ctx, c.Lang, f.Survey, resultAsk{}, func(r *resulter) error {
		col := r.t.Find(d.Question)
		if col == nil || col.Sort != result.Words || col.Repeat != nil || col.Type() != "text" {
			return civic.E(civic.NotFound, "error.not_found")
		}
		d.Title = r.label(col)
		all, _ := r.t.Count(col, nil, nil)
		d.Answered = all.Answered
		for _, t := range r.tags {
			if t.Question == d.Question {
				d.Tags = append(d.Tags, t)
			}
		}
		for number := 1; number <= r.t.Newest(); number++ {
			r.t.Each(number, func(path string, x *result.Column) {
				if x == col {
					paths[number] = path
				}
			})
		}
		return nil
	})
	if err != nil {
		return p, nil, err
	}
	said, ids, tags := []views.SaidWords(nil), map[string]bool{}, map[string][]string(nil)
	if d.Tag != "" { // those of the tag alone: which they are must be known first
		if tags, err = a.store.ResponseTags(ctx, f.ID, d.Question, nil); err != nil {
			return p, nil, err
		}
	}
	seen := 0
	err = a.store.ResponsesFrom(ctx, f.ID, d.After, responsesLooked, func(r *civic.Response) error {
		if seen++; seen == responsesLooked {
			d.Next = r.Seq
		}
		if r.Withdrawn || r.Excluded != "" || d.Tag != "" && !tagged(tags[r.ID], d.Tag) {
			return nil
		}
		text := textAt(r, paths[r.Number])
		if text == "" {
			return nil
		}
		if len(said) == answersShown {
			d.Next = said[len(said)-1].Seq
			return errEnough
		}
		said = append(said, views.SaidWords{ID: r.ID, Seq: r.Seq, Text: text})
		ids[r.ID] = true
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return p, nil, err
	}
	if tags == nil {
		if tags, err = a.store.ResponseTags(ctx, f.ID, d.Question, ids); err != nil {
			return p, nil, err
		}
	}
	for i := range said {
		said[i].Tags = tags[said[i].ID]
	}
	d.Said = said
	return p, d, nil
}

// tagged: "-" are answers without any tag.
func tagged(tags []string, want string) bool {
	if want == "-" {
		return len(tags) == 0
	}
	return slices.Contains(tags, want)
}

// textAt is the answer at a path outside repeats, "" where there is none.
func textAt(r *civic.Response, path string) string {
	var node map[string]any
	if path == "" || json.Unmarshal(r.Answers, &node) != nil {
		return ""
	}
	parts := strings.Split(path, "/")
	for _, part := range parts[:len(parts)-1] {
		node, _ = node[part].(map[string]any)
	}
	text, _ := node[parts[len(parts)-1]].(string)
	return text
}

// wordsChange applies a change of the question's tags.
func (a *App) wordsChange(c *Ctx, form *views.Form, change civic.Change) error {
	if _, err := c.Apply(change); err != nil {
		p, d, e := a.wordsData(c)
		if e != nil {
			return e
		}
		d.Form = form
		return c.refuse(err, p, form, views.ResultWordsContent(d))
	}
	return c.saved(views.WordsPath(c.Scope.Survey, c.Param("question"), c.FormValue("seen"), 0))
}

// SaveTag makes a tag, or names one anew.
func (a *App) SaveTag(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	id := form.Value("tag")
	if id == "" {
		id = c.opID()
	}
	return a.wordsChange(c, form, civic.SaveTag{Survey: c.Scope.Survey, ID: id, Question: c.Param("question"), Name: c.text("name")})
}

// DropTag removes a tag.
func (a *App) DropTag(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	return a.wordsChange(c, form, civic.DropTag{Survey: c.Scope.Survey, ID: form.Value("tag")})
}

// TagAnswers puts a tag on the answers that are ticked, or takes it off.
func (a *App) TagAnswers(c *Ctx) error {
	form, err := c.form()
	if err != nil {
		return err
	}
	return a.wordsChange(c, form, civic.TagResponses{Survey: c.Scope.Survey, Tag: form.Value("tag"), On: !c.checked("off"), Responses: form.Values["response"]})
}
