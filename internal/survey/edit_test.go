package survey

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func say(words string) Text { return Text{"Кыргызча (ky)": words} }

// editForm has two groups and whatever its questions ask of each other.
func editForm() *Form {
	return &Form{Name: "data", Languages: []string{"Кыргызча (ky)"},
		Questions: []*Question{
			{Type: "select_one", List: "yesno", Name: "has", Label: say("Балаңыз барбы?")},
			{Type: "group", Name: "family", Label: say("Үй-бүлө"), Children: []*Question{
				{Type: "integer", Name: "children", Label: say("Канча балаңыз бар?"), Relevant: "${has} = 'yes'", Constraint: ". > 0 and . < 20"},
				{Type: "text", Name: "eldest", Label: say("${children} баланын улуусу ким?"), Relevant: "${children} > 1"},
			}},
			{Type: "select_multiple", List: "needs", Name: "needs", OrOther: true, Label: say("Эмне керек?")},
			{Type: "calculate", Name: "big", Calculation: "if(${children} > 3, 'yes', 'no')"},
		},
		Lists: []*List{
			{Name: "yesno", Choices: []Choice{{Name: "yes", Label: say("Ооба")}, {Name: "no", Label: say("Жок")}}},
			{Name: "needs", Choices: []Choice{{Name: "water", Label: say("Суу")}, {Name: "road", Label: say("Жол")}}},
		}}
}

func paths(f *Form) (list []string) {
	for _, q := range f.All() {
		list = append(list, q.Path)
	}
	return list
}

func TestMovingGoesLineByLineThroughGroups(t *testing.T) {
	f := editForm()
	for i, want := range []string{"family/has", "family/has", "family/has", "has", "has"} {
		path := map[bool]string{true: "has", false: "family/has"}[i == 0 || i == 4]
		if got := f.Move(path, false); got != want {
			t.Fatalf("%d: %s, want %s", i, got, want)
		}
	}
	if got := paths(f); !slices.Equal(got, []string{"family", "family/children", "family/eldest", "needs", "has", "big"}) {
		t.Error(got)
	}
	f.Order([]string{"needs", "family", "family/eldest", "family/children"})
	if got := paths(f); !slices.Equal(got, []string{"needs", "family", "family/eldest", "family/children", "has", "big"}) {
		t.Error(got)
	}
}

// Nothing is lost or doubled by moving, and going down then up comes back.
func TestMovingKeepsEveryQuestion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := editForm()
		before := paths(f)
		names := func() []string {
			var list []string
			for _, q := range f.All() {
				list = append(list, q.Name)
			}
			slices.Sort(list)
			return list
		}
		all := names()
		path := rapid.SampledFrom(before).Draw(t, "path")
		down := f.Move(path, false)
		if !slices.Equal(names(), all) {
			t.Fatal("lost", names())
		}
		if q, _ := f.At(down); q == nil {
			t.Fatal("not at", down)
		}
		if down == path && slices.Equal(paths(f), before) {
			return // at the end
		}
		if f.Move(down, true); !slices.Equal(paths(f), before) {
			t.Fatal(paths(f))
		}
	})
}

func TestRenamingIsSeenEverywhere(t *testing.T) {
	f := editForm()
	f.Rename("family/children", "kids")
	q, _ := f.At("family/eldest")
	if q.Relevant != "${kids} > 1" || q.Label["Кыргызча (ky)"] != "${kids} баланын улуусу ким?" {
		t.Error(q.Relevant, q.Label)
	}
	if _, err := Compile(f, nil); err != nil {
		t.Error(err)
	}
	f.Rename("has", "ki") // no part of another name
	if q, _ := f.At("family/kids"); q.Relevant != "${ki} = 'yes'" {
		t.Error(q.Relevant)
	}
}

func TestCopyAsksOfTheCopies(t *testing.T) {
	f := editForm()
	if at := f.Copy("family"); at != "family_2" {
		t.Fatal(at)
	}
	q, _ := f.At("family_2/eldest_2")
	if q == nil || q.Relevant != "${children_2} > 1" {
		t.Fatal(paths(f), q)
	}
	if q.Label["Кыргызча (ky)"] != "${children_2} баланын улуусу ким?" {
		t.Error(q.Label)
	}
	if q, _ := f.At("family/eldest"); q.Label["Кыргызча (ky)"] != "${children} баланын улуусу ким?" {
		t.Error("the first one changed:", q.Label)
	}
	if _, err := Compile(f, nil); err != nil {
		t.Error(err)
	}
}

