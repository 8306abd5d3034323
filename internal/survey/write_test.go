package survey

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// stripped is a form without where its rows stood.
func stripped(f *Form) *Form {
	f.places = nil
	var walk func([]*Question)
	walk = func(list []*Question) {
		for _, q := range list {
			q.Row = 0
			walk(q.Children)
		}
	}
	walk(f.Questions)
	for _, l := range f.Lists {
		for i := range l.Choices {
			l.Choices[i].Row = 0
		}
	}
	slices.Sort(f.Languages)
	return f
}

type fataler interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// same reads what was written and compares.
func same(t fataler, form *Form, data []byte) {
	t.Helper()
	again, problems := read(data)
	if again == nil || problems.refused() != nil {
		t.Fatal("what was written is refused:", problems)
	}
	a, b := stripped(form), stripped(again)
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("written %s\nread    %s", dump(a), dump(b))
	}
}

func dump(f *Form) string {
	s := fmt.Sprintf("%+v", *f)
	for _, q := range f.Questions {
		s += fmt.Sprintf("\n  %+v", *q)
	}
	for _, l := range f.Lists {
		s += fmt.Sprintf("\n  %+v", *l)
	}
	return s
}

var words = rapid.StringMatching(`[a-zа-яөүң0-9=+'"<>&_${}()-]([ a-zа-яөүң0-9=+'"<>&_${}()-]{0,18}[a-zа-я)0-9])?`)

func randomText(t *rapid.T, name string, langs []string) Text {
	var out Text
	for _, l := range langs {
		if rapid.Bool().Draw(t, name+l) {
			put(&out, l, words.Draw(t, name))
		}
	}
	return out
}

func maybe(t *rapid.T, name string) string {
	if rapid.IntRange(0, 3).Draw(t, name+"?") > 0 {
		return ""
	}
	return words.Draw(t, name)
}

func randomForm(t *rapid.T) *Form {
	f := &Form{Name: "data", Title: maybe(t, "title"), ID: maybe(t, "id"), Version: maybe(t, "version"), InstanceName: maybe(t, "instance")}
	langs := []string{"", "Кыргызча (ky)", "Русский (ru)"}
	f.Columns = rapid.SampledFrom([][]string{nil, {"note"}, {"note", "Бөлүм", "bind::odk:length"}}).Draw(t, "columns")
	f.ChoiceColumns = rapid.SampledFrom([][]string{nil, {"region"}, {"region", "Айыл"}}).Draw(t, "choice columns")
	lists := rapid.IntRange(0, 3).Draw(t, "lists")
	if lists == 0 {
		f.ChoiceColumns = nil
	}
	for i := range lists {
		l := &List{Name: fmt.Sprint("list", i)}
		for j := range rapid.IntRange(1, 4).Draw(t, "choices") {
			c := Choice{Name: fmt.Sprint("c", j), Label: randomText(t, "label", langs), Image: randomText(t, "image", langs[:1])}
			for _, name := range f.ChoiceColumns {
				if v := maybe(t, name); v != "" {
					if c.Values == nil {
						c.Values = map[string]string{}
					}
					c.Values[name] = v
				}
			}
			l.Choices = append(l.Choices, c)
		}
		f.Lists = append(f.Lists, l)
	}
	n := 0
	var questions func(depth int) []*Question
	questions = func(depth int) (list []*Question) {
		for range rapid.IntRange(0, 4).Draw(t, "questions") {
			n++
			kinds := []string{"text", "integer", "note", "select_one", "rank", "calculate", "range", "geopoint", "group", "repeat"}
			if depth > 2 {
				kinds = kinds[:8]
			}
			q := &Question{Type: rapid.SampledFrom(kinds).Draw(t, "type"), Name: fmt.Sprint("q", n), Label: randomText(t, "label", langs), Hint: randomText(t, "hint", langs),
				Image: randomText(t, "image", langs[:2]), RequiredMessage: randomText(t, "rm", langs), ConstraintMessage: randomText(t, "cm", langs),
				Required: maybe(t, "required"), Relevant: maybe(t, "relevant"), Constraint: maybe(t, "constraint"), Calculation: maybe(t, "calculation"), Default: maybe(t, "default"),
				Appearance: maybe(t, "appearance"), Parameters: maybe(t, "parameters"), ChoiceFilter: maybe(t, "filter"), RepeatCount: maybe(t, "count"), ReadOnly: maybe(t, "readonly")}
			if types[q.Type].list {
				q.List = "list0"
				q.OrOther = q.Type == "select_one" && rapid.Bool().Draw(t, "other")
			}
			if types[q.Type].holding {
				q.Children = questions(depth + 1)
			}
			for _, name := range f.Columns {
				if v := maybe(t, name); v != "" {
					if q.Extra == nil {
						q.Extra = map[string]string{}
					}
					q.Extra[name] = v
				}
			}
			list = append(list, q)
		}
		return list
	}
	f.Questions = questions(0)
	used := map[string]bool{}
	for _, q := range flat(f.Questions) {
		for _, t := range q.texts() {
			for l := range *t {
				used[l] = true
			}
		}
	}
	for _, l := range f.Lists {
		for _, c := range l.Choices {
			for lang := range c.Label {
				used[lang] = true
			}
		}
	}
	for _, l := range langs[1:] {
		if used[l] {
			f.Languages = append(f.Languages, l)
		}
	}
	return f
}

func flat(list []*Question) (all []*Question) {
	for _, q := range list {
		all = append(append(all, q), flat(q.Children)...)
	}
	return all
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := randomForm(t)
		data, err := Write(f)
		if err != nil {
			t.Fatal(err)
		}
		same(t, f, data)
	})
}
