package survey

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Change is one thing in which a newer form differs from an older one.
type Change struct {
	What string // added, removed, moved, renamed, type, words, hint, required, relevant, constraint, calculation, settings, choice_added, choice_removed, choice_words, choice_order, or_other, other
	// The question: of the newer form, of the older where it is gone. Nil of the form's settings.
	Question *Question
	Language string // of words: which, "" the column without one
	Old, New string
}

// Changes are how a newer form differs, in its order; what is gone comes last.
func Changes(old, new *Form) (list []Change) {
	before, after := byName(old), byName(new)
	gone := map[string]bool{}
	for name := range before {
		gone[name] = after[name].Question == nil
	}
	was := order(old, new, after)
	for _, q := range new.keyed() {
		o := before[q.key]
		if o.Question == nil {
			if from := renamedFrom(old, gone, q.Placed); from != nil {
				gone[from.Name] = false
				list = append(list, Change{What: "renamed", Question: q.Question, Old: from.Name, New: q.Name})
				list = append(list, compared(old, new, from, q.Question)...)
				continue
			}
			list = append(list, Change{What: "added", Question: q.Question})
			continue
		}
		if Around(o.Path) != Around(q.Path) || was[q.key] {
			list = append(list, Change{What: "moved", Question: q.Question})
		}
		list = append(list, compared(old, new, o.Question, q.Question)...)
	}
	for _, q := range old.keyed() {
		if gone[q.key] {
			list = append(list, Change{What: "removed", Question: q.Question})
		}
	}
	if settings(old) != settings(new) {
		list = append(list, Change{What: "settings", Old: old.Title, New: new.Title})
	}
	return list
}

func settings(f *Form) string {
	said := []string{f.Title, f.DefaultLanguage, f.InstanceName, f.Name, f.ID}
	for _, p := range f.Settings {
		said = append(said, p.Name, p.Value)
	}
	return strings.Join(said, "\x00")
}

// byName finds questions by their names; of those that several groups have, by their paths.
func byName(f *Form) map[string]Placed {
	m := map[string]Placed{}
	for _, q := range f.keyed() {
		m[q.key] = q.Placed
	}
	return m
}

type keyed struct {
	Placed
	key string
}

func (f *Form) keyed() (list []keyed) {
	n := map[string]int{}
	for _, q := range f.All() {
		n[q.Name]++
	}
	for _, q := range f.All() {
		k := keyed{q, q.Name}
		if n[q.Name] > 1 {
			k.key = q.Path
		}
		list = append(list, k)
	}
	return list
}

// order tells which of the questions of both forms stand elsewhere: those outside the longest row that kept its order.
func order(old, new *Form, after map[string]Placed) map[string]bool {
	var kept []string
	for _, q := range old.keyed() {
		if after[q.key].Question != nil {
			kept = append(kept, q.key)
		}
	}
	at := map[string]int{}
	for i, q := range new.keyed() {
		at[q.key] = i
	}
	// longest rising row, by patience: ends[k] is the last of the best row of length k+1
	var ends []string
	before := map[string]string{}
	for _, n := range kept {
		k, _ := slices.BinarySearchFunc(ends, at[n], func(e string, x int) int { return at[e] - x })
		if k > 0 {
			before[n] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, n)
		} else {
			ends[k] = n
		}
	}
	moved := map[string]bool{}
	for _, n := range kept {
		moved[n] = true
	}
	if len(ends) > 0 {
		for n := ends[len(ends)-1]; n != ""; n = before[n] {
			moved[n] = false
		}
	}
	return moved
}

// renamedFrom is the question that is gone and asks the same words in the same way.
func renamedFrom(old *Form, gone map[string]bool, q Placed) *Question {
	if len(q.Label) == 0 {
		return nil
	}
	for _, o := range old.All() {
		if gone[o.Name] && o.Type == q.Type && maps.Equal(o.Label, q.Label) {
			return o.Question
		}
	}
	return nil
}

func compared(oldForm, newForm *Form, o, n *Question) (list []Change) {
	add := func(what, lang, was, is string) {
		if was != is {
			list = append(list, Change{What: what, Question: n, Language: lang, Old: was, New: is})
		}
	}
	add("type", "", o.Type, n.Type)
	texts := n.texts()
	before := o.texts()
	for _, c := range textColumns {
		what := map[string]string{"label": "words", "image": "other"}[c.name]
		if what == "" {
			what = "hint"
		}
		for _, lang := range spoken(newForm, []Text{*before[c.name], *texts[c.name]}) {
			add(what, lang, (*before[c.name])[lang], (*texts[c.name])[lang])
		}
	}
	for _, c := range []struct{ what, was, is string }{{"required", o.Required, n.Required}, {"relevant", o.Relevant, n.Relevant}, {"constraint", o.Constraint, n.Constraint},
		{"calculation", o.Calculation, n.Calculation}, {"other", o.Default, n.Default}, {"other", o.Appearance, n.Appearance}, {"other", o.Parameters, n.Parameters},
		{"other", o.ChoiceFilter, n.ChoiceFilter}, {"other", o.RepeatCount, n.RepeatCount}, {"other", o.ReadOnly, n.ReadOnly}} {
		add(c.what, "", c.was, c.is)
	}
	if o.OrOther != n.OrOther {
		list = append(list, Change{What: "or_other", Question: n, New: map[bool]string{true: "yes"}[n.OrOther]})
	}
	if n.Chooses() && o.Chooses() {
		list = append(list, choices(newForm, oldForm.List(o.List), newForm.List(n.List), n)...)
	}
	return list
}

func choices(f *Form, was, is *List, q *Question) (list []Change) {
	if was == nil || is == nil {
		return nil
	}
	old, of := map[string]Choice{}, was.Keys()
	for i, c := range was.Choices {
		old[of[i]] = c
	}
	var kept []string
	for i, key := range is.Keys() {
		c := is.Choices[i]
		o, had := old[key]
		if !had {
			list = append(list, Change{What: "choice_added", Question: q, New: cmp.Or(c.Label.In(f.Languages...), c.Name)})
			continue
		}
		delete(old, key)
		kept = append(kept, key)
		for _, lang := range spoken(f, []Text{o.Label, c.Label}) {
			if o.Label[lang] != c.Label[lang] {
				list = append(list, Change{What: "choice_words", Question: q, Language: lang, Old: o.Label[lang], New: c.Label[lang]})
			}
		}
	}
	var before []string
	for i, c := range was.Choices {
		if _, gone := old[of[i]]; gone {
			list = append(list, Change{What: "choice_removed", Question: q, Old: cmp.Or(c.Label.In(f.Languages...), c.Name)})
		} else {
			before = append(before, of[i])
		}
	}
	if !slices.Equal(before, kept) {
		list = append(list, Change{What: "choice_order", Question: q})
	}
	return list
}