func TestRemovalForgetsConditions(t *testing.T) {
	f := editForm()
	var hang []string
	for _, q := range f.Mentions("has") {
		hang = append(hang, q.Path)
	}
	if !slices.Equal(hang, []string{"family/children"}) {
		t.Error(hang)
	}
	f.Lists = append(f.Lists, &List{Name: "later"}) // the author's, for a question to come
	idle := f.Idle()
	f.Forget("has")
	f.Remove("has")
	f.Tidy(idle)
	if _, err := Compile(f, nil); err != nil {
		t.Error(err)
	}
	if f.List("yesno") != nil || f.List("needs") == nil || f.List("later") == nil {
		t.Error("lists", f.Lists)
	}
	f.Forget("family")
	f.Remove("family")
	if _, err := Compile(f, nil); err == nil {
		t.Error("a calculation of what is gone must be changed by its author")
	}
}

func TestNamesAreLatinAndFree(t *testing.T) {
	f := editForm()
	for words, want := range map[string]string{
		"Канча балаңыз бар?": "kancha_balangyz_bar", "Children": "children_2", "Үйүңүздө ток барбы, жокпу, айтыңызчы?": "uyunguzdo_tok_barby", "42?": "integer_42", "???": "integer", "Needs other": "needs_other_2",
	} {
		if got := f.NewName(words, "integer"); got != want {
			t.Errorf("%s: %s, want %s", words, got, want)
		}
	}
	l := f.List("yesno")
	if a, b := l.Fresh("Да"), l.Fresh("No"); a != "da" || b != "no_2" {
		t.Error(a, b)
	}
}

func TestConditionsArePickedAndWritten(t *testing.T) {
	f := editForm()
	for said, want := range map[string]Condition{
		"${has} = 'yes'":                                        {Parts: []Part{{"has", "is", []string{"yes"}}}},
		`${has}="yes"`:                                          {Parts: []Part{{"has", "is", []string{"yes"}}}},
		"${has} != 'yes'":                                       {Parts: []Part{{"has", "not", []string{"yes"}}}},
		"${has} = 'yes' or ${has} = 'no'":                       {Parts: []Part{{"has", "is", []string{"yes", "no"}}}},
		"${children} >= 2 and ${has} != ''":                     {Parts: []Part{{"children", "from", []string{"2"}}, {"has", "answered", nil}}},
		"selected(${needs}, 'water')":                           {Parts: []Part{{"needs", "is", []string{"water"}}}},
		"not(selected(${needs}, 'other'))":                      {Parts: []Part{{"needs", "not", []string{"other"}}}},
		"${children} > -1 or ${has} = ''":                       {Any: true, Parts: []Part{{"children", "more", []string{"-1"}}, {"has", "blank", nil}}},
		"${children} = 2 and (${has} = 'yes' or ${has} = 'no')": {Parts: []Part{{"children", "is", []string{"2"}}, {"has", "is", []string{"yes", "no"}}}},
	} {
		got, ok := Picked(f, said)
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v %v", said, got, ok)
		}
		again, ok := Picked(f, got.Write(f))
		if !ok || !reflect.DeepEqual(again, got) {
			t.Errorf("%s written as %s is %+v", said, got.Write(f), again)
		}
	}
	for _, said := range []string{"", "${has} = 'maybe'", "${gone} = 'yes'", "${children} > ${big}", "count(${needs}) > 1", "${has} = 'yes' and ${children} > 1 or ${children} = 0", "${children} + 1 > 2",
		"selected(${needs}, ${has})", "'yes' = ${has}", "${family} != ''", "true()", "regex(${eldest}, 'a')", "${has} = 'yes' or ${has} != 'no'", "${needs} = 'water'", "${children} > '1'", "not(${has} = 'yes')"} {
		if c, ok := Picked(f, said); ok && c.Write(f) != said {
			t.Errorf("%s is taken for %+v", said, c)
		}
	}
}

// Whatever is picked is recognised again, and the form with it can be asked.
func TestAnyPickComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := editForm()
		var c Condition
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			name := rapid.SampledFrom([]string{"has", "children", "needs", "big"}).Draw(t, "question")
			q, _ := f.Named(name)
			p := Part{Question: name, Op: rapid.SampledFrom(f.OpsOf(q)).Draw(t, "op")}
			switch {
			case p.Op == "answered" || p.Op == "blank":
			case q.Chooses():
				codes := []string{"yes", "no"}
				if name == "needs" {
					codes = []string{"water", "road", "other"}
				}
				p.Values = rapid.Permutation(codes).Draw(t, "codes")[:rapid.IntRange(1, 2).Draw(t, "n")]
			default:
				p.Values = []string{rapid.SampledFrom([]string{"0", "-3", "2.5", "17"}).Draw(t, "number")}
			}
			c.Parts = append(c.Parts, p)
		}
		c.Any = len(c.Parts) > 1 && rapid.Bool().Draw(t, "any")
		said := c.Write(f)
		got, ok := Picked(f, said)
		if !ok || got.Write(f) != said && !sameMeaning(f, got, c) {
			t.Fatalf("%s is %+v, was %+v", said, got, c)
		}
		f.Questions = append(f.Questions, &Question{Type: "note", Name: "end", Label: say("Рахмат"), Relevant: said})
		if _, err := Compile(f, nil); err != nil {
			t.Fatal(said, err)
		}
	})
}

