package survey

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"
)

// longForm has n questions, most with a rule, some in repeats, in three languages.
func longForm(n int) *Form {
	f := &Form{Name: "data", Title: "Long", Languages: []string{"ky", "ru", "en"}, Lists: []*List{{Name: "yes_no", Choices: []Choice{{Name: "yes", Label: Text{"ky": "Ооба"}}, {Name: "no", Label: Text{"ky": "Жок"}}}}}}
	group := &f.Questions
	for i := 1; i <= n; i++ {
		label := Text{"ky": fmt.Sprint("Суроо ", i), "ru": fmt.Sprint("Вопрос ", i), "en": fmt.Sprint("Question ", i)}
		q := &Question{Type: "integer", Name: fmt.Sprint("q", i), Label: label}
		switch i % 5 {
		case 1:
			q.Constraint, q.Required = ". >= 0 and . <= 1000", "yes"
		case 2:
			q.Type, q.List = "select_one", "yes_no"
			q.Relevant = fmt.Sprintf("${q%d} > 5 or ${q1} = 1", i-1)
		case 3:
			q.Relevant, q.Constraint = fmt.Sprintf("selected(${q%d}, 'yes')", i-1), fmt.Sprintf(". > 0 and . <= ${q%d} + ${q1}", i-2)
		case 4:
			q.Type, q.Calculation = "calculate", fmt.Sprintf("coalesce(${q%d}, 0) * 2 + coalesce(${q%d}, 0)", i-1, i-3)
			if i > 5 {
				q.Calculation += fmt.Sprintf(" + ${q%d}", i-5)
			}
		case 0:
			q.Type = "note"
			q.Label["ky"] += fmt.Sprintf(": ${q%d}", i-1)
		}
		if i%50 == 1 {
			g := &Question{Type: "group", Name: fmt.Sprint("g", i)}
			f.Questions = append(f.Questions, g)
			group = &g.Children
		}
		*group = append(*group, q)
	}
	return f
}

// BenchmarkOpen reads a file of 1,000 questions and makes it ready: at most 200 ms are wanted.
func BenchmarkOpen(b *testing.B) {
	data, err := Write(longForm(1000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, _, err := Open(data, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSet answers the question of 500 on which most others hang: at most 5 ms are wanted.
func BenchmarkSet(b *testing.B) {
	p, err := Compile(longForm(500), nil)
	if err != nil {
		b.Fatal(err)
	}
	iv := p.Begin(Env{Now: time.Unix(0, 0)}, nil)
	changed := 0
	for i := 0; b.Loop(); i++ {
		list, ok := iv.Set("g1/q1", fmt.Sprint(i%7))
		if !ok {
			b.Fatal("not taken")
		}
		changed = max(changed, len(list))
	}
	b.ReportMetric(float64(changed), "changed")
}

// BenchmarkSetInRepeat answers one of 100 instances of 10 questions.
func BenchmarkSetInRepeat(b *testing.B) {
	f := &Form{Name: "data", Questions: []*Question{{Type: "repeat", Name: "r"}, {Type: "calculate", Name: "all", Calculation: "sum(${sum})"}}}
	for i := range 9 {
		f.Questions[0].Children = append(f.Questions[0].Children, &Question{Type: "integer", Name: fmt.Sprint("q", i), Label: Text{"": "Q"}, Constraint: ". < 10", Relevant: "true()"})
	}
	f.Questions[0].Children = append(f.Questions[0].Children, &Question{Type: "calculate", Name: "sum", Calculation: "${q0} + ${q1}"})
	p, err := Compile(f, nil)
	if err != nil {
		b.Fatal(err)
	}
	iv := p.Begin(Env{Now: time.Unix(0, 0)}, nil)
	for range 99 {
		iv.Add("r")
	}
	for i := 0; b.Loop(); i++ {
		iv.Set("r[50]/q0", fmt.Sprint(i%7))
	}
}

// BenchmarkProgram is what a page gets; ASHAR_SURVEY_PROGRAM names a file to write it to, for the
// measure of the JavaScript engine.
func BenchmarkProgram(b *testing.B) {
	p, err := Compile(longForm(500), nil)
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for b.Loop() {
		out, err := json.Marshal(p)
		if err != nil {
			b.Fatal(err)
		}
		size = len(out)
		if file := os.Getenv("ASHAR_SURVEY_PROGRAM"); file != "" {
			if err := os.WriteFile(file, out, 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(size), "bytes")
}
