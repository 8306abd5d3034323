package ready

import (
	"bytes"
	"maps"
	"reflect"
	"slices"
	"testing"

	"ashar/internal/survey"
)

func TestEveryReadyFormIsWhole(t *testing.T) {
	files, err := sources.ReadDir(".")
	if err != nil || len(files) != len(Names) {
		t.Fatalf("%d files and %d names, %v", len(files), len(Names), err)
	}
	purposes := map[string]bool{}
	for _, f := range All() {
		t.Run(f.Name, func(t *testing.T) {
			purposes[f.Purpose] = true
			form, _, warnings, err := survey.Open(f.File, nil)
			if err != nil || len(warnings) > 0 {
				t.Fatal(err, warnings)
			}
			if !slices.Equal(form.Languages, Languages) {
				t.Error("languages", form.Languages)
			}
			again, err := survey.Write(form)
			if err != nil {
				t.Fatal(err)
			}
			back, _, _, err := survey.Open(again, nil)
			if err != nil || !reflect.DeepEqual(form.Questions, back.Questions) || !reflect.DeepEqual(form.Lists, back.Lists) || !bytes.Equal(f.File, again) && back.Title != form.Title {
				t.Error("what is written is not what was read", err)
			}
			lists := map[string]bool{}
			for _, q := range everything(form.Questions) {
				lists[q.List] = true
				if q.Type == "calculate" {
					continue
				}
				whole(t, q.Name+" label", q.Label)
				for what, text := range map[string]survey.Text{"hint": q.Hint, "constraint_message": q.ConstraintMessage} {
					if text != nil {
						whole(t, q.Name+" "+what, text)
					}
				}
				if q.Constraint != "" && q.ConstraintMessage == nil {
					t.Error(q.Name, "refuses without saying why")
				}
			}
			for _, l := range form.Lists {
				for _, c := range l.Choices {
					whole(t, l.Name+" "+c.Name, c.Label)
				}
			}
			if src := listsOf(t, f.Name); len(src) != len(form.Lists) {
				t.Error("lists that nothing asks:", src)
			}
		})
	}
	for _, p := range []string{"satisfaction", "feedback", "test", "needs"} {
		if !purposes[p] {
			t.Error("nothing is ready for", p)
		}
	}
}

func listsOf(t *testing.T, name string) []string {
	t.Helper()
	data, err := sources.ReadFile(name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var s source
	if err := decode(data, &s); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(s.Lists))
}

func whole(t *testing.T, what string, text survey.Text) {
	t.Helper()
	for _, l := range Languages {
		if text[l] == "" {
			t.Errorf("%s says nothing in %s", what, l)
		}
	}
}

func everything(list []*survey.Question) (all []*survey.Question) {
	for _, q := range list {
		all = append(append(all, q), everything(q.Children)...)
	}
	return all
}

// The test counts its right answers: none, some, all.
func TestScore(t *testing.T) {
	f, _ := Find("test")
	for want, answers := range map[string]survey.Answers{
		"0": {"budget": "head", "row": "who when money votes"},
		"2": {"budget": "council", "task": "help", "row": "who when"},
		"6": {"budget": "council", "task": "help", "apart": "free", "departs": "reason", "watch": "group", "row": "money who when"},
	} {
		iv := f.Asked.Begin(survey.Env{Random: func() float64 { return 0.5 }}, answers)
		if got := iv.Answers()["score"]; got != want {
			t.Errorf("%v: %v, want %s", answers, got, want)
		}
	}
}