// Parts of one question that say the same may come back as one.
func sameMeaning(f *Form, a, b Condition) bool {
	strip := strings.NewReplacer("(", "", ")", "")
	return strip.Replace(a.Write(f)) == strip.Replace(b.Write(f))
}

func TestLimitsArePickedAndWritten(t *testing.T) {
	for _, c := range []struct {
		typ, said string
		want      Limits
		ok        bool
	}{
		{"integer", ". >= 0 and . <= 20", Limits{"0", "20"}, true}, {"integer", ". > 0 and . < 20", Limits{"1", "19"}, true}, {"integer", ".>=18", Limits{Least: "18"}, true},
		{"decimal", ". <= 2.5", Limits{Most: "2.5"}, true}, {"decimal", ". < 2.5", Limits{}, false}, {"integer", ". != 3", Limits{}, false}, {"integer", ". >= 1 or . <= 3", Limits{}, false},
		{"text", "string-length(.) <= 50", Limits{Most: "50"}, true}, {"text", "regex(., 'a')", Limits{}, false}, {"select_multiple", "count-selected(.) <= 3", Limits{Most: "3"}, true},
		{"date", ". <= today()", Limits{Most: "today"}, true}, {"date", ". >= date('2026-01-31')", Limits{Least: "2026-01-31"}, true}, {"date", ". >= '2026-01-31'", Limits{}, false},
		{"integer", ". >= ${children}", Limits{}, false}, {"select_one", ". = 'a'", Limits{}, false}, {"integer", ". >= 1 and . >= 2", Limits{}, false},
	} {
		got, ok := PickedLimits(c.typ, c.said)
		if ok != c.ok || got != c.want {
			t.Errorf("%s %s: %+v %v", c.typ, c.said, got, ok)
		}
		if again, ok := PickedLimits(c.typ, got.Write(c.typ)); c.ok && (!ok || again != got) {
			t.Errorf("%s comes back as %+v", got.Write(c.typ), again)
		}
	}
}

func TestChangesAreSaid(t *testing.T) {
	old, f := editForm(), editForm()
	has, _ := f.At("has")
	has.Label = say("Балдарыңыз барбы?")
	f.Rename("family/eldest", "oldest")
	kids, _ := f.At("family/children")
	kids.Required, kids.Relevant, kids.Constraint = "yes", "", ". >= 1"
	f.Lists[1].Choices = append([]Choice{{Name: "light", Label: say("Жарык")}}, f.Lists[1].Choices[0])
	f.Remove("big")
	f.Questions = append(f.Questions, &Question{Type: "note", Name: "end", Label: say("Рахмат")})
	f.Order([]string{"needs", "has"})
	var got []string
	for _, c := range Changes(old, f) {
		got = append(got, c.What+" "+c.Question.Name)
	}
	want := []string{"moved needs", "choice_added needs", "choice_removed needs", "words has", "required children", "relevant children", "constraint children", "renamed oldest", "added end", "removed big"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if c := Changes(old, editForm()); len(c) > 0 {
		t.Error(c)
	}
}

// Every file that is read can be opened in the editor: its rows are found, its words said again, and it does not differ from itself.
func TestTheEditorLosesNothingOfRealForms(t *testing.T) {
	folder := os.Getenv("ASHAR_CONFORMANCE_DATA")
	if folder == "" {
		t.Skip("ASHAR_CONFORMANCE_DATA is not set")
	}
	files, err := filepath.Glob(filepath.Join(folder, "xlsform", "*.xlsx"))
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	opened := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		form, _, _, err := Open(data, func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(folder, "xlsform", name)) })
		if err != nil {
			continue
		}
		opened++
		written, err := Write(form)
		if err != nil {
			t.Fatal(file, err)
		}
		again, _ := read(written)
		if c := Changes(form, again); len(c) > 0 {
			t.Errorf("%s: %+v", file, c)
		}
		rows, _ := again.ByRow()
		for _, q := range again.All() {
			if rows[q.Row].Question != q.Question {
				t.Errorf("%s: %s is not found in row %d", file, q.Path, q.Row)
			}
		}
		for _, w := range again.Words() {
			for l, words := range w.Text {
				again.Say(w, l, words)
			}
		}
		if c := Changes(form, again); len(c) > 0 {
			t.Errorf("%s after saying it all again: %+v", file, c)
		}
	}
	if opened < 8 {
		t.Error("only", opened, "opened")
	}
}
