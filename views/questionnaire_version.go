package views

import (
	"context"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

// QuestionnaireVersion is a version in the list, with what it changed.
type QuestionnaireVersion struct {
	civic.Questionnaire
	Changes []survey.Change
	Form    *survey.Form // nil of the first
}

// VersionsData is the versions of a survey's questionnaire, newest first.
type VersionsData struct {
	Frame    *SurveyFrame
	Versions []QuestionnaireVersion
}

// PublishingData is what is shown before a version is published.
type PublishingData struct {
	QuestionnaireData
	Changes []survey.Change
}

// changeSays is a change in words.
func changeSays(ctx context.Context, f *survey.Form, c survey.Change) string {
	key := "questionnaire.change." + c.What
	was, is := c.Old, c.New
	switch c.What {
	case "relevant":
		was, is = conditionSays(ctx, f, c.Old), conditionSays(ctx, f, c.New)
		if c.New == "" {
			return t(ctx, key+"_gone", "old", was)
		}
		return t(ctx, key, "new", is)
	case "constraint":
		before, after := *c.Question, *c.Question
		before.Constraint, after.Constraint = c.Old, c.New
		if c.New == "" {
			return t(ctx, key+"_gone", "old", limitSays(ctx, &before))
		}
		return t(ctx, key, "new", limitSays(ctx, &after))
	case "required", "or_other":
		if c.New == "" || c.New == "no" || c.New == "false()" {
			return t(ctx, key+"_gone")
		}
		return t(ctx, key)
	case "type":
		before := *c.Question
		before.Type = c.Old
		return t(ctx, key, "old", t(ctx, "questionnaire.kind."+KindOf(&before).Name), "new", t(ctx, "questionnaire.kind."+KindOf(c.Question).Name))
	case "words", "hint", "choice_words":
		name := columnSays(ctx, f, c.Language)
		if was == "" {
			return t(ctx, key+"_new", "language", name, "new", is)
		}
		if is == "" {
			return t(ctx, key+"_gone", "language", name, "old", was)
		}
		return t(ctx, key, "language", name, "old", was, "new", is)
	}
	return t(ctx, key, "old", was, "new", is)
}

// columnSays is what the language of a column is called.
func columnSays(ctx context.Context, f *survey.Form, column string) string {
	for _, l := range FormLanguages(f) {
		if l.Column == column {
			return l.name(ctx)
		}
	}
	return column
}

// changedQuestion is several changes of one question, in their order.
type changedQuestion struct {
	Question *survey.Question
	Changes  []survey.Change
}

func byQuestion(all []survey.Change) (list []changedQuestion) {
	for _, c := range all {
		if n := len(list); n == 0 || list[n-1].Question != c.Question {
			list = append(list, changedQuestion{Question: c.Question})
		}
		last := &list[len(list)-1]
		last.Changes = append(last.Changes, c)
	}
	return list
}

// lackingWords are the questions whose words are missing in one of our languages, with those languages in words.
func lackingWords(ctx context.Context, f *survey.Form) (list []string) {
	langs := FormLanguages(f)[:3]
	by := map[string]int{}
	for _, w := range f.Words() {
		for _, l := range missing(w.Text, langs) {
			by[l.name(ctx)]++
		}
	}
	for _, l := range langs {
		if n := by[l.name(ctx)]; n > 0 {
			list = append(list, strings.TrimSpace(t(ctx, "questionnaire.lacking", "language", l.name(ctx), "n", n)))
		}
	}
	return list
}
